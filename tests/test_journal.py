"""Journal and trace: what is acknowledged survives, what is read plays again, what is altered is refused."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from conftest import run, task

from cli.main import main
from game.simulation.trace import Trace, TraceError, from_bytes, verify
from game.station.journal import Journal, read
from scenarios.vocabulary import Action, Event

HEADER = {"seed": 5, "scenario": "panneau_fuselage", "kind": "demo"}


def whole(robot: str = "expert") -> Trace:
    session = run(robot)
    return Trace(HEADER, tuple(session.actions), tuple(session.events), tuple(session.digests))


def test_a_trace_comes_back_as_it_was() -> None:
    """Reading what was written gives the same trace, the same bytes, in at most 200 kB."""
    packed = whole().to_bytes()
    assert from_bytes(packed) == whole()
    assert from_bytes(packed).to_bytes() == packed
    assert len(packed) <= 200_000


def test_a_trace_plays_again_bit_for_bit() -> None:
    """Events and digests are the same; one act changed is seen."""
    trace = whole()
    verdict = verify(trace, lambda header: task(int(header["seed"])))
    assert verdict.same_events
    assert verdict.same_digests
    changed = list(trace.actions)
    at = next(n for n, a in enumerate(changed) if a.verb == "pick")
    changed[at] = Action(changed[at].tick, "pick", {"bin": 1 + int(changed[at].args["bin"]) % 3})
    other = verify(Trace(HEADER, tuple(changed), trace.events, trace.digests), lambda header: task(5))
    assert not other.same_events
    assert other.first_difference is not None


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-9], lambda b: b[:40] + b"x" + b[41:], lambda b: b"", lambda b: b"YAML: no"]
)
def test_an_altered_trace_is_refused(spoil: Any) -> None:
    """Cut, changed, empty or foreign files give a named reason and nothing else."""
    with pytest.raises(TraceError) as caught:
        from_bytes(spoil(whole().to_bytes()))
    assert caught.value.key.startswith("trace.")


def test_a_bomb_is_refused() -> None:
    """A small file that inflates without end is stopped."""
    with pytest.raises(TraceError, match="too_big"):
        from_bytes(zlib.compress(b"0" * 60_000_000))


def test_a_journal_gives_the_run_back(tmp_path: Path) -> None:
    """All that was recorded is read, in order, and plays again."""
    session = run("expert")
    journal = Journal(tmp_path / "run.journal", HEADER)
    for action in session.actions:
        journal.record("action", action)
    for event in session.events:
        journal.record("event", event)
    for digest in session.digests:
        journal.record("digest", digest)
    journal.close()
    found = read(tmp_path / "run.journal")
    assert found.trace == whole()
    assert journal.acknowledged == found.rows
    assert not found.damaged


def test_damage_is_seen_and_what_stands_before_it_is_kept(tmp_path: Path) -> None:
    """A changed row ends the reading there; the rows before it are given."""
    journal = Journal(tmp_path / "run.journal", HEADER)
    for n in range(50):
        journal.record("event", Event(n, "look", {"n": n}))
    journal.close()
    with sqlite3.connect(tmp_path / "run.journal") as base:
        base.execute("update rows set body = '[\"look\", {}]' where n = 31")
    found = read(tmp_path / "run.journal")
    assert found.damaged
    assert found.rows == 30


class Failing(sqlite3.Connection):
    """A disk that is full after a few rows."""

    left = 20

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        if sql.startswith("insert into rows"):
            Failing.left -= 1
            if Failing.left < 0:
                raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *rest)


def test_a_full_disk_is_said_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The problem gets its name, the game goes on, and what was acknowledged is there."""
    Failing.left = 20
    journal = Journal(
        tmp_path / "run.journal", HEADER, lambda p: sqlite3.connect(p, factory=Failing, check_same_thread=False)
    )
    for n in range(60):
        journal.record("event", Event(n, "look", {}))
        time.sleep(0.001)
    journal.close()
    assert journal.problem == "journal.full"
    assert read(tmp_path / "run.journal").rows >= journal.acknowledged


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """No folder, no journal: a named problem, not a crash."""
    journal = Journal(tmp_path / "absent" / "run.journal", HEADER)
    journal.close()
    assert journal.problem == "journal.broken"


KILLED = """
import sys
from pathlib import Path
from cli.main import main
from game.station.journal import Journal
from scenarios.vocabulary import Event
journal = Journal(Path(sys.argv[1]), {})
n = 0
while True:
    journal.record("event", Event(n, "look", {"n": n}))
    n += 1
    if n % 20 == 0 and journal.acknowledged:
        print(journal.acknowledged, flush=True)
"""


@pytest.mark.parametrize("at", range(10))
def test_a_kill_loses_nothing_acknowledged(tmp_path: Path, at: int) -> None:
    """Killed at a random moment: every row that was acknowledged is read back, none damaged."""
    path = tmp_path / "run.journal"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True) as game:
        assert game.stdout is not None
        said = [int(game.stdout.readline())]
        time.sleep(random.Random(at).uniform(0.02, 0.15))
        game.send_signal(signal.SIGKILL)
        said += [int(line) for line in game.stdout.read().split("\n")[:-1]]
    found = read(path)
    assert not found.damaged
    assert found.rows >= said[-1] > 0


@pytest.mark.usefixtures("short_demo")
def test_demo_writes_traces_and_replay_verifies_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A robot's trace verifies with status 0; an altered one gives a sentence and status 1."""
    assert main(["demo", "--players", "1", "--seed", "4", "--lang", "fr", "--traces", str(tmp_path)]) == 0
    trace = next(tmp_path.glob("*.trace"))
    assert main(["replay", str(trace), "--verify", "--lang", "fr"]) == 0
    assert "différents" not in capsys.readouterr().out
    assert main(["replay", str(trace), "--lang", "en"]) == 0
    assert "open_kit" in capsys.readouterr().out
    trace.write_bytes(trace.read_bytes()[:-5])
    assert main(["replay", str(trace), "--lang", "fr"]) == 1
    assert "changé ou coupé" in capsys.readouterr().out
    assert main(["replay", str(tmp_path / "absent"), "--lang", "en"]) == 1
