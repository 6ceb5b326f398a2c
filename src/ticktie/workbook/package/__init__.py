"""The user's workbook as a package of parts: what is in it, and how our sheets are put into it without harm.

    facts = package_facts(book)          what the caller must know before it writes its sheets
    join(book, donor, out, keys)         the donor's sheets into the book; everything else stays byte for byte

Bottom up: `errors` says no, `archive` is the zip file, `xml_spans` one XML part, `parts` the package, `book` its list of
sheets, `styles`, `sheets` and `calculation` one kind of part each, `names` what the new parts are called, `listing` the
lists that mention them, `join` the order of work, `append` rows that go on in a sheet that is there.
"""

from ticktie.workbook.package.append import append_rows
from ticktie.workbook.package.archive import check_zip
from ticktie.workbook.package.book import (
    IMPORT,
    LOG,
    ORDERS,
    PAYMENTS,
    PackageFacts,
    own_titles,
    package_facts,
)
from ticktie.workbook.package.errors import PackageError
from ticktie.workbook.package.join import join

__all__ = ["IMPORT", "LOG", "ORDERS", "PAYMENTS", "PackageError", "PackageFacts", "append_rows", "check_zip", "join", "own_titles", "package_facts"]
