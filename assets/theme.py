"""The tables of colours, one a theme: the same tokens in each."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator
from pydantic_core import PydanticCustomError

from scenarios.model import among
from scenarios.shipped import read_as

FILE = Path(__file__).parent / "theme.yaml"
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Token = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]


class Theme(RootModel[dict[Token, Colour]]):
    """Token to colour."""


class Themes(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Theme
    contrast: Theme

    @model_validator(mode="after")
    def known_tokens(self) -> "Themes":
        """Both name the same tokens: a screen asks for any of them in either."""
        if not self.day.root:
            raise PydanticCustomError("too_short", "at least one token", {"min_length": 1})
        among(self.contrast.root, self.day.root)
        among(self.day.root, self.contrast.root)
        return self


@cache
def themes() -> dict[str, dict[str, str]]:
    """The token tables, by name. Raises SourceErrors."""
    read = read_as(FILE, Themes)
    return {"day": dict(read.day.root), "contrast": dict(read.contrast.root)}
