"""The commands of the matching side: match, erase, import, stations, offers, preselection, decisions, purge."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from envol.game.app import DONE, PROBLEMS, Commands, Voice

if TYPE_CHECKING:
    from envol.export.store import Store

Work = Callable[["Store", argparse.Namespace, Voice], int]


def add(commands: Commands) -> None:
    """`match`, `candidate`, `packets`, `station`, `offers`, `preselect`, `decide`, `purge`."""
    say = commands.say
    made = _with_db(commands, "match", _match)
    who = made.add_mutually_exclusive_group()
    who.add_argument("--code", help=say("match.cli.code"))
    who.add_argument("--offer", help=say("match.cli.offer"))
    made.add_argument("--json", action="store_true", help=say("match.cli.json"))
    made.add_argument("--csv", type=Path, help=say("match.cli.csv"))
    made = _with_db(commands.group("candidate", "match.cli.candidate"), "erase", _erase)
    made.add_argument("who", help=say("match.cli.who"))
    made = _with_db(commands.group("packets", "match.cli.packets"), "import", _import, new=True)
    made.add_argument("source", help=say("match.cli.source"))
    made.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    _add_stations(commands.group("station", "match.cli.station"))
    _add_offers(commands.group("offers", "match.cli.offers"))
    made = _with_db(commands, "preselect", _preselect)
    made.add_argument("offer", help=say("match.cli.offer"))
    made.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    made.add_argument("--limit", type=int, default=20, help=say("match.cli.limit"))
    made.add_argument("--csv", type=Path, help=say("match.cli.csv"))
    made = _with_db(commands, "decide", _decide)
    made.add_argument("offer", help=say("match.cli.offer"))
    made.add_argument("who", help=say("match.cli.who"))
    made.add_argument("--verdict", required=True, help=say("match.cli.verdict"))
    made.add_argument("--reason", required=True, help=say("match.cli.reason"))
    made.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    _with_db(commands, "purge", _purge)


def _add_stations(group: Commands) -> None:
    made = _with_db(group, "add", _station_add, new=True)
    made.add_argument("key", help=group.say("match.cli.key"))
    made.add_argument("--label", required=True, help=group.say("match.cli.label"))
    made = _with_db(group, "revoke", _station_revoke)
    made.add_argument("station", help=group.say("match.cli.station_id"))
    _with_db(group, "list", _station_list)


def _add_offers(group: Commands) -> None:
    made = _with_db(group, "import", _offers_import, new=True)
    made.add_argument("files", nargs="+", type=Path, help=group.say("offers_import.files"))
    _with_db(group, "list", _offers_list)
    _with_db(group, "show", _offers_show).add_argument("offer", help=group.say("match.cli.offer"))
    made = _with_db(group, "require", _offers_require)
    made.add_argument("offer", help=group.say("match.cli.offer"))
    made.add_argument("habilete", help=group.say("match.cli.habilete"))
    made.add_argument("level", type=int, choices=(1, 2, 3), help=group.say("match.cli.level"))
    made.add_argument("--weight", type=float, default=1.0, help=group.say("match.cli.weight"))
    made.add_argument("--adviser", required=True, help=group.say("match.cli.adviser"))


def _with_db(commands: Commands, name: str, work: Work, *, new: bool = False) -> argparse.ArgumentParser:
    def run(options: argparse.Namespace, voice: Voice) -> int:
        return _in_store(options, voice, work, new)

    made = commands.add(name, f"match.cli.about.{work.__name__.lstrip('_')}", run)
    made.add_argument("--db", type=Path, required=True, help=commands.say("match.cli.db"))
    return made


def _in_store(options: argparse.Namespace, voice: Voice, work: Work, new: bool) -> int:
    from envol.export.keys import KeyFileError
    from envol.export.store import Store, StoreError

    try:
        if not new and not options.db.exists():
            raise StoreError("store.missing", path=options.db)
        with Store.open(options.db) as store:
            return work(store, options, voice)
    except StoreError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
    except KeyFileError as error:
        print(voice.say(error.key, path=error.path), file=sys.stderr)
    except OSError as error:
        print(voice.say("store.file", path=error.filename or options.db, reason=error), file=sys.stderr)
    return PROBLEMS


def now() -> datetime:
    """The machine's moment."""
    return datetime.now(UTC)


def _match(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import find_candidate
    from envol.export.matching import for_candidate, for_offer, offers_of
    from envol.game.match_words import Words

    words = Words(store, voice)
    if options.code:
        side, lists = "person", [for_candidate(store, find_candidate(store, options.code), now())]
    else:
        offers = [options.offer] if options.offer else [o.offer_id for o in offers_of(store)]
        side, lists = "adviser", [for_offer(store, offer, now()) for offer in offers]
    pairs = [pair for found in lists for pair in found]
    if options.csv:
        words.write_csv(options.csv, pairs)
    if options.json:
        print(json.dumps([words.data(p) for p in pairs], ensure_ascii=False, indent=2))
        return DONE
    for found in lists:
        for line in words.lines(found, side):
            print(line)
    print(voice.say("match.note" if pairs else "match.nobody"))
    return DONE


def _offers_import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Every refused row is named with its reason, the rest is kept; status 1 when any was refused."""
    from envol.export.offers_in import read_offers
    from envol.export.offers_store import take_in

    read = read_offers(options.files)
    taken = take_in(store, read.offers, now())
    for refused in read.refused:
        sentence = voice.say(refused.reason_key, **refused.values)
        print(voice.say("offers_in.line", file=refused.file, row=refused.row, sentence=sentence))
    counts = {"new": taken.new, "updated": taken.updated, "same": taken.same, "refused": len(read.refused)}
    print(voice.say("offers_import.taken", **counts))
    return PROBLEMS if read.refused else DONE


def _erase(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import erase, find_candidate
    from envol.export.landing import home_beside
    from envol.export.outbox import Outbox
    from envol.export.store import StoreError

    try:
        who = find_candidate(store, options.who)
    except StoreError:
        # A full id may be erased before its packet ever comes; a code that is not here may not.
        if len(options.who) != 32 or set(options.who.lower()) - set("0123456789abcdef"):
            raise
        who = options.who.lower()
    there = erase(store, who, now())
    Outbox(home_beside(options.db) / "outbox").erase(who)
    print(voice.say("candidate.erased" if there else "candidate.erased_ahead", who=options.who))
    return DONE


def _import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import Outcome, import_files, import_packet
    from envol.export.keys import organisation_keys
    from envol.export.landing import home_beside
    from envol.export.matching import load_examples
    from envol.export.packet import MAX_SEALED
    from envol.export.store import StoreError

    organisation = organisation_keys(options.keys or home_beside(options.db))
    load_examples(store, now())
    found: list[Outcome]
    if options.source == "-":
        found = [import_packet(store, sys.stdin.buffer.read(MAX_SEALED + 1), organisation, now())]
    else:
        place = Path(options.source)
        if not place.exists():
            raise StoreError("packet.no_folder", path=place)
        paths = sorted(place.glob("*.envol")) if place.is_dir() else [place]
        found = import_files(store, paths, organisation, now())
    for outcome in found:
        print(voice.say("packet.line", packet=outcome.packet_id or "-", sentence=voice.say(outcome.key)))
    landed = sum(o.state in ("imported", "already") for o in found)
    print(voice.say("packet.total", landed=landed, n=len(found)))
    return DONE if landed == len(found) else PROBLEMS


def _station_add(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import add_station
    from envol.export.store import StoreError

    try:
        key = bytes.fromhex(options.key)
    except ValueError as error:
        raise StoreError("station.bad_key") from error
    station = add_station(store, key, options.label, now())
    print(voice.say("station.added", station=station, label=options.label))
    return DONE


def _station_revoke(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import revoke_station

    revoke_station(store, options.station, now())
    print(voice.say("station.revoked", station=options.station))
    return DONE


def _station_list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    for row in store.rows("select * from stations order by enrolled_at, station_id"):
        state = voice.say("station.state.revoked" if row["revoked_at"] else "station.state.open")
        print(voice.say("station.line", station=row["station_id"], label=row["label"], state=state))
    return DONE


def _offers_list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.game.match_words import Words

    for line in Words(store, voice).offer_list():
        print(line)
    return DONE


def _offers_show(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.matching import offers_of
    from envol.game.match_words import Words

    for line in Words(store, voice).offer_card(offers_of(store, options.offer)[0]):
        print(line)
    return DONE


def _offers_require(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.matching import require
    from envol.scoring.match import Requirement

    asked = Requirement(options.habilete, options.level, options.weight)
    require(store, options.offer, asked, options.adviser, now())
    return _offers_show(store, options, voice)


def _preselect(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.matching import preselect
    from envol.game.match_words import Words

    list_id, pairs = preselect(store, options.offer, options.adviser, now(), max(1, options.limit))
    words = Words(store, voice)
    for line in words.lines(pairs, "adviser"):
        print(line)
    if options.csv:
        words.write_csv(options.csv, pairs)
    print(voice.say("match.kept", list=list_id, n=len(pairs)))
    return DONE


def _decide(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import find_candidate
    from envol.export.matching import Decision, decide

    who = find_candidate(store, options.who)
    made = Decision(options.offer, who, options.verdict, options.reason, options.adviser)
    print(voice.say("decide.done", decision=decide(store, made, now())))
    return DONE


def _purge(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from envol.export.intake import purge

    print(voice.say("match.purged", n=purge(store, now())))
    return DONE
