"""How inspection is seen: words that give under the hand, a tag that swings; light itself answers the rest."""

from collections.abc import Mapping

from game.screen.motion import STILL, Motion
from game.workshop.motions import SEEN

MOTIONS: Mapping[str, Motion] = {
    **SEEN,
    "turn": Motion("nod", at="blade:{blade}"),
    "decide": Motion("nod", at="word:{word}"),
    "start_mark": Motion("nod", at="start:"),
    "zero": Motion("nod", at="zero:"),
    "lock": Motion("nod", at="lock:"),
    "lens": STILL,
    "lit": STILL,
    "measure": Motion("nod", at="set:"),
    "tag": Motion("swing", at="blade:{object}|mode:tag"),
    "redo": Motion("nod", at="blade:{blade}"),
    "head_verdict": Motion("nod", at="head:{index}"),
    "head_shown": STILL,
    "dealt": STILL,
}
"""A line that lights needs no other movement: it is there as long as the angle is."""
