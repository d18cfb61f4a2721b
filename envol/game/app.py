"""The command `envol`: reads the command line and hands over; what is heavy is imported by its own command."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from envol.assets.texts import Catalogue
from envol.game.usage import Parser, Say, speaking

DONE, PROBLEMS = 0, 1
LANGUAGES = ("fr", "en")
ROOMS = (
    "app_commands", "app_match", "app_offers", "app_bridges", "app_desk", "app_measure", "app_fair", "app_bench",
    "app_author", "app_rescore", "app_tables",
)  # fmt: skip
"""Modules with `add(commands)`: the rooms of commands."""


def wanted_language(argv: Sequence[str]) -> str:
    """The language asked for with --lang, else that of the machine, else French."""
    for at, word in enumerate(argv):
        given = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(argv):
            given = argv[at + 1]
        if given in LANGUAGES:
            return given
    return "en" if os.environ.get("LANG", "").startswith("en") else "fr"


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


@dataclass(frozen=True)
class Voice:
    """What a command says, in the person's language: `voice.say(key, **values)`."""

    catalogue: Catalogue
    language: str

    def say(self, key: str, **values: Any) -> str:
        """The text of a key in the language of the command line."""
        return self.catalogue.t(key, self.language, **values)


Run = Callable[[argparse.Namespace, Voice], int]


class Commands:
    """Where a room of commands adds its own: `commands.add("score", "score.about", run)` gives the parser to fill."""

    def __init__(self, parser: argparse.ArgumentParser, say: Say) -> None:
        self.say = say
        self._made = parser.add_subparsers(
            dest="command",
            required=True,
            title=say("cli.commands"),
            metavar=say("cli.command"),
            parser_class=speaking(say),
        )

    def add(self, name: str, key: str, run: Run, more: str = "") -> argparse.ArgumentParser:
        """A command that speaks and takes --lang; what it does is `run`. `more`: key of what its own help adds."""
        told = _told(self.say(key)) + (" " + self.say(more) if more else "")
        made: argparse.ArgumentParser = self._made.add_parser(name, help=self.say(key), description=told)
        made.add_argument("--lang", choices=LANGUAGES, help=self.say("cli.lang"))
        made.set_defaults(run=run)
        return made

    def group(self, name: str, key: str) -> "Commands":
        """A command with commands of its own, such as `envol candidate erase`."""
        made = self._made.add_parser(name, help=self.say(key), description=_told(self.say(key)))
        return Commands(made, self.say)


def _told(summary: str) -> str:
    """A line of the list of commands as a sentence."""
    return f"{summary[:1].upper()}{summary[1:]}."


def build_parser(say: Say) -> argparse.ArgumentParser:
    """All commands and their options; each room of commands adds its own, and imports what is heavy when it runs."""
    parser = Parser(say=say, prog="envol", description=say("cli.about"), epilog=say("cli.status"))
    parser.add_argument("--lang", choices=LANGUAGES, help=say("cli.lang"))
    commands = Commands(parser, say)
    for room in ROOMS:
        import_module(f"envol.game.{room}").add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Status: 0 done, 1 problems found, 2 wrong use."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    words = list(sys.argv[1:] if argv is None else argv)
    voice = Voice(Catalogue.load(), wanted_language(words))
    try:
        options = build_parser(voice.say).parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    run: Run = options.run
    try:
        status = run(options, voice)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us (head, less) has gone: nothing is left to say, and Python must not try again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status
