"""Check signs as people compare them: figures in pairs, as a telephone number is read aloud, and no hexadecimal."""

PAUSE = "\u00a0"
"""Between two pairs: no line breaks there."""


def read_aloud(check: str) -> str:
    """Eight hexadecimal signs as the ten figures of the same number, two by two: « 04 12 07 31 98 ».

    Two of them differ wherever their signs do. Raises ValueError for anything else.
    """
    if len(check) != 8:
        raise ValueError("eight signs")
    figures = f"{int(check, 16):010d}"
    return PAUSE.join(figures[at : at + 2] for at in range(0, len(figures), 2))
