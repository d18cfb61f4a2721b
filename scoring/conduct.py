"""A sitting conducted: for each seat, which workshops still fit before the end, and what will stay unsettled. Pure.

Minutes are whole and counted from the opening. Planned again as it goes: a late arrival, a machine that stood still
and a slow player leave less room, and what then brings most is chosen; nothing ever runs past the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from scoring.circuit import SETTLED_SE, CanShow, WorkshopAtHand, expected_se, information

LEAD, CLOSING = 6, 8
"""Minutes before the first workshop (welcome, agreement, ease with the device), and after the last (result, share)."""
AGAIN = 5
"""Minutes a machine that stood still costs: started again, the run taken up."""
MOST_PACE = 2.5
PRIOR_SD = 1.0


@dataclass(frozen=True, slots=True)
class SeatNow:
    """How a seat stands. `begins`: minute at which the person came; `done`: workshops finished; `playing`: the one
    under way ("" for none) and `since` when (minute); `stops`: how often its machine stood still; `gone`: they left."""

    seat: int
    begins: int = 0
    done: tuple[str, ...] = ()
    playing: str = ""
    since: int = 0
    stops: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A workshop of a seat's plan, from one minute to another. `cut`: it will not be finished by the end."""

    workshop: str
    starts: int
    ends: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """The rest of a seat's sitting. `dropped`: workshops that no longer fit; `unsettled`: habiletés of the circuit that
    are expected to stay open; `ends`: the minute at which the person goes; `slow`: they work slower than is usual."""

    seat: int
    stages: tuple[Leg, ...]
    dropped: tuple[str, ...]
    unsettled: tuple[str, ...]
    ends: int
    slow: bool = False


def conduct(
    seats: Sequence[SeatNow], circuit: Sequence[tuple[WorkshopAtHand, int]], length: int, now: int
) -> list[SeatPlan]:
    """The plan of each seat at a minute of a sitting of `length`. `circuit`: workshops and their minutes, in order."""
    return [_one(seat, circuit, length, now) for seat in seats]


def pace(seat: SeatNow, minutes: Mapping[str, int], now: int) -> float:
    """How many times longer than usual this person takes, at least 1: by the time that finished workshops took, and by
    what the one under way has taken already."""
    spent = (seat.since if seat.playing else now) - seat.begins - LEAD - AGAIN * seat.stops
    usual = sum(minutes.get(one, 0) for one in seat.done)
    found = [spent / usual] if usual and seat.playing else []
    if seat.playing in minutes:
        found.append((now - seat.since - AGAIN * seat.stops) / minutes[seat.playing])
    return min(MOST_PACE, max([1.0, *found]))


def _one(seat: SeatNow, circuit: Sequence[tuple[WorkshopAtHand, int]], length: int, now: int) -> SeatPlan:
    minutes = {one.workshop: usual for one, usual in circuit}
    by_id = {one.workshop: one for one, _ in circuit}
    if seat.gone:
        return SeatPlan(seat.seat, (), (), _unsettled([by_id[w] for w in seat.done if w in by_id], circuit), now)
    rate = pace(seat, minutes, now)
    end = length - CLOSING
    stages, free = [], max(now, seat.begins) + (0 if seat.playing or seat.done else _lead(seat, now))
    if seat.playing:
        left = max(1, round(minutes.get(seat.playing, 0) * rate) + AGAIN * seat.stops - (now - seat.since))
        stages.append(Leg(seat.playing, seat.since, min(free + left, end), free + left > end))
        free += left
    taken = {*seat.done, seat.playing}
    there = [by_id[w] for w in (*seat.done, seat.playing) if w in by_id]
    open_ = [(one, round(usual * rate)) for one, usual in circuit if one.workshop not in taken]
    chosen = _best(open_, end - free, there, circuit)
    for one, takes in chosen:
        stages.append(Leg(one.workshop, free, free + takes))
        free += takes
    names = {one.workshop for one, _ in chosen}
    dropped = tuple(one.workshop for one, _ in open_ if one.workshop not in names)
    whole = [one for one in there if not any(s.cut and s.workshop == one.workshop for s in stages)]
    unsettled = _unsettled([*whole, *(one for one, _ in chosen)], circuit)
    return SeatPlan(seat.seat, tuple(stages), dropped, unsettled, min(length, free + CLOSING), rate > 1.25)


def _lead(seat: SeatNow, now: int) -> int:
    """What is left of the welcome."""
    return max(0, LEAD - max(0, now - seat.begins))


def _best(
    open_: Sequence[tuple[WorkshopAtHand, int]], room: int, there: Sequence[WorkshopAtHand],
    circuit: Sequence[tuple[WorkshopAtHand, int]],
) -> list[tuple[WorkshopAtHand, int]]:  # fmt: skip
    """Of the workshops that fit together, in their order: those that look at most habiletés, settle most, narrow most.

    Ties go to the first ones of the circuit; a circuit has few workshops, so that every choice is looked at.
    """
    best: list[tuple[WorkshopAtHand, int]] = []
    rank = (-1, -1, -1.0)
    for n in range(min(len(open_), 6), -1, -1):
        for some in combinations(open_, n):
            if sum(takes for _, takes in some) > room:
                continue
            se = _expected([*there, *(one for one, _ in some)], circuit)
            found = (
                sum(one < PRIOR_SD for one in se.values()), sum(one <= SETTLED_SE for one in se.values()),
                round(-sum(one**2 for one in se.values()), 9),
            )  # fmt: skip
            if found > rank:
                best, rank = list(some), found
    return best


def _expected(
    seen: Sequence[WorkshopAtHand], circuit: Sequence[tuple[WorkshopAtHand, int]]
) -> dict[str, float]:
    """The SE to be expected of each habileté that the circuit looks at, after these workshops."""
    names = dict.fromkeys(rule.habilete for one, _ in circuit for rule in one.rules)
    person = CanShow()
    return {name: expected_se(PRIOR_SD, [information(one, name, person) for one in seen]) for name in names}


def _unsettled(seen: Sequence[WorkshopAtHand], circuit: Sequence[tuple[WorkshopAtHand, int]]) -> tuple[str, ...]:
    """Habiletés the circuit looks at that are expected to stay open."""
    return tuple(name for name, se in _expected(seen, circuit).items() if se > SETTLED_SE)
