"""The tables as statements see them that are built once and go past the ORM."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from data import models


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


AUTHENTICATION_TOKEN = _table(models.AuthenticationToken)
COMPENSATION = _table(models.Compensation)
COMPLAINT = _table(models.Complaint)
COMPLAINT_NAMED = _table(models.ComplaintNamed)
CONFIRMATION = _table(models.Confirmation)
DEADLINE = _table(models.DeadlineRow)
DOOR = _table(models.DoorMark)
ENQUIRY = _table(models.Enquiry)
EVENT = _table(models.Event)
EXTERNAL_REFERRAL = _table(models.ExternalReferral)
GUESS = _table(models.Guess)
INBOUND_MESSAGE = _table(models.InboundMessage)
MARK = _table(models.Mark)
MARK_STATE = _table(models.MarkState)
MARK_SUM = _table(models.MarkSum)
NOTICE = _table(models.Notice)
OFFICE = _table(models.Office)
OPERATOR = _table(models.Operator)
POLICY = _table(models.PolicyValue)
QUEUE_COUNT = _table(models.QueueCount)
SEAL = _table(models.Seal)
SEALED_TIP = _table(models.SealedTip)
SHUT_WAY = _table(models.ShutWay)
VIEWING = _table(models.Viewing)
SUBMISSION = _table(models.Submission)
