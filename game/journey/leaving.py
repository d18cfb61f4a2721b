"""From the wishes to the goodbye: the boarding pass, and what the person decides to share, keep or erase."""

from dataclasses import replace

from game.journey.person import Person
from game.journey.result import boarding_pass, print_paper, what_was_shown
from game.journey.visit import Visit
from game.journey.way import Go, Move, Way, With
from game.scenes.boarding import Ask, Boarding
from game.scenes.takeoff import Takeoff
from game.scenes.wishes import Wishes
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.station.home import HomeError

MONTHS = {"months_3": 3, "months_24": 24}
"""How long each yes to sharing lasts."""


def show_wishes(way: Way, given: With) -> Scene:
    return Wishes()


def wished(way: Way, answer: Answer) -> Move:
    """What the first finished try showed is read once, with the wishes."""
    assert isinstance(way.top, Wishes)
    assert way.visit.first is not None
    wishes = {question: tuple(chosen) for question, chosen in way.top.chosen.items()}
    shown = what_was_shown(way.scenario, way.visit.first, way.visit.device, way.visit.ease, wishes)
    way.visit.shown = replace(shown, seat=way.visit.seat.report())
    return Go(Step.TAKEOFF)


def show_takeoff(way: Way, given: With) -> Scene:
    """The part as the person leaves it is painted, then the aircraft takes off."""
    first = way.visit.first
    return Takeoff(way.mechanic.part(way.scenario.params, first.task) if first is not None else None)


def show_boarding(way: Way, given: With) -> Scene:
    """The pass; `given.said` is what has just been printed, or why it was not shared."""
    assert way.visit.shown is not None
    card = boarding_pass(way.visit.shown, way.person.code if way.person else "", way.comfort)
    fresh, way.visit.passed = not way.visit.passed, True
    return Boarding(card, may_share=way.person is not None, printed=given.said, prints=fresh)


def print_it(way: Way, answer: Answer) -> Move:
    assert isinstance(way.top, Boarding)
    paper = way.person.paper if way.person else None
    return Go(Step.BOARDING, With(said=print_paper(way.top.card, paper, way.comfort)))


def show_share(way: Way, given: With) -> Scene:
    return Ask(Step.SHARE, "share", (*MONTHS, "back"))


def share_it(way: Way, answer: Answer) -> Move:
    """Nothing leaves before this; when it cannot be taken in, the pass says why and nothing has been shared."""
    # Opening the way to the database loads it: not before somebody shares.
    from game.journey.share import ShareError, share

    assert way.person is not None
    assert way.visit.shown is not None
    try:
        share(way.person, way.visit.shown, months=MONTHS[answer.choice], language=way.comfort.language)
    except ShareError as error:
        return Go(Step.BOARDING, With(said=error.sentence(way.comfort)))
    return part(way, "goodbye.shared", paper=False)


def show_erase(way: Way, given: With) -> Scene:
    return Ask(Step.ERASE, "erase", ("yes", "back"))


def erase_all(way: Way, answer: Answer) -> Move:
    return part(way, "goodbye.erased", paper=True)


def keep_paper(way: Way, answer: Answer) -> Move:
    return part(way, "goodbye.kept", paper=False)


def end_look(way: Way, answer: Answer) -> Move:
    """Who only looked has nothing to erase."""
    way.visit = Visit()
    return Go(Step.GOODBYE, With("goodbye.discovery"))


def part(way: Way, key: str, *, paper: bool) -> Move:
    """Thank the person, once what was to be erased is erased; that something stays is said in its place."""
    person = way.person
    way.visit = Visit()
    values = {"code": person.code if person else ""}
    return erased(person, paper=paper) or Go(Step.GOODBYE, With(key, values))


def forget(way: Way, answer: Answer) -> Move:
    """Stop here: everything of the person is erased, the paper too."""
    person = way.person
    way.visit = Visit()
    return erased(person, paper=True) or Go(Step.WELCOME)


def erased(person: Person | None, *, paper: bool) -> Move | None:
    """None once all is erased; where to go when « all is erased » would not be true."""
    if person is not None:
        try:
            person.erase(paper=paper)
        except HomeError as error:
            return Go(Step.NOT_ERASED, With(error.key, error.values))
    return None


def show_goodbye(way: Way, given: With) -> Scene:
    return Ask(Step.GOODBYE, given.key, ("end",), code=str(given.values.get("code", "")))


def show_not_erased(way: Way, given: With) -> Scene:
    return Ask(Step.NOT_ERASED, given.key, ("go_on",), values=given.values)
