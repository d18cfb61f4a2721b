"""What a try of riveting is: what can be pressed in it, what comes next, and what it left behind; its words and signs."""

from collections.abc import Mapping, Sequence

from game.mechanics.assemble import lessons, metal, view_rivet
from game.mechanics.assemble.lessons import BASE, MM, PLATES, Matter, from_above, sign, under
from game.mechanics.assemble.order_art import stem
from game.mechanics.assemble.params import FAULTY_HEADS, Params
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen, walls
from game.mechanics.assemble.view_lever import access
from game.mechanics.assemble.view_panel import rivet
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Picture, Rect, Shape
from game.workshop import teach
from game.workshop import view_shared_lessons as shared
from game.workshop.gesture_words import Taught
from game.workshop.glossary import LOT, Term
from game.workshop.view_count import DrawCounted
from game.workshop.view_lesson import STAGE
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.vocabulary import Value

OFFERS: Mapping[str, tuple[str, ...]] = {
    **teach.OFFERS,
    "plan": ("doc:plan", "document", "hole:"),
    "cord": ("mode:isolate", "mode:store", "bin:", "hand"),
    "read": ("doc:", "document", "page:", "line:"),
    "measure": ("mode:pige", "hole:", "gauge", "hand"),
    "take": ("bin:", "hand"),
    "place": ("hole:", "hand"),
    "turn": ("hole:",),
    "squeeze": ("hole:",),
    "gauge": ("mode:calibre", "hole:", "check", "hand"),
    "aside": ("reject", "hole:", "hand"),
    "tag": ("mode:tag", "mode:call", "hole:", "hand"),
    "redo": ("mode:redo", "hole:", "hand"),
    "heads": ("head:",),
}
TOOL: Mapping[str, str] = {"measure": "pige", "gauge": "calibre", "redo": "redo"}
"""The thing of the tray that a gesture begins with."""


TERMS = (
    Term("stem", lambda x, y: [kit.scaled(s, 0.7, x, y) for s in stem(0, "minus", 60)]),
    Term("pige", view_rivet.icon("pige", "")), Term("calibre", view_rivet.icon("calibre", "A")),
    Term("lines", lambda x, y: [*rivet(x, y, 16, "grey"), *(Line(((x - 32, y + dy), (x + 32, y + dy)), "white", 3) for dy in (-8, 8))]),
    Term("frame"), Term("stringer"), Term("crossing"), Term("table"), Term("jaw", lambda x, y: [kit.scaled(s, 0.55, x, y) for s in access(0, 0, (0, 2, 3), 1)]),
    Term("bracket"), Term("doubler"), LOT, Term("red_box", ICONS["reject"]), Term("cord", ICONS["isolate"]),
    Term("redo", ICONS["redo"]),
)  # fmt: skip
"""Words of riveting that its order, its tray and its mentor use."""


def taught(params: Params, manner: str = "") -> Taught:
    """What practice shows and offers of each gesture of riveting; `manner` is how the tool touched the rivet."""

    def stage(look: WorkshopWords, gesture: Gesture) -> list[Shape]:
        return lessons.STAGES[gesture.does](look, Matter(params, gesture))

    def small(name: str) -> DrawCounted:
        return lambda x, y: view_rivet.icon(name, "")(x, y)

    signs: dict[str, DrawCounted] = {
        **shared.SIGNS,
        "plan": lambda x, y: [Box(Rect(x - 30, y - 22, 26, 44), "paper", 4), Circle(x - 12, y - 4, 6, "ink"), Box(Rect(x + 4, y - 22, 26, 44), "primer", 4), Circle(x + 12, y - 4, 6, "ink")],
        "cord": small("isolate"),
        "read": lambda x, y: [Box(Rect(x - 22, y - 28, 44, 56), "paper", 6), *[Box(Rect(x - 13, y - 16 + 12 * k, 26, 5), "steel", 2) for k in range(3)]],
        "take": lambda x, y: rivet(x, y, 22, "grey"),
        "place": lambda x, y: [Picture("hole", Rect(x - 26, y - 26, 52, 52)), *rivet(x, y - 14, 15, "grey")],
        "turn": lambda x, y: [kit.scaled(s, 0.55, x, y) for s in access(0, 0, (0, 2, 3), 1)],
        "squeeze": lambda x, y: [Box(Rect(x - 26, y - 34, 52, 12), "alu_mid", 4), *rivet(x, y - 4, 15, "grey"), Box(Rect(x - 30, y + 16, 60, 9), "primer", 3)],
        "heads": lambda x, y: [Circle(x, y, 27, "white"), Circle(x, y, 13, "ink"), Circle(x - 4, y - 4, 4, "white")],
        **{does: small(name) for does, name in (*TOOL.items(), ("aside", "reject"), ("tag", "tag"))},
    }
    def values(look: WorkshopWords, gesture: Gesture) -> Mapping[str, object]:
        """The hole of a gesture, and the length of the rivet that the order gives there."""
        stem = params.stem_for(params.hole(gesture.spot).e_um) if gesture.spot else ""
        return {"hole": gesture.spot, "stem": stem}

    return Taught(OFFERS, signs, stage, lambda x, y: rivet(x, y, 16, "grey"), values, params.again, manner)


def aim(seen: AssembleSeen, gesture: Gesture, mode: str, params: Params) -> str:
    """The next thing to press in a try; nothing is lit where one has to look."""
    spot = f"hole:{gesture.spot}"
    if gesture.does in TOOL:
        return spot if mode == TOOL[gesture.does] else f"mode:{TOOL[gesture.does]}"
    if gesture.does == "tag":
        wanted = "call" if any(h.id == gesture.spot and h.tagged for h in seen.holes) else "tag"
        return spot if mode == wanted else f"mode:{wanted}"
    number = params.bin_for(params.hole(gesture.spot).e_um).number if gesture.spot else 0
    if gesture.does == "cord":
        shut = any(b.number == number and b.isolated for b in seen.bins)
        wanted = "store" if shut else "isolate"
        return f"bin:{number}" if mode == wanted else f"mode:{wanted}"
    if gesture.does == "take":
        return f"bin:{params.bin_for(params.hole(gesture.spot).e_um).number}"
    if gesture.does in ("turn", "squeeze"):
        return spot
    if gesture.does == "plan":
        # Its tab is opened as it is at work; then one has to look.
        return "" if seen.doc == "plan" else "doc:plan"
    return {"read": "doc:cut", "place": spot, "aside": "reject"}.get(gesture.does, "") or shared.aim(seen, gesture, mode)


def verdict(seen: AssembleSeen, data: Sequence[tuple[str, Value]]) -> str:
    """The end of the key that answers a mark in practice: with what is to be seen on the head, nobody is left guessing.

    A good head whose mark is taken off again needs no reason.
    """
    said = dict(data)
    feature = next((h.feature for h in seen.heads if h.index == said["index"]), "")
    taken_off = said["verdict"] == "ok" and feature not in FAULTY_HEADS
    return "ok" if taken_off else f"{said['verdict']}.{feature or 'plain'}"


def result(look: WorkshopWords, seen: AssembleSeen, matter: Matter) -> list[Shape]:
    """What the person's own try left behind, where a picture of it says more than the page; [] elsewhere."""
    hole = next((h for h in seen.holes if h.id == matter.gesture.spot), None)
    if hole is None or not hole.rivet:
        return []
    if matter.gesture.does == "squeeze":
        return _formed(look, seen.outcome, hole, matter)
    if matter.gesture.does == "turn":
        x, y = STAGE.centre
        shut = walls(matter.jaw)
        tried = matter.jaw if seen.outcome == "right" else seen.lever.jaw
        shown = "right" if seen.outcome == "right" else "wall"
        return [*from_above(x, y - 10, shut, tried), *sign(x, STAGE.y + 44, shown), *under(look, x, "lesson.yours")]
    return []


def _formed(look: WorkshopWords, outcome: str, hole: HoleSeen, matter: Matter) -> list[Shape]:
    """The head as it was made, under the two lines, beside the twin it looks like and, if that is another, a right one."""
    base, thick = BASE, PLATES
    top, low = matter.lines
    shapes: list[Shape] = []
    names = ("", outcome) if outcome == "right" else ("", outcome, "right")
    for n, name in enumerate(names):
        share, sign_name = (n + 0.5) / len(names), name or outcome
        mine = metal.standing(hole.h_um, matter.params.target_um, matter.params.tolerance_um, past_um=metal.CLEAR_UM, inside_um=metal.CLEAR_UM)
        h_um, words = (matter.twin_um(name), f"lesson.head.{name}") if name else (mine, "lesson.yours")
        x = STAGE.x + STAGE.w * share
        shapes += [*metal.foot(x, base + sum(thick), MM, hole.rivet), *metal.plates((x - 190, x + 190), base, thick)]
        shapes += metal.shank(x, base - 1, base + sum(thick), MM, hole.rivet)
        shapes += [*metal.barrel(x, base, (h_um, matter.start_um), MM, hole.rivet), *under(look, x, words)]
        shapes += sign(x, STAGE.y + 62, "high" if sign_name == "untouched" else sign_name)
    shapes.append(Box(Rect(STAGE.x, top, STAGE.w, low - top), "primer", alpha=130))
    shapes += [Line(((STAGE.x + 6, y), (STAGE.x + STAGE.w - 6, y)), "ink", 2) for y in (top, low)]
    middles = (STAGE.x + STAGE.w * (n + 0.5) / len(names) for n in range(len(names)))
    return [*shapes, *(s for x in middles for s in metal.middle(x, (top + low) / 2, 150, 7))]
