"""The headings under which employers' lists give the fields of an offer."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Self

import yaml
from pydantic import Field, model_validator

from scenarios.model import Strict


class ColumnBook(Strict):
    """Field -> its headings, the surest first."""

    version: Annotated[int, Field(ge=1)]
    fields: dict[str, tuple[Annotated[str, Field(min_length=1, max_length=60)], ...]]

    @model_validator(mode="after")
    def once(self) -> Self:
        """No heading names two fields."""
        named = [heading for headings in self.fields.values() for heading in headings]
        if twice := sorted({one for one in named if named.count(one) > 1}):
            raise ValueError(f"headings given twice: {twice}")
        return self


@cache
def offer_columns() -> dict[str, tuple[str, ...]]:
    """The headings of the package, by field."""
    text = (files("scenarios") / "content" / "offer_columns.yaml").read_text("utf-8")
    return ColumnBook.model_validate(yaml.safe_load(text)).fields
