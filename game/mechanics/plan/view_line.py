"""The line, seen from the bare table: the stations of the day in a row, and the one at which a kit was just unpacked."""

from game.mechanics.plan import view_part, view_people
from game.mechanics.plan.view_arrivals import COMES, DARK, RUNS, Arrived, LineSeen, StationPlace
from game.mechanics.plan.view_people import BUSY, CUP, STILL, WAVES
from game.screen import kit
from game.screen.motion import NOTHING, Cue, Edit, Motion, Play, eased
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.words import WorkshopWords

HALL = Rect(474, 612, 722, 226)
"""The bare table."""
TRAY = Rect(HALL.x + 20, HALL.y + 44, 456, 110)
"""The foam of the kit that was unpacked last."""
BAY = Rect(HALL.x + 492, HALL.y + 44, 210, 110)
"""Its station: the machine with its lamp, and who works there."""
SAID = Rect(BAY.x + BAY.w - 330, HALL.y + 5, 330, 36)
"""Where whoever works there says a word, from the right."""
ROW = Rect(HALL.x + 20, HALL.y + 162, HALL.w - 40, 54)
PLANE = (320.0, 110.0)
LANDS_MS = 260
ALPHAS = (255, 90, 180)
"""How opaque a place is: at rest, as it comes up, and half way."""
RINGS = 5


def cue(n: int, serves: bool) -> Cue:
    """How the n-th place of a kit is answered."""
    return Cue(Motion("own", at="line", ms=LANDS_MS, draws=landing), {"n": n, "serves": serves})


def wells(n: int) -> list[Rect]:
    """The places of a foam of so many, from left to right."""
    inner, gap = TRAY.inset(10), 10.0
    w = min(104.0, (inner.w - gap * (n - 1)) / max(1, n))
    left = inner.centre[0] - (n * w + gap * (n - 1)) / 2
    return [Rect(left + i * (w + gap), inner.y, w, inner.h) for i in range(n)]


def landing(play: Play, ms: float) -> Edit:
    """What serves comes down and a ring of light goes out from it; what does not leaves its hollow, which gives a little."""
    node = play.on(play.now, "at")
    n = int(play.cue.data["n"])
    if node is None or not node.value.isdigit() or n >= int(node.value):
        return NOTHING
    well = wells(int(node.value))[n]
    (x, y), share = well.centre, eased(ms / LANDS_MS)
    step = round(share * RINGS) / RINGS
    if play.cue.data["serves"]:
        r = float(round(20 + 44 * step))
        return Edit({}, (Circle(x, y, r, "", "primer_light", 6 - 4 * step, alpha=round(255 * (1 - step))),))
    dip = round(4 * (1 - step))
    return Edit({}, (Box(Rect(well.x, well.y + dip, well.w, well.h), "", 12, "black", 5, alpha=round(255 * (1 - step))),))


PANES = 5
"""Windows of the hall, from its left to its right: the sun stands in one after the other."""


def hall(gone: float) -> list[Shape]:
    """The wall, the windows and the floor of the assembly hall; `gone`: which share of the kits of the day has left.

    That is the light of the hour: the sun goes from window to window, cool in the morning, warm at the end.
    """
    wall = ("white", "cloud") if gone < 0.6 else ("white", "warm_light")
    step = (HALL.w - 40) / PANES
    panes = [Rect(HALL.x + 28 + n * step, HALL.y + 50, step - 16, 62) for n in range(PANES)]
    at = panes[min(PANES - 1, int(gone * PANES))]
    glass = "blue_light" if gone < 0.6 else "warm_light"
    lit = Poly(((at.x, at.y + at.h), (at.x + at.w, at.y + at.h), (min(at.x + at.w + 60, HALL.x + HALL.w - 4), HALL.y + 148), (at.x - 10, HALL.y + 148)), "amber", 40)
    sun = (Circle(*at.centre, 22, "amber", alpha=90), Circle(*at.centre, 15, "amber"))
    frames = [shape for pane in panes for shape in (Box(pane, glass, 4, "alu_mid", 3), *(sun if pane is at else ()), Line(((pane.centre[0], pane.y), (pane.centre[0], pane.y + pane.h)), "alu_mid", 3))]
    floor = Rect(HALL.x + 3, HALL.y + 148, HALL.w - 6, HALL.h - 151)
    return [Box(HALL, wall[0], 20, "alu_dark", 3, to=wall[1]), *frames, lit, Box(floor, "tarmac", 16, to="ink")]


def shown(look: WorkshopWords, line: LineSeen, *, rests: bool, early: frozenset[str] = frozenset()) -> list[Shape]:
    """The row of stations; above it the kit that was unpacked last, or the aircraft.

    `rests`: no kit is left to send. Once the last one is answered the aircraft comes, as far on as stations are at work,
    and before it who works there; of a kit that came `early` they have time for a cup.
    """
    shapes = row(look, line)
    if line.now is not None and not (rests and line.now.over):
        n = next((n for n, (name, _) in enumerate(line.stations) if name == line.now.kit), 0)
        return [*shapes, *unpacked(line.now), *station(look, line.now, n)]
    running = [n for n, (_, stands) in enumerate(line.stations) if stands == RUNS]
    far = (HALL.w - 60 - PLANE[0]) * len(running) / max(1, len(line.stations))
    plane = Picture("aircraft_primer", Rect(round(HALL.x + 30 + far), HALL.y + 44, *PLANE))
    if not rests:
        return [plane, *shapes]
    lights = [beam(n, len(line.stations)) for n in running]
    return [*lights, plane, *(s for n in running for s in _at_rest(n, len(line.stations), cup=line.stations[n][0] in early)), *shapes]


def _at_rest(n: int, of: int, *, cup: bool) -> list[Shape]:
    """Who works at the n-th station of a row, behind it."""
    w = (ROW.w - 8 * (of - 1)) / max(1, of)
    return view_people.person(n, ROW.x + n * (w + 8) + w / 2, ROW.y + 6, min(0.84, w / 92), CUP if cup else BUSY)


def beam(n: int, of: int) -> Shape:
    """Light from above on the n-th station of a row."""
    w = (ROW.w - 8 * (of - 1)) / max(1, of)
    x = ROW.x + n * (w + 8) + w / 2
    return Poly(((x - 18, HALL.y + 46), (x + 18, HALL.y + 46), (x + w / 2, ROW.y), (x - w / 2, ROW.y)), "primer_light", 110)


def unpacked(arrived: Arrived) -> list[Shape]:
    """The foam at the station: each place lit once its pieces have found it, a dark hollow where they did not."""
    shapes: list[Shape] = [Box(TRAY, "slate", 16, "ink", 3, to="tarmac")]
    for n, (place, well) in enumerate(zip(arrived.places, wells(len(arrived.places)), strict=True)):
        last = n == arrived.shown - 1
        shapes += _place(place, well, known=n < arrived.shown, alpha=ALPHAS[arrived.fades] if last else 255)
    return shapes


def _place(place: StationPlace, well: Rect, *, known: bool, alpha: int) -> list[Shape]:
    slot, held = place.slot, place.slot.held
    x, y = well.centre
    k = min(1.1, (well.w - 8) / 80, well.h / 84)
    cut = view_part.outline(slot.shape, round(x), round(y), k) if slot.shape else []
    if not known:
        return [Box(well, "steel", 12, "slot_edge", 2, to="slate"), *cut]
    if held is None:
        return [Box(well, "black", 12, "steel", 2, alpha=alpha), *(_faint(shape) for shape in cut)]
    # What does not serve lies in its dark hollow as it came: what is to be seen on it was to be seen in the hand.
    pile = view_part.pile(held.shape, held.size, held.n, well.inset(9), *(() if place.serves else (held.flaw,)))
    if not place.serves:
        return [Box(well, "black", 12, "steel", 2, alpha=alpha), *pile]
    return [Box(well, "primer_light", 12, "primer_dark", 4, alpha=alpha), *pile]


def _faint(shape: Shape) -> Shape:
    return Picture(shape.art, shape.rect, alpha=110) if isinstance(shape, Picture) else shape


def thanks(look: WorkshopWords, arrived: Arrived) -> str:
    """What a station says that has what it needs, where its author wrote it; "" before, and of any other."""
    key = f"thanks.{arrived.kit}"
    return look.t(key) if arrived.ended and arrived.whole and look.has(key) else ""


def station(look: WorkshopWords, arrived: Arrived, n: int) -> list[Shape]:
    """The n-th station of the day by its name, at work once its kit is whole: then whoever works there says a word."""
    says = thanks(look, arrived)
    words = says or look.t(f"kit.{arrived.kit}")
    room = SAID.w - 24 if says else BAY.w - 96
    size = kit.fitted(look, words, 21, (room, 28), True)
    runs = arrived.ended and arrived.whole
    text = Text(BAY.x + BAY.w - (12 if says else 0), BAY.y - 34, words, look.px(size), "ink", True, "right")
    wide = look.width(words, size, True) + 26
    cloud = Rect(BAY.x + BAY.w - wide, SAID.y, wide, SAID.h)
    tail = ((BAY.x + 128, SAID.y + SAID.h - 3), (BAY.x + 146, SAID.y + SAID.h - 3), (BAY.x + 148, SAID.y + SAID.h + 10))
    balloon: list[Shape] = [Box(cloud, "white", 14, "primer_dark", 3), Poly(tail, "white"), Line((tail[0], tail[2], tail[1]), "primer_dark", 3)] if says else []
    return [*bay(BAY.x, BAY.y + BAY.h, runs=runs, wave=arrived.wave, n=n), *balloon, text]


def bay(x: float, low: float, *, runs: bool, wave: int = 0, n: int = 0) -> list[Shape]:
    """A machine and who works at it, 200 x 110 from its lower left corner: its lamp lit and its head at work, or still.

    `wave`: 1 an arm up, 2 down again. `n`: which of the stations; the next one has another machine and somebody else.
    """
    y = low - BAY.h
    shapes: list[Shape] = []
    if runs:
        shapes += [Circle(x + 54, y + 12, r, "primer", alpha=a) for r, a in ((40.0, 60), (26.0, 110))]
    body = "blue_dark" if runs else "steel"
    machine = (_press, _arm, _ring)[n % 3]
    shapes += [
        Box(Rect(x + 6, low - 16, 96, 16), "slate", 4), *machine(x, y, low, body, down=16.0 if runs and wave != 2 else 0.0),
        Line(((x + 54, y + 28), (x + 54, y + 16)), "ink", 4), Circle(x + 54, y + 11, 11, "primer" if runs else "tarmac", "ink", 3),
    ]  # fmt: skip
    if runs:
        shapes.append(Poly(((x + 50, y + 6), (x + 59, y + 11), (x + 50, y + 16)), "ink"))
    return [*shapes, *view_people.person(n, x + 156, low, 0.92, WAVES if wave == 1 else BUSY if runs else STILL)]


def _press(x: float, y: float, low: float, body: str, *, down: float) -> list[Shape]:
    """A press: foot, column, arm, and a head that is down while it works."""
    return [
        Box(Rect(x + 14, y + 26, 26, BAY.h - 40), body, 6, "ink", 2), Box(Rect(x + 14, y + 26, 80, 22), body, 6, "ink", 2),
        Box(Rect(x + 74, y + 46 + down, 14, 24), "alu_mid", 3, "ink", 2), Box(Rect(x + 62, low - 28, 38, 12), "alu_light", 3, "ink", 2),
    ]  # fmt: skip


def _arm(x: float, y: float, low: float, body: str, *, down: float) -> list[Shape]:
    """An arm on its foot, which reaches to the piece while it works."""
    elbow, hand = (x + 40, y + 40), (x + 84, y + 54 + down)
    return [
        Box(Rect(x + 16, low - 34, 34, 20), body, 5, "ink", 2), Line(((x + 33, low - 32), elbow), "ink", 17), Line(((x + 33, low - 32), elbow), body, 12),
        Line((elbow, hand), "ink", 14), Line((elbow, hand), body, 9), Circle(*elbow, 9, "alu_mid", "ink", 2),
        Line(((hand[0] - 7, hand[1] + 12), hand, (hand[0] + 7, hand[1] + 12)), "ink", 4), Box(Rect(x + 66, low - 27, 34, 11), "alu_light", 3, "ink", 2),
    ]  # fmt: skip


def _ring(x: float, y: float, low: float, body: str, *, down: float) -> list[Shape]:
    """A frame of the fuselage in its stand; a tool comes down to it while it works."""
    middle = (x + 54, low - 40)
    return [
        Circle(*middle, 34, "alu_light", "ink", 2), Circle(*middle, 25, "cloud", "ink", 2), Box(Rect(x + 29, low - 44, 50, 7), "alu_mid", 1, "ink", 2),
        Box(Rect(x + 20, low - 24, 68, 10), body, 4, "ink", 2), Box(Rect(x + 46, y + 26, 16, 12 + down / 2), body, 3, "ink", 2),
    ]  # fmt: skip


def row(look: WorkshopWords, line: LineSeen) -> list[Shape]:
    """Each station of the day: dull until its kit is there, lit and at work, or left dark."""
    n = len(line.stations)
    w = (ROW.w - 8 * (n - 1)) / max(1, n)
    belt = Rect(ROW.x - 6, ROW.y + ROW.h - 8, ROW.w + 12, 6)
    shapes: list[Shape] = [Box(belt, "steel", 3)]
    for i, (name, stands) in enumerate(line.stations):
        cell = Rect(ROW.x + i * (w + 8), ROW.y, w, ROW.h - 6)
        runs = stands == RUNS
        fill = "primer" if runs else "ink" if stands == DARK else "slate"
        shapes.append(Box(cell, fill, 10, "primer_light" if runs else "amber" if stands == COMES else "steel", 3 if stands in (RUNS, COMES) else 2))
        shapes += lamp(cell.x + 19, cell.centre[1], stands)
        if name and not kit.large(look):
            words = look.t(f"kit.short.{name}") if look.has(f"kit.short.{name}") else look.t(f"kit.{name}")
            size = kit.fitted(look, words, kit.READ, (w - 40, 28), True)
            shapes.append(Text(cell.x + 34 + (w - 40) / 2, cell.centre[1] - look.px(size) * 0.62, words, look.px(size), "ink" if runs else "white" if stands == COMES else "mist", True, "centre"))
    return shapes


def lamp(x: float, y: float, stands: str) -> list[Shape]:
    """The lamp of a station: lit with the sign of what runs; a ring about a hollow; else off."""
    if stands == RUNS:
        return [Circle(x, y, 14, "white", alpha=130), Circle(x, y, 11, "green", "white", 2), Poly(((x - 4, y - 6), (x + 7, y), (x - 4, y + 6)), "white")]
    if stands == DARK:
        return [Circle(x, y, 11, "black", "alu_dark", 3)]
    return [Circle(x, y, 9, "amber" if stands == COMES else "steel", "ink", 2)]


def node(look: WorkshopWords, arrived: Arrived) -> Node:
    """What the picture shows, told place by place as it comes; its value is how many places there are."""
    places = [_place_said(look, place) for place in arrived.places[: arrived.shown]]
    end = [look.t(f"line.{'runs' if arrived.whole else 'dark'}")] if arrived.ended else []
    end += [words] if (words := thanks(look, arrived)) else []
    said = " ".join((look.t("line.said", kit=look.t(f"kit.{arrived.kit}")), *places, *end))
    return Node("line", "status", said, Rect(TRAY.x, TRAY.y, BAY.x + BAY.w - TRAY.x, TRAY.h), (), value=str(len(arrived.places)), spoken=said)


def _place_said(look: WorkshopWords, place: StationPlace) -> str:
    """One place in words: in place; a hollow, with what is seen to lie in it."""
    ref, held = look.t(f"ref.{place.slot.ref}"), place.slot.held
    if place.serves or held is None:
        return look.t(f"line.{'serves' if place.serves else 'hollow'}", ref=ref)
    marks = "".join(f", {look.t(f'look.{mark}')}" for mark in (held.flaw,) if mark)
    return look.t("line.lies", ref=ref, n=held.n, held=look.t(f"ref.{held.ref}"), marks=marks)


def told_of(look: WorkshopWords, arrived: Arrived) -> str:
    """What the dots of a tab show, in words: how many places serve of those that were answered, and how its station is."""
    known = arrived.places[: arrived.shown]
    counts = look.t("line.tab", n=sum(place.serves for place in known), of=len(known))
    return f"{counts} {look.t('line.runs' if arrived.whole else 'line.dark')}" if arrived.ended else counts


def tab(arrived: Arrived, rect: Rect) -> list[Shape]:
    """On the tab of a kit that has left: a dot a place as it is answered, full or hollow."""
    n = len(arrived.places)
    step = min(20.0, rect.w / max(1, n))
    shapes: list[Shape] = []
    for i, place in enumerate(arrived.places):
        x, y, r = rect.x + step * (i + 0.5), rect.centre[1], min(7.0, step * 0.4)
        if i >= arrived.shown:
            shapes.append(Circle(x, y, r * 0.6, "alu_mid"))
        elif place.serves:
            shapes.append(Circle(x, y, r, "green", "ink", 1))
        else:
            shapes.append(Circle(x, y, r, "white", "ink", 3))
    return shapes
