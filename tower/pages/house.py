"""The house's own: its seats, its advisers, its region."""

import itertools
import socket
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from starlette.responses import Response

from export.files.check_signs import read_aloud
from export.packets.cards import Card, card_of_key, card_text, read_card, refuse_secret
from export.packets.keys import KEY_MISSING, ORGANISATION_FILE, KeyFileError, station_id_of
from export.packets.stick import plugged_in
from export.store.advisers import advisers, close, declare
from export.store.beside import home_beside, organisation_beside
from export.store.days import last_day, next_planned, seats_bare
from export.store.firms import firms_of, tie
from export.store.intake import add_station, revoke_station
from export.store.pins import set_pin, with_pin
from export.store.region import region_of, use_region
from export.store.settings import name_organisation
from export.store.stations import employers_of, note_key, nothing_sealed, numbered, rename_station, stations_seen
from export.store.store import StoreError
from scenarios.regions import regions
from tower.call import Call, sent, shown
from tower.logins import Notice
from tower.pages.enter import twice
from tower.pages.room import announced, enrolled, fill_seats, open_them_of

ELSEWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737), to ask the system its way there."""
COMPUTERS, ENROL = "#computers", "#enrol"
"""Where on the page of the computers what was pressed stands."""
MOST_CARDS = 60
"""Cards of posts that are dropped at once: a whole room."""
PLAYER, PLAYER_MB = "envol-player-", 108
"""How the name of the folder to copy begins, and what it weighs (docs/packages.md) where none is here to weigh."""
STICK_MB_S, ROOM_OF = 30, 12
"""What a USB 2 stick reads in a second, and the computers of a room."""
MOST_STICKS = 4
"""Sticks that are offered; a machine on which more is mounted has other ways."""
SECRET, OF_ORGANISATION = "key_card.secret", "key_card.is_organisation"
"""How a card is refused that bears a secret half, and how the organisation's own is told from a post's."""


def stations(call: Call) -> Response:
    """The seats: who may send results, since when, and when each last did."""
    check = lost = ""
    rows = enrolled(call)
    try:
        check = own_card(call).check
    except KeyFileError as error:
        # Without its key the organisation has no card, and no sign to compare.
        lost = error.key
    day_next = last_day(call.store, "open") or to_come(call)
    return call.page(
        "stations.html", sticks=plugged_in()[:MOST_STICKS], stations=stations_seen(call.store),
        posts={row["station_id"]: row for row in rows}, said=announced(call, rows),
        day_next=day_next, day_bare=day_next and seats_bare(call.store, day_next["day_id"])[0],
        addresses=own_addresses(), check=read_aloud(check) if check else "", lost=lost,
        fresh=lost == KEY_MISSING and nothing_sealed(call.store), key=call.house.home / ORGANISATION_FILE,
        folder=own_folder(), player=player_folder(), sources=from_sources(), laid=laid_in(),
        checkout=checkout(), copying=copying(player_folder() or own_folder()), on_linux=sys.platform == "linux",
    )  # fmt: skip


def to_come(call: Call) -> dict[str, Any] | None:
    """The sitting that is ready, of today or later; None where there is none."""
    today = call.now.astimezone().date().isoformat()
    day = next_planned(call.store, today)
    return day if day and day["starts_at"][:10] >= today else None


def own_folder() -> Path | None:
    """The folder this tower was opened from, where it is one to copy: it holds the game too, and no data."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def player_folder() -> Path | None:
    """The player's folder, where one is: inside this tower's own, else beside it."""
    places = [place for place in (own_folder(), laid_in()) if place]
    inside = (max((path for path in place.glob(PLAYER + "*") if path.is_dir()), default=None) for place in places)
    return next((path for path in inside if path), None)


def laid_in() -> Path:
    """Where the player's folder is looked for: beside this tower's own, or where `make package` lays it."""
    own = own_folder()
    return own.parent if own else Path(__file__).parents[2] / "out" / "packages"


def checkout() -> Path | None:
    """The folder of the sources, where a game can be opened too, while there is no folder of it to copy; else None."""
    return Path(__file__).parents[2] if from_sources() else None


def card_places() -> list[Path]:
    """Where the organisation's card may be laid and the cards of computers are taken from: what is plugged in, then the
    folder of the sources, beside which a game that is opened from it looks (`game.station.joining.places`)."""
    own = checkout()
    return plugged_in() + ([own] if own else [])


def from_sources() -> bool:
    """Whether there is no folder here to copy to a stick: the tower is open from its sources, and none was made."""
    return own_folder() is None and player_folder() is None


@cache
def weight_mb(folder: Path) -> int:
    """What a folder weighs, in whole megabytes."""
    return ceil(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000)


def copying(folder: Path | None) -> dict[str, int]:
    """How long the copies of a folder take by its size alone, rounded up: `mb`, `s` a computer, `n` minutes a room."""
    mb = weight_mb(folder) if folder and folder.is_dir() else PLAYER_MB
    return {"mb": mb, "s": 5 * ceil(mb / STICK_MB_S / 5), "n": ceil(ROOM_OF * mb / STICK_MB_S / 60), "of": ROOM_OF}


def make_key(call: Call) -> Response:
    """The organisation's key, where none is left and nothing was ever sealed to one. Raises StoreError, KeyFileError.

    A key that is there stays: asking again makes no other.
    """
    home = call.house.home
    try:
        organisation_beside(call.house.db)
    except KeyFileError as error:
        if error.key != KEY_MISSING or not nothing_sealed(call.store):
            raise
        organisation_beside(call.house.db, made_in=home)
        note_key(call.store, call.said_by)
        call.tell("tower.stations.key_made", path=home / ORGANISATION_FILE)
    return call.stay("/house/stations", ENROL)


def own_addresses() -> list[str]:
    """The names and addresses under which this machine may answer on its network; none without one."""
    name = socket.gethostname()
    addresses = set()
    with suppress(OSError):
        addresses = {str(reached[4][0]) for reached in socket.getaddrinfo(name, None, socket.AF_INET)}
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        # Nothing is sent: the system says by which of its addresses it would go (a Debian knows its own name as 127.).
        way.connect(ELSEWHERE)
        addresses.add(str(way.getsockname()[0]))
    return [name, *sorted(address for address in addresses if not address.startswith(("127.", "0.")))]


def at_port(call: Call) -> list[str]:
    """The same, with the port that posts speak to where one is open."""
    port = f":{call.house.stations_at}" if call.house.stations_at else ""
    return [name + port for name in own_addresses()]


def organisation_card(call: Call) -> Response:
    """The one file to carry to a seat: whom its results are sealed to."""
    return call.file("organisation.card", "application/json", card_text(own_card(call)))


def own_card(call: Call) -> Card:
    """The organisation's card as it is now: its name, its key, where it answers. Raises KeyFileError."""
    return card_of_key(organisation_beside(call.house.db), call.house.organisation, at_port(call))


def enrol(call: Call) -> Response:
    """Seats' own cards, carried back: from now on their results are taken in. What else was dropped is named."""
    if not call.uploads:
        raise StoreError("tower.error.no_file")
    # In the order in which the room was gone through: each post wrote its card beside those before it.
    dropped = sorted(call.uploads, key=lambda upload: numbered(upload.name.rpartition(".")[0]))
    cards, left = [], []
    for upload in dropped:
        try:
            cards.append(read_card(upload.path, "station"))
        except KeyFileError as error:
            # A secret half is no matter of one file among others.
            if error.key == SECRET:
                raise
            left.append(error)
    if not cards:
        raise left[0]
    answer = take_cards(call, cards)
    for each in left:
        ours = each.key == OF_ORGANISATION
        key = "tower.stations.passed_over" if ours else each.key
        call.login.said.append(Notice(key, {"path": each.path.name}, wrong=not ours))
    return answer


def take_cards(call: Call, cards: Sequence[Card]) -> Response:
    """Enrol posts by their cards, in that order. Raises StoreError for a name that another post bears, KeyFileError for
    a secret half of this machine's."""
    for card in cards:
        refuse_secret(card, Path(f"{card.label}.card"), home_beside(call.house.db), call.house.db.parent)
    typed = call.form.get("label", "").strip() if len(cards) == 1 else ""
    known = {str(row["station_id"]): str(row["label"]) for row in stations_seen(call.store) if not row["revoked_at"]}
    names, fresh = set(known.values()), []
    borne = typed.casefold() in {name.casefold() for name in names}
    if borne and station_id_of(bytes.fromhex(cards[0].public_key)) not in known:
        raise StoreError("station.same_label", label=typed)
    for card in cards:
        # A post that is here already keeps the name it has.
        label = known.get(station_id_of(bytes.fromhex(card.public_key))) or typed or free_name(card.label, names)
        names.add(label)
        add_station(call.store, bytes.fromhex(card.public_key), label, call.now, call.adviser)
        fresh.append(label)
    # A whole room is one sentence.
    fresh = sorted(dict.fromkeys(fresh), key=numbered)
    call.tell("tower.stations.enrolled", n=len(fresh), label=", ".join(fresh), heard=open_them_of(call, enrolled(call)))
    seat_them(call)
    return call.stay("/house/stations", COMPUTERS)


def seat_them(call: Call) -> None:
    """Computers that have no seat get the free ones of the sitting that is under way, else of the next one that is
    ready, and it is said."""
    day = last_day(call.store, "open") or to_come(call)
    placed = fill_seats(call, day["day_id"]) if day else []
    if day and placed:
        call.tell("tower.stations.seated", title=day["title"], n=len(placed), names=", ".join(placed))


def free_name(label: str, taken: Collection[str]) -> str:
    """The name of a post, with a figure where another one bears it already: copied machines are all called the same."""
    numbers = (f"{label} {n}" for n in itertools.count(2))
    return label if label not in taken else next(name for name in numbers if name not in taken)


def rename(call: Call) -> Response:
    """Call a seat by the name it has in the room."""
    label = call.form.get("label", "")
    rename_station(call.store, call.form.get("station", ""), label, call.said_by)
    call.tell("tower.stations.renamed", label=" ".join(label.split()))
    return call.stay("/house/stations", COMPUTERS)


def revoke(call: Call) -> Response:
    """A seat that was lost or lent: what it signs is refused, what it sent stays."""
    revoke_station(call.store, call.form.get("station", ""), call.now, call.adviser)
    call.tell("tower.stations.revoked_now")
    return call.stay("/house/stations", COMPUTERS)


def team(call: Call) -> Response:
    """Who decides here, who can enter, and who is tied to a firm."""
    entering = set(with_pin(call.store))
    rows = [
        {**row, "pin": row["adviser_id"] in entering, "firms": firms_of(call.store, row["adviser_id"])}
        for row in advisers(call.store)
    ]
    return call.page("team.html", advisers=rows, employers=employers_of(call.store))


def add_adviser(call: Call) -> Response:
    """One more adviser, or a new PIN for one who forgot theirs."""
    pin = twice(call.form)
    who = call.form.get("adviser", "").strip()
    if call.form.get("what") == "new":
        who = declare(call.store, who, call.now, call.adviser)
    set_pin(call.store, who, pin, call.adviser, call.now)
    call.tell("tower.team.pin_set", who=who)
    return call.go("/house/team")


def close_adviser(call: Call) -> Response:
    """An adviser who left: they enter no more, what they decided stays."""
    who = call.form.get("adviser", "")
    if who == call.adviser:
        raise StoreError("tower.error.own_self")
    close(call.store, who, call.now, call.adviser)
    call.tell("adviser.closed_now", id=who)
    return call.go("/house/team")


def tie_adviser(call: Call) -> Response:
    """An adviser is tied to a firm, or no longer."""
    tied = call.form.get("tied") == "yes"
    tie(call.store, call.form.get("adviser", ""), call.form.get("employer", ""), tied, call.said_by)
    call.tell("tower.team.tied" if tied else "tower.team.untied", who=call.form.get("adviser", ""))
    return call.go("/house/team")


def place(call: Call) -> Response:
    """The organisation's name and its region."""
    return call.page("place.html", regions=regions(), region=region_of(call.store))


def set_place(call: Call) -> Response:
    """Change them."""
    name_organisation(call.store, call.form.get("organisation", ""), call.said_by)
    use_region(call.store, call.form.get("region", ""), call.now, call.adviser)
    call.tell("tower.place.kept")
    return call.go("/house")


WAYS = (
    shown("/house", place),
    sent("/house", set_place, "/house"),
    shown("/house/stations", stations),
    shown("/house/stations/organisation.card", organisation_card),
    sent("/house/stations/enrol", enrol, "/house/stations" + ENROL, files=MOST_CARDS, free=("label",)),
    sent("/house/stations/key", make_key, "/house/stations" + ENROL),
    sent("/house/stations/rename", rename, "/house/stations" + COMPUTERS, free=("label",)),
    sent("/house/stations/revoke", revoke, "/house/stations" + COMPUTERS),
    shown("/house/team", team),
    sent("/house/team/pin", add_adviser, "/house/team"),
    sent("/house/team/close", close_adviser, "/house/team"),
    sent("/house/team/tie", tie_adviser, "/house/team"),
)
