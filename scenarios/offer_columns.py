"""The headings under which employers' lists give the fields of an offer, and the rules for those off the list."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.model import Label, Strict, alike, among, once, once_said
from scenarios.shipped import content, read_as

FIELDS = (
    "reference", "date", "intitule", "rome", "insee", "code_postal", "departement", "lieu", "postes", "employeur",
    "siret", "contrat", "duree", "horaires", "experience", "permis", "permis_b", "salaire", "lien", "contraintes",
    "origine",
)  # fmt: skip
"""What the reader of lists asks for; each has its headings."""
Heading = Annotated[Label, Field(max_length=60)]
HeadingWord = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9]+$")]
Together = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")]


class HeadingRule(Strict):
    """The field of a heading off the list: it holds one of `some` (« a b »: both words) and nothing of the rest.

    `none_of` names groups of words of the file.
    """

    field: str
    some: Annotated[tuple[Together, ...], Field(min_length=1)]
    none: tuple[HeadingWord, ...] = ()
    none_of: tuple[str, ...] = ()


class ColumnBook(Strict):
    """Field -> its headings, the surest first; rules for the others, the first that fits; words that count for little.

    `totals`: what the rows that add up the others are called. `small`: words of a heading that say nothing. `personal`:
    words of a column that is never read. `words`: groups that rules name.
    """

    version: Annotated[int, Field(ge=1)]
    fields: dict[str, tuple[Heading, ...]]
    totals: tuple[Heading, ...] = ()
    small: tuple[HeadingWord, ...]
    personal: tuple[HeadingWord, ...]
    words: dict[str, tuple[HeadingWord, ...]]
    rules: tuple[HeadingRule, ...]

    @model_validator(mode="after")
    def once(self) -> Self:
        """No heading names two fields; rules name fields and groups that are there."""
        once(heading for headings in self.fields.values() for heading in headings)
        first: dict[str, str] = {}
        for name, headings in self.fields.items():
            for heading in headings:
                if first.setdefault(self._letters(heading), name) != name:
                    raise PydanticCustomError("twice", "{name} is given twice", {"name": heading})
        among(self.fields, FIELDS)
        among(FIELDS, self.fields)
        once_said(self.totals)
        among((rule.field for rule in self.rules), self.fields)
        among((group for rule in self.rules for group in rule.none_of), self.words)
        for rule in self.rules:
            once(rule.some)
            none = {*rule.none, *(word for group in rule.none_of for word in self.words[group])}
            for words in (words for words in rule.some if none & set(words.split())):
                raise PydanticCustomError("dead_word", "{name} is left out too", {"name": words})
        return self

    def _letters(self, heading: str) -> str:
        """A heading as the reader knows it again: its letters, without small words."""
        return "".join(alike(word) for word in heading.split() if alike(word) not in self.small)


@cache
def offer_columns() -> ColumnBook:
    """The table of the package. Raises SourceErrors."""
    return read_as(content("offer_columns.yaml"), ColumnBook)


def totals() -> tuple[str, ...]:
    """Titles, plain, of rows that add up the others. Raises SourceErrors."""
    return offer_columns().totals
