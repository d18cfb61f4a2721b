"""How a seat is going, said once for whoever sits there and whoever looks after the room: signals in, causes out.

Pure. Signals are counts of the hands, never of what was right: nothing of an answer and no score leaves a seat.
"""

from dataclasses import dataclass

HELP, STUCK, DEVICE, INSTRUCTION, HARD, IDLE = "help", "stuck", "device", "instruction", "hard", "idle"
CAUSES = (HELP, STUCK, DEVICE, INSTRUCTION, HARD, IDLE)
"""In the order of need: a raised hand first."""

SILENT_S = 15
"""Seconds without a word from a seat after which its machine is taken to stand still: it speaks every two."""
IDLE_S = 90
REFUSED = 6
"""Acts that were not possible, in a minute: the hand does not do what the person wants."""
READS = 3
"""Openings of the order in two minutes without getting on: it is not understood."""
STILL_S = 240
ACTS = 10
"""Busy for four minutes without getting on: the task is hard."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a seat says of itself. `refused`, `acts`: in the last minute; `reads`: openings of a document in two
    minutes; `idle_s`: since the last act; `still_s`: since the last step forward; `hand`: « J'ai besoin d'aide »;
    `workshop`: the one under way, "" for none; `done`: those whose first try is finished in this sitting."""

    step: str
    acts: int = 0
    refused: int = 0
    reads: int = 0
    idle_s: int = 0
    still_s: int = 0
    hand: bool = False
    workshop: str = ""
    done: tuple[str, ...] = ()


def causes(seat: Signals, silent_s: float = 0.0) -> tuple[str, ...]:
    """Every cause that holds at once, in the order of need: none ever hides another.

    `silent_s`: seconds since the seat spoke; 0 at the seat itself. A seat that is silent may well be idle too, and what
    it said last is still said.
    """
    state = {
        HELP: seat.hand,
        STUCK: silent_s > SILENT_S,
        DEVICE: seat.refused >= REFUSED,
        INSTRUCTION: seat.reads >= READS and seat.still_s >= 60,
        HARD: seat.acts >= ACTS and seat.still_s >= STILL_S,
        IDLE: seat.idle_s + silent_s >= IDLE_S,
    }
    return tuple(name for name in CAUSES if state[name])
