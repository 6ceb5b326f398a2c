"""Rules are data: what fits is taken, what does not says what would."""

import pytest

from tests.notation import table
from ticktie.domain.rules import RuleError, Rules, with_rule

TAKEN = """
case                       | name            | text                          | value
a number                   | subset_items    | 50                            | 50
hyphens                    | subset-items    | 50                            | 50
rates                      | rates           | USD=7.10, 100JPY=4.85         | USD=7.10, 100JPY=4.85
no rates                   | rates           |                               |
the order of two passes    | pass_order      | one_to_many, open_to_date     | one_to_many, open_to_date
likely may be off          | pass_likely     | off                           | off
"""


@pytest.mark.parametrize(("name", "text", "value"), table(TAKEN))
def test_taken(name, text, value):
    assert str(getattr(with_rule(Rules(), name, text), name.replace("-", "_"))) == value


REFUSED = """
case                       | name            | text                          | code         | says
a near name                | subset_item     | 50                            | rule_unknown | subset_items
beyond its bounds          | subset_items    | 1                             | rule_value   | 2 .. 200
no number                  | subset_items    | many                          | rule_value   | int
an account without digits  | seller_account  | 6.222021234567891e+18         | rule_value   | 6222 0212 3456 7890 123
no rate                    | rates           | 7.1                           | rule_value   | USD=7.10, 100JPY=4.85
a pass that is not there   | pass_order      | one_to_mny                    | rule_value   | one_to_many
persons come first         | pass_order      | by_hand                       | rule_value   | many_to_one
what is likely comes last  | pass_order      | likely, one_to_many           | rule_value   | many_to_one
a pass twice               | pass_order      | one_to_many, one_to_many      | rule_value   | one_to_many
likely never confirms      | pass_likely     | confirm                       | rule_value   | off / suggest
not for one customer       | pass_order@甲   | one_to_many                   | rule_unknown | terms
"""


@pytest.mark.parametrize(("name", "text", "code", "says"), table(REFUSED))
def test_refused(name, text, code, says):
    with pytest.raises(RuleError) as error:
        with_rule(Rules(), name, text)
    assert error.value.code == code
    assert says in str(error.value.facts.get("near") or error.value.facts.get("fits"))


ORDERS = """
case                    | asked   | order
none                    |         | a b c d
two change places       | d, b    | a d c b
all                     | d,c,b,a | d c b a
one stays where it is   | c       | a b c d
"""


@pytest.mark.parametrize(("asked", "order"), table(ORDERS))
def test_the_named_passes_share_their_places(asked, order):
    assert Rules(pass_order=asked).order_of(["a", "b", "c", "d"]) == order.split()
