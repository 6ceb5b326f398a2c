"""Formulas: Excel's writing to Calc's and back, by LibreOffice's own parser.

`setFormula` and its kin want Calc's English form: SUM(A1;$'my sheet'.B2). The parser of the document reads and prints both.
Functions newer than Excel 2007 have the prefix _xlfn. in Excel's files, and the parser wants it; people leave it out.
"""

from __future__ import annotations

import re
from typing import Any

_EXCEL_FILES, _ODFF = 3, 0  # AddressConvention: XL_OOX, OOO
_OOXML = 5  # FormulaLanguage
_ALL = 0x7FFFFFFF
_PREFIX = "_xlfn."


class Grammar:
    """The two forms in one document."""

    def __init__(self, document: Any) -> None:
        self._excel = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._calc = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._excel.CompileEnglish = self._calc.CompileEnglish = True
        self._excel.FormulaConvention, self._calc.FormulaConvention = _EXCEL_FILES, _ODFF
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        names = [each.Name for each in mapper.getAvailableMappings(_OOXML, _ALL)]
        self._newer = {name[len(_PREFIX) :].upper(): name for name in names if name.lower().startswith(_PREFIX)}
        longest_first = sorted(self._newer, key=len, reverse=True)
        self._bare = re.compile(r"(\"[^\"]*\"|'[^']*')|(?<![\w.])(" + "|".join(map(re.escape, longest_first)) + r")(?=\()", re.I)

    def tokens(self, formula: str, position: Any) -> Any:
        """Excel's formula, parsed at a cell."""
        text = formula.removeprefix("=")
        text = self._bare.sub(lambda found: found[1] or self._newer[found[2].upper()], text)
        return self._excel.parseFormula(text, position)

    def to_calc(self, formula: str, position: Any) -> str:
        """Excel's formula as Calc has it, without the equals sign."""
        return str(self._calc.printFormula(self.tokens(formula, position), position))

    def to_excel(self, formula: str, position: Any) -> str:
        """Calc's formula as Excel has it."""
        tokens = self._calc.parseFormula(formula.strip("{}").removeprefix("="), position)
        return "=" + re.sub(r"(?i)_xlfn\.(_xlws\.)?", "", self._excel.printFormula(tokens, position))
