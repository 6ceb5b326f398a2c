"""Every mechanism and how often it occurs, by difficulty: the list is the documentation of a month.

Policy and words of the mechanisms: specimens/README. Weights are per hundred scenes, roughly; `easy` months are mostly
named and exact, `hard` ones have more traps and fewer names.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import NamedTuple

from ticktie.samples import by_amount, named, noise, traps
from ticktie.samples.records import Scene
from ticktie.samples.world import World

Make = Callable[[Random, World], Scene]


class Mechanism(NamedTuple):
    """A scene's maker and its weight in an easy, a middle and a hard month."""

    make: Make
    easy: float
    middle: float
    hard: float


MECHANISMS: tuple[Mechanism, ...] = (
    # the debtor names the debt
    Mechanism(named.ref_column, 14, 9, 4), Mechanism(named.memo_number, 24, 14, 7), Mechanism(named.memo_full_width, 1, 1.5, 1.5),
    Mechanism(named.memo_lower, 1, 1.5, 1.5), Mechanism(named.memo_regrouped, 2, 2, 2), Mechanism(named.many_sum, 4, 4, 3),
    Mechanism(named.many_amounts, 2, 2, 2), Mechanism(named.many_short_form, 1, 2, 2), Mechanism(named.deposit_final, 2, 2, 2),
    Mechanism(named.partial_named, 1, 2, 2), Mechanism(named.over_named, 0.5, 1, 1), Mechanism(named.fee_in_memo, 1, 1.5, 1),
    Mechanism(named.rounding_in_memo, 1, 1.5, 1), Mechanism(named.fee_silent_named, 0.2, 1, 1.5),
    Mechanism(named.rounding_silent_named, 0.2, 1, 1.5), Mechanism(named.return_netted, 0.7, 1, 1), Mechanism(named.refund_of_return, 0.7, 1, 1),
    Mechanism(named.refund_of_order, 0.2, 0.7, 1), Mechanism(named.cancelled_paid_named, 0.2, 0.6, 1), Mechanism(named.prepaid_named, 1, 1, 1),
    Mechanism(named.opening_named, 4, 3, 2), Mechanism(named.person_for_company, 0.7, 1, 1), Mechanism(named.person_number_only, 0.2, 0.7, 1),
    Mechanism(named.no_payer_number, 0.5, 1, 1), Mechanism(named.name_truncated_named, 0.5, 1, 1), Mechanism(named.usd_named, 1, 1, 1),
    Mechanism(named.named_beats_amount, 0.1, 0.7, 1.2), Mechanism(named.true_duplicate, 0.5, 1, 1.5), Mechanism(named.reversal_repaid, 0.5, 1, 1),
    Mechanism(named.month_named, 1.5, 1.5, 1.5),
    # the amount alone
    Mechanism(by_amount.exact_unique, 18, 14, 9), Mechanism(by_amount.opening_exact, 3, 3, 3), Mechanism(by_amount.usd_exact, 0.7, 0.7, 0.7),
    Mechanism(by_amount.cancelled_decoy, 0.3, 0.7, 1), Mechanism(by_amount.similar_name, 0.3, 0.8, 1.2), Mechanism(by_amount.subset_unique, 2.5, 4, 5),
    Mechanism(by_amount.all_open, 0.5, 0.7, 0.7), Mechanism(by_amount.deposit_final_unnamed, 0.2, 0.7, 1), Mechanism(by_amount.equal_set, 0.7, 1.2, 1.5),
    Mechanism(by_amount.identical_real, 0.3, 0.7, 1), Mechanism(by_amount.strong_first, 0.3, 0.8, 1), Mechanism(by_amount.equal_shortage, 0.2, 0.6, 1),
    Mechanism(by_amount.prepaid_unnamed, 0.2, 0.7, 1), Mechanism(by_amount.partial_only_order, 0.2, 0.5, 0.8), Mechanism(by_amount.name_truncated, 0.2, 0.6, 1),
    Mechanism(by_amount.name_suffix, 0.6, 0.8, 0.8), Mechanism(by_amount.name_prefix, 1, 1, 1), Mechanism(by_amount.name_other_script, 0.3, 0.6, 0.8),
    Mechanism(by_amount.name_brackets, 0.6, 0.8, 0.8), Mechanism(by_amount.name_full_width, 0.3, 0.6, 0.8),
    # traps
    Mechanism(traps.two_subsets, 0.1, 0.6, 1.5), Mechanism(traps.partial_unnamed, 0.3, 0.8, 1.6), Mechanism(traps.over_unnamed, 0.1, 0.6, 1.2),
    Mechanism(traps.fee_silent, 0.2, 0.8, 1.6), Mechanism(traps.rounding_silent, 0.2, 0.8, 1.6), Mechanism(traps.cancelled_unnamed, 0.1, 0.5, 1),
    Mechanism(traps.other_currency, 0.1, 0.4, 0.8), Mechanism(traps.month_short, 0.1, 0.5, 1), Mechanism(traps.partial_number, 0.1, 0.5, 1.2),
    Mechanism(traps.longer_number, 0.1, 0.5, 1), Mechanism(traps.number_twice, 0.1, 0.3, 0.8), Mechanism(traps.number_of_other, 0.1, 0.5, 1.2),
    Mechanism(traps.number_not_in_book, 0.1, 0.5, 1.2), Mechanism(traps.after_cutoff, 0.5, 0.8, 1), Mechanism(traps.branch, 0.1, 0.6, 1.2),
    Mechanism(traps.region_moved, 0.1, 0.4, 1), Mechanism(traps.truncated_two, 0.1, 0.4, 1), Mechanism(traps.person_silent, 0.2, 0.6, 1.2),
    Mechanism(traps.unknown_customer, 0.2, 0.6, 1.2), Mechanism(traps.no_payer_equal, 0.1, 0.5, 1.2), Mechanism(traps.reversed_payment, 0.2, 0.6, 1),
    Mechanism(traps.duplicate_unnamed, 0.1, 0.5, 1),
    # no customer's money, and orders that stay open
    Mechanism(noise.own_cost, 4, 4, 4), Mechanism(noise.supplier, 2, 2, 2), Mechanism(noise.interest, 0.5, 0.5, 0.5),
    Mechanism(noise.own_transfer, 1.5, 1.5, 1.5), Mechanism(noise.dollar_sale, 0.3, 0.3, 0.3), Mechanism(noise.unpaid, 12, 14, 16),
    Mechanism(noise.cancelled, 1.5, 1.5, 1.5),
)  # fmt: skip

SPOILT: tuple[Make, ...] = (
    *(partial(noise.bad_order, kind=kind) for kind in noise.BAD_CELLS),
    *(partial(noise.bad_line, kind=kind) for kind in noise.BAD_LINES),
)
