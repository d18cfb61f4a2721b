"""The mechanics: one folder each. `models.py` says what a scenario of each may hold, `table.py` what is played."""
