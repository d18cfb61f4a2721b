"""The columns of employers' lists: their headings by synonyms, and the row that holds them."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from export.offers.texts import plain
from scenarios.offer_columns import offer_columns

ASKED = re.compile(r"(habilete|niveau|poids) ?(?:n|no|numero)? ?([1-4])")


def _key(words: str) -> str:
    return "".join(word for word in words.split() if word not in SMALL)


def _table() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for name, headings in offer_columns().fields.items():
        for order, heading in enumerate(headings):
            table.setdefault(_key(plain(heading)), (name, order))
    return table


def _rules() -> tuple[tuple[str, tuple[frozenset[str], ...], frozenset[str]], ...]:
    book = offer_columns()
    return tuple(
        (rule.field, tuple(frozenset(words.split()) for words in rule.some),
         frozenset((*rule.none, *(word for group in rule.none_of for word in book.words[group]))))
        for rule in book.rules
    )  # fmt: skip


SMALL = frozenset(offer_columns().small)
PERSONAL = frozenset(offer_columns().personal)
"""A column of a person's own details is never read."""
TABLE = _table()
"""A heading's letters -> the field it names and how surely."""
RULES = _rules()
"""A heading off the list names the first field of which it has a word, or all of several; none of the last words."""
LASTS = ("semaines", "jours", "heures", "ans", "annees")
"""What a length is counted in where its heading says so; else in months."""
CODES = {"rome", "siret", "insee"}
"""In brackets too these say what a column holds: « Métier (code ROME) »."""
SaidHeadings = Mapping[str, str]
"""What somebody said of headings: their letters -> the field, "" for a column that is not to be read."""
NOTHING_SAID: SaidHeadings = MappingProxyType({})
MAX_HEADING, MOST_HEADINGS = 200, 400
"""Signs of a cell, and cells of a row, that are looked at for headings: a file of one endless line ends soon."""
BY_RULE = 100
"""How unsure a field found by a rule is, beside those of the list."""


def _by_rule(bare: str) -> str | None:
    words = set(bare.split())
    # « Poste à pourvoir le » is a day.
    if words & PERSONAL or len(words) > 8 or bare.endswith(" le"):
        return None
    for name, some, none in RULES:
        if any(some_words <= words for some_words in some) and not none & words:
            return name
    return None


def said_key(heading: str) -> str:
    """A heading as it is remembered: capitals, accents and small words do not count."""
    return _key(plain(heading))


def field_of(heading: str, said: SaidHeadings = NOTHING_SAID) -> tuple[str, int] | None:
    """The field a heading names and how surely (0 the surest); None for a column that is not read.

    What somebody said goes before the list and the rules.
    """
    by_hand = said.get(said_key(heading)) if heading.strip() else None
    if by_hand is not None:
        return (by_hand, 0) if by_hand else None
    coded = CODES & set(plain(heading).split())
    for text in (heading,) if coded else (heading, re.sub(r"\(.*?\)|\[.*?\]", " ", heading)):
        bare = plain(text)
        if asked := ASKED.fullmatch(bare):
            return f"{asked.group(1)}_{asked.group(2)}", 0
        single = " ".join(word.rstrip("s") if len(word) > 3 else word for word in bare.split())
        for words in (bare, single):
            if known := TABLE.get(_key(words)):
                return known
    by_rule = _by_rule(plain(heading))
    return (by_rule, BY_RULE) if by_rule else None


def unit_of(heading: str, field: str) -> str:
    """What the bare numbers of a column are counted in: « semaines » for « Durée du contrat (semaines) »."""
    words = plain(heading).split() if field == "duree" else ()
    return next((unit for unit in LASTS if unit in words or unit.removesuffix("s") in words), "")


def fields_of(cells: Sequence[str], said: SaidHeadings = NOTHING_SAID) -> list[tuple[str, int] | None]:
    """The field of each column of a heading row."""
    return [field_of(cell[:MAX_HEADING], said) for cell in cells]


def is_heading(cells: Sequence[str], said: SaidHeadings = NOTHING_SAID) -> bool:
    """Whether a row holds the headings: it names the title and one other field at least."""
    fields = fields_of(cells[:MOST_HEADINGS], said)
    named = {known[0] for known in fields if known}
    # A sentence may hold a word of a heading: at least one is a heading of the list.
    return "intitule" in named and len(named) > 1 and any(known and known[1] < BY_RULE for known in fields)


def by_field(fields: Sequence[tuple[str, int] | None], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by field; of columns that name the same field, the surest that is filled."""
    row_cells: dict[str, str] = {}
    columns = sorted((known[1], at) for at, known in enumerate(fields) if known)
    for _, at in columns:
        known = fields[at]
        if known and at < len(cells) and not row_cells.get(known[0]):
            row_cells[known[0]] = cells[at]
    return row_cells
