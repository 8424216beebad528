"""The tables as statements see them that are built once and go past the ORM."""

from data.models.complaint import Complaint, ComplaintNamed, QueueCount
from data.models.history import DeadlineRow, Event
from data.models.loss import Compensation, Enquiry
from data.models.measured import Mark, MarkState, MarkSum
from data.models.message import InboundMessage, Notice
from data.models.office import Office
from data.models.papers import Submission
from data.models.question import Confirmation, ExternalReferral
from data.models.seal import Seal, SealedTip
from data.models.sweeping import DoorMark, ShutWay
from data.models.viewing import Viewing
from data.queries.account_tables import table_of

COMPENSATION = table_of(Compensation)
COMPLAINT = table_of(Complaint)
COMPLAINT_NAMED = table_of(ComplaintNamed)
CONFIRMATION = table_of(Confirmation)
DEADLINE = table_of(DeadlineRow)
DOOR = table_of(DoorMark)
ENQUIRY = table_of(Enquiry)
EVENT = table_of(Event)
EXTERNAL_REFERRAL = table_of(ExternalReferral)
INBOUND_MESSAGE = table_of(InboundMessage)
MARK = table_of(Mark)
MARK_STATE = table_of(MarkState)
MARK_SUM = table_of(MarkSum)
NOTICE = table_of(Notice)
OFFICE = table_of(Office)
QUEUE_COUNT = table_of(QueueCount)
SEAL = table_of(Seal)
SEALED_TIP = table_of(SealedTip)
SHUT_WAY = table_of(ShutWay)
VIEWING = table_of(Viewing)
SUBMISSION = table_of(Submission)
