"""How the spellings of the public directory of post offices are mended."""

import re

NO_REGION = {"DivReportingCircle", "NA"}
REGION_NAMES = {
    "JAMMU RN": "Jammu Region",
    "EASTERN COMMAND": "Eastern Command",
    "WESTERN COMMAND": "Western Command",
    "Prayagraj Regional Office": "Prayagraj Region",
    "Regional Office Aurangabad": "Aurangabad Region",
    "East Region Bhagalpur": "East Region, Bhagalpur",
    "Central Region Trichirapalli": "Central Region, Tiruchirappalli",
    "Southern Region Madurai": "Southern Region, Madurai",
    "Western Region Coimbatore": "Western Region, Coimbatore",
    "North East - I Region": "North East I Region",
    "North East - II Region": "North East II Region",
}
DIVISION_NAMES = {
    "1CBPO DV": "1 Central Base Post Office Division",
    "2CBPO DV": "2 Central Base Post Office Division",
    "A - N Islands Division": "Andaman & Nicobar Islands Division",
    "Anna Road H.O Division": "Anna Road HO Division",
    "AurangabadBihar Division": "Aurangabad (Bihar) Division",
    "B.Deoghar Division": "B. Deoghar Division",
    "Divisional Office Katihar": "Katihar Division",
    "Gautam Buddha Nagar Division office": "Gautam Buddha Nagar Division",
}
DISTRICT_NAMES = {
    "Na": "",
    "Ntr": "NTR",
    "Spsr Nellore": "SPSR Nellore",
    "S.A.S Nagar": "S.A.S. Nagar",
    "Lakshadweep District": "Lakshadweep",
}
COMPASS = {
    "Central",
    "East",
    "North",
    "North East",
    "North West",
    "South",
    "South East",
    "South West",
    "West",
}
ACRONYMS = {
    "AFS",
    "AIR",
    "BHEL",
    "CRPF",
    "GIDC",
    "GPO",
    "HAL",
    "IIM",
    "IIT",
    "ITI",
    "MIDC",
    "NDC",
    "NIT",
    "ONGC",
}
ROMAN = {"II", "III", "IV", "VI", "VII", "VIII", "IX"}

_TYPE_AT_END = re.compile(
    r"(?:(?<![A-Za-z])[BSH](?:\.\s?|\s)?P?O|(?<=[a-z)])[BSH]\.\s?O)\.?[)\s.]*$", re.IGNORECASE
)
_TYPE_INSIDE = re.compile(r"(?<![A-Za-z])[BSH](?:\.\s?)?O\b\.?")
_GPO = re.compile(r"\bG\.\s?P\.\s?O\.?")
_PLACE_AT_END = re.compile(r"([^()]+)\(([^()]*(?:\([^()]*\))?)\)?")
_CUT_SHORT = re.compile(r".*[a-z]BO$")
_STATE_TAIL = re.compile(r"(?<=[a-z])(?=[A-Z]{2,}$)")


def office_name(text: str) -> str:
    """Return an office's own name: without type, the place it is told apart by in brackets."""
    whole = " ".join(_GPO.sub("GPO", text.replace("`", "")).translate({91: "(", 93: ")"}).split())
    own, place = _split(_TYPE_AT_END.sub("", whole).rstrip(" (-.").removesuffix(" )"))
    if not own:
        return whole
    return f"{own} ({place})" if place else own


def _split(text: str) -> tuple[str, str]:
    """Return name and place, which the directory puts behind the type or in brackets."""
    own, place = text, ""
    if at_end := _PLACE_AT_END.fullmatch(text):
        own, place = at_end.groups()
        own = _TYPE_INSIDE.sub("", own)
    elif inside := _TYPE_INSIDE.search(text):
        own, place = text[: inside.start()], text[inside.end() :]
    place = _CUT_SHORT.sub("", _TYPE_INSIDE.sub("", place)).strip(" -().,")
    if place.count("(") > place.count(")"):
        place += ")"
    return _proper(own.strip(" -(.,")), _proper(_STATE_TAIL.sub(" ", place))


def _proper(text: str) -> str:
    """Return text in capitals in proper case; a short single word is left, as likely initials."""
    if not text.isupper() or len(text) <= 4:
        return text
    return re.sub(r"[A-Z]+", _proper_word, text)


def _proper_word(match: re.Match[str]) -> str:
    word = match.group()
    initials = len(word) <= 3 and not set(word) & set("AEIOUY")
    return word if initials or word in ACRONYMS | ROMAN else word.capitalize()


def region_name(text: str) -> str:
    """Return a region's name; empty where the division reports to the circle."""
    name = " ".join(text.split())
    return "" if name in NO_REGION else REGION_NAMES.get(name, name)


def division_name(text: str) -> str:
    """Return a division's name in proper case."""
    name = " ".join(text.split())
    return DIVISION_NAMES.get(name, name.title() if name.isupper() else name)


def state_name(text: str, circle: str) -> str:
    """Return a state's name, empty where the directory has none; the Andamans are put right."""
    if circle == "West Bengal Circle" and text.startswith("Dadra"):
        return "Andaman & Nicobar Islands"
    return "" if text == "Unknown" else text


def district_name(text: str, state: str) -> str:
    """Return a district's name, empty where the directory has none; Delhi's are named in full."""
    if state == "Delhi" and text in COMPASS:
        return f"{text} Delhi"
    return DISTRICT_NAMES.get(text, text.replace(" And ", " and "))
