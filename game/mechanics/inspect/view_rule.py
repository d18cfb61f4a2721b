"""The rule over what the lens shows, seen near: a line follows the hand, two points are set, the scale is read."""

from dataclasses import replace

from game.mechanics.inspect import view_blade, view_rack
from game.mechanics.inspect.params import WORDS, Limits
from game.mechanics.inspect.seen import InspectSeen, MarkSeen, RuleSeen
from game.mechanics.inspect.state import RULE_UM
from game.mechanics.inspect.view import NIGHT
from game.mechanics.inspect.view_tray import zero_ink
from game.mechanics.inspect.view_words import readings, word_sign
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.workshop import view_lever
from game.workshop.view import Parts
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords

NEAR = Rect(250, 130, 1080, 640)
MM = NEAR.w / (RULE_UM / 1000)
MIDDLE = NEAR.y + 268
EDGE = NEAR.y + 440
"""Where the rule begins."""
SIDE = Rect(1370, 130, 516, 400)
LIMITS = Rect(1370, 546, 516, 218)
"""Below what was read: the lines of the sheet that have a length in them, in the issue in force."""
POINT = Rect(1370, 780, 516, 116)
ZERO = Rect(NEAR.x + 764, 804, 164, 92)
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
    limits: Limits, every: int,
) -> Screen | None:  # fmt: skip
    """Only the rule, the lamp and the top bar can be reached; None while the rule is not laid.

    `read`: the last readings (um) of the blade in hand; `asks`: what practice asks for after a reading, "" for nothing;
    `noted`: whether the record of the sheet has the readings of this step. `limits`: those of the sheet that lies open;
    `every`: after how many blades it asks for the zero.
    """
    now = seen.rule
    if now is None:
        return None
    measured = now.second_um >= 0
    name = look.t("rule.near")
    near = Node("near", "handle", name, NEAR, (), ("press", "point", "hold"), state=LIVE, value=str(now.x_um), spoken=f"{name} {_said(look, now)}")
    nodes = [*(replace(n, state=LIVE) for n in bar[1]), near]
    for n, (id, key) in enumerate((("left", ""), ("right", ""), ("less", "1"), ("more", "2"))):
        rect = Rect(NEAR.x + n * 180 + (40 if n > 1 else 0), 804, 164, 92)
        nodes.append(kit.button(look, f"{id}:", look.t(f"rule.{id}"), rect, style="dark", size=22, state=LIVE, shortcut=key))
    if now.slip_um and seen.kind == "work" and not measured:
        # What is seen off its stop can be set where it is seen.
        nodes.append(kit.button(look, "zero:", look.t("tray.zero_due" if seen.zero_due else "tray.zero"), ZERO, style="secondary" if seen.zero_due else "dark", size=22, state=LIVE, shortcut="4"))
    # After a reading both ways stand alike: whether another one is due is what the sheet asks of the person.
    goes = measured and not asks
    away = kit.button(look, "away:", look.t("rule.away"), Rect(1370, 910, 516, 102), style="secondary", size=32, state=LIVE, shortcut="3", hint=look.t("press_here") if goes else "", enter=True)
    point = kit.button(look, "set:", look.t("rule.again" if measured else "rule.second" if now.first_um >= 0 else "rule.first"), POINT, style="secondary" if goes else "primary", size=32, state=LIVE, hint="" if goes else look.t("press_here"), enter=True)
    nodes += [point, away, *(_words(look, seen) if goes and seen.kind == "work" else ())]
    own = (readings(look, read),) if read else ()
    large = kit.large(look)
    sheet = look.t("rule.limits.said", **_figures(look, limits))
    after = sheet if large else look.t("rule.noted" if noted else "rule.after")
    state = "due" if seen.zero_due else "off" if now.slip_um else ""
    due = (look.t(f"rule.{state}", n=every),) if state and seen.kind == "work" and not measured else ()
    sentences = (*own, asks or (after if measured else look.t("rule.help")), *due)
    card = kept.get("rule card", (look, sentences, bool(own)), lambda: _card(look, sentences, own=bool(own)))
    nodes += [Node("read", "status", own[0], SIDE, (), state=LIVE, spoken=" ".join(sentences))] if own else []
    if not large:
        nodes.append(kept.get("rule limits", (look, limits, seen.index), lambda: _limits(look, limits, seen.index)))
    decor = (*drawn(look, now, due=seen.zero_due), *card, *bar[0])
    return Screen(
        "rule", look.t("title"), tuple(nodes), GROUND, decor, say=look.t("rule.help"), focus_first="away:" if goes else "set:", steers="near",
        enters="away:" if goes else "set:",
    )  # fmt: skip


def _words(look: WorkshopWords, seen: InspectSeen) -> list[Node]:
    """The three words, once there is a reading: who decides by it need not put the rule away first."""
    blade = seen.in_hand()
    nodes = []
    size = min(kit.fitted(look, look.t(f"word.{name}"), 28, (202, look.line_height(28)), True) for name in WORDS)
    for n, name in enumerate(WORDS):
        rect = Rect(NEAR.x + n * 364, 908, 352, 92)
        label, key = look.t(f"word.{name}"), key_of(look, f"word.{name}")
        on = blade is not None and blade.word == name
        drawn = (
            Box(rect, "slate", 18, "white" if on else "rim", 6 if on else 2), *word_sign(name, rect.x + 48, rect.centre[1], 22),
            Text(rect.x + 90, rect.centre[1] - look.line_height(size) / 2, label, look.px(size), "white", True),
            *kit.cap_at(look, Rect(rect.x + rect.w - 50, rect.y + 28, 36, 36), key, 22),
        )  # fmt: skip
        nodes.append(Node(f"word:{name}", "choice", label, rect, drawn, ("press",), state=(*LIVE, *(("checked",) if on else ())), spoken=kit.spoken_name(look, label, key), shortcut=key))
    return nodes


def _figures(look: WorkshopWords, limits: Limits) -> dict[str, str]:
    return {"scratch": kit.decimal(look, limits.scratch_um / 1000), "impact": kit.decimal(look, limits.impact_um / 1000)}


ROWS = (("scratch", "accept", "rework"), ("impact", "rework", "reject"))
"""Each mark that has a limit, with the word up to it and the word beyond: as the sheet has them."""


def _limits(look: WorkshopWords, limits: Limits, index: str) -> Node:
    """Two lines of the sheet beside what is read: the mark, its limit, the sign up to it and the sign beyond it.

    Both of them always: which mark it is, is the person's to tell.
    """
    title = look.t("rule.limits", index=index)
    size = kit.fitted(look, title, 24, (LIMITS.w - 56, 34), True)
    shapes: list[Shape] = [Box(Rect(LIMITS.x + 10, LIMITS.y + 12, LIMITS.w, LIMITS.h), "black", 22, alpha=120), Box(LIMITS, "paper", 22)]
    shapes.append(Text(LIMITS.x + 28, LIMITS.y + 12, title, look.px(size), "steel", True))
    figures = _figures(look, limits)
    words = {name: look.t("rule.upto", um=figures[name]) for name, _, _ in ROWS}
    beyond = look.t("rule.beyond")
    room = (206.0, 94.0)
    big = min(kit.fitted(look, text, 25, (wide, look.line_height(25)), True) for text, wide in (*((w, room[0]) for w in words.values()), (beyond, room[1])))
    for n, (name, below, above) in enumerate(ROWS):
        y = LIMITS.y + 92 + 82 * n
        line = y - look.line_height(big) / 2
        shapes += [kit.scaled(s, 0.4, LIMITS.x + 56, y) for s in view_rack.blade(name, 0, 0, 40 if name == "impact" else -12)]
        shapes += [Text(LIMITS.x + 102, line, words[name], look.px(big), "ink", True), *word_sign(below, LIMITS.x + 326, y, 19)]
        shapes += [Text(LIMITS.x + 450, line, beyond, look.px(big), "ink", True, "right"), *word_sign(above, LIMITS.x + 484, y, 19)]
    said = look.t("rule.limits.said", **figures)
    return Node("limits", "status", title, LIMITS, tuple(shapes), state=LIVE, spoken=f"{title}. {said}")


def _said(look: WorkshopWords, now: RuleSeen) -> str:
    """Between which tenths the reading stands, for a voice."""
    if now.first_um < 0 or now.second_um < 0:
        return ""
    tenths = now.read_um() // 100
    low, high = (kit.decimal(look, n / 10) for n in (tenths, tenths + 1))
    return look.t("rule.said", low=low, high=high)


def _card(look: WorkshopWords, sentences: tuple[str, ...], *, own: bool) -> list[Shape]:
    """How one measures; above it, what was read, in figures (`own`: the first line). Large words take the height down to the buttons; the note begins where it ends on the screen."""
    side = Rect(SIDE.x, SIDE.y, SIDE.w, POINT.y - SIDE.y - 14) if kit.large(look) else SIDE
    title = look.t("rule.title")
    big = kit.fitted(look, title, 32, (SIDE.w - 56, 76), True)
    head, y = kit.paragraph(look, SIDE.x + 28, SIDE.y + 22, SIDE.w - 56, title, big, bold=True)
    words: list[Shape] = []
    for n, says in enumerate(sentences):
        bold = own and not n
        size = kit.fitted(look, says, 38 if bold else 26, (SIDE.w - 56, side.y + side.h - y - 28), bold)
        lines, y = kit.paragraph(look, SIDE.x + 28, y + 8, SIDE.w - 56, says, size, bold=bold)
        words += lines
    note = view_lever.invented(look, min(SIDE.x, 1910 - look.width(look.t("invented"), view_lever.NOTE)))
    return [Box(Rect(side.x + 10, side.y + 12, side.w, side.h), "black", 22, alpha=120), Box(side, "paper", 22), *head, *words, note]


def drawn(look: WorkshopWords, now: RuleSeen, *, due: bool = False) -> list[Shape]:
    """The mark laid along the rule, the two lines, and the scale whose zero goes with the first point."""
    shapes: list[Shape] = []
    if now.kind and now.light:
        mark = MarkSeen(0, now.kind, 0, 0, now.right_um - now.left_um, 0, now.light, now.side, True)
        shapes += view_blade.DRAWN[now.kind](mark, MM, (x_of((now.left_um + now.right_um) / 2), MIDDLE))
    glow = 40 + now.light
    shapes.append(Picture("light_pool", Rect(NEAR.centre[0] - 330, NEAR.y + 20, 660, 460), alpha=min(200, glow)))
    start = now.first_um if now.first_um >= 0 else now.x_um
    shapes += _scale(look, x_of(start + now.slip_um), zero_ink(now.slip_um, due=due))
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
