"""What is seen between two steps: the one that has ended passes once more, then the next turn opens."""

from collections.abc import Sequence

from game.mechanics.inspect import view_hour, view_round, view_rounds
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.view_rounds import LastTurn
from game.workshop.between import Interlude
from scenarios.vocabulary import Event

HALLS = ("hall_morning", "hall_day", "hall_noon")
"""What is heard of the hall as a turn opens, by its light."""


def interludes(
    params: InspectParams, events: Sequence[Event], before: str, after: str, *, mirror: bool
) -> tuple[Interlude, ...]:
    """What is seen between the step that has ended and the one that begins; () for a day of one turn alone."""
    zones = {p.id: p.zone for p in params.phases if p.kind == "work"}
    kinds = {p.id: p.kind for p in params.phases}
    shown: list[Interlude] = []
    if before in zones and (way := view_rounds.begun(view_rounds.of_rotor(params, events, zones[before], mirror=mirror))):
        shown.append(_rotor(params, zones[before], way))
    elif kinds.get(before) == "judge" and (way := view_rounds.begun(view_rounds.of_rack(events, before))):
        shown.append(_rack(before, way))
    if after in zones and len(zones) > 1:
        shown.append(_opening(view_hour.turn_of(params, zones[after])))
    return tuple(shown)


def asked_later(params: InspectParams, zone: str) -> bool:
    """Whether the sheet asks at the end what the marks of a rotor say together."""
    return bool(params.concludes) and zone in params.concluding()


def _rotor(params: InspectParams, zone: str, way: LastTurn) -> Interlude:
    turn = view_hour.turn_of(params, zone)
    only_gleams = asked_later(params, zone)
    return Interlude(
        lambda look, bar, ms, still: view_round.rotor(
            look, bar, way, ms, still=still, only_gleams=only_gleams, ground=view_hour.night(turn), metal=turn.metal
        ),
        way.heard, way.lasts,
    )  # fmt: skip


def _rack(phase: str, way: LastTurn) -> Interlude:
    return Interlude(
        lambda look, bar, ms, still: view_round.rack(look, bar, way, ms, phase, still=still), way.heard, way.lasts
    )


def _opening(turn: view_hour.Turn) -> Interlude:
    def heard(before: float, now: float) -> tuple[str, ...]:
        return (HALLS[turn.light],) if before < 0 <= now else ()

    return Interlude(
        lambda look, bar, ms, still: view_hour.opening(look, bar, turn, ms, still=still), heard, view_hour.OPENS_MS
    )
