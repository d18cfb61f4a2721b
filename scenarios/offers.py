"""The example offers: fictitious, marked as such, read from one file and checked."""

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from scenarios.model import Label, Title, among, latin, not_blank, once, once_said
from scenarios.reference import habiletes
from scenarios.regions import Region, regions
from scenarios.shipped import content, read_as

Constraint = Literal[
    "shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights"
]  # fmt: skip


class OfferPart(BaseModel):
    """Every part refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AskedHabilete(OfferPart):
    """What an offer asks of one habileté."""

    habilete: str
    level: Annotated[int, Field(ge=1, le=3)]
    weight: Annotated[float, Field(ge=0.1, le=4)]

    @field_validator("habilete")
    @classmethod
    def _known(cls, name: str) -> str:
        among([name], [h.id for h in habiletes()])
        return name


FICTITIOUS = " (exemple)"
"""How the name of every fictitious employer ends, whatever the language: it is seen wherever the name goes."""


class ExampleOffer(OfferPart):
    """A fictitious offer; `example` is always true, and the employer's name says so too."""

    id: Annotated[str, Field(pattern=r"^ex(-[a-z0-9]+)+$")]
    example: Literal[True]
    title: Title
    employer: Annotated[str, Field(pattern=rf"{re.escape(FICTITIOUS)}$")]
    trade: str
    rome: Annotated[str, Field(pattern=r"^[A-Z][0-9]{4}$")]
    area: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    posts: Annotated[int, Field(ge=1, le=1000)]
    constraints: tuple[Constraint, ...]
    requirements: Annotated[tuple[AskedHabilete, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> "ExampleOffer":
        """Nothing is asked or said twice, and the employer has a name before the mark."""
        once(self.constraints)
        once(asked.habilete for asked in self.requirements)
        not_blank(latin(self.employer).removesuffix(FICTITIOUS))
        return self


class Area(OfferPart):
    """An employment basin: its code and name."""

    code: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    name: Label


class OfferFile(OfferPart):
    """The whole file."""

    areas: tuple[Area, ...]
    offers: tuple[ExampleOffer, ...]

    @model_validator(mode="after")
    def names_fit(self) -> "OfferFile":
        """No basin and no offer twice, and each offer in a basin that is known."""
        once(area.code for area in self.areas)
        once_said(area.name for area in self.areas)
        once(offer.id for offer in self.offers)
        among((offer.area for offer in self.offers), [area.code for area in self.areas])
        return self


@cache
def example_file() -> OfferFile:
    """The file of example offers with the basins it names. Raises SourceErrors."""
    return read_as(content("offers_examples.yaml"), OfferFile)


def example_offers() -> tuple[ExampleOffer, ...]:
    """The example offers."""
    return example_file().offers


@cache
def asked_region() -> Region:
    """The region whose basins a person is asked about: that of the example offers."""
    codes = {offer.area for offer in example_offers()}
    return next(region for region in regions() if codes <= {basin.code for basin in region.basins})


def area_name(code: str) -> str:
    """The name of a basin, or its code when the file does not know it."""
    return next((a.name for a in example_file().areas if a.code == code), code)
