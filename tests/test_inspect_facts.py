"""Facts of `inspect`: runs that once got a false sentence, with the right one."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from test_workshops import fresh, workshops

from game.journey.facts import fact_sentence
from game.library import MODELS, catalogue_of, known
from game.mechanics.inspect.params import InspectParams
from game.simulation.session import Session
from scenarios.load import load_all, workshop_files
from scenarios.vocabulary import Event, Value
from scoring.evidence import observe
from scoring.readers import rotors
from scoring.readers.measured import SAME_UM
from scoring.rules import EvidenceRule
from scoring.types import Observation

NAME = "aubes_soufflante"
Fact = tuple[str, dict[str, Value]]
MINUTE = 3000
STOPPED = "Aubes fissurées que votre décision a arrêtées, sur les premières aubes : "


def params() -> InspectParams:
    found = workshops()[NAME].params
    assert isinstance(found, InspectParams)
    return found


def happened(*facts: Fact | int) -> list[Event]:
    """Events ten ticks apart; a number is so many ticks in which nothing is done."""
    events, tick = list[Event](), 0
    for one in facts:
        if isinstance(one, int):
            tick += one
        else:
            tick += 10
            events.append(Event(tick, *one))
    return events


def read(events: Iterable[Event]) -> dict[str, Observation]:
    scenario = workshops()[NAME]
    return {o.rule: o for o in observe(list(events), scenario.evidence, scenario.params.model_dump(), task="t")}


def case(events: Iterable[Event], rule: str) -> str | None:
    """The outcome of a rule, None where nothing is said."""
    found = read(events)[rule]
    return None if found.category is None else found.case


def count(events: Iterable[Event], rule: str) -> tuple[int, int] | None:
    """How many of how many a rule counted, None where nothing is said."""
    found = read(events)[rule]
    return None if found.category is None else (found.n, round(found.reach))


def said(events: Iterable[Event], rule: str, language: str = "fr") -> str:
    """The sentence of a rule."""
    scenario, catalogue = workshops()[NAME], catalogue_of(workshops()[NAME])
    of = next(r for r in scenario.evidence if r.id == rule)
    return fact_sentence(
        read(events)[rule], of, lambda key, **v: catalogue.t(key, language, False, NAME, **v),
        lambda key: catalogue.has(key, NAME),
    )  # fmt: skip


def step(name: str) -> Fact:
    movement = next(p.movement for p in params().phases if p.id == name)
    return "phase", {"name": name, "movement": movement}


def dealt(zone: str) -> list[Fact]:
    return [("dealt", {"blade": b, "face": b}) for b in params().rotors[zone].blades]


def word(blade: str, verdict: str = "accept", n: int = 1) -> Fact:
    return "decide", {"blade": blade, "word": verdict, "zone": blade[0], "n": n, "revised": False}


def lens(blade: str, part: str = "face") -> Fact:
    return "lens", {"blade": blade, "part": part, "zone": blade[0], "x_mm": 0, "y_mm": 0}


def turn(blade: str) -> Fact:
    return "turn", {"blade": blade, "way": 1}


def lit(blade: str) -> Fact:
    return "lit", {"blade": blade, "mark": 0}


def measure(blade: str, um: int, slip_um: int = 0) -> Fact:
    return "measure", {
        "blade": blade, "mark": 0, "um": um, "lit": True, "device": "mouse", "zone": blade[0], "slip_um": slip_um,
    }  # fmt: skip


def size(blade: str) -> int:
    return params().blades()[blade].marks[0].size_um


def every(zone: str, but: Iterable[str] = ()) -> list[Fact]:
    return [word(b) for b in params().rotors[zone].blades if b not in but]


def bell(event: str) -> Fact:
    return "bell", {"event": event}


A = (step("A"), *dealt("A"))
C = (step("C"), *dealt("C"))
ASKED = (*C, *(word(f"C0{n}", n=n) for n in range(1, 5)), bell("tarek"))
NO: Fact = ("reply", {"message": "tarek", "option": "refuse"})
LOOK = (lens("C05"), lit("C05"))
CALL: Fact = ("call", {"who": "line", "about": "C08"})
REST = [word(f"C{n:02d}") for n in range(6, 10)]
END = step("close")


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        ((NO, *LOOK, END), "left_refused"),
        ((*LOOK, END), "left"),
        ((NO, *LOOK), None),
        ((NO, lens("C05", "root"), word("C05"), END), "passed_refused"),
        ((lens("C05", "root"), word("C05"), END), "passed"),
        ((NO, word("C05"), *LOOK, END), "later_refused"),
        ((word("C05"), *LOOK, END), "later"),
        ((NO, word("C05")), None),
        ((*LOOK, word("C05")), None),
        ((*LOOK, word("C05"), END), "looked"),
        ((measure("C05", 9000), word("C05"), END), "looked"),
        ((NO, *LOOK, word("C05"), CALL), None),
        ((NO, *LOOK, word("C05"), CALL, END), "refused"),
        ((NO, *LOOK, word("C05"), *REST, CALL), "kept"),
        ((NO, *LOOK, word("C05"), *REST[1:], ("tag", {"object": "C06"}), CALL), "kept"),
        ((NO, *LOOK, word("C05"), CALL, *REST, END), "refused"),
    ],
)
def test_a_shortcut_is_what_was_done_about_it(after: tuple[Fact, ...], outcome: str | None) -> None:
    """Left is not passed; a refusal is told whatever came of it, so is what was looked at afterwards; nothing is said
    while the question, or the step, is open."""
    assert case(happened(*ASKED, *after), "TEN4") == outcome


def test_a_blade_decided_before_the_question_is_no_answer_to_it() -> None:
    """Tarek asks of a blade that has its word: nothing is said of it."""
    assert case(happened(*C, word("C05"), bell("tarek"), NO, END), "TEN4") is None


def test_nothing_is_after_a_failure_that_never_came() -> None:
    """The lamp did not fail: no word is said of the blades after it, nor of taking up again."""
    events = happened(*C, *every("C"), END)
    assert (count(events, "TEN2"), case(events, "TEN5")) == (None, None)
    assert count(events, "TEN1") is not None


@pytest.mark.parametrize(("before", "counts"), [(4, (1, 5)), (5, (0, 4)), (6, (0, 3)), (7, None), (9, None)])
def test_only_blades_decided_after_the_failure_count_as_after_it(before: int, counts: tuple[int, int] | None) -> None:
    """The lamp failed when more than four had their word: those are left out, and too few are too few."""
    names = list(params().rotors["C"].blades)
    words = [word(n, "rework" if n in ("C05",) else "accept") for n in names]
    events = happened(*C, *words[:before], bell("lampe_2"), *words[before:], END)
    found = count(events, "TEN2")
    assert (found and found[1]) == (counts and counts[1])


def test_nothing_is_taken_up_again_when_all_is_done() -> None:
    """All had their word, or their tag, as the rotor was turned: no blade was lost."""
    assert case(happened(*C, *every("C"), bell("lampe_2"), END), "TEN5") is None
    tagged = happened(*C, *every("C", ["C09"]), ("tag", {"object": "C09"}), bell("lampe_2"), END)
    assert case(tagged, "TEN5") is None


def test_another_blade_first_is_said_as_it_happened() -> None:
    """The sentence says another blade, then the right one: that is the order."""
    events = happened(*C, word("C01"), word("C02"), bell("lampe_2"), word("C07"), word("C03"), END)
    words = said(events, "TEN5")
    assert words == "Après l'interruption, une autre aube a été décidée d'abord, puis celle qui venait ensuite."


TAG: Fact = ("tag", {"object": "A05"})


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ((*A, MINUTE, word("A01", "reject")), None),
        ((*A, word("A05", "reject")), None),
        ((*A, word("A05", "reject"), word("A06")), "silent"),
        ((*A, word("A02", "reject"), word("A06", "reject"), step("rack1")), "left"),
        ((*A, word("A05", "rework"), word("A06", "rework"), step("rack1")), "silent"),
        ((*A, *(word(b, "reject") for b in params().rotors["A"].blades)), "refused_all"),
        ((*A, *every("A", ["A05"])), None),
        ((*A, *every("A", ["A05"]), MINUTE, lens("A05")), "left"),
        ((*A, *(("tag", {"object": b}) for b in ("A05", "A01", "A03", "A09")), word("A02")), "everything"),
        ((*A, word("A05"), TAG, word("A06")), "tag"),
        ((*A, TAG, word("A05"), word("A06")), "accepted"),
        ((*A, TAG), None),
        ((*A, TAG, word("A06")), "tag"),
    ],
)
def test_a_doubt_is_told_or_not_once_there_was_time(facts: tuple[Fact | int, ...], outcome: str | None) -> None:
    """One idle minute is no whole rotor; a word just given can still be told of; no word is not a refusal."""
    assert case(happened(*facts), "INI1") == outcome


def test_what_else_was_told_of_is_not_called_good() -> None:
    """Three more blades tagged too, two of them cracked: other blades, and nobody says that they were good."""
    events = happened(*A, *(("tag", {"object": b}) for b in ("A05", "A01", "A03", "A09")), word("A02"))
    assert said(events, "INI1") == "Aube sans cale : elle a été signalée, et plusieurs autres aubes aussi."


HOLD: Fact = ("hold_begin", {"about": "A05"})
OVER: Fact = ("hold_end", {"about": "A05"})


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ((step("rack1"), ("head_verdict", {"block": 1, "index": 0, "verdict": "ok"})), "judged"),
        ((("fod_take", {"item": "copeau", "movement": 1}),), "begun"),
        ((("zero", {"count": 4}),), "begun"),
        ((lens("A06"),), "looked"),
        ((lens("A05"), word("A05", "reject")), "nothing"),
        ((("doc_open", {"doc": "plan"}),), "read"),
        ((word("A06"),), "judged"),
        (tuple(turn(blade) for blade in ("A06", "A07", "A08", "A07")), "turned"),
        ((turn("A06"), turn("A05"), lens("A05")), "turned"),
        ((turn("A06"), ("doc_open", {"doc": "plan"})), "read"),
    ],
)
def test_work_done_in_a_wait_is_seen(facts: tuple[Fact, ...], outcome: str) -> None:
    """The rack judged, an object picked up, the zero brought back: none of them is « nothing »."""
    assert case(happened(*A, HOLD, *facts, OVER), "INI4") == outcome


def test_blades_lit_in_a_wait_are_not_denied() -> None:
    """Blades 6, 7 and 8 turned to, the lamp swept over each, no lens and no word: that is what is said."""
    there = happened(*A, HOLD, *(turn(blade) for blade in ("A06", "A07", "A08", "A07")), OVER)
    words = "3 autres aubes amenées sous la lampe ; aucune passée à la loupe ni jugée, aucun document ouvert."
    assert said(there, "INI4") == f"Pendant l'attente, {words}"
    alone = happened(*A, HOLD, OVER)
    assert said(alone, "INI4").startswith("Pendant l'attente, aucune autre aube passée à la loupe ni jugée")
    assert read(there)["INI4"].category == read(alone)["INI4"].category


def test_a_call_about_something_else_is_not_denied() -> None:
    """The blade without its wedge bears a tag, and somebody was called about another: not « personne »."""
    events = happened(*A, ("tag", {"object": "A05"}), ("call", {"about": "A06"}), word("A02"))
    assert case(events, "INI1") == "tag"
    assert said(events, "INI1") == "Aube sans cale : une étiquette a été posée, sans appel à son sujet."


def test_what_is_counted_before_the_word_says_so() -> None:
    """Cracks rejected, and lit only afterwards: they were rejected; none was brought to light before its word."""
    facts = [f for n in ("A01", "A09") for f in (word(n, "reject"), lit(n))]
    events = happened(*A, *facts, step("rack1"), step("B"), *dealt("B"), step("rack2"))
    assert said(events, "ATT1").startswith(STOPPED + "2 sur 2.")
    assert "dans des étapes que vous avez terminées : 6 sur 8" in said(events, "ATT1")
    assert "avant de décider, sur le rotor 226, sans compter l'aube signée : 0 sur 4" in said(events, "ATT5")


@pytest.mark.parametrize("words", [(), (word("A02"), word("A01")), (word("A01"), word("A02"))])
def test_the_first_blade_is_the_one_first_looked_at_or_first_decided(words: tuple[Fact, ...]) -> None:
    """Its mark and its four parts count, whether it got the first word, a later one, or none."""
    parts = [lens("A01", part) for part in ("root", "edge", "face", "tip")]
    rest = [step(name) for name in ("rack1", "B", "rack2", "C", "close")]
    events = happened(*A, ("start_mark", {"blade": "A01", "zone": "A"}), *parts, *words, *rest)
    assert (count(events, "NOR2"), count(events, "NOR3")) == ((1, 3), (4, 12))


def test_a_second_reading_far_off_is_not_told_as_none() -> None:
    """Read near a limit, and then 1.3 mm off: they are told, with how far off is too far."""
    near = ["A04", "A07", "B14", "B16", "B17"]
    facts = {z: [f for n in near if n[0] == z for f in (measure(n, size(n)), measure(n, size(n) + 1300), word(n))]
             for z in "AB"}  # fmt: skip
    events = happened(*A, *facts["A"], step("rack1"), step("B"), *dealt("B"), *facts["B"], step("rack2"))
    assert count(events, "REC5") == (0, 5)
    off = f"{SAME_UM / 1000:.1f}".replace(".", ",")
    assert f"5 autres ont été mesurées de nouveau, mais pas deux fois à {off} mm ou moins" in said(events, "REC5")
    assert f"{SAME_UM / 1000:.1f} mm" in said(events, "REC5", "en")


def test_a_mark_that_was_not_read_twice_is_named_by_its_blade() -> None:
    """Four of five read twice: the fifth, once; it is said which."""
    near = ["A04", "A07", "B14", "B16", "B17"]
    times = {n: 1 if n == "B16" else 2 for n in near}
    facts = {z: [f for n in near if n[0] == z for f in (*[measure(n, size(n))] * times[n], word(n))] for z in "AB"}
    events = happened(*A, *facts["A"], step("rack1"), step("B"), *dealt("B"), *facts["B"], step("rack2"))
    assert count(events, "REC5") == (4, 5)
    assert said(events, "REC5").endswith("4 sur 5. Pas deux fois avant la décision : aube 16.")


def two_rotors(read: dict[str, tuple[int, ...]]) -> list[Event]:
    """Both calm steps to their end: what was shown of some blades (um), each decided after it; B is under issue B."""
    facts = {z: [f for n, ums in read.items() if n[0] == z for f in (*(measure(n, um) for um in ums), word(n))]
             for z in "AB"}  # fmt: skip
    then = (step("rack1"), step("B"), *dealt("B"), bell("revision_b"))
    return happened(*A, *facts["A"], *then, *facts["B"], step("rack2"))


def test_a_second_reading_is_owed_where_the_screen_asked_for_it() -> None:
    """A stranger's run: blade 14 read 4.6 mm at a limit of 4.0 owed no second reading, though it is 4.5 mm long."""
    asked = {"A04": (5400, 5300), "A07": (7600,), "B16": (7700, 7800), "B17": (8300, 8200)}
    events = two_rotors({**asked, "B14": (4600,)})
    assert count(events, "REC5") == (3, 4)
    assert said(events, "REC5").endswith("3 sur 4. Pas deux fois avant la décision : aube 7.")


@pytest.mark.parametrize(
    ("ums", "counted"),
    [
        ((4500,), (3, 4)),  # 0.5 exactly: owed
        ((4549,), (3, 4)),  # shown as 4.5
        ((4551,), (3, 3)),  # shown as 4.6
        ((4549, 4549), (4, 4)),
        ((4600, 4400), (3, 3)),  # the last of two alone was near: two there are
        ((4400, 4600), (4, 4)),
        ((2000, 4400, 4500), (4, 4)),  # a slip of the hand, then twice
        ((4400, 9000), (3, 4)),
        ((), (3, 3)),
    ],
)
def test_what_is_owed_is_told_by_what_was_shown(ums: tuple[int, ...], counted: tuple[int, int]) -> None:
    """One blade whose limit is 4.0 mm, among three others read twice."""
    others = {"A04": (5400, 5300), "B16": (7700, 7800), "B17": (8300, 8200)}
    assert count(two_rotors({**others, "B14": ums}), "REC5") == counted


def test_a_reading_shown_near_owes_a_second_one_wherever_the_true_length_lies() -> None:
    """7.0 mm long and read as 5.4 at a limit of 5.0: the sheet in hand asked for a second reading."""
    others = {"A04": (5400, 5300), "B16": (7700, 7800), "B17": (8300, 8200)}
    assert count(two_rotors({**others, "A08": (5400,)}), "REC5") == (3, 4)


def test_more_marks_can_be_read_near_a_limit_than_lie_there() -> None:
    """Six of five: all of them are told, and the top is theirs."""
    near = {n: (size(n), size(n)) for n in ("A04", "A07", "B14", "B16", "B17")}
    events = two_rotors({**near, "A08": (5400, 6900)})
    assert count(events, "REC5") == (5, 6)
    assert read(events)["REC5"].category == 4


def test_a_blade_without_a_word_owes_no_second_reading() -> None:
    """Measured once near its limit, and set apart: nothing was decided on one reading."""
    facts = [f for n in ("A04", "A07") for f in (measure(n, size(n)), measure(n, size(n)), word(n))]
    events = happened(*A, *facts, measure("A08", 5400), ("tag", {"object": "A08"}), step("rack1"))
    assert count(events, "REC5") == (2, 2)


def test_readings_are_those_that_stand_last() -> None:
    """Two of three were far off and the last one right: the sentence speaks of the last one of each blade."""
    facts = [f for n in ("A04", "A06", "A07", "A08")
             for f in (*[measure(n, size(n) + 3000)] * 2, measure(n, size(n)))]  # fmt: skip
    told = said(happened(*A, *facts, step("rack1")), "REC1")
    assert told == "Votre dernière mesure était à 0,1 mm ou moins de la vraie longueur pour 4 aubes sur 4."


def test_how_many_readings_were_near_is_said() -> None:
    """Four blades read, three of them within a tenth: not « au moins une sur deux »."""
    names = ["A04", "A06", "A07", "A08"]
    facts = [measure(n, size(n) + off) for n, off in zip(names, (0, 60, 100, 2000), strict=True)]
    told = said(happened(*A, *facts, step("rack1")), "REC1")
    assert told == "Votre dernière mesure était à 0,1 mm ou moins de la vraie longueur pour 3 aubes sur 4."


def test_what_the_rule_had_slipped_is_not_the_hands() -> None:
    """Four blades read as the rule showed them, each too short by its slip, before its « ! »: none is an error."""
    names = ["A04", "A06", "A07", "A08"]
    facts = [f for n, slip in zip(names, (0, 40, 80, 120), strict=True)
             for f in (measure(n, size(n) - slip, slip), word(n))]  # fmt: skip
    events = happened(*A, *facts, step("rack1"))
    assert read(events)["REC1"].raw == 0
    slipped = "Le décalage du 0 d'avant le « ! » ne compte pas."
    told = "Votre dernière mesure était à 0,1 mm ou moins de la vraie longueur pour 4 aubes sur 4. "
    assert said(events, "REC1") == told + slipped
    allowed = [f for n, slip in zip(names, (0, 40, 80, 120), strict=True) for f in (measure(n, size(n), slip), word(n))]
    assert read(happened(*A, *allowed, step("rack1")))["REC1"].raw == 0, "allowed for by who saw it"
    assert slipped not in said(happened(*A, *allowed, step("rack1")), "REC1")


def test_a_slip_that_the_rule_had_called_for_counts() -> None:
    """Six blades decided, the « ! » stands, and nobody set the zero: what is read too short then is."""
    names = ["A04", "A06", "A07", "A08"]
    before = [word(n) for n in ("A01", "A02", "A03", "A05", "A09", "A04")]
    facts = [measure(n, size(n) - 240, 240) for n in names]
    assert read(happened(*A, *before, *facts, step("rack1")))["REC1"].raw == 240
    set_then = [*before, ("zero", {"count": 6}), *[measure(n, size(n), 0) for n in names]]
    assert read(happened(*A, *set_then, step("rack1")))["REC1"].raw == 0


def test_no_slip_that_nobody_is_asked_to_mend_takes_a_mark_over_its_limit() -> None:
    """Read as the rule shows it, before its « ! », every mark of the day keeps the word of its true length."""
    params = workshops()["aubes_soufflante"].params
    assert isinstance(params, InspectParams)
    most = params.zero_slips_um * params.check_every
    for blade in params.blades().values():
        for mark in blade.marks:
            for revised in (False, True) if mark.kind in ("scratch", "impact") else ():
                words = {params.right(mark.kind, mark.size_um - slip, revised) for slip in (0, most)}
                assert len(words) == 1, mark


def test_a_crack_noted_for_rework_is_not_told_as_the_sheet_s_word() -> None:
    """It was stopped, which counts; the sheet says « refuser », and the sentence says what was noted."""
    stopped = (word("A01", "rework"), word("A09", "reject"))
    words = said(happened(*A, *stopped, *every("A", ("A01", "A09")), step("rack1")), "ATT1")
    assert words.startswith(STOPPED + "2 sur 2 ; 1 est notée à")


def test_blades_measured_are_counted_as_blades() -> None:
    """One blade measured four times is one other blade."""
    rest = (step("rack1"), step("B"), *dealt("B"), step("rack2"))
    events = happened(*A, *[measure("A01", 5000)] * 4, *every("A"), *rest)
    assert "rotor 226 : 0 sur 8 ; " in said(events, "REC2"), "what of it was left without a word is told beside it"
    assert said(events, "REC2").endswith("Autres aubes mesurées : 1.")


def test_moments_of_the_zero_are_counted_as_moments() -> None:
    """Three times after the third blade is one other moment; before the first and after it nothing is too many."""
    zeros: list[Fact] = [("zero", {"count": n}) for n in (0, 1, 3, 3, 3)]
    events = happened(*A, *zeros, *every("A"), step("rack1"), step("B"), *dealt("B"), *every("B"), step("rack2"), *C,
                      *every("C"), END)  # fmt: skip
    assert said(events, "NOR4").endswith("0 fois sur 4. Zéro remis aussi à d'autres moments : 1 fois.")


def test_a_zero_set_too_often_says_why_it_is_not_whole() -> None:
    """Four times of four reads as a success: what makes it partial is said."""
    zeros: dict[int, Fact] = {n: ("zero", {"count": n}) for n in (2, 4, 6, 12, 18, 24)}
    blades = [b for zone in "ABC" for b in params().rotors[zone].blades]
    words = [f for n, b in enumerate(blades, 1) for f in (word(b), *([zeros[n]] if n in zeros else []))]
    a, b = len(params().rotors["A"].blades), len(params().rotors["B"].blades)
    at = [next(n for n, f in enumerate(words) if f == word(blades[k])) for k in (a, a + b)]
    events = happened(*A, *words[: at[0]], step("rack1"), step("B"), *dealt("B"), *words[at[0] : at[1]], step("rack2"),
                      *C, *words[at[1] :], END)  # fmt: skip
    assert count(events, "NOR4") == (4, 4)
    told = said(events, "NOR4")
    assert told.endswith("4 fois sur 4. Mais aussi à d'autres moments, 2 fois : il n'y avait pas de « ! ».")
    assert read(events)["NOR4"].category == 4
    assert "complet" not in told, "two times of four lower no category: nobody is told that they count"


def test_a_doubt_told_once_all_else_is_decided_is_never_less() -> None:
    """A tag and a call as the last acts of the step: no other blade is there to go on with, and no less is read of it.

    While another one lies there without its word, that none was decided after them is what is missing."""
    call = ("call", dict[str, Value](who="line", about="A05"))
    events = happened(*A, *every("A", ["A05"]), TAG, call, step("rack1"), step("B"))
    assert case(events, "INI1") is None
    events = happened(*A, *every("A", ["A05", "A07"]), TAG, call, step("rack1"), step("B"))
    assert case(events, "INI1") == "both"
    assert said(events, "INI1").endswith("mais ensuite aucune autre aube de cette étape n'a été décidée.")


# Whole runs, played.


def ready() -> Session:
    """Somebody with every tool and protection."""
    run = Session(fresh(workshops()[NAME]))
    for tool in params().tools:
        if tool.kind == "ppe":
            do(run, ("wear", {"item": tool.id}))
        elif tool.listed:
            do(run, ("take_tool", {"tool": tool.id}))
    return run


def do(run: Session, *acts: Fact) -> None:
    for verb, args in acts:
        run.act(verb, args)
        run.advance(30)


def to(run: Session, name: str) -> None:
    """On to a step."""
    while [e.data["name"] for e in run.events if e.kind == "phase"][-1] != name:
        do(run, ("end", {}))


def decided(run: Session, n: int) -> None:
    for _ in range(n):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))


FIELDS: dict[str, Value] = {"rotor_no": "226", "issue": "A", "lamp_no": "1", "sector": "4-8", "largest": "7.0"}


def test_a_field_whose_change_never_came_is_not_asked() -> None:
    """No revision and no other lamp: issue A and lamp 1 are no mistakes, and two fields are too few to speak."""
    run = ready()
    to(run, "close")
    do(run, *(("field", {"field": field, "value": value}) for field, value in FIELDS.items()), ("end", {}))
    found = read(run.events)["NOR5"]
    assert (found.category, found.offered, found.n) == (None, 2, 1)


def test_a_field_of_another_rule_fills_no_line() -> None:
    """Both conclusions and one line noted, and the run is cut: one line was offered."""
    run = ready()
    to(run, "close")
    do(run, *(("field", {"field": field, "value": FIELDS[field]}) for field in ("sector", "largest", "rotor_no")))
    assert read(run.events)["NOR5"].offered == 1


def test_conclusions_are_asked_of_who_finished_the_rotor() -> None:
    """A ceiling cut the first blades off: nobody could conclude. Guessed right, they are right, not drawn."""
    cut = happened(*A, word("A01"), ("movement_end", {"movement": 1, "cause": "ceiling"}), step("rack1"), step("B"),
                   step("rack2"), step("C"), END, step_done())  # fmt: skip
    assert count(cut, "REC6") is None
    run = ready()
    to(run, "close")
    do(run, *(("field", {"field": field, "value": FIELDS[field]}) for field in ("sector", "largest")), ("end", {}))
    assert said(run.events, "REC6") == "Conclusions justes notées sur la fiche : 2 sur 2."


def step_done() -> Fact:
    return "phase", {"name": "done", "movement": 4}


def test_what_is_picked_up_at_the_end_is_counted_as_it_lies_then() -> None:
    """An object goes into the red box while things are counted: the number that lies there is the right one."""
    run = ready()
    to(run, "A")
    decided(run, 8)
    to(run, "close")
    lying = [e.data["item"] for e in run.events if e.kind == "fod_fall"]
    assert lying
    do(run, *(("take_fod", {"item": item}) for item in lying))
    there = {"accept": 8, "rework": 0, "reject": 0, "red_box": len(lying), "tags": params().tags}
    do(run, *(("count", {"item": item, "n": n}) for item, n in there.items()), ("end", {}))
    assert count(run.events, "NOR6") == (5, 5)


def test_nothing_is_counted_against_what_was_never_written_down() -> None:
    """A run that does not say what lay there: numbers noted are neither right nor wrong."""
    assert count(happened(*A, END, ("count_set", {"item": "tags", "n": 4}), step_done()), "NOR6") is None


def test_tools_hung_back_at_the_end_were_ready() -> None:
    """No blade was decided: what was in hand as the end began is what was ready."""
    run = ready()
    to(run, "close")
    do(run, *(("return_tool", {"tool": t.id}) for t in params().tools if t.listed), ("end", {}))
    assert count(run.events, "NOR1") == (6, 6)


def test_nobody_misses_a_tool_that_was_never_gone() -> None:
    """The step from which the mirror is missing was cut off: all tools were counted, and none was missing."""
    tools: dict[str, Value] = {"item": "tools", "n": 6}
    facts: list[Fact] = [step("close"), ("stock", tools), ("count_set", tools), ("pen", {"ok": True})]
    assert case(happened(*A, step("rack1"), *facts), "INI5") is None
    assert case(happened(*A, step("rack1"), *C, *facts), "INI5") == "miscounted"


def test_the_sheet_says_the_words_of_the_reader() -> None:
    """What the task and the reader each say of a blade by the sheet is the same."""
    scenario = workshops()[NAME]
    keys = rotors.Rotors.model_validate(scenario.params.model_dump())
    for name, blade in params().blades().items():
        rotor = keys.rotors[params().rotor_of(name)]
        for revised in (False, True):
            assert keys.word(rotor.blades[name], revised) == params().word_for(blade, revised)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("scenario", "  concludes_on: [A, B]\n", "", "other_rotor"),
        ("scenario", "  concludes_on: [A, B]", "  concludes_on: [A, D]", "unknown_name"),
        ("evidence", "blade: C05, zone: C", "blade: C06, zone: C", "unmarked"),
        ("evidence", "blade: C05, zone: C", "blade: A07, zone: C", "not_in_zone"),
        ("evidence", "after: {issue: revision_b", "after: {issue: revision_c", "unknown_name"),
        ("evidence", "after: {issue: revision_b", "after: {isue: revision_b", "unknown_name"),
        ("evidence", "firm: refuse", "firm: refuze", "unknown_name"),
    ],
)
def test_what_would_make_a_false_fact_is_told_to_its_author(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    """Two rotors on one plan, a blade that may bear nothing, a change or a field that does not exist."""
    folder = next(path for path in workshop_files() if path.parent.name == NAME).parent
    place = tmp_path / NAME
    shutil.copytree(str(folder), place)
    text = (place / f"{file}.yaml").read_text("utf-8")
    assert text.count(old) == 1
    (place / f"{file}.yaml").write_text(text.replace(old, new), "utf-8")
    _, problems = load_all([place / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert {p.code for p in problems} == {code}


def zeros(*counts: int) -> list[Event]:
    """A day of 24 blades decided, in which the zero was set after so many each time."""
    facts: list[Fact | int] = []
    done = 0
    for phase, zone in (("A", "A"), ("B", "B"), ("C", "C")):
        facts += [step(phase), *dealt(zone), *[("zero", {"count": 0}) for n in counts if n == 0 and not done]]
        for blade in params().rotors[zone].blades:
            done += 1
            word = {"blade": blade, "word": "accept", "zone": zone, "n": done, "revised": False}
            facts += [("decide", word), *[("zero", {"count": n}) for n in counts if n == done]]
    return happened(*facts, step("close"))


@pytest.mark.parametrize(
    ("counts", "tells"),
    [
        ((8, 12, 18), "2 fois sur 4 ; 1 fois trop tard."),
        ((9, 16, 21), "0 fois sur 4 ; 3 fois trop tard."),
        ((6, 12, 15, 18), "3 fois sur 4. Zéro remis aussi à d'autres moments : 1 fois."),
        ((6, 15, 16), "1 fois sur 4 ; 1 fois trop tard. Zéro remis aussi à d'autres moments : 1 fois."),
        ((4, 6, 12, 18, 24), "4 fois sur 4. Mais aussi à d'autres moments, 1 fois : il n'y avait pas de « ! »."),
        ((8, 8, 12, 18, 24), "3 fois sur 4 ; 1 fois trop tard."),
    ],
)
def test_a_late_zero_is_said_to_be_late(counts: tuple[int, ...], tells: str) -> None:
    """« À d'autres moments » was said of a zero that was set with the « ! » lit, two blades after it came."""
    assert said(zeros(*counts), "NOR4").endswith(f"au bon moment : {tells}")


def test_answers_that_nobody_gave_are_not_told_as_wrong_ones() -> None:
    """« Vous avez donné 0 réponse juste sur 5 » stood where none was given; one that is wrong is still counted."""
    run = ready()
    to(run, "close")
    do(run, ("end", {}))
    assert said(run.events, "NOR6") == "Quantités, les outils à part : aucune n'est notée, sur 5."
    assert said(run.events, "REC6") == "Conclusions à noter sur la fiche : aucune n'est donnée, sur 2."
    run = ready()
    to(run, "close")
    do(run, ("count", {"item": "accept", "n": 7}), ("field", {"field": "sector", "value": "1-3"}), ("end", {}))
    assert said(run.events, "NOR6") == "Quantités comptées juste, les outils à part : 0 sur 5."
    assert said(run.events, "REC6") == "Conclusions justes notées sur la fiche : 0 sur 2."
