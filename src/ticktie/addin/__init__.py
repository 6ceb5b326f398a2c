"""The Excel add-in: built from text, put where Excel looks, and examined. It runs nothing; its buttons call `faces.ribbon`.

    sources   the text in `addin/`, checked
    ribbon    the ribbon and the buttons' VBA, drawn from the catalogue of commands
    package   the workbook parts of an .xlam
    project   its VBA project, written by pyOpenVBA
    build     all of it together: the same sources give the same bytes
    machine   where things lie on Windows and on the Mac
    install   put there, taken away
    doctor    what is right and what is not
"""
