"""What an attacker writes into a form, and a store in which every text is an attack."""

import json
import re
from dataclasses import dataclass

from filed import PDF, act, code_of
from post_office import PASSWORD, QUICK

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.vocabulary import Action, Role
from dopcrm_tui.services.accounts import Accounts
from dopcrm_tui.services.new_complaint import Complainant, NewComplaint
from dopcrm_tui.services.office_changes import NewOffice
from dopcrm_tui.services.papers import Paper

JOINED = "क्\u200cष"
"""Hindi in which an invisible joiner belongs: the one invisible character that is passed on."""
_BELONGS = re.compile(f"(?<={JOINED[:2]})\u200c|\u200c(?={JOINED[3:]})")

LINE = (
    "\x1b]0;T\x07\x1b]52;c;Q=\x07\x1b[2J\x1b[6n\x1b[5;35m\x1bc\x9b2J\x9d0;C\x9c\x84"
    "\u202e\u2066\u200f\u061c\u200b\u2060\ufeff\x05\x08\x0e\x7f[/zz][@click=app.exit]q\u0301\u0302"
    f"{JOINED} தமிழ்"
)
"""Fits wherever a name fits."""

SHORT = "\x1b]0;R\x07\x9b2J\u202e\u200b[/zz]\x08\x7f\x1b[c|end"
"""Fits into an outside reference."""

_STROKES = "\u0336" * 80
LONG = (
    f"{LINE} \x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\ \x1b[?1049l\x1b[?1000h\x1b[c\x1b[>c\x1b[5n"
    "\x1b#8\x1bP+q544e\x1b\\ \x1b_apc\x1b\\ \x1b^pm\x1b\\ "
    "\x90dcs\x9c \x85nel \x8dri hide\rshow \x0bvt\x0cff "
    "\u2028ls\u2029ps \u00adsoft \u180e\ufe0f\U000e0041\U000e007f tag a\u200cb "
    "\u202a\u202b\u202d\u202c\u2069 [red]red[/] [link=http://b]l[/link] [@click=app.bell]bell[/] "
    f"[[[ \\[ {{}} %s z{_STROKES} 👩\u200d🔧"
)
"""Everything, for the fields of many lines."""

PAYLOAD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0000-\U000e01ef]"
)
"""What no data may bring to a terminal: controls of one byte and two (C0, DEL, C1), line and
paragraph separators, direction marks, what is drawn as nothing, and halves of a character."""

_STYLE = rb"[0-4]|7|[349][0-7]|[34]9|10[0-7]|[34]8;5;[0-9]+|[34]8;2(?:;[0-9]+){3}"
_OWN = re.compile(
    rb"\x1b\[(?:(?:%(style)s)(?:;(?:%(style)s))*)?m"
    % {b"style": _STYLE}
    + rb"|\x1b\[[0-9]+(?:;[0-9]+)?H|\x1b\[[0-9]*C|\x1b\[K|\x1b\[(?:[0-9]+;[0-9]+)?r|\x1b[DM]"
    rb"|\x1b\[\?(?:1049|25|1004|2004|7|2048|2026)[hl]"
    rb"|\x1b\[[<>][0-9]*u|\x1b\[\?(?:2026|2048)\$p|\x1b\]22;default\x07"
)
"""All that the screens send of themselves; of these the attacks above use one, `?1049l`."""


def payload_in(sent: bytes) -> list[str]:
    """Return what reached the terminal and is neither ours nor text."""
    return escaped_from(_OWN.sub(b"", sent))


def escaped_from(printed: bytes) -> list[str]:
    """Return what a command printed and is no text; commands send nothing of themselves."""
    text = re.sub("\r?\n", "", printed.decode("utf-8", "replace"))
    return PAYLOAD.findall(_BELONGS.sub("", text))


def readable(attack: str) -> list[str]:
    """Return the parts of an attack that are text, and so are to be read by whoever looks."""
    pieces = PAYLOAD.split(attack.replace(JOINED, "\0"))
    return [piece for piece in pieces if piece.strip()]


OFFICE, PIN = "ZZ-OFFICE", "682999"
OPERATOR, COLLEAGUE = "10000901", "10000902"


@dataclass(frozen=True)
class Besieged:
    """The desk, and the numbers of the complaints in which every text is an attack."""

    desk: Desk
    pending: str
    closed: str
    forced: str
    """Holds by force what no service takes: NUL and halves of characters."""

    @property
    def store(self) -> Store:
        """Where they are."""
        return self.desk.store

    @property
    def url(self) -> str:
        """By which the store is opened."""
        return self.store.engine.url.render_as_string(hide_password=False)


def besiege(desk: Desk, administrator: Actor) -> Besieged:
    """Put attacks wherever a customer or a colleague can write."""
    desk.directory.add(
        administrator,
        NewOffice(code=OFFICE, name=f"Zeta{LINE}", kind="so", parent="KL-D18", pin=PIN),
    )
    accounts = Accounts(desk.store, desk.clock, desk.accounts.random, QUICK)
    operator, colleague = (_hired(accounts, administrator, each) for each in (OPERATOR, COLLEAGUE))
    pending, closed, forced = (_filed(desk, operator) for _ in range(3))
    for number in (pending, forced):
        desk.papers.attach(operator, number, [Paper(f"Paper{LINE}.pdf", PDF)])
        act(desk, colleague, number, Action.REMARK, text=f"Remark{LONG}")
    act(desk, operator, closed, Action.SEEK_CONFIRMATION, text=f"Resolution{LONG}")
    answer = Act(action=Action.ACCEPT, rating=1, feedback=f"Feedback{LINE}")
    desk.answers.respond(operator, closed, answer, code=code_of(desk, operator, closed))
    _force(desk.store, forced)
    return Besieged(desk, pending, closed, forced)


def _hired(accounts: Accounts, administrator: Actor, employee_id: str) -> Actor:
    secret = accounts.add(
        administrator,
        employee_id=employee_id,
        name=f"Clerk{LINE}",
        role=Role.OPERATOR,
        office_code=OFFICE,
    )
    return accounts.change_password(employee_id, secret, PASSWORD).actor


def _filed(desk: Desk, by: Actor) -> str:
    form = NewComplaint(
        grievance="102",
        complainant=Complainant(
            name=f"Name{LINE}",
            mobile="9876543210",
            email="a@example.in",
            address=f"Address{LONG}",
            pin=PIN,
        ),
        subject={
            "article_number": "EM123456785IN",
            "booking_date": "2026-11-01",
            "booking_office": OFFICE,
            "sender": f"Sender{LINE}",
            "addressee": f"Addressee{LINE}",
            "contents": f"Contents{LINE}",
        },
        against_office=OFFICE,
        external_reference=f"Ref{SHORT}",
        description=f"Description{LONG}",
        accept_warnings=True,
    )
    return desk.intake.register(by, form).number


def _force(store: Store, number: str) -> None:
    """Write behind the services' back what they refuse."""
    halves = {"sender": "Half \ud83d\x00|sender", "contents": "\udc1b\ud800|contents"}
    said = {"text": "Half \ud83d\x00\x1b[2J|said"}
    with store.engine.begin() as raw:
        (key,) = raw.exec_driver_sql("SELECT id FROM complaint WHERE number = ?", (number,)).one()
        raw.exec_driver_sql(
            "UPDATE complaint SET subject = ?, complainant_name = ?, description = ? WHERE id = ?",
            (json.dumps(halves), "Nul \x00\x1b[2J|name", "Nul \x00\x9b2J|description", key),
        )
        # The events cannot be changed while their trigger stands; whoever owns the file can.
        triggers = raw.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
        ).all()
        for name, _ in triggers:
            raw.exec_driver_sql(f"DROP TRIGGER {name}")
        raw.exec_driver_sql(
            "UPDATE event SET data = ? WHERE complaint_id = ? AND action = 'remark'",
            (json.dumps(said), key),
        )
        for _, sql in triggers:
            raw.exec_driver_sql(sql)
