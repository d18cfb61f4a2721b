"""The scenes around the exercise: welcome, briefing, before the exercise, what was shown, pause and comfort."""

from dataclasses import replace
from typing import Any

from envol.game import kit
from envol.game.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from envol.game.scene import STAY, Comfort, Look, Next
from envol.game.scenes.frame import HANGAR, Quiet, done, floor

SIZES = (1.0, 1.25, 1.5, 2.0)


class Welcome(Quiet):
    """The hangar at dawn, and one thing to press; the way back in by a code when a run was cut short."""

    def __init__(self, resumable: bool = False) -> None:
        self.resumable = resumable

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("welcome.title"), pausable=False)
        says = look.t("welcome.says")
        height = 250.0 if look.comfort.text_scale < 1.5 else 420.0
        bubble = Rect(262, 1056 - height, 980, height)
        words, _ = kit.speech(look, bubble, look.t("welcome.nadia"), says)
        pill = Rect(884, 350, 440, 104)
        decor: list[Shape] = [
            Line(((930, 450), (1208, 560)), "signal", 4, dashed=True), Circle(1208, 560, 10, "signal", "ink", 3),
            Picture("mentor_nadia", Rect(40, 846, 200, 200)), *words,
            Box(pill, "ink", 50, "signal", 5), Circle(938, 402, 34, "signal"),
            Box(Rect(922, 388, 32, 9), "white"), Box(Rect(932, 388, 12, 32), "white"),
        ]  # fmt: skip
        if look.comfort.text_scale <= 1.25:
            decor.append(Text(990, 368, look.t("welcome.workshop"), look.px(26), "white", True))
            decor.append(Text(990, 406, look.t("welcome.what"), look.px(20), "mist"))
        enter = kit.button(
            look, "enter", look.t("welcome.enter"), Rect(1290, 900, 590, 132), style="primary", size=36,
            hint=look.t("welcome.hint"),
        )  # fmt: skip
        language = kit.button(
            look, "language", look.t("welcome.language"), Rect(1290, 816, 290, 68), style="dark", size=24
        )
        more = [language]
        if self.resumable:
            more.append(
                kit.button(look, "resume", look.t("welcome.resume"), Rect(1600, 816, 280, 68), style="dark", size=24)
            )
        spoken = Node("nadia", "status", says, bubble, (), spoken=says)
        return Screen(
            "welcome", look.t("welcome.title"), (spoken, enter, *more, *bar[1]), (HANGAR, *floor(look)), (*decor, *bar[0]),
            say=says, focus_first="enter",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in ("enter", "language", "resume"):
            return done("welcome", node)
        return STAY


class Sheet(Quiet):
    """A mentor, a few paragraphs, one way on."""

    def __init__(self, name: str, keys: tuple[str, ...]) -> None:
        self.name = name
        self.keys = keys

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t(f"{self.name}.title"))
        card = Rect(420, 150, 1080, 860)
        decor: list[Shape] = [*kit.card(card, fill="paper"), Picture("mentor_karim", Rect(470, 190, 180, 180))]
        name, _ = kit.paragraph(look, 690, 230, 760, look.t("assemble.karim"), 26, colour="steel", bold=True)
        decor += name
        y = 410.0
        words = [look.t(key) for key in self.keys]
        for n, text in enumerate(words):
            size = 30.0 if len(words) < 2 else 27.0
            lines, bottom = kit.paragraph(look, 480, y, 960, text, size, bold=n == 1)
            if bottom > 890:
                break
            decor += lines
            y = bottom + 26
        spoken = " ".join(words)
        go = kit.button(look, "go", look.t(f"{self.name}.go"), Rect(680, 900, 560, 92), style="primary", size=30)
        read = Node("text", "text", spoken, card, (), spoken=spoken)
        return Screen(
            self.name, look.t(f"{self.name}.title"), (read, go, *bar[1]), (HANGAR, Box(Rect(0, 86, 1920, 1200), "ink", alpha=140)),
            (*decor, *bar[0]), say=spoken, focus_first="go",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done(self.name, "go") if node == "go" and action == "press" else STAY


class Menu(Quiet):
    """A short list of choices over a quiet ground: pause, comfort."""

    def __init__(self, name: str, *, keeps: bool = False) -> None:
        self.name = name
        self.keeps = keeps

    def choices(self, look: Look) -> list[tuple[str, str]]:
        """(id, label), the way on last."""
        c = look.comfort
        if self.name == "pause":
            ids = ("comfort", *(("stop_keep",) if self.keeps else ()), "stop", "go_on")
            return [(id, look.t(f"pause.{id}")) for id in ids]
        values = {
            "contrast": c.contrast, "motion": c.reduced_motion, "sound": c.sound, "voice": c.voice, "easy": c.easy,
            "clock": c.clock,
        }  # fmt: skip
        toggles = [
            (id, look.t(f"comfort.{id}", value=look.t("comfort.yes" if on else "comfort.no")))
            for id, on in values.items()
        ]
        return [
            ("text", look.t("comfort.text", value=round(c.text_scale * 100))),
            *toggles,
            ("language", look.t("comfort.language")),
            ("go_on", look.t("common.go_on")),
        ]

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t(f"{self.name}.title"), pausable=False)
        choices = self.choices(look)
        nodes = []
        for n, (id, label) in enumerate(choices):
            two = self.name == "comfort"
            rect = Rect(200 + n % 2 * 780, 160 + n // 2 * 144, 740, 116) if two else Rect(560, 220 + 136 * n, 800, 108)
            if id == "go_on" and two:
                rect = Rect(590, 160 + 4 * 144 + 40, 740, 116)
            nodes.append(kit.button(look, id, label, rect, style="primary" if id == "go_on" else "secondary", size=28))
        return Screen(
            self.name, look.t(f"{self.name}.title"), tuple(nodes), (HANGAR, Box(Rect(0, 86, 1920, 1200), "ink", alpha=170)),
            bar[0], say=look.t(f"{self.name}.title"), focus_first="go_on",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done(self.name, node) if action == "press" else STAY


def changed(comfort: Comfort, choice: str) -> Comfort:
    """The comfort after one press in its menu."""
    if choice == "text":
        return replace(comfort, text_scale=SIZES[(SIZES.index(comfort.text_scale) + 1) % len(SIZES)])
    if choice == "language":
        return replace(comfort, language="en" if comfort.language == "fr" else "fr")
    name = {"motion": "reduced_motion"}.get(choice, choice)
    turned: dict[str, Any] = {name: not getattr(comfort, name)}
    return replace(comfort, **turned)
