"""A real mail server on this computer, in a thread, with the manners that a test asks for; and throw-away certificates."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "ar@firm.cn", "geheim-4711"


@dataclass
class Box:
    """What the server got, and how it behaves. refuse, later: addresses. die_at: number of the letter in which it hangs up: before DATA, or after it."""

    refuse: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    die_before: int = 0
    die_after: int = 0
    no_content: bool = False
    no_sender: bool = False
    tries: int = 0
    got: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.no_sender:
            return "550 not your address"
        self.tries += 1
        if self.tries == self.die_before:
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return "550 no such user here"
        if address in self.later:
            return "451 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.tries == self.die_after:
            server.transport.abort()
            return "250 OK"
        if self.no_content:
            return "554 looks like spam"
        self.got.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


def _knows(server, session, envelope, mechanism, data):
    ok = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=ok, handled=False)


@contextmanager
def office(box: Box, tls: str = "plain", pair: tuple[Path, Path] | None = None) -> Iterator[int]:
    """The port of a running server."""
    context = None
    if pair:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*pair)
    loop = asyncio.new_event_loop()

    def made() -> SMTP:
        more = {"tls_context": context, "require_starttls": True} if tls == "starttls" else {}
        auth = {"authenticator": _knows, "auth_required": True, "auth_require_tls": tls == "starttls"} if tls != "plain" else {}
        warnings.simplefilter("ignore", UserWarning)  # a login without STARTTLS: the line is encrypted from its first byte
        return SMTP(box, **more, **auth, loop=loop)

    server = loop.run_until_complete(loop.create_server(made, "127.0.0.1", 0, ssl=context if tls == "tls" else None))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def certificate(folder: Path, host: str = "localhost") -> tuple[Path, Path]:
    """A certificate for a host that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "throw-away")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(host), *([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if host == "localhost" else [])]
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / f"{host}.pem", folder / f"{host}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return paths
