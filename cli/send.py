"""`envol send`: bring what waits to the tower over the network of the room, now, and say what came of it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands

if TYPE_CHECKING:
    from export.packets.delivery import Delivered, NoTower


def add(commands: Commands) -> None:
    """`send`."""
    say = commands.say
    made = commands.add("send", "send.cli.about", _send, "send.cli.more")
    made.add_argument("--to", help=say("send.cli.to"))
    made.add_argument("--anew", action="store_true", help=say("send.cli.anew"))
    made.add_argument("--home", type=Path, help=say("station.cli.home"))


def _send(options: argparse.Namespace, voice: Voice) -> int:
    """Status 0 where nothing waits any more, 1 with why where something does."""
    from export.packets.delivery import forget_under_way
    from export.packets.keys import KeyFileError
    from export.packets.outbox import Outbox
    from export.packets.packet import PacketError
    from game.journey.settle import settle_sent
    from game.station.courier import bring
    from game.station.home import default_folder
    from game.station.link import address, ask_patiently

    folder: Path = options.home or default_folder()
    to = address(options.to) if options.to else None
    if options.to and to is None:
        print(voice.say("send.bad_address", address=options.to), file=sys.stderr)
        return PROBLEMS
    try:
        if options.anew:
            print(voice.say("send.anew", n=forget_under_way(Outbox(folder / "outbox"))))
        found = bring(folder, ask_patiently, to=to)
        settle_sent(folder)
    except (PacketError, KeyFileError) as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(voice.say("store.file", path=error.filename or folder, reason=error), file=sys.stderr)
        return PROBLEMS
    lines, fine = told(found, len(Outbox(folder / "outbox").waiting()), voice)
    for line in lines:
        print(line, file=sys.stdout if fine else sys.stderr)
    return DONE if fine else PROBLEMS


def told(found: "Delivered | NoTower", waiting: int, voice: Voice) -> tuple[list[str], bool]:
    """What a round came to, in sentences, and whether all is well: nothing waits any more."""
    from export.packets.delivery import Delivered

    lines = []
    if isinstance(found, Delivered):
        if found.taken or found.gone or not waiting:
            lines.append(voice.say("send.taken", n=found.taken, gone=found.gone))
        lines += [f"{name} : {reason(key, voice)}" for name, key in found.refused]
        if found.elsewhere:
            lines.append(voice.say("send.elsewhere", n=found.elsewhere))
    if found.trouble:
        lines.append(why_not(found, voice))
    if waiting:
        lines.append(voice.say("send.waiting", n=waiting))
    return lines, not waiting and not found.trouble


def why_not(found: "Delivered | NoTower", voice: Voice) -> str:
    """Why nothing (more) was brought, in a sentence that says what to do."""
    host, port = found.address or ("", 0)
    return voice.say(f"doctor.tower.{found.trouble}", address=host, port=port, why=reason(found.key, voice))


def reason(key: str, voice: Voice) -> str:
    """The sentence that a tower named; one of a later version may name one that is not known here."""
    from export.packets.knocks import OTHER_REASON, REASONS

    return voice.say(key if key in REASONS else OTHER_REASON) if key else ""
