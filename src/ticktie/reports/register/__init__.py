"""The tab "Confirmations": what became of each statement, what a person says about one, and every line of the register."""
