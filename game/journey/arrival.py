"""From the welcome to the hangar: agreement, code, the way back in by that code, and the warm-up."""

import datetime
from dataclasses import replace

from assets.texts import Catalogue
from game.journey.beside import no_voice
from game.journey.leaving import part
from game.journey.person import Person, forget_old
from game.journey.proposing import NextWorkshop, in_words
from game.journey.result import day_of
from game.journey.waiting import may_resume
from game.journey.way import SAME_PERSON, Go, Move, Stay, Way, With
from game.journey.workshop import part_of
from game.mechanics.layout_tools.ease import ease_of
from game.mechanics.layout_tools.scene import LayoutScene
from game.mechanics.table import MECHANICS
from game.scenes.agreement import AgreementScene, CodeEntry, CodeGiven
from game.scenes.boarding import Ask
from game.scenes.hangar import Hangar, Welcome
from game.scenes.menu import changed
from game.scenes.shown import CardState, WorkshopCard
from game.screen.scene import EVEN, Scene
from game.screen.steps import Answer, Step
from game.station.home import HomeError
from scenarios.model import Scenario

CALM_TICKS = 30
"""After a visit has ended, until its memory is given back: the collector holds up every thread, and a frame of the
change to the welcome waited 17 ms for it."""
SAID = 2
"""Habiletés that a card of the hangar names, the most telling first."""


def show_welcome(way: Way, given: With) -> Scene:
    """A new person: nothing of the one before is left in memory, and the seat is as it is set up.

    Who only looked for their code, and comes back here, is the same.
    """
    way.visit, way.scenario = way.new_visit(), way.scenarios[0]
    way.workshop = way.chapter = None
    if not given.same_person:
        way.comfort = way.seat_comfort
        if way.places:
            way.gives_back_in = CALM_TICKS
    if way.voice is not None:
        way.voice.try_again()
    open_ = forget_old(way.home, way.resume_within_s) if way.home else ()
    return Welcome(way.home is not None and may_resume(way.home, open_), staff=way.tower is not None)


def enter(way: Way, answer: Answer) -> Move:
    """Where nothing can be written there is nothing to agree to."""
    return Go(Step.AGREEMENT if way.home else Step.EASE)


def other_language(way: Way, answer: Answer) -> Move:
    way.comfort = changed(way.comfort, "language")
    return Stay()


def easy_words(way: Way, answer: Answer) -> Move:
    """Easy French from here on, or plain French again."""
    way.comfort = changed(way.comfort, "easy")
    return Stay()


def listens(way: Way, answer: Answer) -> Move:
    """A voice reads from here on; a machine that has none says so, and writes its sentences."""
    way.comfort = replace(way.comfort, aloud=EVEN)
    return no_voice(way)


def reads(way: Way, answer: Answer) -> Move:
    way.comfort = replace(way.comfort, aloud="no")
    return Stay()


def leave_entry(way: Way, answer: Answer) -> Move:
    return Go(Step.WELCOME, SAME_PERSON)


def show_entry(way: Way, given: With) -> Scene:
    return CodeEntry(given.key)


def show_comes_back(way: Way, given: With) -> Scene:
    """What was found under the code, by its day and its workshops; the person says whether it is theirs."""
    way.visit.earlier = earlier = given.earlier
    assert earlier is not None
    titles = {scenario.head.id: scenario.head.title.of(way.comfort.language) for scenario in way.scenarios}
    names = ", ".join(titles.get(name, name) for name in earlier.workshops)
    day = day_of(datetime.date.fromisoformat(earlier.day), way.comfort)
    return Ask(Step.COMES_BACK, "comes_back", ("mine", "not_mine"), code=earlier.code,
               values={"day": day, "names": names})  # fmt: skip


def not_mine(way: Way, answer: Answer) -> Move:
    way.visit.earlier = None
    return Go(Step.WELCOME, SAME_PERSON)


def trouble(error: HomeError) -> Move:
    """Say what the station's folder refused; from there one may still look."""
    return Go(Step.TROUBLE, With(error.key, error.values))


def show_agreement(way: Way, given: With) -> Scene:
    return AgreementScene()


def agree(way: Way, answer: Answer) -> Move:
    """From here on the person has a code, and a journal will be written."""
    if way.home is None:
        return Go(Step.EASE)
    try:
        way.visit.person = Person.begin(way.home, earlier=way.visit.earlier)
    except HomeError as error:
        return trouble(error)
    way.visit.person.keep_comfort(way.comfort)
    return Go(Step.CODE)


def show_code(way: Way, given: With) -> Scene:
    return CodeGiven(way.person.code if way.person else "")


def show_ease(way: Way, given: With) -> Scene:
    scene = LayoutScene(way.draw_seed())
    way.visit.warm_up = scene.session
    return scene


def warmed_up(way: Way, answer: Answer) -> Move:
    """Most presses decide the class of the device; how the tools were laid decides the ease with it."""
    way.visit.device = way.visit.devices.most_common(1)[0][0] if way.visit.devices else "mouse"
    laid = way.visit.warm_up.events if way.visit.warm_up is not None else ()
    way.visit.ease = ease_of(laid, way.visit.device)
    return Go(Step.HANGAR)


def cards(way: Way) -> tuple[WorkshopCard, ...]:
    """The workshops there are, as the hangar shows them to this person now.

    Why one is proposed is said where no circuit gives the order.
    """
    next_one = proposed(way)
    return tuple(card_of(way, scenario, next_one) for scenario in way.scenarios)


def proposed(way: Way) -> NextWorkshop | None:
    """The workshop that would say most after what was done, None before anything is, or where a circuit is followed."""
    return way.visit.next.get() if way.visit.next is not None and way.circuit is None else None


def show_hangar(way: Way, given: With) -> Scene:
    """A card a workshop; what is done stands on the aircraft. The lit one is the next of the circuit, else the one that
    would say most of this person, else the first that is open."""
    next_one = proposed(way)
    return Hangar(cards(way), way.person.code if way.person else "", lit=next_one.workshop if next_one else "")


def card_of(way: Way, scenario: Scenario, proposed: NextWorkshop | None = None) -> WorkshopCard:
    """A workshop as the hangar shows it to this person now, with why it is proposed where it is."""
    head, visit = scenario.head, way.visit
    tried = visit.of(head.id)
    counts = tried is not None or head.id in visit.before
    state: CardState = "done" if counts else "lost" if head.id in visit.lost else "open" if visit.room else "full"
    needs = (head.needs.sight, head.needs.pointer, head.needs.reading)
    sign, part = MECHANICS[head.mechanic].sign, part_of(tried) if tried else None
    why = ""
    if proposed is not None and proposed.workshop == head.id:
        names = in_words(proposed.habiletes[:SAID], way.comfort.language)
        why = Catalogue.load().t(f"hangar.why.{proposed.why}", way.comfort.language, way.comfort.easy, names=names)
    return WorkshopCard(head.id, head.title, head.minutes, sign, needs, head.aircraft, state, part, why)


def end_tour(way: Way, answer: Answer) -> Move:
    """On to the wishes; where nothing counts, because no recording can be played again, there is nothing to decide."""
    return Go(Step.WISHES) if way.visit.tried else part(way, "erased")


def enter_workshop(way: Way, answer: Answer) -> Move:
    """The card that was pressed is the workshop one enters."""
    way.choose(answer.typed)
    return Go(Step.BRIEFING)
