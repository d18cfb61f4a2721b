"""Beside the way: pause, comfort, and what a facilitator should know."""

from dataclasses import replace

from export.packets.keys import KeyFileError
from game.journey.way import Back, Go, Move, Over, Stay, Way, With
from game.scenes.boarding import Ask
from game.scenes.menu import ComfortMenu, Pause, changed
from game.scenes.seat import SeatChecked
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.station.joining import join

IN_WORKSHOP = (Step.BRIEFING, Step.INTENTION, Step.PRACTICE, Step.READY, Step.EXERCISE)
"""Steps from which who has finished another workshop may go back to the hangar."""


def show_pause(way: Way, given: With) -> Scene:
    inside = way.visit.tried and way.step in IN_WORKSHOP
    returns = way.person is not None and way.person.erasing == "erase_today"
    return Pause(
        lambda: way.seen_causes, keeps=way.person is not None, leaves=bool(inside), returns=returns,
        again=not _comes_back_here(way),
    )  # fmt: skip


def _comes_back_here(way: Way) -> bool:
    """Whether a code leads back to where the person is: a first try is recorded, of practice it is kept how far it is;
    of a second try nothing is."""
    first = way.step in (Step.PRACTICE, Step.READY, Step.EXERCISE) and way.visit.of(way.scenario.head.id) is None
    return first or (way.step is Step.HANGAR and bool(way.visit.tried))


def back(way: Way, answer: Answer) -> Move:
    return Back()


def stop_and_keep(way: Way, answer: Answer) -> Move:
    """The journal reaches the disk; its code takes the run up again for ten minutes: the last screen says so."""
    if way.person is None:
        return Go(Step.GOODBYE, With("goodbye.discovery"))
    way.person.close()
    code, flown = way.person.code, way.visit.passed
    # Nobody is there any more: their ten minutes run, also while this screen stands.
    way.visit = way.new_visit()
    return Go(Step.GOODBYE, With("goodbye.waits", {"code": code}, flown=flown))


def show_comfort(way: Way, given: With) -> Scene:
    """At the welcome, where nobody has begun, it also leads to the check of the seat."""
    return ComfortMenu(checks=way.checks is not None and way.person is None and way.places[0].step is Step.WELCOME)


def show_seat(way: Way, given: With) -> Scene:
    assert way.checks is not None
    return SeatChecked(way.checks())


def change_comfort(way: Way, answer: Answer) -> Move:
    way.comfort = changed(way.comfort, answer.choice)
    return no_voice(way) if answer.choice == "aloud" and way.comfort.aloud != "no" else Stay()


def no_voice(way: Way) -> Move:
    """Where no voice answers it is said once, with what to install, and the sentences are written in its place."""
    state = way.voice.state if way.voice is not None else "none"
    if state == "ready":
        return Stay()
    way.comfort = replace(way.comfort, voice=True)
    if way.visit.voice_said:
        return Stay()
    way.visit.voice_said = True
    return Over(Step.NOTICE, With(f"voice.{state}"))


def show_notice(way: Way, given: With) -> Scene:
    return Ask(Step.NOTICE, given.key, ("go_on", "stop") if given.may_stop else ("go_on",), values=given.values)


def show_joining(way: Way, given: With) -> Scene:
    """The card of an organisation was found: whose it is, its check signs, and whether this post joins it."""
    card = way.found_card
    values = {"label": card.card.label, "check": card.check} if card else {"label": "", "check": ""}
    return Ask(Step.JOINING, "joining", ("join", "later"), values=values)


def join_found(way: Way, answer: Answer) -> Move:
    """Join, and say what to do with the stick; what refuses is said, and the game goes on without."""
    card, way.found_card = way.found_card, None
    if card is None or way.home is None:
        return Go(Step.WELCOME)
    try:
        joined = join(way.home.folder, card)
    except (OSError, KeyFileError):
        return Go(Step.WELCOME, notice="joining.refused")
    key = "joining.done" if joined.beside else "joining.not_beside"
    if joined.on_stick:
        return Go(Step.WELCOME, notice=key)
    folder = card.path.absolute().parent
    name = joined.beside.name if joined.beside else ""
    return Go(Step.WELCOME, notice=f"{key}_here", said={"folder": folder.name or str(folder), "file": name})


def show_trouble(way: Way, given: With) -> Scene:
    return Ask(Step.TROUBLE, given.key, ("go_on",), values=given.values)
