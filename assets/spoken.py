"""Closed values as an adviser says them: « proposer », « pourvue », CDI, POEI in; the same words out."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from assets.texts import Catalogue

START = "spoken"
BETWEEN = " / "
"""In the texts: the word that is shown, then others that are taken for it."""


def plain(text: str) -> str:
    """Without accents, capitals, spaces or hyphens: what does not count when a word is typed."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\s_'’-]+", "_", bare.casefold().strip())


@cache
def table(kind: str) -> dict[str, str]:
    """Every word of a kind, in all languages and as its id, with the id it stands for."""
    names: dict[str, str] = {}
    for texts in Catalogue.load().texts.values():
        for key, text in texts.items():
            if key.startswith(f"{START}.{kind}."):
                name = key.rsplit(".", 1)[1]
                names |= {plain(word): name for word in (name, *text.split(BETWEEN))}
    return names


def read(kind: str, text: str) -> str | None:
    """The id a word stands for, None for a word that is none of the kind."""
    return table(kind).get(plain(text))


def word(say: Callable[[str], str], kind: str, name: str) -> str:
    """A closed value as it is said."""
    return say(f"{START}.{kind}.{name}").split(BETWEEN)[0]


def confirm_said(say: Callable[[str], str]) -> str:
    """What « à confirmer » means, in the one line that pass, pages, sheets, legends and voice say; it is true of each
    cause: neither likely nor unlikely, seen in one workshop alone, likely by the whole and not by its own moments."""
    return say("statement.to_confirm.says")


def words(say: Callable[[str], str], kind: str, names: tuple[str, ...]) -> str:
    """Several closed values, for « attendu : … »."""
    return ", ".join(word(say, kind, name) for name in names)
