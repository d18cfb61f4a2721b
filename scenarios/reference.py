"""The lists everybody refers to: the official habiletés, read from one file and never counted in code."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class Habilete(BaseModel):
    """One habileté of the MRS referential, with its official label and a short one for narrow columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    fr: str
    en: str
    easy_fr: str
    short_fr: str
    short_en: str

    def label(self, language: str, easy: bool = False) -> str:
        """The official label in a language; in easy French, what it means in plain words."""
        return self.en if language == "en" else self.easy_fr if easy else self.fr

    def short(self, language: str) -> str:
        """The short label in a language."""
        return self.short_en if language == "en" else self.short_fr


@cache
def habiletes() -> tuple[Habilete, ...]:
    """All habiletés, in the order of the referential."""
    text = (files("scenarios") / "content" / "habiletes.yaml").read_text("utf-8")
    return tuple(Habilete.model_validate(one) for one in yaml.safe_load(text)["habiletes"])
