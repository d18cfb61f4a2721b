"""The mechanics: one folder each. `models.py` lists them, `table.py` holds all that they declare."""
