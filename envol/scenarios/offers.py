"""The example offers: fictitious, marked so, asking for levels as an employer would confirm them."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from envol.scenarios.model import Title

AREAS = Literal["rouen", "le_havre", "caen", "evreux_vernon", "cherbourg", "dieppe"]
CONSTRAINT = Literal["shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights"]


class Asked(BaseModel):
    """A requirement: level 1 to 3 of a habileté, with a weight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    habilete: str
    level: Annotated[int, Field(ge=1, le=3)]
    weight: Annotated[float, Field(gt=0, le=5)] = 1.0


class ExampleOffer(BaseModel):
    """One fictitious offer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^ex-\d{2}$")]
    example: Literal[True]
    title: Title
    employer: str
    rome: Annotated[str, Field(pattern=r"^[A-N]\d{4}$")]
    trade: str
    area: AREAS
    posts: Annotated[int, Field(ge=1)]
    constraints: tuple[CONSTRAINT, ...] = ()
    requirements: Annotated[tuple[Asked, ...], Field(min_length=1)]


@cache
def example_offers() -> tuple[ExampleOffer, ...]:
    """All examples, in the order of the file."""
    text = (files("envol.scenarios") / "content" / "offers_examples.yaml").read_text("utf-8")
    return tuple(ExampleOffer.model_validate(one) for one in yaml.safe_load(text)["offers"])
