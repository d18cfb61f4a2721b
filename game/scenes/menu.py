"""Pause and Comfort: short lists of choices over a quiet ground."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assets.texts import next_language
from game.scenes.frame import Quiet, dimmed, done
from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Rect, Screen, Shape, Text
from game.screen.scene import ALOUD, STAY, Comfort, Look, Next
from game.screen.steps import Step

SIZES = (1.0, 1.25, 1.5, 2.0)
SOUNDS = ((False, False), (True, False), (True, True))
"""What is heard: nothing, what happens, and the quiet air of the workshop with it."""
SPEEDS = ("no", *ALOUD)
LOUD = (40, 70, 100)
A_PAGE = 5
"""As many settings with large words stand on one page."""
ROWS = ("text", "language", "aloud", "loud", "contrast", "motion", "sound", "voice", "easy", "clock")
"""The settings of the comfort menu."""


SEEN = 80.0
"""How far the answers of the pause go down where it says what the adviser sees."""
SeenCauses = Callable[[], Sequence[str] | None]


class Pause(Quiet):
    """Go on, change comfort, leave the workshop, or stop here and keep or erase what was done.

    `returns`: the person shared something another day, which this does not erase. `again`: what is under way is not
    recorded, and will be done anew by who comes back with their code. `seen`: the causes that whoever looks after the
    room sees of this seat now, None where nobody does.
    """

    def __init__(
        self, seen: SeenCauses = lambda: None, *, keeps: bool = False, leaves: bool = False, returns: bool = False, again: bool = False
    ) -> None:
        self.seen = seen
        self.says = {"stop": "pause.stop_today"} if returns else {}
        if again:
            self.says["stop_keep"] = "pause.stop_keep_again"
        self.answers = ("go_on", "comfort", *(("hangar",) if leaves else ()), *(("stop_keep",) if keeps else ()), "stop")

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("pause.title"), pausable=False)
        ids = self.answers
        causes = self.seen()
        # What the adviser sees stands above them, and has the room it takes.
        top = (look.height + 86 - 136 * len(ids)) / 2 + (SEEN if causes is not None else 0)
        nodes = [
            kit.button(
                look, id, look.t(self.says.get(id, f"pause.{id}")), Rect(510, top + 136 * n, 900, 112), size=32,
                style="primary" if id == "go_on" else "ghost" if id == "stop" else "secondary",
                shortcut="escape" if id == "go_on" else "",
            )
            for n, id in enumerate(ids)
        ]  # fmt: skip
        seen = [_seen_node(look, causes, top)] if causes is not None else []
        say = " ".join((look.t("pause.say"), *(node.spoken for node in seen)))
        return Screen(
            "pause", look.t("pause.title"), (*seen, *nodes, *_bar_nodes(bar[1])), dimmed(190), bar[0],
            say=say, focus_first="go_on",
        )  # fmt: skip

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.PAUSE, node) if action == "press" and node in self.answers else STAY


def _seen_node(look: Look, causes: Sequence[str], low: float) -> Node:
    """What the adviser sees of this seat, between the bar and `low`: no answer, no score."""
    what = ", ".join(look.t(f"pause.seen.{cause}") for cause in causes) or look.t("pause.seen.nothing")
    says = look.t("pause.sees", what=what)
    wide = 1728.0 if kit.large(look) else 1200.0
    room = Rect(960 - wide / 2, kit.BAR + 16, wide, low - kit.BAR - 32)
    if not kit.large(look):
        room = Rect(room.x, room.y + room.h - 120, room.w, 120)
    inside = room.inset(12)
    size = kit.fitted(look, says, 26, (inside.w, inside.h))
    high = look.line_height(size) * len(look.wrap(says, size, inside.w))
    words, _ = kit.paragraph(
        look, inside.x, inside.y + (inside.h - high) / 2, inside.w, says, size, colour="white", anchor="centre"
    )
    return Node("seen", "status", says, room, (Box(room, "ink", 16, alpha=215), *words), spoken=says)


class ComfortMenu(Quiet):
    """Ten settings, each a row that says its name and how it stands; what changes is the way in, never the task.

    With large words each row has the width of the screen, a few a page. `checks`: nobody has begun, and the seat may be
    looked at.
    """

    def __init__(self, *, checks: bool = False) -> None:
        self.page = 0
        self.checks = checks

    def screen(self, look: Look) -> Screen:
        bar = kit.top_bar(look, look.t("comfort.title"), pausable=False)
        c = look.comfort
        turned = {
            "contrast": c.contrast, "motion": c.reduced_motion, "voice": c.voice, "easy": c.easy, "clock": c.clock,
        }  # fmt: skip
        values: list[tuple[str, str, bool | None]] = [
            ("text", f"{round(c.text_scale * 100)} %", None), ("language", look.t("comfort.this_language"), None),
            ("aloud", look.t(f"comfort.aloud.{c.aloud or 'no'}"), None), ("loud", look.t(f"comfort.loud.{c.loud}"), None),
        ]  # fmt: skip
        heard = look.t(f"comfort.sound.{'no' if not c.sound else 'air' if c.air else 'yes'}")
        values += [(id, look.t("comfort.yes" if on else "comfort.no"), on) for id, on in turned.items()]
        values.insert(ROWS.index("sound"), ("sound", heard, None))
        if kit.large(look):
            nodes = self._page(look, values)
        else:
            nodes = [
                _row(look, id, value, on, Rect(96 + n % 2 * 876, 108 + n // 2 * 156, 852, 146))
                for n, (id, value, on) in enumerate(values)
            ]
        nodes.append(
            kit.button(look, "go_on", look.t("common.go_on"), Rect(660, 896, 600, 112), style="primary", size=34, shortcut="escape")
        )
        if self.checks:
            label = look.t("comfort.seat")
            nodes.append(kit.button(look, "seat", label, Rect(1284, 896, 540, 112), style="dark", size=26))
        return Screen(
            "comfort", look.t("comfort.title"), (*nodes, *_bar_nodes(bar[1])), dimmed(190), bar[0],
            say=look.t("comfort.say"), focus_first=nodes[0].id,
        )  # fmt: skip

    def _page(self, look: Look, values: list[tuple[str, str, bool | None]]) -> list[Node]:
        """The rows of a page, one below the other, and what turns it."""
        pages = -(-len(values) // A_PAGE)
        at = self.page % pages
        shown = values[at * A_PAGE : (at + 1) * A_PAGE]
        nodes = [_row(look, *row, Rect(96, 100 + n * 158, 1728, 152)) for n, row in enumerate(shown)]
        label = look.t("comfort.more", n=at + 1, all=pages)
        return [*nodes, kit.button(look, "more", label, Rect(96, 896, 540, 112), style="dark", size=26)]

    def act(self, node: str, action: str = "press") -> Next:
        self.page += action == "press" and node == "more"
        if action == "press" and node == "seat" and not self.checks:
            return STAY
        return done(Step.COMFORT, node) if action == "press" and node in (*ROWS, "go_on", "seat") else STAY


def _bar_nodes(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Those of the top bar, but for Comfort, which these screens hold or are."""
    return tuple(n for n in nodes if n.id != "comfort")


def _row(look: Look, id: str, value: str, on: bool | None, rect: Rect) -> Node:
    """A setting: its name, what it does, and its state as a word and as a switch."""
    name, why = look.t(f"comfort.{id}"), look.t(f"comfort.{id}_why")
    shapes: list[Shape] = [*kit.card(rect)]
    large = kit.large(look)
    room = rect.w - (460 if large else 300)
    size = kit.fitted(look, name, 30, (room, 84 if look.comfort.text_scale > 1 else 44), True)
    head, y = kit.paragraph(look, rect.x + 34, 0, room, name, size, bold=True)
    small = kit.fitted(look, why, 22, (room, rect.h - (8 if large else 28) - y))
    _, bottom = kit.paragraph(look, rect.x + 34, y + 2, room, why, small, colour="steel")
    top = rect.y + (rect.h - bottom) / 2
    head, y = kit.paragraph(look, rect.x + 34, top, room, name, size, bold=True)
    text, _ = kit.paragraph(look, rect.x + 34, y + 2, room, why, small, colour="steel")
    shapes += [*head, *text, *_state(look, value, on, rect)]
    state = ("checked",) if on else ()
    said = f"{name} : {value}. {why}"
    role = "button" if on is None else "toggle"
    return Node(id, role, name, rect, tuple(shapes), ("press",), value=value, state=state, spoken=said)


def _state(look: Look, value: str, on: bool | None, rect: Rect) -> list[Shape]:
    x, y = rect.x + rect.w - 238, rect.centre[1]
    size = look.px(26) if kit.large(look) else min(34.0, look.px(26))
    if on is None:
        pill = Rect(x - 150, y - 42, 356, 84) if kit.large(look) else Rect(x, y - 38, 206, 76)
        fits = kit.fitted(look, value, 28, (pill.w - 20, pill.h - 12), True)
        high = look.line_height(fits) * len(look.wrap(value, fits, pill.w - 20, True))
        words, _ = kit.paragraph(look, pill.x + 10, y - high / 2, pill.w - 20, value, fits, colour="white", bold=True, anchor="centre")
        return [Box(pill, "slate", 38), *words]
    track = Rect(x + 88, y - 34, 118, 68)
    knob = track.x + (track.w - 34 if on else 34)
    return [
        Box(track, "green" if on else "alu_dark", 34), Circle(knob, y, 26, "white"),
        Text(x + 72, y - size * 0.66, value, size, "ink", True, "right"),
    ]  # fmt: skip


def _sound(c: Comfort) -> Comfort:
    sound, air = SOUNDS[(SOUNDS.index((c.sound, c.sound and c.air)) + 1) % len(SOUNDS)]
    return replace(c, sound=sound, air=air)


def changed(comfort: Comfort, row: str) -> Comfort:
    """The comfort after one press on a row of its menu. Raises KeyError for what is no row."""
    turned: dict[str, Callable[[Comfort], Comfort]] = {
        "text": lambda c: replace(c, text_scale=SIZES[(SIZES.index(c.text_scale) + 1) % len(SIZES)]),
        "language": lambda c: replace(c, language=next_language(c.language)),
        "contrast": lambda c: replace(c, contrast=not c.contrast),
        "motion": lambda c: replace(c, reduced_motion=not c.reduced_motion),
        "sound": _sound,
        "voice": lambda c: replace(c, voice=not c.voice),
        "aloud": lambda c: replace(c, aloud=SPEEDS[(SPEEDS.index(c.aloud or "no") + 1) % len(SPEEDS)]),
        "loud": lambda c: replace(c, loud=LOUD[(LOUD.index(c.loud) + 1) % len(LOUD)]),
        "easy": lambda c: replace(c, easy=not c.easy),
        "clock": lambda c: replace(c, clock=not c.clock),
    }
    return turned[row](comfort)
