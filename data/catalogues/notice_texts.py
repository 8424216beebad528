"""The words of notices, one file for each language."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from dopcrm_tui.rules.dates import IST, show_day
from dopcrm_tui.rules.vocabulary import Language

NOTICES = Path(__file__).with_name("notices")

_SLOT = re.compile(r"\{(\w+)\}")

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


def notice_text(template: str, language: str, variables: Mapping[str, str]) -> str:
    """Return a notice in one pass over its template, so that no value can name another slot."""
    spoken = Language(language)
    values = dict(variables)
    values["due_day"] = _day(variables.get("due_at", ""))
    values["expected_day"] = _day(variables.get("expected_by", ""))
    values["closure"] = _CLOSURES[spoken].get(variables.get("closure", ""), "")
    values["why"] = _REFUSALS[spoken].get(variables.get("refused", ""), "")
    return _SLOT.sub(lambda slot: values.get(slot[1], ""), templates(spoken)[template])


@cache
def templates(language: Language) -> dict[str, str]:
    """Return the texts of a language by template name."""
    with (NOTICES / f"{language}.toml").open("rb") as file:
        return {name: entry["text"] for name, entry in tomllib.load(file).items()}


def _day(written: str) -> str:
    if not written:
        return ""
    if len(written) == len("2026-11-23"):
        return show_day(date.fromisoformat(written))
    return show_day(datetime.fromisoformat(written).astimezone(IST).date())
