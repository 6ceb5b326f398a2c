"""All books. `python -m tests.books.catalogue DIR [NAME...]` writes them, to look at them by eye."""

from __future__ import annotations

import sys
from pathlib import Path

from . import (
    accounts,
    amount_parts,
    banks,
    customer_accounts,
    english,
    erp,
    examined,
    examined_dates,
    examined_memos,
    examined_rows,
    exchange,
    files,
    journals,
    layouts,
    memos,
    platforms,
    sheets,
    theirs,
)
from .builders import BOOKS, SLOW

__all__ = ["BOOKS", "SLOW", "accounts", "amount_parts", "banks", "customer_accounts", "english", "erp", "examined", "examined_dates", "examined_memos", "examined_rows", "exchange", "files", "journals", "layouts", "memos", "platforms", "sheets", "theirs"]


def main(folder: Path, names: list[str]) -> None:
    for name in names or BOOKS:
        (folder / name).mkdir(parents=True, exist_ok=True)
        book = BOOKS[name](folder / name)
        print(f"{name}: {book.main.name} {[p.name for p in book.more]} {len(book.expect.rows)} rows, exit {book.expect.exit}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
