"""Long lists on the screen: a first page, then how many more there are and what shows them; `--all` shows all."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from assets.voice import Voice
from cli.commands import Commands

MOST = 40
"""Rows of a first page."""
T = TypeVar("T")


def add_all(parser: argparse.ArgumentParser, commands: Commands) -> argparse.ArgumentParser:
    """`--all`."""
    parser.add_argument("--all", action="store_true", help=commands.say("page.cli.all", n=MOST))
    return parser


def first_of(rows: Sequence[T], options: argparse.Namespace) -> Sequence[T]:
    """The rows that are shown: all that were asked for, or the first ones."""
    return rows if options.all else rows[:MOST]


def give_first(
    rows: Sequence[T], lines: Callable[[Sequence[T]], Iterable[str]], options: argparse.Namespace, voice: Voice
) -> None:
    """Print the rows of a page, each as `lines` says them, and that there are more."""
    for line in lines(first_of(rows, options)):
        print(line)
    give_rest(len(rows), options, voice)


def give_rest(n: int, options: argparse.Namespace, voice: Voice) -> None:
    """Say how many of `n` rows are not on the page, and what shows them."""
    if n > MOST and not options.all:
        print(voice.say("page.more", n=n - MOST))
