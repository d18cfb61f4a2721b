"""Why an act at the rotor did nothing, in words."""

from collections.abc import Mapping

from game.mechanics.inspect.seen import InspectSeen
from game.simulation.bots import mine
from game.workshop import echo
from game.workshop.echo import Why


def _lens(seen: InspectSeen) -> str:
    return "nothing" if seen.locked else "free_rotor"


def _rule(seen: InspectSeen) -> str:
    return "no_lens" if seen.lens is None else "nothing"


WHYS: Mapping[str, Why] = {
    **echo.WHYS,
    "lock": echo.constant("locked"),
    "lens": lambda seen, args: _lens(mine(seen, InspectSeen)),
    "rule": lambda seen, args: _rule(mine(seen, InspectSeen)),
}
"""Act -> why it did nothing."""
