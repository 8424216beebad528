"""One thing that the doctor has looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `remedy` is empty where it is well."""

    name: str
    finding: str
    remedy: str = ""
