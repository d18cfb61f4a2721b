"""The three words beside the blade in hand: their signs, the card of them, what was measured, the way on."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from game.mechanics.inspect.params import WORDS, InspectParams
from game.mechanics.inspect.seen import BladeSeen, InspectSeen
from game.screen import kit
from game.screen.motion import eased, swung
from game.screen.nodes import Box, Circle, Line, Node, Poly, Rect, Shape, Text
from game.workshop.echo import Echo
from game.workshop.view import Parts
from game.workshop.view_count import Tray
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event, Value

WORDS_CARD = Rect(1496, 104, 390, 330)
PULLED = ("press", "hold")
"""A word is pressed, or carried onto the blade in hand."""


def word_sign(name: str, x: float, y: float, r: float) -> list[Shape]:
    """A disc with a tick, a diamond, an octagon with a bar: shape before colour."""
    if name == "accept":
        return [Circle(x, y, r, "green"), Line(((x - r * 0.38, y + r * 0.04), (x - r * 0.12, y + r * 0.34), (x + r * 0.42, y - r * 0.3)), "white", r * 0.2)]
    if name == "rework":
        return [Poly(((x, y - r * 1.1), (x + r * 1.1, y), (x, y + r * 1.1), (x - r * 1.1, y)), "amber"), Line(((x - r * 0.36, y + r * 0.16), (x, y - r * 0.2), (x + r * 0.36, y + r * 0.16)), "ink", r * 0.18)]
    eight = tuple((x + r * 1.06 * math.cos(math.pi * (2 * k + 1) / 8), y + r * 1.06 * math.sin(math.pi * (2 * k + 1) / 8)) for k in range(8))
    return [Poly(eight, "red"), Box(Rect(x - r * 0.46, y - r * 0.13, r * 0.92, r * 0.26), "white", r * 0.1)]


def chalked(name: str, x: float, y: float) -> list[Shape]:
    """The shape of a word alone, as chalk on metal: what was decided, in no colour of right or wrong."""
    chalk: list[Shape] = [Circle(x, y, 26, "ink")]
    for shape in word_sign(name, x, y, 18):
        if isinstance(shape, Circle):
            chalk.append(Circle(x, y, 17, "", "white", 4))
        elif isinstance(shape, Poly):
            chalk.append(Line((*shape.points, shape.points[0]), "white", 4))
        else:
            chalk.append(replace(shape, colour="white", width=4) if isinstance(shape, Line) else shape)
    return chalk


FALLS_MS, STAMPS_MS = 160, 440
"""When the sign of a word is down on the blade, and when it has come to its place beside the number."""
LANDS = (918.0, 470.0)


def stamped(name: str, ms: float, place: tuple[float, float]) -> list[Shape]:
    """The sign of a word so long after it was given: it falls on the blade, chalk flies up, and it goes to its place."""
    if ms >= STAMPS_MS:
        return []
    x, y = LANDS
    if ms < FALLS_MS:
        return [kit.scaled(s, 4.0 - 1.8 * eased(ms / FALLS_MS), x, y) for s in chalked(name, 0, 0)]
    share = (ms - FALLS_MS) / (STAMPS_MS - FALLS_MS)
    goes = swung(max(0.0, share * 1.5 - 0.5))
    far = 62 + 56 * eased(share)
    dust: list[Shape] = [
        Circle(round(x + far * math.cos(a)), round(y + 0.8 * far * math.sin(a)), max(1, round(6 * (1 - share))), "white")
        for a in (math.pi * n / 5 + 0.4 for n in range(10))
    ]
    at = x + (place[0] - x) * goes, y + (place[1] - y) * goes
    return [*dust, *(kit.scaled(s, 2.2 - 1.2 * goes, *at) for s in chalked(name, 0, 0))]


def words(look: WorkshopWords, seen: InspectSeen, onward: bool, quiet: bool = False) -> Parts:
    """The blade in hand and its three words, at one place from the first look to the last: a hand finds them again.

    `onward`: it has just got one, and the next blade is a press away. `quiet`: nothing was done at this rotor yet: the
    words are there and can be given, and stand back behind what the eye begins with.
    """
    now = seen.in_hand()
    if now is None:
        return (), ()
    card = WORDS_CARD
    title = look.t("blade", n=now.n)
    state = look.t(f"word.{now.word}.said") if now.word else look.t("word.apart" if now.tagged else "word.none")
    big = min(look.px(30), 40.0)
    room = card.w - 40 - look.width(title, big / look.px(1), True) - 24
    size = kit.fitted(look, state, kit.READ, (room, 58))
    lines = look.wrap(state, size, room)
    shapes: list[Shape] = [*panel(card), Text(card.x + 22, card.y + 6, title, big, "white", True)]
    y = card.y + 26 - look.line_height(size) * len(lines) / 2
    if not onward:
        shapes += [Text(card.x + card.w - 22, y + k * look.line_height(size), line, look.px(size), "mist", False, "right") for k, line in enumerate(lines)]
    nodes = [_onward(look, seen, now)] if onward else []
    for n, name in enumerate(("accept", "rework", "reject")):
        rect = Rect(card.x + 18, card.y + 90 + n * 78, card.w - 36, 70)
        on = now.word == name
        label, key = look.t(f"word.{name}"), key_of(look, f"word.{name}")
        fit = kit.fitted(look, label, 29, (rect.w - 150, 64), True)
        rows = look.wrap(label, fit, rect.w - 150, True)
        top = rect.centre[1] - look.line_height(fit) * len(rows) / 2
        drawn = (
            Box(rect, "tarmac" if quiet else "slate", 18, "white" if on else "slate" if quiet else "rim", 6 if on else 2),
            *word_sign(name, rect.x + 48, rect.centre[1], 15 if quiet else 22),
            *kit.paragraph(look, rect.x + 90, top, rect.w - 150, label, fit, colour="mist" if quiet else "white", bold=True)[0],
            *(_again(rect) if on and onward else ()),
            *kit.cap_at(look, Rect(rect.x + rect.w - 50, rect.y + 17, 36, 36), key, 22),
        )  # fmt: skip
        nodes.append(Node(f"word:{name}", "choice", label, rect, drawn, PULLED, state=("checked",) if on else (), spoken=kit.spoken_name(look, f"{label}. {title}", key), shortcut=key))
    return tuple(shapes), tuple(nodes)


def _again(rect: Rect) -> list[Shape]:
    """On the word just given, the way to the next blade: pressed again, it goes there."""
    x, y = rect.x + rect.w - 80, rect.centre[1]
    return [Line(((x - 7, y - 13), (x + 8, y), (x - 7, y + 13)), "warm_light", 5)]


def readings(look: WorkshopWords, read: tuple[int, ...]) -> str:
    """The person's own readings (um) of a blade in a sentence: the last one, after the one before where there is one."""
    first, last = (kit.decimal(look, um / 1000) for um in (read[0], read[-1]))
    return look.t("read.two", first=first, um=last) if len(read) > 1 else look.t("read.one", um=last)


def read_out(look: WorkshopWords, read: tuple[int, ...]) -> tuple[Node, ...]:
    """What was measured of the blade in hand, in figures, where one decides on it."""
    words, room = readings(look, read), WORDS_CARD.w - 44
    size = kit.fitted(look, words, 21, (room, look.line_height(21)), True)
    rect = Rect(WORDS_CARD.x + 22, WORDS_CARD.y + 56, room, 30)
    text = Text(rect.x, rect.y, words, min(look.px(size), 25.0), "warm_light", True)
    return (Node("read", "status", words, rect, (text,), spoken=words),)


def recalled(look: WorkshopWords) -> tuple[Node, ...]:
    """The order of the gestures in signs, above the three words that it leads to: the lamp, the lens, the rule at need."""
    card = WORDS_CARD
    x, y = card.x + 66, card.y + 71.0
    rect = Rect(card.x + 18, y - 18, card.w - 36, 36)
    shapes: list[Shape] = [Box(rect, "ink", 14), Poly(((x - 6, y - 14), (x + 6, y - 14), (x + 16, y + 4), (x - 16, y + 4)), "alu_light")]
    shapes += [Line(((x + k, y + 9), (x + 1.4 * k, y + 15)), "warm_light", 3) for k in (-9, 0, 9)]
    shapes += [Circle(x + 84, y - 3, 11, "mist", "alu_light", 4), Line(((x + 92, y + 5), (x + 100, y + 13)), "alu_light", 6)]
    ticks = [Line(((x + 153 + 8 * k, y - 9), (x + 153 + 8 * k, y - (1 if k % 2 else -3))), "ink", 2) for k in range(6)]
    shapes += [Box(Rect(x + 147, y - 10, 52, 20), "alu_light", 3, "ink", 2), *ticks]
    shapes += [Line(((x + at - 5, y - 8), (x + at + 4, y), (x + at - 5, y + 8)), "warm_light", 4) for at in (42, 124)]
    shapes += [Line(((x + 236, y - 6), (x + 247, y + 6), (x + 258, y - 6)), "warm_light", 4)]
    words = look.t("recalled")
    return (Node("recalled", "image", words, rect, tuple(shapes), spoken=words),)


def _onward(look: WorkshopWords, seen: InspectSeen, now: BladeSeen) -> Node:
    """The way to the next blade, beside the hand that has just decided; the tray has it too."""
    names = [b.id for b in seen.blades]
    label = look.t("blade", n=seen.blades[(names.index(now.id) + 1) % len(names)].n)
    rect = Rect(WORDS_CARD.x + WORDS_CARD.w - 188, WORDS_CARD.y + 6, 170, 48)
    size = kit.fitted(look, label, 23, (rect.w - 56, 44), True)
    x, y = rect.x + rect.w - 30, rect.centre[1]
    drawn = (
        Box(rect, "slate", 16, "warm_light", 4), Text(rect.x + 16, y - look.line_height(size) / 2, label, look.px(size), "white", True),
        Line(((x - 7, y - 13), (x + 8, y), (x - 7, y + 13)), "white", 5),
    )  # fmt: skip
    return Node("onward:", "button", label, rect, drawn, ("press",), spoken=label)


def looked(events: Sequence[Event], blade: str) -> frozenset[str]:
    """Over which parts of a blade the lens has been held in this step: what was done, and no more."""
    step = itertools.takewhile(lambda e: e.kind != "phase", reversed(events))
    return frozenset(str(e.data["part"]) for e in step if e.kind == "lens" and e.data["blade"] == blade)


def lit_since(events: Sequence[Event]) -> bool:
    """Whether a mark has come to light under the lens since the gesture in hand began."""
    return any(e.kind == "lit" for e in itertools.takewhile(lambda e: e.kind != "lesson", reversed(events)))


def own_counts(look: WorkshopWords, seen: InspectSeen, events: Sequence[Event], zone: str) -> dict[str, object]:
    """What was done of the blades of a step, in numbers of the person's own: words by word, blades under the lens."""
    words = [b.word for b in seen.blades if b.word]
    apart = sum(b.tagged and not b.word for b in seen.blades)
    many = [(look.t(f"word.{word}.many"), words.count(word)) for word in WORDS] + [(look.t("apart_many"), apart)]
    lensed = {e.data["blade"] for e in events if e.kind == "lens" and e.data["zone"] == zone}
    done = ", ".join(look.t("own_count", name=name, n=n) for name, n in many if n)
    return {"done": done[:1] + done[1:].lower(), "lensed": len(lensed)}


def spoken(look: WorkshopWords | None, params: InspectParams, seen: InspectSeen, said: Echo, *, waits: bool) -> Mapping[str, Value]:
    """The values of what an act answers: the number of its blade, and which way it is said.

    `waits`: the blade has its word, and the next one comes by a press; by itself, but to who hears the screen read.
    """
    data = dict(said.data)
    if said.kind == "toured" and look is not None:
        return {name: look.t(f"part.{data[name]}") for name in ("part", "due")}
    name = str(data.get("blade", data.get("object", "")))
    if said.kind == "tag" and any(b.id == name and b.word for b in seen.blades):
        return {"no": params.number_of(name), "way": "decided"}
    values: dict[str, Value] = {"no": params.number_of(name)} if params.rotor_of(name) else {}
    return {**values, "word": "onward"} if waits and look is not None and look.comfort.voice else values


MOST_READ = 2
"""How many readings of a blade stand where one decides: near a limit the sheet asks for two."""


def last_read(events: Sequence[Event], seen: InspectSeen) -> tuple[int, ...]:
    """The last readings (um) of the blade in hand; in practice those of the gesture in hand."""
    # A try that is laid out again keeps what was read in the one before: the mentor asks to compare it.
    mine = itertools.takewhile(lambda e: e.kind != "lesson" or e.data["id"] == seen.lesson, reversed(events))
    here = (int(e.data["um"]) for e in mine if e.kind == "measure" and e.data["blade"] == seen.here)
    return tuple(reversed([*itertools.islice(here, MOST_READ)]))


def trays(look: WorkshopWords, seen: InspectSeen) -> tuple[Tray, ...]:
    """What is counted at the end: blades by their word, each with the sign of it."""
    there = dict(seen.stock)
    return tuple(
        Tray(
            word, look.t(f"count.{word}"), look.t(f"word.{word}.many"), look.t("token"), there[word],
            lambda x, y, word=word: word_sign(word, x, y, 20),  # type: ignore[misc]
        )
        for word in WORDS
    )  # fmt: skip


def panel(rect: Rect) -> list[Shape]:
    return [Box(Rect(rect.x + 5, rect.y + 8, rect.w, rect.h), "black", 22, alpha=120), Box(rect, "tarmac", 22, "rim", 2)]
