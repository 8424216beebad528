"""What the design says of every attempt, worked out by climbing the tree and by nothing else."""

from dataclasses import dataclass

from small_tree import RUNG, climb

ANYWHERE = "pending info_sought external confirmation_sought closed"
SOURCES = {
    "take": "pending",
    "release": "pending",
    "remark": "pending info_sought external confirmation_sought",
    "attach": "pending info_sought external confirmation_sought",
    "correct_contact": "pending info_sought external confirmation_sought",
    "interim_reply": "pending external",
    "transfer": "pending",
    "refer_external": "pending",
    "external_update": "external",
    "external_return": "external",
    "seek_information": "pending",
    "give_information": "info_sought",
    "information_lapses_closed": "info_sought",
    "information_lapses_escalated": "info_sought",
    "seek_confirmation": "pending",
    "notice_delivered": "confirmation_sought info_sought",
    "notice_undeliverable": "confirmation_sought info_sought",
    "interim_drafted": "pending external",
    "external_reminder": "external",
    "accept": "confirmation_sought",
    "reject": "confirmation_sought",
    "ask_clarification": "confirmation_sought",
    "confirmation_lapses": "confirmation_sought",
    "rate": "closed",
    "escalate": "pending external",
    "direct": "pending",
    "close_by_direction": "pending info_sought external confirmation_sought",
    "withdraw": "pending info_sought external confirmation_sought",
    "reopen": "closed",
    "review": ANYWHERE,
    "open_enquiry": ANYWHERE,
    "post_disposal": ANYWHERE,
    "close_enquiry": ANYWHERE,
    "claim_compensation": ANYWHERE,
    "sanction_compensation": ANYWHERE,
    "refuse_compensation": ANYWHERE,
    "pay_compensation": ANYWHERE,
    "join_incident": "pending info_sought external confirmation_sought",
    "leave_incident": "pending info_sought external confirmation_sought",
}
NOTHING_THERE = {
    "post_disposal",
    "close_enquiry",
    "sanction_compensation",
    "refuse_compensation",
    "pay_compensation",
    "leave_incident",
}
"""What goes on with an enquiry, a compensation case or an incident, of which there is none yet."""

THE_CUSTOMERS = {
    "give_information",
    "accept",
    "reject",
    "ask_clarification",
    "rate",
    "withdraw",
}
THE_SWEEPERS = {
    "information_lapses_closed",
    "information_lapses_escalated",
    "notice_delivered",
    "notice_undeliverable",
    "confirmation_lapses",
    "interim_drafted",
    "external_reminder",
}
ALSO_ON_DIRECTION = {
    "take",
    "interim_reply",
    "refer_external",
    "external_update",
    "external_return",
    "seek_information",
}
COUNTERS = {"operator", "supervisor", "call_centre"}


@dataclass(frozen=True)
class Case:
    """One attempt, in words; `str(case)` is how a failure reads."""

    action: str
    role: str
    office: str | None
    holder: str
    registered: str
    state: str
    level: int = 0
    directed: bool = False
    taken_by: str = "nobody"
    confined: bool = False
    named: bool = False

    def __str__(self) -> str:
        marks = [mark for mark in ("directed", "confined", "named") if getattr(self, mark)]
        where = f"{self.office or 'nowhere'}>{self.holder}"
        words = [self.action, self.role, where, self.state, f"L{self.level}", *marks]
        return "-".join([*words, f"taken by {self.taken_by}"])

    @property
    def jurisdiction(self) -> bool:
        """Operators: their own office. Supervisors: theirs and all below."""
        own = self.office == self.holder
        over = self.office in climb(self.holder)
        return (self.role == "operator" and own) or (self.role == "supervisor" and over)

    @property
    def seen(self) -> bool:
        if self.office is None or self.role == "administrator" or self.named:
            return False
        if self.role == "auditor":
            return True
        if self.role == "call_centre":
            return not self.confined
        if self.confined and RUNG[self.office] == 0:
            return False
        return self.jurisdiction or self.office == self.registered

    @property
    def handles(self) -> bool:
        """At level 0 all with jurisdiction, above that supervisors from the handler upwards."""
        if self.level == 0 or not self.jurisdiction:
            return self.jurisdiction
        return self.role == "supervisor" and RUNG[self.office] >= self.level

    @property
    def at_the_level(self) -> bool:
        """Whether the office is the very one the complaint was escalated to."""
        standing = [up for up in climb(self.holder) if RUNG[up] >= self.level]
        return self.level > 0 and self.role == "supervisor" and self.office == standing[0]

    @property
    def belongs(self) -> bool:
        """Whether the action is this actor's at all."""
        works = self.handles or (self.directed and self.jurisdiction)
        supervises = self.role == "supervisor" and self.jurisdiction
        if self.action in THE_CUSTOMERS:
            return self.role in COUNTERS | {"complainant"}
        if self.action in THE_SWEEPERS:
            return self.role == "sweeper"
        if self.action in ALSO_ON_DIRECTION:
            return works
        return {
            "release": works
            and (self.taken_by == "me" or (self.taken_by == "colleague" and supervises)),
            "remark": self.jurisdiction,
            "correct_contact": self.jurisdiction,
            "attach": self.jurisdiction or self.role == "complainant",
            "transfer": self.handles,
            "seek_confirmation": self.handles,
            "escalate": self.handles or self.role == "sweeper",
            "direct": self.at_the_level,
            "close_by_direction": supervises and self.office != self.holder,
            "review": supervises and self.office != self.holder,
            "open_enquiry": self.jurisdiction,
            "post_disposal": self.jurisdiction,
            "close_enquiry": self.jurisdiction,
            "claim_compensation": self.jurisdiction,
            "sanction_compensation": supervises and self.office != self.holder,
            "refuse_compensation": supervises and self.office != self.holder,
            "pay_compensation": self.jurisdiction,
            "join_incident": self.jurisdiction,
            "leave_incident": self.jurisdiction,
            "reopen": supervises and RUNG[self.office] >= 1,
        }[self.action]

    @property
    def exists(self) -> bool:
        """The customer and the sweeper need no jurisdiction; a counter may take down an answer.

        What customers send with their letters is attached as theirs.
        """
        door = self.role == "complainant" or (self.role in COUNTERS and not self.named)
        sends = self.role == "complainant" and self.action == "attach"
        answers = self.action in THE_CUSTOMERS and door
        return self.role == "sweeper" or self.seen or answers or sends

    @property
    def outcome(self) -> str:
        if not self.exists:
            return "NotFound"
        if self.state not in SOURCES[self.action].split():
            return "Conflict"
        if not self.belongs:
            return "NotPermitted"
        if self.action == "escalate" and self.role != "sweeper" and self._nowhere_to_rise():
            return "Conflict"
        if self.action == "take" and self._taken():
            return "Conflict"
        if self.action in NOTHING_THERE:
            return "Conflict"
        return "allowed"

    def _nowhere_to_rise(self) -> bool:
        handler = next(up for up in climb(self.holder) if RUNG[up] >= self.level)
        return handler == "directorate"

    def _taken(self) -> bool:
        return self.taken_by == "me" or (self.taken_by == "colleague" and self.role == "operator")
