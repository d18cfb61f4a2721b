"""Where people's results came from, and the workshops they stand on: of a page of them, or of everybody at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, cast

from export.store.days import LATEST_FIRST, OF_SEAT
from export.store.store import Store


@dataclass(frozen=True, slots=True)
class Came:
    """Of some people, by their ids: `seats`, the day and the seat that their latest result came from, of who came from
    no seat of a day nothing; `played`, the workshops that their result stands on, in the order they were played."""

    seats: Mapping[str, Mapping[str, Any]]
    played: Mapping[str, tuple[str, ...]]


Arrival = tuple[str, str]
"""A post, and when what it shared was received: many people come from one moment."""


def came_of(store: Store, people: Sequence[str] | None = None) -> Came:
    """Where the results of these people came from, and what they stand on; None: of everybody, which is read in a third
    of the time that asking for each takes."""
    with store.reading():
        speaks: dict[Arrival, str] = {}
        moments: dict[str, tuple[Arrival, ...]] = {}
        played: dict[str, tuple[str, ...]] = {}
        # What many have alike is held once.
        alone: dict[Arrival, tuple[Arrival, ...]] = {}
        alike: dict[tuple[str, ...], tuple[str, ...]] = {}
        packets = cast(Iterator[tuple[str, str, str, str, str | None]], store.stream(*_packets_of(people)))
        for who, packet_id, station, received, workshop in packets:
            at = (station, received)
            if at not in alone:
                speaks[at], alone[at] = packet_id, (at,)
            before = moments.get(who)
            moments[who] = alone[at] if before is None or before == alone[at] else (*before, at)
            if workshop is not None:
                done = (*played.get(who, ()), workshop)
                played[who] = alike.setdefault(done, done)
        places = _places_of(store, speaks)
    # As many as came alike are looked at once.
    latest = {came: _latest(came, places) for came in set(moments.values())}
    seats = {who: place for who, came in moments.items() if (place := latest[came]) is not None}
    return Came(seats, played)


def _latest(came: Sequence[Arrival], places: Mapping[Arrival, tuple[int, dict[str, Any]]]) -> dict[str, Any] | None:
    """The day and the seat of the latest of some moments, None where none came from a seat."""
    best = min((places[at] for at in came if at in places), key=itemgetter(0), default=None)
    return best[1] if best else None


def _packets_of(people: Sequence[str] | None) -> tuple[str, ...]:
    """The question for the packets of some people and the workshops that count in each, with its values."""
    asked = (
        "select e.candidate_id, p.packet_id, p.station_id, p.received_at, w.workshop from evidence_archive e join "
        "packets p on p.packet_id=e.packet_id left join workshops w on w.candidate_id=e.candidate_id and "
        "w.packet_id=e.packet_id {} order by p.sequence, w.made_at, w.workshop"
    )
    if people is None:
        return (asked.format(""),)
    return asked.format("where e.candidate_id in (select value from json_each(?))"), json.dumps(list(people))


def _places_of(store: Store, speaks: Mapping[Arrival, str]) -> dict[Arrival, tuple[int, dict[str, Any]]]:
    """The day and the seat of each moment, asked once of one packet that speaks for it, with how late they come: the
    least is the latest."""
    at_of = {packet_id: at for at, packet_id in speaks.items()}
    places: dict[Arrival, tuple[int, dict[str, Any]]] = {}
    alike: dict[tuple[Any, Any], dict[str, Any]] = {}
    came = store.stream(
        # These few packets first, in this order: a day's posts bring thousands.
        "select p.packet_id, d.day_id, d.title, s.seat from packets p cross join day_seats s cross join days d "
        f"where d.day_id=s.day_id and {OF_SEAT} and p.packet_id in (select value from json_each(?)){LATEST_FIRST}",
        json.dumps(list(at_of)),
    )  # fmt: skip
    for n, (packet_id, day_id, title, seat) in enumerate(came):
        place = alike.setdefault((day_id, seat), {"day_id": day_id, "title": title, "seat": seat})
        places.setdefault(at_of[str(packet_id)], (n, place))
    return places
