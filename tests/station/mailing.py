"""A mail server for tests: a real one on this machine, with a certificate that an authority of the test has signed."""

import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "biblioteka", "pasta parole ļ"
SENDER = "biblioteka@example.lv"


@dataclass(frozen=True)
class Certificate:
    """A certificate for this machine that signs itself: `path` is what is to be trusted."""

    path: object
    key: object

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path, self.key)
        return context


def make_certificate(folder, name="localhost"):
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = (
        [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))] if name == "localhost" else [x509.DNSName(name)]
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Certificate(certificate, key_file)


@dataclass
class Post:
    """What the server does with what it is given, as a test says, and what it has taken.

    Attributes:
        answers: By the command ("MAIL", "RCPT", "DATA") and the address, what is said in place of yes.
        at_data: Called with the server and the envelope when a letter has wholly come, before any answer.
    """

    taken: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    at_data: object = None
    lines: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.lines += 1
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if ("RCPT", address) in self.answers:
            return self.answers["RCPT", address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.get(("DATA", envelope.rcpt_tos[0]))
        if answer is None:
            self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        if self.at_data is not None:
            self.at_data(server, envelope)
        return answer or "250 OK"


def _sign_in(server, session, envelope, mechanism, given):
    good = isinstance(given, LoginPassword) and given.login.decode() == USER and given.password.decode() == PASSWORD
    return AuthResult(success=good, handled=False)


class _Controller(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self):
        self.port = port_of(self)
        super()._trigger_server()


@contextmanager
def serving(post, certificate=None, *, tls=True, sign_in=True, **options):
    """Serve on a free port of this machine; yield the controller."""
    given = {"tls_context": certificate.context(), "require_starttls": True} if certificate and tls else {}
    signing = {"authenticator": _sign_in, "auth_required": tls, "auth_require_tls": tls} if sign_in else {}
    controller = _Controller(post, hostname="127.0.0.1", port=0, **given, **signing, **options)
    controller.start()
    try:
        yield controller
    finally:
        with suppress(AssertionError):  # A test has stopped it.
            controller.stop()


def port_of(controller):
    return controller.server.sockets[0].getsockname()[1]
