"""Lists of a region made part by part are those of one machine, to the last row."""

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import FOLDER, panneau, run
from dask_kit import DaskEngine, without_engine, working
from hypothesis import given, settings
from hypothesis import strategies as st
from pg_kit import cluster
from store_kit import NOW, body, keys, sealed

from cli.main import main
from desk.pages import group
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body, new_id
from export.packets.keys import ORGANISATION_FILE
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.contests import contested_people
from export.store.intake import add_station, import_batch
from export.store.matching import for_offers, load_examples, offers_of, preselect
from export.store.opening import open_base
from export.store.postgres import ServerStore
from export.store.remarks import write
from export.store.server import Server
from export.store.store import StoreError
from game.journey.measured import measure, observed
from lab.region import engine
from lab.region.engine import lists_on
from lab.region.parts import spans
from lab.robots import trace_of
from scoring.match import FLOOR, MatchedPerson, Offer, Requirement, Wishes, arrange, match
from scoring.parts import PeoplePart, by_group, counted, first_keys, last_codes, merged, pairs_of
from scoring.types import Observation, Profile

SKILLS = ("a", "b", "c")
CHANCE = st.sampled_from([0.0, FLOOR, 0.2, 0.20000001, 0.49999999, 0.5, 0.7, 0.79999999, 0.8, 0.8000001, 0.95, 1.0])
LEVELS = st.tuples(CHANCE, CHANCE, CHANCE).map(lambda three: tuple(sorted(three, reverse=True)))
ANSWER = st.sampled_from(["yes", "no"])
LIVED = 4
"""People of the region whose run can be read again; the others' is of another version of the workshop."""


@st.composite
def people(draw: st.DrawFn) -> list[MatchedPerson]:
    """Some people: measured or not, with and without wishes."""
    found = []
    for n in range(draw(st.integers(1, 9))):
        levels = draw(st.dictionaries(st.sampled_from(SKILLS), LEVELS, max_size=3))
        wishes = Wishes(
            draw(st.dictionaries(st.sampled_from(["p", "q"]), ANSWER)),
            draw(st.dictionaries(st.sampled_from(["nights", "travel"]), ANSWER)),
        )
        looked = draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 3)))
        given_g = {k: [v] for k, v in levels.items()}
        found.append(MatchedPerson(f"{n:x}", levels, (1.0,), given_g, wishes, looked=looked))
    return found


OFFERS = st.builds(
    Offer, st.sampled_from(["o1", "o2"]), st.sampled_from(["", "p", "d"]),
    st.sets(st.sampled_from(["nights", "travel"])).map(lambda s: tuple(sorted(s))),
    st.dictionaries(st.sampled_from(SKILLS), st.tuples(st.integers(1, 3), st.sampled_from([0.5, 1.0, 3.0]))).map(
        lambda d: tuple(Requirement(k, *v) for k, v in sorted(d.items()))),
    st.sampled_from([(), ("p", "q")]), st.sampled_from([(), ("standing",)]),
)  # fmt: skip


SHOWN = st.dictionaries(st.sampled_from("012345678"), st.integers(0, 2))


@given(people(), OFFERS, st.integers(1, 12), st.integers(1, 4), SHOWN)
@settings(max_examples=120)
def test_parts_put_together_are_the_list_of_everybody(
    everybody: list[MatchedPerson], offer: Offer, most: int, n: int, shown: dict[str, int]
) -> None:
    """However people are cut into parts: the same pairs in the same order, cut at one place, and all are counted."""
    whole = arrange([match(one, offer) for one in everybody], shown, offer.offer_id)
    for kept in (most, None):
        parts = [PeoplePart(everybody[at::n], shown) for at in range(n)]
        counts = sum(counted(part, [offer]) for part in parts)
        (last,) = last_codes(counts, kept)
        keys = merged((first_keys(part, offer, "", (last, kept)) for part in parts), kept)
        pairs = pairs_of(everybody, {offer.offer_id: offer}, {key[-1]: [offer.offer_id] for key in keys})
        assert [pairs[offer.offer_id, key[-1]] for key in keys] == whole[:kept]
        assert by_group(counts[0]) == Counter(group(pair) for pair in whole)


def test_everybody_is_in_one_part() -> None:
    """Parts follow each other without a gap; ids of any start fall in one."""
    for n in (1, 2, 7, 64):
        cuts = spans(n)
        assert cuts[0][0] == ""
        assert cuts[-1][1] == "~"
        assert all(a[1] == b[0] for a, b in itertools.pairwise(cuts))
        for one in ("0" * 32, "f" * 32, "7fffffff" + "f" * 24, "80000000" + "0" * 24):
            assert sum(first <= one < last for first, last in cuts) == 1


@cache
def played(robot: str) -> tuple[Profile, tuple[Observation, ...], bytes]:
    """A robot's run of the first workshop: what is read of it, and its trace."""
    session = run(robot)
    seen = observed(panneau(), session, "mouse")
    return measure(panneau(), session, "mouse"), seen, trace_of(panneau(), session, robot, 5).to_bytes()


def code_of(n: int) -> str:
    """A code of its own for each."""
    return f"K4-A{chr(65 + n // 26)}{chr(65 + n % 26)}"


def lived(who: str, n: int) -> dict[str, Any]:
    """The body of a robot's result."""
    profile, seen, trace = played("expert")
    made_at = "2026-11-24T08:30:00+00:00"
    version = panneau().hash[:12]
    what = What((WorkshopRun("panneau_fuselage", panneau().hash, version, made_at, trace),), made_at, "fr", "easy")
    places = {"2801": "no"} if n % 4 == 0 else {}
    agreement = Agreement(3, Wishes(places, {"shifts_2x8": "yes" if n % 2 else "no"}))
    made = make_body(profile, seen, Who(who, "a" * 32, code_of(n), "demo"), what, agreement)
    return {**made, "packet_id": new_id()}


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A base on a server with people all over, some shown, one who contests; keys on this machine."""
    monkeypatch.setenv("ENVOL_HOME", str(tmp_path))
    monkeypatch.setattr(engine, "FEWEST", 4)
    made = cluster().new(tmp_path)
    chance = random.Random(3)
    with open_base(made, "demo") as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        ids = [f"{chance.getrandbits(128):032x}" for _ in range(20)]
        bodies = [lived(who, n) if n <= LIVED else body(who, "demo", code=code_of(n)) for n, who in enumerate(ids, 1)]
        packets = [sealed(one, n) for n, one in enumerate(bodies, 1)]
        assert {one.state for one in import_batch(store, packets, keys()[1], NOW)} == {"imported"}
        for offer in offers_of(store)[:3]:
            preselect(store, offer.offer_id, "AB", NOW, limit=7)
        write(store, ids[5], ("disagreement", "non"), "AB", NOW)
        home = home_beside(store.path)
        home.mkdir(parents=True)
        (home / ORGANISATION_FILE).write_text(bytes(keys()[1]).hex())
    yield made
    cluster().sql(f"drop database {made.database} with (force)")


@pytest.fixture
def engine_at(tmp_path: Path, region: Server) -> Iterator[DaskEngine]:
    """The engine, with its two workers."""
    with working(tmp_path) as made:
        yield made


@pytest.mark.postgresql
def test_a_region_on_two_workers_one_of_them_killed_is_one_machines(
    region: Server, engine_at: DaskEngine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Lists and runs read again by parts, a worker killed in the middle, equal those of one process to the last row."""
    killed: list[int] = []

    def kill(n: int, of: int) -> None:
        if not killed:
            assert n < of
            engine_at.workers[0].kill()
            killed.append(n)

    with open_base(region) as store:
        assert isinstance(store, ServerStore)
        held = contested_people(store)
        names = [one.offer_id for one in offers_of(store)]
        now = datetime.now(UTC)
        whole = [[p for p in found if p.candidate_id not in held] for found in for_offers(store, names, now)]
        found = lists_on(engine_at.address, store, now, None, kill)
        assert killed == [1]
        assert engine_at.workers[0].wait() == -9
        assert [list(one.pairs) for one in found] == whole
        assert len(held) == 1
        assert sum(map(len, whole)) == 19 * len(names)
        first = lists_on(engine_at.address, store, now, 3, lambda n, of: None)
        assert [list(one.pairs) for one in first] == [pairs[:3] for pairs in whole]
        assert [one.counts for one in first] == [Counter(map(group, pairs)) for pairs in whole]

    def said(*words: str) -> str:
        capsys.readouterr()
        assert main(["--lang", "fr", *words]) == 0
        return capsys.readouterr().out

    on, db = ["--engine", engine_at.address], region.named
    assert said("match", "--all", "--db", db, *on) == said("match", "--all", "--db", db)
    rules = (Path(str(FOLDER)) / "evidence.yaml").read_text("utf-8").replace("cuts: [1, 2]", "cuts: [1, 3]")
    harder = tmp_path / "panneau_fuselage.evidence.yaml"
    harder.write_text(rules, "utf-8")
    again = ["rescore", db, "--rules", str(harder), "--json"]
    report = json.loads(said(*again))
    assert report == json.loads(said(*again, *on))
    assert (report["read"], len(report["left_out"])) == (LIVED, 20 - LIVED)


@pytest.mark.postgresql
def test_an_engine_that_cannot_be_had_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not there, a base that is a file, one person's list, a moment that is over: each in words, with status 1."""
    empty = without_engine(tmp_path, monkeypatch)
    for words, said in (
        (["--db", empty.named, "--engine", "127.0.0.1:9"], "Aucun moteur"),
        (["--db", str(tmp_path / "m.db"), "--engine", "127.0.0.1:9"], "est un fichier"),
        (["--db", empty.named, "--engine", "127.0.0.1:9", "--code", code_of(1)], "une seule personne"),
    ):
        assert main(["--lang", "fr", "match", *words]) == 1
        assert said in capsys.readouterr().err
    with open_base(empty) as store:
        assert isinstance(store, ServerStore)
        for name in ("00000003-0000001B-1", "x'; drop"):
            with pytest.raises(StoreError), store.reading_at(name):
                pass
    cluster().give_back()
