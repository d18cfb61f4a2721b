"""The scene of riveting: holes that are measured, filled and checked, and the lever of the squeezer."""

from collections.abc import Mapping, Sequence

from game.mechanics.assemble import answers, order_art, passing, standing, view_lever, view_panel, view_settled
from game.mechanics.assemble.drawn import CALIBRES, PanelBench
from game.mechanics.assemble.lever import SOFT_U_S, TOUCHES_AT
from game.mechanics.assemble.seen import AssembleSeen, LeverSeen
from game.screen import kit
from game.screen.motion import Cue
from game.screen.nodes import Node, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.workshop.scene import GUARD_TICKS, NOTCH, Handler
from game.workshop.seen import ToolSeen
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event

DROP = "drop@"
TWICE_TICKS = 25
"""A press on a side from which the jaw has come for less than half a second turns it no farther."""
GROWN_TICKS = 50
"""For a second after the last rivet of a step, the way on that is large now is not pressed."""
LOOKS_TICKS = 30
"""0.6 s: how long, in practice, a head is looked at once the lever was let go, before what came of it is said."""
STEERING = {"down": 1, "up": -1}
"""A key pushes the lever down the page: the hand goes the way of the handle."""


class AssembleScene(PanelBench):
    """Plays a session of `assemble@1`, practice or exercise."""

    _passing: passing.Passing | None = None
    _passed: AssembleSeen
    _turned = -TWICE_TICKS
    """When the jaw was turned last."""
    _grown = False
    """Whether nothing is left to set in the step, so that the way on is large."""
    _took = _back = ""
    """The bin whose rivet the last press took; the gauge that it put back on its hook."""
    _pulled = -LOOKS_TICKS
    """When the hand was last at the lever, or the tool still going up."""
    _lands = ("", "")
    """The place over which the hand has opened, and how: it is touched once what was pressed for has come."""

    @property
    def begun(self) -> str:
        return "" if self._passing is not None else super().begun

    def screen(self, look: Look) -> Screen:
        if self._passing is None:
            return super().screen(look)
        return self.under_the_hand(self.words(look), self._passing, self._passed)

    def act(self, node: str, action: str = "press") -> Next:
        if self._passing is not None:
            on = node in ("", passing.GONE)
            if action == "focus" or (on and not self._passing.heeds):
                return STAY
            if node == passing.TURNS:
                return super().act(node, action)
            if action.startswith(DROP):
                return STAY
            self._passing = None
            if on:
                return STAY
        if action.startswith(DROP):
            self._lands = node, action
            return STAY
        if action != "focus":
            self._took, self._back = "", node if node == f"mode:{self.hand.mode}" else ""
        return super().act(node, action)

    def _land(self) -> None:
        """The hand has opened over a hole: what it carried there is used on it.

        Who had a gauge in the hand and begins again at its hook carries it all the same. A rivet went back into its
        bin, as by any press on that: the next one out of it is another.
        """
        (node, action), self._lands = self._lands, ("", "")
        source = action.removeprefix(DROP).partition("@")[0]
        if not node or not source:
            return
        if self._back == source and node.startswith(f"{self.spot_word}:"):
            self.answering.forget()
            self.take(source.removeprefix("mode:"))
        super().act(node, action)

    def lets_go(self, source: str, node: str) -> bool:
        """A rivet that this press took, or that is in the hand, is set into a hole, or laid into the red box; into its
        bin too from the hand. A gauge in hand is passed at a hole."""
        kind, _, name = source.partition(":")
        hand = self.seen.hand
        if hand is not None and not self.hand.mode and (source == "hand" or (kind == "bin" and self._took == source)):
            back = (source, node) == ("hand", f"bin:{hand.bin}")
            return back or node == "reject" or node.startswith(f"{self.spot_word}:")
        if not node.startswith(f"{self.spot_word}:"):
            return False
        return kind == "mode" and self.hand.mode == name

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "release": self._on_release,
            "jaw": self._on_jaw,
            "more": lambda name, action: self._push(1),
            "less": lambda name, action: self._push(-1),
            "undo": self._on_undo,
        }

    def _on_jaw(self, name: str, action: str) -> None:
        """The jaw comes from the side that is touched on its drawing; else, and by key, from the next one.

        The second press of a double one on a side is none.
        """
        x, _, y = action.partition("@")[2].partition(",")
        side, now = view_lever.side_at(int(x), int(y)) if y else -1, self.seen.lever
        again = side == now.jaw and self.session.task.tick < self._turned + TWICE_TICKS
        for _ in range(0 if again else 1 if side < 0 or now.x else (side - now.jaw) % len(view_panel.SIDES) or 1):
            self.do("turn_jaw")
        self._turned = self.session.task.tick

    def _on_undo(self, name: str, action: str) -> None:
        """The rivet in the hand goes back into its bin; one just set, and not formed, comes back into the hand."""
        hand = self.seen.hand
        if hand is not None and hand.homeless:
            self.answering.stops("homeless", f"bin:{hand.bin}")
        elif hand is not None:
            self.do("put_back", bin=hand.bin)
        else:
            self.do("take_out", hole=self.seen.lever.hole)

    def take_from(self, bin: int) -> None:
        """A rivet goes back into its own bin when that is touched; another bin, if it can, gives one instead of it.

        One whose bin has left for the store goes back into none: it would lie among those that were asked for instead.
        """
        hand = self.seen.hand
        if hand is not None and hand.homeless:
            self.answering.stops("homeless", f"bin:{bin}")
            return
        gives = any(b.number == bin and b.left and not b.isolated for b in self.seen.bins)
        if hand is not None and (gives or hand.bin == bin):
            self.do("put_back", bin=hand.bin)
        if hand is None or hand.bin != bin:
            self.do("pick", bin=bin)
            self._took = f"bin:{bin}"

    def touch(self, spot: str, at: tuple[int, int] | None) -> None:
        self.last = f"hole:{spot}"
        if self.seen.hand is None:
            empty = any(h.id == spot and h.state == "empty" for h in self.seen.holes)
            self.do("gauge" if empty else "regrip", hole=spot)
            return
        dx = dy = 0
        if at is not None:
            hole = next(h for h in self.seen.holes if h.id == spot)
            cx, cy = view_panel.at(hole.x_mm, hole.y_mm)
            dx, dy = (round((a - b) / view_panel.SCALE * 1000) // 6 for a, b in ((at[0], cx), (at[1], cy)))
        self.do("place", hole=spot, dx_um=dx, dy_um=dy)

    def _with(self, mode: str, spot: str) -> None:
        self.last = f"hole:{spot}" if any(h.id == spot for h in self.seen.holes) else self.last
        if mode in CALIBRES:
            # Which gauge is passed is the person's choice: the one they took.
            self.do("choose_calibre", calibre=self.params.calibres[CALIBRES.index(mode)])
        super()._with(mode, spot)

    def at_work(self, seen: AssembleSeen) -> str:
        mode, gesture = self.hand.mode, self.params.gesture(seen.lesson)
        if gesture is not None and gesture.does == "read":
            # What is read first is what was practised: nothing is named that nobody has met yet.
            return "measure"
        if mode in ("tag", "call", "isolate", "redo"):
            return "fault"
        if mode == "pige":
            # A calibre may still stand on a head that was looked at before.
            return "measure"
        if seen.lever.hole or mode in CALIBRES or seen.check_hole:
            return "form"
        return "measure" if seen.gauge_hole or seen.hand else "work"

    def topic_art(self, topic: str) -> list[Shape]:
        # The order of laying drawn there is the first issue's: another says its own in words.
        if topic == "work" and self.seen.revised:
            return []
        return order_art.line_art(topic, order_art.set_order(self.params))

    def tool_name(self, look: WorkshopWords, seen: AssembleSeen, tool: ToolSeen) -> str:
        """The squeezer bears its number: it is asked for on the sheet."""
        return look.named("tool", seen.lever.tool if tool.draw == "squeezer" else tool.id, tool.draw)

    def holds(self, seen: AssembleSeen) -> bool:
        return seen.hand is not None

    def pulls(self, seen: AssembleSeen) -> bool:
        """While the lever is down, and until the head that it has left was seen for a moment."""
        at_lever = bool(seen.lever.hole)
        return at_lever and (bool(seen.lever.x or seen.lever.f) or seen.tick - self._pulled < LOOKS_TICKS)

    def busy(self, seen: AssembleSeen) -> bool:
        return seen.hand is not None or bool(seen.lever.hole)

    def do(self, verb: str, **args: str | int) -> None:
        """A gesture of the plan that is tried again keeps the plan open: nobody is asked it from memory."""
        gesture = self.params.gesture(str(args.get("id"))) if verb == "lesson" else None
        again = gesture is not None and gesture.does == "plan" and self.seen.lesson == gesture.id
        opened = again and self.seen.doc == "plan"
        super().do(verb, **args)
        if opened:
            super().do("open_doc", doc="plan")

    def dead(self, node: Node) -> str:
        """A rivet of a step before is no hole to be filled: it is said what can be done with it."""
        why = super().dead(node)
        hole = next((h for h in self.seen.holes if node.id == f"hole:{h.id}"), None)
        return answers.beside(hole) if why == "other_step" else why

    def _push(self, way: int) -> None:
        self.do("lever", x=max(0, min(1000, self.seen.lever.x + way * NOTCH)))

    def loose(self, seen: AssembleSeen) -> bool:
        v = seen.lever
        return bool(v.hole) and not (v.x or v.f) and any(h.id == v.hole and h.state == "loose" for h in seen.holes)

    def _on_release(self, name: str, action: str) -> None:
        v = self.seen.lever
        if not v.x and (not v.moved or self.session.task.tick < self._rests):
            # A second press, or one under way when the lever came or went up, was not meant to leave the rivet.
            return
        if v.f and not v.x:
            # The lever is up and the tool still goes up: it opens, then the rivet is left as from a tool at rest.
            self.do("release")
            if not self.seen.lever.hole:
                return
        if self.name == "exercise" and self.loose(self.seen):
            self.asking, self._guard = "end", self.session.task.tick + GUARD_TICKS
            return
        if v.x:
            self.do("lever", x=0)
        self.do("release")

    def advance(self, ticks: int) -> Next:
        looks = ticks <= passing.SKIPS
        if self.session.waits or not looks:
            # Somebody acts or goes on who does not look: what was done counts at once.
            self._passing = None
        if self._passing is not None:
            # The simulation stands still while one looks at what is behind: nothing is offered meanwhile.
            self._passing.pass_by(ticks)
            stays = self._words is not None and passing.waits(self._words)
            self._passing = self._passing if stays or not self._passing.over else None
            return STAY
        before, heard = self.seen, len(self.session.events)
        goes = super().advance(ticks)
        self._land()
        if looks:
            self._passes(before, self.session.events[heard:])
        v = self.seen.lever
        self._pulled = self.session.task.tick if v.hole and (v.x or v.f) else self._pulled
        self._touches(v)
        self._frees(v)
        self._formed_head.listen(self.session.events)
        if v.hole and v.h_um != v.start_um and self.answering.echo.kind == "place":
            # What was said as the rivet was put in is over once its metal moves.
            self.answering.forget()
        if self.name == "exercise":
            self._goes_on(self.seen)
            self._guards_the_way_on(self.seen)
        rest = v.hole, not v.x
        if rest != self._rest:
            self._rest, self._rests = rest, self.session.task.tick + GUARD_TICKS
        return goes

    def _passes(self, before: AssembleSeen, news: Sequence[Event]) -> None:
        """A step of work is over: the mentor's hand passes over its heads; over all, where no other such step comes.

        Not where a ceiling cut it off: what is missing there is not to be seen as less.
        """
        cut = any(e.kind == "movement_end" and e.data["cause"] == "ceiling" for e in news)
        over = before.kind == "work" and self.seen.phase != before.phase and not self.session.task.done
        if self.name != "exercise" or cut or not over:
            return
        phases, events, revises = self.params.phases, self.session.events, self.params.first("revises")
        later = phases[[p.id for p in phases].index(before.phase) + 1 :]
        whole = all(p.kind != "work" for p in later)
        bells = [e for e in events if revises is not None and e.kind == "bell" and e.data["event"] == revises.id]
        if bells and not whole:
            # Between two issues the lines that were seen may not be those that the matter answers to.
            return
        zone = self.params.progress_zone(before.phase)
        heads = standing.of_piece(events, self.params) if whole else standing.of_block(events, self.params, zone)
        if heads:
            holes = self.params.holes() if whole else self.params.zones[zone].holes
            left, tagged = standing.without_head(events, holes)
            self._passing, self._passed = passing.Passing(heads, whole, left=left, tagged=tagged), before

    def _guards_the_way_on(self, seen: AssembleSeen) -> None:
        """The way on grows once nothing is left to set: a press in that second was meant for what stood there."""
        grown = seen.kind == "work" and not self.left(seen) and not seen.lever.hole
        if grown and not self._grown:
            self._guard = max(self._guard, seen.tick + GROWN_TICKS)
        self._grown = grown

    def _touches(self, v: LeverSeen) -> None:
        """Keep what is heard as the tool touches a rivet for the first time: it is set down, or it knocks."""
        touched = v.hole if v.contact >= 0 else ""
        if touched and touched != self._touched and v.x >= TOUCHES_AT and v.h_um == v.start_um:
            self._rings.append("knock" if v.contact > SOFT_U_S else "tick")
        self._touched = touched

    def _frees(self, v: LeverSeen) -> None:
        """The tool leaves metal that it has pressed: what the head answers is heard and seen at once.

        A good one sounds as it will under the mentor's hand: a tone higher with each rivet of its block.
        """
        if v.hole and v.h_um < v.start_um and v.f > TOUCHES_AT:
            self._squeezed = v.hole
        elif self._squeezed and (view_settled.rests(v) or v.hole != self._squeezed):
            if v.hole == self._squeezed:
                rivet = next(h.rivet for h in self.seen.holes if h.id == v.hole)
                self._rings += self._settled(view_settled.answer(v))
                # A long slip of large words stands at the left: nothing moves over what is read there.
                large = self._words is not None and kit.large(self._words)
                left = view_lever.PLATES_FROM if large else view_settled.ACROSS[0]
                self._moves.append(Cue(view_settled.settles(v, rivet, left), {}))
            self._squeezed = ""

    def _settled(self, way: str) -> tuple[str, ...]:
        """What is heard of a head that the tool has left: its tone of the scale, a dull knock, or the tool alone."""
        if way != view_settled.RIGHT:
            return ("matt",) if way else ("place",)
        here = [h for h in self.seen.holes if h.open]
        there = here if self.name == "exercise" else here[:1]
        set_here = max(1, sum(h.state != "empty" for h in there))
        return (f"tone_{passing.tone(set_here, len(there))}",)

    def rings(self) -> tuple[str, ...]:
        rings, self._rings = tuple(self._rings), []
        passed = self._passing.rings() if self._passing is not None else ()
        return (*rings, *passed, *self._rhythm.rings())

    def key(self, name: str) -> Next:
        if self._passing is not None:
            return self.act(passing.GONE)
        if self.seen.lever.hole and name in STEERING:
            self._push(STEERING[name])
            return STAY
        return super().key(name)
