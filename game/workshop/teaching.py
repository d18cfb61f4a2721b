"""Practice on the screen: the page of a gesture, the bench with what it needs, what happened told by looking."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from game.screen import kit
from game.screen.faces import face
from game.screen.nodes import Box, Circle, Line, Node, Rect, Screen, Shape, Text
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.view import Parts, Study
from game.workshop.view_bench import MENTOR
from game.workshop.view_closing import Draw
from game.workshop.view_lesson import STAGE, Lesson, Page, lesson
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

PRESSES = ("lesson", "try", "next", "page_of")
GONE = ("mode:tag", "mode:call", "echo", "board:", "end")
"""What the ways on stand in the place of, once a try is over."""
Way = tuple[str, str]
"""A node and its words."""
ON = Rect(1664.0, 600.0, 222.0, 130.0)
"""As high is the button that goes on, at the foot of the bench's own way on."""
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


def how(study: Study, seen: WorkshopSeen, gesture: Gesture) -> str:
    """How the try of the gesture in hand turned out, "" before it did."""
    return seen.outcome if study.trying and seen.lesson == gesture.id else ""


def ways(look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, study: Study) -> tuple[Way, tuple[Way, ...]]:
    """Where one goes on from a gesture: the one orange button, then the others."""
    gesture = current(study, seen, params)
    told, learnt, ahead = how(study, seen, gesture), gesture.id in seen.learnt, _after(gesture, params)
    end: Way = ("end", look.t("end_practice"))
    if told and learnt:
        primary: Way = (f"next:{ahead.id}", look.t("lesson.next")) if ahead else end
    else:
        primary = (f"try:{gesture.id}", look.t("lesson.again" if told else "lesson.try"))
    back: Way = (f"page_of:{gesture.id}", look.t("lesson.see_again"))
    return primary, ((back,) if told and not learnt else ()) + (() if primary == end else (end,))


def stays(
    look: WorkshopWords, screen: Screen, offers: tuple[str, ...], ways: tuple[Way, tuple[Way, ...]], *, right: bool
) -> Screen:
    """The bench as the try left it, to be looked at until the person goes on; nothing else can be pressed there."""
    card = next((n.rect for n in screen.nodes if n.id == "mentor"), MENTOR)
    end = next((n.rect for n in screen.nodes if n.id == "end"), ON)
    kept = only(replace(screen, nodes=tuple(n for n in screen.nodes if n.id not in GONE)), offers, "")
    shown = replace(kept, nodes=tuple(_passive(n) if n.id.startswith(offers) else n for n in kept.nodes))
    (id, label), others = ways
    row = Rect(end.x, end.y + end.h - ON.h, end.w, ON.h)
    nodes = [kit.button(look, id, label, row, style="primary", size=30)]
    again = next(((i, w) for i, w in others if i.startswith("page_of")), None)
    if again is not None:
        nodes.append(kit.button(look, *again, Rect(row.x, row.y - 84, row.w, 72), style="plain", size=22))
    x, y = card.x + 8, card.y + 8
    mark = Node("told", "image", "", Rect(x - 30, y - 30, 60, 60), tuple(_verdict(x, y, right=right)))
    return replace(shown, nodes=(*shown.nodes, mark, *nodes), focus_first=id)


def _verdict(x: float, y: float, *, right: bool) -> list[Shape]:
    """A tick for what is learnt, a turning arrow for what is to be tried again: shape and colour together."""
    if right:
        return [*kit.check_mark(x, y, 28)]
    bend = tuple((x + 13 * math.cos(a), y + 13 * math.sin(a)) for a in (math.pi * k / 5 - 0.4 for k in range(8)))
    (a, b) = bend[-1]
    tip = ((a - 10, b + 2), (a, b), (a - 1, b + 11))
    return [Circle(x, y, 28, "amber", "ink", 3), Line(bend, "ink", 5), Line(tip, "ink", 5)]


REMINDER = Rect(34.0, 118.0, 420.0, 0.0)


def reminder(look: WorkshopWords, gesture: Gesture, taught: Taught) -> Parts:
    """Beside a try: what the gesture is called, its picture without words, what the mentor said of it."""
    title, says = look.t(f"lesson.{gesture.id}.title"), look.t(f"lesson.{gesture.id}.says")
    room = REMINDER.w - 48
    head, y = kit.paragraph(look, REMINDER.x + 24, REMINDER.y + 20, room, title, 28, bold=True)
    k = (REMINDER.w - 24) / STAGE.w
    dx, dy = REMINDER.x + 12 - STAGE.x * k, y + 14 - STAGE.y * k
    drawn = [Box(STAGE, "bench_low", 22, to="cloud"), *taught.stage(look, gesture)]
    small = [kit.scaled(s, k, dx, dy) for s in drawn if not isinstance(s, Text)]
    body, foot = kit.paragraph(look, REMINDER.x + 24, y + STAGE.h * k + 28, room, says, 24)
    card = Rect(REMINDER.x, REMINDER.y, REMINDER.w, foot + 20 - REMINDER.y)
    node = Node("reminder", "text", title, card, (), spoken=f"{title}. {says}")
    return (*kit.card(card), *head, *small, *body), (node,)


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
    turn: int = 0,
) -> Parts:
    """The page of a gesture before a try, or after it. `result` is how the try looks, () when its stage says it.

    `turn`: of what the mentor says, the page that is shown where large words need several.
    """
    gesture = current(study, seen, params)
    told = how(study, seen, gesture)
    learnt = gesture.id in seen.learnt
    key = f"lesson.{gesture.id}"
    says = look.t(f"{key}.told.{told}") if told else look.t(f"{key}.says")
    ahead = _after(gesture, params)
    primary, more = ways(look, seen, params, study)
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
        turn=turn,
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


