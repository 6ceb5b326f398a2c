"""Files are not harmed: an open workbook is left alone, backups are kept to their number, and writing is all or nothing."""

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.notation import table
from ticktie.domain.problem import Refused
from ticktie.workbook import files
from ticktie.workbook.files import back_up, lock_of, refuse_if_open, whole

# --- who holds it open ---

LOCKS = """
case                              | book          | beside it               | lock
nobody                            | 收款.xlsx      |                         |
Excel                             | 收款.xlsx      | ~$收款.xlsx              | ~$收款.xlsx
WPS                               | 收款.xlsx      | .~收款.xlsx              | .~收款.xlsx
LibreOffice                       | 收款.xlsx      | .~lock.收款.xlsx#        | .~lock.收款.xlsx#
of another book                   | 收款.xlsx      | ~$订单.xlsx              |
of a book whose name is the end   | 6月收款.xlsx   | ~$收款.xlsx              |
of a book whose name is longer    | 收款.xlsx      | ~$6月收款.xlsx           |
of another kind of file           | 收款.xlsx      | ~$收款.xlsm              |
"""


@pytest.mark.parametrize(("name", "beside", "lock"), table(LOCKS))
def test_lock_files(tmp_path, name, beside, lock):
    book = tmp_path / name
    book.write_bytes(b"x")
    if beside:
        (tmp_path / beside).write_bytes(b"")
    found = lock_of(book)
    assert (found.name if found else "") == lock
    if lock:
        with pytest.raises(Refused) as refused:
            refuse_if_open(book)
        [problem] = refused.value.problems
        assert (problem.code, problem.facts) == ("open_elsewhere", {"file": name, "lock": lock})
    else:
        refuse_if_open(book)
    assert book.read_bytes() == b"x"


def failing(code: int):
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


REASONS = """
case                       | error   | code
the disk is full           | ENOSPC  | disk_full
the share is full          | EDQUOT  | disk_full
no right to write          | EACCES  | not_writable
a disk that only reads     | EROFS   | not_writable
"""


@pytest.mark.parametrize(("error", "code"), table(REASONS))
def test_a_book_that_cannot_be_replaced(tmp_path, monkeypatch, error, code):
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"x")
    monkeypatch.setattr(Path, "open", failing(getattr(errno, error)))
    assert said(refuse_if_open, book) == (code, "a.xlsx", os.strerror(getattr(errno, error)))


def said(function, *given) -> tuple[str, str, str]:
    with pytest.raises(Refused) as refused:
        function(*given)
    [problem] = refused.value.problems
    return problem.code, problem.facts["file"], problem.facts["error"]


# --- backups ---

BACKUPS = """
case                          | there        | keep | afterwards
the first                     |              | 5    | 1
one more                      | 1 2          | 5    | 1 2 3
the oldest goes               | 3 4 5        | 3    | 4 5 6
the number was made smaller   | 1 2 3 4 5    | 2    | 5 6
only one                      | 7            | 1    | 8
none wanted                   | 1 2          | 0    | 1 2
numbers are no words          | 9 10         | 2    | 10 11
a gap                         | 2 40         | 5    | 2 40 41
"""


@pytest.mark.parametrize(("there", "keep", "after"), table(BACKUPS))
def test_backups_are_kept_to_their_number(tmp_path, there, keep, after):
    book = tmp_path / "收款 (1).xlsx"
    book.write_bytes(b"this month")
    others = ["收款 (1).backup-9.xlsm", "收款.backup-9.xlsx", "收款 (1).backup-x.xlsx"]
    for name in (*others, *(f"收款 (1).backup-{n}.xlsx" for n in there.split())):
        (tmp_path / name).write_bytes(b"old")
    made = back_up(book, int(keep))
    names = {f"收款 (1).backup-{n}.xlsx" for n in after.split()}
    assert set(os.listdir(tmp_path)) == {book.name, *others, *names}
    assert (made.name if made else None) == (f"收款 (1).backup-{after.split()[-1]}.xlsx" if int(keep) else None)
    assert made is None or made.read_bytes() == b"this month"
    assert book.read_bytes() == b"this month"


def test_a_backup_is_for_the_same_eyes(tmp_path):
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"x")
    book.chmod(0o600)
    made = back_up(book, 5)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_backup_that_fails_is_said_and_leaves_nothing(tmp_path, monkeypatch):
    book, old = tmp_path / "a.xlsx", tmp_path / "a.backup-1.xlsx"
    book.write_bytes(b"x")
    old.write_bytes(b"old")
    monkeypatch.setattr(shutil, "copy2", failing(errno.ENOSPC))
    assert said(back_up, book, 1) == ("disk_full", "a.backup-2.xlsx", os.strerror(errno.ENOSPC))
    assert sorted(os.listdir(tmp_path)) == ["a.backup-1.xlsx", "a.xlsx"]


def test_an_old_backup_that_somebody_looks_at_does_not_stop_the_work(tmp_path, monkeypatch):
    book, old = tmp_path / "a.xlsx", tmp_path / "a.backup-1.xlsx"
    for path in (book, old):
        path.write_bytes(b"x")
    real = Path.unlink
    held = lambda path, **named: failing(errno.EACCES)() if path == old else real(path, **named)  # noqa: E731
    monkeypatch.setattr(Path, "unlink", held)
    assert back_up(book, 1).name == "a.backup-2.xlsx"
    assert sorted(os.listdir(tmp_path)) == ["a.backup-1.xlsx", "a.backup-2.xlsx", "a.xlsx"]


# --- all or nothing ---


def write(path: Path, data: bytes = b"new", error: BaseException | None = None) -> None:
    with whole(path) as temporary:
        assert temporary.parent == path.resolve().parent  # on one disk, so that taking its place is one step
        assert temporary.suffix == path.suffix
        temporary.write_bytes(data)
        if error:
            raise error


def test_a_file_takes_its_place(tmp_path):
    for path in (tmp_path / "a.json", tmp_path / "a.json"):
        write(path)
        assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_after_a_failure_the_file_is_as_it_was(tmp_path, error):
    path = tmp_path / "a.json"
    with pytest.raises(error):
        write(path, error=error())
    assert os.listdir(tmp_path) == []
    path.write_bytes(b"old")
    with pytest.raises(error):
        write(path, error=error())
    assert (os.listdir(tmp_path), path.read_bytes()) == (["a.json"], b"old")


STEPS = """
case                        | owner    | step     | error   | code
no temporary file           | tempfile | mkstemp  | EACCES  | not_writable
full when it is flushed     | os       | fsync    | ENOSPC  | disk_full
held by another program     | os       | replace  | EACCES  | not_writable
"""


@pytest.mark.parametrize(("owner", "step", "error", "code"), table(STEPS))
def test_failures_of_the_system_are_said_and_leave_nothing(tmp_path, monkeypatch, owner, step, error, code):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(getattr(files, owner), step, failing(getattr(errno, error)))
    assert said(write, path) == (code, "a.json", os.strerror(getattr(errno, error)))
    assert (os.listdir(tmp_path), path.read_bytes()) == (["a.json"], b"old")


def test_modes(tmp_path):
    path = tmp_path / "a.json"
    old = os.umask(0o027)
    try:
        write(path)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640  # as any new file
    path.chmod(0o604)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604  # as it was


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write(link)
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")
