"""Our own notices in what customers send: named by its ids, or copied into it without a mark."""

from sqlmodel import Session, col, select

from data.catalogues.notice_texts import notice_text
from data.models.message import Notice
from data.queries.cases import Case
from dopcrm_tui.rules.bounces import notice_of
from dopcrm_tui.rules.reply_numbers import plain
from dopcrm_tui.rules.reply_reading import without_code
from dopcrm_tui.services.moment import Moment

_QUESTIONS = ("confirmation_sought", "information_sought")
_LONG_ENOUGH = 40
"""Letters that nobody writes by chance as we do."""


def notice_named(session: Session, message_ids: str) -> Notice | None:
    """Return the first notice that message ids name, None where they name none."""
    notice_id = notice_of(message_ids)
    return session.get(Notice, notice_id) if notice_id is not None else None


def is_ours(moment: Moment, case: Case, words: str, code: str | None) -> bool:
    """Tell whether words are a question of ours sent back, whole or in part, and nothing more.

    The `code` has been taken out of them, so it is taken out of what we wrote.
    """
    said = _letters(words)
    if len(said) < _LONG_ENOUGH:
        return False
    wanted = select(Notice).where(
        Notice.complaint_id == case.row.id, col(Notice.template).in_(_QUESTIONS)
    )
    wording, sent = moment.ground.wording, []
    for each in moment.session.exec(wanted):
        told = {**each.variables, "code": code or ""}
        text = notice_text(each.template, each.language, told, wording)
        sent += [_letters(text), _letters(without_code(text, code))]
    return any(said in ours or not said.replace(ours, "") for ours in sent)


def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text).casefold() if sign.isalpha())
