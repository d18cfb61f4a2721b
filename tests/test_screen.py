"""A real window under Xvfb with real keys and a real pointer. Skipped by name where Xvfb or xdotool is absent."""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from screen_kit import TO_BENCH, TO_HANGAR, TO_LEVER, Room, codes, lay_tools, left, screen, until

from export.store.store import Store

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"),
]
SIZES = [(1024, 600), (1366, 768), (2560, 1440)]
WITHIN = [(1280, 720), (1920, 1200)]
"""Sizes that a window on the largest screen is given: no game is started for them."""


@pytest.fixture
def display() -> Iterator[str]:
    """A small laptop's screen of our own."""
    with screen() as name:
        yield name


def test_the_whole_way_by_keyboard_lands_in_the_database(display: str, tmp_path: Path) -> None:
    """Keys alone, in French: warm-up, a rivet, the exercise, a look back, paper, sharing; the result has landed."""
    with Room(display, tmp_path / "home") as room:
        assert room.now["title"] == "Le hangar"
        for node, then in TO_HANGAR:
            room.press(node)
            room.becomes(then)
        lay_tools(room)
        room.becomes("hangar")
        for node, then in TO_BENCH:
            room.press(node)
            room.becomes(then)
        for node, then in TO_LEVER:
            room.press(node)
            room.becomes(then)
        before = room.node("handle")["rect"]
        room.hold("Down", lambda: room.node("handle")["rect"][1] > before[1] + before[3])
        while room.name == "lever":
            room.press("release")
            until(lambda: room.name != "lever", 2)
        room.finish(room.press, "leave:")
        room.becomes("ready")
        room.press("go")
        room.becomes("prepare")
        for tool in ("glasses", "earplugs", "squeezer", "pige", "calibre"):
            room.press(f"tool:{tool}")
        room.finish(room.press, "leave:")
        room.becomes("debrief")
        room.press("watch")
        room.becomes("replay")
        room.press("back")
        way = (("go", "hangar"), ("end", "wishes"), ("skip", "takeoff"), ("go", "boarding"), ("print", "boarding"))
        for node, then in way:
            room.press(node)
            room.becomes(then)
        assert until(lambda: "carte-d-envol" in room.now["say"] or "imprimante" in room.now["say"], 40)
        for node, then in (("share", "share"), ("months_3", "goodbye.shared"), ("end", "welcome")):
            room.press(node)
            room.becomes(then)
        code = codes(room.home)[0]
    with Store.open(room.home / "matching.db") as store:
        (who,) = (r["candidate_id"] for r in store.rows("select candidate_id from candidates"))
    (paper,) = (name for name in left(room.home) if name.endswith(".pdf"))
    assert who in paper
    assert left(room.home) == sorted([paper, "matching.db", "organisation.key", "sequence"])
    with Store.open(room.home / "matching.db") as store:
        assert [r["code"] for r in store.rows("select code from candidates")] == [code]
        assert store.rows("select count(*) as n from results")[0]["n"] > 0
        assert {r["kind"] for r in store.rows("select kind from candidates")} == {"person"}


def test_the_whole_way_by_pointer_leaves_nothing_when_erased(display: str, tmp_path: Path) -> None:
    """The pointer alone, to « erase », on a station with no sound card: nothing is left, the missing card is said."""
    with Room(display, tmp_path / "home", SDL_AUDIODRIVER="absent") as room:
        for node, then in (*TO_HANGAR, ("skip", "hangar"), *TO_BENCH):
            room.follow(node, then)
        for node, then in TO_LEVER:
            room.follow(node, then)
        pull(room)
        while room.name == "lever":
            room.click("release")
            until(lambda: room.name != "lever", 2)
        room.finish(room.click, "leave:")
        room.becomes("ready")
        room.click("go")
        room.becomes("prepare")
        room.click("tool:glasses")
        room.finish(room.click, "leave:")
        room.becomes("debrief")
        for node, then in (("go", "hangar"), ("end", "wishes"), ("go", "takeoff"), ("go", "boarding")):
            room.follow(node, then)
        room.click("print")
        assert until(lambda: "carte-d-envol" in room.now["say"] or "imprimante" in room.now["say"], 30)
        room.click("erase")
        room.becomes("erase")
        assert left(room.home) != []
        room.click("yes")
        room.becomes("goodbye.erased")
        code = codes(room.home)[0]
        assert left(room.home) == []
        bytes_ = b"".join(p.read_bytes() for p in room.home.rglob("*") if p.is_file() and p.name != "settings.json")
        assert code.encode() not in bytes_
        room.close_window()
        assert room.game.wait(timeout=40) == 0
        assert "pas de carte son" in room.end()[0]


def pull(room: Room) -> None:
    """Take the handle with the pointer and bring it down slowly."""
    x, y, w, h = room.node("handle")["rect"]
    room.hand("mousemove", str(x + w // 2), str(y + h // 2), "mousedown", "1")
    for step in range(1, 12):
        room.hand("mousemove", str(x + w // 2), str(y + h // 2 + step * h // 4), "sleep", "0.05")
    assert until(lambda: room.node("handle")["rect"][1] > y + h, 40)
    room.hand("mouseup", "1")


def test_a_second_copy_says_so_and_the_cross_asks_first(display: str, tmp_path: Path) -> None:
    """A second copy says it in the terminal and in its window until it is read; the cross of the first asks once."""
    with Room(display, tmp_path / "home") as room:
        for node, then in TO_HANGAR:
            room.press(node)
            room.becomes(then)
        with Room(display, tmp_path / "home") as second:
            second.becomes("refused")
            assert "déjà ouvert" in second.now["say"]
            second.click("close")
            said, _ = second.game.communicate(timeout=60)
            assert second.game.returncode == 1
            assert "déjà ouvert" in said
        room.close_window()
        room.becomes("pause")
        room.close_window()
        assert room.game.wait(timeout=40) == 0
    assert len(codes(room.home)) == 1


def test_a_killed_window_goes_on_by_its_code(display: str, tmp_path: Path) -> None:
    """Killed at a random moment of the exercise: started again, the code brings the person back to their bench."""
    with Room(display, tmp_path / "home") as room:
        to_exercise(room)
        room.press("tool:glasses")
        journal = next((room.home / "runs").glob("*.journal"))
        # The random moment begins once something is on disk: no pause is long enough for a slow machine.
        assert until(lambda: rows_in(journal) > 0)
        time.sleep(random.uniform(0, 1.5))
        room.kill()
    rows = rows_in(journal)
    code = codes(room.home)[0]
    with Room(display, tmp_path / "home") as again:
        again.press("resume")
        again.becomes("entry")
        signs = code.replace("-", "")
        again.hand("type", "--delay", "15", signs.lower())
        # The last sign brings the focus to the way on: Tabs that were sent for another place would pass it.
        assert until(lambda: again.node("typed")["value"] == signs, 60)
        again.press("go")
        again.becomes("prepare")
        now = next(p for p in (room.home / "runs").glob("*.journal"))
        assert now != journal
        assert rows_in(now) >= rows > 0
        again.press("pause")
        again.becomes("pause")
        again.press("stop")
        again.becomes("goodbye.erased")
        again.press("end")
        again.becomes("welcome")
    assert left(room.home) == []


def rows_in(journal: Path) -> int:
    """How many rows a journal holds on disk."""
    with closing(sqlite3.connect(journal)) as base:
        return int(base.execute("select count(*) from rows").fetchone()[0])


def to_exercise(room: Room) -> None:
    """From the welcome to the first step of the exercise, as quickly as one may."""
    for node, then in (*TO_HANGAR, ("skip", "hangar"), *TO_BENCH):
        room.press(node)
        room.becomes(then)
    room.finish(room.press, "leave:")
    room.becomes("ready")
    room.press("go")
    room.becomes("prepare")


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_every_screen_size_shows_everything(size: tuple[int, int], tmp_path: Path) -> None:
    """From a small laptop to a large screen, at 100 % and 200 % text: nothing to press or to read leaves the window."""
    with screen(size) as display, Room(display, tmp_path / "home") as room:
        opened = tuple(room.now["size"])
        assert opened == (min(size[0], 1920), min(size[1], 1200))
        for times in (0, 3):
            look_at(room)
            room.press("comfort")
            room.becomes("comfort")
            for _ in range(times or 3):
                look_at(room)
                said = room.node("text")["value"]
                room.press("text")
                assert until(lambda said=said: room.node("text")["value"] != said, 40)
            if times == 0:
                assert "200" in room.node("text")["value"]
                at_other_sizes(room, WITHIN if size == SIZES[-1] else [])
            room.press("go_on")
            room.becomes("welcome")
            look_at(room)
            at_other_sizes(room, WITHIN if size == SIZES[-1] else [])


def at_other_sizes(room: Room, sizes: list[tuple[int, int]]) -> None:
    """The same screen in a window of each of these sizes, and back at its own."""
    own = tuple(room.now["size"])
    for size in (*sizes, *([own] if sizes else [])):
        room.hand("windowsize", room.window(), *map(str, size))
        assert until(lambda size=size: tuple(room.now["size"]) == size, 40), room.now["size"]
        look_at(room)


def look_at(room: Room) -> None:
    """Everything on the screen lies inside the window, and every word inside it too."""
    now = room.now
    wide, high = now["size"]
    for thing in (*(n for n in now["nodes"] if n["reached"]), *now["texts"]):
        x, y, w, h = thing["rect"]
        assert x >= 0 and y >= 0 and x + w <= wide and y + h <= high, (now["screen"], thing, now["size"])  # noqa: PT018


def test_moved_resized_hidden_and_closed(display: str, tmp_path: Path) -> None:
    """The window made smaller, larger, hidden and shown again goes on; everything stays inside it."""
    with Room(display, tmp_path / "home") as room:
        window = room.window()
        for size in ((1100, 700), (700, 420), (1366, 768)):
            room.hand("windowsize", window, *map(str, size))
            assert until(lambda size=size: tuple(room.now["size"]) == size, 40), room.now["size"]
            look_at(room)
        room.hand("windowunmap", window, "sleep", "0.3", "windowmap", window)
        room.click("enter")
        room.becomes("agreement")
        room.hand("windowmove", window, "200", "80", "windowmove", window, "0", "0")
        room.click("look")
        room.becomes("ease")
        room.close_window()
        room.becomes("pause")
        room.close_window()
        assert room.game.wait(timeout=40) == 0
    assert left(room.home) == []


WILD = ("Return", "Tab", "Escape", "space", "Up", "Down", "Left", "Right", "F2", "BackSpace", "x", "w", "1", "m", "F11")
MONKEY_S = float(os.environ.get("ENVOL_MONKEY_S", "8"))


def gesture(chance: random.Random, room: Room) -> tuple[str, ...]:
    """Something a restless hand does: clicks, drags, keys pressed, repeated and held; often on what can be pressed."""
    x, y = str(chance.randrange(1366)), str(chance.randrange(768))
    key = chance.choice(WILD)
    there = ("mousemove", x, y)
    if (ids := room.reached()) and chance.random() < 0.5:
        left, top, w, h = room.node(chance.choice(ids))["rect"]
        return "mousemove", str(left + w // 2), str(top + h // 2), "click", "1"
    return chance.choice([
        (*there, "click", "1"), (*there, "mousedown", "1", "mousemove", y, x, "mouseup", "1"),
        (*there, "click", "3", "click", "4"), ("key", key), ("key", "--repeat", "12", "--delay", "3", key),
        ("keydown", key, "sleep", "0.2", "keyup", key),
    ])  # fmt: skip


@pytest.mark.parametrize("seed", [7, 8])
def test_a_monkey_finds_no_dead_end(display: str, tmp_path: Path, seed: int) -> None:
    """A restless hand, fixed seeds, ENVOL_MONKEY_S seconds: the game still runs, says nothing and leaves in peace."""
    chance = random.Random(seed)
    with Room(display, tmp_path / "home") as room:
        if seed % 2:
            to_exercise(room)
        limit = time.monotonic() + MONKEY_S / 2
        while time.monotonic() < limit and room.game.poll() is None:
            room.hand(*gesture(chance, room))
        assert room.game.poll() is None, room.end()
        for _ in range(30):
            if room.game.poll() is not None:
                break
            room.close_window()
            until(lambda: room.game.poll() is not None, 0.5)
        assert room.game.wait(timeout=40) == 0
        assert room.end() == ("", "")
