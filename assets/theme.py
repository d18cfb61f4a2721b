"""The tables of colours, one a theme: the same tokens in each."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator
from pydantic_core import PydanticCustomError

from scenarios.model import among
from scenarios.safe import Problem, SourceErrors
from scenarios.shipped import read_as

FILE = Path(__file__).parent / "theme.yaml"
STANDS_OUT: tuple[tuple[str, str, float], ...] = (
    ("ink", "white", 7), ("ink", "paper", 7), ("ink", "cloud", 7), ("white", "ink", 7), ("white", "slate", 7),
    ("mist", "ink", 7), ("steel", "white", 7), ("steel", "paper", 7), ("ink", "signal", 4.5), ("ink", "amber", 4.5),
    ("white", "green", 4.5), ("white", "red", 4.5), ("ink", "sky", 4.5),
)  # fmt: skip
"""A text, its ground and the least contrast between them: 7 to 1 for what is read, 4.5 for a word on a colour."""
ColourCode = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Token = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]


class Theme(RootModel[dict[Token, ColourCode]]):
    """Token to colour."""

    @model_validator(mode="after")
    def stands_out(self) -> "Theme":
        """What is read stands out from what it is written on."""
        for text, ground, least in STANDS_OUT if self.root else ():
            among((text, ground), self.root)
            if (there := ratio(self.root[text], self.root[ground])) < least:
                contrast = {"name": text, "other": ground, "got": f"{there:.1f}", "least": f"{least:g}"}
                raise PydanticCustomError("low_contrast", "{name} on {other} cannot be read", contrast)
        return self


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


def luminance(colour: ColourCode) -> float:
    """Relative luminance of WCAG 2.1, 0 black to 1 white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def ratio(colour: ColourCode, other: ColourCode) -> float:
    """How much two colours stand out from one another, 1 to 21."""
    low, high = sorted((luminance(colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def theme_problems(path: Path = FILE) -> list[Problem]:
    """What is wrong with the tables of colours of a file."""
    try:
        read_as(path, Themes)
    except SourceErrors as error:
        return error.problems
    return []


@cache
def themes() -> dict[str, dict[str, str]]:
    """The token tables, by name. Raises SourceErrors."""
    read = read_as(FILE, Themes)
    return {"day": dict(read.day.root), "contrast": dict(read.contrast.root)}
