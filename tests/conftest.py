"""What many tests share: the first workshop, read once, and robots' runs."""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
# The matrices of the tests are small: threads of the algebra library cost more than they bring, above all side by side.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
import yaml
from hypothesis import settings
from pg_kit import engine, pytest_generate_tests  # noqa: F401
from skips import pytest_runtest_makereport, pytest_terminal_summary  # noqa: F401
from windows_kit import as_windows

from game.journey.journey import Journey
from game.journey.result import PRIVATE, ReadTry, read_try
from game.journey.visit import Tried
from game.library import MODELS
from game.mechanics import MECHANICS
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.task import AssembleTask
from game.simulation.session import Session
from game.simulation.task import Run
from game.station.home import Home
from lab.robots import play_out
from scenarios.load import load_scenario, workshop_files
from scenarios.model import Scenario
from scenarios.vocabulary import Event
from scoring.rules import EvidenceRule

# Machines are noisy: a rule is checked by what it gives, never by how long it took.
settings.register_profile("envol", deadline=None)
settings.load_profile("envol")

IN_MEMORY, ROOM = Path("/dev/shm"), 4 << 30


def pytest_configure() -> None:
    """Journals and bases force each commit to the disk, as they must: in memory, where there is room, no test waits.

    What is compiled is kept, also where the environment says not to (as in `make test`): each of a hundred Pythons
    would compile the house anew, and each process of the tests every test.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that wait for a real window begin: none of the longest is left to run alone at the end.

    The others keep their random order, and so do these.
    """
    items.sort(key=lambda item: item.get_closest_marker("screen") is None)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    # Many small things are made and gone again: looked at a tenth as often, what hangs together is found all the same.
    gc.set_threshold(10_000, 20, 20)


BLIND = ("random", "always", "idle")
"""Robots that show nothing, and end a step when they have had enough."""
FOLDER = files("scenarios") / "content" / "workshops" / "panneau_fuselage"


@cache
def workshop() -> Params:
    """The params of panneau_fuselage."""
    return Params.model_validate(yaml.safe_load((FOLDER / "scenario.yaml").read_text("utf-8"))["params"])


@cache
def rules() -> tuple[EvidenceRule, ...]:
    """The evidence rules of panneau_fuselage."""
    text = (FOLDER / "evidence.yaml").read_text("utf-8")
    return tuple(EvidenceRule.model_validate(rule) for rule in yaml.safe_load(text)["evidence"])


@cache
def panneau() -> Scenario:
    """The first workshop as the house loads it."""
    return load_scenario(Path(str(FOLDER)) / "scenario.yaml", MODELS, EvidenceRule)


def task(seed: int = 5, **options: Any) -> AssembleTask:
    """A fresh exercise."""
    return AssembleTask(workshop(), Run(seed, **{"clock": False, **options}))


@cache
def run(robot: str, seed: int = 5) -> Session:
    """A robot's whole run."""
    cast = MECHANICS["assemble@1"].cast
    player = cast.make(robot, workshop(), seed)
    return play_out(task(seed, device=cast.device(robot)), player, bored=robot in BLIND)


MADE_AT = "2026-11-24T08:20:00+00:00"


@cache
def _read(session: Session, scenario: str, device: str, ease: str, length: int) -> ReadTry:
    """What a run shows, read once however many visits bring it; `length` tells a run that went on from what it was."""
    return read_try(SCENARIOS[scenario], session, {"device": device, "ease": ease}, MADE_AT)


SCENARIOS: dict[str, Scenario] = {}


def read_run(session: Session, scenario: Scenario | None = None, header: dict[str, Any] | None = None) -> ReadTry:
    """A finished first try of the first workshop (or another), read as the journey reads it."""
    told = {"seed": 5, "form": "first", "device": "mouse", "clock": True, "ease": "easy", **(header or {})}
    one = scenario or panneau()
    SCENARIOS[one.hash] = one
    read = _read(session, one.hash, str(told["device"]), str(told["ease"]), len(session.events))
    kept = {name: value for name, value in told.items() if name not in PRIVATE}
    return replace(read, header=kept | {"score": read.header["score"]})


def finish(app: Journey, session: Session, scenario: Scenario | None = None) -> None:
    """Let a journey know a finished first try, as if it had been played."""
    read = read_run(session, scenario)
    app.visit.finish(Tried(read.scenario, session, read.header, app.soon(lambda: read)))


def do(run: Session, *acts: tuple[str, dict[str, Any]]) -> list[Event]:
    """Acts one after the other, far enough apart; what happened since."""
    before = len(run.events)
    for verb, args in acts:
        run.act(verb, args)
        run.advance(26)
    return run.events[before:]


@pytest.fixture
def bench() -> Session:
    """A fresh exercise in a session."""
    return Session(task())


@pytest.fixture(autouse=os.environ.get("ENVOL_AS_WINDOWS") == "1")
def files_as_windows_keeps_them() -> Iterator[None]:
    """`make as-windows`: whatever is erased or replaced while this process has it open fails, and so does the test."""
    with as_windows() as refused:
        yield
    assert refused == []


@pytest.fixture
def short_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """`demo` plays the shortest workshop alone, where it is no matter which (all of them: test_scenarios)."""
    one = [file for file in workshop_files() if file.parent.name == "kitting_poste_40"]
    assert len(one) == 1
    monkeypatch.setattr("cli.demo.workshop_files", lambda: one)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An open folder of a station."""
    opened = Home.open(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 900 kB of our own."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("needs root and the right to mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
