"""What was asked of the customer and of external authorities, and what they answered."""

from datetime import datetime

from sqlmodel import Field, SQLModel

import data.models.complaint
import data.models.operator  # noqa: F401  it is referred to
from data.models.columns import BIG, key, ref, word
from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence, Proof


class Confirmation(SQLModel, table=True):
    """A resolution put to the customer; of the response code only a keyed hash is kept."""

    id: int = key()
    complaint_id: int = ref("complaint.id", index=True)
    circle_id: int = Field(sa_type=BIG)
    resolution: str
    asked_at: datetime
    asked_by: int = ref("operator.id")
    code_hash: str = Field(max_length=64)
    tries: int = 0
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    answer: Action | None = word(Action, default=None, nullable=True)
    answer_text: str | None = None
    proof: Proof | None = word(Proof, default=None, nullable=True)
    recorded_by: int | None = ref("operator.id", default=None)


class InformationRequest(SQLModel, table=True):
    """A question to the customer without whose answer the work cannot go on."""

    __tablename__ = "information_request"

    id: int = key()
    complaint_id: int = ref("complaint.id", index=True)
    circle_id: int = Field(sa_type=BIG)
    question: str
    on_silence: OnSilence = word(OnSilence)
    asked_at: datetime
    asked_by: int = ref("operator.id")
    code_hash: str = Field(max_length=64)
    tries: int = 0
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    answer_text: str | None = None
    proof: Proof | None = word(Proof, default=None, nullable=True)
    recorded_by: int | None = ref("operator.id", default=None)


class ExternalReferral(SQLModel, table=True):
    """A complaint's stay with an external authority, by that authority's reference."""

    __tablename__ = "external_referral"

    id: int = key()
    complaint_id: int = ref("complaint.id", index=True)
    circle_id: int = Field(sa_type=BIG)
    authority: Authority = word(Authority)
    reference: str = Field(max_length=100)
    referred_at: datetime
    referred_by: int = ref("operator.id")
    returned_at: datetime | None = None
    outcome: str | None = None
