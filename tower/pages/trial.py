"""The trial room: opened from any page, followed until it is there, entered by a link."""

from starlette.responses import Response

from tower.call import Call, at_the_door, shown
from tower.house import TrialState

HERE = "/trial"


def trial(call: Call) -> Response:
    """What it is, how far it is, and the way in; where there is none, home."""
    if call.house.tries is None:
        return call.go("/")
    return call.page("trial.html", state=state_of(call), inside=bool(call.adviser))


def progress(call: Call) -> Response:
    """How far it is, alone."""
    return call.page("trial_progress.html", state=state_of(call))


def state_of(call: Call) -> TrialState:
    """How far the room is; not begun where this tower has none."""
    return call.house.tries.state() if call.house.tries is not None else TrialState()


def opened(call: Call) -> Response:
    """A room of robots opens beside: never in this base."""
    if call.house.tries is not None:
        call.house.tries.open(call.login.language)
    return call.go(HERE)


WAYS = (
    shown(HERE, trial, open_to_all=True),
    shown(f"{HERE}/progress", progress, open_to_all=True, part=True),
    at_the_door(HERE, opened, HERE),
)
