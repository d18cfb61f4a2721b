"""Practice on the screen: the page of a gesture, the bench with what it needs, what happened told by looking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from game.screen.faces import face
from game.screen.nodes import Box, Node, Screen, Shape
from game.workshop.params import Gesture, WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.view import Parts, Study
from game.workshop.view_closing import Draw
from game.workshop.view_lesson import Lesson, Page, lesson
from game.workshop.words import WorkshopWords

PRESSES = ("lesson", "try", "next", "page_of")
KEPT = ("mentor", "end", "part")
"""Nodes of the bench that stay whatever the gesture needs."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What a mechanic says of its gestures, by the sort of gesture.

    `offers`: beginnings of the ids that can be pressed in a try. `signs`: its small picture. `stage`: what its page
    shows. `good`: a piece well made, small.
    """

    offers: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, Draw]
    stage: Callable[[WorkshopWords, Gesture], list[Shape]]
    good: Draw = field(default=lambda x, y: [])


def current(study: Study, seen: WorkshopSeen, params: WorkshopParams) -> Gesture:
    """The gesture of the page: the one chosen, else the first not learnt, else the last."""
    chosen = params.gesture(study.gesture)
    return chosen or next((g for g in params.practice if g.id not in seen.learnt), params.practice[-1])


def trying(study: Study, seen: WorkshopSeen) -> bool:
    """Whether the person has the gesture in hand now."""
    return study.trying and not seen.outcome


def page(
    look: WorkshopWords,
    seen: WorkshopSeen,
    params: WorkshopParams,
    study: Study,
    taught: Taught,
    result: Sequence[Shape],
) -> Parts:
    """The page of a gesture before a try, or after it. `result` is how the try looks, () when its stage says it."""
    gesture = current(study, seen, params)
    told = seen.outcome if study.trying and seen.lesson == gesture.id else ""
    learnt = gesture.id in seen.learnt
    key = f"lesson.{gesture.id}"
    says = look.t(f"{key}.told.{told}") if told else look.t(f"{key}.says")
    ahead = _after(gesture, params)
    if told and learnt:
        primary = (f"next:{ahead.id}", look.t("lesson.next")) if ahead else ("end", look.t("end_practice"))
    else:
        primary = (f"try:{gesture.id}", look.t("lesson.again" if told else "lesson.try"))
    back = (f"page_of:{gesture.id}", look.t("lesson.see_again"))
    end = ("end", look.t("end_practice"))
    more = ((back,) if told and not learnt else ()) + (() if primary == end else (end,))
    stage = result if told and result else taught.stage(look, gesture)
    made = min(seen.goods, gesture.goods) if seen.lesson == gesture.id else gesture.goods * learnt
    shown = Page(
        title=look.t(f"{key}.title"),
        subtitle=look.t(f"{key}.sub"),
        says=says,
        mentor=face(look.head.mentor, speaks=not learnt, right=True, ended=learnt and ahead is None and not told),
        who=look.mentor,
        job=look.t(f"mentor_job.{look.head.mentor}"),
        stage=tuple(stage),
        lessons=tuple(_lesson(look, g, gesture, seen, taught) for g in params.practice),
        goods=(made, gesture.goods) if gesture.goods > 1 else (0, 0),
        good=taught.good,
        primary=primary,
        secondary=more,
    )
    return lesson(look, shown)


def _after(gesture: Gesture, params: WorkshopParams) -> Gesture | None:
    at = params.practice.index(gesture) + 1
    return params.practice[at] if at < len(params.practice) else None


def _lesson(look: WorkshopWords, one: Gesture, now: Gesture, seen: WorkshopSeen, taught: Taught) -> Lesson:
    state = "learnt" if one.id in seen.learnt else "now" if one is now else "to_come"
    return Lesson(one.id, look.t(f"lesson.{one.id}.title"), state, taught.signs[one.does])


def only(screen: Screen, offers: tuple[str, ...], lit: str) -> Screen:
    """A bench with what one gesture needs, the next thing to press ringed in amber."""
    starts = ("pause", "comfort", "mute", *KEPT, *offers)
    nodes = [n if n.id.startswith(starts) else _passive(n) for n in screen.nodes if _stays(n, starts)]
    first = lit or next((n.id for n in nodes if n.actions and n.id.startswith(offers)), "")
    return replace(screen, nodes=tuple(_ringed(n) if n.id == lit else n for n in nodes), focus_first=first)


def _stays(node: Node, starts: tuple[str, ...]) -> bool:
    """Places of the piece are always drawn; what the gesture does not need is not there at all."""
    return node.id.startswith(starts) or node.role in ("hole", "text", "status", "image")


def _passive(node: Node) -> Node:
    return replace(node, actions=())


def _ringed(node: Node) -> Node:
    r = node.rect.inset(-7)
    ring = (Box(r, "", 20, "ink", 9), Box(r, "", 20, "amber", 5))
    return replace(node, shapes=(*node.shapes, *ring))


def press(study: Study, what: tuple[str, str]) -> tuple[Study, str]:
    """What a press on (kind, gesture) changes here, and the gesture to begin, "" for none."""
    kind, name = what
    if kind == "try":
        return Study(name, True), name
    return Study(name, False), ""


def ready(seen: WorkshopSeen, params: WorkshopParams) -> bool:
    """Whether every gesture was learnt."""
    return len(seen.learnt) == len(params.practice)


