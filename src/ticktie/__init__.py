"""ticktie: reconcile orders, deliveries and payments where accountants already work."""
