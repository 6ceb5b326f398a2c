"""The published table: the quick run keeps its floors, and the README says what was last measured."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from benchmarks import accuracy, transactions
from benchmarks.labelled import OURS


@cache
def quick() -> tuple[str, list[dict[str, str]]]:
    rows = list(accuracy._rows(quick=True, only_transfers=False))
    return accuracy.table(rows), rows


def ours(difficulty: str) -> dict[str, str]:
    (row,) = (r for r in quick()[1] if r["method"] == OURS and difficulty in r["data"])
    return row


def share(cell: str) -> float:
    return float(cell.removesuffix("%")) / 100


def test_prints_its_table(capsys, monkeypatch):
    rows = quick()[1]
    monkeypatch.setattr(accuracy, "_rows", lambda *asked: rows)
    accuracy.main(["--quick"])
    assert capsys.readouterr().out.strip() == quick()[0]
    assert quick()[0].splitlines()[0] == "| data | method | precision | recall | with to confirm | F1 | traps confirmed | seconds |"


@pytest.mark.parametrize("difficulty", ["easy", "middle", "hard"])
def test_what_is_confirmed_is_right(difficulty):
    row = ours(difficulty)
    assert share(row["precision"]) >= 0.9995
    assert row["traps confirmed"].startswith("0 / ")


def test_the_middle_month_is_mostly_settled():
    assert share(ours("middle")["recall"]) >= 0.95
    assert share(ours("middle")["with to confirm"]) >= 0.97


def f1(sent, received, left, right) -> float:
    found = int((sent.truth[left] == received.truth[right]).sum())
    return 2 * found / (len(left) + len(sent))


def drawn_transfers(seed: int, count: int = 600) -> tuple[transactions.Lines, transactions.Lines]:
    """Transfers with known partners: fees or exchange on most amounts, a few days on the way, memos cut off."""
    rng = np.random.default_rng(seed)
    amount, day = (rng.lognormal(6, 1.5, count) * 100).astype(np.int64) + 100, rng.integers(0, 150, count)
    memo = [f"{a}{b} {c} payment" for a, b, c in zip(*(rng.choice(list("ABCDEFGHJKLMNPRSTW"), (3, count))), strict=True)]
    fee = np.where(rng.random(count) < 0.3, 1.0, rng.normal(1.0, 0.03, count))
    arrived = (amount * fee).astype(np.int64), day + rng.geometric(0.4, count), [m[: rng.integers(3, 15)] for m in memo]
    turned = rng.permutation(count)
    received = transactions.Lines(arrived[0][turned], arrived[1][turned], [arrived[2][n] for n in turned], turned)
    return transactions.Lines(amount, day, memo, np.arange(count)), received


@pytest.mark.parametrize("seed", range(3))
def test_partners_of_drawn_transfers_are_found(seed):
    sent, received = drawn_transfers(seed)
    assert f1(sent, received, *transactions.match(sent, received)) > 0.95


def test_transfers_are_shuffled_and_their_ids_replaced(tmp_path, monkeypatch):
    frame = pd.DataFrame({"ground_truth": range(50), "memo": "x", "transaction_date": "2022-01-01", "amount": 1.0, "unique_id": range(50)})
    for name in ("origin", "destination"):
        (tmp_path / f"{name}.parquet").touch()
    monkeypatch.setattr(pd, "read_parquet", lambda path: frame)
    for side in transactions.load(tmp_path, most=20):
        assert sorted(side["ground_truth"]) == list(range(20))
        assert list(side["unique_id"]) == list(range(20)) != list(side["ground_truth"])


def test_transfers_beat_the_published_settings_of_splink():
    pytest.importorskip("pyarrow")
    sides = transactions.load(most=2000)
    if sides is None:
        pytest.skip("the transfers are not at hand")
    sent, received = map(transactions.lines, sides)
    assert f1(sent, received, *transactions.match(sent, received)) > 0.9607  # splink's on the whole set


def test_write_replaces_only_its_part(tmp_path):
    readme, results = tmp_path / "README.md", tmp_path / "accuracy.json"
    readme.write_text(f"before\n{accuracy.START}\nold\n{accuracy.END}\nafter\n", "utf-8")
    accuracy.write(quick()[1], readme, results)
    assert readme.read_text("utf-8") == f"before\n{accuracy.START}\n{quick()[0]}\n{accuracy.END}\nafter\n"
    assert accuracy.written(readme) == quick()[0]
    assert json.loads(results.read_text("utf-8")) == quick()[1]


def test_write_needs_its_marks(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("nothing here\n", "utf-8")
    with pytest.raises(SystemExit):
        accuracy.write(quick()[1], readme, tmp_path / "accuracy.json")
    assert not (tmp_path / "accuracy.json").exists()


def test_a_part_is_not_written():
    with pytest.raises(SystemExit):
        accuracy.main(["--quick", "--write"])


def without_seconds(table: str) -> list[str]:
    return [line.rsplit("|", 2)[0] for line in table.splitlines()]


def test_the_readme_says_what_was_measured():
    if not (accuracy.RESULTS.exists() and accuracy.written()):
        pytest.skip("not measured yet")
    rows = json.loads(accuracy.RESULTS.read_text("utf-8"))
    assert without_seconds(accuracy.written()) == without_seconds(accuracy.table(rows))
