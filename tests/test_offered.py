"""Offered or missing: what stood there, long enough to be acted on, object by object; what was cut off is no fact."""

from collections.abc import Sequence

import pytest
from conftest import rules, run, workshop

from scenarios.vocabulary import Event
from scoring.evidence import observe
from scoring.types import CUT, Observation

MINUTE = 3000
"""Ticks without any act that are one trial offered and left."""


def read(events: Sequence[Event]) -> dict[str, Observation]:
    return {o.rule: o for o in observe(events, rules(), workshop().model_dump(), task="t")}


def place_of(events: Sequence[Event], kind: str, n: int = 0, **data: object) -> int:
    """The place of the n-th event of a kind whose data hold these values."""
    return [at for at, e in enumerate(events) if e.kind == kind and data.items() <= e.data.items()][n]


def idled(events: Sequence[Event], at: int, minutes: int) -> list[Event]:
    """The same run, with nothing done for so long before the event at a place."""
    later = [Event(e.tick + minutes * MINUTE, e.kind, e.data) for e in events[at:]]
    return [*events[:at], *later]


def left_idle(events: Sequence[Event], at: int, minutes: int) -> list[Event]:
    """The run up to an event, then nothing but a look after so many minutes, and the cut."""
    return [*events[: at + 1], Event(events[at].tick + minutes * MINUTE, "look", {})]


def missing(found: dict[str, Observation], *names: str) -> bool:
    """Whether nothing is said by any of these rules, since it was cut off."""
    return all(found[name].category is None and found[name].why_missing == CUT for name in names)


OF_THE_BELL = ("ADA1", "ADA2", "ADA3", "ADA4", "ADA6")


def test_nobody_left_idle_what_the_bell_had_not_brought_yet() -> None:
    """Ten idle minutes before the bell offer nothing that comes with it; the bell rings and the run is cut."""
    events = run("expert").events
    bell = place_of(events, "bell", event="revision_b")
    assert missing(read(idled(events, bell, 10)[: bell + 1]), *OF_THE_BELL)


def test_what_the_bell_brought_and_was_left_idle_is_lowest() -> None:
    """The same minutes after the bell: the folder, the holes and what is to be done again stood there."""
    events = run("expert").events
    bell = place_of(events, "bell", event="revision_b")
    found = read(left_idle(events, bell, 10))
    assert {found[name].category for name in ("ADA1", "ADA2", "ADA3", "ADA4")} == {0}
    assert (found["ADA2"].offered, found["ADA4"].offered) == (4, 3)


def test_an_idle_minute_offers_one_object_not_a_whole_block() -> None:
    """Five heads of twelve judged and a minute idle: nothing is said of the block; with seven, all were offered."""
    events = run("expert").events
    judged = place_of(events, "head_verdict", 4, block=1)
    assert missing(read(left_idle(events, judged, 1)), "ATT4")
    assert missing(read(left_idle(events, judged, 6)), "ATT4")
    assert read(left_idle(events, judged, 7))["ATT4"].category is not None


def test_an_idle_minute_offers_one_hole_to_be_done_again() -> None:
    """Three holes were touched by the change: a minute offers one, and one of three is too few to speak."""
    events = run("expert").events
    bell = place_of(events, "bell", event="revision_b")
    assert missing(read(left_idle(events, bell, 1)), "ADA4")
    found = read(left_idle(events, bell, 2))["ADA4"]
    assert (found.offered, found.n, found.category) == (2, 0, 0)


def test_an_idle_minute_is_not_the_damaged_hole_left_in_silence() -> None:
    """The zone has six holes: only who left them all, one way or the other, left the damaged one."""
    events = run("expert").events
    entered = place_of(events, "phase", name="A")
    assert missing(read(left_idle(events, entered, 5)), "INI1")
    assert read(left_idle(events, entered, 6))["INI1"].case == "silent"


def test_heads_that_began_wrong_are_not_too_few_heads() -> None:
    """Five heads on rivets of a wrong length, in a finished zone: nothing is said of the hand, not « too few »."""
    events = [
        Event(e.tick, e.kind, {**e.data, "start_um": 6500}) if e.kind == "head" and e.data["zone"] == "A" else e
        for e in run("expert").events
    ]
    assert missing(read(events), "DEX1")
    formed = [e for e in events if e.kind != "head" or e.data["zone"] != "A" or int(e.data["n"]) < 3]
    few = read(formed)["DEX1"]
    assert (few.case, few.n, few.category) == ("few", 2, 0)


def cut_by_the_clock(events: Sequence[Event], at: int) -> list[Event]:
    """A run whose movement is ended by its ceiling after an event, and that goes on at the next movement."""
    tick = events[at].tick + 1
    on = [Event(tick, "movement_end", {"movement": 1, "cause": "ceiling"}),
          Event(tick, "phase", {"name": "heads1", "movement": 2})]  # fmt: skip
    return [*events[: at + 1], *on]


def test_what_is_exchanged_after_a_preparation_cut_short_was_not_exchanged_in_it() -> None:
    """The clock ended the preparation: an exchange in a later movement is none « dès la préparation »."""
    events = run("expert").events
    swap = place_of(events, "exchange")
    cut = cut_by_the_clock(events, swap - 1)
    later = Event(cut[-1].tick + 50, "exchange", events[swap].data)
    assert read([*cut, later])["INI3"].case == "before"
    assert missing(read(cut), "INI3")
    begun = [*cut, Event(cut[-1].tick + 50, "phase", {"name": "A", "movement": 2})]
    assert missing(read(begun), "INI3")


@pytest.mark.parametrize(
    ("rule", "kind", "data"),
    [
        ("INI1", "tag", {"object": "A3"}),
        ("INI1", "call", {"about": "A3"}),
        ("INI2", "isolate", {}),
        ("INI4", "job", {"act": "place"}),
        ("ADA1", "folder", {"folder": "4A-128-B-projet"}),
    ],
)
def test_what_would_have_come_next_is_missing_when_the_run_is_cut_there(
    rule: str, kind: str, data: dict[str, object]
) -> None:
    """Cut right after a tag, a call, a bin tied off, a job begun in the wait, a first folder: nothing is said of it."""
    events = list(run("expert").events)
    if rule == "ADA1":
        bell = place_of(events, "bell", event="revision_b")
        at = bell + 1
        events[at] = Event(events[bell].tick + 50, kind, data)  # type: ignore[arg-type]
    else:
        found = [n for n, e in enumerate(events) if e.kind == kind and data.items() <= e.data.items()]
        begun = {"INI4": place_of(events, "hold_begin"), "INI2": place_of(events, "isolate_bin")}.get(rule, -1)
        at = next(n for n in found if n > begun)
    assert missing(read(events[: at + 1]), rule)
    assert read(left_idle(events, at, 1))[rule].category is not None or rule == "INI4"


def test_a_check_that_the_bell_forestalled_was_not_due() -> None:
    """The bell that changes the gauge rings right after the ninth piece: with the old gauge two were offered."""
    events = run("expert").events
    ninth = place_of(events, "job", 8, act="place")
    bell = Event(events[ninth].tick, "bell", {"event": "revision_b"})
    gone = [e for e in events[ninth + 1 :] if e.kind not in ("bell", "check")]
    found = read([*events[: ninth + 1], bell, *gone])["NOR5"]
    assert (found.n, found.offered, found.of) == (2, 2, 3)


def test_a_call_in_the_day_is_not_the_end_of_the_job() -> None:
    """The tool was missed aloud while riveting, and the run stopped before the count: nothing was left uncounted."""
    events = run("expert").events
    judging = place_of(events, "phase", name="heads2")
    call = Event(events[judging].tick, "call", {"who": "karim", "about": "mirror"})
    assert missing(read([*events[:judging], call, events[judging]]), "INI5")


def test_who_did_nothing_is_told_of_nothing_tried() -> None:
    """No part was fitted the wrong way, no spoiled rivet met, and no head lacks in the damaged hole: of 16, not 17."""
    found = read(run("idle").events)
    assert {found[name].case for name in ("ESP1", "ESP3")} == {"untried"}
    assert {found[name].case for name in ("ATT1", "ATT2", "ATT3")} == {"undrawn"}
    assert {round(found[name].reach) for name in ("DEX4", "DEX6")} == {16}


def test_a_good_rivet_thrown_is_no_spoiled_one_met() -> None:
    """Only a sound rivet was in hand and in the red box: none of the spoiled ones was met, and the good one is told."""
    events = list(run("idle").events)
    picks = [e for e in run("expert").events if e.kind == "pick" and e.data["movement"] == 1]
    pick = next(e for e in picks if not (e.data["bend_mdeg"] or e.data["nick"]) and e.data["lot"] == e.data["bin_lot"])
    thrown = Event(pick.tick, "isolate", {"rivet": pick.data["rivet"]})
    begins = next(n for n, e in enumerate(events) if e.kind == "phase" and e.data["name"] == "A")
    found = read([*events[: begins + 1], pick, thrown, *events[begins + 1 :]])["ATT1"]
    assert (found.case, found.n, found.extra) == ("undrawn", 0, 1)
