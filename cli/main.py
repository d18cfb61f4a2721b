"""The command `envol`: reads the command line and hands over; what is heavy is imported by its own command."""

import argparse
import io
import os
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from assets.texts import Catalogue, languages
from assets.voice import Say, Voice
from cli.commands import Commands, RunCommand
from cli.loading import loading
from cli.outputs import refuse_outputs
from cli.problems import refusing
from cli.usage import WRONG_USE, Parser
from game import TOWER_PROGRAM

ROOMS: Mapping[str, tuple[str, ...]] = {
    "play": ("play",),
    "demo": ("demo",),
    "check": ("check",),
    "replay": ("replay",),
    "match": ("match", "candidate", "purge", "packets", "preselect"),
    "decisions": ("decide", "decisions", "advisers"),
    "stations": ("station", "organisation"),
    "offers": ("offers",),
    "bridges": ("bridges", "trades", "regions"),
    "people": ("lists", "report"),
    "measure": ("score", "calibrate", "fairness"),
    "fair": ("fair",),
    "tower": ("tower",),
    "bench": ("bench",),
    "robots": ("robots",),
    "rescore": ("rescore",),
    "tables": ("tables",),
    "doctor": ("doctor",),
    "voice": ("voice",),
    "proof": ("proof",),
    "kiosk": ("kiosk",),
    "carry": ("carry", "receive"),
    "send": ("send",),
    "store": ("store",),
    "codes": ("codes",),
}
"""Modules with `add(commands)`, the rooms of commands, each with the commands it adds."""


def wanted_language(argv: Sequence[str]) -> str:
    """The language asked for with --lang, else that of the machine, else French."""
    for at, word in enumerate(argv):
        given = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(argv):
            given = argv[at + 1]
        if given in languages():
            return given
    machine = re.split(r"[_.@]", os.environ.get("LANG", ""))[0]
    return machine if machine in languages() else "fr"


def from_a_package() -> bool:
    """Whether this is the program of a folder to copy (docs/packages.md)."""
    return bool(getattr(sys, "frozen", False))


def by_hand(program: str) -> list[str]:
    """What a program of a folder does that is started without a word, as by a double click: what its name says.

    Nobody is there to read that a command lacks.
    """
    tower = Path(program).stem == TOWER_PROGRAM and "tower" in rooms_here()
    return ["tower", "--once"] if tower else ["play"]


def rooms_here() -> tuple[str, ...]:
    """The rooms of commands of this copy: a packaged folder holds those of its own people."""
    held = from_a_package()
    return tuple(room for room in ROOMS if not held or find_spec(f"cli.{room}"))


def rooms_of(argv: Sequence[str]) -> tuple[str, ...]:
    """Rooms whose commands must be known: that of the one asked for, so that it answers soon, or all when none is."""
    words = [w for at, w in enumerate(argv) if not w.startswith("-") and (at == 0 or argv[at - 1] != "--lang")]
    here = rooms_here()
    return tuple(room for room in here if words and words[0] in ROOMS[room]) or here


def build_parser(say: Say, rooms: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """All commands and their options; each room of commands adds its own, and imports what is heavy when it runs."""
    parser = Parser(say=say, prog="envol", description=say("cli.about"), epilog=say("cli.status"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    commands = Commands(parser, say)
    for room in rooms_here() if rooms is None else rooms:
        import_module(f"cli.{room}").add(commands)
    return parser


def _elsewhere(parser: argparse.ArgumentParser, words: Sequence[str]) -> bool:
    """Whether the command asked for may be in another folder than this packaged one."""
    plain = [word for before, word in zip(("", *words), words, strict=False) if before != "--lang" and word[:1] != "-"]
    held = {str(name) for action in parser._actions for name in action.choices or ()}
    return rooms_here() != tuple(ROOMS) and bool(plain) and plain[0] not in held


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Status: 0 done, 1 problems found, 2 wrong use."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal, or a file on Windows, that has no sign for « é » or « ≥ » shows another: no sentence is lost.
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if argv is None else argv)
    if not words and from_a_package():
        words = by_hand(sys.executable)
    voice = Voice(Catalogue.load(), wanted_language(words))
    with loading():
        parser = build_parser(voice.say, rooms_of(words))
    try:
        options = parser.parse_args(words)
    except SystemExit as stop:
        if stop.code == WRONG_USE and _elsewhere(parser, words):
            print(voice.say("cli.part_of_it"), file=sys.stderr)
        return int(stop.code or 0)
    return refusing(_asked)(options, voice)


def _asked(options: argparse.Namespace, voice: Voice) -> int:
    """The command that was asked for, once its outputs are known to destroy nothing."""
    refuse_outputs(options)
    run: RunCommand = options.run
    return run(options, voice)
