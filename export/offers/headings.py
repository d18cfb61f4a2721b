"""The columns of employers' lists: their headings by synonyms, and the row that holds them."""

import re
from collections.abc import Sequence

from export.offers.texts import plain
from scenarios.offer_columns import offer_columns

SMALL = {
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "un",
    "une",
    "en",
    "a",
    "au",
    "sur",
    "pour",
    "par",
    "et",
    "the",
    "of",
}
ASKED = re.compile(r"(habilete|niveau|poids) ?(?:n|no|numero)? ?([1-4])")


def _key(words: str) -> str:
    return "".join(word for word in words.split() if word not in SMALL)


def _table() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for name, headings in offer_columns().items():
        for order, heading in enumerate(headings):
            found.setdefault(_key(plain(heading)), (name, order))
    return found


TABLE = _table()
"""A heading's letters -> the field it names and how surely."""


def field_of(heading: str) -> tuple[str, int] | None:
    """The field a heading names and how surely (0 the surest); None for a column that is not read."""
    for text in (heading, re.sub(r"\(.*?\)|\[.*?\]", " ", heading)):
        bare = plain(text)
        if asked := ASKED.fullmatch(bare):
            return f"{asked.group(1)}_{asked.group(2)}", 0
        single = " ".join(word.rstrip("s") if len(word) > 3 else word for word in bare.split())
        for words in (bare, single):
            if known := TABLE.get(_key(words)):
                return known
    return None


def fields_of(cells: Sequence[str]) -> list[tuple[str, int] | None]:
    """The field of each column of a heading row."""
    return [field_of(cell) for cell in cells]


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row holds the headings: it names the title and one other field at least."""
    named = {found[0] for found in fields_of(cells) if found}
    return "intitule" in named and len(named) > 1


def by_field(fields: Sequence[tuple[str, int] | None], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by field; of columns that name the same field, the surest that is filled."""
    found: dict[str, str] = {}
    columns = sorted((known[1], at) for at, known in enumerate(fields) if known)
    for _, at in columns:
        known = fields[at]
        if known and at < len(cells) and not found.get(known[0]):
            found[known[0]] = cells[at]
    return found
