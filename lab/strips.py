"""Movements frame by frame, as strips of pictures to look at: what a window shows at given ms after an act."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from game.journey.journey import Journey
from game.mechanics.table import MECHANICS
from game.screen.nodes import Rect
from game.screen.steps import Step
from game.station.home import Home
from game.window.camera import Camera
from lab.pictures import lay_tools
from lab.robots import act_once
from scenarios.model import Scenario

WHOLE = Rect(0, 0, 1920, 1080)
BENCH = Rect(480, 86, 1040, 950)


FILMED: Mapping[str, tuple[int, ...]] = {
    "pick": (0, 40, 80, 120),
    "place": (0, 45, 90, 130, 165, 180, 230, 360),
    "head": (0, 20, 33, 80, 120, 160, 260, 345),
    "fod_fall": (0, 60, 120, 179),
    "tag": (0, 60, 120, 180, 300, 420, 480, 500),
}
"""Acts of the exercise that are filmed, with the ms of their frames."""


def write_strips(scenario: Scenario, language: str, folder: Path) -> None:
    """Write a strip of frames of each: acts at the bench, changes of screen, take-off, pass."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        try:
            _film(Journey(scenario, language, 5, home), scenario, folder)
        finally:
            home.close()


def _film(app: Journey, scenario: Scenario, folder: Path) -> None:
    camera = Camera(app)

    def keep(name: str, times: Sequence[int], part: Rect = WHOLE, *, ticks: bool = False) -> None:
        camera.strip(times, part, folder / f"{name}.png", tick=app.advance if ticks else None)

    for node in ("enter", "agree", "go"):
        app.act(node, "press")
        app.advance(1)
    lay_tools(app, lambda: None)
    camera.shoot(0)
    app.act("open", "press")
    keep("change", (0, 30, 55, 80, 110, 135, 160))
    app.go(Step.READY)
    camera.shoot(2000)
    app.go(Step.EXERCISE)
    keep("bench", (0, 30, 55, 80, 110, 135, 160))
    _work(app, scenario, camera, keep)
    app.go(Step.DEBRIEF)
    camera.shoot(camera.now_ms + 1000)
    for node in ("go", "end", "go"):
        app.act(node, "press")
        camera.shoot(camera.now_ms + 1000)
    camera.shoot(camera.now_ms + 1000)
    keep("takeoff", (0, 200, 400, 600, 1200, 1800, 2300, 2600, 3000, 3400), ticks=True)
    app.go(Step.BOARDING)
    camera.shoot(camera.now_ms + 1000)
    keep("pass", (0, 160, 320, 500, 700, 760, 820, 860), ticks=True)


def _work(app: Journey, scenario: Scenario, camera: Camera, keep: Callable[..., None]) -> None:
    """The expert's exercise, filmed at the first of each act that moves something."""
    player = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5)
    wanted = dict(FILMED)
    now = 10_000.0
    while (bench := app.at_work) is not None:
        known = len(bench.session.events)
        camera.shoot(now)
        act_once(player, bench.session)
        app.advance(1)
        for kind in {e.kind for e in bench.session.events[known:]} & wanted.keys():
            keep(kind, wanted.pop(kind), WHOLE if kind == "head" else BENCH)
        now += 1000.0
