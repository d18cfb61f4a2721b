"""What lies at hand at the rotor: the lamp's two ways, rule and zero, the hold, the mark, the blades before and after."""

import math
from collections.abc import Sequence
from dataclasses import replace

from game.mechanics.inspect.seen import InspectSeen
from game.screen import kit
from game.screen.motion import Play, eased
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

TRAY = Rect(486, 876, 806, 170)
TRAY_LARGE = Rect(486, 874, 806, 196)
"""With large words it reaches lower, where the note of the sheet leaves it the room."""
TOOLS = (("less", "1"), ("more", "2"), ("rule", "3"), ("zero", "4"), ("lock", "5"), ("start", "6"), ("prior", "8"), ("on", "9"))
"""What lies at hand, and the key of each."""
LAMP_WAYS = ("less", "more")
GOES_ON = ("press", "again")
"""The lamp goes on as long as its key is down."""
MEASURING = ("rule", "zero")
"""What there is to measure with: it comes with the lens."""


def _icon(name: str, seen: InspectSeen) -> list[Shape]:
    """Each thing of the tray drawn as what it is, about (0, 0)."""
    if name in ("less", "more"):
        way = -1 if name == "less" else 1
        return [Picture("lamp_head", Rect(-34, -34, 68, 68), angle=way * 36), Line(((way * 30, 26), (way * 46, 8)), "warm_light", 4), Line(((way * 34, 6), (way * 47, 7), (way * 46, 21)), "warm_light", 4)]
    if name == "rule":
        ticks = [Line(((-34 + 8.5 * k, -14), (-34 + 8.5 * k, -2 if k % 4 else 4)), "ink", 2) for k in range(9)]
        return [Box(Rect(-44, -15, 88, 32), "alu_light", 4, "ink", 2), *ticks]
    if name == "zero":
        return _zero_mark(seen)
    if name == "lock":
        up = 0 if seen.locked else 9
        return [Box(Rect(-24, -4, 48, 34), "amber" if seen.locked else "steel", 7, "ink", 2), Line(((-14, -4), (-14, -20 - up), (-6, -28 - up), (6, -28 - up), (14, -20 - up), (14, -4 if seen.locked else -14 - up)), "alu_light", 6)]
    if name == "start":
        return [Poly(((-30, 18), (18, -26), (32, -12), (-16, 30)), "white"), Poly(((-30, 18), (-16, 30), (-38, 34)), "alu_mid"), Box(Rect(2, 24, 44, 10), "white", 5)]
    way = -1 if name == "prior" else 1
    return [Line(((-way * 12, -24), (way * 14, 0), (-way * 12, 24)), "white", 8)]


def _zero_mark(seen: InspectSeen) -> list[Shape]:
    """The stop above, the rule below with its 0: under the stop, or a little beside it."""
    off = min(60.0, 2.4 * math.sqrt(seen.slip_um))
    return [kit.scaled(s, 0.56, -14, -2) for s in zero_drawn(0, 0, off, 104, due=seen.zero_due)]


CALLS_R, CALLS_MS = 21.0, 420
"""How large the « ! » of a thing at hand is, and for how long it moves as it comes."""


def calling(rect: Rect, k: float = 1.0) -> list[Shape]:
    """The « ! » of a thing at hand, on its upper edge, `k` times as large."""
    return zero_due(rect.x + rect.w - 8, rect.y - 6, CALLS_R * k)


def called(play: Play, ms: float) -> list[Shape]:
    """The « ! » as it comes: large, then as it stays, once."""
    before, now = (next((n for n in screen.nodes if n.id == "zero:"), None) for screen in (play.was, play.now))
    if now is None or ms >= CALLS_MS or not _calls(now) or (before is not None and _calls(before)):
        return []
    return calling(now.rect, 1 + 1.6 * (1 - eased(ms / CALLS_MS)))


def _calls(node: Node) -> bool:
    return any(isinstance(s, Text) and s.text == "!" for s in node.shapes)


def zero_ink(off: float, *, due: bool) -> str:
    """The colour of the line of the 0: green under its stop, orange once it is to be set again, plain on the way there."""
    return "signal" if due else "steel" if off else "green"


def zero_drawn(x: float, y: float, off: float, wide: float, *, due: bool) -> list[Shape]:
    """The stop, a dark block that stands still, and the scale of the rule below it, whose 0 has gone `off` from it."""
    shapes: list[Shape] = [Box(Rect(x - 34, y, wide, 66), "mist", 8, "black", 3)]
    ends = x - 34 + wide - 8
    shapes += [Line(((x + off + 26 * k, y), (x + off + 26 * k, y + 20)), "ink", 4) for k in range(1, 20) if x + off + 26 * k < ends]
    shapes += [Text(x + off, y + 30, "0", 30, "ink", True, "centre"), Poly(((x - 20, y - 46), (x + 20, y - 46), (x + 20, y - 22), (x, y - 4), (x - 20, y - 22)), "alu_mid")]
    return [*shapes, Line(((x + off, y - 2), (x + off, y + 32)), zero_ink(off, due=due), 8)]


def zero_due(x: float, y: float, r: float) -> list[Shape]:
    """A « ! » in a disc: the zero is to be set again."""
    return [Circle(x, y, r, "signal", "white", 2), Text(x, y - r * 0.86, "!", r * 1.4, "ink", True, "centre")]


ZERO_NEAR = Rect(TRAY.x + 130, TRAY.y + 4, 430, 160)


def zero_near(look: WorkshopWords, seen: InspectSeen) -> Node:
    """The rule seen near while its zero is learnt: the stop stands still, the 0 has gone from it or comes back.

    Who touches the scale itself sets it too: nothing that is looked at so near is deaf.
    """
    drawn = [kit.scaled(s, 1.3, TRAY.x + 190, TRAY.y + 66) for s in zero_drawn(0, 0, min(60.0, seen.slip_um / 20), 310, due=seen.zero_due)]
    return Node("zero:near", "tool", look.t("tray.zero"), ZERO_NEAR, (Box(Rect(TRAY.x + 8, TRAY.y + 8, 566, TRAY.h - 16), "ink", 18), *drawn), ("press",))


def tray(
    look: WorkshopWords, seen: InspectSeen, lensed: bool, worded: bool, freed: bool = False, quiet: bool = False
) -> Parts:  # fmt: skip
    """Eight things on two rows: the sign at the left, its name, its key; rule and zero once there is something to measure.

    `quiet`: nothing was done at this rotor yet: the way back to another blade is not there. `freed`: the rotor is on its way by a blade, so what holds it is open until it has come to rest.
    """
    freed = freed and seen.locked
    seen = replace(seen, locked=False) if freed else seen
    nodes = []
    tray = TRAY_LARGE if kit.large(look) else TRAY
    w, h = (tray.w - 58) / 4, (tray.h - 38) / 2
    places = [Rect(tray.x + 14 + n % 4 * (w + 10), tray.y + 14 + n // 4 * (h + 10), w, h) for n in range(len(TOOLS))]
    for rect, (name, key) in zip(places, TOOLS, strict=True):
        if (name in MEASURING and not lensed) or (name == "prior" and quiet):
            continue
        label = look.t("tray.freed") if freed and name == "lock" else _label(look, seen, name)
        lit = (name == "on" and worded) or (name == "lock" and seen.locked)
        beside = [look.t(f"tray.{way}") for way in LAMP_WAYS] if name in LAMP_WAYS else [label]
        node = _slot(look, name, label, rect, key, _icon(name, seen), beside, on=name == "lock" and seen.locked, lit=lit)
        nodes.append(replace(node, shapes=(*node.shapes, *calling(rect))) if name == "zero" and seen.zero_due else node)
    # Each thing has its bed, also while it is not there yet: what comes is seen to come into a place of its own.
    beds = (Box(rect, "tarmac", 16, alpha=150) for rect in places)
    ground = (Box(Rect(tray.x + 5, tray.y + 9, tray.w, tray.h), "black", 24, alpha=120), Box(tray, "ink", 24, "rim", 2), *beds)
    return ground, tuple(nodes)


def _label(look: WorkshopWords, seen: InspectSeen, name: str) -> str:
    """What a thing is called now: the hold by whether it holds, the ways on by their blade, the zero by whether it is due."""
    now = seen.in_hand()
    if name in ("prior", "on") and now is not None:
        ids = [b.id for b in seen.blades]
        return look.t("blade", n=seen.blades[(ids.index(now.id) + (1 if name == "on" else -1)) % len(ids)].n)
    if name == "zero" and seen.kind == "work" and seen.zero_due:
        return look.t("tray.zero_due")
    return look.t("tray.locked" if name == "lock" and seen.locked else f"tray.{name}")


def _slot(
    look: WorkshopWords, name: str, label: str, rect: Rect, key: str, icon: Sequence[Shape], beside: Sequence[str], *,
    on: bool, lit: bool,
) -> Node:  # fmt: skip
    """A thing at hand. `beside`: the words of those it belongs with, which are as large."""
    # Words take the room: the sign stands above its key.
    large, turns = kit.large(look), name in ("prior", "on")
    left, room = (58, rect.w - 64) if large else (76, rect.w - 84)
    size = min(kit.fitted(look, words, 22, (room, rect.h - (2 if large else 8)), True) for words in beside)
    size = size if large or not turns else min(size, 22 * room / max(room, look.width(label, 22, True)))
    lines = look.wrap(label, size, room, True)
    top = rect.centre[1] - look.line_height(size) * len(lines) / 2
    k, x, y = (0.5, rect.x + 30, rect.y + 22) if large else (0.58, rect.x + 38, rect.y + 21)
    cap = Rect(rect.x + 14, rect.y + rect.h - 37, 32, 32) if large else Rect(rect.x + 26, rect.y + rect.h - 26, 24, 22)
    big = 25.0 if large else 19.0
    shapes = (
        Box(rect, "slate", 16, "warm_light" if lit else "rim", 4 if lit else 2), *(kit.scaled(s, k, x, y) for s in icon),
        *kit.paragraph(look, rect.x + left, top, room, label, size, colour="white", bold=True)[0],
        *kit.cap_at(look, cap, key, big),
    )  # fmt: skip
    return Node(f"{name}:", "tool", label, rect, shapes, GOES_ON if name in LAMP_WAYS else ("press",), state=("checked",) if on else (), spoken=kit.spoken_name(look, label, key), shortcut=key)
