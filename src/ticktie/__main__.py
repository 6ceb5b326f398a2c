"""`python -m ticktie` is the command `ticktie`."""

from ticktie.faces.cli import console

console()
