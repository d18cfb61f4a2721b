"""The departments of France, their towns, and the names of regions that are too wide to be a workplace."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import Label, Strict, alike, among, once, once_said
from scenarios.shipped import content, read_as

DepartmentCode = Annotated[
    str, Field(pattern=r"^(0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-8]|98[4-9])$")
]
"""A code that INSEE gives: no « 00 », no « 20 »."""


RegionCode = Annotated[str, Field(pattern=r"^(0[1-6]|11|24|27|28|32|44|52|53|75|76|84|93|94)$")]
"""A region's code that INSEE gives."""


class Department(Strict):
    """One department: its INSEE code ("76", "2A", "974") and the towns known by name."""

    code: DepartmentCode
    name_fr: Annotated[Label, Field(max_length=60)]
    towns: tuple[Label, ...]


class DepartmentBook(Strict):
    """The whole file."""

    version: Annotated[int, Field(ge=1)]
    departments: Annotated[tuple[Department, ...], Field(min_length=1)]
    of_region: Annotated[
        dict[RegionCode, Annotated[tuple[DepartmentCode, ...], Field(min_length=1)]], Field(min_length=1)
    ]
    """The departments of each region, by its INSEE code."""
    regions: tuple[Label, ...]
    countries: tuple[Label, ...]

    @model_validator(mode="after")
    def once(self) -> Self:
        """No code and no town twice: a name would point at two places."""
        codes = [department.code for department in self.departments]
        once(codes)
        listed = [code for region in self.of_region.values() for code in region]
        once(listed)
        among(listed, codes)
        names = [department.name_fr for department in self.departments]
        once_said(names)
        for department in self.departments:
            # A town may bear the name of its own department: Paris.
            once_said((*names, *(town for town in department.towns if alike(town) != alike(department.name_fr))))
        once_said(
            (*(town for department in self.departments for town in department.towns), *self.regions, *self.countries)
        )
        return self


@cache
def departments() -> DepartmentBook:
    """The departments of the package."""
    return read_as(content("departments.yaml"), DepartmentBook)
