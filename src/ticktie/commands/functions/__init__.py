"""The functions in cells, without any host: values in, values out. Excel's face and LibreOffice's call the same.

    table     every function by its name, its arguments, how it is to be called; `call` calls one
    answer    what comes back: values, or a `No` with Excel's error value and the reason
    shapes    one cell or a whole range of them: the same shape comes back
    words     about what a cell itself says: TT_RMB, TT_ORDERNO, TT_PARTY, TT_SIMILAR, TT_DUE
    items     about what the result tabs say: TT_STATUS, TT_RESIDUAL, TT_BALANCE, TT_AGING
    ranges    about two ranges with headings: TT_MATCH, TT_UNMATCHED
    explain   about one item, or about the error of another cell: TT_EXPLAIN
    formula   a cell's formula as a call of one of these, to explain it

Names of functions and arguments, and the help in three languages: `table.FUNCTIONS`, `table.help_of`.
"""
