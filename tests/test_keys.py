"""Keys: said in every language, a letter of their own word, never two things under one."""

import time
import unicodedata
from collections.abc import Callable, Iterator

import pygame
import pytest
from conftest import panneau
from test_answered import at, closing
from test_guards import at_work, press

from game.journey.journey import Journey
from game.mechanics.assemble.state import State
from game.screen import marks
from game.screen.navigate import reachable, shortcut
from game.screen.nodes import Box, Poly, Rect, Screen
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.window.look import StaticLook
from game.window.window import Window

SPOKEN = ({}, {"language": "en"}, {"easy": True})
DRAWN = {"reject": "x", "mute": "m"}
"""Keys that are no letter of the word: the red box bears a cross, and M is the house's for silence."""


def plain(words: str) -> str:
    """Small letters without accents."""
    return unicodedata.normalize("NFD", words.casefold())


def screens(look: StaticLook) -> Iterator[Screen]:
    """The screens that have keys of their own."""
    scene, _ = at_work()
    scene.session.task.state.bell = True  # type: ignore[attr-defined]
    scene.advance(1)
    yield scene.screen(look)
    press(scene, "bin:1")
    yield scene.screen(look)
    press(scene, "board:")
    yield scene.screen(look)
    press(scene, "board:")
    scene.advance(30)
    press(scene, "hole:A2")
    yield scene.screen(look)
    for kind in ("part", "prepare", "judge", "points"):
        yield Screen(kind, kind, tuple(at(kind, look)))
    yield closing()[0].screen(look)
    app = Journey(panneau(), look.comfort.language, 5)
    for step in (Step.WELCOME, Step.EASE, Step.INTENTION, Step.WISHES, Step.PAUSE, Step.COMFORT, Step.ENTRY):
        app.go(step)
        yield app.screen(look)


@pytest.mark.parametrize("comfort", SPOKEN, ids=str)
def test_each_key_is_said_is_mnemonic_and_is_alone(comfort: dict[str, object]) -> None:
    """What a key presses says the key; a letter stands in the thing's own word; no key has two things to press."""
    look = StaticLook(Comfort(**comfort))  # type: ignore[arg-type]
    met: set[str] = set()
    for screen in screens(look):
        # Where something lies open Escape shuts it first: pause says no key there, and what shuts it does.
        keyed = [n for n in reachable(screen) if n.shortcut and shortcut(screen, n.shortcut) == n]
        shuts = shortcut(screen, "escape")
        assert not screen.closes or (shuts is not None and look.t("common.key.escape") in shuts.spoken)
        assert len({n.shortcut for n in keyed}) == len(keyed), [(n.id, n.shortcut) for n in keyed]
        for node in keyed:
            key, kind = node.shortcut, node.id.removeprefix("mode:")
            cap = look.t(f"common.key.{key}") if len(key) > 1 else key.upper()
            assert look.t("common.key", cap=cap) in node.spoken, (screen.id, node.id, node.spoken)
            back = node.name == look.within("panneau_fuselage").t("board_back")  # the key that led there leads back
            if len(key) == 1 and key.isalpha() and DRAWN.get(kind) != key and not back:
                assert key in plain(node.name), (screen.id, node.id, node.name, key)
            met.add(kind.partition(":")[0])
    assert {"tag", "call", "reject", "board", "pige", "calibre", "calibre_new", "jaw", "turn", "sign", "skip"} <= met


def clicked(window: Window, node: str) -> None:
    """The left button goes down on the middle of a node."""
    spot = next(n.rect.centre for n in window.screen.nodes if n.id == node)
    scale = window.surface.get_width() / 1920
    window._hear([pygame.event.Event(pygame.MOUSEBUTTONDOWN, {"pos": tuple(v * scale for v in spot), "button": 1})])


def all_ready(app: Journey) -> State:
    """The first step of work, all tools taken and all parts fixed."""
    state: State = app.top.session.task.state  # type: ignore[attr-defined]
    state.step = next(p for p in state.params.phases if p.kind == "work")
    state.phase = state.step.id
    state.taken |= {t.id for t in state.params.tools}
    for part in state.parts.values():
        part.fixed = True
    return state


def test_by_keys_a_hole_is_two_presses_from_the_bin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter takes a rivet and the focus is where the person was; Enter places it. Pointers move no focus."""
    app = Journey(panneau(), "fr", 5)
    app.go(Step.EXERCISE)
    app.top.advance(1)
    state = all_ready(app)
    window = Window(app, (1280, 720))

    def later() -> None:
        app.advance(40)
        window._show()

    def key(code: int) -> None:
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            window._hear([pygame.event.Event(kind, {"key": code, "mod": 0, "unicode": ""})])
        later()

    later()
    assert window.focus == "bin:1"
    key(pygame.K_RETURN)
    assert window.focus == "hole:A1"
    key(pygame.K_DOWN)
    assert window.focus == "hole:A2"
    key(pygame.K_RETURN)
    assert app.top.seen.lever.hole == "A2"  # type: ignore[attr-defined]
    key(pygame.K_RETURN)
    assert window.screen.id == "lever", "nothing was formed yet: nothing to leave"
    state.moved = True
    later()
    key(pygame.K_RETURN)
    assert window.screen.id == "dialog"
    key(pygame.K_RETURN)
    assert (window.screen.id, window.focus) == ("dialog", ""), "the next Enter of a hand at work answers nothing"
    app.act("leave:", "press")
    later()
    assert window.focus == "hole:A2"
    # Keys that hammer on through the dialog do nothing at the bench that stands there again: half a second goes by.
    now_s = time.perf_counter() + 1.0
    monkeypatch.setattr("game.window.window.time.perf_counter", lambda: now_s)
    window.focus = "bin:2"
    key(pygame.K_RETURN)
    assert window.focus == "hole:A2"
    app.act("reject", "press")
    later()
    clicked(window, "bin:3")
    later()
    assert app.top.seen.hand is not None  # type: ignore[attr-defined]
    assert window.focus == "bin:3"


def test_keys_that_go_on_reach_no_answer_of_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrows, Tab, letters and Enter, two a second: an arrow no more leads to an answer that the next Enter gives."""
    app = Journey(panneau(), "fr", 5)
    app.go(Step.EXERCISE)
    app.top.advance(1)
    window, now_s = Window(app, (1280, 720)), time.perf_counter()
    monkeypatch.setattr("game.window.window.time.perf_counter", lambda: now_s)
    window._settle()
    app.top.asking = "end"  # type: ignore[attr-defined]
    state = app.top.session.task.state  # type: ignore[attr-defined]
    state.step = next(p for p in state.params.phases if p.kind == "work")
    state.phase = state.step.id
    app.top.advance(1)
    app.top.asking = "end"  # type: ignore[attr-defined]
    window._settle()
    assert window.screen.id == "dialog"
    keys = (pygame.K_DOWN, pygame.K_TAB, pygame.K_x, pygame.K_RETURN) * 3
    for code in keys:
        now_s += 0.45
        window._key(pygame.event.Event(pygame.KEYDOWN, {"key": code, "mod": 0, "unicode": "x" * (code == pygame.K_x)}))
        assert (window.screen.id, window.focus) == ("dialog", ""), code
    now_s += 0.8
    window._key(pygame.event.Event(pygame.KEYDOWN, {"key": pygame.K_TAB, "mod": 0, "unicode": ""}))
    assert window.focus == "stay:", "who has read goes to an answer"


def test_the_ring_of_the_focus_is_for_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows until a pointer is pressed, hides from then on, and comes back with the next key."""
    window = Window(Journey(panneau(), "fr", 5), (1280, 720))
    drawn: list[str] = []
    draw = window.painter.draw

    def seen(
        shown: Screen, focus: str, budget_s: float | None = None, onto: Callable[[], pygame.Surface] | None = None
    ) -> list[pygame.Rect]:
        drawn.append(focus)
        return draw(shown, focus, budget_s, onto)

    monkeypatch.setattr(window.painter, "draw", seen)
    for event, ringed in (
        (None, True),
        (pygame.event.Event(pygame.MOUSEBUTTONDOWN, {"pos": (4, 300), "button": 1}), False),
        (pygame.event.Event(pygame.MOUSEMOTION, {"pos": (9, 300), "rel": (5, 0), "buttons": (0, 0, 0)}), False),
        (pygame.event.Event(pygame.KEYDOWN, {"key": pygame.K_TAB, "mod": 0, "unicode": ""}), True),
    ):
        window._hear([event] if event else [])
        window._show()
        assert (drawn[-1] != "") is ringed, event


def test_focus_teaching_and_choice_look_like_nothing_else() -> None:
    """Where the keys are, what practice asks to press, what is in hand: no two share a colour beside ink or a shape."""
    rect = Rect(400, 400, 120, 120)
    made = {"focus": marks.focus(rect), "pointed": (*marks.ring(rect), *marks.arrow(rect)), "taken": marks.taken(rect)}
    drawn = {k: [s for s in v if not isinstance(s, Box) or s.stroke != "ink"] for k, v in made.items()}
    tones = {
        name: {t for s in shapes for t in (getattr(s, "stroke", ""), getattr(s, "fill", ""))} - {"", "ink"}
        for name, shapes in drawn.items()
    }
    assert tones == {"focus": {"signal"}, "pointed": {"sky"}, "taken": {"primer"}}
    assert len({tuple(sorted(type(s).__name__ for s in shapes)) for shapes in drawn.values()}) == 3


def test_the_ring_of_practice_covers_no_word_of_what_lies_beside() -> None:
    """Round « Bloquer » it lay over « gauche » of the button above: there it stands on its own edge."""
    rect, word = Rect(500, 966, 187, 66), Rect(580, 930, 90, 24)
    free, tight = ([s for s in marks.ring(rect, words) if isinstance(s, Box)] for words in ((), (word,)))
    assert free[0].rect.inset(-5).meets(word)
    assert not any(s.rect.inset(-s.stroke_width / 2).meets(word) for s in tight)


def test_the_arrow_of_practice_hides_no_word() -> None:
    """It points from above; where words stand there, from below, else from a side."""
    rect = Rect(600, 400, 120, 120)
    above, below = Rect(600, 340, 120, 30), Rect(600, 550, 120, 30)

    def way(*said: Rect) -> tuple[float, float]:
        xs, ys = zip(*next(s for s in marks.arrow(rect, said) if isinstance(s, Poly)).points, strict=True)
        return (min(xs) + max(xs)) / 2 - 660, (min(ys) + max(ys)) / 2 - 460

    assert way() == (0, way()[1])
    assert way()[1] < -76
    assert way(above)[1] > 76
    assert way(above, below)[0] < -76
