"""A region's calibration summed part by part on an engine is that of one machine, to the last digit."""

import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import panneau, run
from dask_kit import DaskEngine, without_engine, working
from pg_kit import cluster
from store_kit import NOW, body, keys, sealed

from cli.main import main
from cli.tables import sessions_of
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body, new_id
from export.packets.keys import ORGANISATION_FILE
from export.store.archive import from_store
from export.store.beside import home_beside
from export.store.intake import add_station, import_batch
from export.store.opening import open_base
from export.store.postgres import ServerStore
from export.store.server import Server
from export.store.store import Store, StoreError
from game.journey.measured import measure, observed
from lab.region import engine
from lab.region.engine import summing_on, tries_on
from lab.region.parts import spans
from lab.robots import trace_of
from lab.stored import FirstTries, first_tries, joined
from lab.studies.pages import bank, drawn
from scoring import tree_calibrate, tree_sums
from scoring.match import Wishes
from scoring.tree_calibrate import Freed, fit_tables
from scoring.tree_sums import Sessions, TreeModel

CAST = ("expert", "hurried", "novice", "clumsy", "random")
PEOPLE, OLDER = 24, 3
"""Whose run can be read, and whose is of another version of the workshop."""
LEAST = 20
"""People of whom a calibration is made here: all are of five kinds, so more would only be read more often."""


@cache
def played(n: int) -> tuple[Any, ...]:
    """A run of the first workshop, one of each of the cast: what is read of it, and its trace."""
    robot = CAST[n % len(CAST)]
    session = run(robot)
    seen = observed(panneau(), session, "mouse")
    return measure(panneau(), session, "mouse"), seen, trace_of(panneau(), session, robot, 5).to_bytes()


def lived(who: str, n: int) -> dict[str, Any]:
    """The body of somebody's result."""
    profile, seen, trace = played(n % len(CAST))
    made_at, version = "2026-11-24T08:30:00+00:00", panneau().hash[:12]
    what = What((WorkshopRun("panneau_fuselage", panneau().hash, version, made_at, trace),), made_at, "fr", "easy")
    code = f"K4-{chr(65 + n // 676)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}"
    made = make_body(profile, seen, Who(who, "a" * 32, code, "demo"), what, Agreement(3, Wishes({}, {})))
    return {**made, "packet_id": new_id()}


def fill(server: Server | Path, people: int) -> None:
    """A base with so many people of the cast, some of another version, and the key on this machine."""
    opened = Store.open(server, kind="demo") if isinstance(server, Path) else open_base(server, "demo")
    chance = np.random.default_rng(3)
    with opened as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        ids = [chance.bytes(16).hex() for _ in range(people + OLDER)]
        bodies = [
            lived(who, n) if n < people else body(who, "demo", code=f"K4-Z{chr(65 + n - people)}A")
            for n, who in enumerate(ids)
        ]
        packets = [sealed(one, n) for n, one in enumerate(bodies, 1)]
        assert {one.state for one in import_batch(store, packets, keys()[1], NOW)} == {"imported"}
        home = home_beside(store.path)
        home.mkdir(parents=True, exist_ok=True)
        (home / ORGANISATION_FILE).write_text(bytes(keys()[1]).hex())


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A region's base on a server; parts of people and of answers so small that there are several."""
    monkeypatch.setenv("ENVOL_HOME", str(tmp_path))
    monkeypatch.setattr(engine, "FEWEST", 5)
    monkeypatch.setattr(tree_sums, "PART", 2)
    monkeypatch.setattr(tree_calibrate, "LEAST_WITH_PRIORS", LEAST)
    made = cluster().new(tmp_path)
    fill(made, PEOPLE)
    yield made
    cluster().sql(f"drop database {made.database} with (force)")


@pytest.fixture
def dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DaskEngine]:
    """The engine, with its two workers."""
    monkeypatch.setenv("ENVOL_HOME", str(tmp_path))
    with working(tmp_path) as made:
        yield made


def same(one: FirstTries, other: FirstTries) -> bool:
    """Whether two readings of an archive are the same."""
    equal = np.array_equal(one.patterns, other.patterns) and np.array_equal(one.people, other.people)
    return equal and (one.kinds, one.left_out) == (other.kinds, other.left_out)


@pytest.mark.postgresql
def test_a_calibration_on_two_workers_one_of_them_killed_is_one_machines(
    archive: Server, dask: DaskEngine, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Answers read and summed part by part, a worker killed with the answers it holds: table and words are equal."""
    turns: list[int] = []

    def kill(n: int, of: int) -> None:
        turns.append(n)
        if turns.count(1) == 3 and n == 1 < of:
            dask.workers[0].kill()

    with open_base(archive) as store:
        assert isinstance(store, ServerStore)
        whole = first_tries(from_store(store, keys()[1]), panneau())
        parts: list[int] = []
        asked = (panneau(), None)
        found = tries_on(dask.address, store, asked, lambda n, of: parts.append(of), datetime.now(UTC))
    assert same(found, whole)
    assert (set(parts), int(whole.people.sum()), len(whole.left_out)) == ({5}, PEOPLE, OLDER)
    sessions = sessions_of(panneau(), found)
    assert len(sessions.parts()) > 2
    with summing_on(dask.address, sessions, kill) as summing:
        fit = fit_tables(sessions, Freed(), summing=summing, errors=False)
    assert dask.workers[0].wait() == -9
    assert repr(fit) == repr(fit_tables(sessions, Freed(), errors=False))
    assert fit.converged
    assert any(not one.held and one.item.b != item.b for one, item in zip(fit.items, sessions.items, strict=True))

    few = Sessions(bank(2, 1, 1), drawn(bank(2, 1, 1), 120, 6)[1])
    with summing_on(dask.address, few, lambda n, of: None) as summing:
        assert fit_tables(few, Freed(), summing=summing) == fit_tables(few, Freed())

    def made(name: str, *words: str) -> tuple[bytes, str, str]:
        out = tmp_path / f"{name}.json"
        said = ["--lang", "fr", "tables", "calibrate", archive.named, "--scenario", "panneau_fuselage", "--no-errors"]
        assert main([*said, "--out", str(out), *words]) == 0
        told = capsys.readouterr()
        return out.read_bytes(), told.out.replace(str(out), ""), told.err

    alone = made("here")
    assert made("engine", "--engine", dask.address) == alone
    assert alone[2].count("\n") == OLDER
    assert ended_in_the_middle(dask.address, few, dask.workers[1:], monkeypatch) == "engine.all_gone"


def ended_in_the_middle(
    address: str, sessions: Sessions, whom: Sequence[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Why sums over and over are refused after some processes of the engine were killed."""
    monkeypatch.setattr(engine, "WAIT_S", 2)

    def told(n: int, of: int) -> None:
        for one in whom:
            one.kill()
            one.wait()

    with summing_on(address, sessions, told) as summing:
        for _ in range(1000):
            try:
                summing([TreeModel(sessions.items, 0.6, 0.3)])
            except StoreError as error:
                return error.key
    return ""


def test_tries_of_parts_are_those_of_the_whole(tmp_path: Path) -> None:
    """However an archive is cut into parts and in whatever order they come: the same answers, as many people."""
    fill(tmp_path / "m.db", 9)
    with Store.open(tmp_path / "m.db") as store:
        whole = first_tries(from_store(store, keys()[1]), panneau())
        parts = [first_tries(from_store(store, keys()[1], cut), panneau()) for cut in reversed(spans(4))]
    assert same(joined(parts), whole)
    assert int(whole.people.sum()) == 9
    assert [one.why.key for one in whole.left_out] == ["rescore.other_version"] * OLDER


def test_an_engine_that_ends_in_the_middle_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler killed in the middle of the sums: refused in words, no traceback."""
    monkeypatch.setattr(tree_sums, "PART", 10)
    items = bank(6, 2)
    sessions = Sessions(items, drawn(items, 200, 1)[1])
    with working(tmp_path, 1) as dask:
        assert ended_in_the_middle(dask.address, sessions, dask.all[:1], monkeypatch) == "engine.lost"


@pytest.mark.postgresql
def test_what_a_calibration_on_an_engine_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No engine there, a base that is a file, a folder of traces: each in words, status 1, and no table is written."""
    empty = without_engine(tmp_path, monkeypatch)
    (tmp_path / "traces").mkdir()
    out = tmp_path / "t.json"
    for where, said in (
        (empty.named, "Aucun moteur"),
        (str(tmp_path / "m.db"), "est un fichier"),
        (str(tmp_path / "traces"), "est un dossier"),
    ):
        words = ["tables", "calibrate", where, "--scenario", "panneau_fuselage", "--out", str(out)]
        assert main(["--lang", "fr", *words, "--engine", "127.0.0.1:9"]) == 1
        assert said in capsys.readouterr().err
        assert not out.exists()
    cluster().give_back()
