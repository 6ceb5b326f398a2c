"""Bank formats that are no tables (camt, MT940 and MT942, OFX, QIF) as tables of one shape, which intake reads like any other.

`sheets_of` knows a format by its content; each module reads one, with a kept library where there is one.
"""

from ticktie.formats.sheets import sheets_of

__all__ = ["sheets_of"]
