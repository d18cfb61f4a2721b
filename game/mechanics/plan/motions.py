"""How the store answers: what is taken comes into the hand, what is laid goes into the foam, the trolley leaves."""

from collections.abc import Mapping

from game.mechanics.plan import view_moves
from game.screen.motion import STILL, Motion
from game.workshop.flights import DROPS_MS, FLIES_MS, carried, dropped
from game.workshop.motions import SEEN

MOTIONS: Mapping[str, Motion] = {
    **SEEN,
    "lay": Motion("own", at="bar:{bar}", ms=DROPS_MS, draws=dropped),
    "lift": Motion("own", at="bar:{bar}", ms=DROPS_MS, draws=dropped),
    "walk": Motion("own", at="aisle:{aisle}", ms=view_moves.SLIDES_MS, draws=view_moves.walking),
    "lesson": Motion("own", at="strip", ms=view_moves.SLIDES_MS, draws=view_moves.set_out),
    "scan": Motion("own", at="bin:{bin}", start="mode:scan", ms=view_moves.READS_MS, draws=view_moves.reading),
    "take": Motion("own", at="hand", start="bin:{bin}", ms=FLIES_MS, draws=carried),
    "more": Motion("nod", at="hand"),
    "put_back": Motion("throw", at="bin:{bin}", start="hand"),
    "isolate": Motion("throw", at="reject", start="hand"),
    "open_kit": Motion("own", at="job:{kit}", ms=view_moves.UNPACKS_MS, draws=view_moves.unpacking),
    "fill": Motion("own", at="slot:{slot}", start="hand", ms=view_moves.LAID_MS, draws=view_moves.laid),
    "unfill": Motion("own", at="hand", start="slot:{slot}", ms=FLIES_MS, draws=carried),
    "rock": Motion("own", at="slot:{slot}", start="hand", ms=view_moves.ROCKS_MS, draws=view_moves.rocking),
    "depart": Motion("own", at="depart:", ms=view_moves.LEAVES_MS, draws=view_moves.leaving),
    "tag": Motion("swing", at="bin:{object}|mode:tag"),
    "redo": STILL,
    "head_verdict": Motion("nod", at="head:{index}"),
    "head_shown": STILL,
    "dealt": STILL,
}
"""Matter answers by what it does: nothing here says whether a choice was right."""
