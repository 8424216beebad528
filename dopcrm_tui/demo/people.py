"""Who works in the demonstration: people in every role at real offices, all of them invented."""

from dataclasses import dataclass
from random import Random

from argon2 import PasswordHasher
from sqlmodel import select, update

from data.database import Store
from data.models.operator import Operator
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.passwords import new_secret
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.accounts import Accounts
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.directory import Directory

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The store lives for an hour and its secrets stand on the screen; logging in hashes them anew."""

FIRST_ID = 10_000_001

STAFF: tuple[tuple[str, Role, str], ...] = (
    ("Devika Nilambari", Role.ADMINISTRATOR, "IN"),
    ("Biju Kanikonna", Role.OPERATOR, "682001001"),
    ("Celine Edavanakkad", Role.OPERATOR, "682001001"),
    ("Eapen Tulasidal", Role.SUPERVISOR, "682001001"),
    ("Fathima Valliyoor", Role.SUPERVISOR, "KL-D18"),
    ("Gopal Chemparathi", Role.SUPERVISOR, "KL-R2"),
    ("Hari Sampangi", Role.SUPERVISOR, "KL"),
    ("Indira Gulmohar", Role.SUPERVISOR, "IN"),
    ("Jaya Madhumalti", Role.CALL_CENTRE, "IN"),
    ("Kiran Parijata", Role.AUDITOR, "IN"),
    ("Latha Acharlu", Role.OPERATOR, "682011001"),
    ("Manoj Halasinamara", Role.OPERATOR, "682024001"),
    ("Nisha Doddamane", Role.OPERATOR, "682020001"),
    ("Omar Kanikonna", Role.OPERATOR, "KL-M01"),
    ("Parvathy Kanikonna", Role.SUPERVISOR, "KL-D25"),
    ("Padma Valliyoor", Role.SUPERVISOR, "695001001"),
    ("Rajan Edavanakkad", Role.OPERATOR, "695001001"),
    ("Shobha Sampangi", Role.OPERATOR, "695004001"),
    ("Thomas Tulasidal", Role.SUPERVISOR, "KL-D04"),
    ("Uma Chemparathi", Role.OPERATOR, "673001001"),
    ("Vinod Nilambari", Role.OPERATOR, "673020001"),
    ("Waheeda Gulmohar", Role.SUPERVISOR, "KL-D06"),
    ("Xavier Madhumalti", Role.SUPERVISOR, "KL-R1"),
    ("Yamuna Bhatwadi", Role.OPERATOR, "560001001"),
    ("Zakir Acharlu", Role.OPERATOR, "560001001"),
    ("Anand Doddamane", Role.SUPERVISOR, "KA-D02"),
    ("Bhagya Halasinamara", Role.OPERATOR, "560005001"),
    ("Chandru Bhatwadi", Role.OPERATOR, "560066001"),
    ("Deepa Sampangi", Role.SUPERVISOR, "KA-D01"),
    ("Elango Parijata", Role.SUPERVISOR, "KA-R1"),
    ("Farida Acharlu", Role.OPERATOR, "570001001"),
    ("Girish Doddamane", Role.OPERATOR, "570010001"),
    ("Hema Halasinamara", Role.SUPERVISOR, "KA-D30"),
    ("Iqbal Bhatwadi", Role.SUPERVISOR, "KA-R3"),
    ("Jyothi Gulmohar", Role.SUPERVISOR, "KA"),
    ("Kumar Tulasidal", Role.CALL_CENTRE, "IN"),
)
"""Name, role and office; the first is the administrator who adds the others."""


@dataclass(frozen=True, slots=True)
class DemoOperator:
    """Who can log in, and with what."""

    employee_id: str
    secret: str
    role: Role
    office: str
    name: str


def hire(store: Store, clock: Clock, random: Random) -> tuple[DemoOperator, ...]:
    """Make an account for everybody and return who can log in, the administrator first."""
    accounts = Accounts(store, clock, random, CHEAP)
    name, role, office = STAFF[0]
    first = DemoOperator(str(FIRST_ID), new_secret(random), role, office, name)
    accounts.first_administrator(first.employee_id, first.secret, name)
    administrator = accounts.log_in(first.employee_id, first.secret).actor
    numbered = [(str(FIRST_ID + place), *one) for place, one in enumerate(STAFF)][1:]
    lines = ("employee_id,name,role,office", *(",".join(one) for one in numbered))
    accounts.import_csv(administrator, lines)
    _let_in(store, first.secret)
    hired = [
        DemoOperator(employee_id, first.secret, role, office, name)
        for employee_id, name, role, office in numbered
    ]
    return (first, *hired)


def _let_in(store: Store, secret: str) -> None:
    """Give everybody one secret, and spare them its change at the first login.

    Whoever looks around is many people in a few minutes, and writes nothing down.
    """
    known = {"must_change": False, "secret_valid_until": None}
    with store.writing() as session:
        session.execute(update(Operator).values(password_hash=CHEAP.hash(secret), **known))


def actors(store: Store, clock: Clock, hired: tuple[DemoOperator, ...]) -> tuple[Actor, ...]:
    """Return everybody as the services know them."""
    directory = Directory(store, clock)
    with store.reading() as session:
        ids = {row.employee_id: row.id for row in session.exec(select(Operator))}
    return tuple(
        Actor(
            ids[one.employee_id],
            one.role,
            directory.by_code(one.office).path,
            one.employee_id,
            one.name,
        )
        for one in hired
    )
