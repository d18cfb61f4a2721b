"""Practice on the screen: the page of a gesture, the bench with what it needs, what happened told by looking."""

import math
from collections.abc import Sequence
from dataclasses import replace

from game.screen import kit, marks
from game.screen.faces import face
from game.screen.navigate import BAR, POINTED
from game.screen.nodes import Circle, Line, Node, Rect, Screen, Shape, Text
from game.workshop.gesture_words import Taught, outcome_said
from game.workshop.params import WorkshopParams
from game.workshop.practice import RIGHT
from game.workshop.seen import WorkshopSeen
from game.workshop.view import Parts, Study, in_hand
from game.workshop.view_bench import MENTOR
from game.workshop.view_lesson import Lesson, Page, lesson
from game.workshop.view_way_out import NOTE
from game.workshop.words import AT_FIRST, IN_CHAPTER, WorkshopWords
from game.workshop.written import Gesture
from scenarios.short_forms import IN_FEW_WORDS

PRESSES = ("lesson", "try", "next", "page_of", "reminder", "learnt")
ENDED, BEGINS = "*", "+"
"""In the place of a gesture's name: the page that ends practice, and the one that begins a chapter of it."""
GONE = ("mode:tag", "mode:call", "echo", "board:", "end")
"""What the ways on stand in the place of, once a try is over."""
WayIn = tuple[str, str]
"""A node and its words."""
ON = Rect(1664.0, 600.0, 222.0, 130.0)
"""As high is the button that goes on, at the foot of the bench's own way on."""
READING, PAGES = ("doc:", "doc:plan", "doc:order", "line:", "document"), ("page:",)
"""Beginnings of the ids of documents, and of their pages: what was read stays within reach."""
KEPT = ("mentor", "end", "part")
"""Nodes of the bench that stay whatever the gesture needs."""


def in_short(params: WorkshopParams) -> bool:
    """Whether a workshop is a short form: each of its gestures is taught in few words."""
    return bool(params.practice) and all(gesture.id.endswith(IN_FEW_WORDS) for gesture in params.practice)


def part_of(params: WorkshopParams) -> str:
    """Which part of practice is in hand, as the end of the keys that speak of it; "" for one that has no parts."""
    return IN_CHAPTER if params.leads_to else AT_FIRST if params.goes_on else ""


def current(study: Study, seen: WorkshopSeen, params: WorkshopParams) -> Gesture:
    """The gesture of the page: the one chosen, else the first not learnt, else the last."""
    chosen = params.gesture(study.gesture)
    return chosen or next((g for g in params.practice if g.id not in seen.learnt), params.practice[-1])


def taken_up(seen: WorkshopSeen, params: WorkshopParams, at: str) -> str:
    """The gesture whose page is open when practice is taken up again; `at` was in hand last."""
    gesture = params.gesture(at)
    if gesture is None:
        # What was in hand last belongs to another chapter, or nothing was.
        return ENDED if ready(seen, params) else BEGINS if params.leads_to else ""
    if at in seen.learnt:
        gesture = _after(seen, gesture, params)
        return gesture.id if gesture is not None else ENDED
    return gesture.id


def lesson_of(params: WorkshopParams, gesture: Gesture) -> int:
    """In which lesson a gesture is taught, from 0."""
    return next(n for n, lesson in enumerate(params.lessons()) if gesture in lesson)


def at_of(look: WorkshopWords, params: WorkshopParams, gesture: Gesture) -> str:
    """How far one is: which lesson of how many, and which part of one that has several.

    A part is what a press leads to. Gestures that begin by themselves are none: a rivet dragged into its hole is
    taken and placed at once, and « partie 2 sur 4 » was followed by « 4 ».
    """
    n = lesson_of(params, gesture)
    lesson = params.lessons()[n]
    at = look.t("lesson.at", n=n + 1, all=len(params.lessons()))
    begins = [k == 0 or part.does not in params.flows for k, part in enumerate(lesson)]
    if sum(begins) == 1:
        return at
    return f"{at} · {look.t('lesson.part', n=sum(begins[: lesson.index(gesture) + 1]), all=sum(begins))}"


def follower(
    seen: WorkshopSeen, gesture: Gesture, params: WorkshopParams, flows: tuple[str, ...]
) -> Gesture | None:
    """The gesture that goes on by itself from one that was just learnt, None where a press leads on."""
    at = params.practice.index(gesture) + 1
    after = params.practice[at] if at < len(params.practice) else None
    learnt = seen.lesson == gesture.id and seen.outcome == RIGHT and gesture.id in seen.learnt
    return after if learnt and after is not None and after.joined and after.does in flows else None


def how(study: Study, seen: WorkshopSeen, gesture: Gesture) -> str:
    """How the try of the gesture in hand turned out, "" before it did."""
    return seen.outcome if study.trying and seen.lesson == gesture.id else ""


def missed(study: Study, seen: WorkshopSeen, gesture: Gesture) -> bool:
    """Whether the try of the gesture in hand is over and was not right."""
    return how(study, seen, gesture) not in ("", RIGHT)


def ways(
    look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, study: Study
) -> tuple[WayIn, tuple[WayIn, ...]]:
    """Where one goes on from a gesture: the one orange button, then the others."""
    gesture = current(study, seen, params)
    outcome, learnt, ahead = how(study, seen, gesture), gesture.id in seen.learnt, _after(seen, gesture, params)
    end: WayIn = ("end", look.t("end_practice"))
    if outcome and learnt and ahead is not None:
        same = lesson_of(params, ahead) == lesson_of(params, gesture)
        primary: WayIn = (f"next:{ahead.id}", look.t("lesson.goes_on" if same else "lesson.next"))
    elif outcome and learnt:
        # A chapter is short: its end is the way on.
        primary = end if params.leads_to else ("learnt:", look.t("lesson.finish"))
    else:
        # After a good piece one makes the next; after another, the same again.
        word = "lesson.more" if outcome == RIGHT else "lesson.again" if outcome else "lesson.try"
        primary = (f"try:{gesture.id}", look.t(word))
    back: WayIn = (f"page_of:{gesture.id}", look.t("lesson.see_again"))
    return primary, ((back,) if outcome and not learnt else ()) + (() if primary == end else (end,))


def stays(
    look: WorkshopWords, screen: Screen, offers: tuple[str, ...], ways: tuple[WayIn, tuple[WayIn, ...]], *, right: bool,
    again: str = "", reads: bool = False, near: Rect | None = None, pressed: str = "",
) -> Screen:  # fmt: skip
    """The bench as the try left it, to be looked at until the person goes on; a document can be read to its end.

    `right`: so was the try. `again`: what is to be pressed next after an error, ringed; "" where one has to look.
    After an error all that the gesture offers can be pressed: a press begins the try anew. `reads`: so can documents.
    `near`: where a mechanic has keys that are of no use once the try was right; `pressed`: the node pressed last.
    """
    card = next((n.rect for n in screen.nodes if n.id == "mentor"), MENTOR)
    end = next((n.rect for n in screen.nodes if n.id == "end"), ON)
    gone = GONE if right else tuple(part for part in GONE if part not in offers)
    kept = only(replace(screen, nodes=tuple(n for n in screen.nodes if n.id not in gone)), offers, again)
    still = (*READING, *PAGES) if reads else PAGES
    done = (*(offer for offer in offers if right and offer not in still), "reminder")
    shown = replace(kept, nodes=tuple(_passive(n) if n.id.startswith(done) else n for n in kept.nodes))
    (id, label), others = ways
    back = next(((i, w) for i, w in others if i.startswith("page_of")), None)
    board = next((n.rect for n in screen.nodes if n.id == "board:"), end)
    row, beside = _on_row(end, board, shown, both=back is not None, large=kit.large(look))
    if any(n.id == "sign" for n in screen.nodes):
        row, beside = NOTE, replace(NOTE, y=NOTE.y - NOTE.h - 8)
    elif right and near is not None and _nearer(screen, near, row, pressed):
        row, shown = near, replace(shown, nodes=tuple(n for n in shown.nodes if not near.holds(*n.rect.centre)))
    # Where what comes next is ringed, one thing is asked for: a press on it is the new try.
    nodes = [kit.button(look, id, label, row, style="secondary" if again else "primary", size=30)]
    if back is not None:
        nodes.append(kit.button(look, *back, beside, style="plain", size=22))
    # On the corner where no name begins; on another where a way on would hide it.
    right_side, foot = card.x + card.w - 8, card.y + card.h - 2
    corners = ((right_side, card.y + 2), (right_side, foot), (card.x + 8, foot))
    spots = [Rect(x - 30, y - 30, 60, 60) for x, y in corners]
    over = [n.rect.inset(-8) for n in (*nodes, *(n for n in shown.nodes if n.actions and n.shapes))]
    spot = next((s for s in spots if not any(s.meets(rect) for rect in over)), spots[0])
    marks_it = () if again else (Node("told", "image", "", spot, tuple(_verdict(*spot.centre, right=right))),)
    return replace(shown, nodes=(*shown.nodes, *marks_it, *nodes), focus_first=id)


def _nearer(screen: Screen, near: Rect, row: Rect, pressed: str) -> bool:
    """Whether a place is nearer to what was pressed last than another one, and not under the very hand."""
    last = next((n.rect for n in screen.nodes if n.id == pressed), None)
    # Where its keys are not on the screen, what the bench shows lies there: it would be hidden.
    keys = any(n.role == "tool" and near.holds(*n.rect.centre) for n in screen.nodes)
    if last is None or not keys or near.meets(last):
        return False
    away = [math.dist(last.centre, place.centre) for place in (near, row)]
    return away[0] < away[1]


def _on_row(end: Rect, board: Rect, screen: Screen, *, both: bool, large: bool) -> tuple[Rect, Rect]:
    """Where the way on and the way back stand: over the bench's own way on; where the board's button stands beside it,
    which practice takes away, in one row with it: above lies what the bench shows."""
    if board.y != end.y or board.x == end.x:
        low = Rect(end.x, end.y + end.h - ON.h, end.w, ON.h)
        row = _clear(screen, (low, Rect(end.x, end.y, end.w, ON.h), end))
        return row, _beside(row, screen, large=large)
    return (end if both else Rect(board.x, end.y, end.x + end.w - board.x, end.h)), board


def _beside(row: Rect, screen: Screen, *, large: bool) -> Rect:
    """Where the way back stands: above the button that goes on, else at its left or below, where it covers nothing.

    Large words need its height: they stand at its left first, for above are the keys.
    """
    left, above = Rect(row.x - row.w - 10, row.y + row.h - 72, row.w, 72), Rect(row.x, row.y - 74, row.w, 64)
    below = Rect(row.x, row.y + row.h + 12, row.w, 72)
    high = replace(left, y=row.y, h=row.h)
    return _clear(screen, (high, left, above, below) if large else (above, left, below))


def _clear(screen: Screen, places: Sequence[Rect]) -> Rect:
    """The first of some places where nothing of a screen is covered; the first of all where there is none.

    What was just read, or is to be pressed next, is looked at while one decides.
    """
    there = [n.rect for n in screen.nodes if n.shapes]
    return next((place for place in places if not any(place.meets(rect) for rect in there)), places[0])


def _verdict(x: float, y: float, *, right: bool) -> list[Shape]:
    """A tick for what is learnt, a turning arrow for what is to be tried again: shape and colour together."""
    if right:
        return [*kit.check_mark(x, y, 28)]
    bend = tuple((x + 13 * math.cos(a), y + 13 * math.sin(a)) for a in (math.pi * k / 5 - 0.4 for k in range(8)))
    (a, b) = bend[-1]
    tip = ((a - 10, b + 2), (a, b), (a - 1, b + 11))
    return [Circle(x, y, 28, "amber", "ink", 3), Line(bend, "ink", 5), Line(tip, "ink", 5)]


def trying(study: Study, seen: WorkshopSeen) -> bool:
    """Whether the person has the gesture in hand now."""
    return study.trying and not (seen.outcome and seen.lesson == study.gesture)


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
    outcome = how(study, seen, gesture)
    learnt = gesture.id in seen.learnt
    says = outcome_said(look, taught, seen, gesture, outcome) if outcome else taught.says(look, gesture, "says")
    ahead = _after(seen, gesture, params)
    primary, more = ways(look, seen, params, study)
    stage = result if outcome and result else taught.stage(look, gesture)
    goods = min(seen.goods, gesture.goods) if seen.lesson == gesture.id else gesture.goods * learnt
    shown = Page(
        title=taught.says(look, gesture, "title"),
        # Large words have room for one thing: what came of the try, or else what the gesture is for.
        subtitle="" if outcome and kit.large(look) else taught.says(look, gesture, "sub"),
        says=says,
        mentor=face(
            look.head.mentor, speaks=not learnt, right=True,
            ended=outcome == RIGHT or (learnt and ahead is None and not outcome),
        ),
        who=look.mentor,
        job=look.t(f"mentor_job.{look.head.mentor}"),
        stage=tuple(stage),
        lessons=_lessons(look, seen, params, taught, gesture),
        at=at_of(look, params, gesture),
        goods=(goods, gesture.goods) if gesture.goods > 1 else (0, 0),
        good=taught.good,
        primary=primary,
        secondary=more,
        known=_known(seen, params),
        turn=turn,
    )
    return lesson(look, shown)


def _known(seen: WorkshopSeen, params: WorkshopParams) -> tuple[int, int]:
    """How many lessons of the whole practice are learnt, and how many there are: « 0 sur 2 » stood under « Ce que vous
    savez faire » where four were learnt before the chapter."""
    every = params.every_lesson()
    return sum(all(g.id in seen.learnt for g in lesson) for lesson in every), len(every)


def ending(look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, taught: Taught, turn: int = 0) -> Parts:
    """The end of practice: every gesture that was done, by its picture and its name, and the way to the exercise."""
    lessons = _lessons(look, seen, params, taught, None)
    words = tuple(look.t(f"lesson.ended.{part}", n=len(lessons)) for part in ("title", "sub", "says"))
    return _pictured(look, words, lessons, taught, ("end", look.t("end_practice")), turn=turn, ended=True)


def opening(look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, taught: Taught, turn: int = 0) -> Parts:
    """The beginning of a chapter: what the step that comes needs, by its pictures and names, and the way to try it."""
    lessons, first = _lessons(look, seen, params, taught, None), current(Study(), seen, params)
    step = next(step for step in params.phases if step.id == params.leads_to)
    here = in_hand(look, step.kind, step.movement)
    words = tuple(look.t(f"lesson.opens.{part}", n=len(lessons), here=here) for part in ("title", "sub", "says"))
    on, out = (f"next:{first.id}", look.t("lesson.try")), ("end", look.t("end_practice"))
    return _pictured(look, words, lessons, taught, on, out, turn=turn)


def _pictured(
    look: WorkshopWords, words: Sequence[str], lessons: tuple[Lesson, ...], taught: Taught, primary: WayIn,
    *secondary: WayIn, turn: int, ended: bool = False,
) -> Parts:  # fmt: skip
    """A page that shows each lesson once, large, with its `words`: title, line below it, what the mentor says."""
    title, below, says = words
    shown = Page(
        title=title,
        subtitle=below,
        says=says,
        mentor=face(look.head.mentor, speaks=not ended, ended=ended),
        who=look.mentor,
        job=look.t(f"mentor_job.{look.head.mentor}"),
        stage=(),
        lessons=lessons,
        goods=(0, 0),
        good=taught.good,
        primary=primary,
        secondary=secondary,
        turn=turn,
        ended=True,
    )
    return lesson(look, shown)


def _after(seen: WorkshopSeen, gesture: Gesture, params: WorkshopParams) -> Gesture | None:
    """The gesture to go on with: the next one not learnt yet, from there and round again; None when all are."""
    at = params.practice.index(gesture) + 1
    order = (*params.practice[at:], *params.practice[:at])
    return next((g for g in order if g.id not in seen.learnt), None)


def _lessons(
    look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, taught: Taught, now: Gesture | None
) -> tuple[Lesson, ...]:
    """The lessons of the chain below: learnt when each of its gestures is."""
    lessons = []
    for gestures in params.lessons():
        first = gestures[0]
        known = all(g.id in seen.learnt for g in gestures)
        state = "learnt" if known else "now" if now in gestures else "to_come"
        several = len(gestures) > 1 and taught.has(look, first, "whole")
        name = taught.says(look, first, "whole" if several else "title")
        longest = max(gestures, key=lambda g: g.goods)
        lessons.append(Lesson(first.id, name, state, taught.signs[longest.does]))
    return tuple(lessons)


def only(screen: Screen, offers: tuple[str, ...], lit: str) -> Screen:
    """A bench with what one gesture needs, the next thing to press ringed, with an arrow."""
    starts = (*BAR, "reminder", "page:", *KEPT, *offers)
    nodes = [n if n.id.startswith(starts) else _passive(n) for n in screen.nodes if _stays(n, starts)]
    # Enter presses: what is only held and moved is not where a hand on the keys begins, where there is more.
    live = [n for n in nodes if n.actions and n.id.startswith(offers)]
    first = lit or next((n.id for n in (*(n for n in live if "press" in n.actions), *live)), "")
    beside = (screen.backdrop, screen.decor, *(n.shapes for n in nodes if n.id != lit))
    words = [rect for shapes in beside for rect in written(shapes)]
    # Nor does it lie on what else can be pressed, where there is another place.
    said = [*words, *(n.rect for n in nodes if n.id != lit and n.actions not in ((), *POINTED) and n.shapes)]
    # The arrow lies over all the rest: what stands below may be drawn after what it points at.
    over = [shape for n in nodes if n.id == lit for shape in marks.arrow(n.rect, said, words)]
    shown = tuple(_ringed(n, words) if n.id == lit else n for n in nodes)
    return replace(screen, nodes=shown, overlay=(*screen.overlay, *over), focus_first=first, calls=lit)


def _stays(node: Node, starts: tuple[str, ...]) -> bool:
    """Places of the piece are always drawn; what the gesture does not need is not there at all."""
    return node.id.startswith(starts) or node.role in ("spot", "text", "status", "image")


def _passive(node: Node) -> Node:
    return replace(node, actions=())


def written(shapes: Sequence[Shape]) -> list[Rect]:
    """Where words stand, about: a letter is a little more than half as wide as it is high."""
    rects = []
    for shape in shapes:
        if isinstance(shape, Text):
            w = len(shape.text) * shape.size * 0.56
            left = {"left": 0.0, "centre": w / 2, "right": w}[shape.anchor]
            rects.append(Rect(shape.x - left, shape.y, w, shape.size * 1.25))
    return rects


def _ringed(node: Node, words: Sequence[Rect]) -> Node:
    return replace(node, shapes=(*node.shapes, *marks.ring(node.rect, words)))


def press(
    study: Study, what: tuple[str, str], params: WorkshopParams, looked: tuple[str, ...]
) -> tuple[Study, str]:
    """What a press on (kind, gesture) changes here, and the gesture to begin, "" for none.

    What comes next is tried at once, its page a press away; the sorts in `looked` are looked at before.
    """
    kind, name = what
    gesture = params.gesture(name)
    if kind == "try" or (kind == "next" and gesture is not None and gesture.does not in looked):
        return Study(name, True), name
    if kind == "learnt":
        return Study(ENDED, False), ""
    return Study(study.gesture if kind == "reminder" else name, False), ""


def ready(seen: WorkshopSeen, params: WorkshopParams) -> bool:
    """Whether every gesture was learnt."""
    return len(seen.learnt) == len(params.practice)


