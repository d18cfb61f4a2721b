"""Screens and the window: everything can be reached, at every size, and a press does what it says."""

import os
import re
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pygame
import pytest
from conftest import panneau, read_run, run
from test_large import read, shrunk, texts
from way_kit import expert

from assets.theme import STANDS_OUT, ratio, themes
from game.journey.journey import Journey
from game.journey.result import boarding_pass, what_was_shown
from game.mechanics.assemble.scene import AssembleScene
from game.scenes.boarding import Boarding
from game.scenes.takeoff import Takeoff
from game.screen import navigate
from game.screen.nodes import Box, Picture, Rect, Screen, Shape, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station.home import Home
from game.window.fonts import font
from game.window.look import StaticLook
from game.window.offscreen import picture
from game.window.paint import Painter, merged
from game.window.window import Window
from game.workshop.scene import BEGUN_TICKS
from game.workshop.view_doc import lines_of
from lab.pictures import lay_tools
from lab.robots import act_once

SIZES = [(1024, 600), (1280, 720), (1366, 768), (1920, 1080), (1920, 1200), (2560, 1440)]


def journey(home: Home | None = None, **comfort: object) -> Journey:
    made = Journey(panneau(), "fr", 5, home)
    made.comfort = Comfort(**comfort)  # type: ignore[arg-type]
    return made


def walk(**comfort: object) -> list[Screen]:
    """One screen of each kind along the whole way, played by the expert robot; gone once for each comfort."""
    return walked(Comfort(**comfort))  # type: ignore[arg-type]


@cache
def walked(comfort: Comfort) -> list[Screen]:
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        home.save(station="K4")
        try:
            # Whether this machine has a printer says nothing of the screens.
            with pytest.MonkeyPatch.context() as here:
                here.setattr("game.journey.leaving.may_print", lambda: True)
                return _walk(journey(home, **asdict(comfort)))
        finally:
            home.close()


def _walk(app: Journey) -> list[Screen]:
    look = StaticLook(app.comfort)
    screens: list[Screen] = [app.screen(look)]

    def press(*nodes: str) -> None:
        for node in nodes:
            app.act(node, "press")
            app.advance(1)
            screens.append(app.screen(look))

    press("enter", "agree", "go")
    lay_tools(app, lambda: screens.append(app.screen(look)))
    screens.append(app.screen(look))
    press("open", "go", "choice:ask")
    app.answer(Step.PRACTICE, "done")
    screens.append(app.screen(look))
    press("go")
    known: set[str] = set()
    bench = app.top
    assert isinstance(bench, AssembleScene)
    # What the expert does is known: it is not asked anew at each of these walks.
    pulls = False
    for act in run("expert").actions:
        before, pulls = pulls, act.verb == "lever"
        if before and pulls:
            # The hand goes on at the lever: its screen has been looked at, and time goes by without another.
            bench.session.advance(act.tick - bench.session.task.tick)
            bench.session.act(act.verb, act.args)
            continue
        app.advance(act.tick - bench.session.task.tick)
        if app.step is Step.PRACTICE:
            # A chapter: its card is looked at, and it is left.
            screens.append(app.screen(look))
            app.answer(Step.PRACTICE, "done")
        seen = bench.seen
        key = f"{seen.phase}{bool(seen.lever.hole)}{seen.rack_open}{bool(seen.hand)}{bool(seen.replies)}"
        if key not in known:
            known.add(key)
            screens.append(app.screen(look))
        bench.session.act(act.verb, act.args)
    while app.top is bench:
        app.advance(1)
    screens.append(app.screen(look))
    press("moment:3", "how:order", "watch", "back", "go", "end", "wish:areas:2801", "go", "go")
    press("share", "back", "erase", "yes")
    press("comfort", "go_on", "end", "enter", "pause")
    app.go(Step.ENTRY)
    screens.append(app.screen(look))
    return screens


def primaries(shapes: tuple[Shape, ...]) -> int:
    return sum(isinstance(s, Box) and s.fill == "signal" and s.rect.w > 100 for s in shapes)


@pytest.mark.parametrize("comfort", [{}, {"language": "en"}, {"text_scale": 1.5}, {"text_scale": 2.0}])
def test_every_screen_can_be_reached_and_said(comfort: dict[str, object]) -> None:
    """Nothing to act on is outside the screen, too small, nameless or unsaid; one orange button at most."""
    screens = walk(**comfort)
    assert len(screens) > 15
    for screen in screens:
        assert screen.say
        assert len({n.id for n in screen.nodes}) == len(screen.nodes)
        for node in navigate.reachable(screen):
            r = node.rect
            assert node.name, (screen.id, node.id)
            assert node.spoken, (screen.id, node.id)
            assert r.x >= 0 and r.y >= 0 and r.x + r.w <= 1920 and r.y + r.h <= 1080, (screen.id, node.id, r)  # noqa: PT018
            assert min(r.w, r.h) >= 46, (screen.id, node.id, r)
        assert sum(primaries(n.shapes) for n in screen.nodes) <= 1, screen.id


def test_arrows_and_tab_reach_everything() -> None:
    """From the first focus, Tab goes round all that can be acted on, and arrows always answer a reachable node."""
    for screen in walk():
        ids = [n.id for n in navigate.reachable(screen)]
        focus, met = navigate.first(screen), []
        for _ in ids:
            met.append(focus)
            focus = navigate.follow(screen, focus, 1)
        assert sorted(met) == sorted(ids)
        for name in ids:
            assert all(navigate.towards(screen, name, arrow) in ids for arrow in navigate.ARROWS)


@pytest.mark.parametrize("size", SIZES)
def test_screens_draw_at_every_size(size: tuple[int, int], tmp_path: Path) -> None:
    """The same screens are drawn from small laptops to large ones."""
    app = journey()
    picture(app.screen, app.comfort, size, tmp_path / "welcome.png")
    drawn = pygame.image.load(str(tmp_path / "welcome.png"))
    assert drawn.get_size() == size
    assert len({tuple(drawn.get_at((x, y))) for x in range(0, size[0], 40) for y in range(0, size[1], 40)}) > 10


def test_nothing_is_drawn_again_when_nothing_changed() -> None:
    """Two equal screens cost one drawing."""
    app = journey()
    surface = pygame.display.set_mode((1280, 720))
    painter, look = Painter(surface, app.comfort), StaticLook(app.comfort)
    assert painter.draw(app.screen(look), "enter")
    assert not painter.draw(app.screen(look), "enter")
    assert painter.draw(app.screen(look), "language")


def test_what_is_drawn_anew_gives_the_whole_picture() -> None:
    """Drawing only what changed leaves the same pixels as drawing everything, all along an exercise: a frame each tick
    at first, then one every eleventh tick, as where a machine is slow."""
    app = journey()
    look = StaticLook(app.comfort)
    surface = pygame.display.set_mode((640, 360))
    painter = Painter(surface, app.comfort)
    app.go(Step.EXERCISE)
    bench, acts, drawn = app.top, list(reversed(run("expert").actions)), 0
    assert isinstance(bench, AssembleScene)
    while app.top is bench:
        tick = bench.session.task.tick
        if tick < 300 or tick % 11 == 0:
            screen = app.screen(look)
            focus = navigate.first(screen)
            painter.draw(screen, focus)
        if tick % 110 == 0:
            part = pygame.image.tobytes(surface, "RGB")
            Painter(surface, app.comfort).draw(screen, focus)
            assert part == pygame.image.tobytes(surface, "RGB"), tick
            drawn += 1
        while acts and acts[-1].tick == tick:
            act = acts.pop()
            bench.session.act(act.verb, act.args)
        # Where nothing is drawn and nothing is done, time goes by at once.
        app.advance(1 if tick < 300 else min(11 - tick % 11, acts[-1].tick - tick if acts else 11))
    assert drawn > 50


def test_strong_contrast_reaches_the_drawings() -> None:
    """A drawing takes the colours of the theme: the same file, other tokens."""
    middle = []
    for contrast in (False, True):
        surface = pygame.display.set_mode((1280, 720))
        screen = Screen("x", "x", (), (), (Picture("hole", Rect(0, 0, 1080, 1080)),))
        Painter(surface, Comfort(contrast=contrast)).draw(screen, "")
        middle.append(tuple(surface.get_at((360, 320)))[:3])
    assert middle == [(12, 23, 38), (0, 0, 0)]


def test_regions_cover_every_rectangle_once_merged() -> None:
    """Whatever changed is inside a region, there are few of them, and nothing outside the screen is kept."""
    whole = pygame.Rect(0, 0, 800, 600)
    rects = [pygame.Rect(37 * k % 780, 91 * k % 580, 18, 15) for k in range(40)]
    found = merged([*rects, pygame.Rect(900, 10, 20, 20)], whole, 8)
    assert 1 <= len(found) <= 8
    assert all(any(region.contains(rect.clip(whole)) for region in found) for rect in rects)
    assert merged([], whole, 8) == []


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_no_word_of_the_order_is_lost(scale: float) -> None:
    """Whatever the size of the text, each line of the order, opened, shows all its words; forty at the most at once."""
    app = journey(text_scale=scale)
    look = StaticLook(app.comfort)
    app.go(Step.EXERCISE)
    own = look.within("panneau_fuselage")
    for number, title, says in lines_of(own.t("order.first")):
        app.act(f"line:{number}", "press")
        app.advance(1)
        # With large words its number stands above it, in the row of all the numbers.
        nodes = [n for n in app.screen(look).nodes if n.id in ("line_mark", f"line:{number}")]
        shown = [word for n in nodes for shape in n.shapes if isinstance(shape, Text) for word in shape.text.split()]
        wanted = [str(number), *title.split(), *says.split()]
        assert shown[: len(wanted)] == wanted
        assert len(says.split()) <= 40
    assert [e.data.get("line") for e in app.top.session.events if e.kind == "doc_open"] == [1, 2, 3, 4, 5, 6]  # type: ignore[attr-defined]


def read_on(scale: float) -> dict[str, list[Text]]:
    """What is read on each screen of the way, below its bar, labels of things to press left out."""
    found: dict[str, list[Text]] = {}
    for screen in walk(text_scale=scale):
        # The note at the foot of a sheet is larger at 100 % so that it is read, and has no more room at 200 %.
        notes = screen.nodes if scale == 1 else tuple(n for n in screen.nodes if n.id != "invented")
        told = (*texts(screen.decor), *texts(screen.overlay), *read(notes))
        found.setdefault(screen.id, []).extend(t for t in told if t.y > 86)
    return found


def test_every_word_stays_inside_the_screen() -> None:
    """At every text size no line begins or ends outside the screen; at 200 % nothing that is read shrinks.

    But for a sentence of the mentor's, a little, so that it is not cut (`game.screen.turned`); and names, larger
    at 100 % so that nobody reads less than 15 pixels (`kit.READ`): nearly twice as large as those.
    """
    small, large = read_on(1.0), read_on(2.0)
    # Where a code is typed words are as large whatever was chosen (`test_large`).
    less = {name: found for name in large if name != "entry" and (found := shrunk(small[name], large[name]))}
    assert [(name, line) for name, found in less.items() for line in found if line[1] < 0.85] == []
    raised = [line for name, found in less.items() if name not in ("bench", "points") for line in found]
    assert [line for line in raised if line[1] < 0.9] == []
    assert less.keys() <= {"bench", "points", "prepare", "dialog", "close", "boarding"}
    for scale in (1.0, 1.25, 1.5, 2.0):
        look = StaticLook(Comfort(text_scale=scale))
        for screen in walk(text_scale=scale):
            for shape in (*screen.decor, *(s for n in screen.nodes for s in n.shapes)):
                if isinstance(shape, Text):
                    w = look.width(shape.text, shape.size / look.px(1), shape.bold) / 1.01
                    left = shape.x - {"left": 0, "centre": w / 2, "right": w}[shape.anchor]
                    assert left >= 0, (scale, screen.id, shape.text)
                    assert left + w <= 1920, (scale, screen.id, shape.text)
                    assert -8 <= shape.y <= 1080 - shape.size, (scale, screen.id, shape.text)


def test_a_step_that_is_not_finished_asks_first() -> None:
    """The button that ends a step asks while holes are left; one may stay, or leave."""
    app = journey()
    look = StaticLook(app.comfort)
    app.go(Step.EXERCISE)
    app.act("end", "press")
    app.advance(1)
    app.act("end", "press")
    assert app.screen(look).id == "bench", "not in the first second of a step"
    app.advance(BEGUN_TICKS)
    app.act("end", "press")
    assert app.screen(look).id == "dialog"
    app.act("stay:", "press")
    app.advance(1)
    assert app.top.seen.phase == "A"  # type: ignore[attr-defined]
    app.act("end", "press")
    app.act("leave:", "press")
    app.advance(1)
    assert app.top.seen.phase == "heads1"  # type: ignore[attr-defined]


def test_a_lever_is_held_by_pressing_or_by_two_clicks() -> None:
    """Pressing and moving, or a click, a move and a click: the lever follows the same way and comes back at the end."""
    app = journey()
    app.answer(Step.INTENTION, "skip")
    app.act("try:squeeze", "press")
    app.advance(1)
    window = Window(app, (1920, 1080))
    window._show()
    x, y = next(n.rect.centre for n in window.screen.nodes if n.id == "handle")

    def point(kind: int, to: float) -> int:
        data = {"pos": (x, y + to), "button": 1} if kind != pygame.MOUSEMOTION else {"pos": (x, y + to)}
        window._pointer(pygame.event.Event(kind, data))
        app.advance(2)
        window._show()
        return int(app.top.seen.lever.x)  # type: ignore[attr-defined]

    down, up, move = pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION
    point(down, 0)
    assert point(move, 200) > 300
    assert point(up, 200) == 0
    point(down, 0)
    point(up, 0)
    assert point(move, 200) > 300
    assert point(down, 200) == 0
    point(up, 200)
    assert point(move, 120) == 0
    pygame.display.set_mode((1280, 720))


def test_a_key_held_down_presses_once_and_moves_on() -> None:
    """Enter held down is one press, however long; an arrow held down goes on; after letting go it presses again."""
    app = journey()
    window = Window(app, (1280, 720))
    pressed: list[str] = []
    app.act = lambda node, action: pressed.append(f"{node}:{action}")  # type: ignore[method-assign]
    window._show()

    def keys(*events: tuple[int, int]) -> None:
        # Given by hand: SDL's one queue also holds what others left in it, and a SIGTERM as the window's cross.
        window._hear([pygame.event.Event(kind, {"key": key, "mod": 0, "unicode": ""}) for kind, key in events])

    enter, down = pygame.K_RETURN, pygame.KEYDOWN
    keys((down, enter), (down, enter), (down, enter))
    assert pressed == ["enter:press"]
    keys((pygame.KEYUP, enter), (down, enter))
    assert pressed == ["enter:press"] * 2
    pressed.clear()
    keys((down, pygame.K_LEFT), (down, pygame.K_LEFT))
    assert len(pressed) == 2


@pytest.mark.parametrize("left", [pygame.QUIT, pygame.WINDOWFOCUSLOST])
def test_what_others_left_in_the_queue_is_not_taken_for_a_hand(left: int) -> None:
    """Whatever waits in the queue of this process, keys given to a window are the only ones it hears."""
    pygame.display.set_mode((1280, 720))
    pygame.event.post(pygame.event.Event(left))
    test_a_key_held_down_presses_once_and_moves_on()
    pygame.event.clear()


def test_practice_rings_the_next_thing_and_the_exercise_none() -> None:
    """In practice the next thing to press is ringed in blue; the exercise never shows it."""
    app = journey()
    look = StaticLook(app.comfort)
    app.answer(Step.INTENTION, "skip")

    def ringed() -> list[str]:
        nodes = app.screen(look).nodes
        return [n.id for n in nodes if any(isinstance(s, Box) and s.stroke == "sky" for s in n.shapes)]

    for node in ("lesson:measure", "try:measure"):
        app.act(node, "press")
        app.advance(1)
    assert ringed() == ["mode:pige"]
    app.act("mode:pige", "press")
    app.advance(1)
    assert ringed() == ["hole:A1"]
    app.go(Step.EXERCISE)
    app.act("tool:squeezer", "press")
    app.act("end", "press")
    app.advance(1)
    app.act("bin:1", "press")
    app.advance(1)
    assert ringed() == []


def test_the_aircraft_takes_off_by_itself_or_stands_still_when_asked() -> None:
    """Take-off lasts four seconds and waits for the press; with less motion it is one picture."""
    for still in (False, True):
        scene = Takeoff()
        look = StaticLook(Comfort(reduced_motion=still))
        screens = [scene.screen(look)]
        for _ in range(260):
            assert scene.advance(1).answer is None
            screens.append(scene.screen(look))
        assert scene.act("go").answer is not None
        assert len({s.decor for s in screens}) == 1 if still else len({s.decor for s in screens}) > 50


def test_a_question_and_an_open_board_die_with_their_step() -> None:
    """When the clock ends a step under an open question, or the tool board, the next step stands as it should."""
    app = journey()
    look = StaticLook(app.comfort)
    app.go(Step.EXERCISE)
    app.act("end", "press")
    app.advance(1)
    app.advance(BEGUN_TICKS)
    app.act("board:", "press")
    app.act("end", "press")
    assert app.screen(look).id == "dialog"
    app.top.session.act("end")  # type: ignore[attr-defined]
    app.advance(1)
    assert app.screen(look).id == "judge"
    assert "head:0" in {n.id for n in app.screen(look).nodes}
    app.top.session.act("end")  # type: ignore[attr-defined]
    app.advance(1)
    assert app.screen(look).id == "bench"


def test_a_bin_is_set_aside_and_exchanged_by_pointer() -> None:
    """Cord or store, then the bin: two presses, as with the keys."""
    app = journey()
    app.go(Step.EXERCISE)
    app.act("end", "press")
    app.advance(1)
    for mode, kind in (("isolate", "isolate_bin"), ("store", "exchange_bin")):
        app.act(f"mode:{mode}", "press")
        app.act("bin:2", "press")
        app.advance(1)
        assert kind in {e.kind for e in app.top.session.events}  # type: ignore[attr-defined]


def test_a_key_of_the_tray_acts_on_the_hole_in_focus() -> None:
    """G measures the hole that has the focus at once; without a hole it takes the gauge in hand."""
    app = journey()
    app.go(Step.EXERCISE)
    app.act("tool:pige", "press")
    app.act("end", "press")
    app.advance(1)
    for act in ("flip", *("turn", "fit") * 4):
        app.act(f"{act}:E12", "press")
        app.advance(1)
    app.act("mode:pige", "press@hole:A2")
    app.advance(1)
    assert app.top.seen.gauge_hole == "A2"  # type: ignore[attr-defined]
    app.act("mode:pige", "press")
    assert app.top.hand.mode == "pige"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["day", "contrast"])
def test_texts_stand_out(name: str) -> None:
    """Body text stands at 7:1 on its ground, anything at 4.5:1, in both themes; `envol check` asks the same."""
    for text, ground, least in STANDS_OUT:
        assert ratio(themes()[name][text], themes()[name][ground]) >= least
    assert min(least for *_, least in STANDS_OUT) == 4.5


def test_the_font_comes_from_the_package_and_speaks_french() -> None:
    """Atkinson Hyperlegible is loaded from its package and has the letters of French."""
    assert font(30, False).size("éèàùçœŒ«»…€")[0] > 100


def test_closing_in_the_middle_asks_first() -> None:
    """The window's cross opens the pause during the exercise, and leaves from there."""
    app = journey()
    app.act("enter", "press")
    app.quit_asked()
    assert app.running
    app.quit_asked()
    assert not app.running


def test_a_whole_way_by_presses_only() -> None:
    """From the welcome to what was shown, with presses on nodes and nothing else."""
    app = journey()
    look = StaticLook(app.comfort)
    app.act("enter", "press")
    lay_tools(app, lambda: None)
    for node in ("open", "go", "choice:look"):
        app.act(node, "press")
    app.advance(10)
    for _head in range(2):
        app.act("try:squeeze", "press")
        app.advance(5)
        for _ in range(34):
            app.act("more", "press")
            app.advance(4)
        app.advance(200)
        app.act("release", "press")
        app.advance(14)
        app.act("release", "press")
        app.advance(40)
    app.act("end", "press")
    app.act("leave:", "press")
    app.advance(2)
    assert app.screen(look).id == "ready"
    app.act("go", "press")
    app.advance(2)
    for tool in ("glasses", "earplugs", "squeezer", "pige", "calibre"):
        app.act(f"tool:{tool}", "press")
        app.advance(30)
    # Eight steps, and the chapters of practice before five of them.
    for _ in range(13):
        app.act("end", "press")
        app.act("leave:", "press")
        app.advance(2)
    for node, expected in (
        ("go", "debrief"), ("end", "hangar"), ("skip", "wishes"), ("go", "takeoff"), ("end", "boarding"),
        ("end", "goodbye.discovery"),
    ):  # fmt: skip
        assert app.screen(look).id == expected
        app.act(node, "press")
    assert app.screen(look).id == "welcome"


def test_the_expert_leaves_a_pass_of_six_habiletes() -> None:
    """The boarding pass names the six habiletés that the workshop measures, each with two actions that spoke most."""
    assert run("expert").task.done
    card = next(s for s in walk() if s.id == "boarding")
    told = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", Comfort())
    scene = Boarding(told, may_share=True)
    pages = [scene.screen(StaticLook(Comfort()))]
    if any(n.id == "more" for n in pages[0].nodes):
        scene.act("more")
        pages.append(scene.screen(StaticLook(Comfort())))
    rows = [n for page in pages for n in page.nodes if n.id.startswith("row:")]
    assert len(rows) == 6
    assert {n.id for n in card.nodes if n.id.startswith("row:")} <= {n.id for n in rows}
    assert all(n.spoken.count(". ") >= 3 for n in rows)
    assert sum(n.id.startswith("to:") for n in card.nodes) in (1, 2, 3)


def sentences(easy: bool, language: str) -> str:
    """Each screen's sentence, then those of its nodes, in reading order; drawn things such as codes are masked."""
    lines = []
    for screen in walk(easy=easy, language=language):
        lines += [f"# {screen.id}", screen.say, *(f"- {n.spoken}" for n in screen.nodes if n.spoken)]
    return re.sub(r"K 4( [A-Z]){3}", "K 4 M T Q", re.sub(r"K4-[A-Z]{3}", "K4-MTQ", "\n".join(lines))) + "\n"


@pytest.mark.parametrize(
    ("name", "easy", "language"), [("fr", False, "fr"), ("fr-facile", True, "fr"), ("en", False, "en")]
)
def test_the_voice_says_what_the_golden_file_says(name: str, easy: bool, language: str) -> None:
    """Every screen has its sentences; a change in them is seen. ENVOL_GOLDEN=1 writes the files anew."""
    found = sentences(easy, language)
    golden = Path(__file__).parent / "golden" / f"voice-{name}.txt"
    if os.environ.get("ENVOL_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_the_voice_sentence_can_be_read_on_screen() -> None:
    """With voice sentences on, every screen writes its sentence at its foot, inside the screen."""
    app = journey(voice=True, text_scale=2.0)
    look = StaticLook(app.comfort)
    strip = app.screen(look).decor[-1]
    assert getattr(strip, "text", "") == app.screen(look).say
    assert look.width(app.screen(look).say, strip.size / look.px(1)) <= 1900  # type: ignore[union-attr]


def test_facts_are_heard_once_and_muting_is_silence() -> None:
    """The bell of the exercise is asked for once; with the sound off nothing is."""
    for sound in (True, False):
        app = journey(sound=sound)
        app.go(Step.EXERCISE)
        heard: list[str] = []
        player = expert()
        for _ in range(1200):
            act_once(player, app.top.session)  # type: ignore[attr-defined]
            app.advance(1)
            heard += app.sounds()
        assert ("formed" in heard) is sound
        assert app.sounds() == ()
