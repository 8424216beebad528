"""A set of roles as policy writes it: their names, with spaces between, or nobody."""

from collections.abc import Iterable

from dopcrm_tui.rules.vocabulary import ACCOUNT_ROLES, Role

NOBODY = "nobody"


class Roles(frozenset[Role]):
    """Roles; `str` writes them as they are read. Raises ValueError for what is no role."""

    def __new__(cls, written: str | Iterable[str] = "") -> "Roles":
        """Read names, or take roles."""
        names = written.replace(",", " ").split() if isinstance(written, str) else list(written)
        if names == [NOBODY]:
            names = []
        roles = [Role(name) for name in names]
        if strangers := set(roles) - set(ACCOUNT_ROLES):
            raise ValueError(f"Nobody logs in as {', '.join(strangers)}.")
        return super().__new__(cls, roles)

    def __str__(self) -> str:
        return " ".join(role for role in ACCOUNT_ROLES if role in self) or NOBODY


EVERYBODY = Roles(ACCOUNT_ROLES)
