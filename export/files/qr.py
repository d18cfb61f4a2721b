"""A QR code as rows of dark (True) and light modules, without its quiet zone."""

import segno

QUIET = 4
"""Light modules that must stand around it."""
MOST_BYTES = 40_000_000
"""Of a picture or a text that codes are read from."""


def qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """The smallest code that holds the text and still reads with an eighth of it spoilt (level M).

    Raises ValueError for what no code can hold.
    """
    symbol = segno.make_qr(text, error="m", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in symbol.matrix)
