"""The text catalogue: every sentence is a key, read in French, easy French or English."""

import errno
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from scenarios.safe import Problem
from scenarios.source import workshop_folders
from scenarios.words import EASY, LANGUAGES, Texts, gather, read_words

LOCALES = Path(str(files("assets"))) / "locales"


@cache
def languages() -> tuple[str, ...]:
    """Those that are here, French first: each a folder of `assets/locales`. Easy French is a level of French."""
    names = {place.name for place in LOCALES.iterdir() if place.is_dir()}
    return ("fr", *sorted(names - {"fr", EASY}))


def next_language(language: str) -> str:
    """The one that follows, round and round."""
    known = languages()
    return known[(known.index(language) + 1) % len(known)]


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
        single, many = format_spec.split("|")
        return single if isinstance(value, int | float) and self._single(value) else many

    def _single(self, n: float) -> bool:
        return abs(n) < 2 if self.language == "fr" else n == 1


def lowered(text: str) -> str:
    """A text as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


class ReadWhenSaid(Mapping[str, Texts]):
    """Texts by language: a language is read once, when something of it is first said. Most sittings need one."""

    def __init__(self, names: Iterable[str], read: Callable[[str], Texts]) -> None:
        self._names = tuple(names)
        self._read = read
        self._there: dict[str, Texts] = {}

    def __getitem__(self, language: str) -> Texts:
        if language not in self._there:
            if language not in self._names:
                raise KeyError(language)
            self._there[language] = self._read(language)
        return self._there[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Catalogue:
    """Texts by language; `Catalogue.load()` holds the package's own. A workshop adds its own, which go before them."""

    def __init__(self, texts: Mapping[str, Texts]) -> None:
        self.texts = texts
        self._workshops: dict[str, Mapping[str, Texts]] = {}
        # A screen asks a thousand times a second: what was found once is kept, until a workshop's texts are added.
        self._looked_up: dict[tuple[str, str, str], tuple[Mapping[str, Texts], str]] = {}
        self._said: dict[tuple[str, str, bool, str], str] = {}

    @staticmethod
    @cache
    def load() -> "Catalogue":
        """The catalogue of `assets/locales` and of the workshops that ship. Raises ValueError for ours, once read.

        A workshop whose texts cannot be read is set aside by whoever loads it, not here.
        """
        catalogue = Catalogue(ReadWhenSaid(areas(), of_the_house))
        for folder in workshop_folders():
            catalogue.add(folder.name, ReadWhenSaid(LANGUAGES, partial(_beside, folder)))
        return catalogue

    def add(self, workshop: str, texts: Mapping[str, Texts]) -> None:
        """Let a workshop say its own texts, by language; those of another workshop of the same keys stay its own."""
        self._workshops[workshop] = texts
        self._looked_up.clear()
        self._said.clear()

    def t(self, key: str, language: str, /, easy: bool = False, workshop: str = "", **values: Any) -> str:
        """The text of a key, {name} replaced by values; an OSError among them is told in the language, why alone.

        `workshop`: the one whose own texts go first; a key may also begin with the name of a workshop and a dot.
        Raises KeyError for an unknown key or value.
        """
        asked = (key, language, easy, workshop)
        text = self._said.get(asked)
        if text is None:
            text = self._said[asked] = self._as_written(*asked)
        if not values and "{" not in text and "|" not in text:
            return text
        words = {name: self._why(v, language) if isinstance(v, OSError) else v for name, v in values.items()}
        if "|" in text:
            return Counting(language).vformat(text, (), words)
        return text.format(**words) if words or "{" in text else text

    def _as_written(self, key: str, language: str, easy: bool, workshop: str) -> str:
        """A text before values are put in."""
        texts, key = self._where(key, language, workshop)
        if texts is not self.texts and language not in texts:
            language = "fr"
        text = texts.get(EASY, {}).get(key) if easy and language == "fr" else None
        return texts[language][key] if text is None else text

    def has(self, key: str, workshop: str = "") -> bool:
        """Whether the workshop or the house says a key."""
        texts, key = self._where(key, "fr", workshop)
        return key in texts["fr"]

    def _where(self, key: str, language: str, workshop: str) -> tuple[Mapping[str, Texts], str]:
        """Whose texts say a key, and under which name."""
        asked = (key, language, workshop)
        place = self._looked_up.get(asked)
        if place is None:
            place = self._looked_up[asked] = self._search(key, language, workshop)
        return place

    def _search(self, key: str, language: str, workshop: str) -> tuple[Mapping[str, Texts], str]:
        """What a workshop says itself it says in French and English: in any other language it is read in French."""
        own = self._workshops.get(workshop, {})
        if key in _spoken(own, language):
            return own, key
        name, _, rest = key.partition(".")
        named = self._workshops.get(name, {})
        return (named, rest) if rest in _spoken(named, language) else (self.texts, key)

    def _why(self, error: OSError, language: str) -> str:
        """Why the system refused, in words a facilitator knows; the system's own where there are none."""
        known = self.texts[language].get(f"why.{errno.errorcode.get(error.errno or 0, '')}")
        return known or error.strerror or str(error)


def _spoken(own: Mapping[str, Texts], language: str) -> Texts:
    """A workshop's own texts in a language, in French where it has none of that language."""
    return own[language] if language in own else own.get("fr", {})


def areas() -> dict[str, list[Path]]:
    """The files of the house's texts, by language."""
    return {name: sorted((LOCALES / name).glob("*.yaml")) for name in (*languages(), EASY)}


def of_the_house(language: str) -> Texts:
    """Every text of the house in a language. Raises ValueError for the first file that is not sound."""
    return _sound(language, areas()[language])


THIS_LANGUAGE = "comfort.this_language"


@cache
def own_name(language: str) -> str:
    """What a language is called in itself: of one that nobody has asked for, only the file that says so is read.

    Raises ValueError where that file is not sound, KeyError where none says it.
    """
    word = THIS_LANGUAGE.rpartition(".")[2]
    return _sound(language, [path for path in areas()[language] if word in path.read_text("utf-8")])[THIS_LANGUAGE]


def _sound(language: str, paths: list[Path]) -> Texts:
    words, problems = gather({language: paths})
    if problems:
        at = problems[0]
        raise ValueError(f"{at.file}:{at.line}: {at.where}: {at.code}")
    return words.texts[language]


def _beside(folder: Path, language: str) -> Texts:
    """The texts of a workshop's folder in a language; what cannot be read of them holds none."""
    return read_words(folder, (language,))[0].texts[language]


def is_text_file(path: Path) -> bool:
    """Whether a file given by itself holds texts of the house: it stands in `locales/<language>`."""
    folder = path.absolute().parent
    return path.suffix == ".yaml" and folder.parent.name == LOCALES.name and folder.name in (*languages(), EASY)


def text_problems(given: Sequence[Path] = ()) -> list[Problem]:
    """What is wrong with the texts of the house: each that a language lacks, each {value} that differs from French.

    `given`: files that are read in the place of ours of the same language and name.
    """
    places = {language: {path.name: path for path in paths} for language, paths in areas().items()}
    for path in given:
        places[path.absolute().parent.name][path.name] = path
    words, problems = gather({language: list(paths.values()) for language, paths in places.items()})
    return problems + words.problems(dict.fromkeys(languages(), words.texts["fr"]))
