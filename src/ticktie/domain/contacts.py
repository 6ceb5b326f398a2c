"""What a book says of its customers beside their documents: where to write, to whom, and what their contract says of silence."""

from __future__ import annotations

from dataclasses import dataclass

from ticktie.domain.grid import Source


@dataclass(frozen=True)
class Contact:
    """One customer, by its key. emails: the addresses stored for it, and the only ones that anything of it is sent to.

    silence: its contract says that no reply within the time counts as agreement; by law it is none otherwise (Civil Code 140).
    language: of what is sent to it, "" for the book's. where: the cell that holds its addresses.
    """

    key: str
    name: str
    emails: tuple[str, ...] = ()
    person: str = ""
    phone: str = ""
    silence: bool = False
    language: str = ""
    where: Source = Source("")
