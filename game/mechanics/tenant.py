"""A mechanic before it is played: its key, what a scenario of it may hold, and where it declares the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from game.workshop.mechanic import Installed


@dataclass(frozen=True, slots=True)
class Tenant:
    """A mechanic, light: a tower reads its params and never asks what it declares."""

    key: str  # as a scenario names it: assemble@1
    params: type[BaseModel]  # the model that a scenario's `params:` must follow
    declared: "Callable[[], Installed]"
    """All of it. Screens, robots and sounds are loaded when this is called and not before."""
