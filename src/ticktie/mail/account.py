"""The firm's mail account: `[mail]` of `ticktie.toml`, never a workbook; its password from the environment or the system's keyring."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused
from ticktie.domain.rules import FIRM_FILE

VARIABLE = "TICKTIE_SMTP_PASSWORD"
SERVICE = "ticktie"  # the keyring's word for whose password it is; the user name is `user@server`
_LOCAL = ("localhost", "127.0.0.1", "::1")
_PORTS = {"tls": 465, "starttls": 587, "plain": 25}
_KNOWN = ("server", "port", "user", "tls", "sender", "sender_name", "ca_file")


@dataclass(frozen=True)
class Account:
    """tls: `tls` from the first byte, `starttls`, or `plain`, which only a server on this computer may have. ca_file: a firm's own authority."""

    server: str
    sender: str
    port: int
    tls: str = "starttls"
    user: str = ""
    sender_name: str = ""
    ca_file: str = ""


def account(told: Mapping[str, Any], folder: Path) -> Account:
    """The account that `[mail]` describes. folder: that relative paths start from. Raises Refused with everything that is wrong."""
    text = {name: str(value).strip() for name, value in told.items()}
    missing = [name for name in ("server", "sender") if not text.get(name)]
    if missing:
        raise Refused([Problem("mail_unset", Source(FIRM_FILE), {"missing": ", ".join(missing)})])
    tls = text.get("tls") or "starttls"
    port = text.get("port") or str(_PORTS.get(tls, 0))
    wrong = [(name, text[name], ", ".join(_KNOWN)) for name in text if name not in _KNOWN]
    if tls not in _PORTS:
        wrong.append(("tls", tls, ", ".join(_PORTS)))
    elif tls == "plain" and text["server"] not in _LOCAL:
        wrong.append(("tls", tls, "tls, starttls"))
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        wrong.append(("port", port, "1 .. 65535"))
    if "@" not in text["sender"] or any(c in text["sender"] for c in "<>, \r\n"):
        wrong.append(("sender", text["sender"], "name@firm.cn"))
    ca_file = str(folder / text["ca_file"]) if text.get("ca_file") else ""
    if ca_file and not Path(ca_file).is_file():
        wrong.append(("ca_file", text["ca_file"], "PEM"))
    if wrong:
        raise Refused([Problem("mail_setting", Source(FIRM_FILE), {"name": n, "value": v, "fits": f}) for n, v, f in wrong])
    return Account(text["server"], text["sender"], int(port), tls, text.get("user", ""), text.get("sender_name", ""), ca_file)


def password(of: Account, environment: Mapping[str, str] = os.environ, ring: Callable[[str, str], str | None] | None = None) -> str:
    """The account's password; "" for an account without a user. Raises Refused (mail_password) where there is none."""
    if not of.user:
        return ""
    told = environment.get(VARIABLE) or (ring or _from_keyring)(SERVICE, f"{of.user}@{of.server}")
    if not told:
        raise Refused([Problem("mail_password", Source(FIRM_FILE), {"user": of.user, "server": of.server, "service": SERVICE, "variable": VARIABLE})])
    return told


def _from_keyring(service: str, user: str) -> str | None:
    """None also where the system has no keyring, or does not open it."""
    import keyring  # slow to import, and most runs send nothing
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(service, user)
    except KeyringError:
        return None
