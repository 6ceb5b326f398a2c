"""What others find on the same rows: a plain pandas merge, datacompy, recordlinkage, splink.

Each peer is a function from tables to pairs of row numbers. Books: `charges` and `payments` as ticktie read them
(number, party, amount, date, reference), a head start that no peer would have alone. Transfers: the two sides of
benchmarks/transactions.py. Settings are the tools' own published ones where they publish some for such data.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import pandas as pd

Found = list[tuple[int, int]]  # charge (or line received), payment (or line sent)
Peer = Callable[[pd.DataFrame, pd.DataFrame], Found]


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


@contextmanager
def quiet() -> Iterator[None]:
    """What a tool prints about itself stays out of our table."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.getLogger("splink").setLevel(logging.ERROR)
        yield


def _first_of_each(pairs: Iterable[tuple[Any, Any]]) -> Found:
    """Pairs in the order given, no row taken twice."""
    left, right, kept = set(), set(), []
    for a, b in pairs:
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
            kept.append((int(a), int(b)))
    return kept


# --- books ---


def pandas_books(charges: pd.DataFrame, payments: pd.DataFrame) -> Found:
    """The number column first, then party and exact amount, the first found: what a lookup formula gets."""
    has = payments["reference"] != ""
    numbered = charges[charges["number"] != ""]
    by_number = payments[has].merge(numbered, left_on="reference", right_on="number", suffixes=("", "_charge"))
    done = list(zip(by_number["item_charge"], by_number["item"], strict=True))
    rest = payments[~payments["item"].isin(by_number["item"])].merge(charges, on=["party", "amount", "currency"], suffixes=("", "_charge"))
    return done + _first_of_each(zip(rest["item_charge"], rest["item"], strict=True))


def datacompy_books(charges: pd.DataFrame, payments: pd.DataFrame) -> Found:
    """Joined on party and amount; equal rows are paired in their order."""
    return _datacompy(charges, payments, ["party", "amount", "currency"])


def _datacompy(charges: pd.DataFrame, payments: pd.DataFrame, join: list[str]) -> Found:
    from datacompy import PandasCompare

    both = PandasCompare(charges[[*join, "item"]], payments[[*join, "item"]], join_columns=join).intersect_rows
    return [(int(a), int(b)) for a, b in zip(both["item_df1"], both["item_df2"], strict=True)]


def recordlinkage_books(charges: pd.DataFrame, payments: pd.DataFrame) -> Found:
    """Blocked on the amount; names and dates compared, classified by ECM, greedy one to one."""
    import recordlinkage as rl

    compare = rl.Compare()
    compare.string("party", "party", method="jarowinkler", threshold=0.9, label="party")
    compare.exact("currency", "currency", label="currency")
    compare.numeric("day", "day", method="linear", offset=30, scale=30, label="day")
    sides = (t.assign(day=t["date"].astype("datetime64[ns]").astype("int64") / 86.4e12) for t in (charges, payments))
    return _recordlinkage(compare, *sides)


def _recordlinkage(compare: Any, charges: pd.DataFrame, payments: pd.DataFrame) -> Found:
    import recordlinkage as rl

    pairs = rl.index.Block("amount").index(charges, payments)
    features = compare.compute(pairs, charges, payments)
    binary = (features >= 0.5).astype(int)
    matches = rl.ECMClassifier().fit_predict(binary)
    score = features.loc[matches].sum(axis=1).sort_values(ascending=False, kind="stable")
    rows = [(charges.at[a, "item"], payments.at[b, "item"]) for a, b in score.index]
    return _first_of_each(rows)


BOOKS: dict[str, tuple[str, Peer]] = {
    "pandas merge": ("pandas", pandas_books),
    "datacompy": ("datacompy", datacompy_books),
    "recordlinkage": ("recordlinkage", recordlinkage_books),
}


# --- transfers ---


def pandas_transfers(received: pd.DataFrame, sent: pd.DataFrame) -> Found:
    """Merged on the exact amount, the first found."""
    both = sent.merge(received, on="amount", suffixes=("_sent", ""))
    return _first_of_each(zip(both["unique_id"], both["unique_id_sent"], strict=True))


def datacompy_transfers(received: pd.DataFrame, sent: pd.DataFrame) -> Found:
    """Joined on the amount; equal rows are paired in their order."""
    return _datacompy(received.rename(columns={"unique_id": "item"}), sent.rename(columns={"unique_id": "item"}), ["amount"])


def recordlinkage_transfers(received: pd.DataFrame, sent: pd.DataFrame) -> Found:
    """Blocked on the amount; memos and dates compared, classified by ECM, greedy one to one."""
    import recordlinkage as rl

    sides = [s.rename(columns={"unique_id": "item"}).assign(day=pd.to_datetime(s["transaction_date"]).astype("datetime64[ns]").astype("int64") / 86.4e12) for s in (received, sent)]
    compare = rl.Compare()
    compare.string("memo", "memo", method="jarowinkler", label="memo")
    compare.numeric("day", "day", method="linear", offset=2, scale=7, label="day")
    return _recordlinkage(compare, *sides)


def splink_transfers(received: pd.DataFrame, sent: pd.DataFrame) -> Found:
    """The settings that splink's authors publish for this very set (less the rule that uses the true ids), greedy one to one.

    Pairs from 0.001 on, which gives them their best F1.
    """
    from splink import DuckDBAPI, Linker, block_on

    columns = ["unique_id", "memo", "amount", "transaction_date"]
    database = DuckDBAPI()
    dated = (s[columns].assign(transaction_date=pd.to_datetime(s["transaction_date"]).dt.date) for s in (sent, received))
    tables = [database.register(s, dataset_display_name=name) for name, s in zip(("a_sent", "b_received"), dated, strict=True)]
    linker = Linker(tables, _splink_settings(len(sent)), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for column in ("memo", "amount"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    pairs = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    pairs = pairs.sort_values(["match_weight", "unique_id_l", "unique_id_r"], ascending=[False, True, True], kind="stable")
    return _first_of_each(zip(pairs["unique_id_r"], pairs["unique_id_l"], strict=True))


def _splink_settings(rows: int) -> Any:
    """Amounts by difference in percent, memos by Levenshtein distance, days one-sided: money arrives after it left."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons
    from splink import SettingsCreator, block_on

    month = "strftime(l.transaction_date{}, '%Y%m') = strftime(r.transaction_date, '%Y%m')"
    week = "round(l.amount / 2, 0) * 2 = round({}, 0) * 2 and yearweek(r.transaction_date) = yearweek(l.transaction_date{})"
    alike = "substr(l.memo, 1, 3) = substr(r.memo, 1, 3) and l.amount / r.amount > 0.7 and l.amount / r.amount < 1.3"
    later = "transaction_date_r - transaction_date_l <= {} and transaction_date_r >= transaction_date_l"
    percent = [levels.PercentageDifferenceLevel("amount", share) for share in (0.01, 0.03, 0.1, 0.3)]
    days = [{"sql_condition": later.format(n), "label_for_charts": f"<= {n} days"} for n in (1, 4, 10, 30)]
    return SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / rows,
        blocking_rules_to_generate_predictions=[
            f"{month.format('')} and {alike}", f"{month.format(' + 15')} and {alike}", block_on("substr(memo,1,9)"),
            week.format("r.amount / 2", ""), week.format("(r.amount + 1) / 2", " + 4"),
        ],
        comparisons=[
            {"output_column_name": "amount", "comparison_levels": [levels.NullLevel("amount"), levels.ExactMatchLevel("amount"), *percent, levels.ElseLevel()]},
            comparisons.LevenshteinAtThresholds("memo", [2, 6, 10]),
            {"output_column_name": "transaction_date", "comparison_levels": [levels.NullLevel("transaction_date"), *days, levels.ElseLevel()]},
        ],
    )  # fmt: skip


TRANSFERS: dict[str, tuple[str, Peer]] = {
    "pandas merge": ("pandas", pandas_transfers),
    "datacompy": ("datacompy", datacompy_transfers),
    "recordlinkage": ("recordlinkage", recordlinkage_transfers),
    "splink": ("splink", splink_transfers),
}
