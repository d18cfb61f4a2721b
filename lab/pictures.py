"""Every screen once, as a picture: what the expert robot meets from the welcome to the goodbye, without a key."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from export.files.whole import write_whole
from game.journey.journey import Journey
from game.mechanics.table import MECHANICS
from game.scenes.debrief import Debrief
from game.screen.navigate import reachable
from game.screen.nodes import Screen
from game.screen.steps import Step
from game.station.home import Home
from game.window.look import StaticLook
from game.window.offscreen import picture
from lab.robots import act_once
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


@dataclass(slots=True)
class _Album:
    """Pictures of a journey in the order in which they were taken, in a folder."""

    app: Journey
    folder: Path
    count: int = 0

    def keep(self, name: str) -> None:
        """The screen as it stands."""
        self.count += 1
        with tempfile.TemporaryDirectory() as place:
            drawn = Path(place) / f"{self.count:02d}-{name}.png"
            picture(self.app.screen, self.app.comfort, SIZE, drawn, keys=False)
            write_whole(self.folder / drawn.name, drawn.read_bytes(), private=False)

    def press(self, *nodes: str) -> None:
        """One after the other."""
        for node in nodes:
            self.app.act(node, "press")
            self.app.advance(1)


def _walk(app: Journey, scenario: Scenario, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    album = _Album(app, folder)
    _to_the_bench(album)
    app.go(Step.EXERCISE)
    _exercise(app, scenario, album.keep)
    _to_the_pass(album)
    _from_the_pass(album)


def _to_the_bench(album: _Album) -> None:
    keep, press = album.keep, album.press
    keep("welcome")
    press("enter")
    keep("agreement")
    press("agree")
    keep("code")
    press("go")
    lay_tools(album.app, lambda: keep("ease"))
    keep("hangar")
    press("open")
    keep("briefing")
    press("go")
    keep("intention")
    press("skip")
    keep("practice")


def _to_the_pass(album: _Album) -> None:
    app, keep, press = album.app, album.keep, album.press
    _developed(app)
    keep("debrief")
    press("moment:2", "watch")
    app.advance(150)
    keep("replay")
    press("back", "go")
    app.advance(30)
    keep("hangar-done")
    press("end")
    keep("wishes")
    press("go")
    app.advance(150)
    keep("takeoff")
    press("go")
    # Until the pass lies there printed.
    app.advance(300)
    keep("boarding")


def _developed(app: Journey) -> None:
    """Wait until each moment of the debrief has its picture: they come one a step."""
    look = StaticLook(app.comfort)
    assert isinstance(app.top, Debrief)
    wanted = {moment.tick for moment in app.top.moments if moment.watched}
    for _ in range(4 * len(wanted)):
        if wanted == app.top.stills.keys():
            return
        # They are laid out in a thread, after what was begun before.
        app.soon(lambda: None).get()
        app.advance(1)
        app.screen(look)


def _from_the_pass(album: _Album) -> None:
    keep, press = album.keep, album.press
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
    album.app.go(Step.ENTRY)
    keep("entry")


def waiting_tools(screen: Screen) -> list[str]:
    """The tools of the warm-up that still lie on the cloth, as the tree has them."""
    return [node.id.removeprefix("take:") for node in screen.nodes if node.id.startswith("take:")]


def lay_tools(app: Journey, half_way: Callable[[], None]) -> None:
    """Lay every tool of the warm-up, a second apart; `half_way` is called with a tool in the hand."""
    called, look = False, StaticLook(app.comfort)
    while app.step is Step.EASE:
        waiting = waiting_tools(app.screen(look))
        if waiting:
            app.act(f"take:{waiting[0]}", "press")
            app.advance(50)
            if not called and len(waiting) == 4:
                called = True
                half_way()
            app.act(f"slot:{waiting[0]}", "press")
        else:
            app.act("go", "press")
        app.advance(5)


def _exercise(app: Journey, scenario: Scenario, keep: Callable[[str], None]) -> None:
    """The expert's exercise: a picture of each kind of screen, when all of it can be reached and once in a gesture."""
    player = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5)
    met: set[str] = set()
    while (bench := app.at_work) is not None:
        if app.step is Step.PRACTICE:
            keep("chapter")
            app.answer(Step.PRACTICE, "done")
            continue
        shown = app.screen(StaticLook(app.comfort))
        name = shown.title if shown.id == "" else shown.id
        open_ = sorted({n.id.partition(":")[0] for n in reachable(shown)})
        key = f"{name}:{open_}:{shown.say}"
        if key not in met and (not shown.steers or _half_way(shown)):
            met.add(key)
            keep(name)
        act_once(player, bench.session)
        app.advance(1)


def _half_way(shown: Screen) -> bool:
    """Whether what is steered stands well away from its rest."""
    return any(n.id == shown.steers and n.value.isdigit() and int(n.value) > 500 for n in shown.nodes)
