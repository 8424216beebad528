"""Run by Alembic: take the steps over the connection that `upgrade` hands in."""

from alembic import context
from sqlalchemy import MetaData

from data.models.columns import NAMING

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=MetaData(naming_convention=NAMING),
    render_as_batch=True,
)
context.run_migrations()
