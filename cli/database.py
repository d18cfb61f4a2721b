"""Commands that work on a matching database: opened, used, closed."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.voice import Say, Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.outputs import SheetOutput
from cli.usage import WRONG_USE

if TYPE_CHECKING:
    from export.store.server import Base
    from export.store.store import Store

DatabaseWork = Callable[["Store", argparse.Namespace, Voice], int]


def with_db(
    commands: Commands, name: str, work: DatabaseWork, *, new: bool = False, about: str = ""
) -> argparse.ArgumentParser:
    """A command with `--db`; `new`: it may make the database. `about` names its sentence."""

    def run(options: argparse.Namespace, voice: Voice) -> int:
        options.prog = parser.prog
        return in_store(options, voice, work, new)

    parser = commands.add(name, about or f"match.cli.about.{work.__name__.lstrip('_')}", run)
    add_db(parser, commands.say)
    if new:
        parser.add_argument("--robots", action="store_true", help=commands.say("match.cli.robots"))
    return parser


class ServerAddress(str):
    """The address of a server's base as it was typed: it is read with the base, so that what is wrong is a sentence."""


def base_named(text: str) -> Path | ServerAddress:
    """What `--db` takes: a file, or the address of a base on a server (`postgresql://...`)."""
    return ServerAddress(text) if text.lower().startswith(("postgresql:", "postgres:")) else Path(text)


def add_db(parser: argparse.ArgumentParser, say: Say, key: str = "match.cli.db") -> None:
    """`--db`."""
    parser.add_argument("--db", type=base_named, metavar=say("usage.metavar.base"), help=say(key))


def base_of(given: Path | ServerAddress) -> "Base":
    """The base that an option names. Raises StoreError for a wrong address."""
    from export.store.opening import read_base
    from game.station.home import default_folder

    return given if isinstance(given, Path) else read_base(given, default_folder())


def in_store(options: argparse.Namespace, voice: Voice, work: DatabaseWork, new: bool) -> int:
    """Do the work in the open database. Status 2 when none is named. Raises StoreError, KeyFileError, OSError."""
    from export.store.matching import find_offer
    from export.store.opening import open_base

    given = options.db or room_db()
    if given is None:
        command = getattr(options, "prog", "").removeprefix("envol").strip()
        print(voice.say("cli.wrong_use", problem=voice.say("match.cli.no_db"), command=command), file=sys.stderr)
        return WRONG_USE
    kind = "demo" if getattr(options, "robots", False) else None
    with open_base(base_of(given), kind, make=new, damaged=True) as store:
        # From here on, the path beside which stands what belongs to the base: keys, outbox, list of the erased.
        options.db = store.path
        tell_damage(store, voice)
        if getattr(options, "offer", None):
            options.offer = find_offer(store, options.offer)
        status = work(store, options, voice)
        remind(store, voice)
        return status if store.damage is None else status or PROBLEMS


def tell_damage(store: "Store", voice: Voice) -> None:
    """Say that a base is damaged, and name each one that is set aside."""
    if store.damage is None:
        return
    print(voice.say("store.damaged_read", path=store.path), file=sys.stderr)
    for damage in store.damage:
        print(voice.say(f"store.aside.{damage.kind}", name=damage.name, n=damage.n), file=sys.stderr)
    if not store.damage:
        print(voice.say("store.aside.nothing"), file=sys.stderr)


def remind(store: "Store", voice: Voice) -> None:
    """Say that people whose time is over wait to be purged: a list no longer shows them, the file still holds them."""
    from export.store.term import due

    waits = due(store, now())
    if waits.people:
        print(voice.say("desk.to_purge", n=waits.people), file=sys.stderr)
    elif waits.notes:
        print(voice.say("desk.notes_to_purge", n=waits.notes), file=sys.stderr)


def room_db() -> Path | None:
    """The database that the game made on this station, None when there is none."""
    from game.station.home import default_folder

    path = default_folder() / "matching.db"
    return path if path.exists() else None


def now() -> datetime:
    """The machine's moment."""
    return datetime.now(UTC)


def give_json(answer: Any) -> int:
    """Print data for a machine."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return DONE


def give_lines(lines: Iterable[str]) -> int:
    """Print lines."""
    for line in lines:
        print(line)
    return DONE


def add_outputs(parser: argparse.ArgumentParser, commands: Commands) -> None:
    """`--json` and `--csv FILE`."""
    parser.add_argument("--json", action="store_true", help=commands.say("match.cli.json"))
    parser.add_argument("--csv", type=SheetOutput, help=commands.say("match.cli.csv"))
