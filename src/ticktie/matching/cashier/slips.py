"""How two amounts that should be one differ, as slips of the pen make them: sign, decimal place, transposed digits, one digit."""

from __future__ import annotations

SLIPS = ("sign", "decimal", "transposed", "digit")
_PLACES = (10, 100, 1000)
_LEAST = 3  # digits of an amount below which a transposed or another digit says nothing


def slip(one: int, two: int) -> str:
    """The slip by which one amount in minor units became the other; "" for none. Equal amounts are none."""
    if one == -two and one:
        return "sign"
    if not one or not two or (one > 0) != (two > 0) or one == two:
        return ""
    small, large = sorted((abs(one), abs(two)))
    if any(small * n == large for n in _PLACES):
        return "decimal"
    a, b = str(small), str(large)
    if len(a) != len(b) or len(a) < _LEAST:
        return ""
    places = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) == 2 and places[1] == places[0] + 1 and a[places[0]] == b[places[1]] and a[places[1]] == b[places[0]]:
        return "transposed"
    return "digit" if len(places) == 1 else ""
