"""Moments of a result as pictures: two clicks away, drawn by another process, kept nowhere, for who may see them."""

import itertools
import math
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from tower_kit import Browser, browsing, one_result, robots_run, words  # noqa: F401  # the fixture « db »

from cli.drawing import draw
from game.mechanics.table import MECHANICS
from game.screen.acted import covered, lies, ring
from game.screen.motion import Cue, Play
from game.screen.nodes import Circle
from lab.moments import AFTER_TICKS, Again, RunAgain
from lab.robots import trace_of
from lab.waiting import until
from scenarios.model import Scenario
from scenarios.vocabulary import Event
from scoring.evidence import observe
from scoring.readers import READERS
from scoring.rules import evidence_rules
from tower.around import around
from tower.pictures import At, DrawnMoment, Pictures, picked
from tower.review import facts_of, installed

ONE = f"{1:032x}"


def robots_device(scenario: Scenario, robot: str) -> str:
    """What a robot plays with."""
    return MECHANICS[scenario.head.mechanic].cast.device(robot)


PNG = b"\x89PNG\r\n\x1a\n"


def clicked(browser: Browser) -> str:
    """From a result, two clicks: an habileté, then a fact that has moments; its address."""
    browser.see(f"/people/{ONE}")
    for habilete in dict.fromkeys(re.findall(rf'href="(/people/{ONE}/why/\w+)"', browser.text)):
        browser.see(habilete)
        for fact in dict.fromkeys(re.findall(r'href="(/people/\w+/why/\w+/\w+/\w+/\w+)"', browser.text)):
            browser.see(fact)
            if '<td class="n">' in browser.text:
                return fact
    raise AssertionError("no fact with a moment")


def test_an_act_says_what_came_of_it_where_its_event_does() -> None:
    """A piece that went in and one that was refused: each in its own words."""
    scenario, session = robots_run("panneau_porte", "novice")
    ends = {event.data["fits"] for event in session.events if event.kind == "pose"}
    assert ends == {True, False}
    trace = trace_of(scenario, session, "novice", 3)
    acts = [one for fact in facts_of(trace, scenario, "unknown", "fr") for one in fact.moments if one.kind == "pose"]
    by_tick = {event.tick: event.data["fits"] for event in session.events if event.kind == "pose"}
    assert {by_tick[one.tick] for one in acts} == {True, False}
    for one in acts:
        assert ("en place" in one.words) == by_tick[one.tick]
        assert ("refusée" in one.words) != by_tick[one.tick]


def test_two_clicks_lead_to_pictures_of_the_act(db: Path) -> None:
    """They are begun by opening the fact, asked for until they are there, then shown with minute and words."""
    go, asked = threading.Event(), []

    def slow(trace: bytes, moments: Sequence[At], language: str) -> list[DrawnMoment]:
        go.wait(20)
        asked.append((trace[:1], list(moments), language))
        return [DrawnMoment(PNG + bytes([n])) for n in range(len(moments))]

    with browsing(db) as browser:
        browser.house.pictures = Pictures(slow)
        browser.enter()
        fact = clicked(browser)
        assert "se dessinent" in browser.text
        assert f'hx-get="{fact}/pictures"' in browser.text
        assert browser.see(f"{fact}/0.png").status_code == 404
        go.set()
        assert until(lambda: "<figure>" in browser.see(f"{fact}/pictures").text, 20) is not None
        assert "hx-get" not in browser.text
        page = browser.see(fact).text
        shown = re.findall(r'<img src="([^"]+)" [^>]*alt="L&#39;établi à (\d+:\d\d) : [^"]+">', page)
        assert shown
        assert [at for _, at in shown] == re.findall(r'<td class="n">(\d+:\d\d)</td>', page)
        for n, (path, at) in enumerate(shown):
            assert f'<a href="{fact}/large/{n}"><img src="{path}"' in page, "a press makes it large"
            large = browser.see(f"{fact}/large/{n}").text
            assert f'src="{path}"' in large
            assert f'href="{fact}"' in large, "and there is a way back"
            assert f"<b>{at}</b>" in large
        assert browser.see(f"{fact}/large/99").status_code == 404
        answer = browser.see(shown[0][0])
        assert answer.content == PNG + b"\0"
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"] == "no-store"
        assert asked[0][1] == sorted(asked[0][1])
        assert browser.see(f"{fact}/99.png").status_code == 404
        browser.house.forget()
        assert browser.house.pictures.of("x") is None


@pytest.mark.parametrize(
    ("ringed", "said"), [((True, True), "Sur chaque image, l'anneau"), ((True, False), "Sur certaines images"),
                         ((False, False), "")],
)  # fmt: skip
def test_a_ring_is_told_of_where_one_is_drawn(db: Path, ringed: tuple[bool, bool], said: str) -> None:
    """A ring that no picture had was explained below them."""
    def drawn(trace: bytes, moments: Sequence[At], language: str) -> list[DrawnMoment]:
        return [DrawnMoment(PNG, ringed[n > 0]) for n in range(len(moments))]

    with browsing(db) as browser:
        browser.house.pictures = Pictures(drawn)
        browser.enter()
        fact = clicked(browser)
        assert until(lambda: "<figure>" in browser.see(f"{fact}/pictures").text, 20) is not None
        page = words(browser.text)
        assert ("anneau" in page) == bool(said)
        assert said in page or len(re.findall("<figure>", browser.text)) == 1


def failed(browser: Browser, fact: str) -> bool:
    """Whether the page of a fact says that its pictures could not be drawn."""
    return "pas pu être dessinées" in words(browser.see(fact).text)


def test_what_cannot_be_drawn_is_a_sentence_and_the_acts_stay(db: Path) -> None:
    """A process that fails, or gives too few; whoever observes the person sees neither page nor picture."""
    def broken(trace: bytes, moments: Sequence[At], language: str) -> list[DrawnMoment]:
        raise OSError("gone")

    for bad in (broken, lambda trace, moments, language: [], None):
        with browsing(db) as browser:
            browser.house.pictures = Pictures(bad)
            browser.enter()
            fact = clicked(browser)
            assert until(partial(failed, browser, fact), 20) is not None
            assert '<td class="n">' in browser.text
    with browsing(db) as browser:
        browser.enter("CD")
        browser.see("/observe")
        browser.send(f"/observe/{ONE}", {"observers": "1"})
        for path in (fact, f"{fact}/pictures", f"{fact}/0.png"):
            assert browser.see(path).status_code == 400


def test_pictures_are_drawn_by_the_game_in_another_process() -> None:
    """Of a real run: as many PNG as moments, each another; a file that is no trace is refused."""
    scenario, session = robots_run()
    posed = next(event.tick for event in session.events if event.kind == "pose")
    found = draw(trace_of(scenario, session, "novice", 3).to_bytes(), [(1, ""), (posed, "pose")], "fr")
    assert [one.png[:8] for one in found] == [PNG] * 2
    assert found[0].png != found[1].png
    assert [one.ringed for one in found] == [False, True], "nothing was done yet at the beginning"
    with pytest.raises(OSError, match="status 1"):
        draw(b"no trace", [(1, "")], "fr")


ENDS = """
import os, sys, tempfile, threading, time
from pathlib import Path
from cli.drawing import draw
trace = Path(sys.argv[1]).read_bytes()
threading.Thread(target=draw, args=(trace, [(100 * n, "") for n in range(1, 60)], "fr"), daemon=True).start()
place = Path(tempfile.gettempdir())
for _ in range(600):
    if any(place.glob("envol-tower-*/drawn/*.png")):
        break
    time.sleep(0.05)
"""


def test_a_tower_that_ends_while_pictures_are_drawn_leaves_none(tmp_path: Path) -> None:
    """Its thread is cut off: the process that draws ends too, and does not lay its folder again."""
    scenario, session = robots_run()
    trace, place = tmp_path / "run", tmp_path / "place"
    trace.write_bytes(trace_of(scenario, session, "novice", 3).to_bytes())
    place.mkdir()
    words = [sys.executable, "-c", ENDS, str(trace)]
    subprocess.run(words, check=True, env={**os.environ, "TMPDIR": str(place)}, timeout=90)
    time.sleep(0.5)
    assert list(place.glob("envol-tower-*")) == []


@pytest.mark.parametrize("workshop", [one.head.id for one in installed()])
def test_each_moment_is_drawn_where_what_its_event_names_is_on_the_screen(workshop: str) -> None:
    """Every moment of every fact: what its event names is on the picture, wherever it was on the screen before the
    act or after, with a ring round it. A rivet that is put in is seen at its hole, not at the lever; what fell lies
    there, what was picked up still does."""
    scenario, session = robots_run(workshop)
    trace, mechanic = trace_of(scenario, session, "novice", 3), MECHANICS[scenario.head.mechanic]
    found = {(one.tick, one.kind) for fact in facts_of(trace, scenario, "unknown", "fr") for one in fact.moments}
    found |= {(one.tick, one.kind) for one in trace.events if one.kind in ("fod_fall", "fod_take")}
    said = [one.words for fact in facts_of(trace, scenario, "unknown", "fr") for one in fact.moments]
    ids = {value for one in trace.events for value in map(str, one.data.values()) if re.fullmatch(r"[a-z_\d]+", value)}
    assert [one for one in said if re.sub(r"^.* : |\.$", "", one) in ids - {str(n) for n in range(100)}] == []
    shown, fallen = Again(trace, scenario, "fr"), Again(trace, scenario, "fr")
    before, after = RunAgain(trace, scenario, "fr"), RunAgain(trace, scenario, "fr")
    rivets = lying = 0
    for tick, kind in sorted(found):
        was, now = before.at(tick), after.at(tick + AFTER_TICKS)
        events = [one for one in trace.events if (one.tick, one.kind) == (tick, kind)]
        seen = (fallen if kind == "fod_fall" else shown).screen((tick, kind))
        for event in events:
            motion = mechanic.motions[kind]
            play, end = Play(Cue(motion, event.data), was, now), lies(motion)
            there = play.on(was, end) or play.on(now, end)
            assert there is None or play.on(seen, end) is not None, (event, was.id, now.id)
            rivets += kind == "presented" and play_hole(trace.events, tick) in {node.id for node in seen.nodes}
            if kind in ("fod_fall", "fod_take") and (node := play.on(seen, end)) is not None:
                assert not covered(seen, node)
                assert ring(node)[0] in seen.overlay
                lying += 1
    assert rivets == len({tick for tick, kind in found if kind == "presented"})
    assert lying == sum(kind in ("fod_fall", "fod_take") for _, kind in found)


def test_how_far_a_rivet_was_from_the_middle_is_marked_beside_its_hole() -> None:
    """Each rivet that the fact speaks of: a ring at its hole, a glass in which it is as far as the sentence says."""
    scenario, session = robots_run()
    trace = trace_of(scenario, session, "novice", 3)
    fact = next(one for one in facts_of(trace, scenario, "unknown", "fr") if one.rule == "DEX5")
    again = Again(trace, scenario, "fr")
    assert fact.moments
    for moment in fact.moments:
        seen = again.screen((moment.tick, moment.kind))
        hole = next(one for one in seen.nodes if one.id == play_hole(trace.events, moment.tick))
        marks = [one for one in seen.overlay if isinstance(one, Circle)][-4:]
        glass, far, near, point = marks
        assert ring(hole)[0] in seen.overlay
        off = math.hypot(point.x - glass.x, point.y - glass.y) / near.r * 0.35
        told = re.search(r"à ([\d,]+) mm du centre", moment.words)
        assert told
        assert abs(off - float(told[1].replace(",", "."))) < 0.06
        assert far.r / near.r == pytest.approx(1500 / 350)


def play_hole(events: Sequence[Event], tick: int) -> str:
    """The node of the hole into which a rivet was put at a tick."""
    return next(f"hole:{one.data['hole']}" for one in events if (one.tick, one.kind) == (tick, "place"))


def test_a_distance_is_said_beside_what_was_expected() -> None:
    """Each fact that is read as a distance, in both languages; each rivet by its hole."""
    scenario, session = robots_run()
    trace = trace_of(scenario, session, "novice", 3)
    for language, decimal in (("fr", ","), ("en", ".")):
        facts = {one.rule: one for one in facts_of(trace, scenario, "unknown", language)}
        read = [rule for rule in scenario.evidence if rule.reads in ("placement", "head_error")]
        assert {one.rule for one in facts.values() if one.expected} <= {rule.id for rule in read}
        assert f"0{decimal}35 mm" in facts["DEX5"].expected
        assert f"1{decimal}5 mm" in facts["DEX5"].expected
        assert all("M8" in one.words or re.search(r"\b[MTV]\d", one.words) for one in facts["DEX5"].moments)


@pytest.mark.parametrize("workshop", [one.head.id for one in installed()])
def test_what_is_not_wholly_as_expected_says_its_limits_and_they_are_those_it_was_read_by(workshop: str) -> None:
    """« En partie » and « pas encore » beside « à partir de 5 »: counted again from the sentence, the same word."""
    for robot in ("novice", "clumsy"):
        scenario, session = robots_run(workshop, robot)
        params, device = scenario.params.model_dump(), robots_device(scenario, robot)
        read = {one.rule: one for one in observe(
            session.events, evidence_rules(scenario), params, task=workshop, device=device)}  # fmt: skip
        rules = {one.id: one for one in evidence_rules(scenario)}
        for fact in facts_of(trace_of(scenario, session, robot, 3), scenario, "unknown", "fr"):
            item, reads = read[fact.rule], READERS[rules[fact.rule].reads]
            assert bool(fact.threshold) == (fact.state in ("part", "open") and (not reads.less or item.raw is not None
                                            or rules[fact.rule].reads != "blocks_walked")), fact  # fmt: skip
            counted = ("", "all", "mastered", "reclosed", "not_yet", "untried")
            named = [case for case in reads.cases if case not in counted]
            if reads.best:
                assert reads.best in named
                assert item.case != reads.best or fact.state in ("done", "missing")
            elif named and fact.threshold:
                unit = re.search(r"compté [\d,]+ sur \d+ [a-z]+|comme attendu à \d+ [a-z]+ ou moins", fact.threshold)
                assert unit, ("a number beside a sentence that names another", fact.said, fact.threshold)
            limits = re.search(r"comme attendu à partir de (\d+), en partie à partir de (\d+)", fact.threshold)
            if limits is None or item.left[1]:
                continue
            done, part = (int(one) for one in limits.groups())
            value = item.raw if reads.whole else item.n
            assert value is not None
            assert value < done
            assert fact.state == ("part" if value >= part else "open"), (fact.said, fact.threshold)
            said = re.search(r"compté (-?[\d,]+) sur (\d+)", fact.threshold)
            assert bool(said) == (reads.whole and (value != item.n or bool(reads.cases)))
            assert not said or (said[1], int(said[2])) == (f"{value:g}".replace(".", ","), round(item.reach))


def test_of_many_moments_the_first_the_last_and_some_between_are_picked() -> None:
    """All of few; of many as many as there is room for, in order."""
    assert picked([1, 2, 3], 8) == [1, 2, 3]
    assert picked(list(range(100)), 5) == [0, 25, 50, 74, 99]


def test_a_fact_that_was_left_leads_to_what_there_was_of_it() -> None:
    """Nothing was done of it: what the exercise showed of the same thing, or how its steps ended; never practice."""
    scenario, session = robots_run()
    params = scenario.params.model_dump()
    began = next(at for at, one in enumerate(session.events) if one.data.get("name") not in (None, "practice"))
    for rule in scenario.evidence:
        found = around(rule, session.events, params)
        assert found, rule.id
        assert min(found) >= began
    hole = next(rule for rule in scenario.evidence if rule.reads == "damaged_hole")
    seen = [session.events[at] for at in around(hole, session.events, params)]
    assert any("M3" in map(str, one.data.values()) for one in seen) or len(seen) <= 3


@pytest.mark.parametrize("workshop", [one.head.id for one in installed()])
def test_every_act_a_fact_rests_on_is_told(workshop: str) -> None:
    """No « autre geste » beside a picture that shows which: answers by their words, kits and blades by theirs."""
    scenario, session = robots_run(workshop, "novice")
    facts = facts_of(trace_of(scenario, session, "novice", 3), scenario, "unknown", "fr")
    acts = [act for fact in facts for act in fact.moments]
    assert acts
    assert [act for act in acts if "autre geste" in act.words or "{" in act.words] == []
    for fact in facts:
        assert all((a.tick, a.words) != (b.tick, b.words) for a, b in itertools.pairwise(fact.moments)), fact.rule
        assert " ".join(fact.parts).replace(" ;", "").split() == fact.said.replace(" ;", "").split()
    given = [str(e.data["option"]) for e in session.events if e.kind == "reply"]
    replies = {f"Répond : « {scenario.texts['fr'][f'reply.{one}']} »" for one in given}
    assert {act.words for act in acts if act.kind == "reply"} <= replies
