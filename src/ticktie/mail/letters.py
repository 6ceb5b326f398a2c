"""A letter as a draft: an .eml that a mail program opens ready to send. Text only, so the same letter is the same bytes."""

from __future__ import annotations

import email.policy
from collections.abc import Sequence
from email.message import EmailMessage


def draft(to: Sequence[str], subject: str, body: str, message_id: str) -> bytes:
    """The bytes of the draft; without sender and date, which the mail program that sends it sets."""
    made = EmailMessage(policy=email.policy.SMTP)
    made["X-Unsent"] = "1"
    made["To"] = ", ".join(to)
    made["Subject"] = " ".join(subject.split())
    made["Message-ID"] = f"<{message_id}@ticktie.invalid>"
    made.set_content(body, charset="utf-8", cte="base64")
    return made.as_bytes()
