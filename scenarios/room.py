"""How a seat is going, said once for whoever sits there and whoever looks after the room: signals in, causes out.

Pure. Signals are counts of the hands, never of what was right: nothing of an answer and no score leaves a seat.
"""

from dataclasses import dataclass

HELP, STUCK, DEVICE, INSTRUCTION, HARD, IDLE = "help", "stuck", "device", "instruction", "hard", "idle"
CAUSES = (HELP, STUCK, DEVICE, INSTRUCTION, HARD, IDLE)
"""In the order of need: a raised hand first."""

SILENT_S = 15
"""Seconds without a word from a seat after which its machine is taken to stand still: it speaks every two."""
IDLE_S, WORD_S = 90, 0.7
"""Nobody moved for so long; a screen with many words gives the time to read them all, at 85 a minute."""
BESIDE, TO_ONE = 5, 3
"""Presses in a minute that fell beside something, all on the same side, three of four of those on nothing: the pointer
is not where it says."""
IN_VAIN, WAITS_S, MANY_IN_VAIN = 6, 30, 9
"""Presses and acts in a minute that did nothing, and not a step forward meanwhile: what is asked is not understood; nor
where so many did nothing, though one of the others led on."""
READS, READS_STILL_S = 4, 150
"""Openings of a document in two minutes without getting on: the same. Robots of somebody who never saw a workshop open
three and stay a minute at a step in two runs of three, and two minutes at the most, and get on."""
STILL_S, ACTS = 240, 5
"""Busy for four minutes without getting on: the task is hard."""
PIN_LEAST, PIN_MOST = 6, 12
"""Digits of an adviser's PIN, at a seat as in the tower."""
CLOSED = "closed"
"""The step of a game that was closed as it should be: its last word, after which nothing is missed."""
EMPTY = ("welcome", "goodbye", "joining", "tower")
"""Steps at which nobody may sit yet, or any more: a hand that does not move there says nothing of anybody."""
HUNG = "hung"
"""The step of a game that answers nothing while its post still speaks: what is said beside it is what held last."""

HOLDS, ENDED, GONE = "holds", "ended", "gone"
"""Of the line that a post keeps to its tower: it holds, as its machine answers on it; its machine hung up, as the
game's process has ended there; nothing answers on it any more, the network or the machine itself."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a seat says of itself.

    `acts`, `refused`: in the last minute, `refused` those that could not be done now; `vain`: presses in the last
    minute on nothing; `beside`: those that fell beside something, counted as far as they agree on the side (of six
    to all sides hardly two are left); `jammed`: a key or a button is down and stays down; `unplugged`: what pointed
    here is no longer there; `reads`: openings of a document in two minutes; `idle_s`: since the last sign of a hand;
    `still_s`: since the last step forward; `words`: on the screen; `hand`: « J'ai besoin d'aide »; `workshop`: the one
    under way, "" for none; `done`: those whose first try is finished in this sitting.
    """

    step: str
    acts: int = 0
    refused: int = 0
    reads: int = 0
    idle_s: int = 0
    still_s: int = 0
    hand: bool = False
    workshop: str = ""
    done: tuple[str, ...] = ()
    vain: int = 0
    beside: int = 0
    jammed: bool = False
    unplugged: bool = False
    words: int = 0


def causes(seat: Signals, silent_s: float = 0.0) -> tuple[str, ...]:
    """Every cause that holds at once, in the order of need: none ever hides another.

    `silent_s`: seconds since the seat spoke; 0 at the seat itself. A seat that is silent may well be idle too, and what
    it said last is still said. Nobody is idle where nobody may sit (`EMPTY`). A game that hangs stands still as a
    machine does. A game that was closed has none.
    """
    if seat.step == CLOSED:
        return ()
    unread = seat.reads >= READS and seat.still_s >= READS_STILL_S
    aside = seat.beside >= max(BESIDE, TO_ONE * seat.vain)
    nothing = seat.refused + seat.vain + (0 if aside else seat.beside)
    in_vain = nothing >= (IN_VAIN if seat.still_s >= WAITS_S else MANY_IN_VAIN)
    state = {
        HELP: seat.hand,
        STUCK: silent_s > SILENT_S or seat.step == HUNG,
        DEVICE: seat.jammed or seat.unplugged or aside,
        INSTRUCTION: unread or in_vain,
        HARD: seat.acts >= ACTS and seat.still_s >= STILL_S,
        IDLE: seat.step not in EMPTY and seat.idle_s + silent_s >= max(IDLE_S, seat.words * WORD_S),
    }
    return tuple(name for name in CAUSES if state[name])
