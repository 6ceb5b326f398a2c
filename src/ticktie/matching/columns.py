"""The columns of items as plain lists, for what walks rows one by one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd


class Columns:
    """Lists of one frame (domain.items.COLUMNS), made when they are first asked for."""

    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    def __getattr__(self, name: str) -> list[Any]:
        if name.startswith("_") or name not in self.frame:
            raise AttributeError(name)
        self.__dict__[name] = self.frame[name].tolist()
        made: list[Any] = self.__dict__[name]
        return made

    @cached_property
    def key(self) -> list[str]:
        """The customer that each item belongs to, as names are compared."""
        return list(self.frame["party_key"].tolist())

    @cached_property
    def aside(self) -> list[str]:
        return list(self.frame["set_aside"].tolist())

    @cached_property
    def whole(self) -> list[int]:
        """Minor units of the whole documents."""
        return [int(m) for m in self.frame["document_amount"].tolist()]

    @cached_property
    def days(self) -> list[int]:
        """Days since 1970-01-01."""
        return list(self.frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64).tolist())

    @cached_property
    def opening(self) -> list[bool]:
        return ["opening" in f for f in self.frame["flags"]]

    @cached_property
    def unsure(self) -> list[bool]:
        """The number is carried by another document too."""
        return ["number_unsure" in f for f in self.frame["flags"]]
