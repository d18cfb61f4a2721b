"""The savoir-être of ROME that offers name, and the habiletés they suggest."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import Label, Strict, among, once, once_said
from scenarios.reference import habiletes
from scenarios.shipped import content, read_as


class Quality(Strict):
    """One savoir-être with its official label; `habiletes` it suggests, to be confirmed by a person."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]{2,40}$")]
    label_fr: Label
    habiletes: tuple[str, ...]

    @model_validator(mode="after")
    def known(self) -> Self:
        """Only habiletés of the referential."""
        among(self.habiletes, (habilete.id for habilete in habiletes()))
        once(self.habiletes)
        return self


class QualityFile(Strict):
    """The whole file."""

    version: Annotated[int, Field(ge=1)]
    qualities: Annotated[tuple[Quality, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No savoir-être twice."""
        once(quality.id for quality in self.qualities)
        once_said(quality.label_fr for quality in self.qualities)
        return self


@cache
def qualities() -> tuple[Quality, ...]:
    """All savoir-être, in the order of the file. Raises SourceErrors."""
    return read_as(content("qualities.yaml"), QualityFile).qualities
