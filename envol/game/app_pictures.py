"""Every screen once, as a picture: what the expert robot meets from the hangar to the result."""

from pathlib import Path

from envol.game.app_play import Journey
from envol.game.mechanics.assemble import players
from envol.game.mechanics.assemble.scene import AssembleScene
from envol.game.window import picture
from envol.scenarios.model import Scenario

SIZE = (1920, 1080)


def write_pictures(scenario: Scenario, language: str, folder: Path) -> None:
    """Write `NN-name.png` at 1920x1080 for each kind of screen, in the order they are met."""
    app = Journey(scenario, language, 5)
    count = 0

    def keep(name: str) -> None:
        nonlocal count
        count += 1
        picture(app.screen, app.comfort, SIZE, folder / f"{count:02d}-{name}.png")

    keep("welcome")
    app.act("enter", "press")
    keep("briefing")
    app.act("go", "press")
    app.advance(1)
    keep("practice")
    app.begin_exercise()
    player = players.make("expert", scenario.params, 5)
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
    keep("result")
    app.act("comfort", "press")
    keep("comfort")
