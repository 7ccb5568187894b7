"""What the measurement of reports compares: raw SQL, OCA's report, and how time is taken."""
