"""The bench around the piece: what is at hand below, the mentor with tag and bell, two boxes for what does not belong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from game.screen import kit, marks
from game.screen.faces import face
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.turned import turned
from game.workshop.view import Parts, visitor
from game.workshop.view_parts import FALLEN
from game.workshop.view_tray import ICONS, key_of
from game.workshop.words import WorkshopWords

TRAY = Rect(486, 812, 806, 234)
MENTOR = Rect(1316, 812, 570, 234)
MENTOR_LARGE = Rect(1316, 806, 570, 264)
MARK_HIGH, MARK_LARGE = 68.0, 58.0
"""Large words have a higher card, and the marks below them a lower place: a sentence is read whole."""
ROUNDED = 26.0
"""Small letters are drawn on whole pixels, wider than they measure by so much in a line at the most."""
RED_BOX = Rect(1664, 106, 222, 196)
FOD_BOX = Rect(1664, 324, 222, 176)
BOARD = Rect(1664, 600, 222, 66)
END = Rect(1664, 676, 222, 124)
BOARD_WORDS, END_WORDS = Rect(1664, 600, 222, 90), Rect(1664, 696, 222, 104)
"""With large words the board takes two lines."""
END_LARGE, BOARD_ABOVE = Rect(1664, 596, 222, 204), Rect(1664, 514, 222, 70)
"""Once nothing is left to do in a step: the way on, and the board above it."""
KEYS_CARD = Rect(1664, 512, 222, 76)
KEYS_LARGE = Rect(1664, 503, 222, 94)
KEYS = 19.0
FEW_WIDE = 146.0
"""How wide the place of a thing is where there are few."""
LENS_R = 80.0
Guide = tuple[str, ...]
"""What is asked now and how it is done: all of it, then in fewer words, () where nothing is said."""
READ, LEAST = 21.2, 18.0
"""The size under which what the mentor says, or asks below it, is written only where it finds no room otherwise: 15 px on
a screen 1366 wide; the smallest."""
ALONE = 30.0
"""How large it is at the most in practice, where the card has little else."""
ASKED = 16.0
"""How far what is asked stands from the line beside it."""


@dataclass(frozen=True, slots=True)
class SideState:
    """What the side shows: the mark in hand, whether a piece is, whether the step has nothing left to do."""

    mode: str
    holds: bool
    finished: bool
    changeable: bool  # the last answer can still be changed
    practice: bool  # a try: nothing lies about and the way on leads to the exercise
    speaks: bool = False  # the mentor has just said it
    visitor: str = ""  # the colleague who says it in the mentor's place
    shows: bool = False  # places are only shown: nothing is marked, thrown away or fetched
    plain: bool = False  # the mentor only speaks: neither tag nor bell are needed
    page: int = 0  # of what the mentor says, where large words need several
    ended: bool = False  # all places of the step are done: the mentor is glad of it
    tally: str = ""  # how far the work is, under the way on
    guide: Guide = ()  # what is asked now and how it is done, under the mentor's last words
    asks: str = ""  # in practice, the end of what the mentor says: what is asked now


def side(look: WorkshopWords, says: str, state: SideState) -> Parts:
    """Mentor, boxes and the way on; the red box can be reached while something is in the hand."""
    mode, speaks = state.mode, state.speaks
    card = mentor_card(look)
    shapes: list[Shape] = [*kit.card(card)]
    # Who has come stands out as long as they are there: what they say is news, and goes with the next act.
    shapes += [Box(card.inset(-3), "", 24, "ink", 12), Box(card.inset(-3), "", 24, "amber", 7)] if state.visitor else []
    side = 118.0 if not kit.large(look) else 84.0
    portrait = Rect(card.x + 14, card.y + 14, side, side)
    shapes += [] if state.visitor else [Picture(face(look.head.mentor, speaks=speaks, ended=state.ended), portrait)]
    left, room = card.x + side + 30, card.w - side - 46
    high = card.h - 32 if state.plain or state.shows else words_high(look)
    in_two = (says.removesuffix(state.asks).rstrip(), (state.asks,)) if state.asks and not kit.large(look) else (says, state.guide)
    words, pages = spoken(look, in_two, ALONE if state.practice else 26, (room, high), state.page)
    shapes += [kit.moved(s, left, card.y + (8 if kit.large(look) else 12)) for s in words]
    if pages > 1:
        shapes += kit.next_mark(card.x + 14 + side / 2, card.y + 24 + side + 10)
    nodes = [Node("mentor", "status", says, card, (), ("press",) if pages > 1 else (), spoken=says)]
    nodes += guided(state.guide, card)
    nodes += [visitor(look, portrait, state.visitor)] if state.visitor else []
    for n, name in enumerate(() if state.shows or state.plain else ("call", "tag")):
        nodes.append(mark(look, name, mark_place(look, n), on=mode == name, light=True))
    nodes += [] if state.shows else [_red_box(look, state.holds)]
    # An answer that can be changed keeps its place: the way on is as large as it leaves it.
    goes = state.finished and not (state.practice or state.shows or state.changeable)
    if state.changeable:
        nodes.append(kit.button(look, "change:", look.t("change"), KEYS_CARD, style="secondary", size=21))
    elif not goes:
        shapes += _keys(look)
    worded = (BOARD_WORDS, END_WORDS) if kit.large(look) and not state.practice else (BOARD, END)
    board, end = (BOARD_ABOVE, END_LARGE) if goes else worded
    nodes += [] if state.shows else [_fod_box(look)]
    if not state.shows:
        nodes.append(kit.button(look, "board:", look.t("board"), board, style="dark", size=kit.READ, shortcut=key_of(look, "board")))
    nodes.append(kit.button(look, "end", look.t("end_practice" if state.practice else "end"), end, style="primary" if state.finished else "secondary", size=32 if goes else 23, hint=state.tally))
    return tuple(shapes), tuple(nodes)


def mentor_card(look: WorkshopWords) -> Rect:
    """Where the mentor speaks beside the bench."""
    return MENTOR_LARGE if kit.large(look) else MENTOR


def words_high(look: WorkshopWords) -> float:
    """How high what is said there may be, above the two marks."""
    return MENTOR_LARGE.h - MARK_LARGE - 28 if kit.large(look) else MENTOR.h - MARK_HIGH - 28


def mark_place(look: WorkshopWords, n: int) -> Rect:
    """The place of the n-th of the two marks at the foot of the card."""
    card, high = mentor_card(look), MARK_LARGE if kit.large(look) else MARK_HIGH
    return Rect(card.x + 16 + n * 274, card.y + card.h - high - 12, 264, high)


def spoken(
    look: WorkshopWords, words: tuple[str, Guide], size: float, box: tuple[float, float], page: int,
    tones: tuple[str, str] = ("ink", "steel"),
) -> tuple[tuple[Shape, ...], int]:  # fmt: skip
    """What the mentor said last, and below it, stronger, what is asked now; about (0, 0), with how many pages there are.

    Large words follow one another page by page. What is asked is said in fewer words, or not at all, where both find no room.
    """
    says, guides = words
    box = box if kit.large(look) else (box[0] - ROUNDED, box[1])
    if kit.large(look) and guides:
        _, first = turned(look, says, size, box, 0)
        _, more = turned(look, guides[0], size, box, 0)
        at = page % (first + more)
        part, tone = (says, tones[0]) if at < first else (guides[0], tones[1])
        return turned(look, part, size, box, at if at < first else at - first, tone)[0], first + more
    if not guides:
        return turned(look, says, size, box, page, tones[0])
    for least in (READ, LEAST):
        for guide in guides:
            for big in (size - n for n in range(int(size - least) + 1)):
                drawn, foot = _asked_below(look, (says, guide), (big, max(least, big - 2)), box[0], tones)
                if foot <= box[1]:
                    return drawn, 1
    return turned(look, says, size, box, page, tones[0])


def _asked_below(
    look: WorkshopWords, words: tuple[str, str], sizes: tuple[float, float], wide: float, tones: tuple[str, str]
) -> tuple[tuple[Shape, ...], float]:
    """What was said, calm, and below it what is asked now, in strong letters beside a line in the colour of what is in
    force: the eye finds it in one place. With where it ends.
    """
    (says, guide), (big, calm) = words, sizes
    said, y = kit.paragraph(look, 0, 0, wide, says, calm, colour=tones[1]) if says else ([], -8.0)
    asked, foot = kit.paragraph(look, ASKED, y + 8, wide - ASKED, guide, big, colour=tones[0], bold=True)
    return (*said, Box(Rect(0, y + 11, 6, foot - y - 13), "signal", 3), *asked), foot


def guided(guide: Guide, rect: Rect) -> list[Node]:
    """What is asked now, for a voice that reads the screen; nothing where nothing is."""
    return [Node("guide", "text", guide[0], rect, (), spoken=guide[0])] if guide else []


CAP = 34.0
"""The foot of a key's cap below the top of its place."""


def mark(look: WorkshopWords, name: str, rect: Rect, *, on: bool, light: bool = False, key: bool = True) -> Node:
    """A thing that acts on what is touched next: its sign, its name, its key."""
    words, letter = look.t(f"mode.{name}"), key_of(look, name)
    fill, ink = ("cloud", "ink") if light else ("slate", "white")
    shapes: list[Shape] = [Box(rect, fill, 16, "steel" if light else "rim", 2), *(marks.taken(rect) if on else ())]
    icon = 62.0
    shapes += [kit.scaled(s, 0.8, rect.x + 42, rect.centre[1]) for s in ICONS[name](0, 0)]
    room = rect.w - icon - 22 - ((46 if kit.large(look) else 34) if key else 0)
    size = kit.fitted(look, words, 23, (room, rect.h - 8), True)
    # A word that its key would make small stands below the key.
    under = kit.fitted(look, words, 23, (rect.w - icon - 18, rect.h - CAP - 6), True)
    low = key and under > size
    room, size = (rect.w - icon - 18, under) if low else (room, size)
    lines = look.wrap(words, size, room, True)
    middle = rect.y + (CAP + rect.h) / 2 if low else rect.centre[1]
    top = middle - look.line_height(size) * len(lines) / 2
    shapes += kit.paragraph(look, rect.x + icon + 12, top, room, words, size, colour=ink, bold=True)[0]
    if key:
        shapes += kit.key_cap(look, rect, letter)
    state = ("checked",) if on else ()
    return Node(f"mode:{name}", "tool", words, rect, tuple(shapes), ("press",), state=state, spoken=kit.spoken_name(look, words, letter), shortcut=letter)


def _keys(look: WorkshopWords) -> list[Shape]:
    """What the arrows and Enter do, whatever the size of the text; nothing for who uses no key."""
    if not look.keys:
        return []
    if kit.large(look):
        return _keys_large(look)
    shapes: list[Shape] = [*kit.card(KEYS_CARD, radius=16)]
    for n, pair in enumerate(look.t("keys").split(";")):
        words = pair.replace("|", " : ")
        size = kit.fitted(look, words, kit.READ, (KEYS_CARD.w - 20, 34))
        shapes.append(Text(KEYS_CARD.centre[0], KEYS_CARD.y + 6 + 33 * n, words, look.px(size), "ink", False, "centre"))
    return shapes


def _keys_large(look: WorkshopWords) -> list[Shape]:
    """The same with large words: the keys are drawn, what they do is said."""
    r = KEYS_LARGE
    shapes: list[Shape] = [*kit.card(r, radius=16)]
    signs: tuple[Callable[[float, float], Sequence[Shape]], ...] = (_arrows, kit.enter_sign)
    for n, (pair, cap) in enumerate(zip(look.t("keys").split(";"), signs, strict=True)):
        does = pair.partition("|")[2]
        y = r.y + 25 + 46 * n
        size = kit.fitted(look, does, KEYS, (r.w - 76, 50))
        shapes += [*cap(r.x + 36, y), Text(r.x + 70, y - look.px(size) * 0.62, does, look.px(size), "ink")]
    return shapes


def _arrows(x: float, y: float) -> list[Shape]:
    """The four keys of the arrows."""
    tips = ((0, -1), (0, 1), (-1, 0), (1, 0))
    return [
        Poly(((x + 20 * dx, y + 20 * dy), (x + 8 * dx - 9 * dy, y + 8 * dy - 9 * dx), (x + 8 * dx + 9 * dy, y + 8 * dy + 9 * dx)), "ink")
        for dx, dy in tips
    ]


def _red_box(look: WorkshopWords, holds: bool) -> Node:
    """A real box: what is in the hand goes into it."""
    r = RED_BOX
    body = ((r.x + 6, r.y + 26), (r.x + r.w - 6, r.y + 26), (r.x + r.w - 28, r.y + r.h - 10), (r.x + 28, r.y + r.h - 10))
    words, letter = look.t("mode.reject"), key_of(look, "reject")
    size = kit.fitted(look, words, 26, (r.w - 60, 80), True)
    lines = look.wrap(words, size, r.w - 60, True)
    text = kit.paragraph(look, r.x + 30, r.y + 110 - look.line_height(size) * len(lines) / 2, r.w - 60, words, size, colour="white", bold=True, anchor="centre")[0]
    shapes = (
        Box(Rect(r.x + 20, r.y + r.h - 16, r.w - 40, 16), "shadow", 8, alpha=60), Poly(body, "red"),
        Line((*body, body[0]), "rim", 2), Box(Rect(r.x, r.y + 10, r.w, 30), "red", 15, "ink", 3),
        Box(Rect(r.x + 14, r.y + 17, r.w - 28, 16), "black", 8, alpha=160), *text, *kit.key_cap(look, Rect(r.x, r.y + 36, r.w - 18, 40), letter),
    )  # fmt: skip
    state = () if holds else ("disabled",)
    return Node("reject", "tool", words, r, shapes, ("press",), state=state, spoken=kit.spoken_name(look, words, letter), shortcut=letter)


def _fod_box(look: WorkshopWords) -> Node:
    """Where what lies about goes when it is picked up: what fell is drawn on its front. Nothing is pressed there."""
    r = FOD_BOX
    words = look.t("fod_box")
    # Large words take the whole front of the box.
    large = kit.large(look)
    edge, high, middle = (6.0, 120.0, 104.0) if large else (22.0, 40.0, 130.0)
    room = r.w - 2 * edge
    size = kit.fitted(look, words, 24, (room, high), True)
    lines = look.wrap(words, size, room, True)
    text = kit.paragraph(look, r.x + edge, r.y + middle - look.line_height(size) * len(lines) / 2, room, words, size, bold=True, anchor="centre")[0]
    plate = Rect(r.x + 18, r.y + 50, r.w - 36, 106) if not large else Rect(r.x, r.y + 46, r.w, 118)
    shapes = [
        Box(Rect(r.x + 8, r.y + r.h - 12, r.w - 16, 14), "shadow", 7, alpha=60), Box(Rect(r.x + 4, r.y + 20, r.w - 8, r.h - 28), "amber", 18, "ink", 2),
        Box(Rect(r.x + 34, r.y + 6, r.w - 68, 34), "ink", 17), Box(plate, "paper", 10), *([] if large else thrown_away(r.centre[0], r.y + 86, 1.15)), *text,
    ]  # fmt: skip
    return Node("fod_box", "tool", words, r, tuple(shapes), (), spoken=words)


def thrown_away(x: float, y: float, k: float) -> list[Shape]:
    """What falls on a piece during the work, side by side about (x, y): the sign on the box it goes into."""
    signs = zip((-44, 44), ("copeau", "foret"), strict=True)
    return [kit.scaled(s, k, x + k * dx, y) for dx, name in signs for s in FALLEN[name]]


def slots(bins: int, others: int) -> list[Rect]:
    """The places of so many bins and other things, from left to right; the others on two rows when they are many."""
    inner = Rect(TRAY.x + 14, TRAY.y + 14, TRAY.w - 28, TRAY.h - 28)
    rows = 1 if others <= 2 else 2
    across = -(-others // rows)
    w = (inner.w - 10 * (bins + across - 1)) / max(1, bins + across)
    high = (inner.h - 8 * (rows - 1)) / rows
    left = inner.x + bins * (w + 10)
    places = [Rect(inner.x + k * (w + 10), inner.y, w, inner.h) for k in range(bins)]
    return places + [
        Rect(left + k % across * (w + 10), inner.y + k // across * (high + 8), w, high) for k in range(others)
    ]


def drawn_in(rect: Rect, shapes: Sequence[Shape], k: float) -> list[Shape]:
    """A drawing around (0, 0) in the upper half of a place, smaller where the place is low."""
    low = rect.h < 150
    k = min(k, rect.w / 90) * (0.68 if low else 1.0)
    return [kit.scaled(s, k, rect.centre[0], rect.y + (38 if low else 84)) for s in shapes]


def few(n: int) -> list[Rect]:
    """The places of a few things, each as high as the tray, at its right end: beside the mentor who asks for them."""
    left = TRAY.x + TRAY.w - 14 - n * FEW_WIDE - (n - 1) * 10
    return [Rect(left + k * (FEW_WIDE + 10), TRAY.y + 14, FEW_WIDE, TRAY.h - 28) for k in range(n)]


def ground(places: Sequence[Rect] = ()) -> tuple[Shape, ...]:
    """What lies under the things at hand: the whole tray, or as much of it as these `places` take."""
    left = places[0].x - 14 if places else TRAY.x
    tray = Rect(left, TRAY.y, TRAY.x + TRAY.w - left, TRAY.h)
    return (Box(Rect(tray.x + 5, tray.y + 9, tray.w, tray.h), "shadow", 28, alpha=50), Box(tray, "ink", 26, "rim", 2))


def slot(look: WorkshopWords, id: str, words: tuple[str, str], rect: Rect, drawn: Sequence[Shape], key: str, *, on: bool) -> Node:
    """A thing at hand: its drawing above, its name and what more there is to say of it below."""
    name, more = words
    low = rect.h < 150
    more = "" if low else more
    large = bool(more) and kit.large(look)
    # Large words take some of the drawing's room.
    k, up = (0.62, 52.0) if large else (1.0, 84.0)
    dx, dy = rect.centre[0] * (1 - k), rect.y + up - k * (rect.y + 84)
    shapes: list[Shape] = [Box(rect, "slate", 16, "rim", 2), *(marks.taken(rect, low=False) if on else ())]
    # A key that is drawn in the corner of a low place has its room beside the drawing.
    aside = 14.0 if low and look.keys else 0.0
    shapes += [kit.scaled(s, k, dx, dy) for s in drawn] if large else [kit.moved(s, aside, 0) for s in drawn]
    size = kit.fitted(look, name, 23, (rect.w - 12, 34 if low else 64 if large else 58), True)
    lines = look.wrap(name, size, rect.w - 12, True)
    small = kit.fitted(look, more, 20 if large else kit.READ, (rect.w - 12, 56 if large else 28)) if more else 0.0
    under = len(look.wrap(more, small, rect.w - 12)) if more else 0
    high = look.line_height(size) * len(lines) + look.line_height(small) * under
    y = rect.y + rect.h - (4 if low else 8) - high
    shapes += kit.paragraph(look, rect.x + 6, y, rect.w - 12, name, size, colour="white", bold=True, anchor="centre")[0]
    if more:
        shapes += kit.paragraph(look, rect.x + 6, y + look.line_height(size) * len(lines), rect.w - 12, more, small, colour="mist", anchor="centre")[0]
    shapes += kit.key_cap(look, Rect(rect.x - 1, rect.y - 1, rect.w, rect.h), key, left=True)
    said = kit.spoken_name(look, f"{name} {more}".strip(), key)
    return Node(id, "tool", name, rect, tuple(shapes), ("press",), state=("checked",) if on else (), spoken=said, shortcut=key)


def lens(look: WorkshopWords, id: str, at: tuple[float, float], words: str, drawn: Sequence[Shape], *, said: str = "", plate: bool = True) -> Parts:
    """What is held, big, beside the hand: a round glass of 160 px with its words on a dark plate.

    Without a `plate` the words are the voice's alone: the mentor says the same beside. Large words keep theirs.
    """
    x, y = at
    glass = (Circle(x + 5, y + 9, LENS_R, "shadow", alpha=70), Circle(x, y, LENS_R, "white", "ink", 5))
    if not plate and not kit.large(look):
        node = Node(id, "status", words, Rect(x - LENS_R, y - LENS_R, 2 * LENS_R, 2 * LENS_R), (), spoken=said or words)
        return (*glass, *drawn), (node,)
    room, most = (262.0, 118.0) if not kit.large(look) else (480.0, 200.0)
    size = kit.fitted(look, words, 24, (room, most), True)
    lines = look.wrap(words, size, room, True)
    high = max(60.0, look.line_height(size) * len(lines) + 26)
    wide = max(look.width(line, size, True) for line in lines)
    back = Rect(x + 30, y - high / 2, LENS_R - 16 + wide + 22, high)
    text = kit.paragraph(look, x + LENS_R + 14, y - look.line_height(size) * len(lines) / 2, room, words, size, colour="white", bold=True)[0]
    shapes = (Box(back, "ink", 16, "rim", 2), *text, *glass, *drawn)
    rect = Rect(x - LENS_R, y - LENS_R, LENS_R + 30 + back.w, 2 * LENS_R)
    return shapes, (Node(id, "status", words, rect, (), spoken=said or words),)
