"""The sources of the bridges as a reader knows them: title and publisher."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.model import SaidText, Strict, once, once_said
from scenarios.shipped import content, read_as


class SourceName(Strict):
    """One source as its file has it, and its name in French and English."""

    source: SaidText
    fr: SaidText
    en: SaidText
    own: bool = False
    """A rule of Envol's own: nothing was read elsewhere for it."""

    def of(self, language: str) -> str:
        """Its name; in any other language in French."""
        return self.en if language == "en" else self.fr


class SourceNames(Strict):
    """The whole file."""

    version: Annotated[int, Field(ge=1)]
    names: Annotated[tuple[SourceName, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No source twice, and no name for two."""
        once(source.source for source in self.names)
        once_said(source.fr for source in self.names)
        once_said(source.en for source in self.names)
        return self


@cache
def source_names() -> dict[str, SourceName]:
    """The names of the package by source. Raises SourceErrors."""
    return {name.source: name for name in read_as(content("source_names.yaml"), SourceNames).names}


def is_own(source: str) -> bool:
    """Whether what is named as a source is a rule of Envol's own."""
    named = source_names().get(source)
    return named is not None and named.own


def source_said(source: str, language: str) -> str:
    """A source by its name, with its address where it is a page; one without a name as it is."""
    named = source_names().get(source)
    if named is None:
        return source
    return f"{named.of(language)} ({source})" if source.startswith("http") else named.of(language)
