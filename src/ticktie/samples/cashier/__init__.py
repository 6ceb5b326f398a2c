"""Labelled months of salespeople and a cashier."""
