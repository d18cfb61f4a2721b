"""`candidate erase` and `purge`: the base, its copies, and what this machine holds beside it."""

import argparse
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, Commands
from cli.database import now, with_db

if TYPE_CHECKING:
    from export.store.beside import Beside, Past
    from export.store.store import Store
    from game.station.home import Home


def add_erasing(commands: Commands, candidate: Commands) -> None:
    """`candidate erase`, `purge`."""
    parser = with_db(candidate, "erase", _erase)
    parser.add_argument("who", help=commands.say("match.cli.who"))
    with_db(commands, "purge", _purge)


def machine_beside() -> "Beside":
    """The hands that empty this machine beside a base: one pair for commands and tower."""
    from export.store.beside import Beside

    return Beside(_empty_person, _empty_past)


def _erase(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Erase a person everywhere here: a place that refuses is named at the end and keeps nothing else from going."""
    from export.store.erasing import empty_beside, erase, erase_notes
    from export.store.intake import find_candidate
    from export.store.store import StoreError

    try:
        who = find_candidate(store, options.who)
    except StoreError as error:
        # A full id may be erased before its packet ever comes, a code only of somebody this station still knows.
        who = _known_here(options.db.parent, options.who)
        notes = erase_notes(store, options.who, now()) if error.key == "candidate.unknown" else 0
        if notes:
            print(voice.say("candidate.notes_erased", n=notes))
        if not who and notes:
            return DONE
        if not who:
            raise
    stays = empty_beside(store, who, machine_beside())
    left = StoreError("candidate.file_left", path=", ".join(map(str, stays)))
    try:
        there = erase(store, who, now())
    except StoreError as error:
        if isinstance(error.__cause__, StoreError):
            print(voice.say(error.__cause__.key, **error.__cause__.values), file=sys.stderr)
        if stays:
            left = StoreError("candidate.place_left", **left.values)
            print(voice.say(left.key, **left.values), file=sys.stderr)
        raise
    if stays:
        raise left
    print(voice.say("candidate.erased" if there else "candidate.erased_ahead", who=options.who))
    return DONE


def _known_here(home: Path, word: str) -> str:
    """A full id as it is written, or that of the one visit of a code at this station; "" for anything else."""
    from game.station.consent import Records

    if len(word) == 32 and not set(word.lower()) - set("0123456789abcdef"):
        return word.lower()
    candidates = {
        consent.candidate for consent in Records(home / "visits").all() if consent.code == word.strip().upper()
    }
    return candidates.pop() if len(candidates) == 1 else ""


def _purge(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.erasing import purge_all
    from export.store.store import StoreError

    done = purge_all(store, now(), "cli", machine_beside())
    print(voice.say("match.purged", n=done.people) if done.people else voice.say("match.purged_none"))
    if done.papers:
        print(voice.say("match.purged_papers", n=done.papers))
    if done.beyond:
        print(voice.say("match.purged_beyond", n=done.beyond))
    if done.stays:
        raise StoreError("candidate.file_left", path=", ".join(map(str, done.stays)))
    return DONE


def _empty_person(db: Path, visits: Sequence[str], codes: Collection[str]) -> list[Path]:
    """What a machine holds of a person's visits beside a base goes: packets, files, codes; what could not."""
    from game.station.consent import Records

    records = Records(db.parent / "visits")
    known = {consent.code for consent in (records.of(visit) for visit in visits) if consent is not None}
    stays = [path for who in visits for path in (*_erase_packets(db, who), *_erase_files(db.parent, who))]
    return [*stays, *_forget_codes(db.parent, known | set(codes))]


def _empty_past(db: Path, today: date) -> "Past":
    """Papers whose day has come, and runs that nobody came back to where the station is closed."""
    from export.store.beside import Past
    from game.journey.person import RESUME_S, forget_old
    from game.journey.settle import forget_papers, papers_beyond

    papers, beyond = forget_papers(db.parent, today), papers_beyond(db.parent, today)
    try:
        # An open station sees to its visits by itself.
        _at_a_closed_station(db.parent, lambda home: forget_old(home, RESUME_S))
    except OSError:
        return Past(papers, (db.parent / "visits",), beyond)
    return Past(papers, beyond=beyond)


def _erase_packets(db: Path, who: str) -> list[Path]:
    """The person's packets that wait beside a database go; what could not."""
    from export.packets.outbox import Outbox
    from export.store.beside import home_beside

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
    from game.station.erasing import erase_file

    stays = []
    for path in files_of(home, who):
        try:
            erase_file(path)
        except OSError:
            stays.append(path)
    records = Records(home / "visits")
    try:
        records.erase(who)
    except OSError:
        stays.append(records.path(who))
    return stays


def _forget_codes(home: Path, codes: Collection[str]) -> list[Path]:
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
