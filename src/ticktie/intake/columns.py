"""Values of one column of the items as the column's own type."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

_NUMBERS = ("row", "amount_column", "amount", "document_amount", "balance", "rank")


def series(name: str, values: Iterable[object]) -> pd.Series:
    """The values of column `name` (domain.items.COLUMNS); days that cannot be held become NaT."""
    if name in ("date", "due_date"):
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype=object), errors="coerce")).astype("datetime64[s]")
    if name in _NUMBERS:
        return pd.Series(np.array(list(values), dtype=np.int64))
    if name == "quantity":
        return pd.Series(np.array(list(values), dtype=float))
    return pd.Series(list(values), dtype=object)
