"""The door stands before the pages are loaded; whoever wants more waits for them, and all is loaded once."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp
from tower_kit import BASE, PORT, Clock, house_of, ready, words

from cli.tower import _behind
from tower.door import doors
from tower.pages.doors import FIRST
from tower.porch import Behind, Porch


async def said(app: ASGIApp, path: str, method: str = "GET") -> str:
    """What an application answers."""
    async with AsyncClient(transport=ASGITransport(app), base_url=BASE) as client:
        return (await client.request(method, path)).text


def test_the_first_page_waits_for_nothing_and_the_rest_is_loaded_once() -> None:
    """Loading begins with the first page; a page, a form or a post that comes meanwhile waits for it."""
    go, loads, warmed = threading.Event(), [], threading.Event()

    def load() -> Behind:
        loads.append(threading.current_thread().name)
        assert go.wait(20)
        return Behind(PlainTextResponse("pages"), PlainTextResponse("port"), warmed.set)

    async def live() -> list[str]:
        porch = Porch(PlainTextResponse("door"), load)
        assert not loads
        first = [await said(porch, path) for path in ("/enter", "/", "/static/tower.css")]
        waiting = [asyncio.create_task(said(porch, "/people")), asyncio.create_task(said(porch, "/enter", "POST")),
                   asyncio.create_task(said(porch.port, "/hail", "POST"))]  # fmt: skip
        done, _ = await asyncio.wait(waiting, timeout=0.05)
        assert not done
        go.set()
        return [*first, *(await asyncio.gather(*waiting)), await said(porch, "/enter")]

    assert asyncio.run(live()) == ["door", "door", "door", "pages", "pages", "port", "pages"]
    assert loads == ["porch"]
    assert warmed.wait(20)


def test_pages_that_cannot_be_loaded_are_an_error_and_the_door_stands() -> None:
    """What loading raised is raised again for each page behind."""
    def load() -> Behind:
        raise ImportError("x")

    async def live() -> str:
        porch = Porch(PlainTextResponse("door"), load)
        with pytest.raises(RuntimeError):
            await said(porch, "/people")
        return await said(porch, "/enter")

    assert asyncio.run(live()) == "door"


def test_the_door_is_that_of_the_whole_tower(tmp_path: Path) -> None:
    """Before and after the pages are there, one page asks for the PIN; without a base, one asks for the first start."""
    async def live(db: Path, path: str) -> tuple[str, str]:
        house = house_of(db, Clock())
        house.open()
        porch = Porch(doors(house, PORT, FIRST), lambda: _behind(house, PORT))
        async with AsyncClient(transport=ASGITransport(porch), base_url=BASE, follow_redirects=True) as client:
            before = await client.get("/")
            await porch.behind()
            after = await client.get("/")
        assert (before.url.path, after.url.path) == (path, path)
        house.close()
        return words(before.text), words(after.text)

    for db, path in ((ready(tmp_path / "m.db"), "/enter"), (tmp_path / "none.db", "/first")):
        before, after = asyncio.run(live(db, path))
        assert before == after
        assert "Tour de contrôle" in before


def test_the_door_loads_no_page_behind_it() -> None:
    """A fresh interpreter that has the door has read no workshop, no model of a packet and no page."""
    code = (
        "import sys, tower.door, tower.house, tower.pages.doors, tower.porch;"
        "print([m for m in sys.modules if m.split('.')[0] in ('game', 'scoring', 'lab') or m in "
        "('export.packets.body', 'tower.ways', 'tower.review', 'tower.app')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_serving_tower_has_loaded_nothing_that_plays() -> None:
    """A fresh interpreter that has made every page ready knows what a workshop may hold, and no screen, robot, drawing
    of a bench nor simulation of one: they were seven megabytes of its memory."""
    code = (
        "import sys, cli.tower, tower.app, tower.parcels, tower.port; tower.app.warm();"
        "print([m for m in sys.modules if m.startswith(('pygame', 'scipy', 'numpy.random', 'lab', 'game.screen', "
        "'game.scenes', 'game.window', 'game.mechanics.table')) or m.rpartition('.')[2].startswith(('view', 'players', "
        "'scene', 'declared')) and m.startswith('game.')])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux systems alone has these words")
def test_a_serving_tower_has_one_heap() -> None:
    """What a thread took and gave back is taken again by the others: no thread has a heap of its own."""
    code = (
        "import threading, sys; from pathlib import Path; from tower.thrift import one_heap\n"
        "def heaps(): return sum(' rw-p ' in row and row.split()[0].split('-')[0].endswith('000000') and "
        "len(row.split()) == 5 for row in Path('/proc/self/maps').read_text().splitlines())\n"
        "if sys.argv[1] == 'one': one_heap()\n"
        "before = heaps(); go, held = threading.Event(), []\n"
        "def take(): held.append([bytes(600 + n) for n in range(2000)]); go.wait()\n"
        "threads = [threading.Thread(target=take) for _ in range(4)]\n"
        "[t.start() for t in threads]\n"
        "while len(held) < 4: pass\n"
        "print(heaps() - before); go.set()\n"
    )
    grew = [
        int(subprocess.run([sys.executable, "-c", code, how], capture_output=True, text=True, check=True).stdout)
        for how in ("one", "many")
    ]
    assert grew[0] < grew[1], grew
