"""Notices by e-mail: SMTP with STARTTLS or TLS, and authentication."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate

from dopcrm_tui.gateways.channel import Fate, Outgoing, Sent

_PERMANENT = 500
_LINE_ENDS = ("\r", "\n")


@dataclass(frozen=True, slots=True)
class SmtpChannel:
    """Sends over one connection, opened anew once where it is lost.

    Whatever is wrong with the server, or between us and it, is tried again later: only what it says
    of a recipient or a message can give a notice up.
    """

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    def send(self, notices: Sequence[Outgoing]) -> Iterator[Sent]:
        """Yield what the server says of each notice."""
        server: smtplib.SMTP | None = None
        try:
            for notice in notices:
                sent, server = self._one(server, notice)
                yield sent
        finally:
            _leave(server)

    def _one(
        self, server: smtplib.SMTP | None, notice: Outgoing
    ) -> tuple[Sent, smtplib.SMTP | None]:
        message = self._message(notice)
        if message is None:
            return Sent(Fate.NEVER, "The address or the subject holds a line end."), server
        for fresh in (server is None, True):
            try:
                server = self._connected() if fresh else server
                assert server is not None
                server.send_message(message)
                return Sent(Fate.ACCEPTED), server
            except smtplib.SMTPServerDisconnected:
                _leave(server)
                server = None
                if fresh:
                    return Sent(Fate.LATER, "The mail server broke the connection off."), None
            except smtplib.SMTPRecipientsRefused as refused:
                return _refused(*next(iter(refused.recipients.values()))), server
            except smtplib.SMTPAuthenticationError:
                _leave(server)
                return Sent(Fate.LATER, "The mail server does not accept our login."), None
            except smtplib.SMTPResponseException as answer:
                return _refused(answer.smtp_code, answer.smtp_error), server
            except ssl.SSLCertVerificationError:
                return Sent(Fate.LATER, "The mail server's certificate is not known."), None
            except (OSError, smtplib.SMTPException) as problem:
                _leave(server)
                return Sent(Fate.LATER, f"The mail server: {type(problem).__name__}."), None
        raise AssertionError

    def _connected(self) -> smtplib.SMTP:
        context = self.context or ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, notice: Outgoing) -> EmailMessage | None:
        """Return the letter, None where a header cannot hold what it should."""
        if any(end in f"{notice.to}{notice.subject}" for end in _LINE_ENDS):
            return None
        local, _, domain = self.sender.rpartition("@")
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = notice.to
        message["Subject"] = notice.subject
        message["Message-ID"] = f"<{notice.reference}@{domain}>"
        message["Date"] = formatdate()
        message["Auto-Submitted"] = "auto-generated"
        if notice.number:
            message["Reply-To"] = f"{local}+{notice.number}@{domain}"
        message.set_content(notice.text)
        return message


def _refused(code: int, _: bytes | str) -> Sent:
    """Tell a refusal for now from one for ever; the server's words may hold an address."""
    return Sent(Fate.NEVER if code >= _PERMANENT else Fate.LATER, f"The mail server said {code}.")


def _leave(server: smtplib.SMTP | None) -> None:
    if server is None:
        return
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
