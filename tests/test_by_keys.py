"""Playing by keys alone, in large words: where the arrows lead, where the focus goes on, what is said whole."""

import math
from pathlib import Path

import pygame
import pytest
from conftest import panneau, workshop
from test_messages import at_work
from test_workshops import EVERY, workshops

from assets.theme import luminance, themes
from game.journey.journey import Journey
from game.journey.way import With
from game.mechanics.table import MECHANICS
from game.scenes.agreement import AgreementScene
from game.scenes.hangar import nadia_narrow
from game.screen import kit, marks, navigate
from game.screen.nodes import Box, Line, Node, Rect, Screen, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.screen.turned import turned
from game.simulation.bots import mine
from game.window.look import StaticLook
from game.window.window import Window
from game.workshop import teaching, view_bench, view_lesson, view_lever
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.teaching import written
from game.workshop.view_lesson import Page
from lab.robots import act_once

LARGE = Comfort(text_scale=2.0)
KEYS = {"enter": pygame.K_RETURN}


def node(id: str, *place: float) -> Node:
    return Node(id, "button", id, Rect(*place), (), ("press",))


def laid(*nodes: Node, **more: str) -> Screen:
    """A screen of some buttons under the bar: pause at the left, Comfort and Sound at the right."""
    bar = (node("pause", 24, 11, 64, 64), node("comfort", 1600, 11, 150, 64), node("mute", 1770, 11, 120, 64))
    return Screen("one", "one", (*bar, *nodes), **more)  # type: ignore[arg-type]


def test_an_arrow_leads_to_what_lies_straight_ahead_not_to_the_bar() -> None:
    """The wide button above a row is met before the bar; a row ends at its end; what lies far aside is not ahead."""
    screen = laid(node("wide", 96, 764, 1728, 106), node("no", 96, 894, 852, 108), node("yes", 972, 894, 852, 108))
    assert navigate.towards(screen, "yes", "up") == "wide"
    assert navigate.towards(screen, "wide", "up") in navigate.BAR
    assert navigate.towards(screen, "yes", "right") == "yes"
    assert navigate.towards(screen, "comfort", "right") == "mute"
    assert navigate.towards(screen, "mute", "right") == "mute"
    assert navigate.towards(screen, "mute", "down") == "wide"
    board = laid(
        node("brush", 1100, 580, 230, 200), node("gloves", 1340, 580, 230, 200), node("plugs", 860, 800, 230, 200),
        node("store", 1640, 720, 340, 90), node("done", 1640, 950, 340, 80),
    )  # fmt: skip
    assert navigate.towards(board, "plugs", "right") == "done", "it stands in the same row"
    assert navigate.towards(board, "gloves", "right") == "store"
    foot = laid(node("brush", 100, 700, 200, 200), node("skip", 1420, 984, 404, 76))
    assert navigate.towards(foot, "brush", "down") == "skip", "the foot of a screen is met from anywhere above"
    assert navigate.towards(board, "gloves", "down") == "done", "the store is beside it, hardly below"


class Hands:
    """A window on a journey in large words, and a hand on its keys."""

    def __init__(self, step: Step, seed: int = 5) -> None:
        self.app = Journey(panneau(), "fr", seed)
        self.app.comfort = LARGE
        self.app.go(step)
        self.window = Window(self.app, (1366, 768))
        self.rest()

    def rest(self, ticks: int = 40) -> None:
        self.app.advance(ticks)
        self.window._show()

    def press(self, *names: str) -> str:
        """Some keys, one after the other; gives what has the focus then."""
        for name in names:
            code = KEYS.get(name) or pygame.key.key_code(name)
            for kind in (pygame.KEYDOWN, pygame.KEYUP):
                text = name if len(name) == 1 else ""
                self.window._hear([pygame.event.Event(kind, {"key": code, "mod": 0, "unicode": text})])
            self.rest()
        return self.window.focus


def opened(gesture: str) -> Hands:
    """Practice in a window, a gesture in hand."""
    hands = Hands(Step.PRACTICE)
    before = next(g.before for g in workshop().practice if g.id == gesture)
    if before:
        hands.app.go(Step.PRACTICE, With(steps=(before,)))
        hands.rest()
    hands.press("down")
    hands.app.act(f"try:{gesture}", "press")
    hands.rest()
    return hands


def test_in_practice_the_focus_goes_with_what_is_pointed_at() -> None:
    """Each time something else is to be pressed next, a hand on the keys is taken there: Enter does the gesture."""
    hands = opened("cord")
    assert hands.window.focus == "mode:isolate", "not the bar, where Enter would open the pause"
    assert hands.press("enter") == "bin:2"
    assert hands.press("enter") == "mode:store", "and on from a place that is done with"
    assert hands.press("enter") == "bin:2"


def test_a_screen_that_had_only_its_bar_gives_the_focus_back() -> None:
    """While a try is laid out nothing can be pressed: the focus does not stay on the pause."""
    hands = opened("pose")
    assert hands.window.focus.startswith("turn:")
    hands = opened("tag")
    assert hands.press("enter") == "hole:A3"


def test_a_new_step_begins_where_its_work_is() -> None:
    """« J'ai fini cette étape » leads to the next step, never onto its own « J'ai fini »."""
    hands = Hands(Step.EXERCISE)
    hands.press("right")
    hands.window.focus = "end"
    hands.press("enter")
    if hands.window.screen.id == "dialog":
        hands.press("down", "enter")
    assert hands.window.screen.id == "bench"
    assert hands.window.focus.startswith("turn:")


def test_the_pause_gives_the_focus_back_where_it_was() -> None:
    """Escape twice, or Comfort and back: the hand is where it was."""
    hands = Hands(Step.EXERCISE)
    at = hands.press("right", "right", "down")
    assert at.startswith("tool:")
    assert hands.press("escape") == "go_on"
    assert hands.press("escape") == at
    assert hands.press("f2", "escape") == at
    while hands.press("tab") != "comfort":
        pass
    assert hands.press("enter", "escape") == at, "what Tab went by is not where the work is"


def closing_sheet() -> Hands:
    hands = Hands(Step.EXERCISE)
    state = hands.app.top.session.task.state  # type: ignore[attr-defined]
    state.step = next(p for p in state.params.phases if p.kind == "close")
    state.phase = state.step.id
    hands.rest()
    return hands


def test_enter_notes_the_number_that_is_offered() -> None:
    """A number typed or chosen, wherever the focus stood, waits for Enter on « Noter »; then comes the next line."""
    hands = closing_sheet()
    first, second = (c.id for c in hands.app.top.seen.counts[:2])  # type: ignore[attr-defined]
    hands.press("right")
    hands.window.focus = "number:7"
    assert hands.press("1") == "note:"
    assert hands.press("2", "enter") == f"count:{second}"
    noted = {c.id: c.value for c in hands.app.top.seen.counts}  # type: ignore[attr-defined]
    assert noted[first] == "12"
    hands.window.focus = "number:7"
    assert hands.press("enter") == "note:"
    hands.press("enter")
    assert {c.id: c.value for c in hands.app.top.seen.counts}[second] == "7"  # type: ignore[attr-defined]


def test_nothing_is_agreed_to_by_the_first_enter_before_all_was_shown() -> None:
    """In large words the agreement takes four pages: Enter turns them, then is on « Je suis d'accord »."""
    hands = Hands(Step.AGREEMENT)
    assert isinstance(hands.app.top, AgreementScene)
    assert hands.window.focus == "more"
    assert hands.press("enter", "enter") == "more"
    assert hands.press("enter") == "agree"


SENTENCES = (
    "La règle donne l'épaisseur : le trait orange. » Prenez un rivet de cette longueur. Posez-le dans le trou entouré.",
    "Combien d'étiquettes rouges voyez-vous ? Touchez ce nombre, puis « Noter ».",
    "« La tête est entre les deux traits. C'est le geste : visez toujours le milieu. »",
    "Read the ruler. Take a rivet of that length! Then place it in the ringed hole.",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_page_of_large_words_ends_with_a_sentence(text: str) -> None:
    """Every page that can hold its sentences ends with one, no word is lost, and none comes twice."""
    look = StaticLook(LARGE)
    for box in ((440.0, 290.0), (340.0, 400.0), (500.0, 300.0)):
        pages = []
        for page in range(turned(look, text, 26, box, 0)[1]):
            shapes, _ = turned(look, text, 26, box, page)
            pages.append(" ".join(s.text for s in shapes))  # type: ignore[union-attr]
        assert " ".join(pages) == text
        assert all(page.rstrip(" »").endswith((".", "?", "!")) for page in pages), pages


def test_a_sentence_too_long_for_a_page_is_cut_after_a_clause() -> None:
    """Where no page holds it, what ends a page is a comma or a colon, not a word in its middle."""
    look = StaticLook(LARGE)
    text = "Le lot du rivet est K7, le lot du bac est K8, et la date est passée depuis hier : ne le posez pas."
    shapes, pages = turned(look, text, 26, (420.0, 150.0), 0)
    assert pages > 1
    assert shapes[-1].text.endswith((",", ":"))  # type: ignore[union-attr]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_mentor_said_of_a_gesture_stands_whole_beside_its_try(name: str, language: str) -> None:
    """Whatever its length, in large words, the card beside a try ends above the foot of the screen."""
    app = Journey(workshops()[name], language, 5)
    app.comfort = Comfort(language=language, text_scale=2.0)
    look = StaticLook(app.comfort)
    params = mine(app.scenario.params, WorkshopParams)
    for gesture in params.practice:
        app.go(Step.PRACTICE, With(steps=(gesture.before,) if gesture.before else ()))
        app.advance(2)
        app.act(f"try:{gesture.id}", "press")
        app.advance(20)
        card = next((n for n in app.screen(look).nodes if n.id == "reminder:"), None)
        if card is not None:
            assert card.rect.y + card.rect.h <= 1070, (gesture.id, card.rect)


def test_the_ring_of_the_focus_hides_no_name_of_a_hole() -> None:
    """In large words too the name that stands beside a hole is read while the keys are on it."""
    hands = opened("measure")
    screen = hands.window.screen
    names = [rect for shapes in (screen.backdrop, screen.decor) for rect in written(shapes)]
    texts = [s for shapes in (screen.backdrop, screen.decor) for s in shapes if isinstance(s, Text)]
    spots = [n for n in screen.nodes if n.id.startswith("hole:")]
    assert {spot.id for spot in spots} == {f"hole:{name}" for name in workshop().holes()}
    for spot in spots:
        ring = marks.focus(spot.rect)[0]
        assert isinstance(ring, Box)
        assert ring.radius >= ring.rect.w / 2, "it is round"
        (x, y), r = spot.rect.centre, ring.rect.w / 2 + ring.stroke_width / 2
        said = [r for r, text in zip(names, texts, strict=True) if text.text == spot.id.partition(":")[2]]
        # Capitals and figures: nothing stands at the head nor at the foot of the line.
        own = [Rect(r.x + 3, r.y + r.h * 0.22, r.w - 6, r.h * 0.56) for r in said]
        assert own, spot.id
        far = [math.hypot(max(o.x - x, 0, x - o.x - o.w), max(o.y - y, 0, y - o.y - o.h)) for o in own]
        assert min(far) > r - 3, spot.id


def test_on_the_lever_the_keys_are_seen_and_the_grip_hides_no_words() -> None:
    """In large words Enter and the letter that turns the jaw are seen; the words of the rail begin behind the grip."""
    hands = opened("turn")
    screen = hands.window.screen
    assert screen.id == "lever"
    assert "A" in {s.text for n in screen.nodes if n.id == "jaw" for s in n.shapes if isinstance(s, Text)}
    grip = next(n.rect for n in screen.nodes if n.id == "handle")
    marks_of = [s for s in screen.backdrop if isinstance(s, Text) and s.x > view_lever.TRACK.x]
    assert len(marks_of) > 3
    assert all(s.anchor == "left" and s.x > grip.x + grip.w for s in marks_of)
    look = StaticLook(LARGE)
    place, hint = Rect(1460, 868, 420, 112), look.t("welcome.hint")
    label = kit.button(look, "release", "Lâcher", place, size=36, hint=hint, enter=True)
    assert any(isinstance(s, Line) for s in label.shapes), "the hint has no room: the sign of Enter stands there"
    small = kit.button(StaticLook(Comfort()), "x", "Lâcher", place, size=36, hint="Entrée", enter=True)
    assert not any(isinstance(s, Line) for s in small.shapes)


def test_the_way_back_in_practice_is_large_and_hides_no_key() -> None:
    """After a try, in large words: « Revoir le geste » stands beside the way on, clear of the keys, and is read."""
    row, beside = teaching._on_row(view_bench.END, view_bench.BOARD, laid(), both=True, large=True)
    assert not beside.meets(view_bench.KEYS_LARGE)
    assert not beside.meets(row)
    assert beside.h == row.h
    page = Page("", "", "", "", "", "", (), (), (0, 0), lambda x, y: [], ("a", "a"), (("b", "b"), ("c", "c")))
    try_, rows = view_lesson._ways(page, large=True)
    look = StaticLook(LARGE)
    label = kit.button(look, "b", "Revoir le geste", rows[0], size=26)
    assert [s.size >= 36 for s in label.shapes if isinstance(s, Text)] == [True]
    places = (try_, *rows)
    assert not any(a.meets(b) for a in places for b in places if a is not b)
    assert rows[-1].y + rows[-1].h <= view_lesson.MORE.y + view_lesson.MORE.h


def test_what_nadia_says_in_the_hangar_is_cut_between_sentences() -> None:
    """In large words beside the cards each page of hers ends with a sentence, in every language."""
    for comfort in (LARGE, Comfort(language="en", text_scale=2.0), Comfort(easy=True, text_scale=2.0)):
        look = StaticLook(comfort)
        for key in ("0", "1", "2", "3", "all"):
            says = look.t(f"hangar.says.{key}")
            shown = [nadia_narrow(look, says, n)[0] for n in range(nadia_narrow(look, says, 0)[1])]
            for page in shown:
                last = [s.text for s in page if isinstance(s, Text)][-1]
                assert last.rstrip(" »").endswith((".", "!", "?")), last


def test_the_way_on_of_a_step_is_as_large_as_the_words() -> None:
    """Beside the board of tools and the heads, « J'ai fini cette étape » is twice as large at 200 %."""
    sizes = {}
    for scale in (1.0, 2.0):
        app = Journey(panneau(), "fr", 5)
        app.comfort = Comfort(text_scale=scale)
        app.go(Step.EXERCISE)
        app.advance(2)
        end = next(n for n in app.screen(StaticLook(app.comfort)).nodes if n.id == "end")
        sizes[scale] = min(s.size for s in end.shapes if isinstance(s, Text))
    assert sizes[2.0] >= 2 * sizes[1.0]


DARK = ("ink", "tarmac", "slate", "steel", "black")


def unlit(app: Journey) -> tuple[int, list[str]]:
    """How many things to press on the screen have a dark ground, and which of them have no light edge."""
    look, met = StaticLook(app.comfort), 0
    missing: list[str] = []
    light = {token: luminance(colour) for token, colour in themes()["contrast"].items()}
    for one in app.screen(look).nodes:
        body = one.shapes[0] if one.actions and one.shapes else None
        # The tools of the warm-up lie on a light cloth, the holes in a light panel.
        if not isinstance(body, Box) or body.fill not in DARK or one.id.startswith(("take:", "hole:")):
            continue
        most = 0.8 * one.rect.w * one.rect.h
        if any(isinstance(s, Box) and s.fill and s.rect.shared(one.rect) > most for s in one.shapes[1:]):
            continue
        met += 1
        edges = [s.stroke for s in one.shapes if isinstance(s, Box) and s.stroke and s.stroke_width >= 2]
        if not any((light[e] + 0.05) / (light[body.fill] + 0.05) >= 3 for e in edges):
            missing.append(f"{app.step} {one.id}")
    return met, missing


@pytest.mark.parametrize("name", sorted(workshops()))
def test_in_strong_contrast_what_is_pressed_on_dark_ground_has_a_light_edge(name: str) -> None:
    """Places of the warm-up, tools of the board, dark buttons, slots of the foam, at each step: no black on black."""
    scenario = workshops()[name]
    app = Journey(scenario, "fr", 5)
    app.comfort = Comfort(contrast=True)
    met = 0
    missing: list[str] = []
    for step in (Step.WELCOME, Step.EASE, Step.HANGAR, Step.EXERCISE):
        app.go(step)
        app.advance(2)
        more, without = unlit(app)
        met, missing = met + more, missing + without
    bot, phases = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5), {""}
    while app.step is Step.EXERCISE:
        assert app.workshop is not None
        app.advance(max(1, act_once(bot, app.workshop.session)))
        phase = mine(app.workshop.session.task.see(), WorkshopSeen).phase
        acts = len(app.workshop.session.actions)
        if phase not in phases or acts % 25 == 0:
            phases.add(phase)
            more, without = unlit(app)
            met, missing = met + more, missing + without
    assert met > 30
    assert sorted(set(missing)) == []


def test_in_strong_contrast_a_cut_out_of_the_foam_has_a_light_outline() -> None:
    """Its outline is a token of its own: as it was in the day, white where the foam is black."""
    day, strong = themes()["day"], themes()["contrast"]
    for drawing in sorted((Path(__file__).parents[1] / "assets" / "art").glob("cut_*.svg")):
        assert f'stroke="{day["cut_edge"]}"' in drawing.read_text("utf-8"), drawing.name
    ratio = (luminance(strong["cut_edge"]) + 0.05) / (luminance(strong["steel"]) + 0.05)
    assert ratio >= 3
    assert (luminance(strong["slot_edge"]) + 0.05) / (luminance(strong["steel"]) + 0.05) >= 3


def test_no_page_of_large_words_holds_a_clause_alone_where_more_has_room() -> None:
    """« Les lisses : » is not left on a page whose other lines are empty."""
    look = StaticLook(LARGE)
    text = "Les lisses : mesurez chaque trou avant de prendre un rivet, la cale peut changer d'un trou à l'autre."
    box = (440.0, 138.0)
    pages = [[s.text for s in turned(look, text, 26, box, n)[0]] for n in range(turned(look, text, 26, box, 0)[1])]  # type: ignore[union-attr]
    assert " ".join(line for page in pages for line in page) == text
    assert all(len(page) >= 2 for page in pages[:-1])


def test_a_new_zone_begins_at_its_bins_not_at_a_hole_of_the_one_before() -> None:
    """The hole where the person was is gone back to while it is of this step; else the focus is on the first bin."""
    hands = Hands(Step.EXERCISE)
    state = hands.app.top.session.task.state  # type: ignore[attr-defined]
    for part in state.parts.values():
        part.fixed = True
    for phase, at in (("A", "hole:A2"), ("B", "bin:1")):
        state.step = next(p for p in state.params.phases if p.id == phase)
        state.phase = state.step.id
        hands.rest()
        hands.app.top.last = "hole:A2"  # type: ignore[attr-defined]
        screen = hands.app.screen(StaticLook(LARGE))
        assert screen.focus_first == at


def test_what_a_place_of_a_kit_asks_for_is_large_too() -> None:
    """In large words the names under the places of a kit take two lines; none is half as large as its neighbour."""
    sizes = {}
    for scale in (1.0, 2.0):
        app = Journey(workshops()["kitting_poste_40"], "fr", 5)
        app.comfort = Comfort(text_scale=scale)
        app.go(Step.PRACTICE)
        app.advance(60)
        app.act("try:walk", "press")
        app.advance(30)
        slots = [n for n in app.screen(StaticLook(app.comfort)).nodes if n.id.startswith("slot:")]
        sizes[scale] = [min(s.size for s in n.shapes if isinstance(s, Text)) for n in slots]
    assert len(sizes[2.0]) == 4
    assert min(sizes[2.0]) >= 1.5 * min(sizes[1.0])
    assert min(sizes[2.0]) >= 0.75 * max(sizes[2.0])


def test_a_try_begins_where_enter_does_something() -> None:
    """The lamp that is only dragged has a button for the keys: the focus begins there."""
    app = Journey(workshops()["aubes_soufflante"], "fr", 5)
    app.comfort = LARGE
    app.go(Step.PRACTICE)
    app.advance(60)
    app.act("try:tell", "press")
    app.advance(30)
    screen = app.screen(StaticLook(LARGE))
    begun = next(n for n in screen.nodes if n.id == navigate.first(screen))
    assert "press" in begun.actions, begun.id


def test_enter_presses_no_button_of_the_bar_that_nobody_went_to() -> None:
    """While a screen has nothing but its bar, Enter waits; who goes to the pause by Tab presses it."""
    hands = Hands(Step.PRACTICE)
    hands.window.focus, hands.window._stranded = "pause", True
    assert hands.press("enter") != "go_on"
    hands = Hands(Step.PRACTICE)
    while hands.press("tab") != "pause":
        pass
    assert hands.press("enter") == "go_on"


def caps(screen: Screen) -> set[str]:
    """The letters of keys that are drawn on what they press."""
    return {
        s.text for n in screen.nodes if n.shortcut for s in n.shapes
        if isinstance(s, Text) and s.text == n.shortcut.upper()
    }  # fmt: skip


def test_a_key_is_drawn_once_somebody_used_one_and_not_for_the_next_person() -> None:
    """A hand on the pointer meets no letters of keys; an arrow, Tab or Enter brings them; the welcome takes them away.

    A voice says them always, and a key that is not drawn works.
    """
    hands = Hands(Step.EXERCISE)
    hands.app.comfort = Comfort()
    hands.rest()
    assert caps(hands.window.screen) == set()
    spoken = [n for n in navigate.reachable(hands.window.screen) if n.role == "tool" and n.shortcut]
    assert spoken
    assert all(n.shortcut.upper() in n.spoken for n in spoken)
    hands.press("left shift", "f9")
    assert caps(hands.window.screen) == set(), "keys that press nothing here are no use of them"
    hands.press("right")
    assert len(caps(hands.window.screen)) > 1
    click = {"button": 1, "pos": (2, 400), "touch": False}
    hands.window._hear([pygame.event.Event(pygame.MOUSEBUTTONDOWN, click)])
    hands.rest()
    assert len(caps(hands.window.screen)) > 1, "who used a key once keeps them"
    hands.app.go(Step.WELCOME)
    hands.rest()
    hands.app.go(Step.EXERCISE)
    hands.rest()
    assert caps(hands.window.screen) == set()


@pytest.mark.parametrize("name", EVERY)
def test_no_workshop_draws_a_key_for_who_uses_none(name: str) -> None:
    """Each bench, with its tools and its ways on: letters for who uses keys, none for who points."""
    scene = at_work(name)
    with_keys, without = (scene.screen(StaticLook(Comfort(), keys=keys)) for keys in (True, False))
    assert caps(with_keys)
    assert caps(without) == set()
    assert [n.spoken for n in with_keys.nodes] == [n.spoken for n in without.nodes]


def test_who_begins_by_keys_reads_on_the_welcome_that_enter_goes_in() -> None:
    """The one place where a key is named before any was used."""
    hands = Hands(Step.WELCOME)
    hands.app.comfort = Comfort()
    hands.rest()
    texts = {s.text for n in hands.window.screen.nodes for s in n.shapes if isinstance(s, Text)}
    assert hands.window.look.t("welcome.hint") in texts
