"""Closed values on a command line, in the words an adviser uses; English ids are taken too."""

import argparse
from collections.abc import Callable

from assets import spoken
from assets.voice import Say


def one_of(say: Say, kind: str, names: tuple[str, ...]) -> Callable[[str], str]:
    """For argparse's `type`: the id of a word of this kind; a word that is none is refused with those there are."""

    def read(text: str) -> str:
        name = spoken.read(kind, text)
        if name not in names:
            known = ", ".join(f"'{spoken.word(say, kind, name)}'" for name in names)
            raise argparse.ArgumentTypeError(f"invalid choice: '{text}' (choose from {known})")
        return name

    return read


def listed(say: Say, kind: str, names: tuple[str, ...]) -> str:
    """The words of a kind, for the help of an option."""
    return spoken.words(say, kind, names)
