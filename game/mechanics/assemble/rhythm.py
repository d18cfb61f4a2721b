"""How a block of holes is answered as it fills: hole by hole, row by row, then whole. It reads what is seen, and adds
nothing to the run: no act, no event, and no word or sound of how good a head is."""

from collections.abc import Mapping

from game.mechanics.assemble import rows, view_panel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import AssembleSeen
from game.screen.motion import Cue

LADDER = 8
"""How many steps of sound there are from the first hole of a block to its last (`set_1` to `set_8`)."""
AFTER, HOME_AFTER, RUNS_AFTER = 7, 10, 15
"""Ticks after the head itself was heard: the step of the hole, the rails of its row come home, the row that is full."""
ROWS = 6
"""So many rows ring each a step higher than the one before (`row`, `row_2` to `row_6`); then it begins anew."""


class Rhythm:
    """Which holes of the block in hand are done; what their filling is answered by, until it was asked for."""

    def __init__(self, params: Params) -> None:
        self._rows = {name: rows.rows(zone.holes, params.piece) for name, zone in params.zones.items()}
        self._phase, self._done = "", frozenset[str]()
        self._cues: list[Cue] = []
        self._rings: list[tuple[int, str]] = []
        self._tick = 0
        self.row: tuple[str, ...] = ()
        """The row that was filled last, with the hole that was done last in it; () where that one filled none."""
        self.full = 0
        """How many rows of the piece have been filled in this sitting."""

    def listen(self, seen: AssembleSeen, places: Mapping[int, rows.RowSpot]) -> bool:
        """What a moment brought; says whether a row is full since. `places`: where the n-th hole stands below."""
        self._tick = seen.tick
        if seen.lever.hole:
            # A head is there as soon as its metal has come down; it is done once the tool has left it.
            return False
        here = [h for h in seen.holes if h.open]
        done = frozenset(h.id for h in here if h.done)
        if seen.phase != self._phase:
            self._phase, self._done, self.row = seen.phase, done, ()
            return False
        new, before = done - self._done, self._done
        self._done = done
        if not new or seen.kind != "work":
            return False
        spots = {h.id: view_panel.at(h.x_mm, h.y_mm) for h in here}
        for name in sorted(new):
            self._cues.append(Cue(rows.spark(spots[name], places.get(len(done) - 1)), {}))
        self._rings.append((seen.tick + AFTER, f"set_{-(-LADDER * len(done) // len(here))}"))
        self.row = next((row for row in self._rows[here[0].zone] if done >= set(row) and not before >= set(row)), ())
        whole = len(done) == len(here)
        if self.row or whole:
            self.full += bool(self.row)
            line = sorted(spots, key=lambda name: spots[name]) if whole else list(self.row)
            step = rows.STEP_MS if not whole else rows.STEP_MS * 3 // 4
            self._cues.append(Cue(rows.run([spots[name] for name in line], step, snaps=not whole), {}))
            if not whole:
                self._rings.append((seen.tick + HOME_AFTER, "latch"))
            self._rings.append((seen.tick + RUNS_AFTER, "block" if whole else self._row_sound()))
        return bool(self.row) and not whole

    def _row_sound(self) -> str:
        """The sound of the row that was filled last: each a step higher than the one before it."""
        n = (self.full - 1) % ROWS + 1
        return f"row_{n}" if n > 1 else "row"

    def ring(self, name: str, after: int) -> None:
        """Let a sound be heard so many ticks from now."""
        self._rings.append((self._tick + after, name))

    def cues(self) -> tuple[Cue, ...]:
        """What moves since the last call."""
        cues, self._cues = tuple(self._cues), []
        return cues

    def rings(self) -> tuple[str, ...]:
        """What is heard by now, and was not at the last call."""
        due = tuple(name for tick, name in self._rings if tick <= self._tick)
        self._rings = [(tick, name) for tick, name in self._rings if tick > self._tick]
        return due
