"""The way a person goes through the game: a stack of scenes. Discovery: all playable, nothing written."""

import secrets

from envol.game.app_robots import measure
from envol.game.mechanics import MECHANICS
from envol.game.mechanics.assemble.scene import AssembleScene
from envol.game.nodes import Screen
from envol.game.scene import Comfort, Look, Next, Scene
from envol.game.scenes.story import Menu, Result, Sheet, Welcome, changed
from envol.game.session import Session
from envol.scenarios.model import Scenario
from envol.scenarios.reference import habiletes

RUNNING = ("practice", "exercise")


class Journey:
    """Implements `window.WindowApp`: routes what scenes say to the next scene."""

    def __init__(self, scenario: Scenario, language: str, seed: int | None = None) -> None:
        self.scenario = scenario
        self.comfort = Comfort(language=language)
        self.seed = seed
        self.running = True
        self.stack: list[Scene] = [Welcome()]

    @property
    def top(self) -> Scene:
        return self.stack[-1]

    def screen(self, look: Look) -> Screen:
        return self.top.screen(look)

    def act(self, node: str, action: str) -> None:
        if node == "pause" and action == "press":
            self.stack.append(Menu("pause"))
        elif node == "comfort" and action == "press" and not isinstance(self.top, Menu):
            self.stack.append(Menu("comfort"))
        else:
            self._go(self.top.act(node, action))

    def drag(self, node: str, x: float, y: float, stage: str) -> None:
        self._go(self.top.drag(node, x, y, stage))

    def key(self, name: str) -> None:
        self._go(self.top.key(name))

    def advance(self, ticks: int) -> None:
        self._go(self.top.advance(ticks))

    def quit_asked(self) -> None:
        """Closing the window in the middle opens the pause; there, or before anything began, it leaves."""
        if isinstance(self.top, (Welcome, Menu, Result)):
            self.running = False
        else:
            self.stack.append(Menu("pause"))

    def _go(self, following: Next) -> None:
        for effect in following.effects:
            data = dict(effect.data)
            self._done(str(data["scene"]), str(data.get("choice", "")))

    def _done(self, scene: str, choice: str) -> None:
        if scene in ("pause", "comfort"):
            self._menu(scene, choice)
        elif scene == "welcome" and choice == "language":
            self.comfort = changed(self.comfort, "language")
        elif scene == "welcome":
            keys = ("briefing.says", "briefing.trade", "briefing.day")
            self.stack = [Sheet("briefing", keys)]
        elif scene == "briefing":
            self.stack = [self._play("practice")]
        elif scene == "practice":
            self.stack = [Sheet("ready", ("ready.says",))]
        elif scene == "ready":
            self.begin_exercise()
        elif scene == "exercise":
            self.stack = [self._result()]
        else:
            self.stack = [Welcome()]

    def _menu(self, scene: str, choice: str) -> None:
        if choice == "go_on":
            self.stack.pop()
        elif choice == "comfort":
            self.stack.append(Menu("comfort"))
        elif choice == "stop":
            self.stack = [Welcome()]
        else:
            self.comfort = changed(self.comfort, choice)

    def begin_exercise(self) -> None:
        """Go straight to the exercise."""
        self.stack = [self._play("exercise")]

    def _play(self, phase: str) -> AssembleScene:
        seed = self.seed if self.seed is not None else secrets.randbelow(1 << 31)
        make = MECHANICS[self.scenario.head.mechanic].make
        task = make(self.scenario.params, seed, "first", phase=phase, clock=self.comfort.clock)
        return AssembleScene(Session(task), self.scenario.params, name=phase)

    def _result(self) -> Result:
        assert isinstance(self.top, AssembleScene)
        profile = measure(self.scenario, self.top.session, "mouse")
        labels = {language: {h.id: h.label(language) for h in habiletes()} for language in ("fr", "en")}
        return Result(profile, labels)
