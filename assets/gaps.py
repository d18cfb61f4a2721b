"""What a language lacks beside French: its keys, and the values each text is given."""

import string
from dataclasses import dataclass

from assets.texts import Catalogue
from scenarios.words import EASY


@dataclass(frozen=True, slots=True)
class Gap:
    """`code` names a sentence of `cli.text_*`: the key is missing, unknown to French, or asks for other values."""

    language: str
    key: str
    code: str


def gaps(catalogue: Catalogue) -> tuple[Gap, ...]:
    """Every gap of every language; easy French may leave keys out, it may not hold others."""
    french = catalogue.texts["fr"]
    gaps_found = [
        Gap(name, key, "unknown")
        for name, texts in catalogue.texts.items()
        for key in texts.keys() - french.keys()
    ]
    gaps_found += [
        Gap(name, key, "missing")
        for name, texts in catalogue.texts.items()
        if name != EASY
        for key in french.keys() - texts.keys()
    ]
    gaps_found += [
        Gap(name, key, "values")
        for name, texts in catalogue.texts.items()
        for key in french.keys() & texts.keys()
        if not asked(texts[key]) <= asked(french[key])
    ]
    return tuple(sorted(gaps_found, key=lambda gap: (gap.language, gap.key)))


def asked(text: str) -> set[str]:
    """The values a text is filled with. A text that cannot be filled, a lone brace say, asks for itself."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}
