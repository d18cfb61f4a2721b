"""Where and when could I work: three optional questions, skipped in one key."""

from game.scenes.frame import Quiet, done, quiet_screen
from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.offers import area_name, asked_areas

SHIFTS = ("day", "shifts_2x8", "shifts_3x8", "nights", "weekends")
TRAVEL = ("near", "around", "anywhere")


class Wishes(Quiet):
    """Everything is a toggle; nothing chosen means nothing said, and never counts against anybody."""

    def __init__(self) -> None:
        self.questions = {"areas": asked_areas(), "shifts": SHIFTS, "travel": TRAVEL}
        self.chosen: dict[str, list[str]] = {question: [] for question in self.questions}

    def screen(self, look: Look) -> Screen:
        nodes: list[Node] = []
        decor: list[Shape] = []
        for n, (question, options) in enumerate(self.questions.items()):
            column = Rect(96 + n * 588, 118, 552, 760)
            decor += kit.card(column, fill="paper")
            text = look.t(f"wishes.{question}")
            size = kit.fitted(look, text, 28, (column.w - 56, 92), True)
            head, _ = kit.paragraph(look, column.x + 28, column.y + 22, column.w - 56, text, size, bold=True)
            nodes.append(
                Node(f"q:{question}", "text", text, Rect(column.x, column.y, column.w, 116), head, spoken=text)
            )
            for k, option in enumerate(options):
                rect = Rect(column.x + 24, column.y + 130 + k * 102, column.w - 48, 90)
                nodes.append(self._option(look, question, option, rect))
        nodes += [
            kit.button(look, "skip", look.t("wishes.skip"), Rect(96, 914, 640, 100), size=28, shortcut="s"),
            kit.button(look, "go", look.t("wishes.go"), Rect(1184, 914, 640, 100), style="primary", size=32),
        ]
        return quiet_screen(look, "wishes", nodes, decor, say=look.t("wishes.say"), focus="go")

    def _option(self, look: Look, question: str, option: str, rect: Rect) -> Node:
        on = option in self.chosen[question]
        text = area_name(option) if question == "areas" else look.t(f"wishes.{option}")
        size = kit.fitted(look, text, 24, (rect.w - 96, rect.h - 12), True)
        lines = look.wrap(text, size, rect.w - 96, True)
        y = rect.centre[1] - len(lines) * look.line_height(size) / 2
        shapes: list[Shape] = [Box(rect, "signal_soft" if on else "white", 18, "signal" if on else "mist", 4)]
        box = Rect(rect.x + 20, rect.centre[1] - 20, 40, 40)
        shapes += kit.check_mark(box.centre[0], box.centre[1], 22) if on else (Box(box, "white", 10, "steel", 3),)
        shapes += [
            Text(rect.x + 80, y + k * look.line_height(size), line, look.px(size), "ink", True)
            for k, line in enumerate(lines)
        ]
        return Node(
            f"wish:{question}:{option}", "toggle", text, rect, tuple(shapes), ("press",), state=("checked",) if on else (),
            spoken=text,
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node == "skip":
            self.chosen = {question: [] for question in self.questions}
            return done(Step.WISHES, "go")
        if node == "go":
            return done(Step.WISHES, "go")
        if node.startswith("wish:"):
            _, question, option = node.split(":")
            chosen = self.chosen[question]
            if question == "travel":
                self.chosen[question] = [] if option in chosen else [option]
            elif option in chosen:
                chosen.remove(option)
            else:
                chosen.append(option)
        return STAY
