"""The minutes that the hangar says are those of somebody who never played: practice and exercise, by measure."""

import pytest
from teaching_kit import RIVETED, taught_of
from test_practice import WAYS
from test_short_forms import WORDS_A_SECOND, practised
from test_workshops import EVERY, workshops

from game.library import catalogue_of
from game.screen.scene import Comfort
from game.window.look import StaticLook
from game.workshop.params import WorkshopParams
from game.workshop.players_people import FIRST_S, THEN_S, TICKS_S
from game.workshop.words import WorkshopWords
from lab.robots import live
from scenarios.model import Scenario

AROUND_S = 45
"""The pages before practice and before the exercise, and the question between: some hundred words, four presses."""
HEAD_S = 12
"""A head that a beginner forms with care."""
SHOWN = ("title", "sub", "says", "do", "told.right")


def riveting_s(scenario: Scenario) -> float:
    """Seconds of the practice of riveting: each word read, a hesitation at each new thing, two heads formed."""
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    words, taught, met = WorkshopWords(StaticLook(Comfort()), scenario.head), taught_of(params), set[str]()
    spent = 0.0
    for gesture in params.practice:
        spent += sum(len(taught.says(words, gesture, part).split()) for part in SHOWN) / WORDS_A_SECOND
        for press in ("try", *WAYS.get(gesture.does, ("one",)), "next"):
            new = press if press.startswith("mode") else press.partition(":")[0]
            spent += THEN_S if new in met else sum(FIRST_S) / 2
            met.add(new)
        spent += HEAD_S * gesture.goods if gesture.does == "squeeze" else 0
    return spent


def read_s(scenario: Scenario) -> float:
    """Seconds of reading what practice tells of a right try, where that is not counted, and once what the day says:
    the word with which each step begins, and those of its events."""
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    words, taught = WorkshopWords(StaticLook(Comfort()), scenario.head), taught_of(params)
    steps = {f"message.{step.id}" for step in params.phases}
    keys = steps | {f"message.{m}" for h in params.day for m in h.messages()}
    told = [] if scenario.head.id in RIVETED else [taught.says(words, g, "told.right") for g in params.practice]
    said = [*told, *(words.t(key) for key in keys if words.has(key))]
    return sum(len(sentence.split()) for sentence in said) / WORDS_A_SECOND


@pytest.mark.parametrize("name", EVERY)
def test_the_minutes_said_are_a_first_timers(name: str) -> None:
    """Not shorter than what somebody needs who reads all of it, by more than a minute, nor much longer."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    practice = riveting_s(scenario) if name in RIVETED else practised(scenario, 5)[0]
    seeds = (5, 6, 8)
    exercise = sum(live(scenario, "first_timer", seed).task.tick for seed in seeds) / len(seeds) / TICKS_S
    needed = (AROUND_S + practice + exercise + read_s(scenario)) / 60
    print(name, round(practice / 60, 1), round(exercise / 60, 1), round(needed, 1))
    assert scenario.head.minutes - 4 <= needed <= scenario.head.minutes + 1
