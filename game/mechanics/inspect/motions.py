"""How inspection is seen: a rotor with its weight, words that give, a tag that swings, light that breathes."""

from collections.abc import Mapping
from dataclasses import replace

from game.mechanics.inspect import view, view_fan, view_tray, view_words
from game.screen.motion import STILL, Edit, Motion, Play, edit
from game.screen.nodes import Shape
from game.workshop.motions import SEEN


def _decided(play: Play, ms: float) -> Edit:
    """The word gives under the hand, its sign comes down beside the number of the blade, and a light comes on."""
    gives = edit(replace(play, cue=replace(play.cue, motion=NOD)), ms)
    lights, calls = view_fan.lighting(play, ms).over, view_tray.called(play, ms)
    looks = view_fan.looks_up(play, ms / view_fan.LIGHT_MS)
    return Edit(gives.nodes, (*gives.over, *_stamped(play, ms), *lights, *calls, *looks))


def _stamped(play: Play, ms: float) -> list[Shape]:
    """The sign of a word comes down on the blade, and goes to its place; the same for each of the three."""
    return view_words.stamped(str(play.cue.data["word"]), ms, view.STAMP)


def _rings(play: Play, ms: float) -> Edit:
    """The bell, and who comes in with it; where that is another lamp, the light goes with it."""
    heard = edit(replace(play, cue=replace(play.cue, motion=SEEN["bell"])), ms)
    dark = view_fan.lamp_changed(play, ms)
    return Edit({**dark.nodes, **heard.nodes}, (*dark.over, *heard.over))


NOD = Motion("nod", at="word:{word}")
MOTIONS: Mapping[str, Motion] = {
    **SEEN,
    "turn": Motion("own", at="blade:{blade}", ms=view_fan.TURN_MS, draws=view_fan.turning),
    "decide": Motion("own", at="word:{word}", ms=view_fan.LIGHT_MS, draws=_decided),
    "start_mark": Motion("nod", at="start:"),
    "zero": Motion("nod", at="zero:"),
    "lock": Motion("nod", at="lock:"),
    "lens": STILL,
    "lit": Motion("own", at="loupe", ms=view_fan.GLEAM_MS, draws=view_fan.gleaming),
    "bell": Motion("own", at="mode:call", start="visitor", ms=view_fan.DARK_MS, draws=_rings, top=True),
    "measure": Motion("nod", at="set:"),
    "tag": Motion("swing", at="blade:{object}|mode:tag"),
    "redo": Motion("nod", at="blade:{blade}"),
    "head_verdict": Motion("nod", at="head:{index}"),
    "head_shown": STILL,
    "dealt": STILL,
}
"""A line that lights is there as long as the angle is; a breath of light says that something came, whatever it is."""
