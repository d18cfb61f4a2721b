"""Texts by language: those that stand beside a scenario, and what is wrong with any of them."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.safe import Lines, Problem, SourceErrors, dotted
from scenarios.source import read_yaml
from scenarios.vocabulary import Where

WHOLE = ("fr", "en")
"""Languages in which every text is there."""
EASY = "fr-facile"
"""Easy French rewords some of the French texts."""
LANGUAGES = (*WHOLE, EASY)
Texts = Mapping[str, str]
WordFault = tuple[str, str, str, dict[str, object]]
"""Language, key, code of the sentence and its values."""
FORM = re.compile(r"([<>^][0-9]{1,2})?|[^{}|:]+\|[^{}|:]+")
"""How a {value} may be set: to the left, right or middle of so many letters, or as one of two words by its number."""

STEP = re.compile(r"^(\d+)\. ([^|]*)\|(.*)$")
ORDER = "order."
"""How the keys of orders begin: each is numbered lines, « 1. Préparer | Prenez 7 outils. »."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a text stands."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """Texts by language, and where each stands."""

    texts: Mapping[str, Texts] = field(default_factory=dict)
    stands: Mapping[str, Mapping[str, TextPlace]] = field(default_factory=dict)

    def problems(self, known: Mapping[str, Texts]) -> list[Problem]:
        """Each text that a language lacks, each {value} that is missing or that nobody gives.

        A text over one of `known` (the texts of the house) takes its values; any other takes none.
        """
        problems = []
        faults = (*_lacking(self.texts, known), *_values(self.texts, known), *_orders(self.texts))
        for language, key, code, values in faults:
            at = self.stands[language][key]
            problems.append(Problem(at.file, at.line, key, code, values))
        return problems


def read_words(folder: Path, languages: Sequence[str] = LANGUAGES) -> tuple[LanguageTexts, list[Problem]]:
    """Every text of a scenario's folder, and every problem of its files; a file that is not there holds no text."""
    places = {language: [folder / f"texts.{language}.yaml"] for language in languages}
    return gather({language: [p for p in paths if p.exists()] for language, paths in places.items()})


def gather(places: Mapping[str, list[Path]]) -> tuple[LanguageTexts, list[Problem]]:
    """The texts of some files by language; problems name a file with its folder."""
    texts: dict[str, dict[str, str]] = {language: {} for language in places}
    stands: dict[str, dict[str, TextPlace]] = {language: {} for language in places}
    problems: list[Problem] = []
    for language, paths in places.items():
        for path in paths:
            name = f"{path.absolute().parent.name}/{path.name}"
            try:
                data, lines = read_yaml(path, name, typed=False)
            except SourceErrors as error:
                problems += error.problems
                continue
            for key, value, line in leaves(data, lines):
                if not isinstance(value, str) or not value.strip():
                    problems.append(Problem(name, line, key, "no_words"))
                elif key in texts[language]:
                    problems.append(Problem(name, line, key, "twice", {"name": key}))
                else:
                    texts[language][key] = value
                    stands[language][key] = TextPlace(name, line)
    return LanguageTexts(texts, stands), problems


def leaves(tree: Mapping[str, Any], lines: Lines, path: Where = ()) -> Iterator[tuple[str, object, int]]:
    """(key, text, line) of every text; a key may be written whole or in levels."""
    for name, value in tree.items():
        here = (*path, str(name))
        if isinstance(value, Mapping):
            yield from leaves(value, lines, here)
        else:
            yield dotted(here), value, lines.line(here)


def values_in(text: str) -> frozenset[str] | None:
    """The names of the {values} of a text; None where its braces are no names of values."""
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    plain = all(str(name).isidentifier() and FORM.fullmatch(form or "") and not turn for _, name, form, turn in parts)
    return frozenset(str(name) for _, name, _, _ in parts) if plain else None


def lines_of(text: str) -> list[tuple[int, str, str]]:
    """The numbered lines of an order: number, title, what it says."""
    steps = (STEP.match(paragraph) for paragraph in text.split("\n"))
    return [(int(m[1]), m[2].strip(), m[3].strip()) for m in steps if m]


def _orders(texts: Mapping[str, Texts]) -> Iterator[WordFault]:
    """Orders are opened line by line, by their numbers: each has some, and the same in each language."""
    for language, said in texts.items():
        for key in (key for key in said if key.startswith(ORDER)):
            numbers = [n for n, _, _ in lines_of(said[key])]
            there = [n for n, _, _ in lines_of(texts.get("fr", {}).get(key, ""))] or numbers
            if not numbers or len(set(numbers)) < len(numbers):
                yield language, key, "order_lines", {}
            elif numbers != there:
                yield language, key, "other_lines", {"expected": ", ".join(map(str, there))}


def _lacking(texts: Mapping[str, Texts], known: Mapping[str, Texts]) -> Iterator[WordFault]:
    """Where a text stands that another language lacks; easy French may reword a text of the house."""
    for language in texts:
        for other in WHOLE:
            there = texts.get(other, {}).keys()
            for key in texts[language].keys() - there - (known.get(other, {}).keys() if language == EASY else set()):
                if language != EASY or other == "fr":
                    yield language, key, "no_text_in", {"text": key, "language": other}


def _values(texts: Mapping[str, Texts], known: Mapping[str, Texts]) -> Iterator[WordFault]:
    for language, said in texts.items():
        for key, text in said.items():
            in_text = values_in(text)
            if in_text is None:
                yield language, key, "braces", {}
                continue
            given = values_in(known.get("fr", {}).get(key, "")) or frozenset()
            for name in sorted(given - in_text):
                yield language, key, "value_missing", {"value": name}
            for name in sorted(in_text - given):
                yield language, key, "value_unknown", {"value": name}
