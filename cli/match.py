"""The commands of the matching side: match, erase, import, preselection, purge."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.database import add_outputs, give_json, give_lines, now, with_db
from cli.people import add_people
from cli.spoken import listed, one_of
from scoring.match import GROUPS

if TYPE_CHECKING:
    from export.store.store import Store
    from game.station.home import Home

MOST_PAIRS = 5
"""Pairs of one page, each with its reasons."""


def add(commands: Commands) -> None:
    """`match`, `candidate`, `packets`, `preselect`, `purge`."""
    say = commands.say
    made = with_db(commands, "match", _match)
    who = made.add_mutually_exclusive_group()
    who.add_argument("--code", help=say("match.cli.code"))
    who.add_argument("--offer", help=say("match.cli.offer"))
    made.add_argument(
        "--group", type=one_of(say, "band", GROUPS), metavar=say("usage.metavar.text"),
        help=say("match.cli.group", names=listed(say, "band", GROUPS)),
    )  # fmt: skip
    made.add_argument("--most", type=positive, help=say("match.cli.most", n=MOST_PAIRS))
    made.add_argument("--all", action="store_true", help=say("match.cli.all"))
    add_outputs(made, commands)
    group = commands.group("candidate", "match.cli.candidate")
    add_people(group)
    made = with_db(group, "erase", _erase)
    made.add_argument("who", help=say("match.cli.who"))
    made = with_db(commands.group("packets", "match.cli.packets"), "import", _import)
    made.add_argument("source", help=say("match.cli.source"))
    made.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    made = with_db(commands, "preselect", _preselect)
    made.add_argument("offer", help=say("match.cli.offer"))
    made.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    made.add_argument("--limit", type=positive, default=20, help=say("match.cli.limit"))
    add_outputs(made, commands)
    with_db(commands, "purge", _purge)


def _match(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """One page on the screen; files and JSON hold all that was asked for."""
    from desk.match_words import Words
    from desk.pages import MOST_OFFERS, only, overview, page
    from export.store.intake import find_candidate
    from export.store.matching import for_candidate, for_offers, offers_of

    words = Words(store, voice)
    if options.code:
        side, lists = "person", [for_candidate(store, find_candidate(store, options.code), now())]
    else:
        offers = [options.offer] if options.offer else [o.offer_id for o in offers_of(store)]
        side, lists = "adviser", for_offers(store, offers, now())
    lists = [only(found, options.group) for found in lists]
    pairs = [pair for found in lists for pair in found]
    if options.csv:
        words.write_csv(options.csv, pairs, side)
    if options.json:
        return give_json([words.data(p, side) for p in pairs])
    if options.code or options.offer or options.all or options.group:
        most = None if options.all else options.most or (None if options.group else MOST_PAIRS)
        for found in lists:
            give_lines(page(words, found, side, most))
    elif pairs:
        give_lines(overview(words, lists, options.most or MOST_OFFERS))
    print(voice.say("match.note" if pairs else "match.none_in_group" if options.group else "match.nobody"))
    return DONE


def _erase(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Erase a person everywhere here: a place that refuses is named at the end and keeps nothing else from going."""
    from export.store.intake import erase, find_candidate
    from export.store.landing import visits_of
    from export.store.store import StoreError

    home = options.db.parent
    try:
        who = find_candidate(store, options.who)
    except StoreError:
        # A full id may be erased before its packet ever comes, a code only of somebody this station still knows.
        who = _known_here(home, options.who)
        if not who:
            raise
    codes = _codes_of(store, home, who)
    # What waits to be sent goes first: should the rest fail, nothing of the person can come in again.
    stays = _erase_beside(options.db, visits_of(store, who), codes)
    left = StoreError("candidate.file_left", path=", ".join(map(str, stays)))
    try:
        there = erase(store, who, now())
    except StoreError:
        if stays:
            left = StoreError("candidate.place_left", **left.values)
            print(voice.say(left.key, **left.values), file=sys.stderr)
        raise
    if stays:
        raise left
    print(voice.say("candidate.erased" if there else "candidate.erased_ahead", who=options.who))
    return DONE


def erase_beside(db: Path, visits: Sequence[str], code: str) -> list[Path]:
    """What a machine holds of a person's visits beside a base goes: packets, files, codes; what could not."""
    from game.station.consent import Records

    records = Records(db.parent / "visits")
    codes = {one.code for one in (records.of(visit) for visit in visits) if one is not None}
    return _erase_beside(db, visits, (codes | {code}) - {""})


def _erase_beside(db: Path, visits: Sequence[str], codes: set[str]) -> list[Path]:
    stays = [path for who in visits for path in (*_erase_packets(db, who), *_erase_files(db.parent, who))]
    return [*stays, *_forget_codes(db.parent, codes)]


def _known_here(home: Path, word: str) -> str:
    """A full id as it is written, or that of the one visit of a code at this station; "" for anything else."""
    from game.station.consent import Records

    if len(word) == 32 and not set(word.lower()) - set("0123456789abcdef"):
        return word.lower()
    found = {one.candidate for one in Records(home / "visits").all() if one.code == word.strip().upper()}
    return found.pop() if len(found) == 1 else ""


def _codes_of(store: "Store", home: Path, who: str) -> set[str]:
    """The codes a person bears here: in the database, and in the record of their visit."""
    from game.station.consent import Records

    visit = Records(home / "visits").of(who)
    rows = store.rows(
        "select code from candidates where candidate_id=? union select code from evidence_archive where candidate_id=?",
        who, who,
    )  # fmt: skip
    return {str(row["code"]) for row in rows} | ({visit.code} if visit else set())


def _erase_packets(db: Path, who: str) -> list[Path]:
    """The person's packets that wait beside a database go; what could not."""
    from export.packets.outbox import Outbox
    from export.store.landing import home_beside

    stays = []
    for folder in (home_beside(db), db.parent):
        try:
            Outbox(folder / "outbox").erase(who)
        except OSError as error:
            stays.append(Path(error.filename or folder / "outbox"))
    return stays


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


def _forget_codes(home: Path, codes: set[str]) -> list[Path]:
    """The codes go out of a closed station's settings; the settings, when they refuse."""
    from game.station.home import SETTINGS, forget_code

    def forget(opened: "Home") -> None:
        for code in sorted(codes):
            forget_code(opened, code)

    try:
        _at_a_closed_station(home, forget)
    except OSError:
        return [home / SETTINGS]
    return []


def _import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.keys import kept_organisation
    from export.packets.packet import MAX_SEALED
    from export.store.intake import Outcome, import_files, import_packet
    from export.store.landing import home_beside
    from export.store.matching import load_examples
    from export.store.store import StoreError

    places = (options.keys,) if options.keys else (home_beside(options.db), options.db.parent)
    organisation = kept_organisation(*places)
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


def _purge(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.intake import purge, stamp
    from export.store.landing import visits_of
    from export.store.store import StoreError
    from game.journey.settle import forget_papers

    home, at = options.db.parent, now()
    rows = store.rows("select candidate_id from candidates where expires_at<=?", stamp(at))
    over = [visit for row in rows for visit in visits_of(store, row["candidate_id"])]
    print(voice.say("match.purged", n=purge(store, at)))
    stays = [path for who in over for path in _erase_files(home, who)]
    if papers := forget_papers(home, at.date()):
        print(voice.say("match.purged_papers", n=papers))
    try:
        _end_old_visits(home)
    except OSError:
        stays.append(home / "visits")
    if stays:
        raise StoreError("candidate.file_left", path=", ".join(map(str, stays)))
    return DONE


def _end_old_visits(folder: Path) -> None:
    """Runs that nobody came back to, where the station is closed; an open one sees to them by itself."""
    from game.journey.person import RESUME_S, forget_old

    _at_a_closed_station(folder, lambda home: forget_old(home, RESUME_S))


def _at_a_closed_station(folder: Path, do: Callable[["Home"], object]) -> None:
    """Do something in a station's folder, where there is one and no game has it open. Raises OSError, HomeError."""
    from game.station.home import Home, HomeError

    if not (folder / "visits").is_dir():
        return
    try:
        home = Home.open(folder)
    except HomeError as error:
        if error.key == "home.second_copy":
            return
        raise
    try:
        do(home)
    finally:
        home.close()
