"""From the welcome to the hangar: agreement, code, the way back in by that code, and the warm-up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assets.texts import Catalogue
from game.journey.beside import EVEN, no_voice
from game.journey.comfort import as_it_was
from game.journey.leaving import part
from game.journey.person import Person, forget_old
from game.journey.proposing import NextWorkshop, short_names
from game.journey.runs import FirstTry, RunsLeft, rebuild, runs_left
from game.journey.settle import database
from game.journey.waiting import may_resume, wait_for
from game.journey.way import Go, Move, Stay, Way, With
from game.journey.workshop import count, part_of
from game.mechanics import MECHANICS
from game.mechanics.layout_tools.ease import ease_of
from game.mechanics.layout_tools.scene import LayoutScene
from game.scenes.agreement import AgreementScene, CodeEntry, CodeGiven
from game.scenes.boarding import Ask
from game.scenes.hangar import Hangar, Welcome
from game.scenes.menu import changed
from game.scenes.shown import CardState, WorkshopCard
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.station.code import CodeError, read_code
from game.station.consent import VisitConsent
from game.station.home import Home, HomeError
from scenarios.model import Scenario


def show_welcome(way: Way, given: With) -> Scene:
    """A new person: nothing of the one before is left in memory."""
    way.visit, way.workshop, way.scenario = way.new_visit(), None, way.scenarios[0]
    way.comfort = replace(way.comfort, aloud="")
    if way.voice is not None:
        way.voice.try_again()
    open_ = forget_old(way.home, way.resume_within_s) if way.home else ()
    return Welcome(resumable=way.home is not None and may_resume(way.home, open_))


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


def show_entry(way: Way, given: With) -> Scene:
    return CodeEntry(given.key)


def find_by_code(way: Way, answer: Answer) -> Move:
    """Take the run of the code that was typed up again, or say why it cannot be."""
    if way.home is None:
        return Go(Step.WELCOME)
    try:
        code = read_code(answer.typed)
    except CodeError as error:
        return Go(Step.ENTRY, With(error.key))
    open_ = forget_old(way.home, way.resume_within_s)
    visit = next((one for one in open_ if one.code == code), None)
    if visit is None:
        # Of a recording that cannot be read the code is not known either.
        unknown = "entry.unknown" if all(one.code for one in open_) else "entry.damaged"
        return ask_base(way, way.home, code, unknown) if database(way.home).exists() else Go(Step.ENTRY, With(unknown))
    if visit.state == "asked":
        return Go(Step.ENTRY, With("entry.busy"))
    left = runs_left(way.home, visit.candidate)
    done = [run for run in (rebuild(one, way.scenarios) for one in left.finished) if run is not None]
    if not done and left.under_way is None:
        damaged = left.unreadable or left.finished
        return Go(Step.ENTRY, With("entry.damaged")) if damaged else begin_again(way, way.home, visit)
    if left.under_way is not None:
        header = left.under_way.trace.header
        played = next((one for one in way.scenarios if one.head.id == header.get("scenario")), None)
        if played is None:
            return Go(Step.ENTRY, With("entry.not_here"))
        if header.get("hash") != played.hash:
            return Go(Step.ENTRY, With("entry.other_version"))
        way.choose(played.head.id)
    return take_back(way, way.home, visit, left, done)


def ask_base(way: Way, home: Home, code: str, unknown: str) -> Move:
    """Whether somebody shared a result under this code another day; the base may take its time."""

    def ask() -> Move:
        # Opening the way to the database loads it: not before somebody asks for it.
        from game.journey.returning import earlier_of

        earlier = earlier_of(home, code)
        return Go(Step.COMES_BACK, With(earlier=earlier)) if earlier else Go(Step.ENTRY, With(unknown))

    return wait_for(way, "waiting.search", ask)


def show_comes_back(way: Way, given: With) -> Scene:
    """What was found under the code, by its day and its workshops; the person says whether it is theirs."""
    way.visit.earlier = earlier = given.earlier
    assert earlier is not None
    titles = {one.head.id: one.head.title.of(way.comfort.language) for one in way.scenarios}
    names = ", ".join(titles.get(name, name) for name in earlier.workshops)
    return Ask(Step.COMES_BACK, "comes_back", ("mine", "not_mine"), code=earlier.code,
               values={"day": earlier.day, "names": names})  # fmt: skip


def not_mine(way: Way, answer: Answer) -> Move:
    way.visit.earlier = None
    return Go(Step.WELCOME)


def begin_again(way: Way, home: Home, visit: VisitConsent) -> Move:
    """Of this visit nothing was recorded yet: the person keeps their code and starts at the beginning."""
    try:
        way.visit.person = Person.back(home, visit)
    except HomeError as error:
        return trouble(error)
    return Go(Step.EASE)


def take_back(way: Way, home: Home, visit: VisitConsent, left: RunsLeft, done: Sequence[FirstTry]) -> Move:
    """Go on where a kill or a stop left a visit: in its workshop, else in the hangar; damage is said once.

    `done`: the finished runs that were played again, bit for bit. One that could not be counts as missing.
    """
    try:
        person = Person.back(home, visit)
    except HomeError as error:
        return trouble(error)
    way.visit.person = person
    for run in done:
        known(way, run.header)
        count(way, run)
    counted = [run.scenario.head.id for run in done]
    way.visit.lost = tuple(one.workshop for one in left.finished if one.workshop not in counted)
    notice = "journal.lost" if way.visit.lost or left.unreadable else ""
    contents = left.under_way
    if contents is None:
        return Go(Step.HANGAR, notice=notice)
    known(way, contents.trace.header)
    way.visit.settings = dict(contents.trace.header)
    session = person.take_back(contents, way.scenario)
    notice = notice or ("journal.damaged" if contents.damaged else "journal.mended" if contents.mended else "")
    return Go(Step.EXERCISE, With(session=session), notice=notice)


def known(way: Way, header: Mapping[str, Any]) -> None:
    """What a run says of the device and the ease with it, which were looked at once, before the first workshop."""
    way.visit.device = str(header["device"])
    way.visit.ease = str(header.get("ease", "unknown"))
    way.comfort = as_it_was(header.get("comfort"), way.comfort)


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
    return Go(Step.CODE)


def show_code(way: Way, given: With) -> Scene:
    return CodeGiven(way.person.code if way.person else "")


def show_ease(way: Way, given: With) -> Scene:
    return LayoutScene(way.draw_seed())


def warmed_up(way: Way, answer: Answer) -> Move:
    """Most presses decide the class of the device; how the tools were laid decides the ease with it."""
    assert isinstance(way.top, LayoutScene)
    way.visit.device = way.visit.devices.most_common(1)[0][0] if way.visit.devices else "mouse"
    way.visit.ease = ease_of(way.top.session.events, way.visit.device)
    return Go(Step.HANGAR)


def cards(way: Way) -> tuple[WorkshopCard, ...]:
    """The workshops there are, as the hangar shows them to this person now.

    Why one is proposed is said where no circuit gives the order.
    """
    found = proposed(way)
    return tuple(card_of(way, one, found) for one in way.scenarios)


def proposed(way: Way) -> NextWorkshop | None:
    """The workshop that would say most after what was done, None before anything is, or where a circuit is followed."""
    return way.visit.next.get() if way.visit.next is not None and way.circuit is None else None


def show_hangar(way: Way, given: With) -> Scene:
    """A card a workshop; what is done stands on the aircraft. The lit one is the next of the circuit, else the one that
    would say most of this person, else the first that is open."""
    found = proposed(way)
    return Hangar(cards(way), way.person.code if way.person else "", lit=found.workshop if found else "")


def card_of(way: Way, scenario: Scenario, proposed: NextWorkshop | None = None) -> WorkshopCard:
    """A workshop as the hangar shows it to this person now, with why it is proposed where it is."""
    head, visit = scenario.head, way.visit
    tried = visit.of(head.id)
    counts = tried is not None or head.id in visit.before
    state: CardState = "done" if counts else "lost" if head.id in visit.lost else "open" if visit.has_room else "full"
    needs = (head.needs.sight, head.needs.pointer, head.needs.reading)
    sign, part = MECHANICS[head.mechanic].sign, part_of(tried) if tried else None
    why = ""
    if proposed is not None and proposed.workshop == head.id:
        names = short_names(proposed.habiletes, way.comfort.language)
        why = Catalogue.load().t(f"hangar.why.{proposed.why}", way.comfort.language, way.comfort.easy, names=names)
    return WorkshopCard(head.id, head.title, head.minutes, sign, needs, head.aircraft, state, part, why)


def end_tour(way: Way, answer: Answer) -> Move:
    """On to the wishes; where nothing counts, because every recording is damaged, there is nothing to decide."""
    return Go(Step.WISHES) if way.visit.tried else part(way, "erased", Go(Step.WELCOME))


def enter_workshop(way: Way, answer: Answer) -> Move:
    """The card that was pressed is the workshop one enters."""
    way.choose(answer.typed)
    return Go(Step.BRIEFING)
