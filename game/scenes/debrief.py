"""The debrief in the AFEST manner: facts on a timeline, how, why, expected and done side by side, what to try next."""

from collections.abc import Callable
from dataclasses import replace

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.shown import Moment
from game.screen import kit
from game.screen.navigate import BAR
from game.screen.nodes import Box, Circle, Line, Node, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next, Scene
from game.screen.steps import Step

MARKS = {"done": "green", "part": "sky", "open": "amber"}
HOW = ("order", "looked", "tried")


def clock(look: Look, tick: int) -> str:
    """Minutes and seconds since the exercise began, or the words for « not met »."""
    return look.t("debrief.never") if tick < 0 else f"{tick // 3000}:{tick // 50 % 60:02d}"


class Debrief(Quiet):
    """Left, the moments; right, the one chosen."""

    def __init__(self, moments: tuple[Moment, ...], *, may_retry: bool, intention: str = "") -> None:
        self.moments = moments
        self.may_retry = may_retry
        self.intention = intention
        self.at = 0
        self.how: dict[str, str] = {}

    def screen(self, look: Look) -> Screen:
        nodes = [self._line(look, n, m) for n, m in enumerate(self.moments)]
        decor: list[Shape] = [*kit.card(Rect(64, 112, 660, 790), fill="paper")]
        if len(self.moments) > 1:
            decor.append(Line(((112, 170), (112, 850)), "mist", 6))
        shapes, detail = self._detail(look, self.moments[self.at])
        buttons = [kit.button(look, "go", look.t("debrief.go"), Rect(1316, 930, 540, 104), style="primary", size=32)]
        if self.may_retry:
            buttons.append(
                kit.button(
                    look,
                    "again",
                    look.t("debrief.again"),
                    Rect(690, 930, 600, 104),
                    size=28,
                    hint=look.t("debrief.again_hint"),
                )
            )
        tried = [m for m in self.moments if m.state != "done"]
        following = look.t(f"debrief.next.{tried[0].rule}") if tried else look.t("debrief.next_none")
        if self.intention in ("look", "ask", "do"):
            following = look.t("debrief.intention", choice=look.t(f"intention.{self.intention}")) + " " + following
        next_rect = Rect(64, 924, 600, 120)
        inner = next_rect.inset(14)
        size = kit.fitted(look, following, 22, (inner.w, inner.h), True)
        high = len(look.wrap(following, size, inner.w, True)) * look.line_height(size)
        words, _ = kit.paragraph(look, inner.x, inner.centre[1] - high / 2, inner.w, following, size, bold=True)
        note = Node("next", "text", following, next_rect, (*kit.card(next_rect), *words), spoken=following)
        say = look.t("debrief.say", n=sum(m.state == "done" for m in self.moments), all=len(self.moments))
        return quiet_screen(look, "debrief", (*nodes, *detail, note, *buttons), (*decor, *shapes), say=say, focus="go")

    def _line(self, look: Look, n: int, moment: Moment) -> Node:
        step = 770 / len(self.moments)
        rect = Rect(76, 122 + n * step, 636, step - 8)
        text = look.t(f"fact.{moment.rule}")
        state = look.t(f"state.{moment.state}")
        y = rect.centre[1]
        shapes: list[Shape] = [Box(rect, "signal_soft" if n == self.at else "", 16)] if n == self.at else []
        shapes += [*mark(112, y, moment.state)]
        size = kit.fitted(look, text, 24, (rect.w - 190, rect.h - 10 - min(26, look.px(19)) * 1.3), True)
        words, below = kit.paragraph(look, 152, rect.y + 6, rect.w - 190, text, size, bold=True)
        shapes += [*words, Text(152, min(below, rect.y + rect.h - 30), state, min(26, look.px(19)), "steel")]
        shapes.append(
            Text(rect.x + rect.w - 16, y - 14, clock(look, moment.tick), min(26, look.px(20)), "steel", anchor="right")
        )
        said = f"{text}. {state}. {clock(look, moment.tick)}"
        return Node(
            f"moment:{n}",
            "choice",
            text,
            rect,
            tuple(shapes),
            ("press",),
            state=("current",) if n == self.at else (),
            spoken=said,
        )

    def _detail(self, look: Look, moment: Moment) -> tuple[list[Shape], list[Node]]:
        card = Rect(756, 112, 1100, 790)
        shapes: list[Shape] = [*kit.card(card, fill="paper")]
        nodes: list[Node] = []
        title = look.t(f"fact.{moment.rule}")
        head, y = kit.paragraph(look, 796, 134, 1020, title, kit.fitted(look, title, 32, (1020, 90), True), bold=True)
        shapes += head
        y += 14
        for k, (label, text) in enumerate(self._sides(look, moment)):
            rect = Rect(796 + k * 520, y, 500, 218)
            shapes.append(Box(rect, "white", 18))
            first, below = kit.paragraph(look, rect.x + 24, rect.y + 16, 452, label, 20, colour="steel", bold=True)
            size = kit.fitted(look, text, 24, (452, rect.y + rect.h - below - 16))
            then, _ = kit.paragraph(look, rect.x + 24, below + 4, 452, text, size)
            shapes += [*first, *then]
            nodes.append(Node(f"side:{k}", "text", text, rect, (), spoken=f"{label}. {text}"))
        why = look.t(f"debrief.why.{moment.rule}")
        rect = Rect(796, y + 236, 1020, 150)
        shapes += [Box(rect, "cloud", 18), Box(Rect(rect.x, rect.y + 18, 10, rect.h - 36), "signal", 5)]
        first, below = kit.paragraph(
            look, rect.x + 36, rect.y + 14, 940, look.t("debrief.why_head"), 20, colour="steel", bold=True
        )
        then, _ = kit.paragraph(
            look, rect.x + 36, below + 2, 940, why, kit.fitted(look, why, 24, (940, rect.y + rect.h - below - 10))
        )
        shapes += [*first, *then]
        nodes.append(Node("why", "text", why, rect, (), spoken=look.t("debrief.why_head") + " " + why))
        shapes.append(Text(796, rect.y + 166, look.t("debrief.how"), min(30, look.px(20)), "steel", True))
        for k, how in enumerate(HOW):
            on = self.how.get(moment.rule) == how
            place = Rect(796 + k * 344, rect.y + 202, 332, 68)
            nodes.append(
                kit.button(
                    look, f"how:{how}", look.t(f"debrief.how_{how}"), place, style="dark" if on else "plain", size=21
                )
            )
        if moment.tick >= 0:
            nodes.append(
                kit.button(
                    look,
                    "watch",
                    look.t("debrief.watch"),
                    Rect(1400, card.y + card.h - 84, 416, 68),
                    style="dark",
                    size=24,
                    shortcut=look.t("common.shortcut.watch"),
                )
            )
        return shapes, nodes

    def _sides(self, look: Look, moment: Moment) -> tuple[tuple[str, str], tuple[str, str]]:
        did = moment.told
        if moment.second:
            did += "\n" + look.t("debrief.second", told=moment.told_again)
        elif moment.state != "done":
            did += "\n" + look.t(f"debrief.did.{moment.state}")
        return (look.t("debrief.expected_head"), look.t(f"debrief.expected.{moment.rule}")), (
            look.t("debrief.did_head"),
            did,
        )

    def act(self, node: str, action: str = "press") -> Next:
        if action not in ("press", "focus"):
            return STAY
        if node.startswith("moment:"):
            self.at = int(node[7:])
        elif action == "focus":
            return STAY
        elif node.startswith("how:"):
            self.how[self.moments[self.at].rule] = node[4:]
        elif node == "watch":
            return done(Step.DEBRIEF, "watch", tick=self.moments[self.at].tick)
        elif node in ("go", "again"):
            return done(Step.DEBRIEF, node)
        return STAY


def mark(x: float, y: float, state: str) -> tuple[Shape, ...]:
    """Shape and colour together: a tick, a half disc, a ring."""
    if state == "done":
        return kit.check_mark(x, y, 20)
    if state == "part":
        return Circle(x, y, 20, "white", "sky", 5), Box(Rect(x - 10, y - 4, 20, 8), "sky", 4)
    return (Circle(x, y, 20, "white", "amber", 5),)


class Replay(Quiet):
    """A moment watched again: the same acts on the same workshop, nothing can be touched."""

    def __init__(self, scene: Scene, forward: Callable[[int], bool]) -> None:
        self.scene = scene
        self.forward = forward
        self.over = False

    def screen(self, look: Look) -> Screen:
        seen, title = self.scene.screen(look), look.t("replay.title")
        still = tuple(replace(n, actions=(), shortcut="", here="") for n in seen.nodes if n.id not in BAR)
        bar: tuple[Shape, ...] = (
            Box(Rect(0, 0, 1920, 86), "signal"),
            Text(32, 43 - min(46.0, look.px(34)) * 0.62, title, min(46.0, look.px(34)), "ink", True),
        )
        back = kit.button(
            look,
            "back",
            look.t("replay.over" if self.over else "replay.back"),
            Rect(1380, 9, 520, 68),
            style="secondary",
            size=26,
        )
        asks = (kit.hand_button(look, back.rect.x - 14),) if look.hand else ()
        return replace(
            seen, id="replay", title=title, nodes=(*still, *asks, back), decor=(*seen.decor, *bar), say=title,
            focus_first="back", steers="", enters="",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.REPLAY, "back") if node == "back" and action == "press" else STAY

    def advance(self, ticks: int) -> Next:
        if not self.over:
            self.over = not self.forward(ticks)
        return STAY
