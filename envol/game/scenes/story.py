"""The scenes around the exercise: welcome, briefing, before the exercise, what was shown, pause and comfort."""

from dataclasses import replace

from envol.game import kit
from envol.game.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from envol.game.scene import STAY, Comfort, Effect, Look, Next
from envol.scoring.types import Profile

HANGAR = Picture("hangar", Rect(0, 0, 1920, 1080))
SIZES = (1.0, 1.25, 1.5, 2.0)


def done(scene: str, choice: str = "") -> Next:
    """Tell the composition root that a scene has ended, and how."""
    return Next(effects=(Effect("done", (("scene", scene), ("choice", choice))),))


class Quiet:
    """A scene with nothing to drag, no key of its own and no time."""

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        return STAY

    def key(self, name: str) -> Next:
        return STAY

    def advance(self, ticks: int) -> Next:
        return STAY


class Welcome(Quiet):
    """The hangar at dawn, and one thing to press."""

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
        spoken = Node("nadia", "status", says, bubble, (), spoken=says)
        return Screen(
            "welcome", look.t("welcome.title"), (spoken, enter, language, *bar[1]), (HANGAR, *_floor(look)), (*decor, *bar[0]),
            say=says, focus_first="enter",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action == "press" and node in ("enter", "language"):
            return done("welcome", node)
        return STAY


def _floor(look: Look) -> tuple[Shape, ...]:
    """What lies below the picture on a screen taller than 16:9."""
    return (Box(Rect(0, 1079, 1920, look.height - 1079), "alu_mid"),) if look.height > 1081 else ()


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


class Result(Quiet):
    """What was shown, in statements with their margin: designed for the honest state after one workshop."""

    def __init__(self, profile: Profile, labels: dict[str, dict[str, str]]) -> None:
        self.profile = profile
        self.labels = labels

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("result.title"), pausable=False)
        card = Rect(96, 120, 1728, 800)
        decor: list[Shape] = [*kit.card(card, fill="paper", radius=26)]
        nodes: list[Node] = []
        sub, y = kit.paragraph(look, 136, 140, 1640, look.t("result.sub"), 24, colour="steel")
        decor += sub
        observed = [m for m in self.profile.measured if m.n_observed]
        step = (card.y + card.h - 90 - y) / max(1, len(observed))
        for m in observed:
            label = self.labels[look.comfort.language][m.habilete]
            key = (
                f"result.level{m.level}"
                if m.statement == "shown"
                else "result.not_yet"
                if m.statement == "not_yet"
                else "result.confirm"
            )
            said = look.t(key)
            top = y + 12
            decor.append(Text(136, top, label, min(look.px(26), step * 0.42), "ink", True))
            decor.append(Text(136, top + min(look.px(32), step * 0.45), said, min(look.px(22), step * 0.36), "steel"))
            decor += _margin(1130, top + step / 2 - 26, 640, (m.low, m.mean, m.high))
            nodes.append(
                Node(f"m:{m.habilete}", "text", label, Rect(120, top, 1680, step - 8), (), spoken=f"{label}. {said}")
            )
            y += step
        kept = sum(state.startswith("kept") for _, state in self.profile.gates)
        foot = look.t("result.gates", kept=kept, n=len(self.profile.gates)) + ".  " + look.t("result.margin")
        line, _ = kit.paragraph(look, 136, card.y + card.h - 64, 1640, foot, 22)
        decor += line
        end = kit.button(look, "end", look.t("result.end"), Rect(690, 944, 540, 96), style="primary", size=32)
        return Screen(
            "result", look.t("result.title"), (*nodes, end, *bar[1]), (HANGAR, Box(Rect(0, 86, 1920, 1200), "ink", alpha=150)),
            (*decor, *bar[0]), say=look.t("result.sub"), focus_first="end",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done("result", "end") if node == "end" and action == "press" else STAY


def _margin(x: float, y: float, w: float, span: tuple[float, float, float]) -> list[Shape]:
    """A track of four bands, filled to the estimate, with the 95 % margin as a black line under it. Scale -3 to 3."""
    low, mean, high = (min(1.0, max(0.0, (v + 3) / 6)) for v in span)
    shapes: list[Shape] = [Box(Rect(x, y, w, 22), "mist", 11), Box(Rect(x, y, max(22, w * mean), 22), "sky", 11)]
    shapes += [Box(Rect(x + w * (cut + 3) / 6 - 2, y, 4, 22), "white") for cut in (-0.9, 0.1, 1.1)]
    shapes += [Line(((x + w * low, y + 34), (x + w * high, y + 34)), "ink", 5), Circle(x + w * mean, y + 34, 7, "ink")]
    return shapes


class Menu(Quiet):
    """A short list of choices over a quiet ground: pause, comfort."""

    def __init__(self, name: str) -> None:
        self.name = name

    def choices(self, look: Look) -> list[tuple[str, str]]:
        c = look.comfort
        if self.name == "pause":
            return [(id, look.t(f"pause.{id}")) for id in ("go_on", "comfort", "stop")]

        def yes(value: bool) -> str:
            return look.t("comfort.yes" if value else "comfort.no")

        return [
            ("text", look.t("comfort.text", value=round(c.text_scale * 100))),
            ("contrast", look.t("comfort.contrast", value=yes(c.contrast))),
            ("language", look.t("comfort.language")),
            ("go_on", look.t("common.go_on")),
        ]

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t(f"{self.name}.title"), pausable=False)
        nodes = [
            kit.button(look, id, label, Rect(560, 220 + 130 * n, 800, 104), style="primary" if id == "go_on" else "secondary", size=30)
            for n, (id, label) in enumerate(self.choices(look))
        ]  # fmt: skip
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
    if choice == "contrast":
        return replace(comfort, contrast=not comfort.contrast)
    if choice == "language":
        return replace(comfort, language="en" if comfort.language == "fr" else "fr")
    return comfort
