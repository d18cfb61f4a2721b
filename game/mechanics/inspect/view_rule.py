"""The rule over what the lens shows, seen near: a line follows the hand, two points are set, the scale is read."""

from dataclasses import replace

from game.mechanics.inspect import view_blade
from game.mechanics.inspect.seen import InspectSeen, MarkSeen, RuleSeen
from game.mechanics.inspect.state import RULE_UM
from game.mechanics.inspect.view import NIGHT, readings
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.workshop import view_lever
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

NEAR = Rect(250, 130, 1080, 640)
MM = NEAR.w / (RULE_UM / 1000)
MIDDLE = NEAR.y + 268
EDGE = NEAR.y + 440
"""Where the rule begins."""
SIDE = Rect(1370, 130, 516, 400)
POINT = Rect(1370, 780, 516, 116)
LIVE = ("modal",)
METAL: tuple[Shape, ...] = (
    Box(NEAR.inset(-12), "ink", 34), Box(NEAR.inset(-6), "alu_dark", 30),
    Poly(((NEAR.x, NEAR.y), (NEAR.x + NEAR.w, NEAR.y), (NEAR.x + NEAR.w, NEAR.y + NEAR.h), (NEAR.x, NEAR.y + NEAR.h)), "steel", ramp=("slate", "steel", "alu_dark", "alu_mid", "alu_dark", "steel", "slate")),
    *(Line(((NEAR.x + 16, NEAR.y + 46 + 52 * k), (NEAR.x + NEAR.w - 16, NEAR.y + 52 + 52 * k)), "steel", 1.5) for k in range(7)),
)  # fmt: skip
GROUND: tuple[Shape, ...] = (*NIGHT, Box(Rect(0, 0, 1920, 1300), "black", alpha=140), *METAL)


def x_of(um: float) -> float:
    """A place of the near view (um) in design units."""
    return NEAR.x + um / 1000 * MM


def um_of(x: float) -> int:
    """The place (um) under a point of the screen, kept in the near view."""
    return max(0, min(RULE_UM, round((x - NEAR.x) / MM * 100) * 10))


def rule(
    look: WorkshopWords, seen: InspectSeen, bar: Parts, kept: Kept, read: tuple[int, ...] = (), asks: str = "", *, noted: bool = False,
) -> Screen | None:  # fmt: skip
    """Only the rule, the lamp and the top bar can be reached; None while the rule is not laid.

    `read`: the last readings (um) of the blade in hand; `asks`: what practice asks for after a reading, "" for nothing;
    `noted`: whether the record of the sheet has the readings of this step.
    """
    now = seen.rule
    if now is None:
        return None
    measured = now.second_um >= 0
    name = look.t("rule.near")
    near = Node("near", "handle", name, NEAR, (), ("press", "point"), state=LIVE, value=str(now.x_um), spoken=f"{name} {_said(look, now)}")
    nodes = [*(replace(n, state=LIVE) for n in bar[1]), near]
    for n, (id, key) in enumerate((("left", ""), ("right", ""), ("less", "1"), ("more", "2"))):
        rect = Rect(NEAR.x + n * 180 + (40 if n > 1 else 0), 804, 164, 92)
        nodes.append(kit.button(look, f"{id}:", look.t(f"rule.{id}"), rect, style="dark", size=22, state=LIVE, shortcut=key))
    # After a reading both ways stand alike: whether another one is due is what the sheet asks of the person.
    goes = measured and not asks
    away = kit.button(look, "away:", look.t("rule.away"), Rect(1370, 910, 516, 102), style="secondary", size=32, state=LIVE, shortcut="3", hint=look.t("press_here") if goes else "")
    point = kit.button(look, "set:", look.t("rule.again" if measured else "rule.second" if now.first_um >= 0 else "rule.first"), POINT, style="secondary" if goes else "primary", size=32, state=LIVE, hint="" if goes else look.t("press_here"))
    nodes += [point, away]
    own = (readings(look, read),) if read else ()
    told = (*own, asks or look.t("rule.help" if not measured else "rule.noted" if noted else "rule.after"))
    card = kept.get("rule card", (look, told, bool(own)), lambda: _card(look, told, own=bool(own)))
    nodes += [Node("read", "status", own[0], SIDE, (), state=LIVE, spoken=" ".join(told))] if own else []
    decor = (*drawn(look, now), *card, *bar[0])
    return Screen(
        "rule", look.t("title"), tuple(nodes), GROUND, decor, say=look.t("rule.help"), focus_first="away:" if goes else "set:", steers="near",
        enters="away:" if goes else "set:",
    )  # fmt: skip


def _said(look: WorkshopWords, now: RuleSeen) -> str:
    """Between which tenths the reading stands, for a voice."""
    if now.first_um < 0 or now.second_um < 0:
        return ""
    tenths = now.read_um() // 100
    low, high = (kit.decimal(look, n / 10) for n in (tenths, tenths + 1))
    return look.t("rule.said", low=low, high=high)


def _card(look: WorkshopWords, told: tuple[str, ...], *, own: bool) -> list[Shape]:
    """How one measures; above it, what was read, in figures (`own`: the first line). Large words take the height down to the buttons; the note begins where it ends on the screen."""
    side = Rect(SIDE.x, SIDE.y, SIDE.w, POINT.y - SIDE.y - 14) if kit.large(look) else SIDE
    title = look.t("rule.title")
    big = kit.fitted(look, title, 32, (SIDE.w - 56, 76), True)
    head, y = kit.paragraph(look, SIDE.x + 28, SIDE.y + 22, SIDE.w - 56, title, big, bold=True)
    words: list[Shape] = []
    for n, says in enumerate(told):
        bold = own and not n
        size = kit.fitted(look, says, 31 if bold else 26, (SIDE.w - 56, side.y + side.h - y - 28), bold)
        lines, y = kit.paragraph(look, SIDE.x + 28, y + 8, SIDE.w - 56, says, size, bold=bold)
        words += lines
    note = view_lever.invented(look, min(SIDE.x, 1910 - look.width(look.t("invented"), view_lever.NOTE)))
    return [Box(Rect(side.x + 10, side.y + 12, side.w, side.h), "black", 22, alpha=120), Box(side, "paper", 22), *head, *words, note]


def drawn(look: WorkshopWords, now: RuleSeen) -> list[Shape]:
    """The mark laid along the rule, the two lines, and the scale whose zero goes with the first point."""
    shapes: list[Shape] = []
    if now.kind and now.light:
        mark = MarkSeen(0, now.kind, 0, 0, now.right_um - now.left_um, 0, now.light, now.side, True)
        shapes += view_blade.DRAWN[now.kind](mark, MM, (x_of((now.left_um + now.right_um) / 2), MIDDLE))
    glow = 40 + now.light
    shapes.append(Picture("light_pool", Rect(NEAR.centre[0] - 330, NEAR.y + 20, 660, 460), alpha=min(200, glow)))
    start = now.first_um if now.first_um >= 0 else now.x_um
    shapes += _scale(look, x_of(start + now.slip_um), "signal" if now.slip_um else "green")
    shapes += stop(x_of(start))
    lines = [(now.first_um, "white")] if now.first_um >= 0 else []
    lines.append((now.second_um, "white") if now.second_um >= 0 else (now.x_um, "signal"))
    for um, colour in lines:
        x = x_of(um)
        shapes += [Line(((x, NEAR.y + 12), (x, EDGE + 72)), "ink", 8), Line(((x, NEAR.y + 12), (x, EDGE + 72)), colour, 4), Circle(x, NEAR.y + 22, 10, colour, "ink", 3)]
    return shapes


def stop(x: float) -> list[Shape]:
    """The stop above the rule, which goes with the first point: a zero that has slipped stands beside it."""
    return [Poly(((x - 17, EDGE - 46), (x + 17, EDGE - 46), (x + 17, EDGE - 20), (x, EDGE - 2), (x - 17, EDGE - 20)), "alu_light")]


def _scale(look: WorkshopWords, zero: float, ink: str) -> list[Shape]:
    """A steel rule with its zero at a place, in its own colour: halves short, whole millimetres longer and numbered."""
    left, right = NEAR.x + 6, NEAR.x + NEAR.w - 6
    shapes: list[Shape] = [Box(Rect(left, EDGE, right - left, 186), "mist", 10, "ink", 3), Box(Rect(left + 8, EDGE + 150, right - left - 16, 8), "white", 4)]
    big = min(look.px(28), 44.0)
    for n in range(-36, 37):
        # A stroke every half millimetre, ten of them between two numbers of five.
        x = zero + n * MM / 2
        if not left + 4 < x < right - 4:
            continue
        long = 74 if n % 10 == 0 else 52 if n % 2 == 0 else 26
        shapes.append(Line(((x, EDGE + 2), (x, EDGE + long)), "ink" if n else ink, 8 if not n else 4 if n % 10 == 0 else 2))
        if n % 2 == 0 and left + 20 < x < right - 20:
            shapes.append(Text(x, EDGE + 84, str(abs(n) // 2), big if n % 10 == 0 else big * 0.72, "ink", n % 10 == 0, "centre"))
    return shapes
