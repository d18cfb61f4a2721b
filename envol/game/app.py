"""The command `envol`: reads the command line and hands over; what is heavy is imported by its own command."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from envol.assets.texts import Catalogue

DONE, PROBLEMS, WRONG_USE = 0, 1, 2
LANGUAGES = ("fr", "en")
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


def build_parser(say: Say) -> argparse.ArgumentParser:
    """All commands and their options, in one place."""
    parser = Parser(say=say, prog="envol", description=say("cli.about"))
    parser.add_argument("--lang", choices=LANGUAGES, help=say("cli.lang"))
    commands = parser.add_subparsers(
        dest="command", required=True, title=say("cli.commands"), metavar="", parser_class=speaking(say)
    )

    def command(name: str, key: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=say(key), description=say(key))
        made.add_argument("--lang", choices=LANGUAGES, help=say("cli.lang"))
        return made

    command("play", "cli.play")
    demo = command("demo", "cli.demo")
    demo.add_argument("--players", type=positive, default=7, help=say("cli.players"))
    demo.add_argument("--seed", type=int, default=1, help=say("cli.seed"))
    demo.add_argument("--traces", type=Path, help=say("cli.traces"))
    demo.add_argument("--pictures", type=Path, help=say("cli.pictures"))
    check = command("check", "cli.check")
    check.add_argument("files", nargs="*", type=Path, help=say("cli.files"))
    replay = command("replay", "cli.replay")
    replay.add_argument("trace", type=Path, help=say("cli.trace"))
    replay.add_argument("--verify", action="store_true", help=say("cli.verify"))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Status: 0 done, 1 problems found, 2 wrong use."""
    words = list(sys.argv[1:] if argv is None else argv)
    language = wanted_language(words)
    catalogue = Catalogue.load()

    def say(key: str, **values: Any) -> str:
        return catalogue.t(key, language, **values)

    try:
        options = build_parser(say).parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    from envol.game import app_commands

    return app_commands.run(options, catalogue, language)
