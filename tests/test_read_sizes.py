"""What is read on a screen 1366 wide is 15 pixels high or more: on every bench, at the debrief and on the card."""

from collections.abc import Iterator
from functools import cache

import pytest
from conftest import read_run
from test_workshops import EVERY, fresh, robot_run, workshops

from game.journey.result import boarding_pass, moments, what_was_shown
from game.library import catalogue_of
from game.mechanics.table import MECHANICS
from game.scenes.boarding import Boarding
from game.scenes.debrief import Debrief
from game.scenes.debrief_film import FOLDS
from game.screen.nodes import Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.look import StaticLook

SMALL = 1366 / 1920
LEAST_PX = 15
MARK = 3
"""A mark on a thing has no more characters: the key of a thing, a lot, a 0."""
LOOK = StaticLook(Comfort())
FITTED = {
    "doc": "names of five documents on one sheet", "clock": "the clock of the hurry, in the bar",
    "mode": "« À reprendre » on its key", "end": "what is behind, under the way on", "line": "a long line of the order",
    "bar": "the station on a short bar of the plan", "porter": "who takes the trolley",
    "": "what the mentor says where two things are said at once",
}  # fmt: skip
"""Words that are fitted into a narrow place, and why: by the node they stand on, "" for what stands on none."""
FITTED_PX = 12
"""None of them is less high than that."""


def words_of(screen: Screen) -> Iterator[Text]:
    """Every word that is drawn on a screen; of a still, which is a picture, none."""
    shapes = (*screen.backdrop, *screen.decor, *(s for n in screen.nodes for s in n.shapes), *screen.overlay)
    return (s for s in shapes if isinstance(s, Text) and len(s.text.strip()) > MARK)


@cache
def benches(name: str) -> tuple[Screen, ...]:
    """One screen of each kind of an exercise, as a robot meets them that tries much and does much wrong."""
    scenario, whole = workshops()[name], robot_run(name, "novice")
    catalogue_of(scenario)
    cast = MECHANICS[scenario.head.mechanic].cast
    session = Session(fresh(scenario, 5, clock=True, device=cast.device("novice")))
    scene, met = MECHANICS[scenario.head.mechanic].scene(session, scenario, name="exercise"), dict[str, Screen]()
    for act in whole.actions:
        scene.advance(act.tick - session.task.tick)
        screen = scene.screen(LOOK.within(name))
        open_ = sorted({n.id.partition(":")[0] for n in screen.nodes})
        phase = scene.seen.phase  # type: ignore[attr-defined]
        met.setdefault(f"{screen.id} {phase} {open_}", screen)
        session.act(act.verb, act.args)
    return tuple(met.values())


def around(name: str) -> Iterator[Screen]:
    """The debrief of a workshop with each of its folds open, and the card with what opens from it."""
    scenario, session = workshops()[name], robot_run(name, "novice")
    told = moments(scenario, session, "mouse", "easy", Comfort())
    debrief = Debrief(told, may_retry=True, intention="do")
    for node in ("moment:0", *(f"fold:{fold}" for fold in FOLDS), "moment:5"):
        debrief.act(node)
        yield debrief.screen(LOOK.within(name))
    tried = read_run(session, scenario, {"device": "mouse"})
    card = boarding_pass(what_was_shown([tried], "easy"), "K4-MTQ", Comfort())
    for node in ("", "more", f"row:{card.rows[0].habilete}", "rows", "code", "rows", "others"):
        boarding = Boarding(card, may_share=True)
        boarding.act(node)
        yield boarding.screen(LOOK)


def small(screens: Iterator[Screen] | tuple[Screen, ...], fitted: tuple[str, ...] = ()) -> set[tuple[str, str, int]]:
    """Words that are less high than 15 pixels, drawn on whole ones: on which screen, which, how high.

    `fitted`: the nodes whose words may be a little smaller.
    """
    found = set()
    for screen in screens:
        owners = {id(s): n.id.partition(":")[0] for n in screen.nodes for s in n.shapes}
        for word in words_of(screen):
            least = FITTED_PX if owners.get(id(word), "") in fitted else LEAST_PX
            if round(word.size * SMALL) < least:
                found.add((screen.id, word.text, round(word.size * SMALL)))
    return found


@pytest.mark.parametrize("name", EVERY)
def test_no_word_of_a_bench_is_less_than_15_pixels_high(name: str) -> None:
    """Names, lots, answers, flags, notes: whatever is written on it, through a whole exercise."""
    assert small(benches(name), tuple(FITTED)) == set()


@pytest.mark.parametrize("name", EVERY)
def test_no_word_of_the_debrief_or_of_the_card_is_less_than_15_pixels_high(name: str) -> None:
    """Each moment, each of its folds; the card, a row of it, the code, the rest."""
    assert small(around(name)) == set()
