"""No author's word stands in the code: a workshop whose every name and number is another one is the same workshop."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from renamed import names_in, write
from teaching_kit import taught_of
from test_workshops import EVERY, fresh, workshops

from assets.texts import Catalogue, languages
from game.journey.measured import observed, profile_of, score
from game.journey.result import facts
from game.library import MODELS, catalogue_of, known
from game.mechanics.table import MECHANICS
from game.screen.nodes import Picture, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.params import WorkshopParams
from game.workshop.words import WorkshopWords
from lab.robots import act_once
from scenarios.load import load_all, workshop_folders
from scenarios.model import Scenario
from scenarios.short_forms import IN_FEW_WORDS
from scoring.rules import EvidenceRule

ROOT = Path(__file__).parent.parent
MENTORS = {"karim": "line", "etienne": "hugo", "line": "karim", "hugo": "line"}
"""Another mentor for each: one who was drawn without a chair, another face, another gender."""
LOOKED = 40
"""Every so many acts of the expert the screen is looked at."""


@cache
def folder_of(name: str) -> Path:
    return next(Path(str(folder)) for folder in workshop_folders() if folder.name == name)


@cache
def copied(name: str) -> Scenario:
    """A workshop under other words, loaded with every check."""
    mentor = MENTORS[workshops()[name].head.mentor]
    path = write(folder_of(name), Path(mkdtemp()) / f"copie_{name}", mentor)
    sound, problems = load_all([path], MODELS, EvidenceRule, known())
    assert problems == []
    catalogue_of(sound[0])
    return sound[0]


def screens(scenario: Scenario, session: Session) -> Iterator[Screen]:
    """What the expert sees, now and then."""
    mechanic = MECHANICS[scenario.head.mechanic]
    bot, look = mechanic.cast.make("expert", scenario.params, 9), StaticLook(Comfort())
    scene, n = mechanic.scene(session, scenario, name="exercise"), 0
    while not session.task.done:
        session.advance(act_once(bot, session))
        if n % LOOKED == 0:
            yield scene.screen(look)
        n += 1


def both(name: str) -> tuple[Scenario, Scenario]:
    """A workshop, and its copy under other words."""
    return workshops()[name], copied(name)


@cache
def played(name: str, which: int) -> tuple[Session, tuple[Screen, ...]]:
    """The expert's exercise in one of `both`, and what was seen of it."""
    scenario = both(name)[which]
    session = Session(fresh(scenario, 9, clock=True))
    return session, tuple(screens(scenario, session))


def run_of(name: str, which: int, robot: str) -> Session:
    """A robot's whole exercise."""
    if robot == "expert":
        return played(name, which)[0]
    scenario = both(name)[which]
    session = Session(fresh(scenario, 9, clock=True))
    bot = MECHANICS[scenario.head.mechanic].cast.make(robot, scenario.params, 9)
    while not session.task.done:
        session.advance(act_once(bot, session))
    return session


ONE_A_MECHANIC = sorted({s.head.mechanic: name for name, s in sorted(workshops().items(), reverse=True)}.values())


@pytest.mark.parametrize(
    ("name", "robot"), [*((name, "expert") for name in EVERY), *((name, "hurried") for name in ONE_A_MECHANIC)]
)
def test_another_name_for_everything_is_the_same_workshop(name: str, robot: str) -> None:
    """Every name, number, mentor, title and order changed: same events, same facts, same profile, same words.

    Robots of known skill draw their luck by the names of things, so they are left out.
    """
    ours = both(name)
    runs = [run_of(name, which, robot) for which in (0, 1)]
    assert [e.kind for e in runs[0].events] == [e.kind for e in runs[1].events]
    seen = [observed(scenario, run, "mouse") for scenario, run in zip(ours, runs, strict=True)]
    assert [(o.rule, o.category, o.raw) for o in seen[0]] == [(o.rule, o.category, o.raw) for o in seen[1]]
    profiles = [score(profile_of([one])) for one in zip(ours, runs, seen, strict=True)]
    assert profiles[0] == profiles[1]
    for comfort in (Comfort(), Comfort(language="en"), Comfort(easy=True)):
        assert facts(ours[0], seen[0], comfort) == facts(ours[1], seen[1], comfort)


def shape_of(screen: Screen) -> object:
    """What stands on a screen, and where, names apart."""
    nodes = [(node.id.partition(":")[0], node.role, node.actions, node.state, node.rect) for node in screen.nodes]
    return screen.id, screen.focus_first.partition(":")[0], nodes


@pytest.mark.parametrize("name", EVERY)
def test_another_name_for_everything_gives_the_same_screens(name: str) -> None:
    """The same things stand at the same places, whatever the author called them."""
    first, second = (played(name, which)[1] for which in (0, 1))
    assert [shape_of(screen) for screen in first] == [shape_of(screen) for screen in second]


def practised(scenario: Scenario, comfort: Comfort) -> Iterator[Screen]:
    """The page of each gesture, and the bench of its try."""
    mechanic = MECHANICS[scenario.head.mechanic]
    assert isinstance(scenario.params, WorkshopParams)
    scene = mechanic.scene(Session(mechanic.make(scenario.params, Run(3, phase="practice"))), scenario, name="practice")
    look = StaticLook(comfort)
    for gesture in scenario.params.practice:
        for press in (f"lesson:{gesture.id}", f"try:{gesture.id}"):
            if any(node.id == press for node in scene.screen(look).nodes):
                scene.act(press, "press")
                scene.advance(26)
            yield scene.screen(look)


def said(screen: Screen) -> set[str]:
    """Every sentence of a screen, written or spoken."""
    shapes = [*screen.decor, *screen.overlay, *(shape for node in screen.nodes for shape in node.shapes)]
    spoken = {word for node in screen.nodes for word in (node.name, node.spoken)}
    return {screen.say, *spoken, *(shape.text for shape in shapes if isinstance(shape, Text))}


def drawn(screen: Screen) -> set[str]:
    """Every drawing on a screen."""
    shapes = [*screen.backdrop, *screen.decor, *screen.overlay, *(s for node in screen.nodes for s in node.shapes)]
    return {shape.art for shape in shapes if isinstance(shape, Picture)}


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(language="en"), Comfort(easy=True)])
@pytest.mark.parametrize("name", EVERY)
def test_practice_and_exercise_speak_of_the_copy(name: str, comfort: Comfort) -> None:
    """Gestures under other names are taught all the same; no old title, order or mentor is written, said or drawn."""
    old, now = both(name)
    assert isinstance(old.params, WorkshopParams)
    seen = [*practised(now, comfort), *(played(name, 1)[1] if comfort == Comfort() else ())]
    words = set().union(*(said(screen) for screen in seen))
    mentor = Catalogue.load().t(f"workshop.mentor_name.{old.head.mentor}", "fr")
    gone = re.compile("|".join(map(re.escape, (old.head.title.fr, old.head.title.en, old.params.order_number))))
    assert [text for text in words if gone.search(text) or mentor in (text, text.partition(",")[0])] == []
    assert [text for text in words if "{" in text] == []
    drawings = set().union(*(drawn(screen) for screen in seen))
    # Whoever was drawn in a chair too is another one now.
    assert [art for art in drawings if re.search(rf"(^|_){old.head.mentor}(_|$)", art)] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_gesture_under_another_name_is_taught_in_the_same_words(name: str) -> None:
    """A sort that is practised twice says the second time what it says now, whatever the author called the gesture."""
    lists = [scenario.params.practice for scenario in both(name) if isinstance(scenario.params, WorkshopParams)]
    look = StaticLook(Comfort())
    told = []
    for scenario, gestures in zip(both(name), lists, strict=True):
        assert isinstance(scenario.params, WorkshopParams)
        words, taught = WorkshopWords(look, scenario.head), taught_of(scenario.params)
        told.append([taught.says(words, g, "title") for g in gestures])
        assert len(set(told[-1])) == len(gestures)
    assert told[0] == told[1]


def test_no_lesson_of_the_house_bears_an_authors_name() -> None:
    """What the house says of a gesture stands under its sort: a gesture's own name is a key of its workshop alone."""
    every = [s.params for s in workshops().values() if isinstance(s.params, WorkshopParams)]
    sorts = {sort for params in every for sort in params.gestures}
    practised = {g.id for params in every for g in params.practice}
    keys = [key.partition("lesson.")[2].partition(".")[0] for key in Catalogue.load().texts["fr"] if "lesson." in key]
    assert {key for key in keys if key in practised or key.endswith(IN_FEW_WORDS)} <= sorts


@pytest.mark.parametrize("name", EVERY)
def test_every_name_was_changed(name: str) -> None:
    """The renaming leaves no name as it was, or this proof would prove less than it says."""
    old, now = (dict(s.params.vocabulary()) for s in both(name))
    kinds = [kind for kind in old if kind not in ("feature", "act", "doc") and not kind.startswith("answer.")]
    assert len(kinds) > 7
    for kind in kinds:
        assert not {*old[kind]} & {*now[kind]}, kind


def chosen(name: str) -> set[str]:
    """What an author chose that no house would: names with a figure, of people, and of the workshop."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    names = {word for word in names_in(scenario.params.model_dump(mode="json")) if re.search(r"\D\d|\d\D", word)}
    people = {happening.who for happening in scenario.params.day if happening.who}
    return {name, scenario.params.order_number, *names, *people}


def test_no_code_of_the_game_or_of_scoring_names_a_workshop() -> None:
    """Neither its id, nor its people, nor a name with a figure in it (A6, E12, pince_27, revision_b's tool...)."""
    words = set().union(*(chosen(name) for name in EVERY)) | {f"mentor_{mentor}" for mentor in MENTORS}
    named = re.compile("|".join(rf"['\"]{re.escape(word)}['\"]" for word in sorted(words)))
    files = [path for room in ("game", "scoring") for path in (ROOT / room).rglob("*.py")]
    assert [(path.name, hit[0]) for path in files for hit in named.finditer(path.read_text("utf-8"))] == []


HOUSE = ("workshop.", "assemble.", "inspect.", "plan.", "takeoff.", "hangar.says", "briefing.", "debrief.")


def test_no_text_of_the_house_names_a_workshop() -> None:
    """What the house says of any workshop names no thing, order, place or person of one of them."""
    catalogue = Catalogue.load()
    words = set().union(*(chosen(name) for name in EVERY))
    words |= {catalogue.t(f"workshop.mentor_name.{mentor}", "fr") for mentor in MENTORS if mentor != "line"}
    words |= {who.removeprefix("colleague_").capitalize() for word in words if (who := word).startswith("colleague_")}
    words |= {f"{place} {letter}" for place in ("zone", "allée", "aisle") for letter in "ABCD"} | {"Léo"}
    named = re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in sorted(words)))
    found = [
        (language, key, text)
        for language in (*languages(), "fr-facile")
        for key, text in catalogue.texts[language].items()
        if key.startswith(HOUSE) and not key.startswith("workshop.mentor") and named.search(text)
    ]
    assert found == []
