"""The firm's secret: 32 random bytes that no workbook, statement or mail ever carries.

Tokens of statements and pseudonyms of private customers are made with it, so that nobody who has only a workbook can make or
undo one. It lies in a file beside the user's settings that only the user may read; `TICKTIE_KEY` (64 hex digits) or a copied
file lets several computers of a firm share one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ticktie.domain.grid import Source
from ticktie.domain.problem import Problem, Refused

NAME = "secret.key"
VARIABLE = "TICKTIE_KEY"
_LENGTH = 32


class Key:
    """A secret that can only be used, not looked at: it shows nothing of itself."""

    def __init__(self, secret: bytes):
        self._secret = secret

    def mark(self, purpose: str, text: str, length: int) -> str:
        """`length` letters and digits (A-Z, 2-7) that only this secret makes of the text; each purpose has its own."""
        made = hmac.new(self._secret, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()
        return base64.b32encode(made).decode()[:length]


def firm_key(folder: Path, environment: Mapping[str, str] = os.environ) -> Key:
    """The firm's key; made when it is asked for the first time. folder: of the user's settings.

    Raises Refused (key_unreadable, not_writable): a key that is damaged is never replaced, for all tokens hang on it.
    """
    if told := environment.get(VARIABLE, "").strip():
        return Key(_read(told, VARIABLE))
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        return Key(_read(path.read_text("ascii"), str(path)))
    except UnicodeDecodeError:
        raise _unreadable(str(path)) from None
    except OSError as error:
        raise Refused([Problem("not_writable", Source(path.name), {"file": str(path), "error": error.strerror or error})]) from None


def _make(path: Path) -> None:
    """Whole or not at all, and the first of two that start at once wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_LENGTH))
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        os.replace(name, path)
        return
    os.unlink(name)


def _read(text: str, where: str) -> bytes:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        raise _unreadable(where) from None
    if len(secret) != _LENGTH:
        raise _unreadable(where)
    return secret


def _unreadable(where: str) -> Refused:
    return Refused([Problem("key_unreadable", Source(""), {"file": where})])
