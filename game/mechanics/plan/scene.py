"""The scene of the store: bars that are laid, shelves that are walked along, a hand, a foam tray, a trolley."""

from collections.abc import Mapping
from typing import ClassVar

from assets.texts import lowered
from game.mechanics.plan import lessons, view, view_foam, view_kits, view_line, view_part, view_plan, view_words
from game.mechanics.plan.judged import StationJudge
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import PlanSeen
from game.mechanics.plan.view_arrivals import Arrivals, LastSaid, LineSeen, practised
from game.mechanics.plan.view_moves import laid_sound
from game.screen.motion import Cue
from game.screen.nodes import Screen, Shape
from game.screen.scene import Next
from game.simulation.session import Session
from game.workshop import echo, questions, view_close
from game.workshop.echo import Why
from game.workshop.gesture_words import Taught
from game.workshop.scene import MARKING, Bench, Handler
from game.workshop.view import Parts
from game.workshop.view_count import Thrown, Tray
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.model import Head
from scenarios.vocabulary import Value

SAID = ("scan", "isolate", "depart", "head_verdict", "lay", "lift")
"""Kinds of events of the store that say what was done; what is taken and laid in the foam is seen."""


SENT_TICKS = 50
"""For a second after the last trolley left, the way on is not pressed by the same hand."""


class PlanScene(Bench[PlanParams, PlanSeen]):
    """Plays a session of `plan@1`, practice or exercise."""

    sight = PlanSeen
    looked = ("check",)
    terms = lessons.TERMS
    spot_word: ClassVar[str] = "bin"
    modes: ClassVar[Mapping[str, str]] = {**MARKING, "scan": "scan"}
    said: ClassVar[Mapping[str, str]] = {**echo.SAID, **dict.fromkeys(SAID, "")}
    whys: ClassVar[Mapping[str, Why]] = view_words.WHYS
    near = view_foam.KEYS
    moved: ClassVar[tuple[str, ...]] = ("job", "slot", "depart")

    _relaid: tuple[str, ...] = ()

    def __init__(self, session: Session, params: PlanParams, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self._last_said = LastSaid()
        self._arrivals = Arrivals(params, StationJudge(params), view_line.cue)

    # What is seen.

    def centre(self, look: WorkshopWords, seen: PlanSeen, around: tuple[Parts, Parts, Parts]) -> Screen:
        mode, says = self.hand.mode, self.speech(look, seen)
        speaks = bool(seen.message) or self.name == "practice"
        finished = seen.kind == "work" and self.left(seen) == 0
        if seen.plan:
            return view_plan.planning(
                look, seen, around, self.kept, mode, says, finished=finished, speaks=speaks, page=self._turn(says),
                stations=self._arrivals.stations,
            )
        return view.bench(
            look, seen, around, self.kept, mode, says, finished=finished, speaks=speaks,
            arts=(self.params.art, self.params.art_done), offers=lessons.offered(self.params, seen),
            page=self._turn(says), asker=questions.asker(look, self.params, seen, mode, self.session.events),
            note=view_words.note(look, self.params, seen, self.session.events), line=self.shown_for_a_while(),
        )  # fmt: skip

    def shown_for_a_while(self) -> LineSeen:
        """The stations of the day, and how far what left last was answered; practice sends its kits to none of them."""
        return self._arrivals.seen(self.seen.phase) if self.name == "exercise" else practised(self.params, self.seen)

    def _unfinished(self, seen: PlanSeen) -> str:
        """What is still to do by its name: kits to lay on the plan, or kits to send off."""
        key = super()._unfinished(seen)
        return "ask.bars" if key == "ask.holes" and seen.plan else key

    def block(self, look: WorkshopWords, seen: PlanSeen) -> tuple[Parts, tuple[Shape, ...]]:
        bed = view_kits.bed_beside if self.name == "practice" else view_kits.bed
        return view_close.heads(look, seen, self.judged, bed=bed, high=view_kits.high(len(seen.heads))), view.GROUND

    def judged(self, feature: str, x: float, y: float) -> list[Shape]:
        checks = [step.id for step in self.params.phases if step.kind == "judge"]
        turn = checks.index(self.seen.phase) + 1 if self.seen.phase in checks else 0
        return view_kits.judged(feature, len(self.seen.heads), x, y, turn)

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

    def overhears(self) -> None:
        """A moment that is watched again shows the line as it stood: which kits had left, what was answered."""
        super().overhears()
        self._arrivals.listen(self.session.events, self.seen)

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

    def lets_go(self, source: str, node: str) -> bool:
        return view_foam.carries(self.seen, self.hand.mode, source, node)

    def past(self, seen: PlanSeen, message: str) -> bool:
        """What was said on the way is over once a trolley has left since, or the last one of the step."""
        over = self._last_said.old or not self.left(seen)
        return super().past(seen, message) or (bool(seen.kits) and over and not seen.message)

    def says(self, look: WorkshopWords, seen: PlanSeen) -> str:
        """In practice, of an empty bin whose label was read: that the next one is to be read."""
        bare = self.name == "practice" and self.hand.study.trying and lessons.bare(seen, self.params)
        return look.t("lesson.date.at.bare") if bare else super().says(look, seen)

    def message(self, look: WorkshopWords, seen: PlanSeen, name: str) -> str:
        """Once the last trolley of a step has left, its mentor says so, where the author wrote it.

        On the way, how many have left and how many are to come, with a word of the trade: another one after each kit.
        Never in the step of the urgent request, and never of how good a kit is. Of protections, those that are missing.
        """
        if name == "gate.ppe_on" and (bare := [t for t in seen.tools if t.kind == "ppe" and not t.taken]):
            return look.t("gate.bare", names=", ".join(lowered(self.tool_name(look, seen, tool)) for tool in bare))
        if way := view_words.on_the_way(look, seen, name, self.params.first("asks")):
            return way
        done = name == seen.phase and bool(seen.kits) and not self.left(seen) and look.has(f"message.{name}.done")
        said = super().message(look, seen, f"{name}.done" if done else name)
        before = view_words.stayed(look, self.params, seen, name, self.session.events)
        return f"{before} {view_foam.over(look, seen, said) if done else said}".strip()

    def question(self, look: WorkshopWords, seen: PlanSeen) -> str:
        return view_words.question(look, seen)

    def spoken(self, said: echo.Echo) -> Mapping[str, Value]:
        return view_words.spoken(self.seen, said)

    def goes_ahead(self) -> None:
        self.do("depart")

    def _on_depart(self, name: str, action: str) -> None:
        """A shut lid leaves at one press; an open one is asked about first, in practice too: one rule everywhere."""
        if self._words is not None and self.question(self._words, self.seen):
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
        self._last_said.hears(self.seen.message, departed="depart" in kinds)
        if self.name == "exercise":
            self._arrivals.listen(self.session.events, self.seen)
        if "fill" in kinds:
            self.answering.rings(laid_sound(self.seen))
        if "depart" in kinds and self.name == "exercise" and not self.left(self.seen):
            self.answering.rings("learnt")
            # A second press of the hand that sent the trolley off is not meant for the way on.
            self._guard = max(self._guard, self.seen.tick + SENT_TICKS)
        if self.name == "practice" and "rock" in kinds:
            # In practice it is said too; at work the part alone answers.
            self.answering.says("rocked")
        return after

    def rings(self) -> tuple[str, ...]:
        return (*super().rings(), *self._arrivals.rings())

    def answers(self) -> tuple[Cue, ...]:
        return (*super().answers(), *self._arrivals.cues())

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
