"""The savoir-être of ROME that offers name, and the habiletés they suggest."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from scenarios.reference import habiletes


class Quality(BaseModel):
    """One savoir-être with its official label; `habiletes` it suggests, to be confirmed by a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    label_fr: Annotated[str, Field(min_length=1, max_length=120)]
    habiletes: tuple[str, ...]

    @model_validator(mode="after")
    def known(self) -> Self:
        """Only habiletés of the referential."""
        if unknown := set(self.habiletes) - {one.id for one in habiletes()}:
            raise ValueError(f"unknown habiletés: {sorted(unknown)}")
        return self


@cache
def qualities() -> tuple[Quality, ...]:
    """All savoir-être, in the order of the file."""
    text = (files("scenarios") / "content" / "qualities.yaml").read_text("utf-8")
    return tuple(Quality.model_validate(one) for one in yaml.safe_load(text)["qualities"])
