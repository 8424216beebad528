"""Opening a complaint whose form is in order: its rows, its history, its alarm, its notice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from data.models.office import Office
from data.queries import cases, counts, duplicates, histories, number_series
from data.queries.marks import Matter
from data.queries.offices import path_of
from data.queries.tables import COMPLAINT_NAMED
from data.queries.text_search import Findable, index_text
from dopcrm_tui.rules.complaint import Act, Complaint
from dopcrm_tui.rules.dates import today, write_duration
from dopcrm_tui.rules.policy_used import policy_used
from dopcrm_tui.rules.registration import Registration
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services import marking, outbox_writer
from dopcrm_tui.services.form_check import CheckedForm
from dopcrm_tui.services.marking import Happening
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox_writer import Addressee, News

_NAME = insert(COMPLAINT_NAMED)


@dataclass(frozen=True, slots=True)
class TakenAway:
    """How a complaint was taken while the store was away: the number on its slip, and when."""

    provisional_number: str
    at: datetime


def open_complaint(
    moment: Moment, form: CheckedForm, decision: Registration, taken: TakenAway | None = None
) -> News:
    """Write a new complaint with all that belongs to it, and return how it stands.

    Raises `Conflict` where the circle's numbers of the year are used up.
    """
    session, holder = moment.session, moment.session.get_one(Office, decision.holder_id)
    registered_at = _registering_office(moment, holder)
    circle_id = registered_at.circle_id or registered_at.id
    facts = _facts(moment, form, decision, holder, registered_at)
    slip = taken.provisional_number if taken else None
    told = {**_told(moment, form, circle_id), "provisional_number": slip}
    cases.add(session, facts, decision.due_at, told)
    if form.named:
        session.execute(_NAME, [_named(person, facts.id, circle_id) for person in form.named])
    counts.move(session, [(None, facts)])
    addressee = Addressee(
        form.complainant.name,
        form.complainant.mobile,
        form.complainant.email,
        form.language,
        circle_id,
    )
    event_id = _note(moment, facts, decision, form, circle_id, taken)
    act = Act(action=Action.REGISTER)
    news = News(addressee, facts, holder, decision.due_at, act, event_id)
    outbox_writer.write(moment, [(news, decision.notices)])
    index_text(session, [_findable(facts.id, form)])
    return news


def _findable(complaint_id: int, form: CheckedForm) -> Findable:
    who, article = form.complainant, form.subject.get("article_number")
    return Findable(complaint_id, who.name, form.description, article, who.mobile)


def _registering_office(moment: Moment, holder: Office) -> Office:
    own = moment.actor.office
    return moment.session.get_one(Office, own.id) if own else holder


def _facts(
    moment: Moment, form: CheckedForm, decision: Registration, holder: Office, here: Office
) -> Complaint:
    year = today(moment.now).year
    return Complaint(
        id=moment.new_id(),
        number=number_series.next_number(moment.session, here.circle_id or here.id, year),
        state=State.PENDING,
        holder=path_of(holder),
        registered_office_id=here.id,
        registered_at=moment.now,
        confined=form.grievance.confined,
        named=frozenset(form.named),
        deadlines=decision.deadlines,
    )


def _told(moment: Moment, form: CheckedForm, circle_id: int) -> dict[str, object]:
    """Return the columns that hold what the customer said; no act changes them."""
    return {
        "registered_circle_id": circle_id,
        "registered_by": moment.actor.account,
        "received_on": form.received_on,
        "channel": form.channel,
        "grievance": form.grievance.code,
        "category": form.grievance.category,
        "against_office_id": form.against.id,
        "language": form.language,
        "relation": form.relation,
        "article_number": form.subject.get("article_number"),
        "subject": form.subject,
        "complainant_name": form.complainant.name,
        "complainant_mobile": form.complainant.mobile,
        "complainant_email": form.complainant.email,
        "complainant_address": form.complainant.address,
        "complainant_pin": form.complainant.pin,
        "description": form.description,
        "external_reference": form.external_reference,
        "refers_to": form.refers_to,
    }


def _named(operator_id: int, complaint_id: int, circle_id: int) -> dict[str, int]:
    return {"operator_id": operator_id, "complaint_id": complaint_id, "circle_id": circle_id}


def _note(
    moment: Moment,
    facts: Complaint,
    decision: Registration,
    form: CheckedForm,
    circle_id: int,
    taken: TakenAway | None,
) -> int:
    """Write the first entry of the history and return its id."""
    entry = histories.Entry(
        id=moment.new_id(),
        action=Action.REGISTER,
        at=moment.now,
        actor=moment.actor,
        from_state=None,
        data={
            "due_at": decision.due_at.isoformat(),
            "to_office": facts.holder.id,
            "limit": write_duration(decision.due_at - moment.now),
            "limit_rule": form.grievance.limit_rule,
            "policy": policy_used(Act(action=Action.REGISTER), moment.policy),
            **_repeats(moment, form, facts.id),
            **_slip(taken),
        },
    )
    histories.append(moment.session, [histories.Page(facts, circle_id, entry)])
    kind = form.grievance
    matter = Matter(facts.id, circle_id, kind.code, kind.category, form.channel, kind.confined)
    marking.note(moment, [Happening(matter, None, facts, entry.action, entry.data)])
    return entry.id


def _repeats(moment: Moment, form: CheckedForm, complaint_id: int) -> dict[str, str]:
    """Say of a complaint that is not the first of its matter how that is known."""
    if form.refers_to:
        return {"repeats": "refers_to"}
    article = form.subject.get("article_number")
    if article and duplicates.is_known(moment.session, article, complaint_id):
        return {"repeats": "article"}
    return {}


def _slip(taken: TakenAway | None) -> dict[str, str]:
    if taken is None:
        return {}
    return {"provisional_number": taken.provisional_number, "taken_at": taken.at.isoformat()}
