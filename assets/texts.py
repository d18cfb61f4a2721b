"""The text catalogue: every sentence is a key, read in French, easy French or English."""

import errno
import string
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

try:
    # The same reader written in C, ten times as quick: all texts are read before the first frame.
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

LANGUAGES = ("fr", "en")
EASY = "fr-facile"


class PlainLoader(SafeLoader):
    """YAML 1.1 without its traps: yes, no, on and off stay words, 8:10 stays a text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in rules if tag.rsplit(":", 1)[-1] not in ("bool", "int", "float", "timestamp")
    ]
    for first, rules in SafeLoader.yaml_implicit_resolvers.items()
}


def _leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping):
            yield from _leaves(value, key)
        else:
            yield key, str(value)


def _read(folder: Traversable) -> dict[str, str]:
    texts: dict[str, str] = {}
    for area in sorted(folder.iterdir(), key=lambda a: a.name):
        if not area.name.endswith(".yaml"):
            continue
        for key, text in _leaves(yaml.load(area.read_text("utf-8"), PlainLoader) or {}):
            if key in texts:
                raise ValueError(f"{folder.name}/{area.name}: the key {key} is written twice")
            texts[key] = text
    return texts


class Counting(string.Formatter):
    """`{n:personne|personnes}` is the word that goes with the number n, which is not written by it.

    In French what is under two is one: « 0 personne », « 1,5 point »; in English one alone is. A figure that is no
    number (« moins de 10 ») takes the second word.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """The word for a number, or the value as str.format writes it."""
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, many = format_spec.split("|")
        return one if isinstance(value, int | float) and self._single(value) else many

    def _single(self, n: float) -> bool:
        return abs(n) < 2 if self.language == "fr" else n == 1


class Catalogue:
    """Texts by language; `Catalogue.load()` reads the package's own."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.texts = texts

    @staticmethod
    @cache
    def load() -> "Catalogue":
        """The catalogue of `assets/locales`, read once."""
        root = files("assets") / "locales"
        return Catalogue({name: _read(root / name) for name in (*LANGUAGES, EASY)})

    def t(self, key: str, language: str, easy: bool = False, **values: Any) -> str:
        """The text of a key, {name} replaced by values; an OSError among them is told in the language, why alone.

        Raises KeyError for an unknown key or value.
        """
        text = self.texts[EASY].get(key) if easy and language == "fr" else None
        if text is None:
            text = self.texts[language][key]
        told = {name: self._why(v, language) if isinstance(v, OSError) else v for name, v in values.items()}
        if "|" in text:
            return Counting(language).vformat(text, (), told)
        return text.format(**told) if told or "{" in text else text

    def _why(self, error: OSError, language: str) -> str:
        """Why the system refused, in words a facilitator knows; the system's own where there are none."""
        known = self.texts[language].get(f"why.{errno.errorcode.get(error.errno or 0, '')}")
        return known or error.strerror or str(error)
