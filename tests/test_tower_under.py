"""How a run was played, where it changes the reading; the versions behind a result."""

import html
from pathlib import Path
from typing import Any

import pytest
from store_kit import NOW, body
from tower_kit import bring, browsing, ready, robots_run, words

from assets.texts import lowered
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body
from game.journey.measured import observed, profile_of
from game.simulation.trace import Trace
from lab.robots import trace_of
from scoring.match import Wishes
from scoring.rules import evidence_rules
from tower.circumstances import SeatTime, seat_of
from tower.review import fact_names

ONE = f"{1:032x}"
WHY = f"/people/{ONE}/why/dexterite"
SLOW = {"frames": 4000, "median_ms": 21, "p99_ms": 48, "over_50_ms": 12}
STOPS = {"frames": 4000, "median_ms": 6, "p99_ms": 90, "over_50_ms": 57}
FINE = {"frames": 4000, "median_ms": 6, "p99_ms": 14, "over_50_ms": 2, "check_hours": 3, "check_wrong": 1}


def of_run(ease: str, workshop: str = "panneau_porte", **header: Any) -> dict[str, Any]:
    """The body of a real run, of somebody of that ease with the device; `header`: what the head of its trace says."""
    scenario, session = robots_run(workshop)
    seen = observed(scenario, session, "mouse", ease)
    head = {**trace_of(scenario, session, "novice", 3).header, "kind": "person", **header}
    trace = Trace(head, tuple(session.actions), tuple(session.events), tuple(session.digests)).to_bytes()
    at = NOW.isoformat(timespec="seconds")
    run = WorkshopRun(scenario.head.id, scenario.hash, scenario.hash[:12], at, trace)
    who = Who(ONE, ONE[::-1], "K4-MTQ", "person")
    what = What((run,), at, "fr", ease)
    return make_body(profile_of([(scenario, session, seen)]), seen, who, what, Agreement(3, Wishes({}, {})))


def page_of(tmp_path: Path, made: dict[str, Any], path: str = WHY) -> str:
    """What a page says of somebody's only result."""
    db = ready(tmp_path / "m.db")
    bring(db, made)
    with browsing(db) as browser:
        browser.enter()
        assert browser.see(path).status_code == 200
        return words(browser.text)


def test_facts_that_weigh_less_are_named_where_the_device_was_hard(tmp_path: Path) -> None:
    """By their names, and no other; where the device was easy nothing is said."""
    page = page_of(tmp_path, of_run("hard"))
    name = fact_names("panneau_porte", "fr")("DEX5")
    assert "À l'échauffement, jouer à la souris était difficile pour cette personne." in page
    assert f"Ce fait compte donc moins qu'à l'ordinaire : {lowered(name)}." in page
    (tmp_path / "easy").mkdir()
    assert "À l'échauffement" not in page_of(tmp_path / "easy", of_run("easy"))


def test_no_gesture_is_said_to_count_less_where_none_does(tmp_path: Path) -> None:
    """A workshop of which no fact weighs less: neither the page of an habileté nor the result says that one does."""
    scenario, _ = robots_run("aubes_soufflante")
    assert not [rule.id for rule in evidence_rules(scenario) if rule.weight_when_hard is not None]
    page = page_of(tmp_path, of_run("hard", "aubes_soufflante"), f"/people/{ONE}")
    assert "difficile : certains gestes peuvent compter moins" in page
    assert "compte moins" not in page
    (tmp_path / "why").mkdir()
    assert "À l'échauffement" not in page_of(tmp_path / "why", of_run("hard", "aubes_soufflante"),
                                             f"/people/{ONE}/why/normes_consignes")  # fmt: skip


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        (SLOW, "plus de la moitié des images de l'exercice ont demandé 21 ms ou plus. Le calcul n'en tient pas compte"),
        (STOPS, "57 images sur 4000, plus de 50 ms chacune. Le calcul n'en tient pas compte"),
        ({**STOPS, "median_ms": 30}, "ont demandé 30 ms ou plus, et 57 sur 4000 plus de 50 ms."),
        (FINE, ""),
        ({"frames": "<b>", "median_ms": 99, "over_50_ms": 1}, ""),
        ("slow", ""),
    ],
)
def test_a_seat_that_kept_no_time_is_said_and_a_fine_one_is_not(seat: object, said: str, tmp_path: Path) -> None:
    """What the head of the trace says in whole numbers; anything else is nothing."""
    page = page_of(tmp_path, of_run("easy", seat=seat))
    assert said in page
    assert bool(said) == ("Le calcul n'en tient pas compte" in page)


def test_figures_that_cannot_be_are_not_read() -> None:
    """More stops than frames, no frame at all, signs and figures that are none."""
    for seat in ({}, {"frames": 0, "median_ms": 0, "over_50_ms": 0}, {"frames": 3, "median_ms": 9, "over_50_ms": 4},
                 {"frames": True, "median_ms": 9, "over_50_ms": 1}, {"frames": 3, "median_ms": -1, "over_50_ms": 1},
                 {"frames": 3, "median_ms": 10**12, "over_50_ms": 1}):  # fmt: skip
        assert seat_of({"seat": seat}) is None, seat
    assert seat_of({}) is None
    assert seat_of({"seat": SLOW}) == SeatTime(4000, 21, 12)


def test_the_versions_behind_a_result_stand_on_its_page_folded(tmp_path: Path) -> None:
    """Rules, scale, engine and mechanic as the packet says them; a version that is not said is said to be not said."""
    scenario, _ = robots_run()
    made = of_run("easy", engine="0.9.7-essai", mechanic="assemble@9")
    page = page_of(tmp_path, made, f"/people/{ONE}")
    title, rules = scenario.head.title.of("fr"), scenario.hash[:12]
    assert f"{title} : règles {rules}, échelle {made['scale_version']}, jeu 0.9.7-essai, mécanique assemble@9" in page
    (tmp_path / "unsaid").mkdir()
    page = page_of(tmp_path / "unsaid", of_run("easy", engine=5), f"/people/{ONE}")
    assert f"règles {rules}, échelle {made['scale_version']}, version du jeu non dite" in page


def test_a_run_of_another_version_still_says_which(tmp_path: Path) -> None:
    """A workshop that changed since is not explained, and its rules and scale are named."""
    db = ready(tmp_path / "m.db")
    bring(db, body(ONE))
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        assert "règles rules-1" in words(browser.text)
        assert "version du jeu non dite" in words(browser.text)


def test_what_a_head_says_stays_text(tmp_path: Path) -> None:
    """Script in the name of an engine is shown as it is."""
    db = ready(tmp_path / "m.db")
    bring(db, of_run("easy", engine="<script>x</script>"))
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        assert "<script>x" not in browser.text
        assert html.escape("<script>x</script>") in browser.text
