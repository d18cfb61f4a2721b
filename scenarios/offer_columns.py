"""The headings under which employers' lists give the fields of an offer."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import Strict, once
from scenarios.shipped import content, read_as


class ColumnBook(Strict):
    """Field -> its headings, the surest first; what the rows that add up the others are called."""

    version: Annotated[int, Field(ge=1)]
    fields: dict[str, tuple[Annotated[str, Field(min_length=1, max_length=60)], ...]]
    totals: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()

    @model_validator(mode="after")
    def once(self) -> Self:
        """No heading names two fields."""
        once(heading for headings in self.fields.values() for heading in headings)
        return self


@cache
def _book() -> ColumnBook:
    return read_as(content("offer_columns.yaml"), ColumnBook)


def offer_columns() -> dict[str, tuple[str, ...]]:
    """The headings of the package, by field. Raises SourceErrors."""
    return _book().fields


def totals() -> tuple[str, ...]:
    """Titles, plain, of rows that add up the others. Raises SourceErrors."""
    return _book().totals
