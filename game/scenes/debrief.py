"""The debrief in the AFEST manner: facts on a timeline, how, why, expected and done side by side, what to try next."""

from collections.abc import Callable
from dataclasses import replace

from game.scenes.debrief_film import (
    FOLDS,
    SAYS,
    WATCH,
    FilmFrame,
    MomentScreens,
    clock,
    folds,
    headed,
    large_still,
    mark,
    said_of,
    seen_of,
    strip,
)
from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.shown import Moment
from game.screen import kit
from game.screen.navigate import BAR
from game.screen.nodes import Box, Node, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next, Scene
from game.screen.steps import Step

PER_PAGE, PARTS = 2, 5
"""With large words: moments of one page, and parts that a moment is told in: expected, done, why, how, what next."""
TITLE_HIGH = 230
"""How high the name of a moment may be with large words."""
SPOKEN = ("done", "part", "open")
"""How a moment stands of which something can be said; the others were not there to be done."""
HOW = ("order", "looked", "tried")


class Debrief(Quiet):
    """The moments as a film, the one chosen as a large still; with large words as lines, and part by part."""

    def __init__(
        self, moments: tuple[Moment, ...], *, may_retry: bool, intention: str = "", work_said: str = "",
        elsewhere: tuple[str, ...] = (), pictures: MomentScreens = lambda look, tick: None,
    ) -> None:  # fmt: skip
        """`intention`: what the person had said they would do first (look, ask, do), "" for nothing.

        `work_said`: a sentence that says how much of the work was done, of how much; "" says nothing of it.
        `elsewhere`: what was otherwise than expected in facts that are not among the moments.
        `pictures`: the screen of a moment, which comes into its frame once it is there.
        """
        self.moments = moments
        self.may_retry = may_retry
        self.intention = intention
        self.work_said = work_said
        self.elsewhere = elsewhere
        self.pictures = pictures
        self.stills: dict[int, FilmFrame] = {}
        self.comes = False
        self.at = 0
        self.page, self.half = 0, 0
        self.fold = FOLDS[0]
        self.how: dict[str, str] = {}

    def screen(self, look: Look) -> Screen:
        self._develop(look)
        nodes, decor = self._told_large(look) if kit.large(look) else self._film(look)
        buttons = [kit.button(look, "go", look.t("debrief.go"), Rect(1316, 930, 540, 104), style="primary", size=32)]
        if self.may_retry:
            buttons.append(
                kit.button(
                    look,
                    "again",
                    look.t("debrief.again"),
                    Rect(690, 930, 600, 104) if not kit.large(look) else Rect(64, 930, 1226, 104),
                    size=28,
                    hint=look.t("debrief.again_hint"),
                )
            )
        good, seen = (sum(m.state in of for m in self.moments) for of in (("done",), SPOKEN))
        key = "debrief.say" if seen == len(self.moments) else "debrief.say_seen"
        say = " ".join(part for part in (self.work_said, look.t(key, n=good, all=len(self.moments), seen=seen)) if part)
        return quiet_screen(look, "debrief", (*nodes, *buttons), decor, say=say, focus="go")

    def _develop(self, look: Look) -> None:
        """One more picture comes into its frame, the one that is looked at first: one a step, so that no frame waits."""
        every = (self.moments[self.at], *self.moments)
        wanted = [m.picture for m in every if m.picture >= 0 and m.picture not in self.stills]
        if self.comes and not kit.large(look):
            self.comes = False
            for tick in dict.fromkeys(wanted):
                screen = self.pictures(look, tick)
                if screen is not None:
                    self.stills[tick] = seen_of(screen)
                    return

    def advance(self, ticks: int) -> Next:
        self.comes = True
        return STAY

    def _film(self, look: Look) -> tuple[list[Node], list[Shape]]:
        """The film of all moments; below it the one chosen as a large still, and beside it one thing that is said of it.

        What happened is read first; what is expected, why, how and what next are each a press away.
        """
        moment = self.moments[self.at]
        decor, nodes = strip(look, self.moments, self.at, self.stills)
        nodes.append(large_still(look, moment, self.stills.get(moment.picture)))
        head, top = headed(look, look.t(f"fact.{moment.rule}"))
        shapes, place = [*head], Rect(SAYS.x, top + 12, SAYS.w, SAYS.y + SAYS.h - top - 12)
        expected, did = self._sides(look, moment)
        if self.fold == "how":
            self._how(look, moment, place, shapes, nodes)
        elif self.fold == "next":
            nodes.append(self._next(look, place))
        else:
            why = look.t("debrief.why_head"), look.t(f"debrief.why.{moment.rule}")
            id, said = {"expected": ("side:0", expected), "why": ("why", why)}.get(self.fold, ("side:1", did))
            nodes.append(said_of(look, id, said, place))
        nodes += folds(look, self.fold)
        if moment.watched:
            key = look.t("common.shortcut.watch")
            nodes.append(kit.button(look, "watch", look.t("debrief.watch"), WATCH, style="dark", size=25, shortcut=key))
        return nodes, [*decor, *shapes]

    def _told_large(self, look: Look) -> tuple[list[Node], list[Shape]]:
        """With large words: moments two at a time, and the one chosen part by part."""
        shapes, detail = self._detail(look, self.moments[self.at])
        return [*self._lines(look), *detail], [*kit.card(Rect(64, 112, 660, 790), fill="paper"), *shapes]

    def _next(self, look: Look, rect: Rect) -> Node:
        """What to try next time of the moment that is looked at; where it has nothing, where that stands, or the rest."""
        here = self.moments[self.at]
        whole = all("done" in (m.state, m.second) for m in self.moments)
        left = any(m.state in ("unseen", "little") for m in self.moments)
        rest = "debrief.next_none" if whole else "debrief.next_unseen" if left else "debrief.next_unlooked"
        following = " ".join(part for part in (look.t(rest), self._elsewhere(look)) if part)
        if any(m.following for m in self.moments):
            following = look.t("debrief.next_else")
            if here.following:
                following = look.t("debrief.next_of", fact=look.t(f"fact.{here.rule}"), next=here.following)
            if self.elsewhere:
                following = f"{following} {self._elsewhere(look)}"
        following = f"{self.work_said} {following}" if self.work_said else following
        inner = rect.inset(14 if kit.large(look) else 28)
        size = kit.fitted(look, following, 26, (inner.w, inner.h), True)
        high = len(look.wrap(following, size, inner.w, True)) * look.line_height(size)
        words, _ = kit.paragraph(look, inner.x, inner.centre[1] - high / 2, inner.w, following, size, bold=True)
        return Node("next", "text", following, rect, (*kit.card(rect), *words), spoken=following)

    def _elsewhere(self, look: Look) -> str:
        """What was otherwise outside of these moments: ticks alone would say that all was as expected."""
        if not self.elsewhere:
            return ""
        more = len(self.elsewhere) - 1
        return look.t("debrief.elsewhere_more" if more else "debrief.elsewhere", fact=self.elsewhere[0].rstrip("."), n=more)

    def _lines(self, look: Look) -> list[Node]:
        """With large words two moments at a time, and a way to the next ones."""
        pages = -(-len(self.moments) // PER_PAGE)
        first = self.page % pages * PER_PAGE
        here = range(first, min(first + PER_PAGE, len(self.moments)))
        nodes = [self._line(look, n, Rect(76, 122 + (n - first) * 334, 636, 326)) for n in here]
        if pages > 1:
            label = look.t("debrief.more", n=self.page % pages + 1, all=pages)
            nodes.append(kit.button(look, "more", label, Rect(84, 796, 620, 96), style="dark", size=24))
        return nodes

    def _line(self, look: Look, n: int, rect: Rect) -> Node:
        moment = self.moments[n]
        text = look.t(f"fact.{moment.rule}")
        state = look.t(f"state.{moment.stands}")
        shapes: list[Shape] = [Box(rect, "signal_soft" if n == self.at else "", 16)] if n == self.at else []
        small = look.px(22)
        size = kit.fitted(look, text, 26, (rect.w - 190, rect.h - 10 - small * 1.3), True)
        shapes += [*mark(112, rect.y + 6 + look.line_height(size) / 2, moment.state)]
        words, below = kit.paragraph(look, 152, rect.y + 6, rect.w - 190, text, size, bold=True)
        shapes += [*words, Text(152, min(below, rect.y + rect.h - small * 1.3), state, small, "steel")]
        when = min(below, rect.y + rect.h - small * 1.3)
        shapes.append(Text(rect.x + rect.w - 16, when, clock(look, moment.tick), look.px(kit.READ), "steel", anchor="right"))
        said = f"{text}. {state}. {clock(look, moment.tick)}"
        return Node(
            f"moment:{n}",
            "choice",
            text,
            rect,
            tuple(shapes),
            ("press",),
            state=("current",) if n == self.at else (),
            spoken=said,
        )

    def _detail(self, look: Look, moment: Moment) -> tuple[list[Shape], list[Node]]:
        """With large words: what was expected, what was done, why, how and what next, one after the other."""
        card = Rect(756, 112, 1100, 790)
        shapes: list[Shape] = [*kit.card(card, fill="paper")]
        title = look.t(f"fact.{moment.rule}")
        head, y = kit.paragraph(look, 796, 134, 1020, title, kit.fitted(look, title, 32, (1020, TITLE_HIGH), True), bold=True)
        shapes += head
        y += 14
        label = look.t("debrief.more", n=self.half + 1, all=PARTS)
        nodes = [kit.button(look, "half", label, Rect(796, 796, 588, 92), style="plain", size=24)]
        if self.half < 2:
            self._beside(look, moment, (y, 786 - y), shapes, nodes)
        elif self.half == 2:
            self._why(look, moment, y, shapes, nodes)
        elif self.half == 3:
            self._how(look, moment, Rect(796, y, 1020, 780 - y), shapes, nodes)
        else:
            nodes.append(self._next(look, Rect(796, y, 1020, 780 - y)))
        if moment.watched:
            key = look.t("common.shortcut.watch")
            rect = Rect(1400, card.y + card.h - 106, 416, 92)
            nodes.append(kit.button(look, "watch", look.t("debrief.watch"), rect, style="dark", size=24, shortcut=key))
        return shapes, nodes

    def _beside(
        self, look: Look, moment: Moment, room: tuple[float, float], shapes: list[Shape], nodes: list[Node]
    ) -> None:
        """What the trade expects or what was done, the part that is open; `room`: (top, height)."""
        k = self.half
        label, text = self._sides(look, moment)[k]
        rect = Rect(796, room[0], 1020, room[1])
        wide = rect.w - 48
        shapes.append(Box(rect, "white", 18))
        first, below = kit.paragraph(look, rect.x + 24, rect.y + 16, wide, label, 23, colour="steel", bold=True)
        size = kit.fitted(look, text, 27, (wide, rect.y + rect.h - below - 16))
        then, _ = kit.paragraph(look, rect.x + 24, below + 4, wide, text, size)
        shapes += [*first, *then]
        nodes.append(Node(f"side:{k}", "text", text, rect, (), spoken=f"{label}. {text}"))

    def _why(self, look: Look, moment: Moment, top: float, shapes: list[Shape], nodes: list[Node]) -> None:
        """Why it matters on an aircraft."""
        why = look.t(f"debrief.why.{moment.rule}")
        rect = Rect(796, top, 1020, 780 - top)
        shapes += [Box(rect, "cloud", 18), Box(Rect(rect.x, rect.y + 18, 10, rect.h - 36), "signal", 5)]
        first, below = kit.paragraph(
            look, rect.x + 36, rect.y + 14, 940, look.t("debrief.why_head"), 23, colour="steel", bold=True
        )
        then, _ = kit.paragraph(
            look, rect.x + 36, below + 2, 940, why, kit.fitted(look, why, 27, (940, rect.y + rect.h - below - 10))
        )
        shapes += [*first, *then]
        nodes.append(Node("why", "text", why, rect, (), spoken=look.t("debrief.why_head") + " " + why))

    def _how(self, look: Look, moment: Moment, place: Rect, shapes: list[Shape], nodes: list[Node]) -> None:
        """How the person did it: one press, if they wish."""
        asks = look.t("debrief.how")
        if self.intention in ("look", "ask", "do"):
            # What was meant before stands beside how it was done: the person alone compares them.
            asks = look.t("debrief.how_meant", choice=look.t(f"intention.{self.intention}"))
        high = place.h / 2
        size = kit.fitted(look, asks, 20 if kit.large(look) else 28, (place.w, high), True)
        shapes += kit.paragraph(look, place.x, place.y, place.w, asks, size, colour="steel", bold=True)[0]
        wide, top = (place.w + 12) / 3, high + 12
        for k, how in enumerate(HOW):
            on = self.how.get(moment.rule) == how
            rect = Rect(place.x + k * wide, place.y + top, wide - 12, min(place.h - top, 150.0))
            label = look.t(f"debrief.how_{how}")
            nodes.append(kit.button(look, f"how:{how}", label, rect, style="dark" if on else "plain", size=21))

    def _sides(self, look: Look, moment: Moment) -> tuple[tuple[str, str], tuple[str, str]]:
        # A line a sentence: what was done first, then each thing beside it; no wall of words.
        did = moment.sentence.replace(". ", ".\n")
        if moment.second:
            did += "\n" + look.t("debrief.second", told=moment.told_again)
        elif moment.state in ("part", "open") and not moment.over:
            # All is there of what has something in excess. What cannot be watched again is not said to be.
            only = "_only" if moment.stands == "part" and not moment.watched else ""
            did += "\n" + look.t(f"debrief.did.{moment.stands}{only}")
        return (look.t("debrief.expected_head"), look.t(f"debrief.expected.{moment.rule}")), (
            look.t("debrief.did_head"),
            did,
        )

    def act(self, node: str, action: str = "press") -> Next:
        if action not in ("press", "focus"):
            return STAY
        if node.startswith("moment:"):
            # Of another moment what happened is read first.
            self.at, self.fold = int(node[7:]), FOLDS[0] if action == "press" else self.fold
        elif action == "focus":
            return STAY
        elif node.startswith("fold:"):
            self.fold = node[5:]
        elif node == "more":
            self.page += 1
        elif node == "half":
            self.half = (self.half + 1) % PARTS
        elif node.startswith("how:"):
            self.how[self.moments[self.at].rule] = node[4:]
        elif node == "watch":
            return done(Step.DEBRIEF, "watch", tick=self.moments[self.at].tick)
        elif node in ("go", "again"):
            return done(Step.DEBRIEF, node)
        return STAY


class Replay(Quiet):
    """A moment watched again: the same acts on the same workshop, nothing can be touched."""

    def __init__(self, scene: Scene, forward: Callable[[int], bool]) -> None:
        self.scene = scene
        self.forward = forward
        self.over = False

    def screen(self, look: Look) -> Screen:
        seen, title = self.scene.screen(look), look.t("replay.title")
        still = tuple(replace(n, actions=(), shortcut="", here="") for n in seen.nodes if n.id not in BAR)
        bar: tuple[Shape, ...] = (
            Box(Rect(0, 0, 1920, 86), "signal"),
            Text(32, 43 - min(46.0, look.px(34)) * 0.62, title, min(46.0, look.px(34)), "ink", True),
        )
        back = kit.button(
            look,
            "back",
            look.t("replay.over" if self.over else "replay.back"),
            Rect(1380, 9, 520, 68),
            style="secondary",
            size=26,
        )
        asks = (kit.hand_button(look, back.rect.x - 14),) if look.hand else ()
        shown = replace(
            seen, id="replay", title=title, nodes=(*still, *asks, back), decor=(*seen.decor, *bar), say=title,
            focus_first="back", steers="", enters="",
        )  # fmt: skip
        return kit.escapes(look, shown, "back")

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.REPLAY, "back") if node == "back" and action == "press" else STAY

    def advance(self, ticks: int) -> Next:
        if not self.over:
            self.over = not self.forward(ticks)
        return STAY
