"""Books and the office: opening, saving, the user's documents, an office that ends."""

import datetime as dt
import os
import threading
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw
from openpyxl.workbook.defined_name import DefinedName

from ticktie.workbook.calc_engine import OfficeError, OfficeGone, bridge, connect, office, register, start
from ticktie.workbook.calc_engine.office import OwnOffice


@pytest.fixture
def customers_file(tmp_path):
    path = tmp_path / "客户 2024.xlsx"
    with xlsxwriter.Workbook(path) as written:
        sheet = written.add_worksheet("订单")
        sheet.add_table(0, 0, 2, 1, {"name": "T", "columns": [{"header": "单号"}, {"header": "金额"}], "data": [["A-1", 1.5], ["A-2", 2]]})
        written.define_name("rate", "=订单!$B$2")
        written.define_name("订单!own", "=订单!$B$3")
    return path


def test_a_book_is_made_saved_and_opened_again(app, book, tmp_path):
    assert book in list(app.books)
    assert app.books.active == book
    assert not os.path.dirname(book.fullname)
    book.sheets[0]["A1"].value = [["中文", 1.5]]
    for ending in ("xlsx", "ods", "xls"):
        path = tmp_path / f"made.{ending}"
        book.save(path)
        assert (book.fullname, book.name) == (str(path), path.name)
        book.save()
        book.save(path)
    book.close()
    assert book not in list(app.books)
    with app.books.open(tmp_path / "made.xlsx") as again:
        assert again.sheets[0]["A1:B1"].value == ["中文", 1.5]
    assert openpyxl.load_workbook(tmp_path / "made.xlsx").active["A1"].value == "中文"


def test_a_copy_leaves_the_book_as_it_was(book, tmp_path):
    book.sheets[0]["A1"].value = 1
    assert book.api.isModified()
    book.impl.save_copy(str(tmp_path / "copy.xlsx"))
    assert book.api.isModified()
    assert not os.path.dirname(book.fullname)
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").active["A1"].value == 1


def test_a_customers_file_is_never_written_over(app, book, customers_file, tmp_path):
    before = customers_file.read_bytes()
    with app.books.open(customers_file) as opened:
        assert opened.sheet_names == ["订单"]
        assert sorted(name.name for name in opened.names if not name.name.startswith("_")) == ["rate", "订单!own"]
        opened.sheets[0]["A1"].value = "changed"
        book.save(tmp_path / "other.ods")
        for write in (opened.save, lambda: opened.save(customers_file), lambda: book.impl.save_copy(str(customers_file)), lambda: book.save(customers_file)):
            with pytest.raises(OfficeError, match=r"would lose parts of it|is open"):
                write()
        opened.save(tmp_path / "new name.xlsx")
        opened.save()
    assert customers_file.read_bytes() == before
    assert list(customers_file.parent.glob(".~lock.客户*")) == []


def test_a_caller_may_take_that_on(app, book, customers_file, monkeypatch):
    monkeypatch.setattr(app.impl.engine, "writes_over_excel_files", True)
    with app.books.open(customers_file) as opened:
        opened.sheets[0]["A1"].value = "changed"
        opened.save()
    assert openpyxl.load_workbook(customers_file).active["A1"].value == "changed"


UNREADABLE = {
    "text.xlsx": b"not a workbook, 1\n2,3",
    "cut.xlsx": b"PK\x03\x04 and no more",
    "empty.ods": b"",
    "letter.docx": None,
}


@pytest.mark.parametrize(("name", "content"), UNREADABLE.items(), ids=UNREADABLE)
def test_what_is_no_workbook_is_refused(app, book, tmp_path, name, content):
    path = tmp_path / name
    if content is None:
        with zipfile.ZipFile(path, "w") as letter:
            letter.writestr("word/document.xml", "<x/>")
    else:
        path.write_bytes(content)
    with pytest.raises(OfficeError, match=r"cannot open .*not a workbook"):
        app.books.open(path)
    assert len(app.books) == 1


def test_other_refusals(app, book, tmp_path):
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "none.xlsx")
    with pytest.raises(OfficeError, match=r"writes .*not \.xlsb"):
        book.save(tmp_path / "a.xlsb")
    with pytest.raises(OfficeError, match="there is no folder"):
        book.save(tmp_path / "no folder" / "a.xlsx")
    with pytest.raises(KeyError):
        app.books["none"]
    with pytest.raises(NotImplementedError, match="only update_links, read_only and password"):
        app.books.open(__file__, delimiter=",")


def test_a_read_only_book_is_read(app, book, customers_file):
    with app.books.open(customers_file, read_only=True) as opened:
        assert (opened.name, opened.sheets[0]["A2"].value) == (customers_file.name, "A-1")
        assert app.books.open(customers_file) == opened


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_book_with_a_password(app, book, tmp_path, password):
    path = tmp_path / "locked.ods"
    book.sheets[0]["A1"].value = "secret"
    book.api.storeToURL(path.as_uri(), bridge.properties(FilterName="calc8", Password="right"))
    with pytest.raises(OfficeError, match="password is missing or wrong"):
        app.books.open(path, password=password)
    with app.books.open(path, password="right") as opened:
        assert opened.sheets[0]["A1"].value == "secret"


def test_hidden_names_of_a_file_are_listed(app, book, tmp_path):
    made = openpyxl.Workbook()
    made.defined_names["mark"] = DefinedName("mark", attr_text="Sheet!$A$1", hidden=True)
    made.save(tmp_path / "hidden.xlsx")
    with app.books.open(tmp_path / "hidden.xlsx") as opened:
        assert opened.names["mark"].refers_to == "=Sheet!$A$1"
        assert opened.names["mark"].refers_to_range == opened.sheets[0]["A1"]


def test_two_books_at_once(app, book):
    other = app.books.add()
    book.sheets[0]["A1"].value, other.sheets[0]["A1"].value = "one", "two"
    assert (book.sheets[0]["A1"].value, other.sheets[0]["A1"].value) == ("one", "two")
    assert app.books.active == other
    book.activate()
    assert app.books.active == book
    assert [app.books[0], app.books[1]] == [book, other]
    other.close()
    assert [each.name for each in app.books] == [book.name]


def test_selection(app, book):
    sheet = book.sheets.add("B")
    book.sheets[0].activate()
    sheet["B2:C3"].select()
    assert app.selection == sheet["B2:C3"]
    assert book.sheets.active == sheet


def test_state_is_given_back(app, book):
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
    with app.properties(screen_updating=False, calculation="manual", status_bar="正在匹配"):
        assert (app.screen_updating, app.calculation, app.status_bar) == (False, "manual", "正在匹配")
        assert book.api.hasControllersLocked()
        book.sheets[0]["A1"].value = [[1, "=A1+1"]]
        app.calculate()
        book.sheets[0]["A1"].value = 5
        assert book.sheets[0]["B1"].value == 2.0
        app.calculate()
        assert book.sheets[0]["B1"].value == 6.0
    assert (app.screen_updating, app.calculation, app.status_bar) == (True, "automatic", False)
    assert not book.api.hasControllersLocked()


def test_the_app_tells_about_itself(app):
    assert app.engine.name == "libreoffice"
    assert register().impl is app.impl.engine
    assert xw.apps.active == app
    assert app.version.major >= 7
    assert xw.apps[app.pid] == app
    assert not app.visible
    assert os.path.isdir(app.path)


def test_pdf(book, tmp_path):
    book.sheets[0]["A1"].value = "page"
    book.to_pdf(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.fixture
def users(app, users_office):
    """Connected to the user's office, in which a new document stands open."""
    theirs = users_office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    theirs.Sheets.getByIndex(0).getCellByPosition(0, 0).String = "theirs"
    connected = connect(users_office.address)
    yield connected
    connected.quit()
    assert theirs.Sheets.Count
    theirs.close(True)
    app.activate()


def test_the_users_document_is_read_and_written_but_not_closed_or_saved(users, tmp_path):
    book = users.books.active
    assert (len(users.books), book.sheets[0]["A1"].value, users.visible) == (1, "theirs", True)
    book.sheets[0]["B1"].value = "ours"
    for call in (book.close, book.save, lambda: book.save(tmp_path / "a.xlsx")):
        with pytest.raises(OfficeError, match="opened by the user"):
            call()
    book.impl.save_copy(str(tmp_path / "copy.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").active["B1"].value == "ours"
    assert len(users.books) == 1


def test_values_and_formats_in_a_chinese_office(users):
    sheet = users.books.active.sheets[0]
    row = ["中文", 1.5, dt.datetime(2024, 1, 5), dt.datetime(2024, 1, 5, 3, 4), True, "007"]
    codes = ["General", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "BOOLEAN", "General"]
    sheet["A2"].value = row
    assert sheet["A2:F2"].value == row
    assert [sheet[1, column].number_format for column in range(6)] == codes
    for code in ("#,##0.00", "0.00%", "@", "dd/mm/yyyy", "[red]0;0", "General"):
        sheet["A2"].number_format = code
        assert sheet["A2"].number_format.lower() == code.lower()
    sheet["A3"].value = '=SUM(B2,2)&"x"'
    assert (sheet["A3"].value, sheet["A3"].formula) == ("3.5x", '=SUM(B2,2)&"x"')


def test_quitting_closes_what_was_opened_here_and_leaves_the_rest(users, users_office, customers_file):
    ours = users.books.open(customers_file)
    assert len(users.books) == 2
    assert ours.sheets[0]["A1"].value == "单号"
    users.quit()
    assert users_office.answers()
    again = connect(users_office.address)
    assert [book.sheets[0]["A1"].value for book in again.books] == ["theirs"]
    assert again.pid < 0
    again.quit()


def test_a_file_that_the_user_has_open_is_not_opened_twice(users, users_office, customers_file):
    theirs = users_office.desktop.loadComponentFromURL(customers_file.as_uri(), "_blank", 0, ())
    before = customers_file.read_bytes()
    book = users.books.open(customers_file)
    book.sheets[0]["D1"].value = "ours"
    for call in (book.close, book.save):
        with pytest.raises(OfficeError, match="opened by the user"):
            call()
    users.quit()
    assert theirs.Sheets.getByIndex(0).getCellByPosition(3, 0).String == "ours"
    assert customers_file.read_bytes() == before
    theirs.close(True)


def test_connecting_twice_is_one_connection(users, users_office):
    assert connect(users_office.address) == users
    with pytest.raises(OfficeError, match="is the user's"):
        users.kill()


ADDRESSES = ["pipe,name=nobody_listens_here", "socket,host=127.0.0.1,port=9"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_listens(app, address):
    with pytest.raises(OfficeError, match=r"no LibreOffice listens .*--accept"):
        connect(address)


def test_an_office_that_died_is_told_and_a_new_one_works(app):
    mine = start(add_book=True)
    sheet = mine.books[0].sheets[0]
    mine.impl.office._process.kill()
    mine.impl.office._process.wait()
    calls = {
        "read": lambda: sheet["A1"].value,
        "write": lambda: setattr(sheet["A1"], "value", 1),
        "name": lambda: sheet.name,
        "add": lambda: mine.books.add(),
        "books": lambda: len(mine.books),
    }
    for call in calls.values():
        with pytest.raises(OfficeGone, match="LibreOffice has ended"):
            call()
    assert mine.pid not in xw.apps.keys()  # noqa: SIM118
    assert not mine.impl.office.folder.exists()
    with start(add_book=True) as again:
        again.books[0].sheets[0]["A1"].value = "new"
        assert again.books[0].sheets[0]["A1"].value == "new"
        profile = again.impl.office.folder
        assert profile.exists()
    assert not profile.exists()
    app.activate()


def test_a_users_office_that_died_is_told_and_the_next_is_connected_to(app, users_office):
    made: list[OwnOffice] = []
    thread = threading.Thread(target=lambda: made.append(OwnOffice()))  # where offices end with the thread that started them
    thread.start()
    thread.join()
    connected = connect(made[0].address)
    assert len(connected.books) == 0
    made[0].kill()
    with pytest.raises(OfficeGone):
        len(connected.books)
    again = connect(users_office.address)
    assert list(xw.apps) == [again, app]
    again.quit()


def test_what_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("XLWINGS_CALC_SOFFICE", raising=False)
    with pytest.raises(OfficeError, match="libreoffice-calc"):
        office.command()
    monkeypatch.setenv("XLWINGS_CALC_UNO", str(tmp_path))
    with pytest.raises(OfficeError, match=r"no uno\.py"):
        bridge._load(bridge._elsewhere())
    monkeypatch.delenv("XLWINGS_CALC_UNO")
    monkeypatch.setattr(bridge.os, "defpath", str(tmp_path))
    with pytest.raises(OfficeError, match="python3-uno"):
        bridge._elsewhere()
    other = tmp_path / "python3"
    other.write_text('#!/bin/sh\necho 3.8\necho /x/uno.py\n')
    other.chmod(0o755)
    with pytest.raises(OfficeError, match=r"for Python 3\.8, this is Python"):
        bridge._elsewhere()


def test_an_office_that_cannot_start_says_so(app, monkeypatch):
    monkeypatch.setenv("XLWINGS_CALC_SOFFICE", "/bin/false")
    with pytest.raises(OfficeError, match="ended with code 1"):
        OwnOffice()
