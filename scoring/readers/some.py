"""Readers that may look at some of their trials alone: a short form has each trial read by itself."""

from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from scenarios.check import Named
from scoring.readers.base import NameList, Using


class OfSome(Using):
    """Settings of a reader that may look at some of its trials alone: `only` names them, None for all.

    Where it is not written it is not in the plain data either: the hash of a scenario without it is what it was.
    """

    unwritten: ClassVar[Mapping[str, object]] = {"only": None}
    """Settings that came later, with what each is where nobody writes it."""

    narrows: ClassVar[tuple[str, ...]] = ("only",)
    """Settings that name which trials are looked at."""

    @property
    def some(self) -> bool:
        """Whether only some of the trials are looked at."""
        return any(name in self.model_dump() for name in self.narrows)

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        plain: dict[str, object] = handler(self)
        later = self.unwritten
        return {name: value for name, value in plain.items() if name not in later or value != later[name]}


def chosen(only: Collection[str] | None, name: str) -> bool:
    """Whether a trial of this name is among those looked at."""
    return only is None or name in only


OnlyHoles = Annotated[NameList | None, Named("hole"), Field(title="Trous regardés seuls")]


class OfHoles(OfSome):
    """Every hole, or those named."""

    only: OnlyHoles = None
