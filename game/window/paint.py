"""Draws a Screen with pygame. It alone knows pixels; every colour comes from the theme's token table."""

import math
import time
from collections.abc import Callable, Iterator, Sequence

import pygame

from assets.theme import themes
from game.screen import marks
from game.screen.nodes import Node, Picture, Screen, Shape, Still
from game.screen.scene import Comfort
from game.window.ground import Ground
from game.window.layers import GoneLayers, Layer, Pixels, layer_of, shows, touched
from game.window.pieces import Blit, Stamp
from game.window.regions import apart, merged, wider
from game.window.stamps import Maker

WIDTH = 1920.0
DECOR = "decor:"


class Unready(Exception):
    """More is to be made for a screen than one frame has time for."""


class StillUnready(Unready):
    """A picture of another screen is being made in its thread."""


class Painter:
    """Draws screens onto one surface, only what changed since the last: old and new places of the shapes, clipped.

    A screen that follows another may be made ready over several frames: the one before stays until all is there.
    """

    REGIONS = 8
    PATIENCE, PATIENCE_S, PLACE_S = 40, 1.5, 6.0
    """Frames and seconds, both, after which a screen is no longer made ready bit by bit; and seconds where its place is
    under way in the thread. Frames alone were over before a busy machine had given that its turn, and one frame of 0.1
    to 0.2 s made what the thread had not."""
    MANY, AGAIN, REST = 24, 4, 30
    """Shapes to be made anew from which on the same screen is another page of it, made ready over so many frames at
    most; and the frames until the next may be: where all moves, nothing that was made ready would ever be shown."""
    FEW, CALM = 8, 10
    """Frames in which fewer shapes are made than this count as so many: nothing moves all over, and a page may come."""

    def __init__(self, surface: pygame.Surface, comfort: Comfort) -> None:
        self.surface = surface
        self.scale = surface.get_width() / WIDTH
        self.tokens = themes()["contrast" if comfort.contrast else "day"]
        self.maker = Maker(self.scale, self.tokens, themes()["day"])
        self._below = Ground(surface, self.maker)
        self._last: tuple[Screen, str] | None = None
        self._layers: dict[str, Layer] = {}
        # Layers of the screens before, by name: what comes back as it was is not made again.
        self._gone = GoneLayers()
        # The screen that is being made ready, what was made of it, in order, and for how many frames it has been.
        self._comes = ""
        self._early: dict[str, list[tuple[Shape, Stamp | None]]] = {}
        self._waited, self._since = 0, 0.0
        # Of the layers that are ready, how many shapes each had: they are not gone through again in every frame.
        self._made: dict[str, int] = {}
        # Until when shapes are made in this frame, and those that were; what frames that put a page of the same screen
        # off have made of it; how often one may yet be put off, and for how many frames none may be.
        self._until, self._new = math.inf, list[tuple[Shape, Stamp]]()
        self._put_off: dict[Shape, Stamp] = {}
        self._puts_off, self._rests = self.AGAIN, 0
        # Whether what shows now may stay until a picture of another screen is made.
        self._waits = False

    @property
    def height(self) -> float:
        """Height of the design area for this surface, in design units."""
        return self.surface.get_height() / self.scale

    def draw(
        self, screen: Screen, focus: str, budget_s: float | None = None,
        onto: Callable[[bool], pygame.Surface] | None = None,
    ) -> list[pygame.Rect]:  # fmt: skip
        """Draw what changed since the last call; gives the regions that did, in real pixels.

        With a budget, in seconds, another screen than the last is made ready in parts of that length, one a call:
        nothing is drawn until all of it is there, nor of the same screen until its place is, or for a few calls where
        it shows another page. `onto` gives another
        surface than the painter's own, which shows what that showed; it is asked once something is drawn, and told
        whether all of it will be.
        """
        if self._last is not None and self._last[0] is screen and self._last[1] == focus:
            self._rests = max(0, self._rests - self.CALM)
            return []
        if budget_s is not None and not self._ready(screen, focus, budget_s):
            return []
        try:
            layers, changed = self._layered(screen, focus, budget_s)
        except Unready:
            return []
        if self._last is not None and self._last[0].id != screen.id:
            self.maker.small.clear()
        self._last = (screen, focus)
        whole = self._below.settle(screen.backdrop)
        for key in layers:
            self._gone.forget(key)
        if whole:
            # Not before: of another place only the screen just before is kept, and it is what often comes back.
            self._gone.clear()
        for key in self._layers.keys() - layers.keys():
            changed += [stamp.at for stamp in self._layers[key].put]
            self._gone.keep(key, self._layers[key])
        self._early, self._made, self._waited = {}, {}, 0
        self.maker.forget()
        every = self.surface.get_rect()
        if whole or not _same_order(self._layers, layers):
            changed = [every]
        self._layers = layers
        regions = apart([wider(region, every) for region in merged(changed, every, self.REGIONS)])
        self._repaint(regions, onto(regions == [every]) if onto else self.surface)
        return regions

    def _layered(
        self, screen: Screen, focus: str, budget_s: float | None
    ) -> tuple[dict[str, Layer], list[pygame.Rect]]:  # fmt: skip
        """The layers of a screen, and what they touch where they differ from those that were put.

        Raises Unready when another page of the same screen needs more time than there is: what was made of it is kept.
        """
        self._rests = max(0, self._rests - (1 if len(self._new) >= self.FEW else self.CALM))
        same = self._last is not None and self._last[0].id == screen.id
        puts_off = budget_s is not None and same and self._puts_off and not self._rests
        began, self._new = _worked(), []
        self._until = began + budget_s if budget_s is not None and puts_off else math.inf
        self._waits = budget_s is not None and same
        changed: list[pygame.Rect] = []
        layers: dict[str, Layer] = {}
        try:
            if puts_off and not self._begun(screen, focus):
                self._make_others(screen, focus)
                raise Unready
            for key, shapes in self._parts(screen, focus):
                layers[key] = self._renewed(key, shapes, self._shifts(screen, key, shapes), changed)
            if len(self._new) >= self.MANY and _worked() > (began + self._until) / 2:
                # It is all there now, and putting it takes as long again.
                raise Unready
        except StillUnready:
            self._wait()
            raise
        except Unready:
            self._puts_off -= 1
            # What is so large that the maker keeps it for nobody would be made once more.
            self._put_off.update(self._new)
            raise
        self._put_off.clear()
        if self._puts_off < self.AGAIN:
            self._puts_off, self._rests = self.AGAIN, self.REST
        return layers, changed

    def _begun(self, screen: Screen, focus: str) -> bool:
        """Whether the large drawings that are new on a screen are there; all others are under way from here on."""
        there = [
            self.maker.there(shape)
            for key, shapes in self._parts(screen, focus)
            if not shows(self._layers.get(key) or self._gone.get(key), shapes)
            for shape in shapes
            if isinstance(shape, Picture | Still)
        ]
        return all(there)

    def _make_others(self, screen: Screen, focus: str) -> None:
        """While large drawings are made in their thread: what else is new, as far as the time goes.

        Nothing else was made while they were waited for, and the page came with a frame in which all of it was.
        """
        for key, shapes in self._parts(screen, focus):
            old = self._layers.get(key) or self._gone.get(key)
            if shows(old, shapes):
                continue
            there = set(old.shapes) if old else set[Shape]()
            for shape in shapes:
                if shape not in there and self.maker.there(shape):
                    self._stamp(shape)

    def _ready(self, screen: Screen, focus: str, budget_s: float) -> bool:
        """Whether all that another screen needs is there, after at most about so many seconds more of making it."""
        same = self._last is not None and self._last[0].id == screen.id
        if self._last is None or not self._patient or (same and self._below.near(screen.backdrop)):
            return True
        self._wait()
        until, tries = _worked() + budget_s, 0
        there = self._below.ready(screen.backdrop, time.perf_counter() + budget_s)
        if same:
            # Who turned back before the next screen stood waits for their ground, and for nothing else.
            return there
        if self._comes != screen.id:
            self._comes, self._early, self._made = screen.id, {}, {}
        for key, shapes in self._parts(screen, focus):
            if self._made.get(key) == len(shapes):
                continue
            if shows(self._gone.get(key) or self._layers.get(key), shapes):
                continue
            early, whole = self._early.setdefault(key, []), True
            # What was made and has moved since is made again once it is drawn, as in any frame: a screen on which
            # something always moves would never be ready.
            for n, shape in enumerate(shapes):
                if n < len(early) and early[n][1] is not None:
                    continue
                if _worked() > until:
                    return False
                tries += 1
                stamp = self.maker.begin(shape)
                early[n : n + 1] = [(shape, stamp)]
                whole = whole and stamp is not None
            there = there and whole
            if whole:
                self._made[key] = len(shapes)
        # To put it takes as long as to make it: not both in one frame.
        return there and _worked() <= until - (budget_s / 2 if tries else 0)

    def _wait(self) -> None:
        """One frame more in which what comes is made ready."""
        if not self._waited:
            self._since = time.perf_counter()
        self._waited += 1

    @property
    def _patient(self) -> bool:
        most = self.PLACE_S if self._below.busy else self.PATIENCE_S
        return self._waited <= self.PATIENCE or time.perf_counter() - self._since < most

    def _parts(self, screen: Screen, focus: str) -> Iterator[tuple[str, tuple[Shape, ...]]]:
        """The layers of a screen from back to front, each under a name of its own."""
        yield DECOR, screen.decor
        for node in screen.nodes:
            yield node.id, node.shapes
        yield "overlay:", screen.overlay
        yield "ring:", tuple(s for n in screen.nodes if n.id == focus and n.actions for s in ring(n))

    def _shifts(self, screen: Screen, key: str, shapes: tuple[Shape, ...]) -> tuple[Pixels, ...]:
        """How far from their places the shapes of a layer are on the way of their screen; () for not at all."""
        if screen.slides is None:
            return ()
        if key == DECOR:
            return tuple((round(x * self.scale), round(y * self.scale)) for x, y in screen.slides.decor)
        shift = screen.slides.nodes.get(key)
        return ((round(shift[0] * self.scale), round(shift[1] * self.scale)),) * len(shapes) if shift else ()

    def _renewed(
        self, key: str, shapes: tuple[Shape, ...], shifts: tuple[Pixels, ...], changed: list[pygame.Rect]
    ) -> Layer:
        """The layer of these shapes; where it differs from what was put, both places are noted as changed.

        Of an earlier screen comes back what is there no more and is just as it was.
        """
        old = self._layers.get(key)
        if shows(old, shapes) and old.shifts == shifts:
            return old
        kept = old or self._gone.get(key)
        layer = layer_of(shapes, kept.stamps if shows(kept, shapes) else self._stamps(key, shapes, old), shifts)
        stay = {id(stamp) for stamp in old.put}.intersection(map(id, layer.put)) if old else frozenset[int]()
        changed += touched(old, stay) + touched(layer, stay)
        return layer

    def _stamps(self, key: str, shapes: tuple[Shape, ...], old: Layer | None) -> tuple[Stamp, ...]:
        """The stamps of these shapes in their places: what was made ready of them, and what the old ones share."""
        if early := self._early.get(key):
            return tuple(
                (n < len(early) and early[n][0] == shape and early[n][1]) or self._stamp(shape)
                for n, shape in enumerate(shapes)
            )
        before: Sequence[Shape] = old.shapes if old else ()
        least = min(len(before), len(shapes))
        head = 0
        while head < least and _same(before[head], shapes[head]):
            head += 1
        tail = 0
        while tail < least - head and _same(before[-1 - tail], shapes[-1 - tail]):
            tail += 1
        kept = old.stamps if old else ()
        middle = shapes[head : len(shapes) - tail]
        was = before[head : len(before) - tail]
        same = in_order(was, middle)
        stamps = (
            self._stamp(shape) if n is None else kept[head + n] for n, shape in zip(same, middle, strict=True)
        )
        return (*kept[:head], *stamps, *kept[len(kept) - tail :])

    def _stamp(self, shape: Shape) -> Stamp:
        """One made anew. Raises Unready when many were and the time for it is over, or while a thread makes it."""
        if self._waits and isinstance(shape, Still) and self._patient and not self.maker.there(shape):
            raise StillUnready
        if self._put_off and (stamp := self._put_off.pop(shape, None)) is not None:
            # Held on to should this frame put the page off as well.
            self._new.append((shape, stamp))
            return stamp
        if len(self._new) >= self.MANY and _worked() > self._until:
            raise Unready
        self._new.append((shape, self.maker.stamp(shape)))
        return self._new[-1][1]

    def _repaint(self, regions: Sequence[pygame.Rect], to: pygame.Surface) -> None:
        """Backdrop, then every stamp that touches a region, clipped to it."""
        stamps = [stamp for layer in self._layers.values() for stamp in layer.put]
        places = [stamp.at for stamp in stamps]
        for region in regions:
            to.set_clip(region)
            to.blit(self._below.picture, region, region)
            row: list[Blit] = []
            for n in region.collidelistall(places):
                stamps[n].put_after(to, row)
            to.fblits(row)
        to.set_clip(None)


def _worked() -> float:
    """Seconds this thread has worked. Of a budget by the wall, a busy machine took most: pages were never ready bit by
    bit, and when patience ended one frame made all that was left, 27 ms of its own."""
    return time.thread_time()


def ring(node: Node) -> tuple[Shape, ...]:
    """The focus on a node."""
    return marks.focus(node.rect)


def _same(was: Shape, now: Shape) -> bool:
    """Whether a shape is that one. What is kept is the same thing, and need not be compared: half of what stays."""
    return was is now or was == now


def _same_order(old: dict[str, Layer], new: dict[str, Layer]) -> bool:
    """Whether layers that stayed still lie above one another as before."""
    return [k for k in old if k in new] == [k for k in new if k in old]


def in_order(was: Sequence[Shape], now: Sequence[Shape]) -> Sequence[int | None]:
    """Of each shape, which of those before it is; None for a new one.

    Where as many stand there each is looked for in its own place; where one came or went, in the order they lie in:
    what lay above something else before, and lies below it now, is a new one.
    """
    if len(was) == len(now):
        return [n if _same(was[n], shape) else None for n, shape in enumerate(now)]
    places: dict[Shape, list[int]] = {}
    for n in range(len(was) - 1, -1, -1):
        places.setdefault(was[n], []).append(n)
    old_ones: list[int | None] = []
    last = -1
    for shape in now:
        there = places.get(shape, [])
        while there and there[-1] <= last:
            there.pop()
        old_ones.append(last := there[-1]) if there else old_ones.append(None)
    return old_ones
