"""What is seen of riveting: the panel with its holes, the lever, and what its mentor says of the work there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from game.mechanics.assemble import (
    answers,
    lessons,
    passing,
    teach,
    tries,
    view,
    view_cut,
    view_lever,
    view_made,
    view_names,
    view_panel,
    view_rivet,
)
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.rhythm import Rhythm
from game.mechanics.assemble.rows import RowSpot
from game.mechanics.assemble.seen import AssembleSeen
from game.screen.motion import Cue, Motion
from game.screen.nodes import Node, Screen, Shape
from game.simulation.session import Session
from game.workshop import echo, teaching, view_bench, view_parts
from game.workshop.gesture_words import Taught, outcome_said
from game.workshop.practice import RIGHT
from game.workshop.scene import MARKING, Bench
from game.workshop.view import SHOP, Parts
from game.workshop.view_count import Thrown, Tray
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.model import Head
from scenarios.vocabulary import Event, Value

CALIBRES = ("calibre", "calibre_new")
AWAY = {"no_pige": "pige", "no_calibre": "calibre", "no_squeezer": "squeezer"}
"""What is said once a tool was wanted that hangs on the board -> what it is needed for."""
HUNG = ("mode:tag", "mode:redo")
"""Marks that are carried to their hole as well as pressed: what looks as if a hand could take it is taken."""
FAR_TICKS = 500
"""10 s: how long the mentor's word at a quarter of the piece stays at the least; never while a hand is at work."""
MANY = 10
"""So many holes done, the mentor says how the same is done in fewer presses: a hole touched by an empty hand is measured."""
RINGS_AFTER = 18
"""Ticks after another issue has come: the head that was made is over by then, and the window that says so is there."""
ROWS_SAID = 6
"""How many sentences the mentor has for a row that is full: one after the other."""
TWICE = 2
"""How often in a block it is said in full how one comes back to a rivet; then how far the block is."""


class PanelBench(Bench[Params, AssembleSeen]):
    """What stands on the screen of a session of `assemble@1`, practice or exercise."""

    sight = AssembleSeen
    looked = ("heads", "turn")
    terms = tries.TERMS
    flows = teach.FLOWS
    said: ClassVar[Mapping[str, str]] = {**echo.SAID, **answers.SAID}
    whys: ClassVar[Mapping[str, echo.Why]] = {**echo.WHYS, **answers.WHYS}
    plain = ("head", "head_verdict")
    asks_over = True
    cut_high = view_cut.HIGH
    modes: ClassVar[Mapping[str, str]] = {"pige": "gauge", "calibre": "check", "calibre_new": "check", **MARKING}

    def __init__(self, session: Session, params: Params, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        numbers: dict[str, int | str] = {h: n for zone in params.zones.values() if zone.on_plan for n, h in enumerate(zone.order, 1)}
        self.last = ""
        self._moves: list[Cue] = []
        self._rest, self._rests = ("", False), 0  # where the tool is and whether it rests; until when it is not left
        self._quarter, self._at = -1, ""  # how many quarters of the holes were done, and in which step
        self._far, self._until = "", 0  # the quarter or the block that the mentor speaks of, until when
        self._far_counts: dict[str, Value] = {}
        self._rhythm = Rhythm(params)
        self._folders: bool | None = None  # whether another issue of the order has come; None before the first look
        self._formed_head = view_made.HeadMade(len(session.events))
        self._touched, self._rings = "", list[str]()  # the rivet that the tool has touched, and what is heard of it
        self._squeezed = ""  # the rivet whose metal the tool has pressed and not left yet
        self._left = 0  # holes left to set in the step, a moment ago
        self.marks = numbers, {hole: point for point, hole in params.points.items()}

    def centre(self, look: WorkshopWords, seen: AssembleSeen, around: tuple[Parts, Parts, Parts]) -> Screen:
        if self._on_plan(seen):
            # A hole is shown here, not measured: the ruler would lie over the piece that is looked at.
            seen = replace(seen, gauge_hole="")
        bench = view.bench(
            look, seen, self.params, around, self.kept, self.hand.mode, holes=self.spots(look, seen, all_live=False),
            part=self.part(look, seen, view_panel.at), last=self.last, ground=self.ground(look), offers=self._offers(seen),
            names=self._names(look, self._zone()),
        )  # fmt: skip
        bench = replace(bench, nodes=tuple(replace(n, actions=view_rivet.CARRIED) if n.id in HUNG and n.actions else n for n in bench.nodes))
        head = self.shown_for_a_while()
        rivet = next((h.rivet for h in seen.holes if head is not None and h.id == head.data["hole"]), "")
        if head is None or not rivet:
            return bench
        return replace(bench, overlay=(*bench.overlay, *view_made.head_shapes(head, rivet, self.params.tolerance_um, view_panel.beside(seen))))

    def _on_plan(self, seen: AssembleSeen) -> bool:
        """Whether practice has the plan read: a hole is touched on the piece to show it."""
        gesture = self.params.gesture(seen.lesson) if self.name == "practice" else None
        return gesture is not None and gesture.does == "plan"

    def under_the_hand(self, look: WorkshopWords, hand: passing.Passing, before: AssembleSeen) -> Screen:
        """The bench as the step left it, under the hand that passes."""
        says = passing.says(look, hand)
        shows = look, says, self._turn(says), before.phase
        bench = self.kept.get("passing", shows, lambda: self._left_bench(look, hand, before, says))
        holes = [self.params.hole(head.hole) for head in hand.heads]
        spots = [view_panel.at(hole.x_mm, hole.y_mm) for hole in holes]
        return replace(bench, overlay=(*bench.overlay, *passing.light(hand, spots, still=look.comfort.reduced_motion)))

    def _left_bench(self, look: WorkshopWords, hand: passing.Passing, before: AssembleSeen, says: str) -> Screen:
        """The bench of a step that is over, with nothing in hand; in the end the bar shows the step as behind."""
        now, quarter, zone = self.seen, max(0, self._quarter), self.params.progress_zone(before.phase)
        holes = tuple(replace(h, open=h.zone == zone) for h in now.holes)
        left = replace(before, holes=holes, hand=None, gauge_hole="", check_hole="", message="", visitor="", fod=now.fod)
        bar, doc, _ = self._around(look, now if hand.closed else left)
        page = self._turn(says)
        state = view_bench.SideState("", False, True, False, False, True, page=page, ended=True)
        around = bar, doc, view_bench.side(look, says, state)
        bench = view.bench(
            look, left, self.params, around, self.kept, "", holes=self.spots(look, left, all_live=False), part=(),
            ground=self._ground(look, quarter, zone), names=self._names(look, zone),
        )  # fmt: skip
        return passing.screen(look, bench, hand)

    def shown_for_a_while(self) -> Event | None:
        """The head that was just made, from its side; never where something else is in hand."""
        seen = self.seen
        return self._formed_head.head(seen.tick) if seen.kind == "work" and not (self.hand.mode or seen.hand) else None

    def _offers(self, seen: AssembleSeen) -> tuple[str, ...] | None:
        """What the gesture of practice in hand presses, None for all that is at hand."""
        learns = self.name == "practice" and bool(self.params.practice)
        return tries.OFFERS[teaching.current(self.hand.study, seen, self.params).does] if learns else None

    def gesture(self, look: WorkshopWords, seen: AssembleSeen, around: tuple[Parts, Parts, Parts]) -> Screen | None:
        self.force = seen.lever.f / 1000 if seen.lever.hole else 0.0
        gesture = self.params.gesture(seen.lesson)
        asks = self._asks_at_lever(look, seen, gesture) if gesture is not None else ""
        if gesture is not None and seen.outcome:
            outcome = outcome_said(look, self.taught(look, seen), seen, gesture, seen.outcome)
            asks = f"{outcome} {look.t('lesson.let_go')}" if seen.lever.x else outcome
        return view_lever.lever(look, seen, around[0], self.kept, asks, self._new_tool(look, seen)) if seen.lever.hole else None

    def _asks_at_lever(self, look: WorkshopWords, seen: AssembleSeen, gesture: Gesture) -> str:
        """What practice asks for: until the tool has touched the rivet, then below it, where there are words for each."""
        taught = self.taught(look, seen)
        touched = seen.lever.contact >= 0 and taught.has(look, gesture, "at.touched")
        return taught.says(look, gesture, "at.touched" if touched else "do")

    def _new_tool(self, look: WorkshopWords, seen: AssembleSeen) -> str:
        """What was said of a tool that the day gave, again under its first rivet and until the lever moves."""
        swap = next((h for h in self.params.day if h.does == "swaps" and h.tool == seen.lever.tool), None)
        if swap is None or seen.lever.moved:
            return ""
        last = next((e for e in reversed(self.session.events) if e.kind == "head" or e.data.get("event") == swap.id), None)
        return look.t(f"message.{swap.message}") if last is not None and last.kind == "bell" else ""

    def judged(self, feature: str, x: float, y: float) -> list[Shape]:
        return view_rivet.head(feature, x, y)

    def recall(self, look: WorkshopWords, seen: AssembleSeen, field: str) -> list[Shape]:
        """A head with the mark of what is to review, for how many were; else as in any workshop."""
        if any(choice.id == field and choice.counts for choice in self.params.sheet):
            return view_rivet.reviewed()
        return super().recall(look, seen, field)

    def trays(self, look: WorkshopWords, seen: AssembleSeen) -> tuple[Tray, ...]:
        return tuple(
            Tray(
                f"bin{b.number}", look.t("count.bin", stem=b.stem_mm), look.t("tray", stem=b.stem_mm),
                look.t("tray_lot", lot=b.lot), b.left,
                lambda x, y, kind=b.look: view_panel.rivet(x, y, 20, kind),  # type: ignore[misc]
            )
            for b in seen.bins
        )  # fmt: skip

    def thrown(self, seen: AssembleSeen) -> Thrown:
        return lambda x, y, n: view_rivet.thrown(seen.red[n], x, y)

    def spots(self, look: WorkshopWords, seen: AssembleSeen, *, all_live: bool) -> tuple[Node, ...]:
        if self.name == "practice" and seen.outcome not in ("", RIGHT):
            # The ring of the gauge would stand beside that of the hole to touch.
            seen = replace(seen, gauge_hole="")
        return view_panel.holes(look, seen, self.kept, all_live=all_live)

    def ground(self, look: WorkshopWords) -> tuple[Shape, ...]:
        quarter, zone = max(0, self._quarter), self._zone()
        return self.kept.get("ground", (look, quarter, zone), lambda: self._ground(look, quarter, zone))

    def _zone(self) -> str:
        """The zone in hand, "" outside of the steps that set rivets."""
        return self.params.progress_zone(self.seen.phase) if self.seen.kind == "work" else ""

    def _ground(self, look: WorkshopWords, quarter: int, zone: str) -> tuple[Shape, ...]:
        """The panel under the light of the hour, the name of each hole beside it: what the order speaks of can be found."""
        piece = view_panel.panel(look, self.params.piece)
        holes = self.params.zones[zone].holes.values() if zone else ()
        lamp = view_panel.lamp(look, [view_panel.at(h.x_mm, h.y_mm) for h in holes])
        return (*SHOP, *piece, *view_panel.daylight(look, quarter), *lamp, *self._names(look, zone))

    def _names(self, look: WorkshopWords, zone: str) -> tuple[Shape, ...]:
        return self.kept.get("names", (look, zone), lambda: tuple(view_names.names(look, self.params, zone)))

    def standing(self, seen: AssembleSeen) -> tuple[Shape, ...]:
        return view_parts.posed(seen, self.params, view_panel.at, view_panel.SCALE)

    def plan(self, seen: AssembleSeen, top: float, scale: float) -> list[Shape]:
        gesture = self.params.gesture(seen.lesson)
        taught = gesture is not None and gesture.does == "plan"
        sought: view_panel.PanelMarks = ({gesture.spot: view_panel.SOUGHT} if gesture else {}, {})
        marks = sought if taught else self.marks
        return view_panel.plan(seen, self.params.piece, marks, top, scale)

    def cut(self, look: WorkshopWords, seen: AssembleSeen, top: float) -> list[Shape]:
        return view_cut.cut(look, seen, self.params, top)

    def progress(self, look: WorkshopWords, seen: AssembleSeen) -> tuple[str, int, int]:
        return look.t("placed"), view_panel.done(seen.holes), seen.total

    SPEAKS_OF: ClassVar[Mapping[str, str]] = {"measured": "measure", "form": "form"}

    def asked_of(self, seen: AssembleSeen) -> str:
        if seen.kind != "work" or self.hand.board:
            return super().asked_of(seen)
        mode = self.hand.mode
        if self._away(seen, seen.message or self._said):
            return "away"
        if any(part.here and not part.fixed for part in seen.parts):
            return "part"
        if mode:
            if mode in CALIBRES:
                # Once it was passed on the head touched last: what one does about a head, whatever it said of it.
                if not seen.check_hole or self.last != f"hole:{seen.check_hole}":
                    return "form"
                return "checked_last" if seen.again == seen.check_hole else "checked"
            return "pige" if mode == "pige" and not seen.gauge_hole else (
                "measured" if mode == "pige" else "fault"
            )
        if seen.hand is not None:
            return "homeless" if seen.hand.homeless else "held"
        if seen.gauge_hole:
            return "measured"
        if not self.left(seen):
            return "finished"
        # Who has set a good many is told the shorter way: the count of holes decides it, never how good a head is.
        return "work_on" if view_panel.done(seen.holes) >= MANY else "work"

    def past(self, seen: AssembleSeen, message: str) -> bool:
        """A side from which the jaw did not go on is over with its rivet; a tool left behind, once it is in hand."""
        over = (message == "jaw" and not seen.lever.hole) or (message in AWAY and not self._away(seen, message))
        return over or super().past(seen, message)

    def message(self, look: WorkshopWords, seen: AssembleSeen, name: str) -> str:
        """What a step begins with names no part that is posed by now, where the author wrote so."""
        here = [part for part in seen.parts if part.here]
        key = f"{name}.posed"
        posed = name == seen.phase and bool(here) and all(part.fixed for part in here) and look.has(f"message.{key}")
        return super().message(look, seen, key if posed else name)

    def _away(self, seen: AssembleSeen, message: str) -> bool:
        """Whether the tool that a message speaks of still hangs on the board."""
        away = self.params.needs.get(AWAY.get(message, ""), "")
        return any(tool.id == away and not tool.taken for tool in seen.tools)

    def spoken(self, said: echo.Echo) -> Mapping[str, Value]:
        """Only the rivet set last can be squeezed again once it has its head: of another the R alone is said.

        A rivet that was taken instead of another says which one went back.
        """
        data = dict(said.data)
        if said.kind == "head_verdict" and self.seen.lesson:
            return {"verdict": tries.verdict(self.seen, said.data)}
        if said.kind == "pick":
            put, pick = self._taken_last()
            if put.kind == "put_back" and put.tick == pick.tick:
                return {"way": "instead", "back": self.params.bin(int(put.data["bin"])).stem_mm}
            # Its sign is on its head, once it is set: it is named where the first rivet of a bin is taken.
            bin = pick.data["bin"]
            first = next(e for e in self.session.events if e.kind == "pick" and e.data["bin"] == bin)
            return {"way": self.params.bin(int(bin)).look} if first is pick else {}
        past = said.kind == "head" and data["formed"] and not self.seen.lesson and data["hole"] != self.seen.again
        if past or said.kind != "head" or not data["formed"]:
            return {"formed": "past"} if past else {}
        return self._counts(str(data["hole"])) if self.seen.kind == "work" and not self.seen.lesson else {}

    def _counts(self, hole: str) -> Mapping[str, Value]:
        """What is said of a rivet that was just set: how one comes back to it, then how far its row and its block are."""
        left, here = self.left(self.seen), [h for h in self.seen.holes if h.open]
        if not left:
            # No rivet comes next where no hole of the step is left.
            return {"formed": "last"}
        done, row = view_panel.done(here), self._rhythm.row
        if hole in row:
            return {"formed": "row", "holes": ", ".join(row), "left": left}
        return {} if done <= TWICE else {"formed": f"count.{done % 3}", "done": done, "count": len(here), "left": left}

    def _taken_last(self) -> tuple[Event, Event]:
        """What came just before the rivet that was taken last, and its taking; one was taken."""
        events = self.session.events
        at = next(n for n in reversed(range(len(events))) if events[n].kind == "pick")
        return events[max(0, at - 1)], events[at]

    def says(self, look: WorkshopWords, seen: AssembleSeen) -> str:
        """At each quarter of the piece, and at the end of a row or a block, the mentor says how far it is, for a while.

        Only where nothing was just said, and only while it is so: what had to wait behind another word may be late.
        """
        if self._far and seen.kind == "work" and not seen.message and not self.guest.said and self._still(seen):
            return look.t(f"far.{self._far}", **self._far_counts)
        return super().says(look, seen)

    def _counted_now(self, seen: AssembleSeen) -> dict[str, Value]:
        """The numbers and holes of a word of the mentor's, as they are when it begins: it stands a while."""
        block, blocks = self._block(seen)
        counts: dict[str, Value] = {"n": view_panel.done(seen.holes), "all": seen.total, "block": block, "blocks": blocks}
        return {**counts, "holes": ", ".join(self._rhythm.row)}

    def _still(self, seen: AssembleSeen) -> bool:
        """Whether how far the mentor says it is is still so: the same count of holes, the row full, the block whole."""
        if self._far == "block":
            return not self.left(seen)
        if self._far.startswith("row"):
            done = {h.id for h in seen.holes if h.done}
            return done >= set(str(self._far_counts["holes"]).split(", "))
        return self._far_counts["n"] == view_panel.done(seen.holes)

    def _places(self, seen: AssembleSeen) -> Mapping[int, RowSpot]:
        """Where the holes of the block in hand stand in the strip; laid out once while none opens and none is done."""
        look = self._words
        if look is None:
            return {}
        shows = look, seen.kind, seen.movement, tuple((h.zone, h.open, h.done) for h in seen.holes)
        return self.kept.get("places", shows, lambda: view.places(look, seen))

    def _goes_on(self, seen: AssembleSeen) -> None:
        """Keep how many quarters of the holes are done: what passes one is said and seen, and changes nothing of the run."""
        quarter, before = view_panel.quarters(seen), self._quarter
        self._quarter = quarter
        left, had = self.left(seen) if seen.kind == "work" else 0, self._left
        ended = seen.phase == self._at and had > 0 and not left and seen.kind == "work"
        row = self._rhythm.listen(seen, self._places(seen))
        if ended or (0 <= before < quarter < view_panel.QUARTERS and left):
            self._far, self._until = "block" if ended else str(quarter), seen.tick + FAR_TICKS
            self._far_counts = self._counted_now(seen)
            self._moves.append(Cue(Motion("pop", at="mentor"), {}))
        elif row and left:
            self._far, self._until = f"row.{(self._rhythm.full - 1) % ROWS_SAID + 1}", seen.tick + FAR_TICKS
            self._far_counts = self._counted_now(seen)
            self._moves.append(Cue(Motion("nod", at="mentor"), {}))
        elif self._far and self.busy(seen):
            # Nobody reads the card under a hand at work: its time begins after.
            self._until = seen.tick + FAR_TICKS
        elif self._far and (seen.tick >= self._until or seen.phase != self._at):
            self._far = ""
        if self._far and seen.phase == self._at and not self._still(seen):
            # A count that is no more so is not said again, should the same number come back.
            self._far = ""
        if seen.phase != self._at and seen.kind == "work":
            # What a gauge said in the step before is said no more.
            self.last = ""
        self._at, self._left = seen.phase, left
        if seen.folders and self._folders is False:
            self._rhythm.ring("bell", RINGS_AFTER)
        self._folders = bool(seen.folders)

    def answers(self) -> tuple[Cue, ...]:
        moves, self._moves = tuple(self._moves), []
        return (*super().answers(), *moves, *self._rhythm.cues())

    def tally(self, look: WorkshopWords, seen: AssembleSeen) -> str:
        here = [h for h in seen.holes if h.open]
        n, rivets = view_panel.done(here), sum(h.state != "empty" for h in here)
        block, blocks = self._block(seen)
        # The sheet counts rivets, and a hole that is tagged has none: once they differ both are counted.
        key = "tally" if rivets == n else "tally_tagged"
        return look.t(key, block=block, blocks=blocks, here=n, there=len(here), rivets=rivets)

    def _block(self, seen: AssembleSeen) -> tuple[int, int]:
        """Which of the day's blocks of holes the step is, from 1, and how many there are."""
        work = [p.id for p in self.params.phases if p.kind == "work"]
        return work.index(seen.phase) + 1, len(work)

    def left(self, seen: AssembleSeen) -> int:
        return view_panel.left_to_set(seen)

    def taught(self, look: WorkshopWords, seen: AssembleSeen) -> Taught:
        return tries.taught(self.params, seen.touched)

    def result(self, look: WorkshopWords, seen: AssembleSeen, gesture: Gesture) -> list[Shape]:
        return tries.result(look, seen, lessons.Matter(self.params, gesture))

    def aim(self, seen: AssembleSeen, gesture: Gesture) -> str:
        return tries.aim(seen, gesture, self.hand.mode, self.params)
