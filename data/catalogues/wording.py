"""The templates of notices: the program's own, and over them the department's."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Language

SHIPPED = Path(__file__).with_name("notices")
SLOT = re.compile(r"\{(\w+)\}")
SLOTS = frozenset(
    [
        "number",
        "name",
        "office",
        "due_day",
        "expected_day",
        "closure",
        "text",
        "reason",
        "code",
        "hours",
        "amount",
        "reference",
        "why",
        "count",
        "lines",
    ]
)
"""What a template may speak of."""

QUESTIONS = frozenset({"information_sought", "confirmation_sought"})
_TEXTS = ("subject", "text", "sms")
_KEYS = frozenset({*_TEXTS, "dlt_template_id"})
LONGEST = 1_000
"""Characters of a template's text."""


@dataclass(frozen=True, slots=True)
class Template:
    """One notice in one language."""

    subject: str
    text: str
    sms: str
    dlt_template_id: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Every notice in every language."""

    templates: Mapping[Language, Mapping[str, Template]]

    def of(self, language: str, template: str) -> Template:
        """Return a template. Raises KeyError where there is none of that name."""
        return self.templates[Language(language)][template]


@cache
def shipped() -> Wording:
    """Return the program's own wording."""
    return Wording({language: _read(SHIPPED / f"{language}.toml") for language in Language})


def wording_of(folder: Path | None) -> Wording:
    """Return the wording with the entries of `folder`'s en.toml and hi.toml in place of ours.

    Raises InvalidInput with a sentence for everything that is wrong with them.
    """
    if folder is None:
        return shipped()
    if not folder.is_dir():
        raise InvalidInput({"templates": f"The setting templates names no folder: {folder}."})
    problems: dict[str, str] = {}
    found = {language: _replaced(folder, language, problems) for language in Language}
    if problems:
        raise InvalidInput(problems)
    return Wording(found)


def _replaced(folder: Path, language: Language, problems: dict[str, str]) -> dict[str, Template]:
    own = dict(shipped().templates[language])
    file = folder / f"{language}.toml"
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return own
    except (OSError, ValueError) as problem:
        problems[file.name] = f"{file.name} cannot be read: {problem}."
        return own
    for name, entry in entries.items():
        wrong = list(_wrong(name, entry, own))
        if wrong:
            problems[f"{file.name} {name}"] = f"{file.name}, [{name}]: {'; '.join(wrong)}."
        else:
            own[name] = Template(**{**_as_dict(own[name]), **entry})
    return own


def _wrong(name: str, entry: object, own: Mapping[str, Template]) -> Iterator[str]:
    """Yield what is wrong with an entry of the department's."""
    if name not in own:
        yield "there is no such notice"
        return
    if not isinstance(entry, dict) or not all(isinstance(each, str) for each in entry.values()):
        yield "an entry is a table of texts"
        return
    for key in sorted(entry.keys() - _KEYS):
        yield f"there is no {key}, it has {', '.join(sorted(_KEYS))}"
    for key in _TEXTS:
        if key in entry:
            yield from _wrong_text(name, key, entry[key])


def _wrong_text(name: str, key: str, text: str) -> Iterator[str]:
    used = set(SLOT.findall(text))
    for slot in sorted(used - SLOTS):
        yield f"{key} speaks of {{{slot}}}, which is none of {', '.join(sorted(SLOTS))}"
    needed = {"number"} if name != "digest" else {"count"}
    if name in QUESTIONS and key != "subject":
        needed |= {"code"}
    for slot in sorted(needed - used):
        yield f"{key} must speak of {{{slot}}}"
    if "code" in used and (name not in QUESTIONS or key == "subject"):
        yield f"{key} may not tell the {{code}}"
    if not text.strip() or len(text) > LONGEST:
        yield f"{key} has 1 to {LONGEST} characters"


def _read(file: Path) -> dict[str, Template]:
    with file.open("rb") as handle:
        return {name: Template(**entry) for name, entry in tomllib.load(handle).items()}


def _as_dict(template: Template) -> dict[str, str]:
    return {key: getattr(template, key) for key in _KEYS}
