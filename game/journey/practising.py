"""Practice: before the exercise, and in chapters of it, each just before the step that needs it, while the exercise
stands still below."""

from dataclasses import replace

from game.journey.practised import Practised
from game.journey.way import Back, Chapter, Go, Move, Over, Way, With
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.simulation.bots import mine
from game.simulation.session import Session
from game.simulation.task import Run
from game.workshop.params import WorkshopParams


def show_practice(way: Way, given: With) -> Scene:
    """What is taught before the exercise, or before the steps that are given: from its first gesture, or from where the
    person left it."""
    before = practised_in(way)
    if not given.steps:
        before = replace(before, where="practice")
        keep(way, before)
    params = _params(way).chapter(*given.steps)
    part = way.scenario.model_copy(update={"params": params})
    run = Run(way.draw_seed(), "first", "practice", way.comfort.clock, way.visit.device, before.learnt)
    scene = way.mechanic.scene(Session(way.mechanic.make(params, run)), part, name="practice")
    scene.resume(before.at)
    if given.steps:
        way.chapter = Chapter(scene, given.steps)
    else:
        way.workshop, way.chapter = scene, None
    return scene


def _params(way: Way) -> WorkshopParams:
    return mine(way.scenario.params, WorkshopParams)


def practised_in(way: Way) -> Practised:
    """How far the person is in the practice of the workshop in hand; at its beginning where they never were in it."""
    head, visit = way.scenario.head, way.visit
    fresh = Practised(head.id, way.scenario.hash, device=visit.device, ease=visit.ease)
    return visit.practised.get(head.id, fresh)


def keep_practice(way: Way) -> None:
    """After some ticks of practice: what was learnt since, and which gesture is in hand, is kept."""
    if way.step is not Step.PRACTICE or way.at_work is None:
        return
    now, events = practised_in(way), way.at_work.session.events
    learnt = [str(e.data["id"]) for e in events if e.kind == "learnt"]
    at = next((str(e.data["id"]) for e in reversed(events) if e.kind == "lesson"), now.at)
    keep(way, replace(now, learnt=tuple(dict.fromkeys((*now.learnt, *learnt))), at=at))


def keep(way: Way, now: Practised) -> None:
    """Keep how far it is in the visit, and on the disk where the person may come back to it."""
    if way.visit.practised.get(now.workshop) != now:
        way.visit.practised[now.workshop] = now
        if way.person is not None and way.resumes:
            way.person.keep_practice(now)


def ended(way: Way, answer: Answer) -> Move:
    """On to the sheet before the exercise; from a chapter, whole or left early, back to the exercise as it stands."""
    chapter = way.chapter
    if chapter is None or way.top is not chapter.scene or len(way.places) == 1:
        return Go(Step.READY)
    now = practised_in(way)
    keep(way, replace(now, met=tuple(dict.fromkeys((*now.met, *chapter.steps)))))
    way.chapter = None
    if way.workshop is not None:
        way.workshop.knows(now.learnt)
    return Back()


def chapter_due(way: Way) -> Move | None:
    """The chapter that comes before the step of the exercise that has just begun, None where none is to be met.

    A step that a ceiling has passed over leaves its chapter to the next one: what comes later may need it too. Who was
    in no practice at all, as in a demonstration, is taught nothing in between.
    """
    if way.step is not Step.EXERCISE or way.at_work is None or way.scenario.head.id not in way.visit.practised:
        return None
    steps = due(_params(way), way.at_work.begun, practised_in(way))
    return Over(Step.PRACTICE, With(steps=steps)) if steps else None


def due(params: WorkshopParams, begun: str, practised: Practised) -> tuple[str, ...]:
    """The steps down to the one that has begun whose chapters were not met, and hold what is not learnt yet."""
    names = [step.id for step in params.phases]
    come = names[: names.index(begun) + 1] if begun in names else []
    lacks = {g.before for g in params.practice if g.id not in practised.learnt}
    return tuple(step for step in come if step in lacks and step not in practised.met)


def taken_up(way: Way, session: Session) -> None:
    """A run that is taken up again has met the chapters of the steps before the one in hand. Where nothing is known of
    its practice, what was taught by now is taken as learnt: no chapter begins anew, and none is said to be skipped."""
    params, known = _params(way), way.scenario.head.id in way.visit.practised
    now, entered = practised_in(way), [str(e.data["name"]) for e in session.events if e.kind == "phase"]
    if known:
        now = replace(now, met=tuple(dict.fromkeys((*now.met, *entered[:-1]))))
    else:
        learnt = tuple(g.id for g in params.practice if g.before in ("", *entered))
        now = replace(now, where="ready", learnt=learnt, met=tuple(entered))
    keep(way, now)
