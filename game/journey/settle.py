"""Settling a visit: whatever ended it, the four places are emptied of what the person's consent does not let stay."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from sqlite3 import DatabaseError

from export.packets.outbox import Outbox
from export.store.moments import believable
from game.station.consent import SEEN, STAYS, SUFFIX, ConsentState, KeptPlace, Records, VisitConsent
from game.station.erasing import erase_file
from game.station.home import Home, HomeError, forget_code

SENT_DAYS = 92
"""How long a sealed result may wait for its stick: what nobody fetched in three months is erased."""
MONTHS = 3
"""How long a paper may wait in the station's folder, and its proof be shown."""


PAPER = "carte-d-envol"
"""How the name of a paper begins, in any language: it is what a person looks for in the folder."""
COMFORT, PRACTICE = ".comfort", ".practice"
"""What lies beside a person's journals: the comfort they chose, how far their practice is."""


@dataclass(frozen=True, slots=True)
class Left:
    """What could not be emptied, and why."""

    place: KeptPlace
    path: Path
    reason: Exception


def database(home: Home) -> Path:
    """The room's matching database."""
    return home.folder / "matching.db"


def paper_path(home: Home, candidate: str, today: date) -> Path:
    """Where a person's paper is written.

    Its name begins with what they recognise, what it is and its day; then come their id, by which it is found (never
    the code: codes come again), and the day until which it may lie there.
    """
    return home.folder / "papers" / f"{PAPER}-{today.isoformat()}-{candidate}-{ends_on(today):%Y%m%d}.pdf"


def lies_in(path: Path) -> Mapping[str, str]:
    """The folder of a paper, whole and by its own name, and how its file's name begins: words, day, first of the id."""
    words = path.name.rpartition(f"{path.stem.rsplit('-', 2)[-2]}-")[0]
    return {"folder": str(path.parent), "place": path.parent.name, "file": path.name[: len(words) + 8]}


def ends_on(written: date) -> date:
    """The day that ends the months of a paper and of the proof on it; at most the 28th, which every month has."""
    year, month = divmod(written.year * 12 + written.month - 1 + MONTHS, 12)
    return date(year, month + 1, min(written.day, 28))


def comfort_path(home: Home, candidate: str) -> Path:
    """Where the comfort a person chose lies beside their journals, while they decide."""
    return home.folder / "runs" / f"{candidate}{COMFORT}"


def practice_path(home: Home, candidate: str) -> Path:
    """Where it is written how far a person's practice is, while they decide."""
    return home.folder / "runs" / f"{candidate}{PRACTICE}"


def files_of(folder: Path, candidate: str) -> tuple[Path, ...]:
    """The journals, with the comfort and the practice beside them, and the papers of a person in a station's folder."""
    bases = {
        path.with_name(path.name.split(".journal")[0] + ".journal") for path in (folder / "runs").glob("*.journal*")
    }
    others = (*_beside(folder / "runs"), *(folder / "papers").glob("*.pdf"))
    # What a kill left half written is named after the file it was to be.
    parts = [part for name in ("runs", "papers") for part in (folder / name).glob(".*.part")]
    starts = (f"{candidate}-", f"{candidate}.", f".{candidate}-", f".{candidate}.")
    # What stands beside a journal goes with it, also when the journal itself is gone. The id of a paper follows words.
    return tuple(
        sorted(
            path for path in (*bases, *others, *parts)
            if path.name.startswith(starts) or (path.parent.name == "papers" and f"-{candidate}-" in path.name)
        )
    )


def _beside(runs: Path) -> tuple[Path, ...]:
    return tuple(path for suffix in (COMFORT, PRACTICE) for path in runs.glob(f"*{suffix}"))


def whose(journal: Path) -> str:
    """The id that the name of a journal, or of what lies beside it, begins with."""
    return journal.name.partition("-")[0].partition(".")[0]


def settle(home: Home, consent: VisitConsent, *, wait: bool = True) -> tuple[Left, ...]:
    """Empty every place where nothing may stay; what could not be. The record goes last, and only when nothing is left.

    May wait for the database when the person may be in it; with `wait` False that is left for the next time.
    """
    with suppress(OSError):
        # A full disk must not keep anything from being erased; the visit that is not written down ends by its age.
        home.records.write(consent)
    places = [place for place in EMPTY if place not in STAYS[consent.state] and (wait or place != "database")]
    left = [left for place in places for left in EMPTY[place](home, consent)]
    open_ = consent.state in ("undecided", "asked") or (consent.base and not wait and consent.state == "erased")
    # What was sealed to be carried away is known until the organisation's receipt, or three months.
    open_ = open_ or (consent.state == "sent" and Outbox(home.folder / "outbox").holds(consent.candidate))
    if not left and not open_:
        left += _record_gone(home, consent)
    return tuple(left)


def _erased(place: KeptPlace, paths: tuple[Path, ...]) -> list[Left]:
    left = []
    for path in paths:
        try:
            erase_file(path)
        except OSError as error:
            left.append(Left(place, path, error))
    return left


def no_journal(home: Home, consent: VisitConsent) -> list[Left]:
    """Erase the journals of a visit; those that would not go."""
    paths = files_of(home.folder, consent.candidate)
    return _erased("journal", tuple(path for path in paths if path.parent.name == "runs"))


def _no_paper(home: Home, consent: VisitConsent) -> list[Left]:
    paths = files_of(home.folder, consent.candidate)
    return _erased("paper", tuple(path for path in paths if path.parent.name == "papers"))


def _no_packet(home: Home, consent: VisitConsent) -> list[Left]:
    try:
        Outbox(home.folder / "outbox").erase(consent.candidate)
    except OSError as error:
        return [Left("outbox", Path(error.filename or home.folder / "outbox"), error)]
    return []


def _not_in_base(home: Home, consent: VisitConsent) -> list[Left]:
    if not consent.base:
        return []
    # The database's modules are slow to load, and few visits need them.
    from export.store.landing import withdraw
    from export.store.store import StoreError

    try:
        withdraw(database(home), consent.candidate, datetime.now(UTC))
    except StoreError as error:
        return [Left("database", database(home), error)]
    return []


def in_base(home: Home, consent: VisitConsent) -> bool:
    """Whether the database took a visit in, and its person with it; may wait for it. False when it does not say."""
    if not consent.base or not database(home).exists():
        return False
    from export.store.landing import holds
    from export.store.store import Store, StoreError

    try:
        with Store.open(database(home)) as store:
            return holds(store, consent.candidate)
    except (StoreError, DatabaseError, OSError):
        return False


EMPTY: Mapping[KeptPlace, Callable[[Home, VisitConsent], list[Left]]] = {
    "outbox": _no_packet,
    "journal": no_journal,
    "paper": _no_paper,
    "database": _not_in_base,
}


def _record_gone(home: Home, consent: VisitConsent) -> list[Left]:
    try:
        if consent.state == "erased":
            forget_code(home, consent.code)
        home.records.erase(consent.candidate)
    except OSError as error:
        return [Left("journal", Path(error.filename or home.records.path(consent.candidate)), error)]
    return []


def erase_error(home: Home, left: tuple[Left, ...]) -> HomeError:
    """What a person reads when something stays."""
    files = [left for left in left if left.place != "database"]
    if not files:
        return HomeError("home.base_left", path=str(database(home)))
    names = ", ".join(dict.fromkeys(file.path.name for file in files))
    return HomeError("home.cannot_erase", folder=str(home.folder), names=names, reason=files[0].reason)


def clean(home: Home, today: date) -> None:
    """At a start, nobody being there: what a kill left half written, packets of no consent, papers past their day.

    What refuses to go is tried again at the next start.
    """
    for folder in (home.folder, *(path for path in home.folder.iterdir() if path.is_dir())):
        for part in folder.glob(".*.part"):
            with suppress(OSError):
                erase_file(part)
    with suppress(OSError):
        known = home.records.all()
        played = {whose(path) for path in (home.folder / "runs").glob("*")}
        for old in (consent for consent in known if consent.state == "sent"):
            if _clock(today) and (today - date.fromtimestamp(old.seen.wall)).days > SENT_DAYS:
                settle(home, old.now("erased", old.seen))
            elif old.candidate in played:
                # Killed after its packet was laid and before its journal went.
                settle(home, old)
        settle_sent(home.folder)
        Outbox(home.folder / "outbox").keep_only(
            {consent.candidate for consent in known if consent.state in ("shared", "sent")}
        )
    forget_papers(home.folder, today)
    for lone in _lone(home):
        with suppress(OSError):
            erase_file(lone)


def _lone(home: Home) -> list[Path]:
    """What stands beside a journal or a record that is gone."""
    runs, known_to = home.folder / "runs", {whose(run) for run in home.runs()} | set(_recorded(home))
    journals = {side.with_name(side.name.rpartition("-")[0]) for side in runs.glob("*.journal-*")}
    return [
        *(path for path in _beside(runs) if whose(path) not in known_to),
        *(journal for journal in sorted(journals) if not journal.exists()),
        *(path for path in home.records.folder.glob(f"*{SUFFIX}{SEEN}") if not path.with_suffix(SUFFIX).exists()),
    ]


def _recorded(home: Home) -> tuple[str, ...]:
    """The ids of the visits that have a record, sound or not."""
    records = home.records.read()
    return (*(consent.candidate for consent in records.sound), *records.unread)


def forget_papers(folder: Path, today: date) -> int:
    """Erase the papers whose day has come, by the day in their name, else by that of the file; how many.

    None by a clock that cannot be right: it would destroy fresh ones.
    """
    if not _clock(today):
        return 0
    gone = 0
    for path in (folder / "papers").glob("*.pdf"):
        with suppress(OSError):
            if _until(path) <= f"{today:%Y%m%d}":
                erase_file(path)
                gone += 1
    return gone


def _clock(today: date) -> bool:
    """Whether the clock that says this day may be right."""
    return believable(datetime.combine(today, time(12), UTC).timestamp())


def papers_beyond(folder: Path, today: date) -> int:
    """How many papers may lie there longer than any paper: the clock was wrong when they were written, or is now."""
    most = f"{ends_on(today + timedelta(days=1)):%Y%m%d}"
    beyond = 0
    for path in (folder / "papers").glob("*.pdf"):
        with suppress(OSError):
            beyond += _until(path) > most
    return beyond


def _until(path: Path) -> str:
    day = path.stem.rpartition("-")[2]
    if len(day) == 8 and day.isdigit():
        return day
    # Papers of earlier versions bear a code and no day.
    return f"{ends_on(date.fromtimestamp(path.stat().st_mtime)):%Y%m%d}"


def resolve(home: Home) -> None:
    """Finish what a crash or a locked database left open: was the person taken in, or is an erasure still to be done.

    May wait for the database. What cannot be told stays as it is, for the next time.
    """
    from export.store.landing import emptied, holds
    from export.store.store import Store, StoreError

    for consent in home.records.all():
        if consent.state == "asked":
            with suppress(StoreError, DatabaseError, OSError):
                there = False
                if database(home).exists():
                    with Store.open(database(home)) as store:
                        there = holds(store, consent.candidate)
                        if not there:
                            emptied(store)
                # A share that was never taken in is none: the person may still decide, within their ten minutes.
                state: ConsentState = "shared" if there else "undecided"
                settle(home, consent.now(state, consent.seen, base=there))
        elif consent.state not in ("undecided", "sent"):
            settle(home, consent)


def unsettled(home: Home) -> bool:
    """Whether a record waits for the database or for a file that would not go."""
    return any(consent.state not in ("undecided", "sent") for consent in home.records.all())


def settle_sent(folder: Path) -> None:
    """Let go of the records of those whose packets the organisation has; their paper keeps its own day.

    One of whom a journal still lies here keeps its record, which says that the journal must go.
    """
    outbox, records = Outbox(folder / "outbox"), Records(folder / "visits")
    played = {whose(path) for path in (folder / "runs").glob("*")}
    for consent in records.all():
        if consent.state == "sent" and consent.candidate not in played and not outbox.holds(consent.candidate):
            with suppress(OSError):
                records.erase(consent.candidate)


