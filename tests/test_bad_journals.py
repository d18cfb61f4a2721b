"""Journals on bad days: damaged, unreadable, of another version, or two of one run."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import panneau
from way_kit import left, play_on, says, settled, to_exercise

from game.journey.journey import Journey
from game.journey.person import Person
from game.journey.runs import runs_left
from game.mechanics.assemble.scene import AssembleScene
from game.screen.steps import Step
from game.station.home import Home
from game.station.journal import Journal, count_beside, read
from scenarios.vocabulary import Event


def a_run(home: Home, ticks: int = 400) -> tuple[str, Path, int]:
    """A run that was killed: its code, its journal, how many rows it holds."""
    app = to_exercise(home)
    play_on(app, ticks)
    assert app.person is not None
    app.person.close()
    path = home.runs()[0]
    return app.person.code, path, read(path).rows


def take_up(home: Home, code: str) -> Journey:
    """Back by the code."""
    app = Journey(panneau(), "fr", 5, home)
    app.answer(Step.WELCOME, "resume")
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    return app


def test_a_damaged_end_is_said_and_the_run_goes_on_before_it(home: Home) -> None:
    """A row changed near the end: the person starts again just before it, is told so once, and can finish."""
    code, path, rows = a_run(home)
    with sqlite3.connect(path) as base:
        base.execute("update rows set tick = tick + 1 where n = ?", (rows - 5,))
    base.close()
    app = take_up(home, code)
    assert says(app)[0] == "journal.damaged"
    app.act("go_on", "press")
    assert isinstance(app.top, AssembleScene)
    play_on(app)
    assert says(app)[0] == "debrief"


def test_a_count_that_is_gone_is_said_once(home: Home) -> None:
    """An older log would look whole: that the recording was damaged is said, and the run goes on from what is there."""
    code, path, rows = a_run(home)
    count_beside(path).unlink()
    contents = read(path)
    assert (contents.rows, contents.damaged, contents.uncounted) == (rows, False, True)
    app = take_up(home, code)
    assert says(app)[0] == "journal.damaged"
    app.act("go_on", "press")
    assert isinstance(app.top, AssembleScene)
    assert not read(home.runs()[0]).uncounted


@pytest.mark.parametrize("seed", range(12))
def test_bytes_changed_anywhere_never_break_the_reading(tmp_path: Path, seed: int) -> None:
    """Holes punched in a journal's file: a shorter run that starts as the whole one did, or « no journal »."""
    journal = Journal(tmp_path / "run.journal", {"code": "K4-MTQ"})
    for n in range(400):
        journal.record("event", Event(n, "look", {"n": n, "words": "x" * 40}))
    journal.close()
    whole = read(tmp_path / "run.journal").trace.events
    data = bytearray((tmp_path / "run.journal").read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) - 200)
        data[at : at + 200] = bytes(chance.randrange(256) for _ in range(200))
    (tmp_path / "run.journal").write_bytes(data[: chance.randrange(1000, len(data))] if seed % 4 == 0 else data)
    try:
        found = read(tmp_path / "run.journal")
    except (sqlite3.DatabaseError, ValueError):
        return
    assert found.trace.events == whole[: found.rows]
    assert found.damaged == (found.rows < 400)


@pytest.mark.parametrize("spoil", [lambda b: b"", lambda b: b"x" * 5000, lambda b: b[:3000]])
def test_a_journal_beyond_reading_is_told_and_left_for_its_ten_minutes(
    home: Home, spoil: Callable[[bytes], bytes]
) -> None:
    """The code of such a run answers that a recording is damaged; nothing is thrown away before its time."""
    code, path, _ = a_run(home, 100)
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    path.write_bytes(spoil(path.read_bytes()))
    app = take_up(home, code)
    assert getattr(app.top, "problem", "") == "entry.damaged"
    assert path.exists()


def test_a_changed_header_is_no_header(home: Home) -> None:
    """The header is covered by its own checksum: another seed or device written into it is damage."""
    _, path, _ = a_run(home, 60)
    with sqlite3.connect(path) as base:
        base.execute("update header set json = replace(json, '\"mouse\"', '\"touch\"')")
    base.close()
    with pytest.raises(sqlite3.DatabaseError):
        read(path)


def test_a_kill_while_taking_a_run_up_loses_nothing(home: Home) -> None:
    """Two journals of one run, the newer one short: the longer is taken up, and neither is left in the end."""
    code, path, rows = a_run(home)
    contents = read(path)
    short = Journal(path.with_name(path.name.replace("-1-", "-0-")), contents.trace.header)
    for action in contents.trace.actions[:3]:
        short.record("action", action)
    short.close()
    found = runs_left(home, home.records.all()[0].candidate).under_way
    assert found is not None
    assert found.rows == rows
    app = take_up(home, code)
    assert isinstance(app.top, AssembleScene)
    app.answer(Step.PAUSE, "stop")
    assert left(home) == []


def test_a_run_of_another_version_is_told(home: Home) -> None:
    """A journal whose workshop has changed since is not taken up, and says why."""
    person = Person.begin(home)
    person.record({"scenario": "panneau_fuselage", "hash": "of another day", "device": "mouse"})
    person.close()
    app = take_up(home, person.code)
    assert getattr(app.top, "problem", "") == "entry.other_version"
