"""One LibreOffice for the tests here, with its own profile; a second one stands for the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.workbook.libreoffice import needs_soffice
from ticktie.workbook.calc_engine import OfficeError, bridge, profile, start
from ticktie.workbook.calc_engine.office import OwnOffice


def _needs_the_bridge() -> None:
    needs_soffice()
    try:
        bridge.uno()
    except OfficeError as error:
        if os.environ.get("TICKTIE_NO_SKIP") == "1":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    _needs_the_bridge()
    app = start()
    yield app
    app.quit()


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    """A new book; whatever the test opened is closed after it."""
    yield app.books.add()
    app.screen_updating = True
    for each in list(app.books):
        each.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


@pytest.fixture(scope="session")
def users_office() -> Iterator[OwnOffice]:
    """A LibreOffice that the engine did not start, in Chinese."""
    _needs_the_bridge()
    chinese = ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "_SETTINGS", (*profile._SETTINGS, chinese))
        office = OwnOffice()
    yield office
    office.end()
