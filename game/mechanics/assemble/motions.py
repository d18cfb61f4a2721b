"""How riveting is seen: the rivet that travels and seats, the light on a good head, the metal of the others."""

from collections.abc import Mapping

from game.mechanics.assemble import metal
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.view_settled import AXIS, BASE, MM
from game.screen.motion import NOTHING, STILL, Aimed, Edit, Motion, Play, eased, tremble
from game.screen.nodes import Line, Poly, Shape
from game.workshop.motions import SEEN
from scenarios.vocabulary import Event

LINES_MS, HEAD_MS = 33, 180
"""ms in which the two lines close on a good head, and until which its light runs."""
BOWS = 2
"""How far the sheet gives under a crushed head, in pixels of the reference."""


def lines_um(event: Event) -> int:
    """The middle of the two lines that were drawn as a head was formed: those of the order in hand."""
    return int(event.data.get("shown_um", event.data["target_um"]))


def feel(event: Event, params: Params) -> str:
    """What the matter says of a head: "right", "high" or "low"; "" for any other event.

    It goes by the lines that the person saw. Whether these were the lines of the day is asked elsewhere.
    """
    if event.kind != "head":
        return ""
    above = int(event.data["h_um"]) - lines_um(event)
    if above > params.tolerance_um:
        return "high"
    return "low" if above < -params.tolerance_um or int(event.data["traces"]) else "right"


def head(play: Play, ms: float) -> Edit:
    """What a head answers, on the section that was shown while it was formed; elsewhere nothing moves."""
    if not play.was.steers:
        return NOTHING
    top = BASE - int(play.cue.data["h_um"]) / 1000 * MM
    half = metal.half_widths(int(play.cue.data["h_um"]), int(play.cue.data["start_um"]), MM)[7][1]
    return Edit({}, FEELS[play.cue.feel](play, ms, top, half))


def _right(play: Play, ms: float, top: float, half: float) -> tuple[Shape, ...]:
    """The two lines close on the head; a light crosses it, and three rays stand over it."""
    gap = 20 * (1 - min(1.0, ms / LINES_MS))
    lines = tuple(Line(((150, top + way * gap), (1130, top + way * gap)), "warm_light", 4) for way in (-1, 1))
    if ms < LINES_MS:
        return lines
    share = eased((ms - LINES_MS) / (HEAD_MS - LINES_MS))
    x = AXIS + (half - 30) * (2 * share - 1)
    streak = Poly(((x - 26, BASE - 4), (x - 4, top + 6), (x + 18, top + 6), (x - 4, BASE - 4)), "white", 190)
    near, far = 30 + 24 * share, 58 + 40 * share
    rays = tuple(
        Line(((AXIS + dx * near, top - dy * near), (AXIS + dx * far, top - dy * far)), "warm_light", 6)
        for dx, dy in ((-1.4, 0.8), (0, 1), (1.4, 0.8))
    )
    rim = Line(((AXIS - half + 14, top + 2), (AXIS + half - 14, top + 2)), "white", 6)
    return (*lines, streak, rim, *rays)


def _high(play: Play, ms: float, top: float, half: float) -> tuple[Shape, ...]:
    """It trembles twice, and stays dull."""
    aside = tremble(ms)
    heights = int(play.cue.data["h_um"]), int(play.cue.data["start_um"])
    body = metal.barrel(AXIS + aside, BASE, heights, MM, "grey")
    bend = ((16, 40), (24, 0), (12, -30))
    marks = tuple(
        Line(tuple((AXIS + way * (half + dx), top + dy) for dx, dy in bend), "mist", 4) for way in (-1, 1)
    )
    return (*body, *marks) if ms < 120 else tuple(body)


def _low(play: Play, ms: float, top: float, half: float) -> tuple[Shape, ...]:
    """The sheet bows under it, and the marks it leaves catch the light."""
    give = BOWS * eased(ms / 120)
    shapes: list[Shape] = []
    for way in (-1, 1):
        near, far = AXIS + way * half, AXIS + way * (half + 150)
        bow = ((near, BASE + 3 + 4 * give), (near + way * 60, BASE + 2 + 2 * give), (far, BASE + 1))
        shapes.append(Line(bow, "ink", 5))
        shapes.append(Line(((near + way * 6, BASE + 16), (near + way * 34, BASE + 10)), "white", 4))
    return tuple(shapes)


FEELS = {"right": _right, "high": _high, "low": _low}
MOTIONS: Mapping[str, Motion] = {
    **SEEN,
    "pick": Motion("lift", at="bin:{bin}"),
    "place": Motion(
        "travel", at="hole:{hole}", start="bin:{bin}", squash=True, aimed=Aimed("dx_um", "dy_um", "placement")
    ),
    "take_out": Motion("nod", at="hole:{hole}"),
    "put_back": Motion("throw", at="bin:{bin}", start="hand"),
    "isolate": Motion("throw", at="reject", start="hand"),
    "tag": Motion("swing", at="hole:{object}|bin:{object}|mode:tag"),
    "redo": Motion("nod", at="hole:{hole}"),
    "check": Motion("nod", at="mode:calibre", about="hole:{hole}"),
    "pige_read": Motion("nod", at="mode:pige", about="hole:{hole}"),
    "head": Motion("own", ms=HEAD_MS, draws=head),
    "head_verdict": Motion("nod", at="head:{index}"),
    "head_shown": STILL,
    "fit": STILL,
    "presented": STILL,
    "regrip": STILL,
    "jaw": Motion("nod", at="jaw"),
    "release": STILL,
}
