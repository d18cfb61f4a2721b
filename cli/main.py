"""The command `envol`: reads the command line and hands over; what is heavy is imported by its own command."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from assets.texts import Catalogue
from assets.voice import Voice
from cli.commands import DONE, LANGUAGES, Commands, Run
from cli.usage import Parser, Say

ROOMS = (
    "play", "demo", "check", "replay", "match", "decisions", "offers", "bridges", "people", "measure", "fair", "bench",
    "robots", "rescore", "tables",
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












def build_parser(say: Say) -> argparse.ArgumentParser:
    """All commands and their options; each room of commands adds its own, and imports what is heavy when it runs."""
    parser = Parser(say=say, prog="envol", description=say("cli.about"), epilog=say("cli.status"))
    parser.add_argument("--lang", choices=LANGUAGES, help=say("cli.lang"))
    commands = Commands(parser, say)
    for room in ROOMS:
        import_module(f"cli.{room}").add(commands)
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
