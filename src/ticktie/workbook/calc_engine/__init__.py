"""An xlwings engine over LibreOffice Calc: xlwings' App, Book, Sheet and Range, spoken over LibreOffice's UNO bridge.

    from calc_engine import start, connect          # or: register(), then xlwings as always

    with start() as app:                             # a headless LibreOffice of our own, with its own throwaway profile
        book = app.books.open("orders.xlsx")
        book.sheets[0].range("A1").value = [["a", 1.5], ["b", None]]

    app = connect("pipe,name=office")                # the LibreOffice that the user has open, started with
                                                     # soffice --accept="pipe,name=office;urp;"  (or socket,host=...,port=...)

How it connects
    `start` (xlwings: `App()`) runs LibreOffice's own program with a new profile in a temporary folder and a pipe that only
    this user can open, waits until it answers, and ends it by its own process id on `quit`, on exit, and (Linux, main thread)
    when this process is killed. `connect` (xlwings: `App(spec=address)`) speaks to a program that runs already and never ends it.
    `uno`, the bridge's Python module, comes from the running Python if it has it, else from the Python that LibreOffice was
    installed for (see `bridge.py`); both must be of one version, 3.11 and 3.11 say. XLWINGS_CALC_SOFFICE and XLWINGS_CALC_UNO
    name the program and the folder of `uno.py` where the search does not find them.

Whose documents
    `books` are all spreadsheets that the office has open. Those that this engine opened or made are its own; any other belongs
    to the user: it can be read, written and copied (`save_copy`), and is never closed or saved from here: both raise.
    `save` writes only when called, and not over an Excel file that it did not write itself: LibreOffice loses parts of such a
    file (table styles, dynamic arrays, theme) without a word. `engine.writes_over_excel_files = True` lifts that.

What is there
    apps and books: open (read only, password), add, active, activate, close, save, save_copy, to_pdf, name, fullname,
    screen_updating, calculation, calculate, status_bar, selection · sheets: add, delete, copy, move, name, visible, activate,
    used_range, freeze_panes, autofit, clear · ranges: value, formula, formula_array, number_format, font, color,
    column_width, row_height, wrap_text, alignment, hidden rows and columns, autofit, clear, insert, delete, end, expand,
    current_region, merge, select, name, hyperlink, autofilter · names of the book and of a sheet.
    A block is read by one call and written by one call: 100,000 x 8 in a second or two. Row heights are not fitted to the
    text of a block of more than 10,000 cells, which would take four times as long; `autofit` fits them.
Everything else of xlwings raises NotImplementedError with its name. Whatever LibreOffice refuses raises OfficeError, and
OfficeGone when the program is no longer there; a new `start` or `connect` works at once.

Where it differs from Excel
    Text stays text: "007" or "2024-01-05" written as str is not made a number or a date. Only "=..." is a formula; it stays text
    in a cell of number format "@", behind an apostrophe ('=...), or when asked by `options(formulas=False)`.
    A carriage return in a text reads back as a line feed. A block stays where it is when rows are inserted above it.
    A cell that shows only a time reads as a number, as in Excel. TRUE as a formula's result in a cell without format reads 1.0.
    While `calculation` is "manual", a formula that is written reads 0 until `calculate`, which calculates everything.
    A started office is headless: `visible` stays False. LibreOffice does not tell which names are hidden: they are all listed.
    Filters by `autofilter` hide rows; the little buttons are drawn only where the file or the user had them.
    A protected sheet or book refuses every write, also to unlocked cells.
"""

from __future__ import annotations

from ticktie.workbook.calc_engine.engine import connect, engine, register, start
from ticktie.workbook.calc_engine.errors import OfficeError, OfficeGone

__all__ = ["OfficeError", "OfficeGone", "connect", "engine", "register", "start"]
