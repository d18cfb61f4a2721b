"""The table of the way: for each step what it shows and what follows each answer. Start reading here."""

from collections.abc import Mapping

from game.journey import arrival, beside, leaving, practising, resuming, to_tower, waiting, workshop
from game.journey.way import Over, TableRow, Then
from game.scenes.menu import ROWS
from game.screen.steps import Step

TABLE: Mapping[Step, TableRow] = {
    # From the welcome to the hangar.
    Step.WELCOME: TableRow(arrival.show_welcome, {
        "enter": Then(arrival.enter, Step.AGREEMENT, Step.EASE),
        "language": Then(arrival.other_language),
        "easy": Then(arrival.easy_words),
        "aloud": Then(arrival.listens, Step.NOTICE),
        "quiet": Then(arrival.reads),
        "resume": Step.ENTRY,
        "tower": Then(to_tower.look_for_tower, Step.TOWER, Step.WAITING),
    }),
    Step.ENTRY: TableRow(arrival.show_entry, {
        "typed": Then(resuming.find_by_code, Step.ENTRY, Step.WELCOME, Step.WAITING),
        "leave": Then(arrival.leave_entry, Step.WELCOME),
    }),
    Step.COMES_BACK: TableRow(arrival.show_comes_back, {
        "mine": Step.AGREEMENT,
        "not_mine": Then(arrival.not_mine, Step.WELCOME),
    }),
    Step.AGREEMENT: TableRow(arrival.show_agreement, {
        "agree": Then(arrival.agree, Step.CODE, Step.TROUBLE, Step.EASE),
        "look": Step.EASE,
    }),
    Step.CODE: TableRow(arrival.show_code, {"go": Step.EASE}),
    Step.EASE: TableRow(arrival.show_ease, {"go": Then(arrival.warmed_up, Step.HANGAR)}),
    Step.HANGAR: TableRow(arrival.show_hangar, {
        "open": Then(arrival.enter_workshop, Step.BRIEFING),
        "end": Then(arrival.end_tour, Step.WISHES, Step.GOODBYE, Step.NOT_ERASED, Step.WAITING),
    }),
    # In the workshop.
    Step.BRIEFING: TableRow(workshop.show_briefing, {"go": Step.INTENTION}),
    Step.INTENTION: TableRow(workshop.show_intention, {
        choice: Then(workshop.keep_intention, Step.PRACTICE) for choice in ("look", "ask", "do", "skip")
    }),
    Step.PRACTICE: TableRow(practising.show_practice, {"done": Then(practising.ended, Step.READY)}),
    Step.READY: TableRow(workshop.show_ready, {"go": Step.EXERCISE}),
    Step.EXERCISE: TableRow(workshop.show_exercise, {"done": Then(workshop.exercise_done, Step.DEBRIEF)}),
    Step.DEBRIEF: TableRow(workshop.show_debrief, {
        "watch": Then(workshop.watch, Step.REPLAY),
        "again": Step.EXERCISE,
        "go": Then(workshop.leave_debrief, Step.HANGAR),
    }),
    Step.REPLAY: TableRow(workshop.show_replay, {"back": Then(beside.back)}),
    # The person decides.
    Step.WISHES: TableRow(leaving.show_wishes, {"go": Then(leaving.wished, Step.TAKEOFF)}),
    Step.TAKEOFF: TableRow(leaving.show_takeoff, {"go": Step.BOARDING}),
    Step.BOARDING: TableRow(leaving.show_boarding, {
        "print": Then(leaving.print_it, Step.WAITING, Step.BOARDING),
        "share": Step.SHARE,
        "keep": Then(leaving.keep_paper, Step.GOODBYE, Step.NOT_ERASED, Step.WAITING),
        "erase": Step.ERASE,
        "end": Then(leaving.end_look, Step.GOODBYE),
    }),
    Step.SHARE: TableRow(leaving.show_share, {
        "months_3": Then(leaving.share_it, Step.WAITING),
        "months_24": Then(leaving.share_it, Step.WAITING),
        "back": Step.BOARDING,
    }),
    Step.WAITING: TableRow(waiting.show_waiting, {
        "done": Then(
            waiting.go_on, Step.BOARDING, Step.GOODBYE, Step.NOT_ERASED, Step.WELCOME, Step.COMES_BACK, Step.ENTRY,
            Step.EXERCISE, Step.PRACTICE, Step.READY, Step.HANGAR, Step.NOTICE, Step.TROUBLE, Step.EASE, Step.TOWER,
        ),
    }),
    Step.ERASE: TableRow(leaving.show_erase, {
        "yes": Then(leaving.erase_all, Step.GOODBYE, Step.NOT_ERASED, Step.WAITING),
        "back": Step.BOARDING,
    }),
    Step.GOODBYE: TableRow(leaving.show_goodbye, {"end": Step.WELCOME}),
    Step.NOT_ERASED: TableRow(leaving.show_not_erased, {"go_on": Step.WELCOME}),
    # Beside the way.
    Step.PAUSE: TableRow(beside.show_pause, {
        "go_on": Then(beside.back),
        "comfort": Then(lambda way, answer: Over(Step.COMFORT), Step.COMFORT),
        "hangar": Then(workshop.leave_workshop, Step.HANGAR),
        "stop_keep": Then(beside.stop_and_keep, Step.GOODBYE),
        "stop": Then(leaving.forget, Step.GOODBYE, Step.NOT_ERASED, Step.WAITING),
    }),
    Step.COMFORT: TableRow(beside.show_comfort, {
        "go_on": Then(beside.back),
        **{setting: Then(beside.change_comfort, Step.NOTICE) for setting in ROWS},
        "seat": Then(lambda way, answer: Over(Step.SEAT), Step.SEAT),
    }),
    Step.SEAT: TableRow(beside.show_seat, {"go_on": Then(beside.back)}),
    Step.NOTICE: TableRow(beside.show_notice, {
        "go_on": Then(beside.back),
        "stop": Then(leaving.forget, Step.GOODBYE, Step.NOT_ERASED, Step.WAITING),
    }),
    Step.JOINING: TableRow(beside.show_joining, {
        "join": Then(beside.join_found, Step.WELCOME), "later": Then(beside.back),
    }),
    Step.TROUBLE: TableRow(beside.show_trouble, {"go_on": Step.EASE}),
    # To the adviser's pages.
    Step.TOWER: TableRow(to_tower.show_tower, {
        "begin": Then(to_tower.begins, Step.WAITING, Step.WELCOME),
        "leave": Then(arrival.leave_entry, Step.WELCOME),
    }),
}  # fmt: skip
