"""A sitting conducted: for each seat, which workshops fit before the end, and what too few of them look at. Pure.

Minutes are whole and counted from the opening. Planned again as it goes: a late arrival, a machine that stood still
and a slow player leave less room, and what then brings most is chosen; nothing ever runs past the end.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from scoring.circuit import SETTLED_SE, CanShow, WorkshopAtHand, expected_se, information
from scoring.match import TASKS_FOR_NOT_YET

LEAD, CLOSING = 6, 8
"""Minutes before the first workshop (welcome, agreement, ease with the device), and after the last (result, share)."""
AGAIN = 5
"""Minutes a machine that stood still costs: started again, the run taken up."""
MOST_PACE, SLOW = 2.5, 1.25
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
    """The rest of a seat's sitting. `dropped`: workshops that no longer fit; `lacks`: for each of them how many minutes
    more it would take; `unsettled`: habiletés of the circuit of which « not yet » cannot be said at this seat, as too
    few of its workshops look at them; `never`: those of them that none of its workshops looks at; `ends`: the minute at
    which the person goes; `slow`: they work slower than is usual."""

    seat: int
    stages: tuple[Leg, ...]
    dropped: tuple[str, ...]
    unsettled: tuple[str, ...]
    ends: int
    slow: bool = False
    lacks: tuple[int, ...] = ()
    never: tuple[str, ...] = ()


def whole(minutes: Sequence[int]) -> int:
    """Minutes that workshops take with the welcome before them and the sharing after them: the one count there is."""
    return LEAD + sum(minutes) + CLOSING


def conduct(
    seats: Sequence[SeatNow], circuit: Sequence[tuple[WorkshopAtHand, int]], length: int, now: int,
    asked: Collection[str] = (),
) -> list[SeatPlan]:  # fmt: skip
    """The plan of each seat at a minute of a sitting of `length`. `circuit`: workshops and their minutes, in order;
    `asked`: the habiletés that the offers in view ask: what fits looks at these first."""
    person = CanShow()
    names = dict.fromkeys(rule.habilete for at_hand, _ in circuit for rule in at_hand.rules)
    information_of = {
        at_hand.workshop: {name: information(at_hand, name, person) for name in names} for at_hand, _ in circuit
    }
    plans = [
        _seat_plan(seat, [(there.workshop, usual) for there, usual in circuit], (information_of, asked), (length, now))
        for seat in seats
    ]
    return [_open(seat, plan, circuit) for seat, plan in zip(seats, plans, strict=True)]


def _open(seat: SeatNow, plan: SeatPlan, circuit: Sequence[tuple[WorkshopAtHand, int]]) -> SeatPlan:
    """The plan with what too few of its workshops look at, and what none does."""
    seen = (*seat.done, *(leg.workshop for leg in plan.stages if not leg.cut))
    looked = {rule.habilete for at_hand, _ in circuit if at_hand.workshop in seen for rule in at_hand.rules}
    unsettled = seldom(circuit, seen)
    return replace(plan, unsettled=unsettled, never=tuple(name for name in unsettled if name not in looked))


def seldom(circuit: Sequence[tuple[WorkshopAtHand, int]], seen: Collection[str]) -> tuple[str, ...]:
    """Habiletés that a circuit looks at, in its order, of which fewer than two of the workshops `seen` look: « shown »
    can be said of them, « not yet » never (`scoring.profile.statement`)."""
    looks = {at_hand.workshop: dict.fromkeys(rule.habilete for rule in at_hand.rules) for at_hand, _ in circuit}
    n = Counter(name for workshop, names in looks.items() if workshop in seen for name in names)
    every = dict.fromkeys(name for names in looks.values() for name in names)
    return tuple(name for name in every if n[name] < TASKS_FOR_NOT_YET)


Information = Mapping[str, Mapping[str, float]]
"""What each workshop of the circuit would tell of each habileté it looks at."""
ToldFirst = tuple[Information, Collection[str]]
"""That, and the habiletés that are looked at first."""


def pace(seat: SeatNow, minutes: Mapping[str, int], now: int) -> float:
    """How many times longer than usual this person takes, at least 1: by the time that finished workshops took, and by
    what the one under way has taken already."""
    spent = (seat.since if seat.playing else now) - seat.begins - LEAD - AGAIN * seat.stops
    usual = sum(minutes.get(workshop, 0) for workshop in seat.done)
    paces = [spent / usual] if usual and seat.playing else []
    if seat.playing in minutes:
        paces.append((now - seat.since - AGAIN * seat.stops) / minutes[seat.playing])
    return min(MOST_PACE, max([1.0, *paces]))


def _seat_plan(
    seat: SeatNow, circuit: Sequence[tuple[str, int]], telling: ToldFirst, when: tuple[int, int]
) -> SeatPlan:
    minutes, (length, now) = dict(circuit), when
    if seat.gone:
        return SeatPlan(seat.seat, (), (), (), now)
    rate = pace(seat, minutes, now)
    end = length - CLOSING
    stages, free = [], max(now, seat.begins) + (0 if seat.playing or seat.done else _lead(seat, now))
    if seat.playing:
        left = max(1, round(minutes.get(seat.playing, 0) * rate) + AGAIN * seat.stops - (now - seat.since))
        stages.append(Leg(seat.playing, seat.since, min(free + left, end), free + left > end))
        free += left
    there = (*seat.done, *([seat.playing] if seat.playing else []))
    open_ = [(name, round(usual * rate)) for name, usual in circuit if name not in there]
    chosen = _best(open_, end - free, there, telling)
    for name, takes in chosen:
        stages.append(Leg(name, free, free + takes))
        free += takes
    taken = [name for name, _ in chosen]
    out = [(name, takes - (end - free)) for name, takes in open_ if name not in taken]
    dropped, lacks = tuple(name for name, _ in out), tuple(max(0, more) for _, more in out)
    return SeatPlan(seat.seat, tuple(stages), dropped, (), min(length, free + CLOSING), rate > SLOW, lacks)


def _lead(seat: SeatNow, now: int) -> int:
    """What is left of the welcome."""
    return max(0, LEAD - max(0, now - seat.begins))


def _best(
    open_: Sequence[tuple[str, int]], room: int, there: Sequence[str], telling: ToldFirst
) -> list[tuple[str, int]]:
    """Of the workshops that fit together, in their order: those that look at most habiletés, settle most, narrow most;
    before that, those that look at most of what the offers in view ask, and settle most of it.

    Ties go to the first ones of the circuit; a circuit has few workshops, so that every choice is looked at.
    """
    information_of, asked = telling
    best: list[tuple[str, int]] = []
    rank = (-1, -1, -1, -1, -1.0)
    for n in range(min(len(open_), 6), -1, -1):
        for some in combinations(open_, n):
            if sum(takes for _, takes in some) > room:
                continue
            se = _expected([*there, *(name for name, _ in some)], information_of)
            first = [error for name, error in se.items() if name in asked]
            merit = (
                sum(error < PRIOR_SD for error in first), sum(error <= SETTLED_SE for error in first),
                sum(error < PRIOR_SD for error in se.values()), sum(error <= SETTLED_SE for error in se.values()),
                round(-sum(error**2 for error in se.values()), 9),
            )  # fmt: skip
            if merit > rank:
                best, rank = list(some), merit
    return best


def _expected(seen: Sequence[str], information_of: Information) -> dict[str, float]:
    """The SE to be expected of each habileté that the circuit looks at, after these workshops."""
    names = dict.fromkeys(name for by_habilete in information_of.values() for name in by_habilete)
    return {
        name: expected_se(PRIOR_SD, [information_of[workshop][name] for workshop in seen if workshop in information_of])
        for name in names
    }
