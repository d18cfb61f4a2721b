"""A kiosk whose keeper was killed: who was waiting takes the screen, and the next keeper's process finds it there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from screen_kit import until

from cli.lone import ALONE, FOLLOWS, HANGS_S, STAFF, STOP, Follower, LoneVisitor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no service starts a keeper there")


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody says anything to the process that waits."""
    monkeypatch.setattr("cli.lone.select.select", lambda *more: ([], [], []))


def test_who_plays_is_not_cut_off_and_a_free_kiosk_makes_room(tmp_path: Path, quiet: None) -> None:
    """With nobody behind it, it goes on; with somebody, until nobody plays; a stop ends it at once."""
    lone, free = LoneVisitor(tmp_path), [False]
    lone.free = lambda: free[0]
    assert lone.beat("seen")
    assert (tmp_path / ALONE).read_text() == str(os.getpid())
    beats: list[str] = []

    def beat(word: str) -> bool:
        beats.append(word)
        return True

    follower = Follower(tmp_path, beat)
    assert follower.waits()
    assert beats == ["."]
    assert lone.beat(".")
    free[0] = True
    assert not lone.beat(".")
    free[0] = False
    (tmp_path / FOLLOWS).write_text(STOP)
    assert not lone.beat(".")
    lone.beat("over")
    assert not follower.waits()
    assert follower.over()
    assert [path.name for path in tmp_path.iterdir()] == []


def test_one_that_nobody_follows_ends_when_nobody_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever killed the keeper for good has the machine back."""
    lone = LoneVisitor(tmp_path)
    lone.free = lambda: True
    assert lone.beat(".")
    monkeypatch.setattr("cli.lone.UNKEPT_S", -1.0)
    assert not lone.beat(".")


def test_a_stop_of_the_staff_stops_the_next_one_too(tmp_path: Path, quiet: None) -> None:
    """Said to it while it waits, or before it began."""
    LoneVisitor(tmp_path).staff_stopped()
    assert (tmp_path / ALONE).read_text() == STAFF
    assert not Follower(tmp_path, lambda word: True).over()
    assert Follower(tmp_path, lambda word: True).over()


@pytest.mark.parametrize("words", [("--visitor",), ("another",)])
def test_one_that_hangs_is_ended_and_a_number_that_is_somebody_else_s_is_left(
    words: tuple[str, ...], tmp_path: Path, quiet: None
) -> None:
    hangs = "import time; print('there', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-S", "-c", hangs, *words], stdout=subprocess.PIPE) as process:
        # On a busy machine a process that has only begun waits for a processor: that is no hanging.
        assert process.stdout is not None
        assert process.stdout.readline()
        (tmp_path / ALONE).write_text(str(process.pid))
        long_ago = time.time() - HANGS_S - 5
        os.utime(tmp_path / ALONE, (long_ago, long_ago))
        assert Follower(tmp_path, lambda word: True).waits()
        killed = until(lambda: process.poll() is not None, 30 if words == ("--visitor",) else 1)
        process.kill()
    assert bool(killed) == (words == ("--visitor",))
    assert (tmp_path / ALONE).exists() == (words == ("--visitor",))


def test_who_is_asked_to_end_while_it_waits_tells_the_lone_one(tmp_path: Path) -> None:
    """The service stops the kiosk whoever has the screen; a keeper that was killed in its turn stops nothing."""
    for said, left in ((b"stop\n", STOP), (b"", "")):
        (tmp_path / ALONE).write_text("1")
        words = "from pathlib import Path\nfrom cli.lone import Follower\n"
        words += f"Follower(Path({str(tmp_path)!r}), print).waits()"
        done = subprocess.run(
            [sys.executable, "-c", words], input=said, capture_output=True, check=False, cwd=Path(__file__).parents[1]
        )
        assert b"EOFError" in done.stderr
        assert (tmp_path / FOLLOWS).read_text() == left
