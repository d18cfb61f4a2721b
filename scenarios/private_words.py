"""What a note that bears no name should not hold: a telephone number, an address, a long number, a name, health."""

import re
import unicodedata
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scenarios.model import Strict, once
from scenarios.shipped import content, read_as

TitleWord = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9 .'-]*[a-z0-9.]$")]
Beginning = Annotated[str, Field(max_length=40, pattern=r"^[a-z]{3}[a-z0-9 '-]*\.?$")]
"""Three letters at least: of fewer, half of all notes would be asked about."""
Language = Literal["fr", "en"]
LONG_NUMBER = 9
"""Figures from which a number may be one of a person: a telephone, a social security or a file number."""
NUMBER = re.compile(r"\+?[0-9][0-9 .\-/()]{6,}[0-9]")
DATE = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")


class PrivateWords(Strict):
    """The file: titles that stand before a name, and words of health, by language, plain and in small letters."""

    version: Annotated[int, Field(ge=1)]
    titles: dict[Language, Annotated[tuple[TitleWord, ...], Field(min_length=1)]]
    health: dict[Language, Annotated[tuple[Beginning, ...], Field(min_length=1)]]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """No word twice in a language."""
        for words in (*self.titles.values(), *self.health.values()):
            once(words)
        return self


@cache
def private_words() -> PrivateWords:
    """The words of the package. Raises SourceErrors."""
    return read_as(content("private_words.yaml"), PrivateWords)


def private_in(text: str) -> list[tuple[str, str]]:
    """What of a text looks private, in its order: (kind, the words themselves); kind: mail, number, name, health.

    A hint, never a proof: it asks before a note is kept, and misses what it does not know. Every language is read.
    """
    spans = [(match.start(), "mail", match[0]) for match in MAIL.finditer(text)]
    spans += [
        (match.start(), "number", match[0]) for match in NUMBER.finditer(DATE.sub(lambda day: " " * len(day[0]), text))
        if sum(sign.isdigit() for sign in match[0]) >= LONG_NUMBER
    ]  # fmt: skip
    plain, words = _plain(text), private_words()
    for title in (title for every in words.titles.values() for title in every):
        # « M. Durand », « Mme Durand »: a title and a word with a capital after it.
        dot = r"\.\s*" if title.endswith(".") else r"(?:\.\s*|\s+)"
        for match in re.finditer(rf"(?<!\w){re.escape(title.removesuffix('.'))}{dot}(?=(\w+))", plain):
            name = text[match.start(1) : match.end(1)]
            if name[:1].isupper():
                spans.append((match.start(), "name", text[match.start() : match.end(1)]))
    for word in (word for every in words.health.values() for word in every):
        end = r"\.?(?!\w)" if word.endswith(".") else r"\w*"
        for match in re.finditer(rf"(?<!\w){re.escape(word.removesuffix('.'))}{end}", plain):
            spans.append((match.start(), "health", text[match.start() : match.end()]))
    return list(dict.fromkeys((kind, said) for _, kind, said in sorted(spans)))


def private_said(text: str) -> str:
    """What of a text looks private, in its own words, « 06 12 34 56 78 », « dos fragile »; "" where nothing does."""
    return ", ".join(f"« {said} »" for _, said in private_in(text))


def _plain(text: str) -> str:
    """In small letters without accents, sign for sign: places in it are places in the text."""
    return "".join(unicodedata.normalize("NFD", sign)[0].lower()[:1] for sign in text)
