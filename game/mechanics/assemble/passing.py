"""The mentor's hand passes over the heads of a step that is over: each takes the light, or stays matt.

It is shown once nothing of the step can be changed any more. The simulation stands still meanwhile: no act, no event,
no tick of the run. Any press goes on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from game.mechanics.assemble import metal
from game.mechanics.assemble.rows import RowSpot
from game.mechanics.assemble.standing import LIGHT, MATT, SEEN, Standing
from game.screen import kit, navigate
from game.screen.motion import eased, swung
from game.screen.nodes import Circle, Line, Node, Picture, Rect, Screen, Shape
from game.workshop.view_bench import mentor_card
from game.workshop.words import WorkshopWords

LEAD, CLOSE = 30, 1500
"""Ticks before the hand comes to the first head, and after it has left the last one: half a minute to read two
sentences. Gone by itself after a second, it left who came late to « go on » over the way out of the next step."""
LEAST, MOST, ALL = 10, 30, 132
"""Ticks from head to head: at the least, at the most; what all of them take together where that lies between."""
GUARD, LINGERS_MS, QUIET_MS = 40, 800, 700
"""A press in the first 800 ms was meant for the step; one where « go on » stood, for as long after, for that; where
it ended by itself, any press for 700 ms."""
SKIPS = 25
"""Who lets more ticks than so many go by at once does not look: no frame of a window owes as many."""
FLARE = 16
"""Ticks for which a head flares as the hand comes to it, and all that took the light flare together at the end."""
FADE = 4
"""80 ms: with less motion a head takes the light in so long, and nothing travels."""
TONES = 10
"""How many tones the scale has from the first head of a step to its last (`tone_1` to `tone_10`)."""
HIDDEN = ("end", "mode:call", "mode:tag")
"""What is not there under the hand: the way on of the step, and what the card of the mentor offers."""
GONE, TURNS = "passed:", "mentor"
"""What is pressed to go on, and for the mentor's next words where large letters do not show them at once."""


@dataclass(slots=True)
class Passing:
    """One pass: the heads in the order they were set, its ticks that are behind, and what is still to be heard."""

    heads: tuple[Standing, ...]
    whole: bool  # asked of the whole piece, as the order wants it; else of a block, as the matter told it
    tick: int = 0
    left: int = 0  # holes of it without a formed head, and
    tagged: int = 0  # such holes that bear a tag, which `left` does not count
    _rung: int = 0
    _heard: list[str] = field(default_factory=list)

    @property
    def step(self) -> int:
        """Ticks from one head to the next."""
        return max(LEAST, min(MOST, ALL // len(self.heads)))

    def reached(self, n: int) -> int:
        """The tick at which the hand is at the n-th head, from 0."""
        return LEAD + n * self.step

    @property
    def closes(self) -> int:
        """The tick at which it has passed over all of them, and they answer together."""
        return self.reached(len(self.heads))

    @property
    def closed(self) -> bool:
        """Whether the hand has passed over all of them."""
        return self.tick >= self.closes

    @property
    def over(self) -> bool:
        """Whether it has been seen to its end."""
        return self.tick >= self.closes + CLOSE

    @property
    def heeds(self) -> bool:
        """Whether a press is meant for it."""
        return self.tick >= GUARD

    def pass_by(self, ticks: int) -> None:
        """Let so many ticks of the window go by; what is heard of them waits for `rings`."""
        self.tick += ticks
        while self._rung < len(self.heads) and self.reached(self._rung) <= self.tick:
            self._heard.append(self._sound(self._rung))
            self._rung += 1
        if self._rung == len(self.heads) and self.closed:
            self._heard.append("latch")
            self._rung += 1

    def rings(self) -> tuple[str, ...]:
        """What is heard since the last call."""
        heard, self._heard = tuple(self._heard), []
        return heard

    def _sound(self, n: int) -> str:
        way = self.heads[n].way
        return {LIGHT: f"tone_{tone(n + 1, len(self.heads))}", SEEN: "marked", MATT: "matt"}[way]


def tone(n: int, of: int) -> int:
    """Which tone of the scale, from 1 to `TONES`, the n-th head (from 1) of so many has."""
    return max(1, min(TONES, -(-TONES * n // of)))


def waits(look: WorkshopWords) -> bool:
    """Whether it stays until it is pressed on: for who listens, and who reads in their own time."""
    comfort = look.comfort
    listens = comfort.voice or comfort.aloud not in ("", "no")
    return listens or comfort.easy or comfort.reduced_motion or kit.large(look)


def heads_said(look: WorkshopWords, passing: Passing) -> str:
    """What the hand tells, for who hears it or reads it: how many heads answer how, of how many, and what is left.

    A rivet whose head was not formed is no head: where none was, only what is left is said.
    """
    ways = [head.way for head in passing.heads if head.formed]
    lit, of = ways.count(LIGHT), len(ways)
    said = [look.t("passing.told" if lit else "passing.none", n=lit, all=of)] if ways else []
    said += [look.t("passing.marked", n=ways.count(SEEN))] if SEEN in ways else []
    said += [look.t("passing.left", left=passing.left)] if passing.left else []
    said += [look.t("passing.tagged", tagged=passing.tagged)] if passing.tagged else []
    if passing.left or not ways:
        return " ".join(said)
    # Most of them matt is no verdict on a hand: what comes of such a head is said, which is so of any.
    all_of_them = lit == of > passing.tagged
    more = ["passing.all"] if all_of_them else ["passing.few"] if 2 * lit < of else []
    return " ".join((*said, *(look.t(key) for key in more)))


def says(look: WorkshopWords, passing: Passing) -> str:
    """What the mentor says with it: which question the light answers; then, in its place, what it told."""
    return heads_said(look, passing) if passing.closed else asked(look, passing)


def asked(look: WorkshopWords, passing: Passing) -> str:
    """Which question the light answers."""
    return look.t("passing.whole" if passing.whole else "passing.block")


def on_place(look: WorkshopWords) -> Rect:
    """« Go on », at the foot of the mentor's card: not where a step of work is ended. A check of heads ends there.

    It lies below the words, where the card offers its two marks at work (`view_bench.words_high`).
    """
    card = mentor_card(look)
    return Rect(card.x + 16, card.y + card.h - (74 if kit.large(look) else 80), card.w - 32, 68)


def screen(look: WorkshopWords, bench: Screen, passing: Passing) -> Screen:
    """The bench of the step that is over: only the bar, the mentor's next words and the way on can be pressed."""
    said = f"{asked(look, passing)} {heads_said(look, passing)}"
    mentor = next(n for n in bench.nodes if n.id == TURNS)
    status = Node("passing", "status", heads_said(look, passing), mentor.rect, (), spoken=said)
    on = kit.button(look, GONE, look.t("passing.go_on"), on_place(look), style="primary", size=28)
    # What is there stays what it is: drawn anew as a ground under the hand, all of it took up to 24 ms in one frame.
    bar = tuple(n for n in bench.nodes if n.id in navigate.BAR)
    left = (n for n in bench.nodes if n not in bar and n.id not in HIDDEN)
    still = (n if n.id == TURNS else replace(n, actions=(), shortcut="") for n in left)
    return replace(
        bench, nodes=(*bar, status, *still, on), focus_first=GONE, leads="", say=said, carried=(),
        lingers_ms=LINGERS_MS, quiet_ms=QUIET_MS,
    )  # fmt: skip


def light(passing: Passing, spots: Sequence[RowSpot], *, still: bool) -> tuple[Shape, ...]:
    """What lies over the panel at a tick; `spots`: where the heads stand. `still`: nothing travels or spreads."""
    shapes: list[Shape] = []
    for n, (head, spot) in enumerate(zip(passing.heads, spots, strict=True)):
        age = passing.tick - passing.reached(n)
        if age >= 0:
            shapes += _answers(head.way, spot, min(1.0, age / FADE))
            shapes += [] if still or head.way == MATT else _flare(head.way, spot, age / FLARE)
    together = (passing.tick - passing.closes) / FLARE
    if not still:
        lit = [spot for head, spot in zip(passing.heads, spots, strict=True) if head.way == LIGHT]
        shapes += [s for spot in lit for s in _flare(LIGHT, spot, together)]
        shapes += _glove(passing, spots)
    return tuple(shapes)


def _answers(way: str, spot: RowSpot, share: float) -> list[Shape]:
    """How a head looks once the hand was there: it shines, shines in amber, or lies under a grey veil."""
    x, y = spot
    alpha = round(255 * share)
    if way == MATT:
        return [Circle(x, y, 20, "slate", alpha=round(120 * share))]
    tone = "white" if way == LIGHT else "amber"
    rings: list[Shape] = [Circle(x, y, 34, "warm_light" if way == LIGHT else "amber", alpha=round(90 * share))]
    rings += [Circle(x, y, 25, "", "ink", 7, alpha), Circle(x, y, 25, "", tone, 4, alpha)] if share >= 1 else []
    # Names stand at the right of a hole, the letter of a mark at its upper left.
    return [*rings, *metal.glint(x - 14, y - 14 if way == LIGHT else y + 14, 15 * share)]


def _flare(way: str, spot: RowSpot, share: float) -> list[Shape]:
    """Light that spreads from a head as it answers."""
    if not 0 <= share < 1:
        return []
    x, y = spot
    near, far = 30 + 12 * eased(share), 42 + 30 * eased(share)
    tone = "white" if way == LIGHT else "amber"
    turns = (math.pi * k / 4 + math.pi / 8 for k in range(8))
    rays = (Line(tuple((x + d * math.cos(a), y + d * math.sin(a)) for d in (near, far)), tone, 5) for a in turns)
    return [Circle(x, y, 26 + 26 * eased(share), "", "warm_light", 7 * (1 - share) + 1), *rays]


def _glove(passing: Passing, spots: Sequence[RowSpot]) -> list[Shape]:
    """The mentor's hand, from the right edge of the panel over each head, and away again."""
    at = (passing.tick - LEAD) / passing.step
    last = len(spots) - 1
    if at < 0:
        x, y = _between((spots[0][0] + 420, spots[0][1] + 60), spots[0], 1 + (passing.tick - LEAD) / LEAD)
    elif at < last:
        x, y = _between(spots[int(at)], spots[int(at) + 1], at - int(at))
    else:
        share = (at - last) * passing.step / (2 * LEAD)
        if share >= 1:
            return []
        x, y = _between(spots[-1], (spots[-1][0] + 420, spots[-1][1] + 60), share)
    return [Picture("kit_glove", Rect(round(x) + 10, round(y) - 12, 152, 91))]


def _between(start: RowSpot, end: RowSpot, share: float) -> RowSpot:
    along = swung(share)
    return start[0] + (end[0] - start[0]) * along, start[1] + (end[1] - start[1]) * along
