"""`envol station` and `envol organisation`: files carried from one to the other, and who is enrolled.

On the post: `station join FILE` with the organisation's, which writes the post's own card beside it (or `station card
--out FILE`). At the desk: `organisation card --out FILE`, then `station enrol FILE` with the post's.
"""

import argparse
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, Commands
from cli.database import now, with_db
from cli.outputs import Output
from export.files.check_signs import read_aloud

if TYPE_CHECKING:
    from export.store.store import Store


def add(commands: Commands) -> None:
    """`station card|join|ceiling|enrol|add|revoke|list`, `organisation card`."""
    group = commands.group("station", "match.cli.station")
    _add_own(group)
    parser = with_db(group, "enrol", _enrol, new=True, about="station.cli.enrol")
    parser.add_argument("file", type=Path, help=group.say("station.cli.file"))
    parser.add_argument("--label", help=group.say("match.cli.label"))
    parser = with_db(group, "add", _station_add, new=True)
    parser.add_argument("key", help=group.say("match.cli.key"))
    parser.add_argument("--label", required=True, help=group.say("match.cli.label"))
    parser = with_db(group, "revoke", _station_revoke)
    parser.add_argument("station", help=group.say("match.cli.station_id"))
    with_db(group, "list", _station_list)
    group = commands.group("organisation", "station.cli.organisation")
    parser = with_db(group, "card", _organisation_card, new=True, about="station.cli.organisation_card")
    _card_options(parser, group)
    parser.add_argument("--keys", type=Path, help=group.say("match.cli.keys"))


def _add_own(group: Commands) -> None:
    """What is done on the post itself, with its own folder and no database."""
    parser = group.add("card", "station.cli.card", _station_card)
    _card_options(parser, group)
    parser.add_argument("--home", type=Path, help=group.say("station.cli.home"))
    parser = group.add("join", "station.cli.join", _join)
    parser.add_argument("file", type=Path, help=group.say("station.cli.file"))
    parser.add_argument("--home", type=Path, help=group.say("station.cli.home"))
    parser = group.add("ceiling", "station.cli.ceiling", _ceiling)
    parser.add_argument("set", nargs="?", choices=("on", "off"), help=group.say("station.cli.ceiling_set"))
    parser.add_argument("--home", type=Path, help=group.say("station.cli.home"))


def _card_options(parser: argparse.ArgumentParser, group: Commands) -> None:
    parser.add_argument("--out", type=Output, required=True, help=group.say("station.cli.out"))
    parser.add_argument("--label", help=group.say("match.cli.label"))
    parser.add_argument("--address", action="append", default=[], help=group.say("station.cli.address"))


def _home(options: argparse.Namespace) -> Path:
    from game.station.home import default_folder

    given: Path | None = options.home
    return given or default_folder()


def _station_card(options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.cards import make_card, write_card
    from export.packets.keys import station_keys

    station = station_keys(_home(options))
    card = make_card("station", options.label or socket.gethostname(), station.verify_key, options.address)
    write_card(options.out, card)
    print(voice.say("station.card_written", file=options.out, station=station.station_id, check=read_aloud(card.check)))
    return DONE


def _join(options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.cards import read_card
    from game.station.joining import FoundCard, join

    card = read_card(options.file, "organisation")
    joined = join(_home(options), FoundCard(options.file, card))
    print(voice.say("station.joined", label=card.label, check=read_aloud(card.check)))
    if joined.beside is None:
        # A stick that cannot be written: the post has joined all the same, and its card is written by its own command.
        print(voice.say("station.card_not_beside", reason=joined.why), file=sys.stderr)
        return DONE
    print(voice.say("station.card_beside", file=joined.beside, check=read_aloud(joined.own.check)))
    return DONE


def _ceiling(options: argparse.Namespace, voice: Voice) -> int:
    """Set, or only say, whether whoever plays here begins with the ceilings of the workshops."""
    from game.station.home import Home, capped

    home = Home.open(_home(options))
    try:
        if options.set:
            home.save(ceiling=options.set == "on")
        print(voice.say("station.ceiling.on" if capped(home.settings) else "station.ceiling.off"))
    finally:
        home.close()
    return DONE


def _organisation_card(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Make the organisation's key where there is none: this command alone does, and says so."""
    from export.packets.cards import card_of_key, write_card
    from export.packets.keys import ORGANISATION_FILE, organisation_keys
    from export.store.beside import home_beside, organisation_beside

    folder: Path = options.keys or home_beside(options.db)
    before = (folder / ORGANISATION_FILE).exists()
    secret = organisation_keys(folder) if options.keys else organisation_beside(options.db, made_in=folder)
    fresh = not before and (folder / ORGANISATION_FILE).exists()
    card = card_of_key(secret, options.label or socket.gethostname(), options.address)
    write_card(options.out, card)
    if fresh:
        print(voice.say("station.key_made", path=folder / ORGANISATION_FILE))
    print(voice.say("station.organisation_card_written", file=options.out, check=read_aloud(card.check)))
    return DONE


def _enrol(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.cards import read_card, refuse_secret
    from export.store.beside import home_beside
    from export.store.intake import add_station
    from game.station.home import default_folder

    card = read_card(options.file, "station")
    refuse_secret(card, options.file, home_beside(options.db), options.db.parent, default_folder())
    label = options.label or card.label
    station = add_station(store, bytes.fromhex(card.public_key), label, now())
    print(voice.say("station.enrolled", station=station, label=label, check=read_aloud(card.check)))
    return DONE


def _station_add(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.keys import STATION_FILE, KeyFileError, secrets_in
    from export.store.beside import home_beside
    from export.store.intake import add_station
    from export.store.store import StoreError
    from game.station.home import default_folder

    try:
        key = bytes.fromhex(options.key)
    except ValueError as error:
        raise StoreError("station.bad_key") from error
    if key in secrets_in(home_beside(options.db), options.db.parent, default_folder()):
        # The key itself is not said again: a terminal is read by others.
        raise KeyFileError("key_card.secret", Path(STATION_FILE))
    station = add_station(store, key, options.label, now())
    print(voice.say("station.added", station=station, label=options.label))
    return DONE


def _station_revoke(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.intake import revoke_station

    revoke_station(store, options.station, now())
    print(voice.say("station.revoked", station=options.station))
    return DONE


def _station_list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    for row in store.rows("select * from stations order by enrolled_at, station_id"):
        state = voice.say("station.state.revoked" if row["revoked_at"] else "station.state.open")
        print(voice.say("station.line", station=row["station_id"], label=row["label"], state=state))
    return DONE
