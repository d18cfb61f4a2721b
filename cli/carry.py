"""`envol carry` on the post, `envol receive` at the organisation: results by stick, receipts back by it."""

import argparse
import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import now, with_db

if TYPE_CHECKING:
    from export.packets.keys import KeyFileError
    from export.packets.packet import PacketError
    from export.packets.stick import Carried
    from export.store.store import Store


def add(commands: Commands) -> None:
    """`carry`, `receive`."""
    parser = commands.add("carry", "carry.cli.about", _carry, "carry.cli.more")
    parser.add_argument("stick", type=Path, help=commands.say("carry.cli.stick"))
    parser.add_argument("--home", type=Path, help=commands.say("station.cli.home"))
    parser = with_db(commands, "receive", _receive, new=True, about="carry.cli.receive")
    parser.add_argument("stick", type=Path, help=commands.say("carry.cli.stick"))
    parser.add_argument("--keys", type=Path, help=commands.say("match.cli.keys"))


def _carry(options: argparse.Namespace, voice: Voice) -> int:
    """Lay what waits on the stick, forget what the organisation has. Status 1 where something was refused."""
    from export.packets.keys import KeyFileError
    from export.packets.packet import PacketError
    from game.station.home import default_folder

    folder = options.home or default_folder()
    try:
        visit = carried(folder, options.stick)
    except (PacketError, KeyFileError, OSError) as error:
        print(refusal(error, options.stick, voice), file=sys.stderr)
        return PROBLEMS
    for line in visit_lines(visit, voice):
        print(line)
    return PROBLEMS if visit.refused else DONE


def carried(folder: Path, stick: Path) -> "Carried":
    """Both ways of a stick for the post of a folder; records of whose packets are all gone go too.

    Raises KeyFileError, PacketError, OSError (NotADirectoryError for the stick, FileNotFoundError for the card where
    the post has none).
    """
    from export.packets.cards import CARD_FILE, read_card
    from export.packets.keys import station_keys
    from export.packets.outbox import Outbox
    from export.packets.stick import carry
    from game.journey.settle import settle_sent
    from game.station.courier import held

    if not stick.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(stick))
    card = read_card(folder / CARD_FILE, "organisation")
    visit = carry(Outbox(folder / "outbox"), station_keys(folder).station_id, card, stick, held(folder))
    settle_sent(folder)
    return visit


def refusal(error: "PacketError | KeyFileError | OSError", stick: Path, voice: Voice) -> str:
    """Why nothing was carried: the stick is not there, the post has no card or cannot read it, a disk refuses."""
    from export.packets.keys import KeyFileError
    from export.packets.packet import PacketError

    if isinstance(error, KeyFileError):
        return voice.say(error.key, path=error.path)
    if isinstance(error, PacketError):
        return voice.say(error.key)
    path = error.filename or stick
    if isinstance(error, NotADirectoryError) and Path(path) == stick:
        return voice.say("carry.no_stick", path=stick)
    if isinstance(error, FileNotFoundError):
        return voice.say("carry.no_card" if str(path).endswith(".card") else "carry.stick_gone", path=path)
    return voice.say("carry.stick_refused", path=path, reason=error)


def visit_lines(visit: "Carried", voice: Voice) -> list[str]:
    """What a visit of the stick came to, in sentences."""
    lines = [voice.say("carry.laid", n=visit.laid, there=visit.there)]
    if visit.forgotten or visit.gone:
        lines.append(voice.say("carry.forgotten", n=visit.forgotten, gone=visit.gone))
    lines += [f"{name} : {voice.say(key)}" for name, key in visit.refused]
    if visit.laid or visit.there:
        lines.append(voice.say("carry.next"))
    return lines


def _receive(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Import what a stick holds, and lay receipts on it. Status 1 where a packet was refused."""
    from export.packets.keys import kept_organisation
    from export.store.beside import organisation_beside
    from export.store.matching import load_examples
    from export.store.receiving import receive

    if not options.stick.is_dir():
        print(voice.say("carry.no_stick", path=options.stick), file=sys.stderr)
        return PROBLEMS
    organisation = kept_organisation(options.keys) if options.keys else organisation_beside(options.db)
    load_examples(store, now())
    outcomes = receive(store, options.stick, organisation, now())
    fine = [outcome for outcome in outcomes if outcome.outcome.state in ("imported", "already")]
    for outcome in outcomes:
        if outcome not in fine:
            print(f"{outcome.name} : {voice.say(outcome.outcome.key)}")
    fresh = sum(outcome.outcome.state == "imported" for outcome in fine)
    print(voice.say("carry.received", n=fresh, again=len(fine) - fresh, refused=len(outcomes) - len(fine)))
    if fine:
        print(voice.say("carry.receipts"))
    return DONE if len(fine) == len(outcomes) else PROBLEMS
