"""Envol: a serious game for employment in aerospace workshops."""

__version__ = "0.2.0"
