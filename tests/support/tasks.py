"""The actions of the department that ask for words: as a person does each, and what is so after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework import CLAIM, ROUTE
from filed import act, file_complaint

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.vocabulary import Action, Authority, Queue, State
from screens.parts import MessageLine

REFERRED = {"authority": Authority.CUSTOMS, "reference": "FPO/77"}


@dataclass(frozen=True)
class Task:
    """An action as a person does it, and what is so after."""

    action: Action
    letter: str
    keys: Sequence[str]
    said: Mapping[str, object]
    """What the history keeps of it."""
    missing: Mapping[str, str]
    """What is said of each field left empty, the first that gets the focus first."""
    state: State = State.PENDING
    post: str = "operator"
    queue: Queue = Queue.PENDING
    before: Sequence[tuple[str, Action, Mapping[str, object]]] = field(default=())
    chosen: Sequence[str] = ()
    """What is typed into the menu, where the letter opens one."""

    once: bool = False
    """Whether it can be done to a complaint once only, as it stands."""

    @property
    def opens(self) -> Sequence[str]:
        """The keys that open its dialog."""
        return (self.letter, *self.chosen)


REFER = ("operator", Action.REFER_EXTERNAL, REFERRED)
ENQUIRE = ("operator", Action.OPEN_ENQUIRY, {"route": ROUTE, "reason": "It never came."})
CLAIMED = ("operator", Action.CLAIM_COMPENSATION, {"claim": CLAIM})
SANCTION = ("division_supervisor", Action.SANCTION_COMPENSATION, {"reference": "CPT/88"})
TASKS = {
    task.action.value: task
    for task in (
        Task(
            Action.SEEK_INFORMATION,
            "i",
            [*"Which counter?", "tab", "2"],
            {"text": "Which counter?", "on_silence": "escalate"},
            {"text": "Question is empty.", "on_silence": "Choose it: 1 close 2 escalate."},
            State.INFO_SOUGHT,
        ),
        Task(
            Action.REFER_EXTERNAL,
            "s",
            ["3", *"Q-12/26", "tab", "1"],
            {"authority": "foreign_administration", "reference": "Q-12/26"},
            {"authority": "Authority is empty.", "reference": "Their reference is empty."},
            State.EXTERNAL,
        ),
        Task(
            Action.EXTERNAL_UPDATE,
            "u",
            [*"Opened for inspection."],
            {"text": "Opened for inspection."},
            {"text": "Update is empty. Please fill it in."},
            State.EXTERNAL,
            queue=Queue.EXTERNAL,
            before=[REFER],
        ),
        Task(
            Action.EXTERNAL_RETURN,
            "b",
            [*"Released."],
            {"text": "Released."},
            {"text": "Outcome is empty. Please fill it in."},
            queue=Queue.EXTERNAL,
            before=[REFER],
        ),
        Task(
            Action.INTERIM_REPLY,
            "y",
            ["tab", *"31-12-2026"],
            {"expected_by": "2026-12-31", "reason": "the inquiry at Kochi is not complete yet"},
            {},
        ),
        Task(
            Action.DIRECT,
            "d",
            [*"Search bag 14."],
            {"text": "Search bag 14."},
            {"text": "Direction is empty. Please fill it in."},
            post="division_supervisor",
            queue=Queue.ESCALATED,
            before=[("operator", Action.ESCALATE, {"reason": "Needs the division."})],
        ),
        Task(
            Action.CLOSE_BY_DIRECTION,
            "z",
            [*"PG/12-3", "tab", *"Claim settled."],
            {"reference": "PG/12-3", "reason": "Claim settled."},
            {"reference": "Order reference is empty.", "reason": "Reason is empty."},
            State.CLOSED,
            post="division_supervisor",
        ),
        Task(
            Action.REVIEW,
            "j",
            [*"Looked at the slip."],
            {"text": "Looked at the slip."},
            {"text": "Remark is empty. Please fill it in."},
            post="division_supervisor",
        ),
        Task(
            Action.OPEN_ENQUIRY,
            "f7",
            ["end", *" 682011001", "tab", *"It never came."],
            {"route": ["682001001", "682011001"], "reason": "It never came."},
            {},
            once=True,
        ),
        Task(
            Action.POST_DISPOSAL,
            "f7",
            ["1", "1", *"B 14", "tab", *"02-11-2026"],
            {
                "posting": {
                    "office": "682001001",
                    "item": "dispatched",
                    "bag": "dispatched",
                    "bag_number": "B 14",
                    "on": "2026-11-02",
                }
            },
            {"item": "Item is empty."},
            before=[ENQUIRE],
            chosen=["1"],
        ),
        Task(
            Action.CLOSE_ENQUIRY,
            "f7",
            [*"Lost at Kochi."],
            {"text": "Lost at Kochi."},
            {"text": "Finding is empty. Please fill it in."},
            before=[ENQUIRE],
            chosen=["2"],
            once=True,
        ),
        Task(
            Action.CLAIM_COMPENSATION,
            "f8",
            ["3", "1", "tab", *"41.30", "tab", "tab", "tab", "2"],
            {
                "claim": {
                    "carriage": "speed_post",
                    "harm": "delay",
                    "booked_on": "2026-11-01",
                    "proof_of_booking": True,
                    "days_late": 2,
                    "postage": 4130,
                    "amount": 4130,
                }
            },
            {"harm": "Harm is empty.", "proof": "Proof seen is empty."},
            once=True,
        ),
        Task(
            Action.SANCTION_COMPENSATION,
            "f8",
            [*"CPT/88"],
            {"reference": "CPT/88", "amount": 4130},
            {"reference": "Order reference is empty."},
            post="division_supervisor",
            before=[CLAIMED],
            chosen=["1"],
            once=True,
        ),
        Task(
            Action.REFUSE_COMPENSATION,
            "f8",
            [*"It came in time."],
            {"reason": "It came in time."},
            {"reason": "Reason is empty. Please fill it in."},
            post="division_supervisor",
            before=[CLAIMED],
            chosen=["2"],
            once=True,
        ),
        Task(
            Action.PAY_COMPENSATION,
            "f8",
            [*"V/1204"],
            {"reference": "V/1204"},
            {"reference": "Voucher is empty. Please fill it in."},
            before=[CLAIMED, SANCTION],
            once=True,
        ),
        Task(
            Action.JOIN_INCIDENT,
            "f6",
            [*"2612-000001-7"],
            {"reference": "26120000017"},
            {"reference": "Of complaint is empty."},
            once=True,
        ),
        Task(
            Action.LEAVE_INCIDENT,
            "f6",
            [*"It came by another bag."],
            {"reason": "It came by another bag."},
            {"reason": "Reason is empty. Please fill it in."},
            before=[("operator", Action.JOIN_INCIDENT, {"reference": "26120000017"})],
            once=True,
        ),
        Task(
            Action.REOPEN,
            "p",
            [*"Closed improperly."],
            {"reason": "Closed improperly."},
            {"reason": "Reason is empty. Please fill it in."},
            post="division_supervisor",
            queue=Queue.CLOSED,
            before=[
                (
                    "division_supervisor",
                    Action.CLOSE_BY_DIRECTION,
                    {"reference": "PG/1", "reason": "Settled."},
                )
            ],
        ),
    )
}


def begin(desk: Desk, staff: Mapping[str, Actor], task: Task) -> str:
    """File a complaint, bring it to where a task begins, and return its number."""
    number = file_complaint(desk, staff["operator"])
    for post, action, words in task.before:
        act(desk, staff[post], number, action, **words)
    return number


def told(clerk):
    """What the dialog says, without its line ends."""
    return " ".join(str(clerk.app.screen.query_one(MessageLine).content).split())


def kept(desk, by, number, action):
    """What the history keeps of each time it was done."""
    return [each.data for each in desk.cases.history(by, number) if each.action is action]


def typed(clerk):
    """What stands in each field of the dialog that is open."""
    fields = clerk.app.screen.query("#box .row>*").results()
    texts = {each.id: getattr(each, "text", getattr(each, "value", None)) for each in fields}
    return {name: text for name, text in texts.items() if isinstance(text, str) and name}
