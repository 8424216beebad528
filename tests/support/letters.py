"""Letters as customers' programs write them, whole or broken."""

from email.message import EmailMessage
from zlib import crc32

DESK = "care@desk.example"

NOTICE = (
    "Dear Ravi Kumar, we propose to close your complaint {number}: Delivered on 20 November. "
    "Do you accept, reject, or want it explained? Answer within 48 hours with this code: {code}. "
    "It is yours alone."
)


def letter(
    text: str = "ACCEPT",
    *,
    to: str = DESK,
    subject: str = "Re: your complaint",
    sender: str = "Ravi Kumar <ravi@example.in>",
    html: str | None = None,
    papers: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """An e-mail in order; `headers` are named with `_` for `-`."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = headers.pop(
        "message_id", f"<{crc32(f'{text} {subject} {to}'.encode())}@mail.test>"
    )
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    for name, content in papers:
        kind = "pdf" if name.endswith("pdf") else "octet-stream"
        mail.add_attachment(content, maintype="application", subtype=kind, filename=name)
    return bytes(mail)


def quoted(text: str) -> str:
    """What most programs put below a reply."""
    lines = "\n".join(f"> {line}" for line in text.splitlines())
    return f"On Mon, 23 Nov 2026 at 10:00, The desk <{DESK}> wrote:\n{lines}\n"


def bounced(original_id: str, *, action: str = "failed", why: str = "550 5.1.1 no such user"):
    """A report that a letter did not arrive (RFC 3464)."""
    return (
        "Return-Path: <>\r\n"
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\n"
        f"To: {DESK}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <report-{crc32(f'{original_id} {action}'.encode())}@mx.example>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered. ACCEPT\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; ravi@example.in\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; {why}\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {original_id}\r\n"
        f"From: {DESK}\r\nSubject: Your complaint\r\n\r\nDear customer\r\n--b--\r\n"
    ).encode()
