"""The form of a grievance as JSON Schema (draft 2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dopcrm_tui.rules.vocabulary import Channel, Language, Relation

if TYPE_CHECKING:
    from data.catalogues.taxonomy import Field, Grievance

_NEEDED = ["grievance", "complainant", "subject", "against_office", "description"]
_NEEDED_OF_COMPLAINANT = ["name", "mobile"]


def schema_of(kind: Grievance) -> dict[str, Any]:
    """Return the schema of what `register` takes for a grievance."""
    from data.catalogues.taxonomy import field_set
    from dopcrm_tui.services.new_complaint import NewComplaint

    schema = NewComplaint.model_json_schema()
    complainant = schema.pop("$defs")["Complainant"]
    complainant["required"] = _NEEDED_OF_COMPLAINANT
    complainant["properties"]["language"]["enum"] = list(Language)
    complainant["properties"]["relation"]["enum"] = list(Relation)
    own = schema["properties"]
    own["grievance"] = {"const": kind.code, "description": kind.label}
    own["complainant"] = complainant
    own["channel"]["enum"] = list(Channel)
    own["subject"] = _subject(field_set(kind.field_set))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"{kind.category}: {kind.label}",
        "description": "A complaint to be registered.",
        "required": _NEEDED,
    }


def _subject(fields: tuple[Field, ...]) -> dict[str, Any]:
    groups = dict.fromkeys(field.one_of for field in fields if field.one_of)
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _field(field) for field in fields},
        "required": [field.name for field in fields if field.required],
    }
    if groups:
        schema["allOf"] = [
            {"anyOf": [{"required": [field.name]} for field in fields if field.one_of == group]}
            for group in groups
        ]
    return schema


def _field(field: Field) -> dict[str, Any]:
    """Return one field; all are text, checked by kind when the form is sent."""
    schema: dict[str, Any] = {"type": "string", "title": field.label, "description": field.help}
    if field.kind == "choice":
        schema["enum"] = list(field.choices)
    elif field.kind == "date":
        schema["examples"] = ["2026-11-01"]
    elif field.max_length:
        schema |= {"minLength": field.min_length, "maxLength": field.max_length}
    return schema
