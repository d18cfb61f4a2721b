"""From the welcome to the hangar: agreement, code, the way back in by that code, and the warm-up."""

from dataclasses import replace

from game.journey.beside import EVEN, no_voice
from game.journey.comfort import as_it_was
from game.journey.person import Person, any_unreadable, find_run, forget_old
from game.journey.visit import Visit
from game.journey.way import Go, Move, Stay, Way, With
from game.mechanics import MECHANICS
from game.mechanics.layout_tools.ease import ease_of
from game.mechanics.layout_tools.scene import LayoutScene
from game.scenes.agreement import AgreementScene, CodeEntry, CodeGiven
from game.scenes.hangar import Hangar, Welcome
from game.scenes.menu import changed
from game.scenes.shown import WorkshopCard
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.station.code import CodeError, read_code
from game.station.consent import VisitConsent
from game.station.home import Home, HomeError
from game.station.journal import Contents


def show_welcome(way: Way, given: With) -> Scene:
    """A new person: nothing of the one before is left in memory."""
    way.visit, way.workshop, way.scenario = Visit(), None, way.scenarios[0]
    way.comfort = replace(way.comfort, aloud="")
    if way.voice is not None:
        way.voice.try_again()
    open_ = forget_old(way.home, way.resume_within_s) if way.home else ()
    return Welcome(resumable=bool(open_))


def enter(way: Way, answer: Answer) -> Move:
    """Where nothing can be written there is nothing to agree to."""
    return Go(Step.AGREEMENT if way.home else Step.EASE)


def other_language(way: Way, answer: Answer) -> Move:
    way.comfort = changed(way.comfort, "language")
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
        return Go(Step.ENTRY, With("entry.unknown" if all(one.code for one in open_) else "entry.damaged"))
    if visit.state == "asked":
        return Go(Step.ENTRY, With("entry.busy"))
    found = find_run(way.home, code)
    if found is None:
        damaged = any_unreadable(way.home, visit.candidate)
        return Go(Step.ENTRY, With("entry.damaged")) if damaged else begin_again(way, way.home, visit)
    header = found[1].trace.header
    played = next((one for one in way.scenarios if one.head.id == header.get("scenario")), None)
    if played is None:
        return Go(Step.ENTRY, With("entry.not_here"))
    if header.get("hash") != played.hash:
        return Go(Step.ENTRY, With("entry.other_version"))
    way.choose(played.head.id)
    return take_back(way, way.home, visit, found[1])


def begin_again(way: Way, home: Home, visit: VisitConsent) -> Move:
    """Of this visit nothing was recorded yet: the person keeps their code and starts at the beginning."""
    try:
        way.visit.person = Person.back(home, visit)
    except HomeError as error:
        return trouble(error)
    return Go(Step.EASE)


def take_back(way: Way, home: Home, visit: VisitConsent, contents: Contents) -> Move:
    """Go on where a kill or a stop left a run; that it was damaged is said once."""
    header = contents.trace.header
    try:
        person = Person.back(home, visit)
    except HomeError as error:
        return trouble(error)
    way.visit.person = person
    way.visit.settings = dict(header)
    way.visit.device = str(header["device"])
    way.visit.ease = str(header.get("ease", "unknown"))
    way.comfort = as_it_was(header.get("comfort"), way.comfort)
    session = person.take_back(contents, way.scenario)
    notice = "journal.damaged" if contents.damaged else "journal.mended" if contents.mended else ""
    return Go(Step.EXERCISE, With(session=session), notice=notice)


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
        way.visit.person = Person.begin(way.home)
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


def show_hangar(way: Way, given: With) -> Scene:
    cards = tuple(
        WorkshopCard(
            one.head.id, one.head.title, one.head.minutes, MECHANICS[one.head.mechanic].sign
        )
        for one in way.scenarios
    )  # fmt: skip
    return Hangar(cards, way.person.code if way.person else "")


def enter_workshop(way: Way, answer: Answer) -> Move:
    """The card that was pressed is the workshop one enters."""
    way.choose(answer.typed)
    return Go(Step.BRIEFING)
