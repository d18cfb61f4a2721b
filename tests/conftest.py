"""What many tests share: the first workshop, read once, and robots' runs."""

import gc
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
# The matrices of the tests are small: threads of the algebra library cost more than they bring, above all side by side.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What happens to be plugged into this machine is not part of a test: a card on it would greet every game that starts.
os.environ["ENVOL_STICKS"] = ""

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
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.task import AssembleTask
from game.mechanics.table import MECHANICS
from game.simulation.session import Session
from game.simulation.task import Run
from game.station.home import Home
from game.window import audio
from lab.robots import play_out
from scenarios import source
from scenarios.load import load_scenario, workshop_files
from scenarios.model import Scenario
from scenarios.vocabulary import Event
from scoring.rules import EvidenceRule

# Machines are noisy: a rule is checked by what it gives, never by how long it took.
settings.register_profile("envol", deadline=None)
settings.load_profile("envol")

_READ: dict[tuple[str, str, bool], bytes] = {}


def parse_once(text: str, name: str, *, typed: bool = True, parse: Any = source.parse_yaml) -> Any:
    """What `scenarios.safe` makes of a text, made once in a process: tests load the same workshops some hundred times,
    each with one file written otherwise. Every asker is given things of its own; a fault is found anew each time."""
    asked = text, name, typed
    if asked not in _READ:
        _READ[asked] = pickle.dumps(parse(text, name, typed=typed))
    return pickle.loads(_READ[asked])


source.parse_yaml = parse_once
# A window makes all its sounds, half a second of work: those of a process's windows are the same.
audio.samples = cache(audio.samples)

IN_MEMORY, ROOM = Path("/dev/shm"), 4 << 30


def pytest_configure() -> None:
    """Journals and bases force each commit to the disk, as they must: in memory, where there is room, no test waits.

    What is compiled is kept, also where the environment says not to (as in `make test`): each of a hundred Pythons
    would compile the house anew, and each process of the tests every test.
    """
    # Many small things are made and gone again: looked at a tenth as often, what hangs together is found all the same.
    gc.set_threshold(10_000, 20, 20)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each process of a whole run begins to import the tests at another place, and comes to what the others compiled.

    All in one order, each would compile every file, and write its asserts anew: half of the time that collecting takes.
    What cannot be imported is told where it is collected.
    """
    here, worker = Path(__file__).parent, getattr(session.config, "workerinput", None)
    if worker is None or [Path(told).absolute() for told in session.config.args] != [here]:
        return
    names = sorted(path.stem for path in here.glob("test_*.py"))
    begin = len(names) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for name in names[begin:] + names[:begin]:
        with suppress(Exception):
            import_module(name)
    constants_by_turns(int(worker["workerid"].removeprefix("gw")), worker["workercount"])


def constants_by_turns(mine: int, of: int) -> None:
    """Hypothesis looks for the numbers and words that stand in the house's files, and keeps on disk what it found in
    each: on a fresh machine every process would read all of them, three seconds of the processor. As with what is
    compiled, each begins at another place. Where Hypothesis has no such thing any more, it looks as it then does.
    """
    with suppress(ImportError):
        from hypothesis.internal.constants_ast import constants_from_module, is_local_module_file

        there = sorted((str(getattr(one, "__file__", None) or ""), name) for name, one in [*sys.modules.items()])
        names = [name for file, name in there if file and is_local_module_file(file)]
        begin = len(names) * mine // of
        for name in names[begin:] + names[:begin]:
            constants_from_module(sys.modules[name])


DEAR = (
    "test_workshops", "test_tower_seen", "test_people", "test_tower_morning", "test_region_tables", "test_parts",
    "test_way", "test_window", "test_robots", "test_said", "test_tower_moments", "test_tower", "test_visit",
    "test_way_bench", "test_architecture", "test_hails", "test_properties", "test_bad_days", "test_damage",
    "test_mutants", "test_tower_browser", "test_tower_both", "test_tower_twelve",
    "test_fingers",
)  # fmt: skip
"""Files that take seven seconds of the processor and more."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that wait for a real window begin, on the first process; on the others begin the dear files.

    None of the longest is left to run alone at the end. The others keep their random order, and so do these. The parts
    are those that xdist deals out at first, one after the other.
    """
    processes: int = getattr(config, "workerinput", {}).get("workercount", 1)
    heads: list[list[pytest.Item]] = [[] for _ in range(processes)]
    rest: list[pytest.Item] = []
    for item in items:
        if item.get_closest_marker("screen"):
            heads[0].append(item)
        elif item.path.stem in DEAR:
            heads[-1 - DEAR.index(item.path.stem) % max(1, processes - 1)].append(item)
        else:
            rest.append(item)
    for head in heads:
        head.sort(key=lambda item: -1 if item.get_closest_marker("screen") else DEAR.index(item.path.stem))
    left, items[:] = len(items), []
    for n, head in enumerate(heads):
        part = left // (processes - n)
        left -= part
        own = max(0, part - len(head))
        items += [*head, *rest[:own]]
        del rest[:own]
    items += rest


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


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
    """A disk of 1 MB of our own: a base, its log and what a command writes of it."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("needs root and the right to mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
