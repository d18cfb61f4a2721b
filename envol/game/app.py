"""The command `envol`: reads the command line and hands over; what is heavy is imported by its own command."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

from envol.assets.texts import Catalogue

DONE, PROBLEMS, WRONG_USE = 0, 1, 2
LANGUAGES = ("fr", "en")
ROOMS = ("app_commands", "app_match", "app_measure", "app_fair", "app_bench", "app_author", "app_rescore", "app_tables")
"""Modules with `add(commands)`: the rooms of commands."""
Say = Callable[..., str]


class Parser(argparse.ArgumentParser):
    """A parser that speaks the person's language and leaves with status 2 on wrong use."""

    def __init__(self, *, say: Say, **settings: object) -> None:
        super().__init__(**settings, add_help=False)  # type: ignore[arg-type]
        self.say = say
        self._optionals.title = say("cli.options")
        self.add_argument("-h", "--help", action="help", help=say("cli.help"))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", self.say("cli.usage"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", self.say("cli.usage"), 1)

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("envol").strip()
        print(self.say("cli.wrong_use", problem=message, command=command).replace("  ", " "), file=sys.stderr)
        raise SystemExit(WRONG_USE)


def speaking(say: Say) -> type[argparse.ArgumentParser]:
    """A parser class bound to a language, as argparse makes its sub-parsers itself."""

    class Speaking(Parser):
        def __init__(self, **settings: object) -> None:
            super().__init__(say=say, **settings)

    return Speaking


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
            dest="command", required=True, title=say("cli.commands"), metavar="", parser_class=speaking(say)
        )

    def add(self, name: str, key: str, run: Run) -> argparse.ArgumentParser:
        """A command that speaks and takes --lang; what it does is `run`."""
        made: argparse.ArgumentParser = self._made.add_parser(name, help=self.say(key), description=self.say(key))
        made.add_argument("--lang", choices=LANGUAGES, help=self.say("cli.lang"))
        made.set_defaults(run=run)
        return made

    def group(self, name: str, key: str) -> "Commands":
        """A command with commands of its own, such as `envol candidate erase`."""
        return Commands(self._made.add_parser(name, help=self.say(key), description=self.say(key)), self.say)


def build_parser(say: Say) -> argparse.ArgumentParser:
    """All commands and their options; each room of commands adds its own, and imports what is heavy when it runs."""
    parser = Parser(say=say, prog="envol", description=say("cli.about"))
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
