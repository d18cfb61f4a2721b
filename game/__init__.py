"""Envol: a serious game for employment in aerospace workshops."""

__version__ = "0.2.0"

TOWER_PROGRAM = "envol-tour"
"""The adviser's folder holds its program twice: by this name a double click opens the tower, by its own the game."""
