"""From the wishes to the goodbye: the boarding pass, and what the person decides to share, keep or erase."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assets.texts import Catalogue
from game.journey.person import Person
from game.journey.proposing import can_show, next_steps
from game.journey.result import boarding_pass, may_print, print_paper, proof_of
from game.journey.settle import ends_on, in_base, lies_in
from game.journey.visit import CardAhead, PlanAhead
from game.journey.waiting import wait_for
from game.journey.way import Go, Move, Way, With
from game.journey.workshop import part_of, read_together
from game.scenes.boarding import Ask, Boarding
from game.scenes.farewell import Farewell
from game.scenes.shown import PlacedPart
from game.scenes.takeoff import Takeoff
from game.scenes.wishes import WishesScene
from game.screen.scene import Comfort, Scene
from game.screen.steps import Answer, Step
from game.station.consent import ConsentState
from game.station.home import HomeError
from scoring.settling import NextSteps

MONTHS = {"months_3": 3, "months_24": 24}
"""How long each yes to sharing lasts."""


def show_wishes(way: Way, given: With) -> Scene:
    """While the person answers, what all their workshops showed is worked out."""
    read_together(way)
    way.visit.plan = None
    _plan_ahead(way)
    return WishesScene()


def wished(way: Way, answer: Answer) -> Move:
    """What the first finished tries showed together, as they were read once since, with the wishes."""
    assert isinstance(way.top, WishesScene)
    assert way.visit.read is not None
    wishes = {question: tuple(chosen) for question, chosen in way.top.chosen.items()}
    way.visit.shown = replace(way.visit.read.get(), wishes=wishes, plan=_plan_ahead(way).plan.get())
    _card_ahead(way)
    return Go(Step.TAKEOFF)


def _plan_ahead(way: Way) -> PlanAhead:
    """What to do next, worked out beside the window while the person answers: it takes longer than a frame.

    No wish changes it; another language does.
    """
    visit, scenarios, language = way.visit, way.scenarios, way.comfort.language
    if visit.plan is None or visit.plan.language != language:
        read, closed, device, ease = visit.read, visit.closed, visit.device, visit.ease
        assert read is not None

        def plan() -> NextSteps:
            # What was read together was begun before, by the same thread: it is over when this begins.
            return next_steps(read.get().told_profile(), scenarios, closed, can_show(device, ease), language)

        visit.plan = PlanAhead(language, way.soon(plan))
    return visit.plan


def _card_ahead(way: Way) -> CardAhead:
    """The pass in the person's language, worked out beside the window: it takes longer than a frame.

    Where nothing it says has changed since it was begun, that one.
    """
    shown, code, comfort = way.visit.shown, way.person.code if way.person else "", way.comfort
    assert shown is not None
    ahead = way.visit.card
    if ahead is None or not ahead.says(shown, code, comfort):
        ahead = CardAhead(shown, code, comfort, way.soon(lambda: boarding_pass(shown, code, comfort)))
        way.visit.card = ahead
    return ahead


def show_takeoff(way: Way, given: With) -> Scene:
    """The parts as the person leaves them are painted, then the aircraft takes off with their code on its fin."""
    language = way.comfort.language
    parts = (
        PlacedPart(part_of(tried), tried.scenario.head.aircraft, tried.scenario.head.title.of(language))
        for tried in way.visit.tried
    )
    return Takeoff(*parts, code=way.person.code if way.person else "", go=way.after_takeoff)


def show_boarding(way: Way, given: With) -> Scene:
    """The pass; `given.said` is what has just been printed, or why it was not shared."""
    card = _card_ahead(way).card.get()
    fresh, way.visit.passed = not way.visit.passed, True
    today = way.person is not None and way.person.erasing == "erase_today"
    place = way.person.paper.parent.name if way.person else ""
    return Boarding(
        card, may_share=way.person is not None, printed=given.said, prints=fresh, today=today,
        printer=may_print(), place=place,
    )  # fmt: skip


def print_it(way: Way, answer: Answer) -> Move:
    """The paper is made and sent beside the window: a printer may take its time."""
    make = _printing(way)
    return wait_for(way, "waiting.paper", lambda: Go(Step.BOARDING, With(said=make())))


def _printing(way: Way) -> Callable[[], str]:
    """What makes the paper of the pass in front, and says in a sentence where it is."""
    assert isinstance(way.top, Boarding)
    card, comfort, person, shown = way.top.card, way.comfort, way.person, way.visit.shown
    assert shown is not None

    def make() -> str:
        if person is None:
            return print_paper(card, None, comfort, "")
        proof = proof_of(shown, person.candidate, person.home.folder, person.day)
        # Where no proof could be made the clock may be wrong: no day is said.
        day = person.day if proof else None
        return print_paper(card, person.paper, comfort, person.candidate, (proof, ends_on(person.day)), day)

    return make


def show_share(way: Way, given: With) -> Scene:
    """Before it goes: how long it stays there, and that a card on paper is printed before, not after."""
    comfort, person = way.comfort, way.person
    without = person is not None and not person.paper.exists()
    more = Catalogue.load().t("share.paper_before", comfort.language, comfort.easy) if without else ""
    return Ask(Step.SHARE, "share", (*MONTHS, "back"), more=more)


def share_it(way: Way, answer: Answer) -> Move:
    """Nothing leaves before this; when it cannot be taken in, the pass says why and what is where."""
    person, shown, comfort, months = way.person, way.visit.shown, way.comfort, MONTHS[answer.choice]
    assert person is not None
    assert shown is not None

    def ask() -> Move:
        # Opening the way to the database loads it: not before somebody shares.
        from game.journey.share import ShareError, share, way_of

        try:
            share(person, shown, months=months, language=comfort.language)
        except ShareError as error:
            return Go(Step.BOARDING, With(said=error.sentence(comfort)))
        return ended(person, way_of(person), comfort)

    return wait_for(way, "waiting.share", ask)


def show_erase(way: Way, given: With) -> Scene:
    return Ask(Step.ERASE, way.person.erasing if way.person else "erase", ("yes", "back"), safe="back")


def erase_all(way: Way, answer: Answer) -> Move:
    return part(way, "erased")


def keep_paper(way: Way, answer: Answer) -> Move:
    """The paper is all that stays: it is made first where it was not, and nothing goes before it lies there."""
    person = way.person
    if person is None or person.paper.exists():
        return part(way, "kept")
    paper, comfort = person.paper, way.comfort
    make = _printing(way)

    def write_and_leave() -> Move:
        paper_said = make()
        # Where its file lies is said with what stays of the run.
        known = Catalogue.load().t("paper.written", comfort.language, comfort.easy, **lies_in(paper))
        if not paper.exists():
            return Go(Step.BOARDING, With(said=paper_said))
        return ended(person, "kept", comfort, paper_said="" if paper_said == known else paper_said)

    return wait_for(way, "waiting.paper", write_and_leave)


def end_look(way: Way, answer: Answer) -> Move:
    """Who only looked has nothing to erase."""
    return _looked(way)


def _looked(way: Way) -> Move:
    flown, way.visit = way.visit.passed, way.new_visit()
    return Go(Step.GOODBYE, With("goodbye.discovery", flown=flown))


def part(way: Way, how: ConsentState) -> Move:
    """The visit ends: thank the person once nothing is left that may not stay."""
    person, comfort, flown = way.person, way.comfort, way.visit.passed
    if person is None:
        return _looked(way)
    if person.consent.base:
        # The database may hold them, and may be slow to answer.
        return wait_for(way, "waiting.erase", lambda: ended(person, how, comfort, flown=flown))
    way.visit = way.new_visit()
    return ended(person, how, comfort, flown=flown)


def forget(way: Way, answer: Answer) -> Move:
    """Stop here: everything of the person is erased, the paper too, and the last screen says so."""
    return part(way, "erased")


def ended(person: Person, how: ConsentState, comfort: Comfort, paper_said: str = "", *, flown: bool = True) -> Move:
    """Empty what may not stay; that something stays is said in place of « all is erased ».

    `paper_said`: what is said of a paper that was just made. `flown`: whether the aircraft has taken off.

    Of who shared another day it is said whether that stays: it goes only with a visit that the database took in.
    """
    paper = person.paper if person.paper.exists() else None
    returned = bool(person.consent.person) and how in ("erased", "kept")
    before = returned and in_base(person.home, person.consent)
    try:
        person.leave(how)
    except HomeError as error:
        return Go(Step.NOT_ERASED, With(error.key, error.values))
    key = "goodbye.erased_today" if how == "erased" and returned and not before else f"goodbye.{how}"
    said = [paper_said, of_paper(how, paper, comfort)]
    if returned and how == "kept":
        other = "goodbye.before_erased" if before else "goodbye.before_stays"
        said.append(Catalogue.load().t(other, comfort.language, comfort.easy))
    words = "\n".join(line for line in said if line)
    return Go(Step.GOODBYE, With(key, {"code": person.code}, said=words, flown=flown))


def of_paper(how: ConsentState, written: Path | None, comfort: Comfort) -> str:
    """Where the paper is now, or what of it cannot be erased; "" when there is nothing to say of it."""
    key = f"goodbye.{how}.{'paper' if written else 'no_paper'}"
    unsaid = ("goodbye.erased.no_paper", "goodbye.shared.no_paper", "goodbye.sent.no_paper")
    lies = lies_in(written) if written and how != "erased" else {}
    return "" if key in unsaid else Catalogue.load().t(key, comfort.language, comfort.easy, **lies)


def show_goodbye(way: Way, given: With) -> Scene:
    more = given.said.split("\n") if given.said else ()
    return Farewell(given.key, {"code": "", **given.values}, more, flown=given.flown)


def show_not_erased(way: Way, given: With) -> Scene:
    return Ask(Step.NOT_ERASED, given.key, ("go_on",), values=given.values)
