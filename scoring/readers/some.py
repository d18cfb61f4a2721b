"""Readers that may look at some of their trials alone: a short form has each trial read by itself."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from scenarios.check import Named
from scoring.readers.base import Using, Words


class OfSome(Using):
    """Settings of a reader that may look at some of its trials alone: `only` names them, None for all.

    Where it is not written it is not in the plain data either: the hash of a scenario without it is what it was.
    """

    @property
    def some(self) -> bool:
        """Whether only some of the trials are looked at."""
        return "only" in self.model_dump()

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        plain: dict[str, object] = handler(self)
        return {name: value for name, value in plain.items() if name != "only" or value is not None}


def chosen(only: Collection[str] | None, name: str) -> bool:
    """Whether a trial of this name is among those looked at."""
    return only is None or name in only


OnlyHoles = Annotated[Words | None, Named("hole"), Field(title="Trous regardés seuls")]


class OfHoles(OfSome):
    """Every hole, or those named."""

    only: OnlyHoles = None
