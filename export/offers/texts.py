"""Texts of offers as they come: cleaned, made plain for comparing, and the reasons a value is not kept."""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from scenarios.plain import BLANK

MAX_TEXT = 100_000
GENDERS = re.compile(r"\b(h f|f h|hf|fh|h f x|m f|f m|h f h)\b")


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a row is refused, why it is to complete, or which optional value is left out."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


def clean(value: object) -> str:
    """A text without control characters or double spaces; numbers become text, anything else nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    said = str(value)[:MAX_TEXT]
    shown = "".join(char if char.isprintable() and char not in BLANK else _unseen(char) for char in said)
    return " ".join(shown.split())


def _unseen(char: str) -> str:
    """Nothing for what stands inside a word unseen (a soft hyphen, a mark of direction), a space for the rest."""
    return "" if unicodedata.category(char) in ("Cf", "Mn") else " "


def plain(text: str) -> str:
    """Small letters without accents, everything but letters, digits, * and × a space: for comparing words."""
    return _plain_short(text) if len(text) <= MAX_KEPT else _plain(text)


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9*×]+", " ", bare).split())


MAX_KEPT = 120
"""Texts up to this length are made plain once: titles, places and names come back in every row."""
_plain_short = lru_cache(maxsize=20_000)(_plain)


@lru_cache(maxsize=20_000)
def title_key(text: str) -> str:
    """A title for comparing: plain, without « (H/F) » and the like."""
    return " ".join(GENDERS.sub(" ", plain(text)).split())


def texts(value: object, depth: int = 0) -> Iterator[str]:
    """The texts of a value that is a text, a list, or an object with a `libelle`: all three really come."""
    if isinstance(value, str):
        yield clean(value)
    elif isinstance(value, list) and depth < 3:
        for member in value[:200]:
            yield from texts(member, depth + 1)
    elif isinstance(value, dict):
        yield clean(value.get("libelle"))
