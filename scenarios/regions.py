"""A region is one file: its basins, fairs, partners and the schemes in force. What is not known is an empty list."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scenarios.days import Day, Since
from scenarios.departments import DepartmentCode, RegionCode
from scenarios.model import Label, SaidText, Strict, each_once, once, once_said
from scenarios.safe import Problem, SourceErrors
from scenarios.shipped import content, read_as

Sources = Annotated[tuple[SaidText, ...], Field(min_length=1), AfterValidator(each_once)]


class Basin(Strict):
    """A labour basin and its department.

    `towns`: those that surely stand in it, where its name alone does not say so. `also`: other departments it reaches
    into, so that a workplace there may be in it.
    """

    code: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    name_fr: Label
    department: DepartmentCode
    towns: tuple[Label, ...] = ()
    also: tuple[DepartmentCode, ...] = ()

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No department twice, its own included."""
        once((self.department, *self.also))
        return self

    def in_department(self, department: str) -> bool:
        """Whether a workplace of a department may be in it."""
        return department == self.department or department in self.also


class KnownFair(Strict):
    """A fair known by name; `days` is empty where no date was found."""

    name_fr: Label
    town_fr: Label
    days: Annotated[tuple[Day, ...], AfterValidator(each_once)]
    sources: Sources


class Partner(Strict):
    """An organisation with an agreement on record."""

    name_fr: Label
    since: Since
    sources: Sources


class Scheme(Strict):
    """A scheme in force, with where that was read. `since` is null where the sources give no date."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    name_fr: Label
    state: Literal["in_force", "funding_to_check"]
    since: Since | None
    sources: Sources


class Region(Strict):
    """One region's file."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    version: Annotated[int, Field(ge=1)]
    checked: Day
    status: Literal["to_confirm"]
    name_fr: Label
    insee: RegionCode
    basins_source: SaidText
    basins: Annotated[tuple[Basin, ...], Field(min_length=1)]
    fairs: tuple[KnownFair, ...]
    partners: tuple[Partner, ...]
    schemes: tuple[Scheme, ...]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No basin, fair, partner or scheme twice, and no name of a basin for two."""
        once(basin.code for basin in self.basins)
        once_said(name for basin in self.basins for name in (basin.name_fr, *basin.towns))
        once_said(fair.name_fr for fair in self.fairs)
        once_said(partner.name_fr for partner in self.partners)
        once(scheme.id for scheme in self.schemes)
        once_said(scheme.name_fr for scheme in self.schemes)
        return self

    def departments(self) -> tuple[str, ...]:
        """The departments of its basins, in order."""
        return tuple(sorted({basin.department for basin in self.basins}))


def basin(code: str) -> Basin | None:
    """A basin of any region, None for a code that no file holds."""
    return next((basin for region in regions() for basin in region.basins if basin.code == code), None)


@cache
def basins_in(department: str) -> tuple[str, ...]:
    """The codes of the basins a workplace of a department may be in; none where no region's file holds it."""
    return tuple(basin.code for region in regions() for basin in region.basins if basin.in_department(department))


@cache
def regions() -> tuple[Region, ...]:
    """All regions of the package, by id. Raises SourceErrors."""
    return tuple(read_region(path) for path in region_files())


def region_files() -> list[Path]:
    """The files of regions, in the order of their names."""
    return sorted(content("regions").glob("*.yaml"))


def read_region(path: Path) -> Region:
    """One region's file, which bears its id. Raises SourceErrors."""
    region = read_as(path, Region)
    if path.stem != region.id:
        raise SourceErrors([Problem(path.name, 1, "id", "other_name", {"got": region.id, "expected": path.stem})])
    return region
