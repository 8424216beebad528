"""The outside world as it is set: which way notices go, and by which doors answers come."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dopcrm_tui.gateways.channel import Channel, Door, Reachable
from dopcrm_tui.gateways.file_channel import FileChannel
from dopcrm_tui.outside_settings import Outside, read_outside
from dopcrm_tui.settings import PREFIX, Settings

if TYPE_CHECKING:
    from dopcrm_tui.gateways.imap import ImapDoor
    from dopcrm_tui.gateways.sms import SmsChannel, SmsDoor
    from dopcrm_tui.gateways.smtp import SmtpChannel


def outside_of(settings: Settings) -> Outside:
    """Return how the outside world is reached. Raises InvalidInput for every wrong setting."""
    return read_outside(settings.outside, os.environ, PREFIX)


def channels_of(settings: Settings, outside: Outside) -> dict[str, Channel]:
    """Return the way out for each kind of notice; where none is set, a folder takes them."""
    folder = FileChannel(settings.outbox_dir)
    return {"sms": _sms(outside) or folder, "email": _mail(outside) or folder}


def doors_of(outside: Outside) -> list[tuple[str, Door]]:
    """Return the doors by which answers come, each with the kind of its messages."""
    doors: list[tuple[str, Door]] = []
    if (box := _mailbox(outside)) is not None:
        doors.append(("email", box))
    if (replies := _replies(outside)) is not None:
        doors.append(("sms", replies))
    return doors


def reached_of(outside: Outside, timeout: float) -> dict[str, Reachable | None]:
    """Return what can be looked at, each answer awaited for `timeout` seconds; None if not set."""
    mail, sms, box = _mail(outside), _sms(outside), _mailbox(outside)
    replies = _replies(outside)
    return {
        "mail": mail and replace(mail, timeout=timeout),
        "sms": sms and replace(sms, timeout=timeout),
        "mailbox": box and replace(box, timeout=timeout),
        **({"sms replies": replace(replies, timeout=timeout)} if replies else {}),
    }


def office_channel(settings: Settings, outside: Outside) -> Channel:
    """Return the way by which offices get their digests."""
    by_mail = _mail(outside) if outside.mail and outside.mail.office_address else None
    return by_mail or FileChannel(settings.outbox_dir)


def office_address(outside: Outside) -> Callable[[str], str]:
    """Return how an office is written to, by its code."""
    pattern = (outside.mail.office_address if outside.mail else "") or "{code}"
    return lambda code: pattern.replace("{code}", code)


def _mailbox(outside: Outside) -> ImapDoor | None:
    if (box := outside.mailbox) is None:
        return None
    from dopcrm_tui.gateways.imap import ImapDoor

    return ImapDoor(box.host, box.port, box.security, box.user, box.password, box.folder)


def _replies(outside: Outside) -> SmsDoor | None:
    if outside.sms is None or not outside.sms.inbound_url:
        return None
    from dopcrm_tui.gateways.sms import SmsDoor

    return SmsDoor(outside.sms.inbound_url, outside.sms.token)


def _mail(outside: Outside) -> SmtpChannel | None:
    if outside.mail is None:
        return None
    from dopcrm_tui.gateways.smtp import SmtpChannel

    mail = outside.mail
    return SmtpChannel(mail.host, mail.port, mail.security, mail.sender, mail.user, mail.password)


def _sms(outside: Outside) -> SmsChannel | None:
    if outside.sms is None:
        return None
    from dopcrm_tui.gateways.sms import SmsChannel

    sms = outside.sms
    return SmsChannel(sms.url, sms.sender, sms.entity_id, sms.token, sms.fields)
