"""A catalogue bound to one language: what commands, pages and lists say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assets.texts import Catalogue

Say = Callable[..., str]
"""What gives the text of a key, with its values, in one language."""


@dataclass(frozen=True)
class Voice:
    """What a command says, in the person's language: `voice.say(key, **values)`."""

    catalogue: Catalogue
    language: str

    def say(self, key: str, **values: Any) -> str:
        """The text of a key in the language of the command line."""
        return self.catalogue.t(key, self.language, **values)

    def figure(self, value: float, form: str = ".2f") -> str:
        """A number with the decimal sign of the language; `form` as in a format string."""
        return f"{value:{form}}".replace(".", self.say("common.decimal"))
