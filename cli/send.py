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
    parser = commands.add("send", "send.cli.about", _send, "send.cli.more")
    parser.add_argument("--to", help=say("send.cli.to"))
    parser.add_argument("--anew", action="store_true", help=say("send.cli.anew"))
    parser.add_argument("--home", type=Path, help=say("station.cli.home"))


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
        round_ = bring(folder, ask_patiently, to=to)
        settle_sent(folder)
    except (PacketError, KeyFileError) as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(voice.say("store.file", path=error.filename or folder, reason=error), file=sys.stderr)
        return PROBLEMS
    lines, fine = round_lines(round_, len(Outbox(folder / "outbox").waiting()), voice)
    for line in lines:
        print(line, file=sys.stdout if fine else sys.stderr)
    return DONE if fine else PROBLEMS


def round_lines(round_: "Delivered | NoTower", waiting: int, voice: Voice) -> tuple[list[str], bool]:
    """What a round came to, in sentences, and whether all is well: nothing waits any more."""
    from export.packets.delivery import Delivered

    lines = []
    if isinstance(round_, Delivered):
        if round_.taken or round_.gone or not waiting:
            lines.append(voice.say("send.taken", n=round_.taken, gone=round_.gone))
        lines += [f"{name} : {reason(key, voice)}" for name, key in round_.refused]
        if round_.elsewhere:
            lines.append(voice.say("send.elsewhere", n=round_.elsewhere))
    if round_.trouble:
        lines.append(why_not(round_, voice))
    if waiting:
        lines.append(voice.say("send.waiting", n=waiting))
    return lines, not waiting and not round_.trouble


def why_not(round_: "Delivered | NoTower", voice: Voice) -> str:
    """Why nothing (more) was brought, in a sentence that says what to do."""
    host, port = round_.address or ("", 0)
    return voice.say(f"doctor.tower.{round_.trouble}", address=host, port=port, why=reason(round_.key, voice))


def reason(key: str, voice: Voice) -> str:
    """The sentence that a tower named; one of a later version may name one that is not known here."""
    from export.packets.knocks import OTHER_REASON, REASONS

    return voice.say(key if key in REASONS else OTHER_REASON) if key else ""
