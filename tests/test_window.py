"""Screens and the window: everything can be reached, at every size, and a press does what it says."""

import os
import re
import tempfile
from array import array
from functools import cache
from pathlib import Path

import pygame
import pytest
from conftest import run, workshop

from envol.game import navigate
from envol.game.app_commands import MODELS
from envol.game.app_pictures import lay_tools
from envol.game.app_play import Journey
from envol.game.audio import RATE, Speaker, samples
from envol.game.mechanics.assemble import players
from envol.game.mechanics.assemble.scene import AssembleScene
from envol.game.nodes import Box, Screen, Shape
from envol.game.paint import Painter, font, themes
from envol.game.ports.home import Home
from envol.game.scene import Comfort
from envol.game.scenes.agreement import CodeEntry
from envol.game.window import StaticLook, picture
from envol.scenarios.load import load_scenario, workshop_files
from envol.scoring.rules import EvidenceRule

SIZES = [(1024, 600), (1280, 720), (1366, 768), (1920, 1080), (1920, 1200), (2560, 1440)]


def journey(home: Home | None = None, **comfort: object) -> Journey:
    made = Journey(load_scenario(workshop_files()[0], MODELS, EvidenceRule), "fr", 5, home)
    made.comfort = Comfort(**comfort)  # type: ignore[arg-type]
    return made


@cache
def walk(**comfort: object) -> list[Screen]:
    """One screen of each kind along the whole way, played by the expert robot."""
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        home.save(station="K4")
        try:
            return _walk(journey(home, **comfort))
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
    app._after_practice("")
    screens.append(app.screen(look))
    press("go")
    player = players.make("expert", workshop(), 5)
    known: set[str] = set()
    while isinstance(app.top, AssembleScene):
        seen = app.top.seen
        key = f"{seen.phase}{bool(seen.lever.hole)}{seen.rack_open}{bool(seen.hand)}{bool(seen.replies)}"
        if key not in known:
            known.add(key)
            screens.append(app.screen(look))
        for verb, args in player.act(seen):
            app.top.session.act(verb, args)
        app.advance(1)
    screens.append(app.screen(look))
    press("moment:3", "how:order", "watch", "back", "go", "wish:areas:2801", "go", "share", "back", "erase", "yes")
    press("comfort", "go_on", "end", "enter", "pause")
    app.stack = [CodeEntry()]
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


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("name", ["day", "contrast"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "white", 7), ("ink", "paper", 7), ("ink", "cloud", 7), ("white", "ink", 7), ("white", "slate", 7),
        ("mist", "ink", 7), ("steel", "white", 7), ("steel", "paper", 7), ("ink", "signal", 4.5), ("ink", "amber", 4.5),
        ("white", "green", 4.5), ("white", "red", 4.5), ("ink", "sky", 4.5),
    ],
)  # fmt: skip
def test_texts_stand_out(name: str, text: str, ground: str, least: float) -> None:
    """Body text stands at 7:1 on its ground, anything at 4.5:1, in both themes."""
    a, b = (luminance(themes()[name][token]) for token in (text, ground))
    assert (max(a, b) + 0.05) / (min(a, b) + 0.05) >= least


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
    for hole in ("A1", "A3"):
        app.act("bin:1", "press")
        app.advance(30)
        app.act(f"hole:{hole}", "press")
        app.advance(5)
        for _ in range(34):
            app.act("more", "press")
            app.advance(4)
        app.advance(200)
        app.act("release", "press")
        app.advance(4)
        app.act("release", "press")
        app.advance(40)
    assert app.screen(look).id == "ready"
    app.act("go", "press")
    app.advance(2)
    for tool in ("glasses", "earplugs", "squeezer", "pige", "calibre"):
        app.act(f"tool:{tool}", "press")
        app.advance(30)
    for _ in range(8):
        app.act("end", "press")
        app.advance(2)
    for node, expected in (("go", "debrief"), ("skip", "wishes"), ("end", "boarding"), ("end", "goodbye.discovery")):
        assert app.screen(look).id == expected
        app.act(node, "press")
    assert app.screen(look).id == "welcome"


def test_the_expert_leaves_a_pass_of_six_habiletes() -> None:
    """The boarding pass names the six habiletés that the workshop measures, each with two actions that spoke most."""
    assert run("expert").task.done
    card = next(s for s in walk() if s.id == "boarding")
    rows = [n for n in card.nodes if n.id.startswith("row:")]
    assert len(rows) == 6
    assert all(" : " in n.spoken for n in rows)
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
        app.begin_exercise()
        heard: list[str] = []
        player = players.make("expert", workshop(), 5)
        for _ in range(1200):
            for verb, args in player.act(app.top.seen):  # type: ignore[attr-defined]
                app.top.session.act(verb, args)  # type: ignore[attr-defined]
            app.advance(1)
            heard += app.sounds()
        assert ("rivet" in heard) is sound
        assert app.sounds() == ()


@pytest.mark.parametrize("name", ["take", "place", "rivet", "bell", "note", "done"])
def test_sounds_are_short_and_never_clip(name: str) -> None:
    """Under a second, with some loudness, below full scale; playing without a sound card is no error."""
    wave = array("h", samples(name))
    assert 0.03 < len(wave) / RATE < 1
    assert 2_000 < max(map(abs, wave)) < 32_000
    speaker = Speaker()
    speaker.play(name)
    speaker.close()
    speaker.play(name)
