"""The form of a new complaint, as screen, command and import hand it in."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dopcrm_tui.rules.refusals import InvalidInput

Typed = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Complainant(_Form):
    """Who complains; every field as typed."""

    name: Typed = ""
    mobile: Typed = ""
    email: Typed | None = None
    address: Typed = ""
    pin: Typed | None = None
    language: Typed = "en"
    relation: Typed = "sender"


class NewComplaint(_Form):
    """All that is typed to register a complaint; `subject` holds the grievance's own fields."""

    grievance: Typed = ""
    complainant: Complainant = Field(default_factory=Complainant)
    subject: dict[str, Typed] = Field(default_factory=dict)
    against_office: Typed = ""
    channel: Typed = "counter"
    received_on: Typed | None = None
    external_reference: Typed | None = None
    refers_to: Typed | None = None
    named: list[Typed] = Field(default_factory=list)
    description: Typed = ""
    attachments: list[str] = Field(default_factory=list)
    accept_warnings: bool = False


_SENTENCES = {
    "extra_forbidden": "{field} is not a field of this form.",
    "string_type": "{field} must be text in quotes.",
    "bool_parsing": "{field} must be true or false.",
    "bool_type": "{field} must be true or false.",
    "list_type": "{field} must be a list.",
    "dict_type": "{field} must be an object.",
    "model_type": "{field} must be an object.",
    "model_attributes_type": "{field} must be an object.",
}


def parse_form(document: object) -> NewComplaint:
    """Return the form a JSON document holds. Raises `InvalidInput`, every wrong field named."""
    try:
        return NewComplaint.model_validate(document)
    except ValidationError as wrong:
        raise InvalidInput(
            {
                _place(error["loc"]): _sentence(error["type"], error["loc"])
                for error in wrong.errors()
            }
        ) from None


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "form"


def _sentence(kind: str, location: tuple[int | str, ...]) -> str:
    sentence = _SENTENCES.get(kind, "{field} cannot be read.")
    return sentence.format(field=_place(location))
