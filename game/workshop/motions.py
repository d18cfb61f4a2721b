"""How the events that every workshop has are seen, and between which nodes; a mechanic adds its own."""

from collections.abc import Mapping

from game.screen.motion import STILL, Motion
from game.workshop.view_bench import FOD_BOX
from game.workshop.view_clipboard import STAMP_MS, stamped
from scenarios.vocabulary import FACETS

SEEN: Mapping[str, Motion] = {
    "fod_fall": Motion("fall", at="fod:{item}"),
    "fod_take": Motion("throw", start="fod:{item}", into=FOD_BOX),
    "tool_take": Motion("nod", at="tool:{tool}"),
    "tool_return": Motion("nod", at="tool:{tool}|hung:{tool}"),
    "wear": Motion("nod", at="tool:{item}"),
    "exchange": Motion("nod", at="tool:{object}"),
    "isolate_bin": Motion("tremble", at="bin:{bin}"),
    "exchange_bin": Motion("nod", at="bin:{bin}"),
    "doc_open": Motion("slide", at="document"),
    "folder": Motion("slide", at="document"),
    "call": Motion("swing", at="mode:call", top=True),
    "bell": Motion("comes", at="mode:call", start="visitor", top=True),
    "reply": Motion("nod", at="reply:{option}"),
    "search": Motion("nod", at="search:{place}"),
    "count_set": Motion("nod", at="count:{item}"),
    "sheet_set": Motion("nod", at="answer:{field}={value}"),
    "point": Motion("nod", at="point:{id}"),
    "sign": Motion("own", at="sign", ms=STAMP_MS, draws=stamped),
    "pose": Motion("nod", at="fit:{part}|part"),
    "pen": STILL,
    "lesson": STILL,
    "lesson_told": STILL,
    "learnt": Motion("pop", at="told|lesson:{id}"),
    "stock": STILL,
    **dict.fromkeys(FACETS, STILL),
    "wait": STILL,
    "hint": STILL,
    "phase": STILL,
    "movement_end": STILL,
    "hold_begin": STILL,
    "hold_end": STILL,
    "gate": STILL,
    "refused": STILL,
}
"""Kind of event -> motion. What is still is either not the person's act, or says nothing that matter could answer."""
