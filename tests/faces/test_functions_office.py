"""The functions on a workbook that is open in a real program, LibreOffice: its cells in, its result tabs read, values out.

The ranges are real ones of `calc_engine`; xlwings' `call_udf` is the real one, with pywin32 put in place by stubs.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from tests.faces.test_functions import PYWIN32
from tests.workbook.libreoffice import needs_soffice
from ticktie.commands.demo import demo
from ticktie.commands.reconcile import Request, reconcile
from ticktie.domain.wording import LANGUAGES, say
from ticktie.faces import functions

pytest.importorskip("xlwings")
engine = pytest.importorskip("ticktie.workbook.calc_engine")


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    needs_soffice()
    with engine.start() as started:
        yield started


@pytest.fixture(scope="module")
def udfs() -> Iterator[Any]:
    import xlwings

    from ticktie.workbook.calc_engine.ranges import Range

    with pytest.MonkeyPatch.context() as patch:
        for name in PYWIN32:
            patch.setitem(sys.modules, name, MagicMock(name=name))
        patch.setitem(sys.modules, "xlwings.com_server", SimpleNamespace(loop=None))
        patch.delitem(sys.modules, "xlwings.udfs", raising=False)
        loaded = importlib.import_module("xlwings.udfs")
        patch.setattr(xlwings, "_xlwindows", SimpleNamespace(is_range_instance=lambda a: isinstance(a, Range), Range=lambda xl: xl), raising=False)
        patch.setattr(loaded, "ComRange", lambda area: area)
        patch.setitem(xlwings.engines.engines_by_name, "excel", engine.register())
        importlib.reload(functions)
        yield loaded
    sys.modules.pop("xlwings.udfs", None)
    importlib.reload(functions)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("month")).done.written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_of_orders_is_told_from_the_tabs_of_its_own_workbook(language, app, udfs, month, tmp_path):
    path = tmp_path / "book.xlsx"
    done = reconcile(Request(month, out=path, language=language))
    book, other = app.books.open(str(path)), app.books.add()  # the other is in front
    try:
        orders = book.sheets[done.outcome.items["sheet"][done.outcome.items["side"] == "order"].iloc[0]]
        items = done.outcome.items
        mine = items[(items["sheet"] == orders.name) & (items["number"] != "")]
        column = next(c for c in range(1, 12) if orders.range((int(mine["row"].iloc[0]), c)).value == mine["number"].iloc[0])
        area = orders.range((int(mine["row"].iloc[0]), column), (int(mine["row"].iloc[-1]), column))
        caller = orders.range((1, 30)).impl
        found = udfs.call_udf("ticktie.faces.functions", "TT_STATUS", (area.impl, None), None, caller)
        assert len(found) == area.shape[0] > 100
        counted = dict(zip(mine["number"], done.outcome.state[mine.index], strict=True))
        once = [n for n in mine["number"] if list(items["number"]).count(n) == 1]
        at = dict(zip([row[0] for row in area.options(ndim=2).value], [row[0] for row in found], strict=True))
        assert {n: at[n] for n in once} == {n: say(language, f"state.{counted[n]}") for n in once}
    finally:
        other.close()
        book.close()
