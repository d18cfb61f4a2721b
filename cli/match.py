"""The commands of the matching side: match, erase, import, stations, preselection, decisions, purge."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.database import add_outputs, give_json, now, with_db
from cli.people import add_people
from scenarios.reasons import REASONS

if TYPE_CHECKING:
    from export.store.store import Store
    from game.station.home import Home


def add(commands: Commands) -> None:
    """`match`, `candidate`, `packets`, `station`, `preselect`, `decide`, `purge`."""
    say = commands.say
    made = with_db(commands, "match", _match)
    who = made.add_mutually_exclusive_group()
    who.add_argument("--code", help=say("match.cli.code"))
    who.add_argument("--offer", help=say("match.cli.offer"))
    add_outputs(made, commands)
    group = commands.group("candidate", "match.cli.candidate")
    add_people(group)
    made = with_db(group, "erase", _erase)
    made.add_argument("who", help=say("match.cli.who"))
    made = with_db(commands.group("packets", "match.cli.packets"), "import", _import, new=True)
    made.add_argument("source", help=say("match.cli.source"))
    made.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    _add_stations(commands.group("station", "match.cli.station"))
    made = with_db(commands, "preselect", _preselect)
    made.add_argument("offer", help=say("match.cli.offer"))
    made.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    made.add_argument("--limit", type=positive, default=20, help=say("match.cli.limit"))
    add_outputs(made, commands)
    reasons = " ; ".join(f"{name} ({say(f'reason.{name}')})" for name in REASONS)
    made = with_db(commands, "decide", _decide)
    made.add_argument("offer", help=say("match.cli.offer"))
    made.add_argument("who", help=say("match.cli.who"))
    made.add_argument("--verdict", required=True, help=say("decide.verdicts"))
    made.add_argument("--reason", required=True, help=say("decide.reasons", names=reasons))
    made.add_argument("--scheme", help=say("decide.scheme"))
    made.add_argument("--list", dest="list_id", help=say("decide.list"))
    made.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    with_db(commands, "purge", _purge)


def _add_stations(group: Commands) -> None:
    made = with_db(group, "add", _station_add, new=True)
    made.add_argument("key", help=group.say("match.cli.key"))
    made.add_argument("--label", required=True, help=group.say("match.cli.label"))
    made = with_db(group, "revoke", _station_revoke)
    made.add_argument("station", help=group.say("match.cli.station_id"))
    with_db(group, "list", _station_list)


def _match(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.match_words import Words
    from export.store.intake import find_candidate
    from export.store.matching import for_candidate, for_offers, offers_of

    words = Words(store, voice)
    if options.code:
        side, lists = "person", [for_candidate(store, find_candidate(store, options.code), now())]
    else:
        offers = [options.offer] if options.offer else [o.offer_id for o in offers_of(store)]
        side, lists = "adviser", for_offers(store, offers, now())
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


def _erase(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.outbox import Outbox
    from export.store.intake import erase, find_candidate
    from export.store.landing import home_beside
    from export.store.store import StoreError
    from game.station.home import forget_code

    try:
        who = find_candidate(store, options.who)
    except StoreError:
        # A full id may be erased before its packet ever comes, a code only of somebody this station still knows.
        who = _known_here(options.db.parent, options.who)
        if not who:
            raise
    # What waits to be sent goes first: should the rest fail, nothing of the person can come in again.
    for folder in (home_beside(options.db), options.db.parent):
        Outbox(folder / "outbox").erase(who)
    named = store.one("select code from candidates where candidate_id=?", who)
    stays = _erase_files(options.db.parent, who)
    if named:
        _at_a_closed_station(options.db.parent, lambda home: forget_code(home, str(named["code"])))
    there = erase(store, who, now())
    if stays:
        raise StoreError("candidate.file_left", path=", ".join(map(str, stays)))
    print(voice.say("candidate.erased" if there else "candidate.erased_ahead", who=options.who))
    return DONE


def _known_here(home: Path, word: str) -> str:
    """A full id as it is written, or that of the one visit of a code at this station; "" for anything else."""
    from game.station.consent import Records

    if len(word) == 32 and not set(word.lower()) - set("0123456789abcdef"):
        return word.lower()
    found = {one.candidate for one in Records(home / "visits").all() if one.code == word.strip().upper()}
    return found.pop() if len(found) == 1 else ""


def _erase_files(home: Path, who: str) -> list[Path]:
    """Where the database is that of a station, the journals, papers and record of the person go too; what could not."""
    from game.journey.settle import files_of
    from game.station.consent import Records
    from game.station.home import erase_file

    stays = []
    for path in (*files_of(home, who), Records(home / "visits").path(who)):
        try:
            erase_file(path)
        except OSError:
            stays.append(path)
    return stays


def _import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.keys import organisation_keys
    from export.packets.packet import MAX_SEALED
    from export.store.intake import Outcome, import_files, import_packet
    from export.store.landing import home_beside
    from export.store.matching import load_examples
    from export.store.store import StoreError

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
    from export.store.intake import add_station
    from export.store.store import StoreError

    try:
        key = bytes.fromhex(options.key)
    except ValueError as error:
        raise StoreError("station.bad_key") from error
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


def _preselect(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.match_words import Words
    from export.store.lists import kept_list
    from export.store.matching import preselect

    list_id, pairs = preselect(store, options.offer, options.adviser, now(), options.limit)
    words = Words(store, voice)
    left = kept_list(store, list_id).left_out
    if options.csv:
        words.write_csv(options.csv, pairs)
    if options.json:
        gone = [{"code": words.codes[who], "rule": rule} for who, rule in left]
        shown = [words.data(pair) for pair in pairs]
        return give_json({"list": list_id, "offer_id": options.offer, "shown": shown, "left_out": gone})
    for line in words.lines(pairs, "adviser"):
        print(line)
    for line in words.left_out(left, named=False):
        print(line)
    if left:
        print(voice.say("lists.see", list=list_id[:8]))
    print(voice.say("match.kept", list=list_id, n=len(pairs)))
    return DONE


def _decide(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.bridge_words import BridgeWords
    from desk.match_words import Words
    from export.store.bridging import proposed
    from export.store.intake import find_candidate
    from export.store.lists import kept_list
    from export.store.matching import Decision, decide

    who = find_candidate(store, options.who)
    first = proposed(store, now(), who, options.offer)
    kept = kept_list(store, options.list_id).list_id if options.list_id else None
    made = Decision(
        options.offer, who, options.verdict, options.reason, options.adviser, options.scheme,
        first.id if first else None, kept,
    )  # fmt: skip
    print(voice.say("decide.done", decision=decide(store, made, now())))
    if first:
        print(voice.say("decide.proposed", bridge=BridgeWords(Words(store, voice)).label(first.id)))
    return DONE


def _purge(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.intake import purge, stamp
    from export.store.store import StoreError
    from game.journey.settle import forget_papers

    home, at = options.db.parent, now()
    rows = store.rows("select candidate_id from candidates where expires_at<=?", stamp(at))
    over = [row["candidate_id"] for row in rows]
    print(voice.say("match.purged", n=purge(store, at)))
    stays = [path for who in over for path in _erase_files(home, who)]
    if papers := forget_papers(home, at.date()):
        print(voice.say("match.purged_papers", n=papers))
    _end_old_visits(home)
    if stays:
        raise StoreError("candidate.file_left", path=", ".join(map(str, stays)))
    return DONE


def _end_old_visits(folder: Path) -> None:
    """Runs that nobody came back to, where the station is closed; an open one sees to them by itself."""
    from game.journey.person import RESUME_S, forget_old

    _at_a_closed_station(folder, lambda home: forget_old(home, RESUME_S))


def _at_a_closed_station(folder: Path, do: Callable[["Home"], object]) -> None:
    """Do something in a station's folder, where there is one and no game has it open."""
    from game.station.home import Home, HomeError

    if not (folder / "visits").is_dir():
        return
    try:
        home = Home.open(folder)
    except HomeError:
        return
    try:
        do(home)
    finally:
        home.close()
