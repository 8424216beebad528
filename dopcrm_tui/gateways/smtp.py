"""Notices by e-mail: SMTP with STARTTLS or TLS, and authentication."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate

from dopcrm_tui.gateways.channel import Fate, Outgoing, Sent, WayShut
from dopcrm_tui.gateways.https import LOOPBACK, why_unreached

_PERMANENT = 500
_LEAVING = 421
_LOGIN_WANTED = frozenset({530, 534, 535, 538})
_NOT_ALLOWED = "5.7."
"""RFC 3463: security or policy. It may be this address, or that we may not send from here."""
_LINE_ENDS = ("\r", "\n")


@dataclass(frozen=True, slots=True)
class SmtpChannel:
    """Sends over one connection, opened anew once where it is lost.

    A server that does not let us in is a way that is shut: only what it says of a recipient or a
    message can give a notice up.
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

    def look(self) -> str:
        """Connect and log in, and send nothing. Raises WayShut."""
        _leave(self._reached())
        login = "takes our login" if self.user else "answers; no login is set"
        return f"{self.host}:{self.port} {login}"

    def _one(
        self, server: smtplib.SMTP | None, notice: Outgoing
    ) -> tuple[Sent, smtplib.SMTP | None]:
        message = self._message(notice)
        if message is None:
            return Sent(Fate.NEVER, "The address or the subject holds a line end."), server
        for fresh in (server is None, True):
            try:
                server = self._reached() if fresh else server
                assert server is not None
                return _said(server, message), server
            except WayShut as shut:
                return Sent(Fate.SHUT, str(shut)), None
            except smtplib.SMTPServerDisconnected:
                _leave(server)
                server = None
                if fresh:
                    return Sent(Fate.FAULT, "The mail server broke the connection off."), None
            except (OSError, smtplib.SMTPException) as problem:
                _leave(server)
                return Sent(Fate.FAULT, f"The mail server: {type(problem).__name__}."), None
        raise AssertionError

    def _reached(self) -> smtplib.SMTP:
        """Return a server that has let us in. Raises WayShut: whatever fails here is ours."""
        if self.user and self.security == "none" and self.host not in LOOPBACK:
            raise WayShut("The mail server is on another machine and gets our login by TLS only.")
        try:
            return self._connected()
        except smtplib.SMTPAuthenticationError:
            raise WayShut("The mail server does not accept our login.") from None
        except smtplib.SMTPNotSupportedError:
            raise WayShut("The mail server offers no STARTTLS, or no login, as is set.") from None
        except smtplib.SMTPResponseException as answer:
            raise WayShut(f"The mail server greeted us with {answer.smtp_code}.") from None
        except ssl.SSLCertVerificationError:
            raise WayShut("The mail server's certificate is not known.") from None
        except smtplib.SMTPServerDisconnected:
            raise WayShut("The mail server does not answer, or broke off at once.") from None
        except smtplib.SMTPException as problem:
            raise WayShut(f"The mail server: {type(problem).__name__}.") from None
        except ValueError:
            raise WayShut("mail.host, the user or the password cannot be sent as is.") from None
        except OSError as problem:
            raise WayShut(f"The mail server cannot be reached: {why_unreached(problem)}.") from None

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


def _said(server: smtplib.SMTP, message: EmailMessage) -> Sent:
    """Send a letter; what the server says of it, in no words of its own: they hold addresses."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(*next(iter(refused.recipients.values())))
    except smtplib.SMTPSenderRefused as refused:
        return Sent(Fate.SHUT, f"The mail server said {refused.smtp_code} of our mail.sender.")
    except smtplib.SMTPNotSupportedError:
        return Sent(Fate.NEVER, "The mail server cannot write to an address with such letters.")
    except smtplib.SMTPResponseException as answer:
        return _refused(answer.smtp_code, answer.smtp_error)
    return Sent(Fate.ACCEPTED)


def _refused(code: int, words: bytes | str) -> Sent:
    """Tell a refusal of one for ever from one for now, and both from what may be our fault."""
    enhanced = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    detail = f"The mail server said {code}."
    if code in _LOGIN_WANTED:
        return Sent(Fate.SHUT, f"The mail server said {code}: it wants another login of us.")
    if code == _LEAVING or enhanced.startswith(_NOT_ALLOWED):
        return Sent(Fate.FAULT, detail)
    return Sent(Fate.NEVER if code >= _PERMANENT else Fate.LATER, detail)


def _leave(server: smtplib.SMTP | None) -> None:
    if server is None:
        return
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
