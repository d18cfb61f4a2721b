"""The scene of the store: bars that are laid, shelves that are walked along, a hand, a foam tray, a trolley."""

from collections.abc import Mapping
from typing import ClassVar

from assets.texts import lowered
from game.mechanics.plan import lessons, view, view_foam, view_kits, view_part, view_plan, view_words
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import PlanSeen
from game.screen import kit
from game.screen.nodes import Screen, Shape
from game.screen.scene import Next
from game.simulation.bots import mine
from game.workshop import echo, questions, view_close
from game.workshop.echo import Data, Why
from game.workshop.gesture_words import Taught
from game.workshop.scene import MARKING, Bench, Handler
from game.workshop.view import Parts
from game.workshop.view_count import Thrown, Tray
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.vocabulary import Value

SAID = ("scan", "isolate", "depart", "head_verdict", "lay", "lift")
"""Kinds of events of the store that say what was done; what is taken and laid in the foam is seen."""


GO_ON = 6
"""How many words of the trade the mentor has between two kits."""


def _take(seen: PlanSeen, args: Data) -> str:
    """Why nothing came into the hand."""
    held = seen.hand
    if held is not None and held.bin != args.get("bin"):
        return "hand_full"
    bin = next((b for b in seen.bins if b.id == args.get("bin")), None)
    return "empty_bin" if bin is not None and not bin.left else "many" if held is not None else "nothing"


def _send(seen: PlanSeen, args: Data) -> str:
    return "hand_full" if seen.hand is not None else "no_kit" if not seen.kit else "nothing"


def _lay(seen: PlanSeen, args: Data) -> str:
    return "slot_full" if seen.hand is not None else "hand_empty"


WHYS: Mapping[str, Why] = {
    **echo.WHYS,
    "take": lambda seen, args: _take(mine(seen, PlanSeen), args),
    "depart": lambda seen, args: _send(mine(seen, PlanSeen), args),
    "fill": lambda seen, args: _lay(mine(seen, PlanSeen), args),
    "unfill": lambda seen, args: _lay(mine(seen, PlanSeen), args),
    "scan": echo.constant("read"),
    "reject": echo.constant("empty_hand"),
}
"""Act -> why it did nothing."""


class PlanScene(Bench[PlanParams, PlanSeen]):
    """Plays a session of `plan@1`, practice or exercise."""

    sight = PlanSeen
    looked = ("check",)
    terms = lessons.TERMS
    spot_word: ClassVar[str] = "bin"
    modes: ClassVar[Mapping[str, str]] = {**MARKING, "scan": "scan"}
    said: ClassVar[Mapping[str, str]] = {**echo.SAID, **dict.fromkeys(SAID, "")}
    whys: ClassVar[Mapping[str, Why]] = WHYS
    moved: ClassVar[tuple[str, ...]] = ("job", "slot", "depart")

    _relaid: tuple[str, ...] = ()

    # What is seen.

    def centre(self, look: WorkshopWords, seen: PlanSeen, around: tuple[Parts, Parts, Parts]) -> Screen:
        mode, says = self.hand.mode, self.says(look, seen)
        speaks = bool(seen.message) or self.name == "practice"
        finished = seen.kind == "work" and self.left(seen) == 0
        if seen.plan:
            return view_plan.planning(
                look, seen, around, self.kept, mode, says, finished=finished, speaks=speaks, page=self._turn(says)
            )
        gesture = self.params.gesture(seen.lesson)
        offers = lessons.OFFERS[gesture.does] if gesture else ()
        return view.bench(
            look, seen, around, self.kept, mode, says, finished=finished, speaks=speaks,
            arts=(self.params.art, self.params.art_done), offers=offers, page=self._turn(says),
            asker=questions.asker(look, self.params, seen, mode, self.session.events),
            note=questions.promised(look, self.params, seen, self.session.events),
        )  # fmt: skip

    def _unfinished(self, seen: PlanSeen) -> str:
        """What is still to do by its name: kits to lay on the plan, or kits to send off."""
        key = super()._unfinished(seen)
        return "ask.bars" if key == "ask.holes" and seen.plan else key

    def block(self, look: WorkshopWords, seen: PlanSeen) -> tuple[Parts, tuple[Shape, ...]]:
        high = view_kits.high(len(seen.heads))
        return view_close.heads(look, seen, self.judged, bed=view_kits.bed, high=high), view.GROUND

    def judged(self, feature: str, x: float, y: float) -> list[Shape]:
        k = view_kits.high(len(self.seen.heads)) / view_kits.PLACE
        return [kit.scaled(s, k, x, y) for s in view_kits.kit(feature, 0, 0)] if k < 1 else view_kits.kit(feature, x, y)

    def trays(self, look: WorkshopWords, seen: PlanSeen) -> tuple[Tray, ...]:
        return view_words.trays(look, self.params, seen)

    def thrown(self, seen: PlanSeen) -> Thrown:
        return lambda x, y, n: view_part.part(seen.aside[n][0], 2, x, y, 0.6, seen.aside[n][1])

    def ground(self, look: WorkshopWords) -> tuple[Shape, ...]:
        return view.GROUND

    def plan(self, seen: PlanSeen, top: float, scale: float) -> list[Shape]:
        return lessons.store(self.params, top, scale)

    def progress(self, look: WorkshopWords, seen: PlanSeen) -> tuple[str, int, int]:
        return look.t("kits_left"), *seen.done_of

    def left(self, seen: PlanSeen) -> int:
        return sum(b.place < 0 for b in seen.bars) if seen.plan else sum(kit_seen.left < 0 for kit_seen in seen.kits)

    def taught(self, look: WorkshopWords, seen: PlanSeen) -> Taught:
        return lessons.taught(self.params)

    def aim(self, seen: PlanSeen, gesture: Gesture) -> str:
        return lessons.aim(seen, gesture, self.hand.mode, self.params)

    def holds(self, seen: PlanSeen) -> bool:
        return seen.hand is not None

    def at_work(self, seen: PlanSeen) -> str:
        if seen.kind == "judge":
            return "check"
        if self.hand.mode in ("tag", "call"):
            return "doubt"
        return "plan" if seen.plan else "fill" if seen.hand else "take"

    def topic_art(self, topic: str) -> list[Shape]:
        return lessons.line_art(topic)

    # What is done.

    def mark(self, verb: str, spot: str) -> None:
        super().mark(verb, spot)
        if verb == "scan":
            self.take("")

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "bar": self._on_bar,
            "aisle": lambda name, action: self.do("walk", aisle=name),
            "job": self._on_job,
            "slot": self._on_slot,
            "less": lambda name, action: self.do("put_back"),
            "more": lambda name, action: self.do("take", bin=name, n=view_foam.AT_ONCE),
            "depart": self._on_depart,
        }

    def past(self, seen: PlanSeen, message: str) -> bool:
        """What was said on the way is over once the last trolley of the step has left."""
        return super().past(seen, message) or (bool(seen.kits) and not self.left(seen) and not seen.message)

    def says(self, look: WorkshopWords, seen: PlanSeen) -> str:
        """In practice, of an empty bin whose label was read: that the next one is to be read."""
        gesture = self.params.gesture(seen.lesson) if self.name == "practice" else None
        bare = any(bin.read and not bin.left for bin in seen.bins)
        if gesture is not None and gesture.does == "date" and bare and self.hand.study.trying and not seen.outcome:
            return look.t("lesson.date.at.bare")
        return super().says(look, seen)

    def message(self, look: WorkshopWords, seen: PlanSeen, name: str) -> str:
        """Once the last trolley of a step has left, its mentor says so, where the author wrote it.

        On the way, how many have left and how many are to come, with a word of the trade: another one after each kit.
        Never in the step of the urgent request, and never of how good a kit is. Of protections, those that are missing.
        """
        if name == "gate.ppe_on" and (bare := [t for t in seen.tools if t.kind == "ppe" and not t.taken]):
            return look.t("gate.bare", names=", ".join(lowered(self.tool_name(look, seen, tool)) for tool in bare))
        key, left = f"{name}.done", self.left(seen)
        urgent = self.params.first("asks")
        hurried = urgent is not None and urgent.phase == seen.phase
        if name == seen.phase and seen.kits and 0 < left < len(seen.kits) and not hurried:
            word = look.t(f"go.{seen.done_of[0] % GO_ON}")
            return f"{look.t('kits_gone', n=len(seen.kits) - left, left=left)} {word}"
        done = name == seen.phase and bool(seen.kits) and not self.left(seen) and look.has(f"message.{key}")
        said = super().message(look, seen, key if done else name)
        return f"{said} {view_foam.ahead(look, seen)}".strip() if done else said

    def question(self, look: WorkshopWords, seen: PlanSeen) -> str:
        return view_words.question(look, seen)

    def spoken(self, said: echo.Echo) -> Mapping[str, Value]:
        return view_words.spoken(self.seen, said)

    def goes_ahead(self) -> None:
        self.do("depart")

    def _on_depart(self, name: str, action: str) -> None:
        """A kit that lacks something is not sent off by one press; in practice the mentor says what came of it.

        Where practice sends off a kit that waits for a piece, what is asked then is asked too: it is met there first.
        """
        gesture = self.params.gesture(self.seen.lesson)
        asks = self.name == "exercise" or (gesture is not None and gesture.does == "wait")
        if asks and self._words is not None and self.question(self._words, self.seen):
            self.ask_first()
        else:
            self.do("depart")

    def _on_job(self, name: str, action: str) -> None:
        if self.hand.mode == "call":
            self._with("call", name)
        else:
            self.do("open_kit", kit=name)

    def touch(self, spot: str, at: tuple[int, int] | None) -> None:
        """A bin: one piece of it comes into the hand, or one more."""
        self.do("take", bin=spot, n=1)

    def advance(self, ticks: int) -> Next:
        before = len(self.session.events)
        after = super().advance(ticks)
        kinds = {e.kind for e in self.session.events[before:]}
        if "depart" in kinds and self.name == "exercise" and not self.left(self.seen):
            self.answering.rings("learnt")
        if self.name == "practice" and "rock" in kinds:
            # In practice it is said too; at work the part alone answers.
            self.answering.says("rocked")
        return after

    def act(self, node: str, action: str = "press") -> Next:
        kind, _, name = node.partition(":")
        bars = sorted((b for b in self.seen.bars if b.place >= 0), key=lambda b: b.place) if kind == "bar" else []
        # A bar touched once a try was told comes off alone, as the mentor says: the others are laid again as they were.
        self._relaid = tuple(b.id for b in bars if b.id != name) if any(b.id == name for b in bars) else ()
        return super().act(node, action)

    def _on_bar(self, name: str, action: str) -> None:
        relaid, self._relaid = self._relaid, ()
        if relaid and not any(b.place >= 0 for b in self.seen.bars):
            for other in relaid:
                self.do("lay", bar=other)
            return
        bar = next(b for b in self.seen.bars if b.id == name)
        self.do("lay" if bar.place < 0 else "lift", bar=name)

    def _on_slot(self, name: str, action: str) -> None:
        self.do("fill" if self.seen.hand else "unfill", slot=int(name))
