"""By stick: the organisation's card onto it, the cards of a room and its results off it, receipts back onto it."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from starlette.responses import Response

from export.files.whole import write_whole
from export.packets.cards import Card, card_text, read_card
from export.packets.keys import KeyFileError
from export.packets.stick import packets_on, plugged_in
from export.store.beside import organisation_beside
from export.store.receiving import TAKEN, receive
from export.store.stations import numbered, stations_seen
from export.store.store import StoreError
from tower.call import Call, sent, shown
from tower.pages.house import ENROL, MOST_CARDS, MOST_STICKS, card_places, checkout, own_card, take_cards

HERE = "/people/stick"
CARD = "organisation.card"


def stick_page(call: Call) -> Response:
    """What is plugged in, and how many results lie on it."""
    return call.page("stick.html", sticks=[(str(path), len(packets_on(path))) for path in plugged_in()[:MOST_STICKS]])


def chosen(call: Call, places: Sequence[Path]) -> Path:
    """The stick that a button names, of those offered (`places`): never another folder. Raises StoreError."""
    stick = next((path for path in places if str(path) == call.form.get("stick")), None)
    if stick is None:
        raise StoreError("tower.stick.gone")
    return stick


def take(call: Call) -> Response:
    """Take in what lies on a stick, and lay the receipts on it; which computer brought how many is said."""
    stick = chosen(call, plugged_in())
    try:
        files = receive(call.store, stick, organisation_beside(call.house.db), call.now)
    except OSError as error:
        raise StoreError("carry.stick_refused", path=error.filename or stick, reason=error) from error
    fine = [file.outcome for file in files if file.outcome.state in TAKEN]
    fresh = sum(outcome.state == "imported" for outcome in fine)
    call.tell("tower.stick.taken", n=fresh, again=len(fine) - fresh)
    if fine:
        labels = {str(row["station_id"]): str(row["label"]) for row in stations_seen(call.store)}
        by = Counter(labels.get(outcome.station_id, outcome.station_id) for outcome in fine)
        said = [call.say("tower.stick.of", label=label, n=by[label]) for label in sorted(by, key=numbered)]
        call.tell("tower.stick.by", names=", ".join(said))
    for key, n in sorted(Counter(file.outcome.key for file in files if file.outcome.state not in TAKEN).items()):
        call.tell("tower.stick.refused", n=n, why=call.say(key))
    return call.go(HERE)


def lay_card(call: Call) -> Response:
    """Write the organisation's card onto a stick, to be carried from one computer to the next."""
    stick = chosen(call, card_places())
    try:
        write_whole(stick / CARD, card_text(own_card(call)))
    except OSError as error:
        raise StoreError("carry.stick_refused", path=error.filename or stick, reason=error) from error
    call.tell("tower.stick.card_here" if stick == checkout() else "tower.stick.card_laid", path=stick / CARD)
    return call.go("/house/stations" + ENROL)


def enrol_from(call: Call) -> Response:
    """Enrol every computer whose card lies on a stick."""
    place = chosen(call, card_places())
    cards = cards_on(place)
    if not cards:
        raise StoreError("tower.stick.none_here" if place == checkout() else "tower.stick.no_card")
    return take_cards(call, cards)


def cards_on(stick: Path) -> list[Card]:
    """The cards of computers on a stick, in the order in which the room was gone through; what is none is left."""
    cards = []
    paths = sorted(islice(stick.glob("*.card"), MOST_CARDS), key=lambda path: numbered(path.stem))
    for path in paths:
        try:
            cards.append(read_card(path, "station"))
        except (KeyFileError, OSError):
            continue
    return cards


WAYS = (
    shown(HERE, stick_page),
    sent(HERE + "/take", take, HERE),
    sent("/house/stations/stick", lay_card, "/house/stations" + ENROL),
    sent("/house/stations/stick/enrol", enrol_from, "/house/stations" + ENROL),
)
