"""What ``bench_charges.py`` measures on: overdue items by copied rows, receipts that charge."""
