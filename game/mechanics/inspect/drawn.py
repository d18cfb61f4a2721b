"""What is seen of inspection: a rotor under one lamp, and what its mentor says of the work there."""

from collections.abc import Mapping
from typing import ClassVar

from game.mechanics.inspect import (
    lessons,
    view,
    view_between,
    view_fan,
    view_hand,
    view_hour,
    view_rack,
    view_rule,
    view_sheet,
    view_waits,
    view_words,
)
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.view_after import Afterglow
from game.mechanics.inspect.view_why import WHYS
from game.screen import kit
from game.screen.nodes import Screen, Shape
from game.screen.scene import Next
from game.simulation.session import Session
from game.workshop import echo, questions
from game.workshop.between import Interlude
from game.workshop.drawn import ECHO_AT
from game.workshop.gesture_words import Taught
from game.workshop.onward import BenchOnward
from game.workshop.scene import GUARD_TICKS
from game.workshop.view import Parts
from game.workshop.view_count import Thrown, Tray
from game.workshop.view_parts import FALLEN
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.model import Head
from scenarios.vocabulary import Value

SAID = ("decide", "measure", "zero", "start_mark", "redo", "head_verdict", "lock")
"""Kinds of events of inspection that say what was done."""
ECHO_FOOT, RULE_FOOT = (1278.0, 192.0), (790.0, 1074.0)
"""Where an act answers: beside the fan, at the rule below its buttons. Blade, lens and keys stay in sight, and so does
how far the work has gone."""
MOVES = ("decide", "turn", "phase")
"""After which the blade in hand is another one, or has its word. A bell leaves it: the way on stays beside it."""
GO_ON = 8
"""How many short sentences of its mentor a turn has; the next one has others."""
TURNED_TICKS = 25
"""The blade that comes by a word, or by a pull, cannot get one for half a second: nobody has looked at it yet."""
HELD = ("lock", "lens")
"""What a rotor is held for: the lens lies at hand then."""


class DarkBench(BenchOnward[InspectParams, InspectSeen]):
    """What stands on the screen of a session of `inspect@1`, practice or exercise."""

    sight = InspectSeen
    looked = ("rack",)
    terms = lessons.TERMS
    spot_word: ClassVar[str] = "blade"
    pulled_by, only_pulled = view_hand.PULLED_BY, ("rotor", "loupe")
    places: ClassVar[tuple[str, ...]] = ("field", "blade", "tell")
    moved: ClassVar[tuple[str, ...]] = ("word",)
    said: ClassVar[Mapping[str, str]] = {**echo.SAID, **dict.fromkeys(SAID, "")}
    whys = WHYS
    nights: ClassVar[tuple[str, ...]] = ("judge",)
    echo_at: ClassVar[Mapping[str, tuple[float, float]]] = {**ECHO_AT, "bench": ECHO_FOOT, "rule": RULE_FOOT}
    echo_across: ClassVar[Mapping[str, float]] = {"bench": 330.0}

    cut_high = view_sheet.DEFECTS_HIGH
    order_anew: ClassVar[bool] = True
    SPEAKS_OF: ClassVar[Mapping[str, str]] = {"look": "measure"}
    """What is decided after a look is decided by the line of the limits."""

    _laid = False
    _acts = 0  # how many acts there were as another lamp was brought
    _ever = False

    def __init__(self, session: Session, params: InspectParams, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self._after = Afterglow()
        self.hands = view_hand.hands(self.act, lambda: self.seen, lambda: not self.hand.mode, self.do, self.turns)
        self.pulls_of = self.hands.by_name()

    def turns(self, way: int) -> None:
        """The rotor goes on by a blade, or back: it was pulled, thrown, or has waited for a word."""
        self.do("turn", way=way)
        self._moved = self.session.task.tick + TURNED_TICKS

    def brings_next(self, seen: InspectSeen) -> None:
        # Nobody is taken to a blade that has its word already, as if it were new: they go there by a press.
        if seen.kind == "work" and self._worded(seen) and not seen.next_has_word():
            self.turns(1)

    def centre(self, look: WorkshopWords, seen: InspectSeen, around: tuple[Parts, Parts, Parts]) -> Screen:
        turn = view_hour.turn_of(self.params, seen.zone) if seen.kind == "work" else None
        self.hands.rotor.still = look.comfort.reduced_motion
        recalls, freed = self._waits(seen)
        slid = view_hand.under_way(seen, self.hands.lens.shown)
        return view.bench(
            look, slid, around, self.kept, self.hand.mode, self.speech(look, seen),
            finished=seen.kind == "work" and self.left(seen) == 0, speaks=bool(seen.message) or self.name == "practice",
            offers=self._offers(seen), looked=view_words.looked(self.session.events, seen.here),
            guide=() if self.name == "practice" else self.guide(look, seen),
            page=self._turn(self.speech(look, seen)), lensed=self._lensed(seen),
            table=tuple((f.x_mm, f.y_mm) for f in self.params.fod if not f.foreign) if seen.fod else (),
            lamp_no=self.params.lamps.index(seen.lamp) + 1 if len(self.params.lamps) > 1 else 0,
            worded=self._worded(seen) and not self.onward.pends, nears=self._worded(seen) and not seen.next_has_word(),
            recalls=recalls, freed=freed, sliding=slid is not seen,
            off=self.hands.rotor.shown, over=view_hand.carried(self.hands.word.shown),
            taken=view_hand.taken(self.hand.mode), held=seen.locked or self._held(),
            read=self._read(seen), fresh_lamp=self.answering.echo.kind == "swapped",
            sweeps=view_fan.swept(seen, self.gliding.sweeps),
            hurry=seen.kind == "work" and self._hurried(seen), dark=self.asking == "lamp",
            after=self._after.at(seen.tick), metal=turn.metal if turn else "",
            night=view_hour.night(turn, third=view_waits.thirds_behind(seen)),
            asker=questions.asker(look, self.params, seen, self.hand.mode, self.session.events),
        )  # fmt: skip

    def shown_for_a_while(self) -> object:
        now = self.seen
        return self._after.at(now.tick), self.gliding.sweeps, self.onward.pends, self.hands.shown(), self._waits(now)

    def shows_between(self, before: str, after: str) -> tuple[Interlude, ...]:
        """The step that has ended passes once more, then the next turn opens."""
        return view_between.interludes(self.params, self.session.events, before, after, mirror=self.seen.mirrored)

    def _held(self) -> bool:
        """Whether the rotor was ever held in this exercise; in practice a gesture has what it needs."""
        self._ever = self._ever or self.name == "practice" or any(a.verb in HELD for a in self.session.actions)
        return self._ever

    def _lensed(self, seen: InspectSeen) -> bool:
        """Whether rule and zero are there: since the lens was first laid, or the zero fell due, which is judged.

        In practice all that a gesture needs is there.
        """
        if not self._laid:
            done = any(e.kind == "lens" for e in self.session.events)
            self._laid = done or self.name == "practice" or seen.lens is not None or seen.zero_due
        return self._laid

    def asked_of(self, seen: InspectSeen) -> str:
        """At a rotor that is not held yet, where to begin is said; once nothing is left, that one may go on."""
        asked = super().asked_of(seen)
        now = seen.in_hand()
        if asked in ("look", "measure") and seen.kind == "work" and now is not None and now.word:
            asked = "turn"  # it has its word: nobody is told to compare, and to decide, what they have decided
        if asked == "turn" and seen.kind == "work" and self.left(seen) == 0:
            return "finished"
        turns = asked == "turn" and seen.kind == "work" and seen.locked
        if turns and (third := view_waits.third(seen, self._hurried(seen))):
            return third
        if asked == "look" and seen.lens is None:
            return "first"
        if turns and view_waits.goes_well(seen, self._hurried(seen)):
            turn = view_hour.turn_of(self.params, seen.zone).n
            return f"go_{(len(seen.blades) - self.left(seen)) % GO_ON + GO_ON * (turn % 2)}"
        return "begin" if asked == "turn" and not seen.locked and "look" in self.params.lines else asked

    def _hurried(self, seen: InspectSeen) -> bool:
        """Whether somebody asks in this step to go faster."""
        urgent = self.params.first("asks")
        return urgent is not None and urgent.phase == seen.phase

    def asked_values(self, look: WorkshopWords, seen: InspectSeen) -> Mapping[str, object]:
        """What was done of the blades of the step, in numbers of the person's own."""
        # The first blade of a step is looked at all over: the line that says so is named before the lens is ever laid.
        first, events = self.params.lines.get("look", ""), self.session.events
        shows, zone = (look, seen.phase, len(events)), self.params.progress_zone(seen.phase)
        return self.kept.get("own", shows, lambda: view_words.own_counts(look, seen, events, zone) | {"first": first})

    def _read(self, seen: InspectSeen) -> tuple[int, ...]:
        """The last readings (um) of the blade in hand, the person's own; in practice those of the gesture in hand."""
        events = self.session.events
        return self.kept.get("readings", (len(events), seen.here), lambda: view_words.last_read(events, seen))

    def _worded(self, seen: InspectSeen) -> bool:
        """Whether the blade in hand got its word just now, and more are to come.

        One that the day has turned there is no such blade: where to take up again is the person's to find.
        """
        last = next((e for e in reversed(self.session.events) if e.kind in MOVES), None)
        return last is not None and last.kind == "decide" and last.data["blade"] == seen.here and self.left(seen) > 0

    def _waits(self, seen: InspectSeen) -> tuple[bool, bool]:
        """What comes and goes with time alone: the order of the gestures, the hold that is open."""
        freed = bool(self.hands.rotor.shown) or view_waits.freed(seen, self.session.events, self.kept)
        return view_waits.hesitates(seen, self.hand.mode, self._acted[1]), freed

    def _offers(self, seen: InspectSeen) -> tuple[str, ...]:
        gesture = self.params.gesture(seen.lesson)
        return lessons.OFFERS[gesture.does] if gesture else ()

    def gesture(self, look: WorkshopWords, seen: InspectSeen, around: tuple[Parts, Parts, Parts]) -> Screen | None:
        gesture = self.params.gesture(seen.lesson)
        more = gesture is not None and gesture.does == "measure" and 0 < seen.goods < gesture.goods
        asks = self.taught(look, seen).says(look, gesture, "told.once") if gesture is not None and more else ""
        noted = self.params.progress_zone(seen.phase) in self.params.concluding()
        return view_rule.rule(
            look, seen, around[0], self.kept, self._read(seen), asks, noted=noted,
            limits=self.params.limits[seen.revised], every=self.params.check_every,
        )  # fmt: skip

    def block(self, look: WorkshopWords, seen: InspectSeen) -> tuple[Parts, tuple[Shape, ...]]:
        return view_rack.rack(look, seen, self.params.angle_max)

    def judged(self, feature: str, x: float, y: float) -> list[Shape]:
        return view_rack.blade(feature, x, y, 0)

    def trays(self, look: WorkshopWords, seen: InspectSeen) -> tuple[Tray, ...]:
        return view_words.trays(look, seen)

    def recall(self, look: WorkshopWords, seen: InspectSeen, field: str) -> list[Shape]:
        """The whole rotor for what its readings say together, blades of the rack for those that were reviewed."""
        return view_sheet.recalled(self.params, field) or super().recall(look, seen, field)

    def thrown(self, seen: InspectSeen) -> Thrown:
        return lambda x, y, n: [kit.moved(s, x, y) for s in FALLEN[seen.picked[n]]]

    def ground(self, look: WorkshopWords) -> tuple[Shape, ...]:
        return view.NIGHT

    def plan(self, seen: InspectSeen, top: float, scale: float) -> list[Shape]:
        return view_sheet.record(self._words, seen, self.params, top) if self._words else []

    def planned(self, seen: InspectSeen) -> object:
        return seen.readings

    def plan_high(self, look: WorkshopWords) -> float:
        return view_sheet.record_high(look, self.seen, self.params)

    def cut(self, look: WorkshopWords, seen: InspectSeen, top: float) -> list[Shape]:
        return view_sheet.defects(self.params, top)

    def progress(self, look: WorkshopWords, seen: InspectSeen) -> tuple[str, int, int]:
        # A tagged blade awaits no word: it is counted with the others, and said.
        done, of = seen.done_of
        apart = len(self.params.blades()) - of
        return look.t("decided_apart", n=apart) if apart else look.t("decided"), done + apart, of + apart

    def left(self, seen: InspectSeen) -> int:
        return sum(not b.word and not b.tagged for b in seen.blades)

    def taught(self, look: WorkshopWords, seen: InspectSeen) -> Taught:
        gesture = self.params.gesture(seen.lesson)
        tells = gesture is not None and gesture.does == "tell"
        unseen = tells and not view_words.lit_since(self.session.events)
        return lessons.taught(self.params, lessons.UNSEEN if unseen else "")

    def result(self, look: WorkshopWords, seen: InspectSeen, gesture: Gesture) -> list[Shape]:
        return lessons.measured(look, seen.rule) if gesture.does == "measure" else []

    def aim(self, seen: InspectSeen, gesture: Gesture) -> str:
        return lessons.aim(seen, gesture, self.hand.mode, self.params)

    def message(self, look: WorkshopWords, seen: InspectSeen, name: str) -> str:
        """What a colleague asks about a blade says what was done of it, where the author wrote so.

        Of its step the mentor says less once its gesture is known, and another word once nothing is left to do.
        """
        if name == seen.phase and seen.kind == "work":
            way = "done" if not self.left(seen) else "short" if view_waits.goes_well(seen, self._hurried(seen)) else ""
            return super().message(look, seen, f"{name}.{way}" if way and look.has(f"message.{name}.{way}") else name)
        key = view_waits.asked_about(self.params, seen, name)
        return super().message(look, seen, key if look.has(f"message.{key}") else name)

    def advance(self, ticks: int) -> Next:
        earlier, said = self.seen, self.answering.echo if self.onward.pends else echo.NOTHING
        after = super().advance(ticks)
        silent = not self.answering.echo.kind and self.seen.message in ("", earlier.message)
        if said.kind == "decide" and silent and not self.onward.pends:
            self.answering.echo = said  # the next blade came by itself: what was decided of the one before is read
        self._after.sees(earlier, self.seen)
        if self.asking == "lamp" and len(self.session.actions) != self._acts:
            self.asking = ""  # acts that come from elsewhere, in a moment that is watched again: it is light for them
        if self.seen.lamp != earlier.lamp:
            # Nobody's light goes unnoticed: the blade lies in the dark until the other lamp is switched on.
            self.asking, self._acts = "lamp", len(self.session.actions)
            self._guard = max(self._guard, self.seen.tick + GUARD_TICKS)
            # The person's own act may have called it forth: what changed under their hand is said last.
            self.answering.says("swapped", "lamp", n=self.params.lamps.index(self.seen.lamp) + 1)
        return after

    def _asked(self, look: WorkshopWords, seen: InspectSeen, screen: Screen) -> Screen:
        """Who brings another lamp waits until it is read what happened to the first one."""
        brings = self.params.first("swaps")
        if self.asking != "lamp" or brings is None:
            return super()._asked(look, seen, screen)
        no = 1 + self.params.lamps.index(seen.lamp)
        return view_fan.failed(look, screen, self.message(look, seen, brings.message), brings.who, no)

    def past(self, seen: InspectSeen, message: str) -> bool:
        """A rotor that is held is asked for no more; what was said on the way is over once the step is whole.

        But for who brought another lamp: where their words lead to is looked for later.
        """
        kept = message in [h.message for h in self.params.day if h.does == "swaps"]
        whole = seen.kind == "work" and not self.left(seen) and not seen.message and not kept
        return super().past(seen, message) or whole or (message == "gate.rotor_locked" and seen.locked)

    def at_work(self, seen: InspectSeen) -> str:
        if seen.kind == "judge":
            return "rack"
        if self.hand.mode in ("tag", "call"):
            return "doubt"
        gesture = self.params.gesture(seen.lesson)
        if gesture is not None and gesture.does == "decide":
            return "measure"
        # The first blade of a step is read of as soon as the rotor is held: the lens is not laid anywhere yet.
        first = seen.kind == "work" and seen.locked and seen.blades[0].here and not seen.blades[0].word
        # What was measured is compared with its limit: the line of the limits stays open until the next blade.
        measured = seen.rule or (seen.lens and self._read(seen))
        return "measure" if measured else "look" if seen.lens or first else "turn"

    def topic_art(self, topic: str) -> list[Shape]:
        return lessons.line_art(topic)

    def about(self, seen: InspectSeen) -> str:
        return seen.here

    def spoken(self, said: echo.Echo) -> Mapping[str, Value]:
        waits = said.kind == "decide" and self.seen.kind == "work" and self._worded(self.seen)
        return view_words.spoken(self._words, self.params, self.seen, said, waits=waits)
