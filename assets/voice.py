"""A catalogue bound to one language: what commands, pages and lists say."""

from dataclasses import dataclass
from typing import Any

from assets.texts import Catalogue


@dataclass(frozen=True)
class Voice:
    """What a command says, in the person's language: `voice.say(key, **values)`."""

    catalogue: Catalogue
    language: str

    def say(self, key: str, **values: Any) -> str:
        """The text of a key in the language of the command line."""
        return self.catalogue.t(key, self.language, **values)
