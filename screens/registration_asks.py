"""What the registration form asks, in the order in which people tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from data.catalogues.taxonomy import Field, Grievance, Routing, field_set
from dopcrm_tui.rules.vocabulary import Channel, Language, Relation

GRIEVANCE, AGAINST, DESCRIPTION = "grievance", "against_office", "description"
RELATION, ARTICLE = "complainant.relation", "subject.article_number"
ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of the form."""

    place: str
    """Where its answer goes, and by which name its problems come back."""
    label: str
    kind: str
    """A field kind of the taxonomy, or grievance, mobile, email, files, lines."""
    help: str
    required: bool = False
    choices: Mapping[str, str] | None = None
    """What can be chosen: as it is shown, and as it is kept."""
    start: str = ""
    one_of: str | None = None
    length: int | None = None
    """How long every answer is, where all are equally long."""
    half: bool = False
    """Whether half a line is enough."""


def _choices(words: Iterable[str]) -> dict[str, str]:
    return {word.replace("_", " ").capitalize(): word for word in words}


CHANNELS = _choices(Channel) | {"E-mail": "email", "CPGRAMS": "cpgrams"}
del CHANNELS["Email"], CHANNELS["Cpgrams"]
RELATIONS = _choices(Relation)
LANGUAGES = {"English": Language.ENGLISH.value, "Hindi": Language.HINDI.value}

CODE = Ask(
    GRIEVANCE,
    "Grievance",
    "grievance",
    "Three digits that stand for category, service and type. Letters, or F4, look for it.",
    required=True,
)

COMMON = (
    Ask(
        AGAINST,
        "Against office",
        "office",
        "The office complained against: type its PIN or part of its name.",
        required=True,
    ),
    Ask("complainant.name", "Name", "text", "Who complains.", required=True),
    Ask(
        "complainant.mobile",
        "Mobile",
        "mobile",
        "Ten digits; the notices and the response code go there.",
        required=True,
        half=True,
    ),
    Ask("complainant.pin", "PIN", "pin", "The PIN of the complainant's address.", half=True),
    Ask("complainant.address", "Address", "text", "House, street, place."),
    Ask("complainant.email", "E-mail", "email", "Notices go there too.", half=True),
    Ask(
        RELATION,
        "Relation",
        "choice",
        "What the complainant is to the matter; F4 lists it.",
        choices=RELATIONS,
        start="Sender",
        half=True,
    ),
    Ask(
        "complainant.language",
        "Language",
        "choice",
        "The language of the notices: English or Hindi.",
        choices=LANGUAGES,
        start="English",
        half=True,
    ),
    Ask(
        "channel",
        "Channel",
        "choice",
        "How the complaint came; F4 lists it.",
        choices=CHANNELS,
        start="Counter",
        half=True,
    ),
    Ask(
        "received_on",
        "Received on",
        "date",
        "The day it came, such as 01-11-2026; blank is today.",
        half=True,
    ),
    Ask(
        "external_reference",
        "Outside reference",
        "text",
        "Its number elsewhere: CPGRAMS, a letter, a court.",
        half=True,
    ),
    Ask(
        "refers_to",
        "Refers to",
        "text",
        "The number of an earlier complaint about the same matter.",
        half=True,
    ),
    Ask(
        "named",
        "Staff named",
        "text",
        "Employee IDs of the staff complained of, with commas; they will not see the complaint.",
        half=True,
    ),
    Ask(
        DESCRIPTION,
        "Description",
        "lines",
        "What happened, in the complainant's words. Tab leaves it.",
        required=True,
    ),
    Ask(
        ATTACHMENTS,
        "Attach files",
        "files",
        "The path of a JPEG or PDF, at most 200 KB; Enter adds it, F4 takes one out again.",
    ),
)

_OFFICE_BY_ROUTING: dict[Routing, tuple[str, ...]] = {
    "mail": ("delivery_office", "payment_office", "booking_office", "issue_office"),
    "account": (
        "account_office",
        "policy_office",
        "registration_office",
        "issue_office",
        "division",
    ),
    "incident": ("incident_office",),
}
"""Where the office complained against is read off (design, section 5), the best first."""

_HALF_KINDS = {"article", "date", "pin", "digits", "money", "time", "country"}
_HALF_CHOICE, _HALF_LABEL = 17, 19


def subject_asks(name: str) -> tuple[Ask, ...]:
    """Return what a field set asks for."""
    return tuple(map(_subject_ask, field_set(name)))


def _subject_ask(field: Field) -> Ask:
    short_choice = field.kind == "choice" and max(map(len, field.choices)) <= _HALF_CHOICE
    return Ask(
        place=f"subject.{field.name}",
        label=field.label,
        kind=field.kind,
        help=field.help,
        required=field.required,
        choices={choice: choice for choice in field.choices} or None,
        one_of=field.one_of,
        length=field.max_length if field.max_length == field.min_length else None,
        half=(field.kind in _HALF_KINDS or short_choice) and len(field.label) <= _HALF_LABEL,
    )


def against_places(grievance: Grievance) -> tuple[str, ...]:
    """Return the fields from which the office complained against is proposed, the best first."""
    return tuple(f"subject.{name}" for name in _OFFICE_BY_ROUTING[grievance.routing])


def relation_of(grievance: Grievance | None) -> str:
    """Return what a complainant usually is to the matter; it stands in the form from the start."""
    if grievance is None or grievance.routing == "mail":
        return "Sender"
    if grievance.routing == "incident":
        return "Other"
    return "Policyholder" if grievance.field_set == "INS" else "Account holder"


def still_needed(asks: Iterable[Ask], is_blank: Callable[[str], bool]) -> list[str]:
    """Return the labels of what must still be answered."""
    asks = tuple(asks)
    filled = {ask.one_of for ask in asks if ask.one_of and not is_blank(ask.place)}
    groups: dict[str, list[str]] = {}
    needed = []
    for ask in asks:
        if ask.required and is_blank(ask.place):
            needed.append(ask.label)
        elif ask.one_of and ask.one_of not in filled:
            groups.setdefault(ask.one_of, []).append(ask.label)
    return needed + [" or ".join(labels) for labels in groups.values()]
