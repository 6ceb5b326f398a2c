"""Writes the pages of docs/ that are made from the product's own data: `python docs/make.py`. A test keeps them equal."""

from __future__ import annotations

import inspect
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from ticktie.commands.functions.table import FUNCTIONS, help_of
from ticktie.domain.wording import section
from ticktie.intake.bills.layouts import shipped
from ticktie.matching.sequence import SCALES, SEQUENCE, WHOLE_BOOK

HERE = Path(__file__).parent
_LEAD = """# Problems and what mends them

Every message that ticktie has for a user's data or files, in English and Chinese. `{...}` stands for what was found. Made from
`src/ticktie/domain/data/wording` by `python docs/make.py`; edit the words there.
"""


def errors_page() -> str:
    """docs/errors.md."""
    english, chinese = _problems("en"), _problems("zh-Hans")
    parts = [_LEAD]
    for code, words in english.items():
        parts.append(f"## {words['title']} · {chinese[code]['title']}\n\n`{code}`\n")
        parts += [f"- {spoken['message']} **{spoken['mend']}**" for spoken in (words, chinese[code])]
        parts.append("")
    return "\n".join(parts)


def _problems(language: str) -> dict[str, dict[str, Any]]:
    path = files("ticktie.domain.data").joinpath("wording", language, "problems.toml")
    return dict(tomllib.loads(path.read_text("utf-8"))["problem"])


_PASSES = """# The passes

In the order they run, strongest evidence first: what each ties, what it refuses or leaves to a person, and an example that is run as a
test. `S` is a charge, `R` a payment; `>` settles, `?` only proposes, `!` is a doubt with its candidates. Before all of them comes what
persons decided. Each can be set to `off`, `suggest` or `confirm` by the rule `pass_<name>`; the rule `pass_order` changes their order.
Every pass gives the same links for any order of rows and any names of customers; what else holds is said with each. Made from the passes' own words in
`src/ticktie/matching/passes` by `python docs/make.py`.
"""


def passes_page() -> str:
    """docs/passes.md."""
    parts = [_PASSES]
    for name, run in SEQUENCE:
        told = inspect.cleandoc(sys.modules[run.__module__].__doc__ or "")
        rest = told.partition(":")[2]
        first, _, body = rest.strip().partition("\n\n")
        parts.append(f"## {name}\n\n{first[:1].upper()}{first[1:]}\n\n{body}\n\n{_laws(name)}\n")
    return "\n".join(parts)


def _laws(name: str) -> str:
    money = "ten times the money gives the same links" if name in SCALES else "chance or amounts in money decide too"
    book = "how often amounts repeat in the whole book is weighed" if name in WHOLE_BOOK else "other customers' rows change nothing"
    return f"Laws: {money}; {book}."


_FUNCTIONS = """# Functions in cells · 单元格函数

A range in gives the same shape back; a blank cell gives blank. `[ ]` may be left out. Each is called the same from any host
(`src/ticktie/commands/functions`). 给一个区域，返回同样大小的区域；空白格返回空白。`[ ]` 里的可以省略。 Made from the table of functions and its words by `python docs/make.py`.
"""
_NO = """## Errors and what mends them · 错误值及办法

A cell shows `#N/A` where there is no result, `#VALUE!` where an input cannot be read, `#NUM!` where a number is too large, and an error that was
handed in as it is. `TT_EXPLAIN` of such a cell says which of these it is.
"""


def functions_page() -> str:
    """docs/functions.md."""
    parts = [_FUNCTIONS]
    for function in FUNCTIONS:
        told = ", ".join(f"[{a.name}]" if a.optional else a.name for a in function.arguments)
        english, chinese = help_of(function, "en"), help_of(function, "zh-Hans")
        parts.append(f"## {function.name}({told})\n\n{english[0]}\n{chinese[0]}\n")
        parts += [f"- `{a.name}`: {one} {two}" for a, one, two in zip(function.arguments, english[1], chinese[1], strict=True)]
        parts.append("")
    english, chinese = section("en", "function.no"), section("zh-Hans", "function.no")
    return "\n".join([*parts, _NO, *(f"- {text} {chinese[code]}" for code, text in english.items()), ""])


_BILLS = """# Bills that can be imported · 可导入的账单

`ticktie import BOOK BILL...` knows a file by its titles and by what stands above them, never by its name. The table is made from
`src/ticktie/domain/data/bills` by `python docs/make.py`. *Tested on a real export*: a file that a bank or platform issued is read in the tests where it is at hand. *From
description*: written after what is known of the form, and tested on a specimen that we wrote ourselves; look twice at the first import (`--explain`).

| layout | name | tested | titles by which it is known |
| --- | --- | --- | --- |
"""
_OWN = """
## A layout of your own

One TOML file in the folder `bills` beside the settings file (Linux `~/.config/ticktie/bills`, Windows `%APPDATA%\\ticktie\\bills`, Mac
`~/Library/Application Support/ticktie/bills`). A file with the name of a shipped layout replaces it. Titles are compared without blanks and regardless of the width of brackets.

```
title = "某某银行 对公明细"            # what people call it
origin = "description"                # or "real export"
account = "某某银行"                   # the account's name where the file does not say it
currency = "CNY"

[know]                                # every title (of a list inside: one of them) must stand in one row
columns = ["交易时间", ["借方发生额", "支出"], ["贷方发生额", "收入"], "余额"]
above = ["某某银行"]                    # optional: one of these texts stands above that row
without = ["对方科目"]                  # optional: titles that are not there

[columns]                             # of several titles the first that is there counts; of memo all
date = "交易时间"
out = ["借方发生额", "支出"]             # money out, as the bank speaks: 借 is out
in = ["贷方发生额", "收入"]
balance = "余额"
party = "对方户名"                      # party_in and party_out where payer and payee have columns of their own
counter_account = "对方账号"
memo = ["摘要", "附言"]
serial = "流水号"

[sign]
by = "columns"                        # in and out in two columns
                                      # "sign": one column with a sign; "word": one column and a word for the direction; "both": sign and word must agree
minus = "reversal"                    # a minus in the column of money out is money back; "restates": it only says "out" again
# proved = true                       # only where the balance closes: for titles that mean the opposite in a firm's own books
# in = ["贷"]                          # the words, for "word" and "both"; neutral = ["/"] is left out and named
# out = ["借"]

[[skip]]                              # rows that are no money, with the reason: closed, failed, unpaid, pending, information
column = "交易状态"
is = ["交易关闭"]

[read]
dates = "dmy"                         # "mdy" where 03/04/2026 is the 4th of March
roc = false                           # years of the Republic
unique_serial = false                 # true: the same serial twice is a copy
continues = []                        # words that begin a row which goes on with the line above

[stated]                              # what the file says of itself: compared, and told where it differs
says = ["账号：{account}", "户名：{holder}", "收入：{in_count}笔 {in_sum}元"]
totals = "合计"                        # beginning of a row with the sums of its columns
```

Names in `says`: account, holder, currency, from, to, count, in_count, out_count, neutral_count, in_sum, out_sum, neutral_sum, net_sum, fee_sum, opening, closing. Further columns:
time, amount, amount_out, direction, currency, reference, type, status, fee, account, holder, product, quantity.

The balance has the last word: where it closes at every step only with the signs turned, they are turned, and that is told. Where nothing decides, the
file is refused.
"""


def bills_page() -> str:
    """docs/bills.md."""
    tested = {"real export": "tested on a real export", "description": "from description"}
    rows = []
    for layout in shipped():
        titles = "、".join(layout.shown[min(group)] for group in layout.know)
        rows.append(f"| {layout.title} | `{layout.name}` | {tested[layout.origin]} | {titles.replace('|', ' ')} |\n")
    return _BILLS + "".join(rows) + _OWN


PAGES = {"bills.md": bills_page, "errors.md": errors_page, "functions.md": functions_page, "passes.md": passes_page}


if __name__ == "__main__":
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), "utf-8")
