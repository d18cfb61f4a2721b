"""A rule of evidence as the loader and a scenario know it; what it may say wrong."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A name that refers to nothing: in the rules' file or not, where, the sentence's code and its values."""

    in_rules: bool
    path: Path
    code: str
    values: Mapping[str, object]


class Rule(BaseModel):
    """What the loader asks of a rule of evidence; `scoring.rules` says the rest."""

    id: str
    habilete: str
    reads: str
    lasts: tuple[str, ...] = ()

    @property
    @abstractmethod
    def settings(self) -> BaseModel:
        """The settings of its reader."""

    @classmethod
    @abstractmethod
    def settings_of(cls, reader: str) -> list[str]:
        """The names of the settings of a reader, none for one that does not exist."""

    @abstractmethod
    def against(self, params: Mapping[str, object]) -> Iterator[Finding]:
        """What of the rule fits nothing in a scenario, by paths from the rule on."""
