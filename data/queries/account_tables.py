"""The tables of accounts and policy as such statements see them: a login needs no others."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from data.models.guess import Guess
from data.models.operator import AuthenticationToken, Operator
from data.models.settings import PolicyValue


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


AUTHENTICATION_TOKEN = table_of(AuthenticationToken)
GUESS = table_of(Guess)
OPERATOR = table_of(Operator)
POLICY = table_of(PolicyValue)
