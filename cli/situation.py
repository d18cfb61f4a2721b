"""What an adviser says of a person and an offer for one reading: status, contract, facts; kept nowhere."""

import argparse
from typing import TYPE_CHECKING, get_args

from assets import spoken
from cli.commands import Commands
from cli.spoken import listed, one_of
from scenarios.bridges import FACTS, BridgeFact, Contract, Status

if TYPE_CHECKING:
    from export.store.bridging import Asked


def add_situation(parser: argparse.ArgumentParser, commands: Commands) -> None:
    """What the adviser says of a pair for the rules; it is kept nowhere."""
    say, text = commands.say, commands.say("usage.metavar.text")
    for name, kind, ids, key in (
        ("--person", "status", get_args(Status), "ways.cli.person"),
        ("--contract", "contract", get_args(Contract), "ways.cli.contract"),
    ):
        about = say(key, names=listed(say, kind, ids))
        parser.add_argument(name, type=one_of(say, kind, ids), metavar=text, help=about)
    parser.add_argument("--months", type=months, help=say("ways.cli.months"))
    about = say("ways.cli.fact", names=listed(say, "fact", FACTS))
    parser.add_argument("--fact", action="append", default=[], type=fact, help=about)


def fact(text: str) -> tuple[BridgeFact, bool]:
    """`tutor_named=yes`, or « tuteur nommé=oui », as a fact and what is said of it."""
    name, _, said = text.partition("=")
    name_said, answer = spoken.read("fact", name), spoken.read("answer", said)
    known = next((fact for fact in FACTS if fact == name_said), None)
    if known is None or answer is None:
        raise ValueError(text)
    return known, answer == "yes"


def months(text: str) -> int:
    """How many months a contract lasts, as an offer keeps it."""
    from export.store.bridging import read_months

    return int(read_months(text.strip()))


def asked(options: argparse.Namespace) -> "Asked":
    """What the adviser says of a pair for the rules."""
    from export.store.bridging import Asked

    return Asked(options.person, options.contract, options.months, dict(options.fact))
