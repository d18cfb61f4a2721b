"""Every screen once, as a picture: what the expert robot meets from the welcome to the goodbye."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from game.journey.journey import Journey
from game.mechanics.assemble import cast
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.layout_tools.scene import LayoutScene
from game.screen.steps import Step
from game.station.home import Home
from game.window.window import picture
from scenarios.model import Scenario

SIZE = (1920, 1080)


def write_pictures(scenario: Scenario, language: str, folder: Path) -> None:
    """Write `NN-name.png` at 1920x1080 for each kind of screen, in the order they are met."""
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        try:
            _walk(Journey(scenario, language, 5, home), scenario, folder)
        finally:
            home.close()


def _walk(app: Journey, scenario: Scenario, folder: Path) -> None:
    count = 0

    def keep(name: str) -> None:
        nonlocal count
        count += 1
        picture(app.screen, app.comfort, SIZE, folder / f"{count:02d}-{name}.png")

    def press(*nodes: str) -> None:
        for node in nodes:
            app.act(node, "press")
            app.advance(1)

    keep("welcome")
    press("enter")
    keep("agreement")
    press("agree")
    keep("code")
    press("go")
    lay_tools(app, lambda: keep("ease"))
    keep("hangar")
    press("open")
    keep("briefing")
    press("go")
    keep("intention")
    press("skip")
    keep("practice")
    app.go(Step.EXERCISE)
    _exercise(app, scenario, keep)
    keep("debrief")
    press("moment:2", "watch")
    app.advance(150)
    keep("replay")
    press("back", "go")
    keep("wishes")
    press("go")
    app.advance(150)
    keep("takeoff")
    press("go")
    keep("boarding")
    press("share")
    keep("share")
    press("back", "erase")
    keep("erase")
    press("yes")
    keep("goodbye")
    press("comfort")
    keep("comfort")
    press("go_on", "end", "enter", "pause")
    keep("pause")
    app.go(Step.ENTRY)
    keep("entry")


def lay_tools(app: Journey, half_way: Callable[[], None]) -> None:
    """Lay every tool of the warm-up, a second apart; `half_way` is called with a tool in the hand."""
    called = False
    while isinstance(app.top, LayoutScene):
        waiting = app.top.seen.waiting
        if waiting:
            app.act(f"take:{waiting[0]}", "press")
            app.advance(50)
            if not called and len(waiting) == 4:
                called = True
                half_way()
            app.act(f"slot:{waiting[0]}", "press")
        app.advance(5)


def _exercise(app: Journey, scenario: Scenario, keep: Callable[[str], None]) -> None:
    player = cast.make("expert", scenario.params, 5)
    met: set[str] = set()
    while isinstance(app.top, AssembleScene):
        seen = app.top.seen
        part = any(not p.fixed and {"A": "E12", "D": "D40"}.get(seen.phase) == p.id for p in seen.parts)
        extras = {
            "lever": seen.lever.hole,
            "rack": seen.rack_open,
            "part": part,
            "hand": seen.hand,
            "gauge": seen.gauge_um,
        }
        name = "-".join([seen.phase, *(word for word, there in extras.items() if there)])
        formed = not seen.lever.hole or seen.lever.h_um < seen.lever.start_um - 1200
        if name not in met and formed:
            met.add(name)
            keep(name)
        for verb, args in player.act(seen):
            app.top.session.act(verb, args)
        app.advance(1)
