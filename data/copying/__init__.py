"""Moving a whole store into another: from SQLite to PostgreSQL, and back."""
