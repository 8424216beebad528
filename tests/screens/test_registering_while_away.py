"""While the store is away registration goes on; once it is back the complaint has its number."""

import asyncio
from contextlib import contextmanager

import pytest
from cut_line import let_go, line_to
from filed import PDF
from post_office import PASSWORD, STAFF
from visit import until, visiting

from data.database import Store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.provisional_number import parse_provisional
from dopcrm_tui.rules.vocabulary import Queue
from screens import spool_watch, while_away
from screens.home import HomeScreen

SUBJECT = "102EM123456785IN01112026\t682001"
PERSON = "Ravi Kumar\t9876543210"
KEPT = "kept here, for the slip"


pytestmark = pytest.mark.only_on("sqlite", "postgresql")


class _File:
    """A SQLite store whose file is taken away and brought back."""

    def __init__(self, store):
        self.url = f"sqlite:///{store.file}"
        self._file, self._away = store.file, store.file.with_suffix(".away")

    def fall(self):
        for end in ("", "-wal", "-shm"):
            if (part := self._file.with_name(self._file.name + end)).exists():
                part.rename(self._away.with_name(self._away.name + end))

    def rise(self):
        for end in ("", "-wal", "-shm"):
            if (part := self._away.with_name(self._away.name + end)).exists():
                part.rename(self._file.with_name(self._file.name + end))


@contextmanager
def _reached(store):
    if store.is_sqlite:
        yield _File(store)
        return
    with line_to(store.engine.url) as line:
        line.rise = lambda: setattr(line, "up", True)
        yield line


@pytest.fixture
def line(store):
    with _reached(store) as line:
        yield line


@pytest.fixture
def far(line, clock, random, tmp_path, monkeypatch):
    """A desk that reaches its store by a line that can be cut."""
    monkeypatch.setattr(spool_watch, "APART", 0.1)
    monkeypatch.setattr(while_away, "SAVE", 1.0)
    desk = Desk.over(Store.open(line.url), clock=clock, chance=random, spool_dir=tmp_path / "spool")
    yield desk
    let_go(desk.store)


@pytest.fixture
def fall(line, far):
    """Take the store away, from connections that are open, too."""

    def fall():
        line.fall()
        if far.store.is_sqlite:
            far.store.engine.dispose()

    return fall


def at_home(desk, actor, state):
    return visiting(HomeScreen(desk, actor), state)


async def ready(clerk, desk, actor):
    await until(lambda: desk.seals.is_ready(actor))
    await clerk.until("Complaint Registration")
    await clerk.type("1")
    await clerk.until("still needed: Grievance")


async def typed(clerk, *, article="EM123456785IN", files=""):
    await clerk.type(SUBJECT.replace("EM123456785IN", article))
    await clerk.press("f8")
    await clerk.type(f"\n{PERSON}")
    await clerk.press("f8")
    await clerk.type("Never came.")
    if files:
        await clerk.press("tab")
        await clerk.type(f"{files}\n")
    await clerk.press("f10")


async def slip_on(clerk):
    await clerk.until(KEPT)
    return parse_provisional(clerk.line(KEPT).split()[0])


async def numbers(desk, actor):
    page = await asyncio.to_thread(desk.queues.page, actor, Queue.PENDING)
    return [line.number for line in page.lines]


async def test_it_is_kept_with_a_number_for_the_slip_and_registered_once_when_the_store_is_back(
    far, line, fall, operator, tmp_path
):
    async with at_home(far, operator, tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await typed(clerk)
        slip = await slip_on(clerk)
        assert "still needed: Grievance" in clerk.text
        assert len(far.spooling.waiting()) == 1
        line.rise()
        await clerk.until(f"{slip} (Ravi Kumar) is registered: 26")
        assert far.spooling.waiting() == ()
        (number,) = await numbers(far, operator)
        view = await asyncio.to_thread(far.cases.show, operator, number)
    assert view.provisional_number == slip
    assert view.subject["booking_office"] == "682001001"
    assert view.against_office == "682001001"


async def test_several_go_on_being_registered_with_their_files(far, line, fall, operator, tmp_path):
    (tmp_path / "receipt.pdf").write_bytes(PDF)
    async with at_home(far, operator, tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await typed(clerk)
        await slip_on(clerk)
        await typed(clerk, article="EM123456799IN", files=str(tmp_path / "receipt.pdf"))
        await until(lambda: len(far.spooling.waiting()) == 2)
        line.rise()
        await until(lambda: far.spooling.waiting() == ())
        views = [far.cases.show(operator, number) for number in await numbers(far, operator)]
    assert sorted(len(view.attachments) for view in views) == [0, 1]


async def test_what_is_wrong_or_odd_is_told_without_the_store(far, fall, operator, tmp_path):
    async with at_home(far, operator, tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await clerk.type("102")
        await clerk.press("f10")
        await clerk.until("fields to correct:")
        await clerk.press("f5", "f5")
        await typed(clerk, article="EM123456786IN")
        await clerk.until("F10 once more registers it as it is")
        assert far.spooling.waiting() == ()
        await clerk.press("f10")
        await clerk.until(KEPT)


async def test_home_says_how_many_wait_and_that_none_does_any_more(
    far, line, fall, operator, tmp_path
):
    async with at_home(far, operator, tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await typed(clerk)
        await clerk.press("f3")
        await clerk.until("1 complaint waits here for the store.")
        line.rise()
        await clerk.until("is registered: 26")
        await until(lambda: "waits here" not in clerk.text)


async def test_what_the_store_refuses_comes_back_to_be_corrected_and_keeps_its_number(
    far, line, fall, operator, tmp_path
):
    async with at_home(far, operator, tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await clerk.type("102EM123456785IN01112026\t110001")
        await clerk.press("f8")
        await clerk.type(f"\n{PERSON}")
        await clerk.press("f8")
        await clerk.type("Never came.")
        await clerk.press("f10")
        slip = await slip_on(clerk)
        await clerk.press("f3")
        line.rise()
        await clerk.until(f"Not registered yet: {slip}.")
        await clerk.type("1")
        await clerk.until(f"{slip} was not registered: ")
        assert "Ravi Kumar" in clerk.text
        await clerk.press("f8")
        await clerk.type("\t\t682001\n")
        await clerk.press("f8")
        await clerk.type("682001\n")
        await clerk.press("f10")
        await clerk.until(" registered · with ")
        await until(lambda: far.spooling.waiting() == ())
        (number,) = await numbers(far, operator)
        view = await asyncio.to_thread(far.cases.show, operator, number)
    assert view.provisional_number == slip


async def test_who_logs_in_later_sends_what_waits(far, line, fall, operator, staff, tmp_path):
    async with at_home(far, operator, tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await typed(clerk)
        slip = await slip_on(clerk)
        await clerk.press("f3", "f3")
    assert not far.seals.is_ready(operator)
    line.rise()
    async with at_home(far, staff["colleague"], tmp_path) as clerk:
        await clerk.until(f"{slip} (Ravi Kumar) is registered: 26")
        (number,) = await numbers(far, operator)
        view = await asyncio.to_thread(far.cases.show, operator, number)
    assert view.registered_by == "10000002"


async def test_leaving_while_the_store_is_away_keeps_nobody_waiting(far, fall, operator, tmp_path):
    login = await asyncio.to_thread(far.accounts.log_in, STAFF["operator"][0], PASSWORD)
    async with visiting(HomeScreen(far, operator, token=login.token), tmp_path) as clerk:
        await ready(clerk, far, operator)
        fall()
        await typed(clerk)
        begun = asyncio.get_running_loop().time()
        await clerk.press("f3", "f3")
        assert not isinstance(clerk.app.screen, HomeScreen)
        assert asyncio.get_running_loop().time() - begun < 10
