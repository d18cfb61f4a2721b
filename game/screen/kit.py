"""The few pieces every screen is built from. Plain functions of plain data: shapes and nodes, nothing else."""

from dataclasses import replace

from game.screen import labels
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Still, Text
from game.screen.scene import Look

BAR = 86.0
WIDEST = 248.0
"""A part of the way on the top bar is so wide at the most."""
GUTTER = 24.0
BODY, SMALL, LEAD = 24.0, 20.0, 28.0
READ = 21.2
"""Least size of what has to be read at work: 15 pixels of a screen 1366 wide."""
HINTS = (READ, SMALL)
MOST_HELP = 280.0
"""How wide the words of the raised hand may be in the bar; wider, the hand stands alone."""
Progress = tuple[tuple[str | tuple[str, ...], float | tuple[float, ...]], ...]
"""A word and how much of it is behind, as one share or as those of its parts; below 0, the rest of it was skipped."""
BEHIND = 2.0
"""Of a part that one has gone through, when nothing is said of how much was done there: it is not green."""


def skipped(share: float) -> float:
    """How much of a part is behind (0 to 1), of which the rest was skipped: as `Progress` says it."""
    return share - 1 if share < 1 else 1.0

FILLS = {
    "primary": ("signal", "ink", ""),
    "secondary": ("white", "ink", "edge"),
    "plain": ("cloud", "ink", "edge"),
    "dark": ("slate", "white", "rim"),
    "ghost": ("", "white", "white"),
}


def card(rect: Rect, *, fill: str = "white", radius: float = 22) -> tuple[Shape, ...]:
    """A sheet with a long soft shadow."""
    return (Box(rect, fill, radius, "card_edge", 2, shade=True),)


def paragraph(
    look: Look,
    x: float,
    y: float,
    width: float,
    text: str,
    size: float,
    *,
    colour: str = "ink",
    bold: bool = False,
    anchor: str = "left",
) -> tuple[tuple[Shape, ...], float]:
    """Wrapped lines from (x, y); gives the shapes and the y below the last line."""
    left = {"left": x, "centre": x + width / 2, "right": x + width}[anchor]
    step = look.line_height(size)
    shapes: list[Shape] = []
    for line in look.wrap(text, size, width, bold):
        shapes.append(Text(left, y, line, look.px(size), colour, bold, anchor))
        y += step
    return tuple(shapes), y


def fitted(look: Look, text: str, size: float, box: tuple[float, float], bold: bool = False) -> float:
    """The largest size, from `size` down to 8, at which wrapped text and its longest word fit in (width, height)."""
    while size > 8:
        lines = look.wrap(text, size, box[0], bold)
        # A line is wider than its box where one word is, or a figure with its unit, which are never parted.
        if len(lines) * look.line_height(size) <= box[1] and all(look.width(a, size, bold) <= box[0] for a in lines):
            break
        size -= 1
    return size


def large(look: Look) -> bool:
    """Whether words are so large that less of them stands on a screen, page after page."""
    return look.comfort.text_scale > 1.25


def next_mark(x: float, y: float) -> tuple[Shape, ...]:
    """A disc with an arrow: there is more to read, press here."""
    return Circle(x, y, 22, "ink"), Line(((x - 6, y - 10), (x + 6, y), (x - 6, y + 10)), "white", 5)


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """The same shape elsewhere."""
    return scaled(shape, 1.0, dx, dy)


def scaled(shape: Shape, k: float, dx: float, dy: float) -> Shape:
    """The same shape k times as large about (0, 0), then moved. Made outright: `replace` takes four times as long."""
    if isinstance(shape, Text):
        x, y = shape.x * k + dx, shape.y * k + dy
        return Text(x, y, shape.text, shape.size * k, shape.colour, shape.bold, shape.anchor)
    if isinstance(shape, Circle):
        x, y, edge = shape.x * k + dx, shape.y * k + dy, shape.stroke_width * k
        return Circle(x, y, shape.r * k, shape.fill, shape.stroke, edge, shape.alpha)
    if isinstance(shape, Box | Picture | Still):
        rect = Rect(shape.rect.x * k + dx, shape.rect.y * k + dy, shape.rect.w * k, shape.rect.h * k)
        if isinstance(shape, Picture):
            return Picture(shape.art, rect, shape.angle, shape.alpha)
        if isinstance(shape, Still):
            return Still(rect, shape.shapes, shape.part)
        r, edge = shape.radius * k, shape.stroke_width * k
        return Box(rect, shape.fill, r, shape.stroke, edge, shape.alpha, shape.to, shape.shade)
    points = tuple([(x * k + dx, y * k + dy) for x, y in shape.points])
    if isinstance(shape, Line):
        return Line(points, shape.colour, shape.width * k, shape.dashed)
    return Poly(points, shape.fill, shape.alpha, shape.ramp)


def top_of(shape: Shape) -> float:
    """The y at which a shape begins."""
    if isinstance(shape, Box | Picture | Still):
        return shape.rect.y
    if isinstance(shape, Circle):
        return shape.y - shape.r
    return shape.y if isinstance(shape, Text) else min(y for _, y in shape.points)


def spoken_name(look: Look, words: str, key: str) -> str:
    """A thing's name for a voice, with the key that does the same ("": none)."""
    if not key:
        return words
    cap = look.t(f"common.key.{key}") if len(key) > 1 else key.upper()
    return f"{words.rstrip('.')}. {look.t('common.key', cap=cap)}"


def escapes(look: Look, screen: Screen, id: str) -> Screen:
    """The screen on which Escape presses the node `id`, which shuts what lies open, before it pauses; "" for none."""
    if not id:
        return screen
    keys = {id: "escape", "pause": ""}
    of = [n for n in screen.nodes if n.id in keys]
    said = {n.id: spoken_name(look, n.name if n.id == "pause" else n.spoken or n.name, keys[n.id]) for n in of}
    return replace(screen, nodes=tuple(replace(n, spoken=said.get(n.id, n.spoken)) for n in screen.nodes), closes=id)


def key_cap(look: Look, rect: Rect, key: str, *, left: bool = False) -> tuple[Shape, ...]:
    """A key in the upper corner of a thing: it grows with the words."""
    w, h, big = (38.0, 36.0, 27.0) if large(look) else (30.0, 28.0, 19.0)
    return cap_at(look, Rect(rect.x + 8 if left else rect.x + rect.w - w - 8, rect.y + 8, w, h), key, big)


def cap_at(look: Look, cap: Rect, key: str, big: float) -> tuple[Shape, ...]:
    """A key with its letter in a place of its own; nothing for who uses none."""
    if not look.keys:
        return ()
    letter = Text(cap.centre[0], cap.centre[1] - big * 0.63, key.upper(), big, "white", True, "centre")
    return Box(cap, "ink", 8, "rim", 2), letter


def enter_sign(x: float, y: float, colour: str = "ink") -> tuple[Shape, ...]:
    """The sign on the Enter key, 40 wide about (x, y)."""
    stem = ((x + 20, y - 14), (x + 20, y + 4), (x - 16, y + 4))
    return Line(stem, colour, 5), Line(((x - 6, y - 7), (x - 18, y + 4), (x - 6, y + 15)), colour, 5)


def button(
    look: Look,
    id: str,
    label: str,
    rect: Rect,
    *,
    style: str = "secondary",
    hint: str = "",
    shortcut: str = "",
    state: tuple[str, ...] = (),
    icon: str = "",
    size: float = LEAD,
    spoken: str = "",
    enter: bool = False,
) -> Node:
    """Something to press. "primary" is the one orange fill of a screen. A label shrinks no more than it must.

    `enter`: the hint says the Enter key: it is there for who uses keys, and where large words leave it no room the sign
    of the key stands in its place.
    """
    hint = hint if look.keys or not enter else ""
    fill, ink, stroke = FILLS[style]
    inner = rect.w - 32 - (52 if icon else 0)
    signed = enter and bool(hint) and not labels.hinted(look, label, hint, size, (inner, rect.h), HINTS)
    inner -= 60 if signed else 0
    size = labels.size(look, label, size, (inner, rect.h))
    lines = look.wrap(label, size, inner, True)
    step = look.line_height(size)
    below, small = labels.below(look, "" if signed else hint, inner, rect.h - 8 - step * len(lines), HINTS)
    high = step * len(lines) + look.line_height(small) * len(below)
    shade = style in ("primary", "secondary")
    shapes: list[Shape] = [Box(rect, fill, min(20, rect.h / 2), stroke, 3 if stroke else 0, shade=shade)]
    x = rect.x + rect.w / 2 + (26 if icon else 0) - (30 if signed else 0)
    y = rect.y + (rect.h - high) / 2
    if icon:
        side = min(44, rect.h - 16)
        shapes.append(Picture(icon, Rect(rect.x + 16, rect.y + (rect.h - side) / 2, side, side)))
    if signed:
        shapes += enter_sign(rect.x + rect.w - 48, rect.centre[1], ink)
    for line in lines:
        shapes.append(Text(x, y, line, look.px(size), ink, True, "centre"))
        y += step
    for line in below:
        shapes.append(Text(x, y, line, look.px(small), ink, False, "centre"))
        y += look.line_height(small)
    said = spoken_name(look, spoken or label, shortcut)
    return Node(id, "button", label, rect, tuple(shapes), ("press",), state=state, spoken=said, shortcut=shortcut)


def decimal(look: Look, value: float) -> str:
    """A number with one decimal, written as the language does."""
    return f"{value:.1f}".replace(".", look.t("common.decimal"))


def top_bar(
    look: Look, title: str, subtitle: str = "", *, code: str = "", progress: Progress = (), pausable: bool = True,
    words: bool = False,
) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """The same bar on every screen: pause or mark, where I am, progress, my hand, Comfort, Mute, my code."""
    shapes: list[Shape] = [Box(Rect(0, 0, 1920, BAR), "ink")]
    nodes: list[Node] = []
    x = 1920 - GUTTER
    if code:
        w = look.width(code, 24, True) + 44
        x -= w + 14
        shapes += _pill(look, Rect(x + 14, 18, w, 50), code, 24, ("slate", "white"))
    for id in ("mute", "comfort"):
        nodes.append(_bar_button(look, id, x))
        x = nodes[-1].rect.x - 14
    nodes.append(_listen(look, x))
    x = nodes[-1].rect.x - 14
    if look.hand:
        nodes.append(hand_button(look, x))
        x = nodes[-1].rect.x - 14
    if words:
        nodes.append(_book(look, x))
        x = nodes[-1].rect.x - 14
    left = GUTTER
    if pausable:
        nodes.append(_pause(look, left))
        left += 88
    else:
        shapes.append(Picture("logo", Rect(left + 8, 12, 96, 62)))
        left += 124
    big = min(look.px(32), 46.0)
    shapes.append(Text(left, (BAR - big * 1.24) / 2, title, big, "white", True))
    left += look.width(title, big / look.px(1), True) + 32
    small = min(look.px(BODY), 34.0)
    wide = look.width(subtitle, small / look.px(1))
    if subtitle and left + wide < x:
        shapes.append(Text(left, (BAR - small * 1.2) / 2 + 2, subtitle, small, "mist"))
        left += wide + 40
    shapes += _progress(look, left, x, progress)
    return tuple(shapes), tuple(reversed(nodes))


def _pill(look: Look, rect: Rect, text: str, size: float, tones: tuple[str, str]) -> tuple[Shape, ...]:
    """Words on a rounded ground; `tones` are the ground's and the words'."""
    ground, ink = tones
    words = Text(rect.centre[0], BAR / 2 - look.px(size) * 0.62, text, look.px(size), ink, True, "centre")
    return Box(rect, ground, rect.h / 2, "rim", 2), words


def _bar_button(look: Look, id: str, right: float) -> Node:
    """Comfort or Sound, which turns white while it is silent."""
    silent = id == "mute" and not look.comfort.sound
    label = look.t("common.muted" if silent else f"common.{id}")
    w = look.width(label, 22, True) + 44
    shapes = _pill(look, Rect(right - w, 18, w, 50), label, 22, ("white", "ink") if silent else ("slate", "white"))
    key = {"mute": "m", "comfort": "f2"}[id]
    return Node(
        id, "button", label, Rect(right - w, 11, w, 64), shapes, ("press",), state=("checked",) if silent else (),
        spoken=spoken_name(look, label, key), shortcut=key,
    )  # fmt: skip


def loudspeaker(x: float, y: float, k: float, colour: str) -> tuple[Shape, ...]:
    """A loudspeaker with its two waves about (x, y), 40 k wide: who does not read knows it."""
    outline = ((-18, -7), (-8, -7), (4, -18), (4, 18), (-8, 7), (-18, 7))
    cone = Poly(tuple((x + dx * k, y + dy * k) for dx, dy in outline), colour)
    near = ((x + 9 * k, y - 8 * k), (x + 12 * k, y), (x + 9 * k, y + 8 * k))
    far = ((x + 15 * k, y - 14 * k), (x + 20 * k, y), (x + 15 * k, y + 14 * k))
    return (cone, Line(near, colour, 4 * k), Line(far, colour, 4 * k))


def _listen(look: Look, right: float) -> Node:
    """« Écouter »: the voice reads this screen once."""
    label = look.t("common.listen")
    box = Rect(right - 64, 16, 64, 54)
    shapes = (Box(box, "slate", 16, "rim", 2), *loudspeaker(box.centre[0], box.centre[1], 1.0, "white"))
    key, rect = look.t("common.shortcut.listen"), Rect(right - 64, 11, 64, 64)
    return Node("listen", "button", label, rect, shapes, ("press",), spoken=spoken_name(look, label, key), shortcut=key)


def _book(look: Look, right: float) -> Node:
    """« Mots »: what the words of the trade mean; its sign alone where words are large."""
    label = look.t("common.words")
    w = 64.0 if large(look) else look.width(label, 22, True) + 84
    box = Rect(right - w, 16, w, 54)
    x, y = box.x + 34, box.centre[1]
    sides = ((-20, -13), (-8, -16), (0, -11), (8, -16), (20, -13), (20, 13), (8, 10), (0, 15), (-8, 10), (-20, 13))
    shapes: list[Shape] = [Box(box, "slate", 16, "rim", 2), Poly(tuple((x + dx, y + dy) for dx, dy in sides), "white")]
    shapes.append(Line(((x, y - 11), (x, y + 15)), "slate", 3))
    if not large(look):
        shapes.append(Text(box.x + 64, y - look.px(22) * 0.62, label, look.px(22), "white", True))
    rect = Rect(box.x, 11, w, 64)
    return Node("words:", "button", label, rect, tuple(shapes), ("press",), spoken=look.t("common.words_say"))


def hand(x: float, y: float, colour: str) -> tuple[Shape, ...]:
    """A raised hand about (x, y), 34 wide."""
    fingers = ((-13.0, -8.0), (-4.5, -16.0), (4.0, -17.0), (12.0, -12.0))
    palm = Box(Rect(x - 14, y - 2, 28, 22), colour, 10)
    thumb = Line(((x - 12, y + 10), (x - 20, y - 1)), colour, 7)
    return (palm, thumb, *(Line(((x + dx, y + 4), (x + dx, y + dy)), colour, 7) for dx, dy in fingers))


def hand_button(look: Look, right: float) -> Node:
    """« J'ai besoin d'aide »: raised, it turns white until it is lowered. Its words stand where they find room."""
    up = look.hand == "up"
    label = look.t("common.help_asked" if up else "common.help")
    ground, ink = ("white", "ink") if up else ("slate", "white")
    wide = look.width(label, 22, True)
    w = wide + 84 if wide <= MOST_HELP else 64.0
    box = Rect(right - w, 16, w, 54)
    shapes: tuple[Shape, ...] = (Box(box, ground, 16, "rim", 2), *hand(box.x + 32, 42, ink))
    if wide <= MOST_HELP:
        shapes += (Text(box.x + 62, BAR / 2 - look.px(22) * 0.62, label, look.px(22), ink, True),)
    return Node(
        "help", "button", label, Rect(box.x, 11, w, 64), shapes, ("press",), state=("checked",) if up else (),
        spoken=spoken_name(look, label, "f1"), shortcut="f1",
    )  # fmt: skip


def _pause(look: Look, left: float) -> Node:
    bars = (Box(Rect(left + 20, 28, 8, 30), "white", 3), Box(Rect(left + 36, 28, 8, 30), "white", 3))
    label = look.t("common.pause")
    shapes = (Box(Rect(left, 16, 64, 54), "slate", 16, "rim", 2), *bars)
    said = spoken_name(look, label, "escape")
    return Node("pause", "button", label, Rect(left, 11, 64, 64), shapes, ("press",), spoken=said, shortcut="escape")


def _progress(look: Look, left: float, right: float, progress: Progress) -> list[Shape]:
    """Bars with their words: of several wordings the first that has room, none where none has."""
    if not progress or right - left < 150 * len(progress):
        return []
    w = min(WIDEST, (right - left) / len(progress) - 12)
    shapes: list[Shape] = []
    for at, (label, share) in enumerate(progress):
        x = left + at * (w + 12)
        parts = share if isinstance(share, tuple) else (share,)
        gap = 8 if len(parts) < 6 else 4
        part = (w - gap * (len(parts) - 1)) / len(parts)
        for k, done in enumerate(parts):
            at_part = x + k * (part + gap)
            shapes.append(Box(Rect(at_part, 30, part, 16), "slate", 8, "rim", 1))
            behind = min(1.0, done) if done >= 0 else 1 + done
            if behind > 0:
                filled = Rect(at_part, 30, max(min(16, part), part * behind), 16)
                shapes.append(Box(filled, "mist" if done > 1 else "primer" if done == 1 or done < 0 else "signal", 8))
            if done < 0:
                # A dash in an empty bar: passed over, neither done nor to come.
                dash = max(at_part + 5, at_part + part * behind + 3), at_part + part - 5
                shapes.append(Line(((dash[0], 38), (dash[1], 38)), "mist", 3))
        wordings = (label,) if isinstance(label, str) else label
        said = next((words for words in wordings if look.width(words, READ) <= w), "")
        if said and look.px(READ) <= 24:
            shapes.append(Text(x, 52, said, look.px(READ), "mist"))
    return shapes


def document(rect: Rect, look: Look, title: str) -> tuple[Shape, ...]:
    """A sheet of paper with an ink heading."""
    head = Box(Rect(rect.x, rect.y, rect.w, 70), "ink", 20)
    big = look.px(26)
    while big > 16 and look.width(title, big / look.px(1), True) > rect.w - 48:
        big -= 1
    return (
        *card(rect, fill="paper", radius=20),
        head,
        Box(Rect(rect.x, rect.y + 40, rect.w, 30), "ink"),
        Text(rect.x + 26, rect.y + 35 - big * 0.62, title, big, "white", True),
    )


def check_mark(x: float, y: float, r: float) -> tuple[Shape, ...]:
    """A green disc with its tick: shape and colour together."""
    tick = ((x - r * 0.42, y + r * 0.02), (x - r * 0.1, y + r * 0.34), (x + r * 0.45, y - r * 0.32))
    return Circle(x, y, r, "green"), Line(tick, "white", max(3, r / 5))
