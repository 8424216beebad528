"""The steps, oldest first, known without importing Alembic (it costs half a second)."""

REVISIONS = tuple(f"{number:04}" for number in range(1, 18))
