"""A notice in words: its template filled with what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data.catalogues.wording import SLOT, Wording, shipped
from dopcrm_tui.rules.dates import IST, show_day
from dopcrm_tui.rules.sms_text import fitted, is_gsm
from dopcrm_tui.rules.vocabulary import Language

_CLOSURES = {
    Language.ENGLISH: {
        "confirmed": "you accepted the resolution",
        "auto_closed": "no answer came in time",
        "no_information": "the information asked for did not come",
        "directed": "by order of a higher office",
        "withdrawn": "you withdrew it",
    },
    Language.HINDI: {
        "confirmed": "आपने समाधान स्वीकार किया",
        "auto_closed": "समय पर उत्तर नहीं आया",
        "no_information": "माँगी गई जानकारी नहीं मिली",
        "directed": "उच्च कार्यालय के आदेश से",
        "withdrawn": "आपने वापस ली",
    },
}

_REFUSALS = {
    Language.ENGLISH: {
        "no code": "it holds no response code",
        "wrong code": "the response code in it is not the right one",
        "code locked": "the response code was wrong too often; any post office can help you",
        "late": "the time to answer was over",
        "closed already": "the complaint is closed",
        "rated already": "you have rated it before",
        "refused": "nothing has been asked that it answers",
    },
    Language.HINDI: {
        "no code": "उसमें उत्तर कोड नहीं है",
        "wrong code": "उसमें लिखा उत्तर कोड सही नहीं है",
        "code locked": "उत्तर कोड कई बार गलत लिखा गया; किसी भी डाकघर में सहायता मिलेगी",
        "late": "उत्तर देने का समय समाप्त हो चुका था",
        "closed already": "शिकायत बंद हो चुकी है",
        "rated already": "आप पहले ही रेटिंग दे चुके हैं",
        "refused": "अभी ऐसा कुछ पूछा नहीं गया है",
    },
}
"""Why an answer could not be recorded, by the word of its outcome."""


GSM_PARTS, UNICODE_PARTS = 2, 3
"""Messages one notice may take on a telephone, in the plain alphabet and in any other."""

_FREE = ("text", "reason")
"""What people wrote, of any length."""

_SHORT = {"name": 30, "office": 30, "why": 60}
"""Characters of a value in an SMS: registered templates take no longer ones (DLT)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A notice in the words of its language."""

    subject: str
    text: str
    sms: str
    template_id: str
    sms_values: tuple[str, ...]
    """What stands in the slots of the SMS, in their order."""


def notice_text(
    template: str, language: str, variables: Mapping[str, str], wording: Wording | None = None
) -> str:
    """Return a notice in one pass over its template, so that no value can name another slot."""
    of = (wording or shipped()).of(language, template)
    return _filled(of.text, _values(Language(language), variables))


def written(
    template: str, language: str, variables: Mapping[str, str], wording: Wording | None = None
) -> Written:
    """Return a notice as e-mail and SMS are to carry it; the SMS is cut to what may be sent."""
    spoken, of = Language(language), (wording or shipped()).of(language, template)
    values = _values(spoken, variables)
    brief = {name: value[: _SHORT.get(name)] for name, value in values.items()}
    brief["number"] = values.get("number", "").replace("-", "")
    free = next((name for name in _FREE if f"{{{name}}}" in of.sms), "")

    def write(said: str) -> str:
        return _filled(of.sms, {**brief, free: said})

    most = GSM_PARTS if is_gsm(write(brief.get(free, ""))) else UNICODE_PARTS
    sms = fitted(write, brief.get(free, ""), most)
    slots = tuple(brief.get(name, "") for name in SLOT.findall(of.sms))
    return Written(
        _filled(of.subject, values), _filled(of.text, values), sms, of.dlt_template_id, slots
    )


def _values(spoken: Language, variables: Mapping[str, str]) -> dict[str, str]:
    values = dict(variables)
    values["due_day"] = _day(variables.get("due_at", ""))
    values["expected_day"] = _day(variables.get("expected_by", ""))
    values["closure"] = _CLOSURES[spoken].get(variables.get("closure", ""), "")
    values["why"] = _REFUSALS[spoken].get(variables.get("refused", ""), "")
    return values


def _filled(template: str, values: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: values.get(slot[1], ""), template)


def _day(written: str) -> str:
    if not written:
        return ""
    if len(written) == len("2026-11-23"):
        return show_day(date.fromisoformat(written))
    return show_day(datetime.fromisoformat(written).astimezone(IST).date())
