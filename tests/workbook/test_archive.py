"""The zip file: whatever form the entries had, they keep their bytes and get the plain form that Excel likes best."""

import errno
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
import python_calamine

from tests.notation import table
from tests.workbook.package_books import Unseekable, entries_of, odd_zip, parts_of
from ticktie.workbook.package import PackageError, archive, check_zip
from ticktie.workbook.package.archive import ZipWriter, new_entry, open_zip, replacing

DATA = {"xl/a.xml": b"<a/>" * 99, "附件/说明.txt": "不动".encode(), "empty": b"", "xl/b.bin": bytes(range(256)) * 9}


def made(forms: str) -> bytes:
    """DATA as a zip file of some forms: stored, descriptors, zip64, backwards, comment, old_names, folders, twice."""
    out, chosen = io.BytesIO(), forms.split()
    file = Unseekable(out) if "descriptors" in chosen else out
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED if "stored" in chosen else zipfile.ZIP_DEFLATED) as book:
        if "comment" in chosen:
            book.comment = "备注".encode()
        if "folders" in chosen:
            book.writestr("xl/", b"")
        for name, data in reversed(DATA.items()) if "backwards" in chosen else DATA.items():
            entry = zipfile.ZipInfo(name, (2024, 2, 29, 23, 59, 58))
            entry.compress_type, entry.comment, entry.external_attr = book.compression, b"of one entry", 0o100640 << 16
            with book.open(entry, "w", force_zip64="zip64" in chosen) as part:
                part.write(data)
        if "old_names" in chosen:
            book.writestr("xl/zeichen_A.txt", b"in cp437")
    data = out.getvalue()
    return data.replace(b"zeichen_A", b"zeichen_\x8e")  # Ä in the code page of old programs


def copied(source: Path, out: Path) -> None:
    with open_zip(source) as book, source.open("rb") as raw, out.open("wb") as file:
        writer = ZipWriter(file)
        for entry in book.infolist():
            writer.copy(entry, raw)
        writer.finish(book.comment)


FORMS = """
case                              | forms
packed                            | packed
as they are                       | stored
sizes behind the data             | descriptors
fields of ZIP64 on small files    | zip64
both, as streaming writers do it  | descriptors zip64
both, stored                      | descriptors zip64 stored
the last part first               | backwards
a comment                         | comment
names in the old code page        | old_names
folders as entries                | folders
all of it                         | descriptors zip64 backwards comment old_names folders
"""


@pytest.mark.parametrize("forms", [case.values[0] for case in table(FORMS)], ids=[case.id for case in table(FORMS)])
def test_entries_are_copied_as_they_are(tmp_path, forms):
    source, out = tmp_path / "a.zip", tmp_path / "b.zip"
    source.write_bytes(made(forms))
    copied(source, out)
    assert entries_of(out) == entries_of(source)
    assert parts_of(out).items() >= DATA.items()
    with zipfile.ZipFile(out) as new, zipfile.ZipFile(source) as old:
        assert (new.testzip(), new.comment) == (None, old.comment)


@pytest.mark.parametrize("forms", [case.values[0] for case in table(FORMS)], ids=[case.id for case in table(FORMS)])
def test_what_is_written_has_the_plain_form(tmp_path, forms):
    """Local and central headers say the same: version 2.0, sizes known, no descriptor, no extra field, no ZIP64 end."""
    source, out = tmp_path / "a.zip", tmp_path / "b.zip"
    source.write_bytes(made(forms))
    copied(source, out)
    data = out.read_bytes()
    with zipfile.ZipFile(out) as book:
        for entry in book.infolist():
            version, flags, *_, packed, size, name, extra = struct.unpack_from("<4x5H3L2H", data, entry.header_offset)
            assert (version, flags & ~0x800, extra, entry.extra) == (20, 0, 0, b"")
            assert (packed, size) == (entry.compress_size, entry.file_size)
            assert flags == entry.flag_bits
            told = data[entry.header_offset + 30 :][:name].decode("utf-8" if flags & 0x800 else "cp437")
            assert told == entry.filename
    assert b"PK\6\6" not in data
    assert b"PK\6\7" not in data


def test_an_added_entry_keeps_name_date_and_attributes(tmp_path):
    source, out = tmp_path / "a.zip", tmp_path / "b.zip"
    source.write_bytes(made("zip64"))
    with open_zip(source) as book, out.open("wb") as file:
        writer = ZipWriter(file)
        for entry in book.infolist():
            writer.add(entry, b"new " * 50)
        writer.add(new_entry("新/页.xml"), b"x")
        writer.finish(b"")
    with zipfile.ZipFile(out) as new, zipfile.ZipFile(source) as old:
        for entry in old.infolist():
            there = new.getinfo(entry.filename)
            assert (there.date_time, there.external_attr, there.comment) == (entry.date_time, entry.external_attr, entry.comment)
            assert new.read(there) == b"new " * 50
        assert (new.read("新/页.xml"), new.getinfo("新/页.xml").date_time) == (b"x", (1980, 1, 1, 0, 0, 0))


def test_another_reader_opens_it(tmp_path):
    source, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    odd_zip(source)
    copied(source, out)
    assert python_calamine.load_workbook(out).sheet_names == ["订单", "收款", "汇总"]


def test_more_entries_than_the_plain_form_holds_are_not_written(monkeypatch):
    monkeypatch.setattr(archive, "_MOST_ENTRIES", 2)
    writer = ZipWriter(io.BytesIO())
    for name in "abc":
        writer.add(new_entry(name), b"")
    with pytest.raises(OSError) as refused:  # noqa: PT011  # its number is what counts
        writer.finish(b"")
    assert refused.value.errno == errno.EFBIG


# --- what is no package, or too much of one ---


def bytes_of(what: str) -> bytes:
    data = made("packed")
    entry, end = data.index(b"PK\1\2"), data.rindex(b"PK\5\6")
    match what:
        case "nothing":
            return b""
        case "a letter":
            return "敬启者".encode()
        case "the first half":
            return data[: len(data) // 2]
        case "the end lost":
            return data[:-10]
        case "only the mark":
            return b"PK\3\4"
        case "an encrypted entry":
            return data[: entry + 8] + b"\1" + data[entry + 9 :]
        case "a senseless version":
            return data[: entry + 6] + b"\xff\0" + data[entry + 8 :]
        case "a list too long":
            return data[: end + 12] + struct.pack("<L", len(data) * 2) + data[end + 16 :]
        case "a start before the file":
            return data[: end + 16] + struct.pack("<L", end * 2) + data[end + 20 :]
        case "entries over each other":
            return _repeated(1000)
        case "an OLE file":
            return archive._OLE + bytes(600)
        case "an OLE file with a password":
            return archive._OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    raise KeyError(what)


def _repeated(times: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("a", bytes(500))
        book.filelist *= times  # the list of contents names the one entry again and again
    return out.getvalue()


NO_PACKAGE = """
case                          | code
nothing                       | not_a_workbook
a letter                      | not_a_workbook
only the mark                 | truncated
the first half                | truncated
the end lost                  | truncated
a senseless version           | truncated
a list too long               | truncated
a start before the file       | truncated
an encrypted entry            | password
an OLE file                   | old_xls
an OLE file with a password   | password
entries over each other       | zip_bomb
"""


@pytest.mark.parametrize(("what", "code"), [pytest.param(c.id, c.values[0], id=c.id) for c in table(NO_PACKAGE)])
def test_what_is_no_package(tmp_path, what, code):
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes_of(what))
    with pytest.raises(PackageError) as refused:
        check_zip(path)
    assert refused.value.code == code


BOMBS = """
case                           | part    | dense from | most    | code
small packages may be dense    | 2000000 | 3000000    | 9000000 |
large ones may not             | 2000000 | 1000000    | 9000000 | zip_bomb
none beyond the limit          | 2000000 | 3000000    | 1999999 | zip_bomb
"""


@pytest.mark.parametrize(("part", "dense", "most", "code"), table(BOMBS))
def test_packages_that_unpack_beyond_measure(tmp_path, monkeypatch, part, dense, most, code):
    monkeypatch.setattr(archive, "RATIO_FROM", int(dense))
    monkeypatch.setattr(archive, "MAX_BYTES", int(most))
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("a", bytes(int(part)))
    assert _code(check_zip, path) == code


def _code(function, *given):
    try:
        function(*given)
    except PackageError as refused:
        return refused.code
    return ""


DAMAGED = """
case                            | at           | code
a part does not unpack          | data         | truncated
a part has another checksum     | checksum     | truncated
a compression nobody has        | compression  | not_a_workbook
"""


@pytest.mark.parametrize(("at", "code"), table(DAMAGED))
def test_damaged_parts_are_said_when_they_are_read(tmp_path, at, code):
    path, data = tmp_path / "a.xlsx", bytearray(made("packed"))
    entry = data.index(b"PK\1\2")
    spot = {"data": 30 + len("xl/a.xml"), "checksum": entry + 16, "compression": entry + 10}[at]
    data[spot] ^= 0x55
    path.write_bytes(data)
    with open_zip(path) as book:
        assert _code(archive.read_entry, book, book.getinfo("xl/a.xml")) == code


def test_a_stream_that_is_not_there_is_not_copied(tmp_path):
    path, data = tmp_path / "a.xlsx", bytearray(made("packed"))
    data[0:4] = b"PK\3\5"
    path.write_bytes(data)
    assert _code(copied, path, tmp_path / "b.xlsx") == "truncated"


# --- a file that takes the other's place whole ---


class Stop(Exception):
    pass


def _half_written(path, error):
    with replacing(path, like=path) as file:
        file.write(b"half")
        raise error


@pytest.mark.parametrize("error", [Stop, KeyboardInterrupt, OSError(errno.ENOSPC, "full")])
def test_after_an_error_the_file_is_as_it_was(tmp_path, error):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")
    with pytest.raises((Stop, KeyboardInterrupt, OSError)):
        _half_written(path, error)
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_new_file_has_the_mode_of_the_other(tmp_path):
    book, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book.write_bytes(b"")
    for mode, old in ((0o640, None), (0o600, b"old")):
        if old is not None:
            out.write_bytes(old)
            out.chmod(mode)
        else:
            book.chmod(mode)
        with replacing(out, like=book) as file:
            file.write(b"new")
        assert (out.read_bytes(), out.stat().st_mode & 0o777) == (b"new", mode)


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with replacing(link, like=real) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_equal_content_makes_equal_bytes():
    files = []
    for _ in range(2):
        files.append(io.BytesIO())
        writer = ZipWriter(files[-1])
        writer.add(new_entry("a"), b"a" * 1000)
        writer.finish(b"")
    assert files[0].getvalue() == files[1].getvalue()
    with zipfile.ZipFile(files[0]) as book:
        assert book.read("a") == b"a" * 1000
