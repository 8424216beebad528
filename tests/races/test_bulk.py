"""Two clerks act on the same 200 complaints at the same moment: each is acted on exactly once."""

from threading import Barrier, Thread

from filed import file_complaint
from whole import check_whole

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.bulk import key_of, one_by_one

MANY = 200


def _at_once(store, who, numbers, start, told):
    """Do one bulk from a desk of one's own."""
    own = Store.open(store.engine.url.render_as_string(hide_password=False))
    desk, act = Desk.over(own), Act(action=Action.REMARK, text=f"Says {who.employee_id}.")

    def one(number):
        key = key_of(f"bulk-of-{who.employee_id}", number)
        return desk.processing.act(who, number, act, version=1, key=key)

    start.wait()
    told[who.employee_id] = dict(one_by_one(numbers, one))
    own.close()


def test_each_of_two_hundred_complaints_gets_one_act_of_two_clerks(store, staff, clock):
    desk = Desk.over(store, clock=clock)
    numbers = [file_complaint(desk, staff["operator"]) for _ in range(MANY)]
    start, told = Barrier(2), {}
    clerks = [staff["operator"], staff["colleague"]]
    at_work = [
        Thread(target=_at_once, args=(store, who, order, start, told))
        for who, order in zip(clerks, (numbers, numbers[::-1]), strict=True)
    ]
    for each in at_work:
        each.start()
    for each in at_work:
        each.join()
    for number in numbers:
        outcomes = [told[who.employee_id][number] for who in clerks]
        refused = [why for why in outcomes if isinstance(why, Conflict)]
        assert len(refused) == 1, outcomes
        remarks = [
            each for each in desk.cases.history(clerks[0], number) if each.action is Action.REMARK
        ]
        winner = clerks[outcomes.index(refused[0]) - 1]
        assert [each.data["text"] for each in remarks] == [f"Says {winner.employee_id}."]
    with store.reading() as session:
        check_whole(session)
