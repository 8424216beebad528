"""Wrong tries at logging in: how many, and when the last was."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Guess(SQLModel, table=True):
    """The tries on one employee ID, or from one place, that were not right."""

    subject: str = Field(primary_key=True, max_length=100)
    failures: int
    last_at: datetime = Field(index=True)
