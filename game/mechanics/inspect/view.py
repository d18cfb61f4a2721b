"""The dark bench: the rotor under one lamp, the lens, three words, the small rotor that counts, the tools below."""

import math
from collections.abc import Sequence
from dataclasses import replace

from game.mechanics.inspect import view_after, view_blade, view_fan, view_lens, view_tray, view_words
from game.mechanics.inspect.params import TOUR
from game.mechanics.inspect.seen import BladeSeen, InspectSeen
from game.screen import kit, navigate
from game.screen.faces import face
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.workshop import view_bench, view_parts
from game.workshop.view import Parts, visitor
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords

COUNT = Rect(1496, 450, 390, 250)
BOARD, END = Rect(1496, 716, 160, 82), Rect(1668, 716, 218, 82)
"""The tools, and the way on: at one place as long as a step lasts, plain while something is left and bright once nothing is."""
NIGHT: tuple[Shape, ...] = (Box(Rect(0, 0, 1920, 1300), "black"), Picture("fan_night", Rect(0, 0, 1920, 1080)), Box(Rect(0, 1080, 1920, 220), "black"))
CLOCK = Rect(1300, 12, 140, 56)
"""In the top bar, between how far one is and the words of the trade: it lies on neither."""
SWEEP = Rect(1290, 430, 190, 104)
"""Beside the fan, below all the way of the lamp, of its arm and of the number on it."""
PARTS = Rect(458, 814, 214, 58)
TELLS = Rect(458, 808, 214, 66)
"""Below the lens: the four parts of a blade; with the bell in hand, who had asked for something."""
FAN = Rect(486, 130, 806, 744)
"""Where the rotor is taken by a hand: all that is seen of it but what lies before it."""
BESIDE = (66.0, -16.0)
"""Beside the number of a blade: the shape of its word, in chalk."""
STAMP = (view_blade.X + BESIDE[0], 828.0 + BESIDE[1])
"""Where it is for the blade in hand."""
FOD_AT = (496.0, 130.0, 1.28, 1.66)
"""Millimetres of the bench to design units: left, top, and how many units a millimetre is across and down."""


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres on the bench to design units."""
    left, top, across, down = FOD_AT
    return left + x_mm * across, top + y_mm * down


def bench(
    look: WorkshopWords, seen: InspectSeen, around: tuple[Parts, Parts, Parts], kept: Kept, mode: str, says: str, *,
    finished: bool, speaks: bool, offers: tuple[str, ...] = (), looked: frozenset[str] = frozenset(),
    guide: view_bench.Guide = (), page: int = 0, lensed: bool = True, table: tuple[tuple[int, int], ...] = (), lamp_no: int = 0,
    held: bool = True, worded: bool = False, read: tuple[int, ...] = (), fresh_lamp: bool = False,
    hurry: bool = False, sweeps: bool | None = None, asker: tuple[str, str] = ("", ""), dark: bool = False, night: tuple[Shape, ...] = NIGHT, metal: str = "", after: view_after.Gleams = (),
    sliding: bool = False, off: int = 0, freed: bool = False, nears: bool = False, recalls: bool = False, over: tuple[Shape, ...] = (), taken: tuple[Shape, ...] = (),
) -> Screen:  # fmt: skip
    """The rotor and all around it: a step of work, or practice, which shows what its gesture `offers`.

    `looked`: the parts of the blade in hand over which the person has held the lens. `lensed`: whether the lens was ever
    laid: before, there is nothing to measure, and the rule is not there yet. `table`: where the things of the bench stand
    (mm). `lamp_no`: the number on the lamp, 0 for none. `held`: whether the rotor was ever held: before, no lens comes near.
    `read`: the last readings (um) of the blade in hand. `fresh_lamp`: whether the lamp was changed just now.
    `hurry`: whether this is the step that somebody hurries: a clock hangs above it, which goes with the work.
    `sweeps`: whether the lamp goes from side to side by itself, None where it cannot be sent. `dark`: the lamp has failed. `asker`: who had asked for something, with their name, of whom one may speak with the bell.
    `after`: places of the blade (um) where something has just gleamed, and how much of it is left (of 255).
    `night`, `metal`: the light of the hour around the blade, and the end of the names of its drawings.
    `nears`: whether the next blade is on its way, half lit. `recalls`: whether the order of the gestures is shown. `freed`: whether the rotor goes on by a blade just now, and its hold is open. `sliding`: whether a hand has the lens, and it lies nowhere. `off`: how far the rotor is pulled beside its rest. `over`: what a hand carries; `taken`: what goes with a pointer that carries it.
    `worded`: whether the blade in hand got its word just now, and others are to come: the way to the next one stands out.
    """
    bar, doc, _ = around
    practice = seen.kind == "practice"
    looked = frozenset(seen.toured) if practice else looked
    quiet = not (practice or held or lensed or any(b.word or b.tagged for b in seen.blades))  # nothing was done yet
    plain = practice and not {"mode:tag", "mode:call"} & {*offers}
    light = kept.get("light", (seen.lamp_deg, bool(seen.here), dark, metal), lambda: view_fan.unlit(_light(seen, metal)) if dark else _light(seen, metal))
    gleams = () if dark else kept.get("gleams", (seen.lens, seen.glints), lambda: (*(s for m in seen.glints for s in view_blade.glint(m)), *view_blade.ring(seen)))
    lens = () if dark else kept.get("lens", (look, seen.here, seen.lens, seen.glints, seen.lamp_deg, sliding), lambda: tuple(view_lens.in_lens(look, seen, kept, sharp=not sliding)))
    counter = kept.get("counter", (look, seen.blades, seen.of, practice), lambda: _counter(look, seen, counts=not practice))
    words = kept.get("words", (look, seen.here, seen.blades, worded, quiet), lambda: view_words.words(look, seen, worded and not practice, quiet))
    side = kept.get("mentor", (look, says, mode, finished, practice, seen.changeable, speaks, seen.visitor, guide, page, plain), lambda: _side(look, seen, (says, guide), mode, finished, speaks, page, plain))
    tray = kept.get("tray", (look, seen.slip_um, seen.zero_due, seen.locked, seen.here, lensed, worded, freed, quiet), lambda: view_tray.tray(look, seen, lensed, worded, freed, quiet))
    if practice:
        words, counter, tray = _offered(look, seen, offers, words, counter, tray)
    plates = kept.get("plates", (look, seen.blades), lambda: _plates(look, seen))
    fields = kept.get("fields", look, lambda: view_blade.fields(look, True))
    fallen = kept.get("fod", (look, seen.fod), lambda: view_parts.fallen(look, seen, at))
    lamp = Node("lamp", "handle", look.t("lamp"), _grip(seen.lamp_deg), (*view_blade.head(seen.lamp_deg), *_lamp_plate(look, seen.lamp_deg, lamp_no, fresh_lamp)), ("drag",), value=str(seen.lamp_deg), spoken=lamp_said(look, seen.lamp_deg))
    glass = () if not held else (Node("loupe", "image", look.t("lens"), Rect(view_blade.LENS[0] - 178, view_blade.LENS[1] - 178, 356, 356), lens, navigate.PULLED if not practice or "field:" in offers else (), spoken=_lens_said(look, seen)),)
    parts = _tells(look, asker) if asker[0] else kept.get("parts", (look, looked), lambda: _parts(look, looked)) if seen.here and held and (not practice or "parts" in offers) else ()
    rotor = _rotor(look, (*(view_fan.nearing() if nears and not dark else ()), *light, *view_after.gleams(after), *(gleams if held else ()), *plates[0]), off)
    numbers = view_fan.pulled_plates(plates[1], off)
    done = kept.get("lights", (seen.blades, practice), lambda: () if practice else _lights(seen))
    decor = (*done, *(view_lens.handle(*view_blade.LENS) if held else ()), *_table(table if not practice or "fod:" in offers else ()), *doc[0], *words[0], *counter, *side[0], *tray[0], *bar[0])
    # The lamp is taken by all of its housing but where it hangs over the blade: there the blade is pressed.
    read_nodes = view_words.read_out(look, read) if read and (not practice or "word:" in offers) else view_words.recalled(look) if recalls else ()
    clock = kept.get("clock", (look, seen.blades), lambda: _clock(look, seen)) if hurry else ()
    nodes = (rotor, *bar[1], *clock, *doc[1], lamp, *_sweep(look, sweeps), *glass, *fields, *fallen, *numbers, *parts, *tray[1], *read_nodes, *words[1], *side[1])
    return Screen("bench", look.t("title"), nodes, night, decor, over, look.t(f"message.{seen.phase}"), "more:", carried=taken)


def _rotor(look: WorkshopWords, shapes: tuple[Shape, ...], off: int) -> Node:
    """The blade in hand, with what gleams on it and what holds it: it turns and goes dark as one thing, and is pulled so."""
    value = view_fan.PULLED if off else ""
    return Node("rotor", "image", look.t("term.rotor.name"), FAN, view_fan.pulled(shapes, off), navigate.PULLED, value=value)


def _offered(
    look: WorkshopWords, seen: InspectSeen, offers: tuple[str, ...], words: Parts, counter: tuple[Shape, ...], tray: Parts
) -> tuple[Parts, tuple[Shape, ...], Parts]:  # fmt: skip
    """Of words, counter and tray, what a gesture of practice needs."""
    words = words if "word:" in offers else ((), words[1])
    counter = counter if "start:" in offers else ()
    tray = tray if any(f"{name}:" in offers for name, _ in view_tray.TOOLS) else ((), tray[1])
    return words, counter, (tray[0], (view_tray.zero_near(look, seen), *tray[1])) if "zero:" in offers else tray


def _tells(look: WorkshopWords, asker: tuple[str, str]) -> tuple[Node, ...]:
    """Below the lens, with the bell in hand: who had asked for something is what one may speak of."""
    return (kit.button(look, f"tell:{asker[0]}", look.t("tell", asker=asker[1]), TELLS, style="secondary", size=26),)


def _parts(look: WorkshopWords, looked: frozenset[str]) -> tuple[Node, ...]:
    """Below the lens: the four parts of the blade in hand, ticked where the lens has been."""
    w = PARTS.w / len(TOUR)
    shapes: list[Shape] = [Box(PARTS, "tarmac", 14, "rim", 2)]
    for n, part in enumerate(TOUR):
        x, y = PARTS.x + w * (n + 0.5), PARTS.y + 15
        shapes.append(Circle(x, y, 9, "green" if part in looked else "", "white" if part in looked else "rim", 2))
        shapes += [Line(((x - 4, y), (x - 1, y + 4), (x + 5, y - 4)), "white", 3)] if part in looked else []
        shapes.append(Text(x, PARTS.y + 24, look.t(f"part.{part}"), min(look.px(22), 24), "mist", False, "centre"))
    there = ", ".join(look.t(f"part.{part}") for part in TOUR if part in looked)
    words = look.t("parts", there=there) if there else look.t("parts.none")
    return (Node("parts", "status", words, PARTS, tuple(shapes), spoken=words),)


def _table(stands: tuple[tuple[int, int], ...]) -> list[Shape]:
    """A small table before the fan: what belongs to the bench stands on it, never on the fan."""
    if not stands:
        return []
    places = [at(x, y) for x, y in stands]
    left, top = min(x for x, _ in places) - 54, min(y for _, y in places) - 44
    right, low = max(x for x, _ in places) + 54, max(y for _, y in places) + 44
    w, h = right - left, low - top
    legs: list[Shape] = [Box(Rect(left + share * w - 9, low, 18, 46), "steel", 4, "black", 2) for share in (0.16, 0.84)]
    return [*legs, Box(Rect(left + 6, top + 10, w, h), "black", 18, alpha=120), Box(Rect(left, top, w, h), "slate", 18, "alu_mid", 3), Box(Rect(left + 10, top + 10, w - 20, h - 20), "tarmac", 12)]


def _lamp_plate(look: WorkshopWords, deg: int, no: int, fresh: bool) -> list[Shape]:
    """The number of the lamp, on its arm; one that was changed just now shines."""
    if not no:
        return []
    x, y = view_blade.lamp_at(deg)
    way = 1 if deg >= 0 else -1
    ex, ey = x + way * 92, y - 22
    shine: list[Shape] = [Picture("glow", Rect(ex - 72, ey - 72, 144, 144)), Circle(ex, ey, 31, "signal")] if fresh else []
    return [*shine, Circle(ex, ey, 21, "white", "ink", 3), Text(ex, ey - 17, str(no), 27, "ink", True, "centre")]


def _clock(look: WorkshopWords, seen: InspectSeen) -> tuple[Node, ...]:
    """In the bar, for the step that somebody hurries: a clock whose hand comes up with the work.

    No time runs on it: it stands at the top once every blade of the step has its word or its tag.
    """
    if kit.large(look) or look.comfort.voice:
        return ()
    of = len(seen.blades)
    left = of - sum(bool(b.word) or b.tagged for b in seen.blades)
    words = look.t("clock", left=left)
    x, y, r = CLOCK.x + 20, CLOCK.centre[1], 18.0
    room = CLOCK.w - 46
    turn = -2 * math.pi * left / max(1, of)
    ticks = [Line(((x + (r - 5) * math.sin(a), y - (r - 5) * math.cos(a)), (x + (r - 2) * math.sin(a), y - (r - 2) * math.cos(a))), "steel", 2) for a in (math.pi * k / 6 for k in range(12))]
    hands = [Line(((x, y), (x + (r - 7) * math.sin(turn), y - (r - 7) * math.cos(turn))), "ink", 3), Line(((x, y), (x + (r - 12) * math.sin(turn / 12), y - (r - 12) * math.cos(turn / 12))), "ink", 4)]
    size = kit.fitted(look, words, kit.READ, (room, CLOCK.h))
    top = y - look.line_height(size) * len(look.wrap(words, size, room)) / 2
    lines, _ = kit.paragraph(look, CLOCK.x + 46, top, room, words, size, colour="mist")
    return (Node("clock", "status", words, CLOCK, (Circle(x, y, r, "paper", "alu_mid", 3), *ticks, *hands, *lines), spoken=words),)


def _sweep(look: WorkshopWords, sweeps: bool | None) -> tuple[Node, ...]:
    """Beside the lamp: a press sends it from side to side, another one, on anything, stops it there."""
    if sweeps is None:
        return ()
    words = look.t("tray.sweep_stops" if sweeps else "tray.sweep")
    # Practice tilts the lamp by hand alone: what this does is said on it.
    says = "" if sweeps else look.t("tray.sweep_says")
    return (kit.button(look, "sweep:", words, SWEEP, style="dark", size=23, hint=says, shortcut="7", state=("checked",) if sweeps else ()),)


def _lights(seen: InspectSeen) -> tuple[Shape, ...]:
    """On the casing, a light for each blade of the step that is decided or set apart."""
    return tuple(view_fan.lights(sum(bool(b.word) or b.tagged for b in seen.blades), len(seen.blades)))


def _light(seen: InspectSeen, metal: str) -> tuple[Shape, ...]:
    return (*view_blade.lit_blade(seen.lamp_deg, metal), *view_blade.cone(seen.lamp_deg))


HOUSING = tuple((x * view_blade.LAMP_W / 168, y * view_blade.LAMP_W / 168) for x, y in ((-23.0, -64.0), (23.0, -64.0), (75.0, 57.0), (0.0, 67.0), (-75.0, 57.0)))
"""The outline of the drawn lamp about its middle, upright."""


def _grip(deg: int) -> Rect:
    """Where the lamp is taken: as far as it is drawn, and no farther."""
    x, y = view_blade.lamp_at(deg)
    drawn = view_blade.turned(HOUSING, view_blade.STEP * round(deg / view_blade.STEP), 1.0, (round(x), round(y)))
    left, right = min(px for px, _ in drawn), max(px for px, _ in drawn)
    top, low = max(88.0, min(py for _, py in drawn)), max(py for _, py in drawn)
    return Rect(left, top, right - left, low - top)


def lamp_said(look: WorkshopWords, deg: int) -> str:
    """Where the lamp stands, for a voice."""
    return look.t("lamp.upright") if not deg else look.t(f"lamp.{'right' if deg > 0 else 'left'}", deg=abs(deg))


def _lens_said(look: WorkshopWords, seen: InspectSeen) -> str:
    if seen.lens is None:
        return look.t("lens.away")
    from_tip = look.t("lens.at", x=seen.lens[0], y=seen.lens[1])
    return f"{from_tip} {lamp_said(look, seen.lamp_deg)}"


def blade_name(look: WorkshopWords, blade: BladeSeen) -> str:
    """Features of a blade for a voice, never a verdict."""
    words = [look.t("blade", n=blade.n)]
    facts = {"odd": blade.odd, "signed": blade.signed, "tagged": blade.tagged, "redo": blade.redo, "start": blade.start}
    return ", ".join([*words, *(look.t(f"blade.{name}") for name, there in facts.items() if there)])


def _plates(look: WorkshopWords, seen: InspectSeen) -> Parts:
    """The numbers on the hub: the blade in hand and its neighbours; tags, paint of the team before, the white mark."""
    shapes: list[Shape] = []
    nodes: list[Node] = []
    names = [b.id for b in seen.blades]
    now = seen.in_hand()
    if now is None:
        return (), ()
    at_now = names.index(now.id)
    shapes += view_blade.root_pin(now.odd)
    for step, dx, dy in ((0, 0, 0), (-1, -196, 18), (1, 196, 18)):
        if step and len(names) < 3:
            continue
        blade = seen.blades[(at_now + step) % len(names)]
        x, y = view_blade.HUB[0] + dx, 828.0 + dy
        rect = Rect(x - 44, y - 26, 88, 52)
        big = min(look.px(30 if not step else 22), 38.0)
        drawn: list[Shape] = [Box(rect, "tarmac", 14, "warm_light" if not step else "rim", 3 if not step else 2)]
        drawn.append(Text(x, y - big * 0.62, str(blade.n), big, "warm_light" if not step else "mist", True, "centre"))
        if blade.start:
            drawn.append(Box(Rect(x - 58, y - 38, 40, 15), "white", 6, "ink", 2))
        if blade.word:  # what was decided stays in sight beside its number, also once the next blade has come
            drawn += view_words.chalked(blade.word, x + BESIDE[0], y + BESIDE[1])
        nodes.append(Node(f"blade:{blade.id}", "spot", look.t("blade", n=blade.n), rect, tuple(drawn), ("press", "hold"), value=blade.word, spoken=blade_name(look, blade)))
    if now.signed:
        shapes += _signed(look)
    if now.tagged:
        shapes.append(Picture("tag", Rect(view_blade.X - 52, 684, 104, 78)))
    if now.redo:
        shapes += [Circle(view_blade.X - 70, 660, 22, "amber", "ink", 3), Text(view_blade.X - 70, 642, "R", 28, "ink", True, "centre")]
    return tuple(shapes), tuple(nodes)


def _signed(look: WorkshopWords) -> list[Shape]:
    """The paint mark of who signed this blade before, with its words."""
    words, x, y = look.t("blade.signed"), view_blade.X + 60.0, 726.0
    size = kit.fitted(look, words, kit.READ, (220, 60), True)
    lines = look.wrap(words, size, 220, True)
    high = look.line_height(size) * len(lines)
    wide = max(look.width(line, size, True) for line in lines)
    plate = Rect(x, y - high / 2 - 8, wide + 62, high + 16)
    tick: list[Shape] = [Circle(x + 24, y, 15, "sky", "ink", 2), Line(((x + 17, y), (x + 23, y + 6), (x + 32, y - 7)), "white", 4)]
    return [Box(plate, "tarmac", 12, "sky", 2), *tick, *kit.paragraph(look, x + 48, y - high / 2, 220, words, size, colour="white", bold=True)[0]]


def wheel(blades: Sequence[BladeSeen], of: int, x: float, y: float, r: float) -> list[Shape]:
    """The rotor seen small: seen, in hand, to see, the white start mark; its rim fills with the blades that were seen.

    What was decided is not shown.
    """
    shapes: list[Shape] = [Circle(x, y, r + 8, "black"), Circle(x, y, r * 0.27, "slate")]
    by_place = {b.n: b for b in blades}
    for n in range(1, of + 1):
        blade = by_place.get(n)
        turn = 2 * math.pi * (n - 1) / of
        half = math.pi / of * 0.72
        fill = "ink" if blade is None else "warm_light" if blade.here else "mist" if blade.visited or blade.word else "alu_dark"
        near, far = r * 0.33, r * 0.97
        quad = tuple((x + d * math.sin(turn + w), y - d * math.cos(turn + w)) for d, w in ((near, -half * 0.7), (far, -half), (far, half), (near, half * 0.7)))
        shapes.append(Poly(quad, fill))
        if blade is not None and blade.here:
            shapes.append(Line((*quad, quad[0]), "signal", 5))
        if blade is not None and (blade.visited or blade.word):
            arc = tuple((x + (r + 4) * math.sin(turn + w), y - (r + 4) * math.cos(turn + w)) for w in (-math.pi / of, 0.0, math.pi / of))
            shapes.append(Line(arc, "warm_light", 6))
        if blade is not None and blade.start:
            shapes.append(Circle(x + (r + 3) * math.sin(turn), y - (r + 3) * math.cos(turn), 7, "white", "ink", 2))
    return shapes


def rim(n: int, of: int, x: float, y: float, r: float) -> tuple[float, float]:
    """Where the n-th of so many blades stands on a circle."""
    turn = 2 * math.pi * (n - 1) / of
    return x + r * math.sin(turn), y - r * math.cos(turn)


def _counter(look: WorkshopWords, seen: InspectSeen, *, counts: bool) -> tuple[Shape, ...]:
    """The rotor seen small; beside it, where it `counts`, how many blades of the step are decided."""
    card = COUNT
    if not seen.blades:
        return ()
    shapes: list[Shape] = [*view_words.panel(card), *wheel(seen.blades, seen.of, card.x + 124, card.y + 125, 96)]
    apart = sum(b.tagged and not b.word for b in seen.blades)
    done = apart + sum(bool(b.word) for b in seen.blades)
    x, room = card.x + 244, card.w - 262
    if counts:
        shapes.append(Text(x, card.y + 28, str(done), min(look.px(50), 66), "white", True))
        key = "decided_of_apart" if apart else "decided_of" if done < len(seen.blades) else "decided_all"
        sentence = look.t(key, n=done, total=len(seen.blades))
        size = kit.fitted(look, sentence, 23, (room, 66))
        shapes += kit.paragraph(look, x, card.y + 94, room, sentence, size, colour="mist")[0]
        shapes += _thirds(Rect(x, card.y + 168, room, 14), done, len(seen.blades))
    mark = look.t("start_mark")
    size = kit.fitted(look, mark, kit.READ, (room - 34, 54))
    shapes += kit.paragraph(look, x, card.y + 192, room - 34, mark, size, colour="mist")[0]
    shapes.append(Box(Rect(card.x + card.w - 44, card.y + 200, 24, 12), "white", 5))
    return tuple(shapes)


def _thirds(bar: Rect, done: int, of: int) -> list[Shape]:
    """How far the step has gone, in three parts; each lights as it is filled. Which blades have a word is not in it."""
    shapes: list[Shape] = []
    w = (bar.w - 12) / 3
    for k in range(3):
        share = max(0.0, min(1.0, 3 * done / of - k))
        part = Rect(bar.x + k * (w + 6), bar.y, w, bar.h)
        shapes.append(Box(part, "ink", 6, "warm_light" if share >= 1 else "rim", 2))
        shapes += [Box(Rect(part.x, part.y, max(12.0, w * share), bar.h), "warm_light" if share >= 1 else "sky", 6)] if share else []
    return shapes


def _side(
    look: WorkshopWords, seen: InspectSeen, saying: tuple[str, view_bench.Guide], mode: str, finished: bool, speaks: bool, page: int,
    plain: bool,
) -> Parts:  # fmt: skip
    """The mentor with tag and bell, in half-shadow; the board and the way on above. `saying`: their words, what is asked."""
    says, guide = saying
    card = view_bench.mentor_card(look)
    shapes: list[Shape] = [*view_words.panel(card)]
    large = kit.large(look)
    side = 84.0 if large else 118.0
    portrait = Rect(card.x + 14, card.y + 14, side, side)
    shapes += [] if seen.visitor else [Picture(face(look.head.mentor, speaks=speaks), portrait)]
    left, room = card.x + side + 30, card.w - side - 46
    # Large words follow one another page by page; in practice they have the room of tag and bell where none is needed.
    high = card.h - 24 if large and plain else view_bench.words_high(look) if large else 136
    size = 26 if large else kit.fitted(look, says, 26, (room, 138))
    words, pages = view_bench.spoken(look, saying, size, (room, high), page, ("white", "mist"))
    shapes += [kit.moved(s, left, card.y + (8 if large else 14)) for s in words]
    shapes += kit.next_mark(portrait.centre[0], portrait.y + side + (14 if large else -8)) if pages > 1 else ()
    nodes = [Node("mentor", "status", says, card, (), ("press",) if pages > 1 else (), spoken=says), *view_bench.guided(guide, card)]
    nodes += [visitor(look, portrait, seen.visitor)] if seen.visitor else []
    if seen.changeable:
        nodes.append(kit.button(look, "change:", look.t("change"), Rect(card.x + 16, card.y + card.h - 80, 538, 68), style="secondary", size=21))
    else:
        for n, name in enumerate(("call", "tag")):
            mark = view_bench.mark(look, name, view_bench.mark_place(look, n), on=mode == name)
            nodes.append(replace(mark, actions=("press", "carry")))
    practice = seen.kind == "practice"
    nodes.append(kit.button(look, "board:", look.t("board"), BOARD, style="dark", size=21, shortcut=key_of(look, "board")))
    nodes.append(kit.button(look, "end", look.t("end_practice" if practice else "end"), END, style="primary" if finished else "secondary" if practice else "dark", size=26))
    return tuple(shapes), tuple(nodes)
