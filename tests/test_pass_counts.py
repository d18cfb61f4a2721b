"""The numbers that a row of the pass says are those it opens to, on the screen and on paper, whatever was seen."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from conftest import read_run
from test_pass import shown as screen_of
from test_workshops import EVERY, robot_run, workshops

from game.journey.card_words import STANDS
from game.journey.result import ReadTry, boarding_pass, facts, paper_of, what_was_shown, whole_facts
from game.library import catalogue_of
from game.scenes.pass_card import opened, spoken
from game.scenes.shown import Pass, Row
from game.screen.nodes import Rect, Text
from game.screen.scene import Comfort
from game.window.look import StaticLook
from scoring.rules import evidence_rules
from scoring.types import Observation

LANGUAGES = (Comfort(), Comfort(easy=True), Comfort(language="en"))
DRAWN = 8
"""Results drawn of each robot's run."""


@cache
def tried(name: str, robot: str) -> ReadTry:
    return read_run(robot_run(name, robot), workshops()[name], {"device": "mouse"})


def other(item: Observation, chance: random.Random) -> Observation:
    """The same fact as somebody else might have it: more or less of it, something beside it, work left, or missing."""
    if item.category is None or chance.random() < 0.1:
        return replace(item, category=None, why_missing=chance.choice(("cut", "device")))
    category = chance.choice((0, item.top, item.top, chance.randint(0, item.top)))
    extra = chance.choice((0, 0, 3)) if not item.case else item.extra
    return replace(item, category=category, extra=extra, left=chance.choice((item.left, ("blades", 1, 3))))


def results(name: str) -> Iterator[ReadTry]:
    """What robots showed, and what others might have shown at the same work."""
    chance = random.Random(name)
    for robot in ("expert", "novice", "hurried"):
        read = tried(name, robot)
        yield read
        for _ in range(DRAWN):
            yield replace(read, observations=tuple(other(o, chance) for o in read.observations))


def counted(row: Row, look: StaticLook) -> tuple[int, dict[str, int]]:
    """What the opened row lists: how many facts in all, and how many stand how, by the words that count them."""
    heads = {state: len(facts) for state, facts in row.grouped}
    return len(row.seen), {look.t(f"boarding.count.{state}", n=n): n for state, n in heads.items()}


@pytest.mark.parametrize("name", EVERY)
def test_the_numbers_of_a_row_are_those_it_opens_to(name: str) -> None:
    """« 6 faits : 4 comme attendu, 2 en partie » : four and two are what stands under these heads."""
    met = set()
    for n, read in enumerate(results(name)):
        look = StaticLook(LANGUAGES[n % 3])
        card = boarding_pass(what_was_shown([read], "easy"), "K4-MTQ", look.comfort)
        paper = paper_of(card, look.comfort, "0" * 32)["rows"]
        for row, line in zip(card.rows, paper, strict=True):  # type: ignore[call-overload]
            of, parts = counted(row, look)
            assert set(row.states) <= set(STANDS)
            if row.less:
                assert re.findall(r"\d+", row.less) == [str(of), *map(str, parts.values())]
                assert all(part in row.less.replace("\u00a0", " ") for part in parts)
            # Where it says nothing, all stand as the fact in front does.
            assert row.less or len(parts) == 1
            assert row.less in row.front
            assert row.less in spoken(row)
            assert row.less == line[6]
            met.add(bool(row.less))
    assert met == {True, False}


@pytest.mark.parametrize("name", EVERY)
def test_an_opened_row_shows_as_many_facts_under_each_head_as_the_row_says(name: str) -> None:
    """Read on the screen itself, page after page: the facts between one head and the next are as many as was said."""
    look = StaticLook(Comfort())
    card = boarding_pass(what_was_shown([tried(name, "novice")], "easy"), "K4-MTQ", Comfort())
    for row in card.rows:
        said = opened_words(card, row, look)
        at = [said.index(f" {look.t(f'boarding.facts.{state}')}. ") for state, _ in row.grouped]
        for (_, listed), first, after in zip(row.grouped, at, [*at[1:], len(said)], strict=True):
            assert sum(said[first:after].count(fact.rstrip(".")) > 0 for fact in set(listed)) == len(set(listed))


@pytest.mark.parametrize("name", EVERY)
def test_the_whole_sentence_of_any_fact_has_the_numbers_of_the_fact(name: str) -> None:
    """Whatever was seen, in each language: no number more and no number less, and a place that is not given leaves no
    comma. Names stand behind the press alone; what may not be left out in front is counted there."""
    for read in results(name):
        for comfort in LANGUAGES:
            bare = tuple(replace(o, apart=()) for o in read.observations)
            behind, has = facts(read.scenario, bare, comfort), catalogue_of(read.scenario).has
            fronts = whole_facts(read.scenario, read.observations, comfort)
            reads = {rule.id: rule.reads for rule in evidence_rules(read.scenario)}
            for o in read.observations:
                assert not re.search(r" ,|,  | :  ", fronts[o.rule])
                within = [
                    str(len(keys)) for way, keys in o.apart
                    if o.category is not None and has(f"told.within.{reads[o.rule]}.{way}", read.scenario.head.id)
                ]  # fmt: skip
                within += [
                    str(len(keys)) for way, keys in o.apart
                    if o.why_missing == "cut" and has(f"told.{way}.{reads[o.rule]}", read.scenario.head.id)
                ]  # fmt: skip
                shown = sorted([*re.findall(r"\d+", behind[o.rule]), *within])
                assert sorted(re.findall(r"\d+", fronts[o.rule])) == shown, o.rule


@pytest.mark.parametrize("name", EVERY)
def test_no_page_of_an_opened_row_has_only_what_holds_for_all_rows(name: str) -> None:
    """Whatever was seen: each page that one turns to says something of this person."""
    look, box = StaticLook(Comfort()), Rect(120, 228, 1222, 588)
    for read in results(name):
        card = boarding_pass(what_was_shown([read], "easy"), "K4-MTQ", Comfort())
        for row in card.rows:
            for at in range(opened(look, row, box)[1]):
                node, _ = opened(look, row, box, at)
                words = " ".join(s.text for s in node.shapes if isinstance(s, Text))
                own = [part for part in (*row.seen, row.settle) if part and part[:30] in words]
                assert own, words


def opened_words(card: Pass, row: Row, look: StaticLook) -> str:
    node = next(n for n in screen_of(card, f"row:{row.habilete}", look=look).nodes if n.id.startswith("open:"))
    return node.spoken
