"""What the bench of collections work measures besides the worklist: debtor page, notices."""
