"""The departments of France, their towns, and the names of regions that are too wide to be a workplace."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Self

import yaml
from pydantic import Field, model_validator

from scenarios.model import Strict


class Department(Strict):
    """One department: its INSEE code ("76", "2A", "974") and the towns known by name."""

    code: Annotated[str, Field(pattern=r"^([0-9]{2}|2[AB]|9[78][0-9])$")]
    name_fr: Annotated[str, Field(min_length=1, max_length=60)]
    towns: tuple[str, ...]


class DepartmentBook(Strict):
    """The whole file."""

    version: Annotated[int, Field(ge=1)]
    departments: Annotated[tuple[Department, ...], Field(min_length=1)]
    regions: tuple[str, ...]
    countries: tuple[str, ...]

    @model_validator(mode="after")
    def once(self) -> Self:
        """No code and no town twice: a name would point at two places."""
        for listed in ([one.code for one in self.departments], [t for one in self.departments for t in one.towns]):
            if len(listed) != len(set(listed)):
                raise ValueError("a department or a town is given twice")
        return self


@cache
def departments() -> DepartmentBook:
    """The departments of the package."""
    text = (files("scenarios") / "content" / "departments.yaml").read_text("utf-8")
    return DepartmentBook.model_validate(yaml.safe_load(text))
