"""The scenario of salespeople and the cashier."""
