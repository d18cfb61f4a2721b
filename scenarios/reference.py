"""The lists everybody refers to: the official habiletés, read from one file and never counted in code."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import Label, Strict, once, once_said
from scenarios.shipped import content, read_as


class Habilete(Strict):
    """One habileté of the MRS referential, with its official label and a short one for narrow columns."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]{2,40}$")]
    fr: Label
    en: Label
    easy_fr: Label
    short_fr: Label
    short_en: Label

    def label(self, language: str, easy: bool = False) -> str:
        """The official label in a language; in easy French, what it means in plain words."""
        return self.en if language == "en" else self.easy_fr if easy else self.fr

    def short(self, language: str) -> str:
        """The short label in a language."""
        return self.short_en if language == "en" else self.short_fr


class HabileteFile(Strict):
    """The whole file."""

    habiletes: Annotated[tuple[Habilete, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No habileté twice, and no words for two: what is said of one would be read as said of the other."""
        once(habilete.id for habilete in self.habiletes)
        said = (
            (habilete.fr, habilete.en, habilete.easy_fr, habilete.short_fr, habilete.short_en)
            for habilete in self.habiletes
        )
        for labels in zip(*said, strict=True):
            once_said(labels)
        return self


@cache
def habiletes() -> tuple[Habilete, ...]:
    """All habiletés, in the order of the referential. Raises SourceErrors."""
    return read_as(content("habiletes.yaml"), HabileteFile).habiletes


def in_order(names: Iterable[str]) -> list[str]:
    """Ids of habiletés in the order of the referential, whatever order a packet gives them; others last, by id."""
    order = {habilete.id: at for at, habilete in enumerate(habiletes())}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))
