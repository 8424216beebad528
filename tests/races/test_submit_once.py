"""The same form sent many times at once, by processes that know nothing of each other."""

from clerk import Clerk, together
from whole import check_whole

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Queue


def test_a_form_sent_twenty_times_with_one_key_is_one_complaint(store, staff):
    url = store.engine.url.render_as_string(hide_password=False)
    with Clerk(url, "10000002") as one, Clerk(url, "10000002") as two:
        answers = [
            answer
            for _ in range(10)
            for answer in together(
                (one, {"do": "register", "key": "the-form"}),
                (two, {"do": "register", "key": "the-form"}),
            )
        ]
    assert len(answers) == 20
    numbers = {answer["done"] for answer in answers}
    assert len(numbers) == 1
    page = Desk.over(store).queues.page(staff["operator"], Queue.PENDING)
    assert {line.number for line in page.lines} == numbers
    with store.reading() as session:
        check_whole(session)
