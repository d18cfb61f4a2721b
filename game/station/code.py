"""The code a person is known by in the room, such as K4-MTQ: a handle, not a secret and no authority."""

from collections.abc import Collection
from functools import cache

LETTERS = "CDFGHJKLMNPQRTVWX"
"""Seventeen, a prime: no vowels (no words), nothing that is read as a figure or as another letter."""
DIGITS = "34679"
UNWELCOME = ("PD", "TG", "WC", "CL", "HJ", "KKK", "NTM", "FDP", "PQ")
WEIGHTS = (1, 2, 3, 4)


class CodeError(ValueError):
    """A code that cannot be one; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def check_letter(station: str, pair: str) -> str:
    """Letter that catches any one wrong sign and any two neighbours swapped: a weighted sum modulo a prime."""
    values = [LETTERS.index(station[0]), DIGITS.index(station[1]), *(LETTERS.index(c) for c in pair)]
    return LETTERS[sum(w * v for w, v in zip(WEIGHTS, values, strict=True)) % len(LETTERS)]


def welcome(text: str) -> bool:
    """Whether letters may be shown: none of the short forms people would rather not be called by."""
    return not any(word in text for word in UNWELCOME)


@cache
def codes_of(station: str) -> tuple[str, ...]:
    """Every code a station can give, in order. Raises CodeError for a malformed station."""
    if len(station) != 2 or station[0] not in LETTERS or station[1] not in DIGITS:
        raise CodeError("code.station")
    pairs = (a + b for a in LETTERS for b in LETTERS)
    letters = ((pair, check_letter(station, pair)) for pair in pairs)
    return tuple(f"{station}-{pair}{check}" for pair, check in letters if welcome(pair + check))


def free_codes(station: str, used: Collection[str]) -> tuple[str, ...]:
    """Codes not yet given in this sitting."""
    taken = set(used)
    return tuple(code for code in codes_of(station) if code not in taken)


def read_code(typed: str) -> str:
    """The code as it is written, from what a person typed: any case, with or without its dash.

    Raises CodeError when it is too short, holds a sign no code has, or its check letter does not fit.
    """
    plain = "".join(c for c in typed.upper() if c.isalnum())
    if len(plain) != 5:
        raise CodeError("code.length")
    if plain[0] not in LETTERS or plain[1] not in DIGITS or any(c not in LETTERS for c in plain[2:]):
        raise CodeError("code.sign")
    if check_letter(plain[:2], plain[2:4]) != plain[4]:
        raise CodeError("code.check")
    return f"{plain[:2]}-{plain[2:]}"
