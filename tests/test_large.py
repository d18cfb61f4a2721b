"""At 200 % what is read is read at 200 %: nothing shrinks and nothing leaves the screen, page after page."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from conftest import panneau, task, workshop
from test_answered import closing
from test_clarity import posing
from test_guards import at_work, press
from test_practice import opened
from test_workshops import EVERY, workshops

from game.journey.journey import Journey
from game.library import catalogue_of
from game.mechanics.assemble import view_panel, view_rivet
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.table import MECHANICS
from game.scenes.agreement import AgreementScene, CodeEntry
from game.scenes.boarding import Boarding
from game.scenes.debrief import HOW, PARTS, Debrief
from game.scenes.hangar import Welcome
from game.scenes.menu import ROWS, ComfortMenu
from game.scenes.shown import Destination, Moment, Pass, Row
from game.scenes.story import DAY, SMALLEST, StorySheet
from game.scenes.wishes import WishesScene
from game.screen.nodes import Circle, Node, Screen, Shape, Text
from game.screen.scene import Comfort, Scene
from game.screen.steps import Step
from game.screen.turned import LEAST
from game.simulation.session import Session
from game.window.look import StaticLook
from lab.robots import act_once

ONCE, TWICE = StaticLook(Comfort()), StaticLook(Comfort(text_scale=2.0))
PRESSED = ("button", "tool")
"""Roles whose words stand on a thing to press: a label keeps its place, its voice and its key."""
LONGEST = 1
"""The line of the order that no sheet holds at full size."""
Told = Callable[[StaticLook], Iterator[Text]]


def texts(shapes: tuple[Shape, ...]) -> Iterator[Text]:
    yield from (s for s in shapes if isinstance(s, Text) and s.text.strip())


def read(nodes: tuple[Node, ...]) -> Iterator[Text]:
    """What is read of nodes."""
    for node in nodes:
        if node.role not in PRESSED:
            yield from texts(node.shapes)


def shrunk(small: list[Text], large: list[Text]) -> list[tuple[str, float]]:
    """Texts with a word that is less than twice as large as the smallest of its kind at 100 %."""
    least: dict[str, float] = {}
    for text in small:
        for word in text.text.split():
            least[word] = min(least.get(word, text.size), text.size)
    known = [(t, [2 * least[word] for word in t.text.split() if word in least]) for t in large]
    return [(t.text, round(t.size / min(sizes), 2)) for t, sizes in known if sizes and t.size < min(sizes) - 0.01]


def outside(large: list[Text]) -> list[str]:
    """Texts that leave the screen at one of its sides."""
    found = []
    for text in large:
        wide = TWICE.width(text.text, text.size / 2, text.bold)
        left = text.x - {"left": 0.0, "centre": wide / 2, "right": wide}[text.anchor]
        if left < -1 or left + wide > 1921 or text.y < -1 or text.y + text.size > 1081:
            found.append(text.text)
    return found


def moments() -> tuple[Moment, ...]:
    told = "Un rivet sur quatre a été contrôlé au calibre, deux fois trop tard."
    then = "La prochaine fois : lire la liste à voix basse."
    rules = ("NOR1", "INI3", "INI1", "INI2", "NOR5", "ADA1")
    return tuple(Moment(rule, 500, ("done", "part", "open")[n % 3], told, then) for n, rule in enumerate(rules))


def card() -> Pass:
    """A pass with as much on it as a first workshop gives."""
    facts = ("Vous avez passé le calibre 4 fois sur 5 avec le calibre A.", "Fiche du panneau : 4 cases sur 5.")
    settle = ONCE.t("boarding.settle")
    names = ("Respect des normes et consignes", "Dextérité", "Attention dans la durée", "Représentation dans l'espace")
    rows = tuple(Row(n, n, "to_confirm", "À confirmer", facts, (-1.0, 0.4, 1.5), settle) for n in names)
    why = "Vos gestes y servent : normes, dextérité."
    to = Destination("Monteuse ou monteur structure", "Exemple · Rouen", why, "A", True)
    return Pass("K4-MTQ", ONCE.t("boarding.region"), rows, "", "", (to, to, to))


def within(scene: Scene) -> Callable[[StaticLook], Screen]:
    """A scene of the journey, with the words of the workshop in hand."""
    return lambda look: scene.screen(look.within(panneau().head.id))


PAGES: dict[str, tuple[Callable[[], Scene], tuple[str, ...]]] = {
    "agreement": (AgreementScene, ("more",) * 3),
    "debrief": (
        lambda: Debrief(moments(), may_retry=True, intention="look"), (*("half",) * 4, "more", "moment:3", "more"),
    ),
    "wishes": (WishesScene, (*("more",) * 5, "half")),
    "boarding": (
        lambda: Boarding(card(), may_share=True), (*("more", "to_more") * 4, "more"),
    ),
    "comfort": (ComfortMenu, ("more",)),
    "entry": (CodeEntry, ()),
}
"""A screen around the workshop, and what turns its pages with large words."""


@pytest.mark.parametrize("name", PAGES)
def test_a_screen_around_the_workshop_is_read_at_200_percent(name: str) -> None:
    """Agreement, debrief, wishes and pass: each page at its full size, and all the pages say what one screen said."""
    make, turns = PAGES[name]
    at = posing()  # The catalogue knows the workshop's words.
    assert at
    small, scene = within(make())(ONCE), make()
    before = [*read(small.nodes)]
    spoken = set[str]()
    for turn in ("", *turns):
        if turn:
            scene.act(turn)
        shown = within(scene)(TWICE)
        large = [*read(shown.nodes)]
        assert shrunk(before, large) == []
        assert outside(large) == []
        spoken |= {n.id for n in shown.nodes}
    read_once = {n.id for n in small.nodes if n.role in ("text", "status") and n.id not in ("under", "levels")}
    missed = {i for i in read_once - spoken if not i.startswith(("row:", "moment:"))}
    assert missed == set()


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(("language", "easy"), [("fr", False), ("fr", True), ("en", False)])
def test_a_moment_is_told_at_200_percent_part_by_part(name: str, language: str, easy: bool) -> None:
    """What was expected, what was done, why, how and what next of each fact: none stands below twice its least size."""
    scenario = workshops()[name]
    look = StaticLook(Comfort(text_scale=2.0, language=language, easy=easy)).within(name)
    told = "Aube 12 : deux lectures, 5,2 mm et 5,1 mm, pour une limite à 5,0 mm, et « à retoucher » ensuite."
    then = "La prochaine fois : relire la limite de la fiche avant de décider."
    rules = tuple(Moment(rule, 500, "part", told, then) for rule in scenario.head.debrief)
    scene, found = Debrief(rules, may_retry=True, intention="look"), set[str]()
    for at in range(len(rules)):
        scene.act(f"moment:{at}")
        for _ in range(PARTS):
            shown = scene.screen(look)
            card = [t for t in (*texts(shown.decor), *read(shown.nodes)) if t.x > 760 and 120 < t.y < 790]
            assert [t.text for t in card if t.size < 2 * 19] == []
            found |= {n.id for n in shown.nodes}
            scene.act("half")
    assert found >= {"side:0", "side:1", "why", "next", *(f"how:{how}" for how in HOW)}


def bench(scene: AssembleScene, *ids: str) -> Told:
    """What is read of some nodes of a workshop's screen, and of what lies above it."""

    def told(look: StaticLook) -> Iterator[Text]:
        screen = scene.screen(look)
        yield from read(tuple(n for n in screen.nodes if n.id.startswith(ids)))
        yield from texts(screen.overlay)

    return told


def at_lever() -> Told:
    scene, _ = at_work()
    press(scene, "bin:1", "hole:A1")
    foot = 880  # below stands the note that values are invented
    return lambda look: (s for s in texts(scene.screen(look).decor) if 100 < s.y < foot)


def in_hand() -> Told:
    scene, _ = at_work()
    press(scene, "bin:1")
    return bench(scene, "echo", "hand")


def measured() -> Told:
    scene, _ = at_work()
    scene.session.task.state.taken.add("pige")  # type: ignore[attr-defined]
    press(scene, "mode:pige", "hole:A1")
    scene.advance(30)
    return bench(scene, "echo", "gauge")


def to_pose() -> Told:
    return bench(posing()[0], "part")


def planned() -> Told:
    scene, _ = at_work()
    seen, marks = replace(scene.seen, kind="work"), scene.marks
    return lambda look: texts(tuple(view_panel.plan(seen, scene.params.piece, marks, 0.0, look.comfort.text_scale)))


def ruled() -> Told:
    return lambda look: texts(tuple(view_rivet.scale(60, 60, 580, 2400, look.px(24))))


@pytest.mark.parametrize("made", [at_lever, in_hand, measured, to_pose, planned, ruled])
def test_what_is_read_at_work_is_read_at_200_percent(made: Callable[[], Told]) -> None:
    """The lever's slip and lines, the lens, the gauge, the part to pose, the plan's numbers, the echo."""
    told = made()
    before, large = [*told(ONCE)], [*told(TWICE)]
    assert large
    assert shrunk(before, large) == []
    assert outside(large) == []


def test_with_large_words_every_setting_is_within_reach() -> None:
    """The pages of Comfort hold each row once, and the last one turns to the first."""
    menu = ComfortMenu()
    met = []
    for _ in range(2):
        met += [n.id for n in menu.screen(TWICE).nodes if n.id in ROWS]
        menu.act("more")
    assert met == list(ROWS)
    assert menu.screen(TWICE).focus_first == ROWS[0]


def test_the_end_of_the_job_is_read_at_200_percent_with_any_of_its_questions_open() -> None:
    """Sheet, bins, board, numbers, fields, an empty place: what is read stands at full size, inside the screen.

    Names of lots, larger at 100 % so that nobody reads less than 15 pixels (`kit.READ`), are nearly twice as large.
    """
    scene, _ = closing()
    for what in ("", "form:", "gap:"):
        ids = [n.id for n in scene.screen(TWICE).nodes if n.actions]
        press(scene, *(i for i in ids if what and i.startswith(what)))
        small, large = scene.screen(ONCE), scene.screen(TWICE)
        before, now = ([*texts(s.decor), *read(s.nodes)] for s in (small, large))
        less = shrunk(before, [t for t in now if t.y > 86])
        assert [words for words, share in less if share < 0.9 or not words.startswith("lot ")] == []
        assert outside(now) == []


@pytest.mark.parametrize("line", range(1, 7))
def test_each_line_of_the_order_is_read_at_200_percent(line: int) -> None:
    """Opened, it has the sheet for itself: its title and its words at full size; the others are numbers to press.

    The longest one, a list of seven tools, is the exception that is known: it stands at 174 % of its words at 100 %.
    """
    scene, _ = at_work()
    opened = []
    for look in (ONCE, TWICE):
        press(scene, *((f"line:{line}",) if any(n.id == f"line:{line}" for n in scene.screen(look).nodes) else ()))
        node = next(n for n in scene.screen(look).nodes if n.id == f"line:{line}")
        assert "current" in node.state
        opened.append([t for t in texts(node.shapes) if not t.text.isdigit()])
    least = 0.87 if line == LONGEST else 1.0
    assert [(words, share) for words, share in shrunk(*opened) if share < least] == []
    assert outside(opened[1]) == []
    assert {f"line:{n}" for n in range(1, 7)} <= {n.id for n in scene.screen(TWICE).nodes}


def test_what_the_mentor_says_is_read_at_200_percent_page_after_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The card keeps its size of words, but for a sentence that no page holds; a press shows the next ones."""
    scene, _ = at_work()
    # The longer word of the step, of the clip that is still to be posed.
    monkeypatch.setattr(scene, "message", lambda look, seen, name: look.t(f"message.{name}"))
    whole = scene.says(scene.words(ONCE), scene.seen)
    met = ""
    for _ in range(4):
        card = next(n for n in scene.screen(TWICE).nodes if n.id == "mentor")
        shown = [s for s in scene.screen(TWICE).decor if isinstance(s, Text) and s.text in whole]
        lines = [s for s in shown if 52.0 * LEAST <= s.size <= 52.0]
        met += " " + " ".join(s.text for s in lines)
        assert card.actions == ("press",)
        press(scene, "mentor")
    assert set(whole.split()) <= set(met.split())


@pytest.mark.parametrize("gesture", ["squeeze", "plan", "heads", "store"])
def test_a_page_of_practice_is_read_at_200_percent(gesture: str) -> None:
    """Its title stands at full size; the mentor says the line below it too, and all of it is met by turning pages.

    A sentence that no page holds is smaller, on a page of its own.
    """
    scene, _ = opened()
    press(scene, f"lesson:{gesture}")
    words = scene.words(ONCE)
    title, sub, says = (words.t(f"lesson.{gesture}.{part}") for part in ("title", "sub", "says"))
    met: set[str] = set()
    for _ in range(8):
        lines = [*texts(scene.screen(TWICE).decor)]
        assert [t.size for t in lines if t.text == title] == [72.0]
        met |= {word for t in lines if 58.0 * LEAST <= t.size <= 58.0 for word in t.text.split()}
        scene.act("mentor")
        scene.advance(1)
    assert set(f"{sub} {says}".split()) <= met


def test_the_board_and_its_side_are_read_at_200_percent() -> None:
    """Dates on labels, and what the mentor says beside the board, at full size."""
    scene = AssembleScene(Session(task()), workshop(), panneau().head, name="exercise")
    scene.advance(1)
    dates = {t.label for t in workshop().tools if t.label}
    shown = [t for n in scene.screen(TWICE).nodes for t in texts(n.shapes) if t.text in dates]
    assert {t.size for t in shown} == {46.0}
    says = scene.says(scene.words(ONCE), scene.seen)
    assert [t.size for t in texts(scene.screen(TWICE).decor) if t.text in says and t.x > 1540][:1] == [50.0]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_the_briefing_keeps_the_pictures_of_the_day(name: str, scale: float) -> None:
    """Each moment of the day has its picture beside its words, however large these are."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    look = StaticLook(Comfort(text_scale=scale)).within(name)
    mechanic = MECHANICS[scenario.head.mechanic]
    sheet = StorySheet(Step.BRIEFING, scenario.head.mentor, mechanic.art(scenario.params), mechanic.day)
    moments = [n for n in sheet.screen(look).nodes if n.id in DAY]
    assert len(moments) == 3
    for node in moments:
        grounds = [s for s in node.shapes if isinstance(s, Circle) and s.fill == "cloud"]
        assert [s.r >= SMALLEST for s in grounds] == [True]
        words = [t for t in node.shapes if isinstance(t, Text) and t.size > 30]
        assert min(t.y for t in words) > grounds[0].y + grounds[0].r - 8


def test_the_code_of_a_visit_is_typed_in_large_words_whatever_was_chosen() -> None:
    """After a crash the seat is at 100 % again: who had 200 % finds the way back, its keys and its words as large."""
    for problem in ("", "entry.unknown", "entry.several"):
        screens = [CodeEntry(problem).screen(look) for look in (ONCE, TWICE)]
        small, large = ([t for t in (*texts(s.decor), *read(s.nodes)) if t.y > 86] for s in screens)
        assert " ".join(t.text for t in small) == " ".join(t.text for t in large)
        assert min(t.size for t in small) >= 0.95 * min(t.size for t in large)
        pads = [[n for n in s.nodes if n.id.startswith(("sign:", "go", "back", "leave"))] for s in screens]
        assert [t.size for n in pads[0] for t in texts(n.shapes)] == [t.size for n in pads[1] for t in texts(n.shapes)]
    ways = [next(n for n in Welcome(True).screen(look).nodes if n.id == "resume") for look in (ONCE, TWICE)]
    assert next(texts(ways[0].shapes)).size == next(texts(ways[1].shapes)).size


def test_the_ways_of_planning_and_the_flags_of_the_strip_are_large_at_200_percent() -> None:
    """Where no scanner stands the ways have its place; the flags of three kits are read below the strip."""
    scenario = workshops()["kitting_poste_40"]
    app = Journey(scenario, "fr", 5)
    app.go(Step.EXERCISE)
    app.advance(2)
    bot = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5)
    met = {"planning": 0.0, "store": 0.0}
    while app.step is Step.EXERCISE and not all(met.values()):
        assert app.workshop is not None
        app.advance(max(1, act_once(bot, app.workshop.session)))
        screen = app.screen(TWICE)
        if screen.id in met and not met[screen.id]:
            ids = ("end", "board:") if screen.id == "planning" else ("strip",)
            words = [t for n in screen.nodes if n.id in ids for t in texts(n.shapes)]
            met[screen.id] = min(t.size for t in words if len(t.text) > 1)
    assert met["planning"] >= 32.0
    assert met["store"] >= 30.0


def test_the_way_out_of_practice_is_large_at_200_percent() -> None:
    """At the first try of each workshop: as large as the words beside it, and over nothing."""
    for name, scenario in workshops().items():
        app = Journey(scenario, "fr", 5)
        app.comfort = Comfort(text_scale=2.0)
        app.go(Step.PRACTICE)
        app.advance(60)
        app.act(next(n.id for n in app.screen(TWICE).nodes if n.id.startswith("try:")), "press")
        app.advance(60)
        screen = app.screen(TWICE)
        out = next(n for n in screen.nodes if n.id == "end")
        assert min(t.size for t in texts(out.shapes)) >= 36.0, name
        assert [n.id for n in screen.nodes if n.shapes and n.id != "end" and n.rect.meets(out.rect)] == []
