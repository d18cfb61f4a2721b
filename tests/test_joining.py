"""Somebody who comes back another day: visits are put together by workshop, and nothing is counted twice."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey
from store_kit import HASH, NOW, dressed_first, keys, older, sealed

from export.packets.body import Agreement, What, Who, WorkshopRun, make_body
from export.packets.packet import canonical, open_packet, seal
from export.store.archive import from_store
from export.store.erasing import erase
from export.store.groups import Groups
from export.store.intake import add_station, find_candidate, import_packet
from export.store.joining import counted, facts
from export.store.landing import holds, withdraw
from export.store.people import card, people_list
from export.store.returning import kept_under
from export.store.store import Store, StoreError
from game.simulation.trace import Trace
from scenarios.reference import habiletes
from scoring.match import Wishes
from scoring.profile import read_out
from scoring.types import Observation

STATION, ORGANISATION = keys()
PERSON = "c" * 32
NAMES = [h.id for h in habiletes()]


def observations(task: str, category: int) -> list[Observation]:
    """Six facts of dexterity in a workshop."""
    return [
        Observation(f"DEX{n}", "dexterite", task, category, 2, None, 1.0, 1.2, (-0.8, 0.8), ()) for n in range(1, 7)
    ]


def trace(name: str) -> bytes:
    """A trace of nobody's run in a workshop."""
    return Trace({"scenario": name, "hash": HASH, "kind": "person"}, (), (), ()).to_bytes()


def visit(
    workshops: Sequence[tuple[str, int]], sequence: int, *, person: str = PERSON, visit_id: str = "",
    code: str = "K4-MTQ",
) -> bytes:  # fmt: skip
    """A packet of a visit: (workshop, category of all its facts) each."""
    seen = [one for name, category in workshops for one in observations(name, category)]
    day = f"2026-11-{20 + sequence}T09:00:00+00:00"
    played = tuple(WorkshopRun(name, HASH, f"rules-{name}", day, trace(name)) for name, _ in workshops)
    profile = read_out(seen, (), NAMES, rules_version="+".join(one.rules_version for one in played))
    who = Who(person, f"{sequence:032x}", code, "person", visit_id)
    return sealed({**make_body(profile, seen, who, What(played, day, "fr", "easy"), Agreement(3, Wishes()))}, sequence)


def base(tmp_path: Path, packets: Sequence[bytes], name: str = "m") -> Store:
    """A database that has taken packets in, each on its own."""
    store = Store.open(tmp_path / f"{name}.db")
    add_station(store, STATION.verify_key, "room", NOW)
    for packet in packets:
        assert import_packet(store, packet, ORGANISATION, NOW).state in ("imported", "already")
    return store


def standing(store: Store) -> dict[str, Any]:
    """What the base says of the only person: code, workshops, read-out of dexterity."""
    (head,) = store.rows("select * from candidates")
    (kept,) = store.rows("select * from readouts")
    counts = store.rows("select workshop, rules_version, made_at from workshops order by workshop")
    return {
        "code": head["code"], "workshops": counts, "rules": kept["rules_version"], "made_at": kept["made_at"],
        "dexterite": json.loads(kept["readout"])["readout"]["dexterite"],
    }  # fmt: skip


FIRST = visit([("panneau", 2)], 1)
SECOND = visit([("panneau", 0), ("porte", 2)], 2, visit_id="d" * 32, code="K4-PFX")
THIRD = visit([("aubes", 1), ("porte", 0)], 3, visit_id="e" * 32, code="K4-WXH")


def test_visits_join_alike_in_every_order_of_arrival(tmp_path: Path) -> None:
    """Each workshop counts from its first finished try, whatever came first; the same packet twice changes nothing."""
    seen = [*observations("panneau", 2), *observations("porte", 2), *observations("aubes", 1)]
    whole = read_out(seen, (), NAMES, rules_version="")
    expected = next(m for m in whole.measured if m.habilete == "dexterite")
    found = []
    for n, order in enumerate(permutations([FIRST, SECOND, THIRD])):
        with base(tmp_path, [*order, order[0], order[1]], f"m{n}") as store:
            found.append(standing(store))
    assert all(one == found[0] for one in found)
    told = found[0]["dexterite"]
    assert (told["mean"], told["sd"], told["n_observed"]) == (expected.mean, expected.sd, 18)
    assert told["statement"] == expected.statement
    assert found[0]["code"] == "K4-MTQ"
    assert [one["workshop"] for one in found[0]["workshops"]] == ["aubes", "panneau", "porte"]
    assert found[0]["rules"] == "rules-panneau+rules-porte+rules-aubes"


def test_a_workshop_done_again_another_day_does_not_count_twice(tmp_path: Path) -> None:
    """Neither better nor worse than the first time; the archive says that it was not the first try."""
    again = visit([("panneau", 0)], 2, visit_id="d" * 32)
    with base(tmp_path, [FIRST], "once") as store:
        once = standing(store)
    with base(tmp_path, [FIRST, again], "twice") as store:
        twice = standing(store)
        runs = list(from_store(store, ORGANISATION))
    assert twice["dexterite"] == once["dexterite"]
    assert twice["workshops"] == once["workshops"]
    assert [run.problem for run in runs] == ["", "packet.not_first"]


def test_visits_of_two_people_are_never_put_together(tmp_path: Path) -> None:
    """The same code on two days is two people, unless a packet says that one goes on from the other."""
    stranger = visit([("porte", 0)], 2, person="f" * 32)
    with base(tmp_path, [FIRST, stranger]) as store:
        assert len(people_list(store)) == 2
        assert kept_under(store, "K4-MTQ", STATION.station_id, NOW) is None
        with pytest.raises(StoreError, match=r"candidate\.several"):
            find_candidate(store, "K4-MTQ")


def test_a_person_is_found_by_any_of_their_codes_and_visits(tmp_path: Path) -> None:
    """Each paper leads to the one card; only on the post that sent it, and while it may be kept."""
    with base(tmp_path, [FIRST, SECOND]) as store:
        for word in (PERSON, "d" * 32, "k4-mtq", "K4-PFX"):
            assert find_candidate(store, word) == PERSON
        assert len(people_list(store)) == 1
        assert card(store, PERSON, NOW)["scenario"] == "panneau+porte"
        kept = kept_under(store, "K4-PFX", STATION.station_id, NOW)
        assert kept is not None
        assert (kept.candidate_id, kept.day, set(kept.workshops)) == (PERSON, "2026-11-22", {"panneau", "porte"})
        assert kept_under(store, "K4-PFX", "0" * 16, NOW) is None
        assert kept_under(store, "K4-PFX", STATION.station_id, NOW + timedelta(days=100)) is None
        assert kept_under(store, "K4-CDF", STATION.station_id, NOW) is None


def test_erasing_a_person_erases_every_visit_and_keeps_late_packets_out(tmp_path: Path) -> None:
    """By the person or by one visit of theirs: all goes, and what comes late of any visit is refused."""
    with base(tmp_path, [FIRST, SECOND]) as store:
        assert holds(store, "d" * 32)
        assert erase(store, PERSON, NOW)
        assert not store.rows("select * from workshops")
        for late in (THIRD, FIRST, SECOND, visit([("aubes", 1)], 9, person="d" * 32)):
            assert import_packet(store, late, ORGANISATION, NOW).state == "refused"
    with base(tmp_path, [FIRST, SECOND], "n"):
        pass
    assert withdraw(tmp_path / "n.db", "d" * 32, NOW)
    with Store.open(tmp_path / "n.db") as store:
        assert not people_list(store)


def test_a_restored_base_forgets_by_the_visit_that_was_erased(tmp_path: Path) -> None:
    """The list outside the base may name a visit: its person is taken out again."""
    with base(tmp_path, [FIRST, SECOND]) as store:
        store.note_erased("d" * 32, NOW.isoformat())
    with Store.open(tmp_path / "m.db") as store:
        assert not people_list(store)


def test_packets_of_earlier_forms_join_too(tmp_path: Path) -> None:
    """A person of whom an earlier version sent one workshop comes back: both count."""
    first = {**older(1, candidate_id=PERSON), "sequence": 1}
    with base(tmp_path, [dressed_first(canonical(first)), SECOND]) as store:
        assert {row["workshop"] for row in store.rows("select workshop from workshops")} == {
            "panneau_fuselage", "panneau", "porte",
        }  # fmt: skip


def test_facts_that_count_are_those_of_the_first_try() -> None:
    """Pure: whatever order the bodies are given in."""
    stations = {STATION.station_id: STATION.verify_key}
    bodies = [open_packet(one, ORGANISATION, stations).body for one in (THIRD, SECOND, FIRST)]
    told = [(fact.task, fact.category) for fact in facts(counted(bodies))]
    assert set(told) == {("panneau", 2), ("porte", 2), ("aubes", 1)}
    assert len(told) == 18


def test_what_counted_and_does_not_open_again_is_not_undone(tmp_path: Path) -> None:
    """The earlier packet was sealed to another key: the later one is set aside, said, and what is told stays."""
    with base(tmp_path, [FIRST]) as store:
        before = standing(store)
        other = PrivateKey(bytes(range(2, 34)))
        again = open_packet(SECOND, ORGANISATION, {STATION.station_id: STATION.verify_key}).body.model_dump(mode="json")
        away = seal(again, STATION.signing, STATION.station_id, 2, other.public_key)
        outcome = import_packet(store, away, other, NOW)
        assert (outcome.state, outcome.key) == ("quarantined", "packet.earlier_shut")
        assert standing(store) == before
        assert import_packet(store, SECOND, ORGANISATION, NOW).state == "imported"


def test_a_group_is_counted_anew_when_an_earlier_visit_comes_late(tmp_path: Path) -> None:
    """The newest packet stays the newest, but what is said has changed: what was read before is read again."""
    with base(tmp_path, [SECOND]) as store:
        groups, fresh = Groups(), Groups()
        groups._read(store, NOW)
        before = dict(groups._kept)
        assert import_packet(store, FIRST, ORGANISATION, NOW).state == "imported"
        groups._read(store, NOW)
        fresh._read(store, NOW)
        assert groups._kept == fresh._kept != before
