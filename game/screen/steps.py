"""The steps of a person's way through the game, and what a scene answers when it ends."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Each step by its name; what it shows and what follows stand in `game/journey/table.py`."""

    WELCOME = "welcome"
    ENTRY = "entry"
    COMES_BACK = "comes_back"
    AGREEMENT = "agreement"
    CODE = "code"
    EASE = "ease"
    HANGAR = "hangar"
    BRIEFING = "briefing"
    INTENTION = "intention"
    PRACTICE = "practice"
    READY = "ready"
    EXERCISE = "exercise"
    DEBRIEF = "debrief"
    REPLAY = "replay"
    WISHES = "wishes"
    TAKEOFF = "takeoff"
    BOARDING = "boarding"
    SHARE = "share"
    WAITING = "waiting"
    ERASE = "erase"
    GOODBYE = "goodbye"
    PAUSE = "pause"
    COMFORT = "comfort"
    SEAT = "seat"
    NOTICE = "notice"
    JOINING = "joining"
    TOWER = "tower"
    TROUBLE = "trouble"
    NOT_ERASED = "not_erased"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a step ended: one of the choices it offers, and with it what was typed or the moment that was chosen."""

    step: Step
    choice: str
    typed: str = ""
    tick: int = -1
