"""A visit taken up again by its code: what counts, what is missing and why, in the comfort the person had."""

import datetime
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import panneau, workshop
from test_visit import acts, begun, notice, work
from test_workshops import workshops
from way_kit import left, press, settled

from game.journey import resuming
from game.journey.journey import Journey
from game.journey.person import Person
from game.journey.settle import clean, comfort_path, practice_path
from game.mechanics.table import task_of
from game.scenes.hangar import Hangar
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.session import Session, play_again
from game.station.home import Home
from game.window.look import StaticLook
from scenarios.model import Scenario
from scenarios.vocabulary import Action


def porte() -> Scenario:
    """The second workshop of riveting."""
    return workshops()["panneau_porte"]


def blades() -> Scenario:
    """A third workshop."""
    return workshops()["aubes_soufflante"]


def spoilt(word: bytes, other: bytes) -> list[Callable[[Path], object]]:
    """Ways in which a small file is damaged: gone, a word of it another, cut, empty."""
    return [
        lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes().replace(word, other)),
        lambda path: path.write_bytes(path.read_bytes()[:40]), lambda path: path.write_bytes(b""),
    ]  # fmt: skip


def recorded(home: Home, *done: Scenario, short: Sequence[Scenario] = ()) -> str:
    """The code of somebody who finished these workshops, and whose process was killed in the hangar.

    `short`: of these a few acts alone are recorded, sound and with their mark; they give nothing when played again.
    """
    person = Person.begin(home)
    for scenario in (*done, *short):
        header = {
            "scenario": scenario.head.id, "hash": scenario.hash, "mechanic": scenario.head.mechanic, "engine": "x",
            "seed": 5, "form": "first", "device": "mouse", "clock": False, "ease": "easy",
        }  # fmt: skip
        rows: list[tuple[str, Any]] = [("action", Action(n, "look", {})) for n in range(3)]
        if scenario not in short:
            session = finished(scenario)
            told = (("action", session.actions), ("event", session.events), ("digest", session.digests))
            rows = [(kind, row) for kind, of_kind in told for row in of_kind]
        sink = person.record(header)
        for kind, row in rows:
            sink(kind, row)
        person.finish(scenario.head.id, len(rows), "2026-11-28T10:00:00+00:00")
    person.close()
    return person.code


PLAYED: dict[str, Session] = {}


def finished(scenario: Scenario) -> Session:
    """The expert's exercise, played once."""
    if scenario.head.id not in PLAYED:
        header = {"seed": 5, "form": "first", "device": "mouse", "clock": False}
        PLAYED[scenario.head.id] = play_again(task_of(scenario, header), list(acts(scenario.head.id)), 1_000_000)
    return PLAYED[scenario.head.id]


def taken_up(home: Home, code: str, *here: Scenario) -> Journey:
    """Back by the code, where these workshops are."""
    app = Journey(here[0], "fr", 5, home, here[1:])
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    return app


def other_version(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"hash": "0" * 64})


def test_the_window_is_not_kept_waiting(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done is read and played again in another thread; the hangar finds its proposal ready."""
    code = recorded(home, panneau())
    threads = []
    real = resuming.rebuild

    def noted(*given: object) -> object:
        threads.append(threading.current_thread())
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(resuming, "rebuild", noted)
    app = Journey(panneau(), "fr", 5, home, [porte()])
    app.answer(Step.ENTRY, "typed", code)
    assert app.step is Step.WAITING
    settled(app)
    assert app.step is Step.HANGAR
    assert threads
    assert threading.main_thread() not in threads
    assert app.visit.next is not None
    assert app.visit.next.ready


def test_only_what_is_damaged_is_called_damaged(home: Home) -> None:
    """A workshop that is not here, or is another version: said so, and the recording is whole where it lies."""
    code = recorded(home, panneau(), short=[porte()])
    app = taken_up(home, code, panneau())
    assert notice(app) == "journal.lost_not_here"
    assert app.visit.lost == ("panneau_porte",)
    app = taken_up(home, code, panneau(), other_version(porte()))
    assert notice(app) == "journal.lost_other_version"
    app = taken_up(home, code, other_version(panneau()), other_version(porte()))
    assert getattr(app.top, "problem", "") == "entry.other_version"
    app = taken_up(home, code, blades())
    assert getattr(app.top, "problem", "") == "entry.not_here"
    app = taken_up(home, code, other_version(panneau()))
    assert getattr(app.top, "problem", "") == "entry.several"

def test_a_game_that_plays_otherwise_now_is_another_version(home: Home) -> None:
    """Every row is there and sound, and gives something else today: nothing is damaged."""
    code = recorded(home, short=[panneau()])
    app = taken_up(home, code, panneau(), porte())
    assert getattr(app.top, "problem", "") == "entry.other_version"


def test_a_workshop_that_is_missing_is_not_proposed(home: Home) -> None:
    """It is closed, and has its place in the sitting."""
    code = recorded(home, panneau(), short=[blades()])
    broken = home.runs()[1]
    broken.write_bytes(broken.read_bytes()[:100])
    app = taken_up(home, code, panneau(), porte(), blades())
    assert notice(app) == "journal.lost"
    assert (app.visit.lost, app.visit.room) == (("aubes_soufflante",), 2)
    assert app.visit.next is not None
    found = app.visit.next.get()
    assert found is None or found.workshop == "panneau_porte"
    assert isinstance(app.top, Hangar)
    assert [card.state for card in app.top.cards] == ["done", "open", "lost"]
    assert app.top.cards[2].why == ""


# Comfort.


CHOSEN = Comfort(language="en", text_scale=2.0, contrast=True, reduced_motion=True, sound=False)


def test_comfort_changed_in_the_middle_survives_a_crash(home: Home) -> None:
    """In the exercise, in the hangar, and before anything was recorded: as the person had it last."""
    app = begun(home, panneau(), porte())
    assert app.person is not None
    code = app.person.code
    for step in (lambda: None, lambda: work(app, panneau(), 300)):
        step()
        app.comfort = CHOSEN
        app.person.close()
        assert taken_up(home, code, panneau(), porte()).comfort == CHOSEN


@pytest.mark.parametrize("spoils", spoilt(b"2.0", b"1.5"))
def test_a_comfort_that_is_damaged_is_that_of_the_run(spoils: Callable[[Path], object], home: Home) -> None:
    """Never nonsense, and nothing stops for it."""
    app = begun(home, panneau(), porte())
    assert app.person is not None
    app.comfort = replace(CHOSEN, language="fr")
    work(app, panneau(), 300)
    app.comfort = CHOSEN
    app.person.close()
    spoils(comfort_path(home, app.person.candidate))
    assert taken_up(home, app.person.code, panneau()).comfort == replace(CHOSEN, language="fr")


def test_the_comfort_goes_with_the_visit(home: Home) -> None:
    """It speaks of health: what ends the visit takes it, a kill's too."""
    app = begun(home, panneau(), porte())
    app.comfort = CHOSEN
    assert any(name.endswith(".comfort") for name in left(home))
    app.answer(Step.PAUSE, "stop")
    assert left(home) == []
    comfort_path(home, "a" * 32).write_bytes(b"left behind")
    clean(home, datetime.date.today())
    assert left(home) == []


@pytest.mark.parametrize("ends", [("stop",), ("stop_keep",)])
def test_who_comes_next_finds_the_seat_as_it_is_set_up(ends: tuple[str, ...], home: Home) -> None:
    """Nothing of the comfort of the person before, chosen here or come back with their code."""
    app = begun(home, panneau(), porte())
    seat = app.comfort
    app.comfort = CHOSEN
    press(app, "pause", *ends)
    assert app.step is Step.GOODBYE
    press(app, "end")
    assert (app.step, app.comfort) == (Step.WELCOME, seat)


def stops(app: Journey) -> str:
    """What « stop and keep » promises where the person is."""
    press(app, "pause")
    shown = app.screen(StaticLook(app.comfort))
    press(app, "go_on")
    return next(node.spoken for node in shown.nodes if node.id == "stop_keep")


def test_what_a_code_brings_back_is_what_stopping_promises(home: Home) -> None:
    """« Garder » is said of a practice, of the sheet after it and of a first try; before them, it is done again."""
    app = begun(home, panneau(), porte())
    again = "Arrêter ici : ce qui est fini se garde dix minutes, le reste se refait"
    keeps = "Arrêter ici et garder dix minutes"
    for step, said in ((Step.BRIEFING, again), (Step.PRACTICE, keeps), (Step.READY, keeps), (Step.EXERCISE, keeps)):
        app.go(step)
        assert stops(app) == said


def practises(app: Journey, *nodes: str) -> None:
    """Press in practice, with time between."""
    for node in nodes:
        app.act(node, "press")
        app.advance(30)


def way_on(app: Journey) -> str:
    """What goes on from the page of practice that is open."""
    shown = app.screen(StaticLook(app.comfort))
    return next((n.id for n in shown.nodes if n.id.startswith(("try:", "next:", "end"))), "")


LEARNS = ("try:measure", "mode:pige", "hole:A1", "bin:1", "hole:A1")
"""The first three gestures; the fourth, which goes on by itself, waits at the lever."""


@pytest.mark.parametrize("kills", [True, False])
def test_a_practice_goes_on_where_it_was_left(home: Home, kills: bool) -> None:
    """By the code, after a kill or a stop: at the gesture in hand, with what was learnt, and no warm-up again."""
    app = begun(home, panneau(), porte())
    assert app.person is not None
    code, app.visit.ease, app.visit.device = app.person.code, "fluent", "touch"
    app.go(Step.PRACTICE)
    practises(app, *LEARNS)
    app.person.close()
    if not kills:
        press(app, "pause", "stop_keep", "end")
        assert "resume" in {node.id for node in app.screen(StaticLook(app.comfort)).nodes}
    back = taken_up(home, code, panneau(), porte())
    assert (back.step, back.visit.device, back.visit.ease) == (Step.PRACTICE, "touch", "fluent")
    assert way_on(back) == "try:squeeze"
    back.advance(1)
    seen = back.at_work.session.task.see()  # type: ignore[union-attr]
    assert seen.learnt == ("measure", "take", "place")  # type: ignore[attr-defined]
    practises(back, "try:squeeze")
    assert back.visit.practised["panneau_fuselage"].learnt == ("measure", "take", "place")


def test_a_practice_left_for_the_hangar_goes_on_where_it_was(home: Home) -> None:
    """In one sitting: the workshop entered again opens at the gesture in hand, or at the end when all are learnt."""
    app = begun(home, panneau(), porte())
    app.go(Step.PRACTICE)
    practises(app, *LEARNS)
    app.answer(Step.PAUSE, "hangar")
    assert app.person is not None
    code = app.person.code
    app.answer(Step.HANGAR, "open", "panneau_fuselage")
    app.go(Step.PRACTICE)
    assert way_on(app) == "try:squeeze"
    app.visit.practised["panneau_fuselage"] = replace(
        app.visit.practised["panneau_fuselage"], learnt=tuple(g.id for g in workshop().practice), at="close"
    )
    app.go(Step.PRACTICE)
    assert way_on(app) == "end"
    app.go(Step.READY)
    app.person.close()
    assert taken_up(home, code, panneau(), porte()).step is Step.READY


@pytest.mark.parametrize("spoils", spoilt(b"place", b"plaze"))
def test_a_practice_that_cannot_be_read_begins_again(spoils: Callable[[Path], object], home: Home) -> None:
    """Never nonsense: as after a code under which nothing was recorded. It goes with the visit, in any case."""
    app = begun(home, panneau(), porte())
    app.go(Step.PRACTICE)
    practises(app, *LEARNS)
    assert app.person is not None
    app.person.close()
    file = practice_path(home, app.person.candidate)
    assert taken_up(home, app.person.code, blades()).step is Step.EASE, "its workshop is not here"
    spoils(file)
    assert taken_up(home, app.person.code, panneau()).step is Step.EASE
    app.answer(Step.PAUSE, "stop")
    assert left(home) == []
    practice_path(home, "a" * 32).write_bytes(b"left behind")
    clean(home, datetime.date.today())
    assert left(home) == []


def test_who_looks_for_a_code_and_comes_back_is_the_same_person(home: Home) -> None:
    """What was chosen at the welcome stays: after the keypad, and when the time of a code is over."""
    app = begun(home, panneau(), porte())
    assert app.person is not None
    app.person.close()
    two = Journey(panneau(), "fr", 5, home)
    two.comfort = CHOSEN
    press(two, "resume", "leave")
    assert (two.step, two.comfort) == (Step.WELCOME, CHOSEN)
    home.records.path(app.person.candidate).unlink()
    comfort_path(home, app.person.candidate).unlink(missing_ok=True)
    assert getattr(two.top, "resumable", None) is True
    two.advance(250)
    assert getattr(two.top, "resumable", None) is False
    assert two.comfort == CHOSEN


# A try that is left.


def test_of_a_try_that_is_left_nothing_goes_into_the_next(home: Home) -> None:
    """Settings, intention, moments to watch again, and how the seat kept time are those of one workshop."""
    app = begun(home, panneau(), porte())
    work(app, panneau())
    assert app.visit.replays
    press(app, "again")
    press(app, "pause", "hangar")
    assert app.visit.replays == {}
    app.choose("panneau_porte")
    app.go(Step.EXERCISE)
    app.visit.intention = "look"
    for _ in range(50):
        app.frame(0.3)
    press(app, "pause", "hangar")
    assert (app.visit.settings, app.visit.intention, app.visit.seat.report()) == ({}, "", {})
