"""The departments of France, their towns, and the names of regions that are too wide to be a workplace."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import Strict, once
from scenarios.shipped import content, read_as


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
        once(department.code for department in self.departments)
        once(town for department in self.departments for town in department.towns)
        return self


@cache
def departments() -> DepartmentBook:
    """The departments of the package."""
    return read_as(content("departments.yaml"), DepartmentBook)
