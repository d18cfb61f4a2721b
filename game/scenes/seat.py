"""The seat's check, read on the seat itself: one thing a row, in words, with what to do."""

from typing import Protocol

from game.scenes.frame import Quiet, done, quiet_screen
from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from game.station.checkup import LEVELS, SeatFinding, sentence

ROWS, LARGE_ROWS = 6, 3
"""Rows of a page; fewer with large words."""
FILLS = {"wrong": "amber", "note": "sky", "fine": "mist"}
TOP, BOTTOM = 236.0, 880.0
WORST_FIRST = tuple(reversed(LEVELS))


class Checking(Protocol):
    """A check under way, as `game.station.seat_check.SeatCheck` is."""

    @property
    def findings(self) -> tuple[SeatFinding, ...]: ...

    @property
    def over(self) -> bool: ...

    def frame(self, seconds: float) -> None: ...

    def stop(self) -> None: ...


class SeatChecked(Quiet):
    """What was found so far, what must be mended first; a page at a time."""

    def __init__(self, check: Checking) -> None:
        self.check = check
        self.page = 0

    def screen(self, look: Look) -> Screen:
        over = self.check.over
        findings = sorted(self.check.findings, key=lambda finding: WORST_FIRST.index(finding.level))
        wrong = sum(finding.level == "wrong" for finding in findings)
        says = look.t("seat_check.running", n=len(findings))
        if over:
            says = look.t("doctor.some_wrong", n=wrong) if wrong else look.t("doctor.all_fine")
        each = LARGE_ROWS if kit.large(look) else ROWS
        pages = max(1, -(-len(findings) // each))
        at = self.page % pages
        head = Rect(96, 104, 1728, 112)
        size = kit.fitted(look, says, 34, (head.w - 80, head.h - 16), True)
        words, _ = kit.paragraph(look, head.x + 40, head.y + 10, head.w - 80, says, size, bold=True)
        nodes = [Node("says", "status", says, head, (*kit.card(head, fill="paper"), *words), spoken=says)]
        high = (BOTTOM - TOP) / each
        nodes += [
            _row(look, n, finding, Rect(96, TOP + n * high, 1728, high - 10))
            for n, finding in enumerate(findings[at * each : (at + 1) * each])
        ]
        if pages > 1:
            label = look.t("comfort.more", n=at + 1, all=pages)
            nodes.append(kit.button(look, "more", label, Rect(96, 896, 540, 112), style="dark", size=26))
        nodes.append(
            kit.button(look, "go_on", look.t("seat_check.back"), Rect(660, 896, 600, 112), style="primary", size=34,
                       shortcut="escape")
        )  # fmt: skip
        return quiet_screen(look, "seat_check", nodes, (), say=says, focus="go_on", pausable=False)

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        self.page += node == "more"
        if node == "go_on":
            self.check.stop()
            return done(Step.SEAT, "go_on")
        return STAY


def _row(look: Look, n: int, finding: SeatFinding, rect: Rect) -> Node:
    """A finding: how it stands as a word on its colour, and its sentence as large as it fits."""
    level, text = look.t(f"seat_check.{finding.level}"), sentence(finding, look.t)
    pill = Rect(rect.x + 20, rect.y + 14, 270 if kit.large(look) else 200, rect.h - 28)
    size = kit.fitted(look, level, 24, (pill.w - 16, pill.h - 8), True)
    high = look.line_height(size) * len(look.wrap(level, size, pill.w - 16, True))
    word, _ = kit.paragraph(look, pill.x + 8, pill.centre[1] - high / 2, pill.w - 16, level, size, bold=True,
                            anchor="centre")  # fmt: skip
    left = pill.x + pill.w + 24
    room = (rect.x + rect.w - 30 - left, rect.h - 16)
    size = kit.fitted(look, text, 26, room)
    high = look.line_height(size) * len(look.wrap(text, size, room[0]))
    words, _ = kit.paragraph(look, left, rect.centre[1] - high / 2, room[0], text, size)
    shapes: list[Shape] = [*kit.card(rect), Box(pill, FILLS[finding.level], 20), *word, *words]
    return Node(f"found:{n}", "text", text, rect, tuple(shapes), value=level, spoken=look.t("seat_check.row", level=level, says=text))
