"""One flipped bit or one cut anywhere in a journal's files: nothing is lost in silence, what is whole is read."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from game.station import frames as logged
from game.station.frames import PAGE, frames
from game.station.journal import COUNT, Journal, Unborn, counted, read
from game.station.slots import _slot
from scenarios.vocabulary import Event

ROWS = 530
FILES = ("run.journal", "run.journal-wal", "run.journal-count")
NOUGHT = _slot("0", COUNT) * 2
"""A count as it stands before a journal holds anything."""


@pytest.fixture(scope="module", params=[1, 1100], ids=["in the log", "partly in the file"])
def killed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of a journal as a kill leaves them, every row acknowledged; with a long log SQLite has begun anew."""
    folder = tmp_path_factory.mktemp("killed")
    journal = Journal(folder / "run.journal", {"code": "K4-MTQ", "seed": 5})
    for n in range(ROWS + request.param - 1):
        journal.record("event", Event(n, "look", {"n": n, "words": "x" * 30}))
        while journal.acknowledged <= n:
            time.sleep(0.0002)
    files = {name: (folder / name).read_bytes() for name in FILES}
    journal.close()
    return files


@pytest.fixture(autouse=True, scope="module")
def summed_once() -> Iterator[None]:
    """A page that follows from the same sum has the same sum: of a log damaged in one place, most are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logged, "_checksum", lru_cache(maxsize=4096)(logged._checksum))
        yield


def laid(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / "run.journal"


def said_of(path: Path, whole: tuple[Event, ...]) -> str:
    """What reading says; whatever is missing must be said."""
    try:
        found = read(path)
    except Unborn:
        return "unborn"
    except sqlite3.DatabaseError:
        return "no header"
    assert found.trace.events == whole[: found.rows]
    assert found.uncounted or found.damaged == (found.rows < len(whole))
    return "damaged" if found.damaged or found.uncounted else "whole"


FLIPS = int(os.environ.get("ENVOL_FLIPS", "110"))
CUTS = FLIPS * 3 // 11
"""Of each of two journals: a fault that one damage in fifty shows is met by these 280 with 99 % chance, one in two
hundred with 75 %. `make mutants` asks for thousands."""


def test_220_flips_and_60_cuts_lose_nothing_in_silence(killed: Mapping[str, bytes], tmp_path: Path) -> None:
    """In the file, its log and its count, half of them where most bytes are: no traceback, no loss unsaid, no row
    that was not written, and most runs are read to their end. A journal without its header says so."""
    whole = read(laid(tmp_path, killed)).trace.events
    chance = random.Random(len(killed["run.journal-wal"]))
    said = []
    for n in range(FLIPS + CUTS):
        name = chance.choices(FILES, [len(killed[f]) for f in FILES])[0] if n % 2 else chance.choice(FILES)
        data = bytearray(killed[name])
        at = chance.randrange(len(data))
        if n < FLIPS:
            data[at] ^= 1 << chance.randrange(8)
        path = laid(tmp_path, {**killed, name: bytes(data if n < FLIPS else data[:at])})
        said.append(said_of(path, whole))
    assert "unborn" not in said
    assert said.count("whole") > (FLIPS + CUTS) / 2
    assert said.count("no header") < (FLIPS + CUTS) / 18


@pytest.mark.parametrize("left", [1, 3, 4, 23, 31, 32])
def test_a_log_of_a_few_bytes_is_a_cut_like_any_other(
    left: int, killed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """A log cut inside the first word of its head is said to be damaged too, with no traceback."""
    whole = read(laid(tmp_path, killed)).trace.events
    path = laid(tmp_path, {**killed, "run.journal-wal": killed["run.journal-wal"][:left]})
    assert said_of(path, whole) in ("damaged", "no header")


@pytest.mark.parametrize("count", [None, "a folder", b"", b"\0" * 96, b"x" * 96, b"\x07"])
def test_rows_without_a_count_are_damage(
    count: bytes | str | None, killed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The count was there before the first row. Without one, an older copy of the log, the log of a run of which
    nothing was acknowledged, a byte put in, a piece taken out, an end cut off dropped rows and nothing was said."""
    name, log = "run.journal-wal", killed["run.journal-wal"]
    kept = killed["run.journal-count"]
    spoilt = {f: data for f, data in killed.items() if f != "run.journal-count"}
    if isinstance(count, bytes):
        spoilt["run.journal-count"] = count + kept[:40] if len(count) == 1 else count
    elif count:
        (tmp_path / "run.journal-count").mkdir()
    whole = read(laid(tmp_path, spoilt)).trace.events
    assert len(whole) >= ROWS
    turn = [page for page in frames(log, len(killed["run.journal"]) // PAGE + 1) if page.ends]
    older = log[: turn[len(turn) // 2].at + 24 + PAGE]
    at = len(log) // 3
    for data in (log, older, log[:at] + b"\7" + log[at:], log[:at] + log[at + 24 :], log[:at]):
        assert said_of(laid(tmp_path, {**spoilt, name: data}), whole) == "damaged"
    assert said_of(laid(tmp_path, {**spoilt, name: b""}), whole) in ("damaged", "no header")


def test_damage_behind_the_last_acknowledged_row_is_no_loss(killed: Mapping[str, bytes], tmp_path: Path) -> None:
    """More rows are told of the last page than it has: all that were acknowledged are there, and nothing is missed."""
    whole = read(laid(tmp_path, killed)).trace.events
    log = killed["run.journal-wal"]
    last = max(one.at for one in frames(log, len(killed["run.journal"]) // PAGE + 1)) + 24
    for more, bit in ((3, 0), (4, 1), (4, 7)):
        data = bytearray(log)
        data[last + more] ^= 1 << bit
        assert said_of(laid(tmp_path, {**killed, "run.journal-wal": bytes(data)}), whole)


def test_reading_touches_no_file(killed: Mapping[str, bytes], tmp_path: Path) -> None:
    """A journal is read without being opened for writing: its log is still there, byte for byte."""
    path = laid(tmp_path, killed)
    read(path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == killed


def test_a_log_that_is_gone_is_contradicted_by_the_count(killed: Mapping[str, bytes], tmp_path: Path) -> None:
    """All rows that were in the log alone are lost: said, or no journal at all; never an empty run that looks whole."""
    whole = read(laid(tmp_path, killed)).trace.events
    path = laid(tmp_path, {**killed, "run.journal-wal": b""})
    assert counted(path) >= ROWS
    assert said_of(path, whole) in ("damaged", "no header")


@pytest.mark.parametrize("stage", ["empty", "one page", "half a log"])
def test_a_journal_killed_while_it_was_made_is_not_damaged(
    stage: str, killed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """A file being born holds nothing yet: it says so, and not that it is damaged."""
    base = {"empty": b"", "one page": killed["run.journal"][:4096], "half a log": killed["run.journal"][:4096]}[stage]
    wal = killed["run.journal-wal"][: 32 + 4120] if stage == "half a log" else b""
    path = laid(tmp_path, {"run.journal": base, "run.journal-wal": wal} | ({FILES[2]: NOUGHT} if base else {}))
    with pytest.raises(Unborn):
        read(path)


def test_a_kill_anywhere_in_the_first_transaction_leaves_a_journal_not_born(
    killed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """SQLite writes a log frame by frame, and a frame's head before its page: a kill may come between any two of
    them, also when the header stands and the table of rows does not yet."""
    log = killed["run.journal-wal"]
    first = next(one.at for one in frames(log, 1) if one.ends)
    cuts = {at + more for at in range(32, first + 1, 24 + PAGE) for more in (0, 24, 24 + 100)}
    for cut in sorted(cuts):
        born = {"run.journal": killed["run.journal"][:PAGE], "run.journal-wal": log[:cut], FILES[2]: NOUGHT}
        path = laid(tmp_path, born)
        with pytest.raises(Unborn):
            read(path)


BORN = """
import itertools, sys
from pathlib import Path
from game.station.frames import PAGE, frames
from game.station.journal import Journal
from scenarios.vocabulary import Event
print("go", flush=True)
for n in itertools.count():
    journal = Journal(Path(sys.argv[1]) / f"{n}.journal", {"seed": n})
    journal.record("event", Event(0, "look", {}))
    journal.close()
"""


@pytest.mark.parametrize("at", range(8))
def test_a_kill_in_the_first_milliseconds_is_never_damage(at: int, tmp_path: Path) -> None:
    """Journals made one after the other until a kill: each is whole, begun, or not born; none is called damaged."""
    with subprocess.Popen([sys.executable, "-c", BORN, str(tmp_path)], stdout=subprocess.PIPE, text=True) as making:
        assert making.stdout is not None
        assert making.stdout.readline() == "go\n"
        time.sleep(random.Random(at).uniform(0.0, 0.08))
        making.kill()
    found = sorted(tmp_path.glob("*.journal"), key=lambda path: int(path.stem))
    said = [said_of(path, (Event(0, "look", {}),)) if counted(path) else begun(path) for path in found]
    assert set(said[:-1]) <= {"whole"}
    assert set(said[-1:]) <= {"whole", "begun", "unborn"}


def begun(path: Path) -> str:
    """A journal in which nothing was acknowledged yet."""
    try:
        contents = read(path)
        return "damaged" if contents.damaged or contents.uncounted else "begun"
    except Unborn:
        return "unborn"
