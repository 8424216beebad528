"""What is kept: one module for each thing (design, section 6)."""

from data.models.complaint import Complaint, ComplaintNamed, NumberSeries, QueueCount
from data.models.guess import Guess
from data.models.history import DeadlineRow, Event
from data.models.kept_work import KeptWork
from data.models.loss import Compensation, Enquiry
from data.models.measured import Grain, Mark, MarkState, MarkSum
from data.models.message import InboundMessage, Notice, NoticeChannel, NoticeState
from data.models.office import Office, OfficeWord
from data.models.operator import AccountEvent, AuthenticationToken, Operator, OperatorSession
from data.models.papers import Attachment, Draft, Submission
from data.models.question import Confirmation, ExternalReferral, InformationRequest
from data.models.seal import Seal, SealedTip
from data.models.settings import PolicyValue, StoreInfo
from data.models.spool_key import SpoolKey
from data.models.sweeping import DoorMark, ShutWay, SweeperBeat
from data.models.viewing import Viewing

__all__ = [
    "AccountEvent",
    "Attachment",
    "AuthenticationToken",
    "Compensation",
    "Complaint",
    "ComplaintNamed",
    "Confirmation",
    "DeadlineRow",
    "DoorMark",
    "Draft",
    "Enquiry",
    "Event",
    "ExternalReferral",
    "Grain",
    "Guess",
    "InboundMessage",
    "InformationRequest",
    "KeptWork",
    "Mark",
    "MarkState",
    "MarkSum",
    "Notice",
    "NoticeChannel",
    "NoticeState",
    "NumberSeries",
    "Office",
    "OfficeWord",
    "Operator",
    "OperatorSession",
    "PolicyValue",
    "QueueCount",
    "Seal",
    "SealedTip",
    "ShutWay",
    "SpoolKey",
    "StoreInfo",
    "Submission",
    "SweeperBeat",
    "Viewing",
]
