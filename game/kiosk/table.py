"""The kiosk's table of steps: from the attract loop to the ticket, in three to five minutes."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from assets.texts import Catalogue
from export.files.ticket import Printer, Ticket
from export.packets.body import code_typed
from game.journey import arrival, beside, practising, workshop
from game.journey.person import Person
from game.journey.result import day_of, moments, proof_of
from game.journey.settle import ends_on
from game.journey.share import body_of
from game.journey.table import TABLE
from game.journey.waiting import go_on, show_waiting, wait_for
from game.journey.way import Go, Move, Stay, TableRow, Then, Way, With
from game.kiosk.choice import GestureChoice
from game.kiosk.claims import ClaimError
from game.kiosk.scenes import Attract, BestMoment, NumberEntry, TicketScene, TicketShown, TwoPictures
from game.kiosk.tickets import hand_over
from game.kiosk.way import KioskWay
from game.mechanics.table import MECHANICS
from game.scenes.agreement import CodeEntry, CodeGiven
from game.scenes.boarding import Ask
from game.scenes.menu import Pause
from game.screen.scene import EVEN, Scene
from game.screen.steps import Answer, Step
from game.station.home import HomeError
from scenarios.short_forms import short_forms
from scenarios.trades import trades

FACTS, TRADES = 3, 3
CLAIMED_MONTHS = 3
"""How long the organisation keeps what is claimed."""
TAKEN = "kiosk.ticket.taken"


def kiosk(way: Way) -> KioskWay:
    """The way as a kiosk's. Raises TypeError elsewhere."""
    if not isinstance(way, KioskWay):
        raise TypeError("a kiosk's table on another way")
    return way


def show_attract(way: Way, given: With) -> Scene:
    claims = kiosk(way).claims
    return Attract(claims=claims is not None and len(claims) > 0)


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


def show_code(way: Way, given: With) -> Scene:
    """Here a code takes nothing up again: what a kiosk that stopped has left is erased as it starts."""
    return CodeGiven(way.person.code if way.person else "", area="kiosk.code")


def to_gesture(way: Way, answer: Answer) -> Move:
    """One gesture alone needs no choice."""
    return Go(Step.HANGAR if len(way.scenarios) > 1 else Step.PRACTICE)


def show_gestures(way: Way, given: With) -> Scene:
    """All of them on one screen, each with the picture of what one does there."""
    pictures = [MECHANICS[scenario.head.mechanic].day[1] for scenario in way.scenarios]
    forms = short_forms()
    return GestureChoice(arrival.cards(way), pictures, [forms[scenario.head.id].does for scenario in way.scenarios])


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
        kiosk(way).facts = tuple(m.sentence for state in ("done", "part") for m in seen if m.state == state)[:FACTS]
        workshop.read_ahead(way, [best] if best else [])
        workshop.read_together(way)
        kiosk(way).best = best
    best = kiosk(way).best
    return BestMoment(best.sentence if best else "", best.tick if best else -1, tried=bool(kiosk(way).facts))


def sees_ticket(way: Way, answer: Answer) -> Move:
    assert way.visit.read is not None
    way.visit.shown = way.visit.read.get()
    return Go(Step.TAKEOFF)


def trades_of(way: Way) -> tuple[tuple[str, str], ...]:
    """The trade of the gesture and its nearest neighbours, each with the stand where it is met."""
    book, own = trades(), way.scenario.head.trade.id
    names = {trade.id: trade.name(way.comfort.language) for trade in book.trades}
    stands = kiosk(way).config.stands
    return tuple((names[trade], stands.get(trade, "")) for trade in (own, *book.near(own))[:TRADES])


def show_ticket(way: Way, given: With) -> Scene:
    t = Catalogue.load().t
    person = way.visit.person
    shown = TicketShown(
        t("kiosk.ticket.banner", way.comfort.language, way.comfort.easy), kiosk(way).facts, trades_of(way),
        person.code if person else "",
    )  # fmt: skip
    prints = bool(kiosk(way).config.printer) and given.key != TAKEN
    return TicketScene(shown, prints=prints, said=given.said, keeps=may_wait(way), kept=kiosk(way).kept_days)


def may_wait(way: Way) -> int:
    """Days for which a result may wait here: with a code, of something read, where an organisation is known."""
    here = kiosk(way)
    there = here.claims is not None and here.claims.possible and way.visit.person is not None
    return here.config.claim_days if there and way.visit.shown is not None else 0


def ticket_of(way: Way) -> Ticket:
    """What is printed; with a code there is a signed proof on it."""
    comfort, person, shown = way.comfort, way.visit.person, way.visit.shown
    today = datetime.date.today()

    def t(key: str, **values: str) -> str:
        return Catalogue.load().t(key, comfort.language, comfort.easy, "", **values)

    proof, notes = "", [t("proof.no_diploma")]
    if person is not None and shown is not None:
        proof = proof_of(shown, person.candidate, person.home.folder, today)
        until = day_of(ends_on(today), comfort)
        notes = [
            t("paper.proof", until=until) if proof else t("kiosk.ticket.no_proof"),
            t("paper.ticket", id=person.candidate),
        ]
    if days := kiosk(way).kept_days:
        notes.append(t("kiosk.ticket.claim", until=day_of(today + datetime.timedelta(days=days), comfort)))
    return Ticket(
        "ENVOL", day_of(today, comfort), t("kiosk.ticket.banner"), (t("kiosk.ticket.seen"), t("kiosk.ticket.nothing")),
        kiosk(way).facts, t("kiosk.ticket.trades"), trades_of(way), t("kiosk.ticket.code"),
        person.code if person else "", (*notes, t("kiosk.ticket.invented")), proof,
    )  # fmt: skip


def prints(way: Way, answer: Answer) -> Move:
    """One ticket a visit, beside the window; counted when the printer takes it. One it refused may be asked again."""
    here = kiosk(way)
    ticket, printer, comfort = ticket_of(way), Printer.read(here.config.printer), way.comfort

    def make() -> Move:
        here.count(printed=(key := hand_over(printer, ticket)))
        key = key or TAKEN
        return Go(Step.BOARDING, With(key=key, said=Catalogue.load().t(key, comfort.language, comfort.easy)))

    return wait_for(way, "waiting.paper", make)


def show_keep(way: Way, given: With) -> Scene:
    """The number is the yes: leaving it is a no."""
    return NumberEntry(Step.SHARE, "kiosk.keep.asks", {"n": kiosk(way).config.claim_days})


def keeps(way: Way, answer: Answer) -> Move:
    """Seal the result and let it wait here, beside the window; what stays is said from now on."""
    here, person, shown, comfort = kiosk(way), way.visit.person, way.visit.shown, way.comfort
    assert person is not None
    assert shown is not None
    assert here.claims is not None
    claims, days, facts = here.claims, here.config.claim_days, (way.scenario.head.id, answer.typed)

    def make() -> Move:
        try:
            claims.keep(body_of(person, shown, CLAIMED_MONTHS, comfort.language), facts, days)
        except (ClaimError, OSError):
            key = "kiosk.keep.failed"
        else:
            key, here.kept_days = "kiosk.keep.done", days
        return Go(Step.BOARDING, With(said=Catalogue.load().t(key, comfort.language, comfort.easy, n=days)))

    return wait_for(way, "waiting.paper", make)


def show_claim_code(way: Way, given: With) -> Scene:
    return CodeEntry(given.key)


def claims_by(way: Way, answer: Answer) -> Move:
    """The code of the ticket, in its form; then what its person knows."""
    code = code_typed(answer.typed)
    if not code:
        return Go(Step.ENTRY, With(key="kiosk.claim.no_code"))
    kiosk(way).claiming = (code, "")
    return Go(Step.COMES_BACK)


def show_claim(way: Way, given: With) -> Scene:
    """First which gesture it was, then the number."""
    if kiosk(way).claiming[1]:
        return NumberEntry(Step.COMES_BACK, "kiosk.claim.number", {})
    pictures = [MECHANICS[scenario.head.mechanic].day[1] for scenario in way.scenarios]
    forms = short_forms()
    does = [forms[scenario.head.id].does for scenario in way.scenarios]
    return GestureChoice(arrival.cards(way), pictures, does, Step.COMES_BACK, "kiosk.claim.gesture")


def claims_gesture(way: Way, answer: Answer) -> Move:
    here = kiosk(way)
    here.claiming = (here.claiming[0], answer.typed)
    return Go(Step.COMES_BACK)


def claims_number(way: Way, answer: Answer) -> Move:
    """Right, it goes; wrong, one guess is used up and the visit ends."""
    here = kiosk(way)
    (code, gesture), claims = here.claiming, here.claims
    assert claims is not None

    def make() -> Move:
        try:
            answered: str = claims.claim(code, (gesture, answer.typed))
        except OSError:
            answered = "failed"
        return Go(Step.GOODBYE, With(key=f"kiosk.claim.{answered}"))

    return wait_for(way, "waiting", make)


def show_goodbye(way: Way, given: With) -> Scene:
    key = given.key or ("kiosk.goodbye_kept" if kiosk(way).kept_days else "kiosk.goodbye")
    return Ask(Step.GOODBYE, key, ("end",), values={"n": kiosk(way).kept_days})


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
        "claim": Step.ENTRY,
    }),
    Step.ENTRY: TableRow(show_claim_code, {"typed": Then(claims_by, Step.ENTRY, Step.COMES_BACK), "leave": Then(over)}),
    Step.COMES_BACK: TableRow(show_claim, {
        "open": Then(claims_gesture, Step.COMES_BACK),
        "typed": Then(claims_number, Step.WAITING, Step.GOODBYE),
        "leave": Then(over),
    }),
    Step.SHARE: TableRow(show_keep, {"typed": Then(keeps, Step.WAITING, Step.BOARDING), "leave": Step.BOARDING}),
    Step.AGREEMENT: TableRow(show_two_pictures, {
        "look": Then(to_gesture, Step.HANGAR, Step.PRACTICE),
        "agree": Then(agrees, Step.CODE, Step.TROUBLE, Step.HANGAR, Step.PRACTICE),
    }),
    Step.CODE: TableRow(show_code, {"go": Then(to_gesture, Step.HANGAR, Step.PRACTICE)}),
    Step.TROUBLE: TableRow(beside.show_trouble, {"go_on": Then(to_gesture, Step.HANGAR, Step.PRACTICE)}),
    Step.HANGAR: TableRow(show_gestures, {"open": Then(enters, Step.PRACTICE)}),
    Step.PRACTICE: TableRow(practising.show_practice, {"done": Then(practised, Step.EXERCISE)}),
    Step.DEBRIEF: TableRow(show_best, {
        "watch": Then(workshop.watch, Step.REPLAY),
        "go": Then(sees_ticket, Step.TAKEOFF),
    }),
    Step.BOARDING: TableRow(show_ticket, {
        "print": Then(prints, Step.WAITING, Step.BOARDING),
        "keep": Step.SHARE,
        "end": Step.GOODBYE,
    }),
    Step.WAITING: TableRow(show_waiting, {"done": Then(go_on, Step.BOARDING, Step.GOODBYE)}),
    Step.GOODBYE: TableRow(show_goodbye, {"end": Then(over)}),
    Step.PAUSE: TableRow(show_pause, {
        "go_on": Then(beside.back),
        "comfort": TABLE[Step.PAUSE].follows["comfort"],
        "stop": Then(over),
    }),
    Step.NOTICE: TableRow(beside.show_notice, {"go_on": Then(beside.back), "stop": Then(over)}),
}  # fmt: skip
