"""The example offers: fictitious, marked as such, read from one file and checked."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from scenarios.reference import habiletes

Constraint = Literal[
    "shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights"
]  # fmt: skip

MAX_ASKED = 7


class OfferPart(BaseModel):
    """Every part refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OfferTitle(OfferPart):
    """A title in both languages."""

    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class AskedHabilete(OfferPart):
    """What an offer asks of one habileté."""

    habilete: str
    level: Annotated[int, Field(ge=1, le=3)]
    weight: Annotated[float, Field(gt=0, le=4)]

    @field_validator("habilete")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in {h.id for h in habiletes()}:
            raise ValueError(f"unknown habilete {name}")
        return name


class ExampleOffer(OfferPart):
    """A fictitious offer; `example` is always true, and the employer's name says so too."""

    id: Annotated[str, Field(pattern=r"^ex-[a-z0-9-]+$")]
    example: Literal[True]
    title: OfferTitle
    employer: Annotated[str, Field(pattern="exemple")]
    trade: str
    rome: Annotated[str, Field(pattern=r"^[A-Z]\d{4}$")]
    area: Annotated[str, Field(pattern=r"^\d{4}$")]
    posts: Annotated[int, Field(ge=1)]
    constraints: tuple[Constraint, ...]
    requirements: Annotated[tuple[AskedHabilete, ...], Field(min_length=1)]


class Area(OfferPart):
    """An employment basin: its code and name, and whether a person is asked if they could work there."""

    code: Annotated[str, Field(pattern=r"^\d{4}$")]
    name: str
    asked: bool = False


class OfferFile(OfferPart):
    """The whole file."""

    areas: tuple[Area, ...]
    offers: tuple[ExampleOffer, ...]

    @field_validator("areas")
    @classmethod
    def _few_are_asked(cls, areas: tuple[Area, ...]) -> tuple[Area, ...]:
        asked = sum(a.asked for a in areas)
        if not 1 <= asked <= MAX_ASKED:
            raise ValueError(f"{asked} areas are asked: from 1 to {MAX_ASKED} fit the screen")
        return areas


@cache
def example_file() -> OfferFile:
    """The file of example offers with the basins it names."""
    text = (files("scenarios") / "content" / "offers_examples.yaml").read_text("utf-8")
    return OfferFile.model_validate(yaml.safe_load(text))


def example_offers() -> tuple[ExampleOffer, ...]:
    """The example offers."""
    return example_file().offers


def asked_areas() -> tuple[str, ...]:
    """The codes of the basins a person is asked about, in the order of the file."""
    return tuple(a.code for a in example_file().areas if a.asked)


def area_name(code: str) -> str:
    """The name of a basin, or its code when the file does not know it."""
    return next((a.name for a in example_file().areas if a.code == code), code)
