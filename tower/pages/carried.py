"""By stick: the organisation's card onto it, the cards of a room and its results off it, receipts back onto it."""

import os
import shutil
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
from export.store.store import Store, StoreError
from tower.beside import done_beside, refused_at_all, under_way
from tower.call import Call, sent, shown
from tower.logins import Notice
from tower.pages.house import (
    ENROL,
    MOST_CARDS,
    MOST_STICKS,
    card_places,
    checkout,
    own_card,
    player_folder,
    take_cards,
)

HERE = "/people/stick"
CARD = "organisation.card"
LAYING, LAYING_AT = "lay the game", "/house/stations/stick/work"
"""The work of copying the game onto a stick, and its page."""


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
    """Make a stick ready for a room: the organisation's card, and the game beside it where its folder is here. The game
    is copied beside the pages."""
    stick = chosen(call, card_places())
    try:
        write_whole(stick / CARD, card_text(own_card(call)))
    except OSError as error:
        raise StoreError("carry.stick_refused", path=error.filename or stick, reason=error) from error
    game = player_folder()
    if stick == checkout() or game is None:
        call.tell("tower.stick.card_here" if stick == checkout() else "tower.stick.card_laid", path=stick / CARD)
        return call.go("/house/stations" + ENROL)

    def act(_: Store) -> list[Notice]:
        try:
            lay_game(game, stick)
        except (OSError, shutil.Error) as error:
            return [Notice("tower.stick.game_refused", {"path": stick, "reason": error}, wrong=True)]
        return [Notice("tower.stick.ready", {"path": stick, "game": game.name})]

    done_beside(call, LAYING, act)
    return call.go(LAYING_AT)


def lay_game(game: Path, stick: Path) -> None:
    """Copy the game's folder onto a stick, under its own name once it is whole; one that is there with the same list
    and as many bytes stays. Raises OSError, shutil.Error."""
    to, part = stick / game.name, stick / f"{game.name}.part"
    if not to.is_dir() or sizes(to) != sizes(game):
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(game, part, copy_function=shutil.copyfile if os.name == "nt" else shutil.copy)
        if to.is_dir():
            shutil.rmtree(to)
        part.replace(to)
    for leaflet in game.glob("*.txt"):
        shutil.copyfile(leaflet, stick / leaflet.name)
    if hasattr(os, "sync"):
        # What still waits in memory is not on the stick when somebody pulls it.
        os.sync()


def sizes(folder: Path) -> dict[str, int]:
    """The bytes of each file below a folder, by its path in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def laying(call: Call) -> Response:
    """That the game is being copied; once it is, the page of the computers."""
    if not under_way(call, LAYING):
        refused_at_all(call, LAYING)
        return call.go("/house/stations" + ENROL)
    return call.page(
        "worked_out.html", title=call.text("tower.stick.laying"), part=f"{LAYING_AT}/progress",
        doing=call.text("tower.keep.doing"),
    )  # fmt: skip


def laying_progress(call: Call) -> Response:
    """The same, alone; once it is over, the page is read again."""
    over = not under_way(call, LAYING)
    return call.progress("worked_out_progress.html", over=over, part=call.path, doing=call.text("tower.keep.doing"))


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
    shown(LAYING_AT, laying),
    shown(LAYING_AT + "/progress", laying_progress, part=True),
    sent("/house/stations/stick/enrol", enrol_from, "/house/stations" + ENROL),
)
