"""The kiosk's table of steps: from the attract loop to the ticket, in three to five minutes."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from assets.texts import Catalogue
from export.files.ticket import Printer, Ticket
from game.journey import arrival, beside, workshop
from game.journey.person import Person
from game.journey.result import VALID_DAYS, day_of, moments, proof_of
from game.journey.table import TABLE
from game.journey.waiting import go_on, show_waiting, wait_for
from game.journey.way import Go, Move, Stay, TableRow, Then, Way, With
from game.kiosk.choice import GestureChoice
from game.kiosk.scenes import Attract, BestMoment, TicketScene, TicketShown, TwoPictures
from game.kiosk.tickets import hand_over
from game.kiosk.way import KioskWay
from game.mechanics import MECHANICS
from game.scenes.boarding import Ask
from game.scenes.menu import Pause
from game.screen.scene import EVEN, Scene
from game.screen.steps import Answer, Step
from game.station.home import HomeError
from scenarios.short_forms import short_forms
from scenarios.trades import trades

FACTS, TRADES = 3, 3
TAKEN = "kiosk.ticket.taken"


def kiosk(way: Way) -> KioskWay:
    """The way as a kiosk's. Raises TypeError elsewhere."""
    if not isinstance(way, KioskWay):
        raise TypeError("a kiosk's table on another way")
    return way


def show_attract(way: Way, given: With) -> Scene:
    return Attract()


def begins(way: Way, answer: Answer) -> Move:
    return Go(Step.AGREEMENT)


def begins_aloud(way: Way, answer: Answer) -> Move:
    """One press: the voice, and on."""
    way.comfort = replace(way.comfort, aloud=EVEN)
    move = beside.no_voice(way)
    return Go(Step.AGREEMENT) if isinstance(move, Stay) else move


def show_two_pictures(way: Way, given: With) -> Scene:
    return TwoPictures()


def agrees(way: Way, answer: Answer) -> Move:
    """With a code, and a signed paper to take home; where nothing can be written one looks."""
    if way.home is None:
        return to_gesture(way, answer)
    try:
        way.visit.person = Person.begin(way.home)
    except HomeError as error:
        return arrival.trouble(error)
    return Go(Step.CODE)


def to_gesture(way: Way, answer: Answer) -> Move:
    """One gesture alone needs no choice."""
    return Go(Step.HANGAR if len(way.scenarios) > 1 else Step.PRACTICE)


def show_gestures(way: Way, given: With) -> Scene:
    """All of them on one screen, each with the picture of what one does there."""
    pictures = [MECHANICS[one.head.mechanic].day[1] for one in way.scenarios]
    forms = short_forms()
    return GestureChoice(arrival.cards(way), pictures, [forms[one.head.id].does for one in way.scenarios])


def enters(way: Way, answer: Answer) -> Move:
    way.choose(answer.typed)
    return Go(Step.PRACTICE)


def practised(way: Way, answer: Answer) -> Move:
    """What the presses of practice were made with is the class of the device."""
    if way.visit.devices:
        way.visit.device = way.visit.devices.most_common(1)[0][0]
    return Go(Step.EXERCISE)


def show_best(way: Way, given: With) -> Scene:
    """The first fact, in the author's order, that stands as expected."""
    visit, tried = way.visit, workshop.tried_in_hand(way)
    seen = moments(way.scenario, tried.first, visit.device, visit.ease, way.comfort)
    order = {rule: n for n, rule in enumerate(way.scenario.head.debrief)}
    seen = tuple(sorted(seen, key=lambda m: order[m.rule]))
    if visit.read is None:
        best = next((m for m in seen if m.state == "done" and m.tick >= 0), None)
        kiosk(way).facts = tuple(m.told for state in ("done", "part") for m in seen if m.state == state)[:FACTS]
        workshop.read_ahead(way, [best] if best else [])
        workshop.read_together(way)
        kiosk(way).best = best
    best = kiosk(way).best
    return BestMoment(best.told if best else "", best.tick if best else -1)


def sees_ticket(way: Way, answer: Answer) -> Move:
    assert way.visit.read is not None
    way.visit.shown = way.visit.read.get()
    return Go(Step.TAKEOFF)


def trades_of(way: Way) -> tuple[tuple[str, str], ...]:
    """The trade of the gesture and its nearest neighbours, each with the stand where it is met."""
    book, own = trades(), way.scenario.head.trade.id
    names = {one.id: one.name_fr for one in book.trades}
    stands = kiosk(way).config.stands
    return tuple((names[one], stands.get(one, "")) for one in (own, *book.near(own))[:TRADES])


def show_ticket(way: Way, given: With) -> Scene:
    t = Catalogue.load().t
    person = way.visit.person
    shown = TicketShown(
        t("kiosk.ticket.banner", way.comfort.language, way.comfort.easy), kiosk(way).facts, trades_of(way),
        person.code if person else "",
    )  # fmt: skip
    prints = bool(kiosk(way).config.printer) and given.key != TAKEN
    return TicketScene(shown, prints=prints, said=given.said)


def ticket_of(way: Way) -> Ticket:
    """What is printed; with a code there is a signed proof on it."""
    comfort, person, shown = way.comfort, way.visit.person, way.visit.shown
    today = datetime.date.today()

    def t(key: str, **values: str) -> str:
        return Catalogue.load().t(key, comfort.language, comfort.easy, "", **values)

    proof, notes = "", [t("proof.no_diploma")]
    if person is not None and shown is not None:
        proof = proof_of(shown, person.candidate, person.home.folder, today)
        until = day_of(today + datetime.timedelta(days=VALID_DAYS), comfort)
        notes = [
            t("paper.proof", until=until) if proof else t("kiosk.ticket.no_proof"),
            t("paper.ticket", id=person.candidate),
        ]
    return Ticket(
        "ENVOL", day_of(today, comfort), t("kiosk.ticket.banner"), (t("kiosk.ticket.seen"), t("kiosk.ticket.nothing")),
        kiosk(way).facts, t("kiosk.ticket.trades"), trades_of(way), t("kiosk.ticket.code"),
        person.code if person else "", (*notes, t("kiosk.ticket.invented")), proof,
    )  # fmt: skip


def prints(way: Way, answer: Answer) -> Move:
    """One ticket a visit, beside the window; counted when the printer takes it. One it refused may be asked again."""
    here = kiosk(way)
    made, printer, comfort = ticket_of(way), Printer.read(here.config.printer), way.comfort

    def make() -> Move:
        here.count(printed=(key := hand_over(printer, made)))
        key = key or TAKEN
        return Go(Step.BOARDING, With(key=key, said=Catalogue.load().t(key, comfort.language, comfort.easy)))

    return wait_for(way, "waiting.paper", make)


def show_goodbye(way: Way, given: With) -> Scene:
    return Ask(Step.GOODBYE, "kiosk.goodbye", ("end",))


def over(way: Way, answer: Answer) -> Move:
    """All is wiped with the process."""
    kiosk(way).ended = True
    return Stay()


def show_pause(way: Way, given: With) -> Scene:
    return Pause(keeps=False)


KIOSK: Mapping[Step, TableRow] = {
    **TABLE,
    Step.WELCOME: TableRow(show_attract, {
        "begin": Then(begins, Step.AGREEMENT),
        "aloud": Then(begins_aloud, Step.AGREEMENT, Step.NOTICE),
        "language": Then(arrival.other_language),
    }),
    Step.AGREEMENT: TableRow(show_two_pictures, {
        "look": Then(to_gesture, Step.HANGAR, Step.PRACTICE),
        "agree": Then(agrees, Step.CODE, Step.TROUBLE, Step.HANGAR, Step.PRACTICE),
    }),
    Step.CODE: TableRow(arrival.show_code, {"go": Then(to_gesture, Step.HANGAR, Step.PRACTICE)}),
    Step.TROUBLE: TableRow(beside.show_trouble, {"go_on": Then(to_gesture, Step.HANGAR, Step.PRACTICE)}),
    Step.HANGAR: TableRow(show_gestures, {"open": Then(enters, Step.PRACTICE)}),
    Step.PRACTICE: TableRow(workshop.show_practice, {"done": Then(practised, Step.EXERCISE)}),
    Step.DEBRIEF: TableRow(show_best, {
        "watch": Then(workshop.watch, Step.REPLAY),
        "go": Then(sees_ticket, Step.TAKEOFF),
    }),
    Step.BOARDING: TableRow(show_ticket, {
        "print": Then(prints, Step.WAITING, Step.BOARDING),
        "end": Step.GOODBYE,
    }),
    Step.WAITING: TableRow(show_waiting, {"done": Then(go_on, Step.BOARDING)}),
    Step.GOODBYE: TableRow(show_goodbye, {"end": Then(over)}),
    Step.PAUSE: TableRow(show_pause, {
        "go_on": Then(beside.back),
        "comfort": TABLE[Step.PAUSE].follows["comfort"],
        "stop": Then(over),
    }),
    Step.NOTICE: TableRow(beside.show_notice, {"go_on": Then(beside.back), "stop": Then(over)}),
}  # fmt: skip
