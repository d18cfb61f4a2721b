"""The table of the way: for each step what it shows and what follows each answer. Start reading here."""

from collections.abc import Mapping

from game.journey import arrival, beside, leaving, workshop
from game.journey.way import Over, Stage, Then
from game.scenes.menu import ROWS
from game.screen.steps import Step

TABLE: Mapping[Step, Stage] = {
    # From the welcome to the hangar.
    Step.WELCOME: Stage(arrival.show_welcome, {
        "enter": Then(arrival.enter, Step.AGREEMENT, Step.EASE),
        "language": Then(arrival.other_language),
        "resume": Step.ENTRY,
    }),
    Step.ENTRY: Stage(arrival.show_entry, {
        "typed": Then(arrival.find_by_code, Step.ENTRY, Step.EXERCISE, Step.NOTICE, Step.TROUBLE, Step.WELCOME),
        "leave": Step.WELCOME,
    }),
    Step.AGREEMENT: Stage(arrival.show_agreement, {
        "agree": Then(arrival.agree, Step.CODE, Step.TROUBLE, Step.EASE),
        "look": Step.EASE,
    }),
    Step.CODE: Stage(arrival.show_code, {"go": Step.EASE}),
    Step.EASE: Stage(arrival.show_ease, {"go": Then(arrival.warmed_up, Step.HANGAR)}),
    Step.HANGAR: Stage(arrival.show_hangar, {"open": Then(arrival.enter_workshop, Step.BRIEFING)}),
    # In the workshop.
    Step.BRIEFING: Stage(workshop.show_briefing, {"go": Step.INTENTION}),
    Step.INTENTION: Stage(workshop.show_intention, {
        choice: Then(workshop.keep_intention, Step.PRACTICE) for choice in ("look", "ask", "do", "skip")
    }),
    Step.PRACTICE: Stage(workshop.show_practice, {"done": Step.READY}),
    Step.READY: Stage(workshop.show_ready, {"go": Step.EXERCISE}),
    Step.EXERCISE: Stage(workshop.show_exercise, {"done": Then(workshop.exercise_done, Step.DEBRIEF)}),
    Step.DEBRIEF: Stage(workshop.show_debrief, {
        "watch": Then(workshop.watch, Step.REPLAY),
        "again": Step.EXERCISE,
        "go": Step.WISHES,
    }),
    Step.REPLAY: Stage(workshop.show_replay, {"back": Then(beside.back)}),
    # The person decides.
    Step.WISHES: Stage(leaving.show_wishes, {"go": Then(leaving.wished, Step.TAKEOFF)}),
    Step.TAKEOFF: Stage(leaving.show_takeoff, {"go": Step.BOARDING}),
    Step.BOARDING: Stage(leaving.show_boarding, {
        "print": Then(leaving.print_it, Step.BOARDING),
        "share": Step.SHARE,
        "keep": Then(leaving.keep_paper, Step.GOODBYE, Step.NOT_ERASED),
        "erase": Step.ERASE,
        "end": Then(leaving.end_look, Step.GOODBYE),
    }),
    Step.SHARE: Stage(leaving.show_share, {
        "months_3": Then(leaving.share_it, Step.GOODBYE, Step.BOARDING, Step.NOT_ERASED),
        "months_24": Then(leaving.share_it, Step.GOODBYE, Step.BOARDING, Step.NOT_ERASED),
        "back": Step.BOARDING,
    }),
    Step.ERASE: Stage(leaving.show_erase, {
        "yes": Then(leaving.erase_all, Step.GOODBYE, Step.NOT_ERASED),
        "back": Step.BOARDING,
    }),
    Step.GOODBYE: Stage(leaving.show_goodbye, {"end": Step.WELCOME}),
    Step.NOT_ERASED: Stage(leaving.show_not_erased, {"go_on": Step.WELCOME}),
    # Beside the way.
    Step.PAUSE: Stage(beside.show_pause, {
        "go_on": Then(beside.back),
        "comfort": Then(lambda way, answer: Over(Step.COMFORT), Step.COMFORT),
        "stop_keep": Then(beside.stop_and_keep, Step.WELCOME),
        "stop": Then(leaving.forget, Step.WELCOME, Step.NOT_ERASED),
    }),
    Step.COMFORT: Stage(beside.show_comfort, {
        "go_on": Then(beside.back),
        **{setting: Then(beside.change_comfort) for setting in ROWS},
    }),
    Step.NOTICE: Stage(beside.show_notice, {
        "go_on": Then(beside.back),
        "stop": Then(leaving.forget, Step.WELCOME, Step.NOT_ERASED),
    }),
    Step.TROUBLE: Stage(beside.show_trouble, {"go_on": Step.EASE}),
}  # fmt: skip
