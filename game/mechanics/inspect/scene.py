"""The scene of inspection: a rotor that is turned, a lamp that is tilted, a lens, a rule, three words."""

from collections.abc import Mapping

from game.mechanics.inspect import lessons, view_blade, view_rack, view_rule
from game.mechanics.inspect.drawn import DarkBench
from game.mechanics.inspect.params import field_at, middle_of, part_of
from game.mechanics.inspect.state import RULE_UM
from game.mechanics.inspect.teach import due_part
from game.screen.scene import STAY, Next
from game.workshop.holding import point_of
from game.workshop.scene import Handler

TILT_DEG = 20
"""What a press or a key tilts the lamp by: from side to side in six, and no crack is dark at all of them."""
SETTLES_TICKS = 15
"""A second press of a word within 300 ms is the same press of a hand in a hurry: it does not turn the rotor."""
NUDGE_UM = 200
STEERING = {"left": -NUDGE_UM, "right": NUDGE_UM}
TILTING = {"up": -TILT_DEG, "down": TILT_DEG}


class InspectScene(DarkBench):
    """Plays a session of `inspect@1`, practice or exercise."""

    _decided = 0

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "field": self._on_field,
            "less": lambda name, action: self._tilt(-TILT_DEG),
            "more": lambda name, action: self._tilt(TILT_DEG),
            "rule": lambda name, action: self.do("rule"),
            "away": lambda name, action: self.do("rule"),
            "left": lambda name, action: self._nudge(-NUDGE_UM),
            "right": lambda name, action: self._nudge(NUDGE_UM),
            "near": self._on_near,
            "set": lambda name, action: self._set(),
            "zero": lambda name, action: self.do("zero"),
            "sweep": lambda name, action: self.gliding.sweep(self.stands(), self.params.angle_max),
            "lock": lambda name, action: self.do("lock"),
            "start": lambda name, action: self.do("start_mark"),
            "prior": lambda name, action: self.do("turn", way=-1),
            "on": lambda name, action: self.do("turn", way=1),
            "onward": lambda name, action: self.do("turn", way=1),
            "word": lambda name, action: self._on_word(name),
            "lit": lambda name, action: self._ask(""),
        }

    def touch(self, spot: str, at: tuple[int, int] | None) -> None:
        """A number of the hub: the rotor turns to that blade; the one in hand is looked at by its root."""
        seen = self.seen
        names = [b.id for b in seen.blades]
        if spot == seen.here:
            x, y = middle_of(len(lessons.FIELDS) - 2)
            self.do("lens", x_mm=x, y_mm=y)
        elif seen.here in names and spot in names:
            self.do("turn", way=1 if names.index(spot) == (names.index(seen.here) + 1) % len(names) else -1)

    def _on_field(self, name: str, action: str) -> None:
        if self.hand.mode in self.modes:
            self._with(self.hand.mode, self.seen.here)
            return
        at = point_of(action)
        place = view_blade.under(*at) if at else middle_of(int(name))
        self.do("lens", x_mm=place[0], y_mm=place[1])
        self._out_of_turn(part_of(field_at(*place)))

    def _out_of_turn(self, part: str) -> None:
        """Where the whole blade is taught, a part that is not the next one is named, and the next one too."""
        seen = self.seen
        gesture = self.params.gesture(seen.lesson)
        due = due_part(seen.toured)
        if gesture is not None and gesture.does == "tour" and due and part != due:
            self.answering.says("toured", part=part, due=due)

    def _on_word(self, name: str) -> None:
        """A word on the blade in hand; the one it has just got, pressed again, brings the next blade.

        Given at the rule, it puts the rule away.
        """
        seen, now = self.seen, self.session.task.tick
        blade = seen.in_hand()
        again = blade is not None and blade.word == name and seen.kind == "work" and self._worded(seen)
        if seen.rule is not None:
            self.do("rule")
        if seen.rule is not None or not again:
            self._decided = now
            self.do("decide", word=name)
            self.goes_on()
        elif now - self._decided >= SETTLES_TICKS:
            self.turns(1)

    def _on_near(self, name: str, action: str) -> None:
        if at := point_of(action):
            self.do("line", x_um=view_rule.um_of(at[0]))
            self.do("set")
        else:
            self._set()

    def _set(self) -> None:
        """A line where the rule stands; after a reading the rule is empty again first, and no line is set."""
        now = self.seen.rule
        if now is not None and now.second_um >= 0:
            self.do("line", x_um=now.x_um)
            self.answering.says("rule_empty")
        else:
            self.do("set")

    def _tilt(self, by: int) -> None:
        self.gliding.goes(self.stands(), by, self.params.angle_max)

    def stands(self) -> int:
        return self.seen.lamp_deg

    def sends(self, at: int) -> None:
        if at != self.stands():
            self.do("lamp", deg=at)

    def _nudge(self, by: int) -> None:
        now = self.seen.rule
        if now is not None:
            self.do("line", x_um=max(0, min(RULE_UM, now.x_um + by)))

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        if node == "lamp" and stage != "down":
            most = self.params.angle_max
            judging = bool(self.seen.heads)
            self.sends(view_rack.deg_of(x, most) if judging else view_blade.lamp_deg(x, y, most))
        return super().drag(node, x, y, stage)

    def key(self, name: str) -> Next:
        if self.seen.rule is not None and name in STEERING:
            self._nudge(STEERING[name])
            return STAY
        if self.seen.rule is not None and name in TILTING:
            self._tilt(TILTING[name])
            return STAY
        return super().key(name)
