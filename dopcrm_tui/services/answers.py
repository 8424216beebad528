"""The customer's answer: by response code at any counter, or by a signed statement."""

import hmac
from dataclasses import dataclass, replace

from sqlmodel import Session

from data.queries.cases import Case
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.guards import refusal
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.plain_code import is_digits, plain_code
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotPermitted, Refusal
from dopcrm_tui.rules.vocabulary import Action, Proof, Role
from dopcrm_tui.services import papers, questions, submissions
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.services.processing import cleaned
from dopcrm_tui.services.transition import Acted, acted_before, carry_out, hold

ANSWERS = frozenset(
    {
        Action.ACCEPT,
        Action.REJECT,
        Action.ASK_CLARIFICATION,
        Action.GIVE_INFORMATION,
        Action.WITHDRAW,
        Action.RATE,
    }
)
_RECORDERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.CALL_CENTRE})


@dataclass(frozen=True, slots=True)
class Answers:
    """Recording what customers answer; every door comes through here."""

    ground: Ground

    @unit_of_work
    def respond(
        self,
        actor: Actor,
        number: str,
        answer: Act,
        *,
        code: str | None = None,
        signed_statement: Paper | None = None,
        key: str | None = None,
    ) -> Acted:
        """Record the customer's `answer` on the complaint `number`, proved by code or statement.

        It counts by when it was given here, however long the store lets it wait.
        Raises `InvalidInput` for a wrong code (the fifth locks it), `Conflict` for a question that
        is not open, `NotFound`, `NotPermitted`.
        """
        if answer.action not in ANSWERS or actor.role not in _RECORDERS:
            raise NotPermitted("Only operators, supervisors and the call centre record answers.")
        body = {"answer": repr(answer), "number": number}
        answer = replace(answer, said_at=self.ground.clock())
        papers.examine(self.ground, [signed_statement] if signed_statement else [])
        with self.ground.store.writing() as session:
            case = hold(session, number)
            moment = Moment.of(session, self.ground, actor)
            done = submissions.earlier(moment, key, body)
            if done is not None:
                return acted_before(session, done, answer)
            wrong = None if signed_statement else unproved(moment, case, answer, code)
            if wrong is None:
                acted = record(moment, case, answer, signed_statement)
                submissions.keep(moment, key, body, case.facts.id)
                return acted
        # A wrong try is kept: it is raised only after the transaction that counts it.
        raise wrong


def record(moment: Moment, case: Case, answer: Act, signed_statement: Paper | None = None) -> Acted:
    """Record an answer that is proved: by its code, or by the signed statement given here.

    Every door ends here. Raises what `carry_out` and `papers.keep` raise.
    """
    proof = Proof.SIGNED_STATEMENT if signed_statement else Proof.CODE
    acted = carry_out(moment, case, cleaned(answer, moment.policy, proof=proof))
    if signed_statement:
        circle_id = case.row.registered_circle_id
        papers.keep(moment, case.facts.id, circle_id, [signed_statement], signed=True)
    return acted


def unproved(moment: Moment, case: Case, answer: Act, code: str | None) -> Refusal | None:
    """Return why the answer is not proved to be the customer's, or not wanted any more.

    A wrong code is counted. Of who writes in, the code is asked first: it proves who they are.
    """
    if not code:
        return InvalidInput(
            {"code": "Type the six-digit response code, or attach a signed statement."}
        )
    against = refusal(
        case.facts,
        answer.action,
        moment.actor,
        moment.now,
        moment.policy,
        said_at=answer.said_at,
    )
    if moment.actor.role is Role.COMPLAINANT:
        return _wrong_code(moment, case, answer, code) or against
    if sees(moment.actor, case.facts):
        return against or _wrong_code(moment, case, answer, code)
    # How a complaint stands is told at a strange counter only to who proves to be its customer.
    if _wrong_code(moment, case, answer, code) is not None:
        return InvalidInput({"code": f"That is no response code of {case.facts.shown}."})
    return against


def _question(session: Session, case: Case, action: Action) -> questions.Question | None:
    """Return the question whose code proves an answer; a withdrawal may quote either kind's."""
    if action is Action.GIVE_INFORMATION:
        return questions.latest_information_request(session, case.row.id)
    confirmation = questions.latest_confirmation(session, case.row.id)
    if action is Action.WITHDRAW and (confirmation is None or confirmation.answered_at):
        return questions.latest_information_request(session, case.row.id)
    return confirmation


def _wrong_code(moment: Moment, case: Case, answer: Act, code: str) -> Refusal | None:
    asked, most = _question(moment.session, case, answer.action), moment.policy.response_code_tries
    if asked is None:
        sentence = f"No response code was sent for {case.facts.shown}; attach a signed statement."
        return Conflict(sentence, rule="code", fields={"code": sentence})
    if asked.tries >= most:
        sentence = (
            f"The response code of {case.facts.shown} is locked after {most} wrong tries; "
            "attach a signed statement."
        )
        return NotPermitted(sentence, rule="code locked", fields={"code": sentence})
    typed = plain_code(code)
    if not is_digits(typed) or len(typed) != questions.CODE_LENGTH:
        return InvalidInput({"code": "A response code is six digits; this is none."}, rule="code")
    expected = questions.code_hash(moment.session, asked.id, typed)
    if hmac.compare_digest(asked.code_hash, expected):
        return None
    asked.tries += 1
    left = _tries_left(most - asked.tries)
    return InvalidInput(
        {"code": f"That is not the response code of {case.facts.shown}; {left}."},
        rule="code",
    )


def _tries_left(left: int) -> str:
    if left == 0:
        return "it is locked now: attach a signed statement"
    return "1 try is left" if left == 1 else f"{left} tries are left"
