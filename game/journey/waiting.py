"""Waiting for something that is done beside the window, and what is looked after meanwhile and at each start."""

import datetime
import threading
from collections.abc import Callable, Sequence

from game.journey.person import forget_old
from game.journey.settle import clean, database, resolve, unsettled
from game.journey.way import Go, Move, Way, With
from game.journey.work import Work
from game.scenes.boarding import Busy
from game.scenes.hangar import Welcome
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.station.consent import VisitConsent
from game.station.home import Home

EVERY_TICKS = 250
"""Five seconds: how often visits nobody came back to are looked for."""


def wait_for(way: Way, key: str, do: Callable[[], Move | Callable[[], Move]]) -> Move:
    """Do something beside the window, and show a calm screen until it is over.

    `do` gives where the way goes on, or what is to be done on it first, by the thread of the window.
    """
    way.work = Work(do)
    return Go(Step.WAITING, With(key))


def show_waiting(way: Way, given: With) -> Scene:
    work = way.work
    return Busy(given.key or "waiting", lambda: work is None or work.over())


def go_on(way: Way, answer: Answer) -> Move:
    """On to where the work leads; only at the pass is the person still there."""
    work, way.work = way.work, None
    outcome = work.get() if work else Go(Step.WELCOME)
    if not (isinstance(outcome, Go) and outcome.step is Step.BOARDING):
        way.visit = way.new_visit()
    return outcome() if callable(outcome) else outcome


def begin(way: Way) -> None:
    """At a start: what a kill left is settled, in the background where the database must be asked."""
    if way.home:
        clean(way.home, datetime.date.today())
        _resolve(way)


def look_after(way: Way, ticks: int) -> None:
    """Every five seconds: the person is still there, and the time of those who are not may be over.

    The welcome offers to take up a code as long as one leads somewhere; what was chosen there stays.
    """
    way.unseen_ticks += ticks
    if way.home is None or way.work is not None or way.unseen_ticks < EVERY_TICKS:
        return
    way.unseen_ticks = 0
    if way.person:
        way.person.here()
    open_ = forget_old(way.home, way.resume_within_s, but=way.person.candidate if way.person else "")
    if way.person is None:
        _resolve(way)
    if isinstance(way.top, Welcome):
        way.top.resumable = may_resume(way.home, open_)


def may_resume(home: Home, open_: Sequence[VisitConsent]) -> bool:
    """Whether a code may lead somewhere: to a visit that waits, or to what somebody shared another day."""
    return bool(open_) or database(home).exists()


def _resolve(way: Way) -> None:
    if way.home and unsettled(way.home) and (way.resolving is None or not way.resolving.is_alive()):
        way.resolving = threading.Thread(target=resolve, args=(way.home,), name="resolve", daemon=True)
        way.resolving.start()
