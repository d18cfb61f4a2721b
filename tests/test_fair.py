"""A fair's timetable: rules never broken, near the bound, pinned kept, same seed same plan; bad files named."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.texts import Catalogue
from cli.main import main
from lab.benches.fair import run, synthetic
from scoring.fair import (
    Candidate,
    Instance,
    Interview,
    Pinned,
    PossibleMeeting,
    Stand,
    bound,
    conflicts,
    grid_of,
    plan,
    rounds_for,
)
from scoring.fair_search import BONUS, gathered, search, value_of

FEW = settings(max_examples=60, deadline=None)
ROOT = Path(__file__).parent.parent


@st.composite
def fairs(draw: st.DrawFn, people: int = 7, stands: int = 4, slots: int = 6) -> Instance:
    """A small fair of any shape, with pins that do not conflict."""
    number = draw(st.integers(1, slots))
    some = st.frozensets(st.integers(0, number - 1))
    shown = tuple(Stand(f"s{i}", draw(st.integers(1, 2)), draw(some)) for i in range(draw(st.integers(1, stands))))
    persons = tuple(
        Candidate(f"c{i}", draw(some), draw(st.integers(0, 5)), draw(st.booleans()))
        for i in range(draw(st.integers(1, people)))
    )
    chosen = [(c.id, s.id) for c in persons for s in shown if draw(st.booleans())]
    pairs = tuple(PossibleMeeting(c, s, draw(st.floats(0, 1))) for c, s in chosen)
    fair = Instance(number, shown, persons, pairs)
    pins: tuple[Pinned, ...] = ()
    for _ in range(draw(st.integers(0, 3))):
        c, s = draw(st.sampled_from(persons)), draw(st.sampled_from(shown))
        more = (*pins, Pinned(c.id, s.id, draw(st.integers(0, number - 1))))
        if not conflicts(fair, more):
            pins = more
    return Instance(number, shown, persons, pairs, pins)


def worth(fair: Instance, interviews: tuple[Interview, ...]) -> float:
    """The value as the issue writes it, counted apart from the planner."""
    values = {(p.candidate, p.stand): p.value for p in fair.pairs}
    counts: dict[str, int] = {}
    for one in interviews:
        counts[one.candidate] = counts.get(one.candidate, 0) + 1
    return sum(values.get((i.candidate, i.stand), 0.0) for i in interviews) + sum(
        sum(BONUS[:n]) for n in counts.values()
    )


def broken(fair: Instance, interviews: tuple[Interview, ...]) -> list[str]:
    """Rules broken, written again from the issue: the planner's own check is not trusted here."""
    found = []
    stands = {s.id: s for s in fair.stands}
    values = {(p.candidate, p.stand) for p in fair.pairs} | {(p.candidate, p.stand) for p in fair.pinned}
    seats = [(i.stand, i.place, i.slot) for i in interviews]
    found += ["seat twice"] * (len(seats) - len(set(seats)))
    for i in interviews:
        found += ["no such pair"] * ((i.candidate, i.stand) not in values)
        found += ["closed"] * (i.slot in stands[i.stand].closed)
        found += ["no such place"] * (not 0 <= i.place < stands[i.stand].recruiters)
        found += ["no such slot"] * (not 0 <= i.slot < fair.slots)
    for c in fair.candidates:
        mine = [i for i in interviews if i.candidate == c.id]
        busy = [i.slot for i in mine]
        found += ["two at once"] * (len(busy) != len(set(busy)))
        found += ["same stand"] * (len(mine) != len({i.stand for i in mine}))
        found += ["too many"] * (len(mine) > c.max_interviews)
        found += ["absent"] * bool(set(busy) & c.absent)
        found += ["three in a row"] * any({t, t + 1, t + 2} <= set(busy) for t in busy)
        found += ["no pause"] * (c.pause_after and any(t + 1 in busy for t in busy))
    return found


def test_hours_are_gathered_and_the_value_stays() -> None:
    """No interview that is not promised could stand earlier; who meets whom, what it is worth and the rules stay."""
    people = tuple(Candidate(f"p{n}", frozenset({n % 7}), 3, n % 5 == 0) for n in range(30))
    stands = tuple(Stand(f"s{n}", 1 + n % 2, frozenset({6})) for n in range(5))
    pairs = tuple(
        PossibleMeeting(one.id, stand.id, (n * 7 + m * 3) % 10 / 10)
        for n, one in enumerate(people) for m, stand in enumerate(stands) if (n + m) % 3
    )  # fmt: skip
    fair = Instance(16, stands, people, pairs, (Pinned("p1", "s1", 12),), frozenset({0}))
    grid = grid_of(fair)
    loose = search(grid, grid.pinned, 1, 60)
    close = gathered(grid, loose)
    assert value_of(grid, close) == pytest.approx(value_of(grid, loose))
    assert [set(row[row >= 0]) for row in close] == [set(row[row >= 0]) for row in loose]
    made = plan(fair, 1, 60).interviews
    assert conflicts(fair, made) == ()
    assert ("p1", "s1", 12) in {(one.candidate, one.stand, one.slot) for one in made}
    for one in made:
        others = [each for each in made if each is not one]
        for slot in range(1, one.slot if one.candidate != "p1" or one.stand != "s1" else 0):
            assert conflicts(fair, [*others, Interview(one.candidate, one.stand, 0, slot)])


@given(fairs(), st.integers(0, 3))
@FEW
def test_no_rule_is_ever_broken_and_pins_are_kept(fair: Instance, seed: int) -> None:
    """Whatever the fair: no violation, every pin kept, the value counted right and never above the bound."""
    made = plan(fair, seed, 15)
    assert broken(fair, made.interviews) == []
    assert conflicts(fair, made.interviews) == ()
    assert {(p.candidate, p.stand, p.slot) for p in fair.pinned} <= {
        (i.candidate, i.stand, i.slot) for i in made.interviews
    }
    assert made.value == pytest.approx(worth(fair, made.interviews))
    assert made.value <= bound(fair) + 1e-6
    assert made.served == made.servable == len({i.candidate for i in made.interviews})
    assert set(made.left_out) == {c.id for c in fair.candidates} - {i.candidate for i in made.interviews}
    assert plan(fair, seed, 15) == made


@given(fairs(people=3, stands=2, slots=3))
@FEW
def test_no_plan_of_a_tiny_fair_beats_the_bound(fair: Instance) -> None:
    """The best of all plans is at most the bound, and no plan serves more people than `servable`."""
    pinned = {(p.candidate, p.stand, p.slot) for p in fair.pinned}
    able = {(p.candidate, p.stand) for p in fair.pairs}
    options = []
    for c in fair.candidates:
        slots = range(fair.slots)
        meetings = [(c.id, s.id, t) for s in fair.stands for t in slots if (c.id, s.id) in able] + sorted(pinned)
        mine = sorted({m for m in meetings if m[0] == c.id})
        sets = [x for n in range(3) for x in itertools.combinations(mine, n)]
        must = {p for p in pinned if p[0] == c.id}
        options.append([x for x in sets if must <= set(x)])
    best, most = 0.0, 0
    for choice in itertools.product(*options):
        made = tuple(Interview(c, s, 0, t) for part in choice for c, s, t in part)
        if not conflicts(fair, made):
            best, most = max(best, worth(fair, made)), max(most, len({i.candidate for i in made}))
    made_plan = plan(fair, 1, 30)
    assert best <= made_plan.bound + 1e-6
    assert made_plan.servable == most


def test_a_fair_of_the_usual_size_is_near_its_bound() -> None:
    """300 x 40 x 16: at least 99.5 % of the bound, everyone servable served, no violation, same seed same plan."""
    figures = run()
    assert figures["ratio"] >= 0.995
    assert figures["served"] == figures["servable"]
    assert figures["violations"] == 0
    assert figures["same_seed_same_plan"]


def test_a_larger_fair_gets_fewer_rounds() -> None:
    """The number of rounds depends on the fair alone, so that the plan does too."""
    assert rounds_for(synthetic(0, 30, 4, 4)) == rounds_for(synthetic(0)) > rounds_for(synthetic(0, 1000, 100, 4))


def test_everyone_servable_is_served_even_where_values_pull_elsewhere() -> None:
    """A person worth little is not left out for another's second interview worth a thousand."""
    people = (Candidate("rich"), Candidate("poor"))
    pairs = (PossibleMeeting("rich", "a", 1000), PossibleMeeting("rich", "b", 1000), PossibleMeeting("poor", "a", 0))
    made = plan(Instance(1, (Stand("a", 1), Stand("b", 1)), people, pairs))
    assert made.served == made.servable == 2


def test_pinned_conflicts_are_refused_by_the_planner() -> None:
    """The planner never starts from pins that break a rule."""
    fair = Instance(2, (Stand("a", 1),), (Candidate("c", frozenset({0})),), (), (Pinned("c", "a", 0),))
    with pytest.raises(ValueError, match="pinned"):
        plan(fair)


GOOD: dict[str, Any] = {
    "slots": 4,
    "stands": [{"id": "a", "recruiters": 1, "closed": [3]}, {"id": "b", "recruiters": 2, "closed": []}],
    "candidates": [
        {"id": "x", "absent": [0], "max_interviews": 3, "pause_after": True},
        {"id": "y", "absent": [], "max_interviews": 2, "pause_after": False},
        {"id": "z", "absent": [], "max_interviews": 2, "pause_after": False},
    ],
    "pairs": [{"candidate": c, "stand": s, "value": 0.5} for c in "xy" for s in "ab"],
    "pinned": [{"candidate": "y", "stand": "a", "slot": 1}],
}


def cli(tmp_path: Path, text: str | bytes, *more: str) -> int:
    """Run `envol fair plan` on a text."""
    given_file = tmp_path / "in.json"
    given_file.write_bytes(text.encode() if isinstance(text, str) else text)
    return main(["fair", "plan", "--instance", str(given_file), "--out", str(tmp_path / "out.json"), *more])


def test_the_command_writes_the_plan_as_the_contract_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """OUT holds interviews, value, bound, served, servable, left_out; the same seed writes the same bytes."""
    assert cli(tmp_path, json.dumps(GOOD), "--seed", "3") == 0
    first = (tmp_path / "out.json").read_bytes()
    out = json.loads(first)
    assert set(out) == {"interviews", "value", "bound", "served", "servable", "left_out"}
    assert all(set(one) == {"candidate", "stand", "place", "slot"} for one in out["interviews"])
    assert {"candidate": "y", "stand": "a", "place": 0, "slot": 1} in out["interviews"]
    assert out["left_out"] == ["z"]
    assert out["served"] == out["servable"] == 2
    assert "qu'aucun planning ne peut dépasser." in capsys.readouterr().out
    assert cli(tmp_path, json.dumps(GOOD), "--seed", "3") == 0
    assert (tmp_path / "out.json").read_bytes() == first


def changed(**parts: Any) -> str:
    """The good instance with parts replaced."""
    return json.dumps({**GOOD, **parts})


Y = {"candidate": "y", "stand": "a", "slot": 1}
BAD: dict[str, tuple[str | bytes, str]] = {
    "truncated": ('{"slots": 4, "stands": [', "JSON"),
    "empty": ("", "JSON"),
    "not utf-8": (b'{"slots": "\xe9"}', "UTF-8"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00", "UTF-8"),
    "deep": ("[" * 100_000, "niveaux"),
    "long number": ('{"slots": ' + "9" * 10_000 + "}", "JSON"),
    "a list": ("[]", "objet"),
    "NaN": (changed().replace("0.5", "NaN", 1), "NaN"),
    "overflow": (changed().replace("0.5", "1e999", 1), "fini"),
    "text slots": (changed(slots="4"), "entier"),
    "bool slots": (changed(slots=True), "entier"),
    "no slot": (changed(slots=0), "au moins 1"),
    "missing": (json.dumps({"slots": 1}), "manque"),
    "unknown field": (changed(pined=[]), "pined"),
    "twice": ('{"slots": 1, "slots": 2}', "deux fois"),
    "unknown stand": (changed(pairs=[{"candidate": "x", "stand": "q", "value": 1}]), "« q »"),
    "unknown pinned": (changed(pinned=[{**Y, "candidate": "w"}]), "« w »"),
    "stand twice": (changed(stands=[GOOD["stands"][0]] * 2), "deux fois"),
    "pair twice": (changed(pairs=[GOOD["pairs"][0]] * 2), "deux fois"),
    "slot past the last": (changed(pinned=[{**Y, "slot": 4}]), "dernier"),
    "negative value": (changed(pairs=[{"candidate": "x", "stand": "a", "value": -1}]), "au moins 0"),
    "pin closed": (changed(pinned=[{**Y, "slot": 3}]), "fermé"),
    "pin absent": (changed(pinned=[{"candidate": "x", "stand": "a", "slot": 0}]), "absent"),
    "pins same stand": (changed(pinned=[Y, {**Y, "slot": 0}]), "deux fois"),
    "pins at once": (changed(pinned=[Y, {**Y, "stand": "b"}]), "deux au créneau"),
    "pins over seats": (changed(pinned=[Y, {**Y, "candidate": "z"}]), "recruteur"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_in_a_sentence(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bad input: status 1, a sentence that says what is wrong, no traceback, nothing written."""
    text, word = BAD[name]
    assert cli(tmp_path, text) == 1
    said = capsys.readouterr().err
    assert word in said
    assert "Traceback" not in said
    assert not (tmp_path / "out.json").exists()


def test_files_that_cannot_be_opened_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing instance and a missing folder for the plan: status 1 and what to do."""
    nowhere = str(tmp_path / "no" / "where.json")
    assert main(["fair", "plan", "--instance", nowhere, "--out", str(tmp_path / "o.json")]) == 1
    given_file = tmp_path / "in.json"
    given_file.write_text(json.dumps(GOOD))
    assert main(["fair", "plan", "--instance", str(given_file), "--out", nowhere]) == 1
    assert "dossier" in capsys.readouterr().err
    assert main(["fair", "plan", "--instance", str(given_file), "--out", str(given_file)]) == 1
    assert json.loads(given_file.read_text()) == GOOD
    assert main(["fair", "plan", "--instance", nowhere, "--out", nowhere, "--seed", "-1"]) == 2


def test_every_rule_has_its_sentence_in_both_languages() -> None:
    """Each conflict of pins can be said, and both languages hold the same keys."""
    texts = Catalogue.load().texts
    mine = {language: {key for key in texts[language] if key.startswith("fair.")} for language in ("fr", "en")}
    assert mine["fr"] == mine["en"]
    rules = ("closed", "seats", "again", "too_many", "twice_at_once", "no_pause", "three_in_a_row", "absent")
    assert {f"fair.pin.{rule}" for rule in rules} <= mine["fr"]
