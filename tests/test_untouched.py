"""What is read of a thing is what was done to it: other work lifts nothing, however good; nor does an empty act."""

from collections.abc import Sequence
from functools import cache

import pytest
from said_kit import OF_THE_DAY, Lived, whole
from test_said import OPINIONS, rules_of
from test_workshops import EVERY, workshops

from game.workshop.params import WorkshopParams
from scenarios.vocabulary import Event, Value
from scoring.evidence import observe
from scoring.readers import READERS
from scoring.readers.bench import detected
from scoring.rules import EvidenceRule
from scoring.types import Observation

SEED = 5
SHOWS = {"blocks_walked": "depart"}
"""Readers of which the thing is another act than those they name: kits cannot leave whole without a walk."""
MEANT = {"revision_folder"}
"""Readers of which a document is the thing itself."""


def read(name: str, events: Sequence[Event]) -> dict[str, Observation]:
    """What every rule of a workshop says of some events."""
    scenario = workshops()[name]
    found = observe(events, rules_of(scenario), scenario.params.model_dump(), task=name)
    return {item.rule: item for item in found}


def one(name: str, rule: EvidenceRule, events: Sequence[Event]) -> Observation:
    """What one rule says of some events."""
    return observe(events, (rule,), workshops()[name].params.model_dump(), task=name)[0]


def without(events: Sequence[Event], rule: EvidenceRule, item: Observation) -> list[Event]:
    """The same run without the acts that a fact stands on, each with all its facets; the day goes on as it did."""
    gone = {events[at].tick for at in item.events if events[at].kind not in OF_THE_DAY}
    gone |= {e.tick for e in events if e.kind == SHOWS.get(rule.reads)}
    return [e for e in events if e.kind in OF_THE_DAY or e.tick not in gone]


@cache
def left_alone(name: str, rule_id: str) -> tuple[Event, ...]:
    """The run of somebody who did all the rest right, and nothing at all to what one rule looks at."""
    rule = next(rule for rule in rules_of(workshops()[name]) if rule.id == rule_id)
    events: list[Event] = list(whole(name, "expert", SEED))
    while len(fewer := without(events, rule, one(name, rule, events))) < len(events):
        events = fewer
    return tuple(events)


RULES = [(name, rule.id) for name in EVERY for rule in rules_of(workshops()[name])]


@pytest.mark.parametrize(("name", "rule_id"), RULES, ids=[f"{name}-{rule_id}" for name, rule_id in RULES])
def test_nothing_done_to_a_thing_is_lowest_whatever_else_was_done(name: str, rule_id: str) -> None:
    """Lowest, or missing where it was never met; what is said of it is what happened, by code that knows no reader."""
    scenario = workshops()[name]
    rule = next(rule for rule in rules_of(scenario) if rule.id == rule_id)
    events = left_alone(name, rule_id)
    assert len(events) < len(whole(name, "expert", SEED)), "something was done to it before"
    item = one(name, rule, events)
    assert item.category in (0, None), (item.case, item.raw, item.n)
    if item.category is None:
        return
    assert isinstance(scenario.params, WorkshopParams)
    check = OPINIONS[scenario.head.mechanic].checks[rule.reads]
    assert check(Lived(events, scenario.params), rule, item), (item.case, item.n, item.extra, item.offered)
    worth = READERS[rule.reads].worth
    assert not worth or item.case in READERS[rule.reads].bare, item.case


def test_one_outcome_has_one_worth() -> None:
    """What an outcome counts stands in its reader's table, whatever else was done; nothing done is worth nothing."""
    for reader in READERS.values():
        assert not reader.worth or set(reader.cases) == set(reader.worth)
        assert all(reader.worth[case] == 0 for case in reader.bare)
        assert not reader.worth or min(reader.worth.values()) == 0


def test_every_category_of_an_outcome_can_be_given() -> None:
    """Two cuts with no outcome between them are one: the check says so."""
    for name in EVERY:
        for rule in rules_of(workshops()[name]):
            assert not list(rule.against(workshops()[name].params.model_dump())), (name, rule.id)
    rule = next(r for r in rules_of(workshops()["panneau_fuselage"]) if r.reads == "damaged_hole")
    twice = EvidenceRule.model_validate({**rule.model_dump(), "cuts": (1, 2, 3, 4), "b": ()})
    found = [finding.code for finding in twice.against(workshops()["panneau_fuselage"].params.model_dump())]
    assert found == ["cuts_outcome"]


def during_the_wait(name: str) -> tuple[list[Event], int]:
    """A run in whose wait nothing was done, and the place where the wait begins."""
    rule = next(rule for rule in rules_of(workshops()[name]) if rule.id == "INI4")
    events = list(left_alone(name, rule.id))
    return events, next(n for n, e in enumerate(events) if e.kind == "hold_begin")


def rituals(events: Sequence[Event], start: int) -> dict[str, list[Event]]:
    """Runs in which acts without effect were done all along: documents opened, calls about nothing, looks."""

    def along(kind: str, **data: Value) -> list[Event]:
        return [one for e in events for one in (e, *((Event(e.tick, kind, data),) if e.kind not in OF_THE_DAY else ()))]

    opened = Event(events[start].tick + 1, "doc_open", {"doc": "plan"})
    return {
        "documents": along("doc_open", doc="plan"),
        "in the wait": [*events[: start + 1], opened, *events[start + 1 :]],
        "calls about nothing": along("call", who="", about=""),
        "looks": along("look"),
    }


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("robot", ["novice", "idle"])
def test_an_act_without_effect_lifts_nothing(name: str, robot: str) -> None:
    """Opened and closed, looked at, called about nothing: no observation is higher for it."""
    events, start = during_the_wait(name)
    runs = [events, list(whole(name, robot, SEED))]
    for run, at in zip(runs, (start, 0), strict=True):
        before = read(name, run)
        for ritual, acts in rituals(run, at).items():
            after = read(name, acts)
            rules = {rule.id: rule for rule in rules_of(workshops()[name])}
            lifted = [
                id for id, item in after.items()
                if (item.category or 0) > (before[id].category or 0) and rules[id].reads not in MEANT
            ]  # fmt: skip
            assert not lifted, (ritual, lifted)


def in_wait(name: str, *acts: tuple[str, dict[str, Value]]) -> Observation:
    """What is said of a wait in which these acts alone were done."""
    events, start = during_the_wait(name)
    tick = events[start].tick
    done = [Event(tick + n, kind, data) for n, (kind, data) in enumerate(acts, 1)]
    return read(name, [*events[: start + 1], *done, *events[start + 1 :]])["INI4"]


def taken(bin: str) -> tuple[tuple[str, dict[str, Value]], ...]:
    """A part taken from a bin, as its acts are written."""
    data: dict[str, Value] = {"bin": bin, "zone": "A", "kit": "K26", "flaw": "", "pick": 99, "beside": ""}
    return ("take", data), ("job", {"act": "take", **data})


def test_what_was_taken_and_laid_back_is_no_work() -> None:
    """A part that lies in its bin again as the wait ends: told, and nothing; one that stays in the hand is work."""
    back: tuple[str, dict[str, Value]] = ("put_back", {"bin": "A1", "n": 0})
    name = "kitting_poste_40"
    assert (in_wait(name, *taken("A1"), back).case, in_wait(name, *taken("A1"), back).category) == ("returned", 0)
    assert in_wait(name, *taken("A1"), back, *taken("A1")).case == "taken"
    assert in_wait(name, *taken("A1")).case == "taken"


def test_a_gauge_passed_again_and_again_is_one_check() -> None:
    """Twice on the same work is no second job; after something else it is."""
    check: tuple[str, dict[str, Value]] = ("job", {"act": "check"})
    picked: tuple[str, dict[str, Value]] = ("job", {"act": "fod_take"})
    assert in_wait("panneau_fuselage", check, check, check).case == "begun"
    assert in_wait("panneau_fuselage", check, picked, check).case == "two"


@pytest.mark.parametrize("noises", [5, 12, 40])
def test_who_found_nothing_is_lowest_among_however_many(noises: int) -> None:
    """Among many good things d' alone is above its first cut for who set nothing aside."""
    reading = detected((0, 2), (0, noises), (2, 5), ())
    assert reading.unfound
    assert not detected((1, 2), (0, noises), (2, 5), ()).unfound


def some_taken(n: int) -> list[Event]:
    """The first step of kits, finished: so many sound parts and two flawed ones taken, none set under key."""
    data: dict[str, Value] = {"bin": "A1", "zone": "A", "kit": "K26", "beside": "", "scanned": False, "act": "take"}
    takes = [Event(10 + k, "drawn", {**data, "pick": k, "flaw": "torn" if k < 2 else ""}) for k in range(n + 2)]
    steps = [Event(0, "phase", {"name": "A", "movement": 1}), Event(900, "phase", {"name": "check1", "movement": 2})]
    return [steps[0], *takes, steps[1]]


@pytest.mark.parametrize("n", [9, 30])
def test_nothing_set_under_key_is_lowest_of_however_many_takes(n: int) -> None:
    """Thirty parts taken and none set under key was « en partie »: more good ones are no finding."""
    item = read("kitting_poste_40", some_taken(n))["ATT1"]
    assert (item.category, item.n, item.offered) == (0, 0, 2)


def foreign(*after: tuple[str, dict[str, Value]], set_: int = 1) -> Observation:
    """What is said of the mixed bin of who drew three foreign rivets, set some of them and did the rest."""
    name = "panneau_fuselage"
    steps = [Event(0, "phase", {"name": "B", "movement": 2}), Event(9000, "phase", {"name": "heads_2", "movement": 2})]
    pick: dict[str, Value] = {"bin": 2, "stem": 8, "true_stem": 10, "lot": "M2", "bin_lot": "M2", "movement": 2}
    picks = [Event(10 + n, "pick", {**pick, "rivet": f"r{n}", "bend_mdeg": 0, "nick": 0}) for n in range(3)]
    jobs = [Event(20 + n, "job", {"act": "place", "hole": f"B{n}", "zone": "B", "rivet": f"r{n}"}) for n in range(set_)]
    rest = [Event(40 + n, kind, data) for n, (kind, data) in enumerate(after)]
    return read(name, [steps[0], *picks, *jobs, *rest, steps[1]])["INI2"]


OUT: tuple[str, dict[str, Value]] = ("isolate", {"rivet": "r2"})
BACK: tuple[str, dict[str, Value]] = ("put_back", {"rivet": "r2", "bin": 2})
CALLED: tuple[str, dict[str, Value]] = ("call", {"who": "karim", "about": "bin2"})
WENT_ON: tuple[str, dict[str, Value]] = ("job", {"act": "place", "hole": "B5", "zone": "B", "rivet": "r99"})


@pytest.mark.parametrize(
    ("acts", "used", "case", "category"),
    [
        ((), 1, "used", 0), ((), 2, "used", 0), ((OUT,), 2, "used", 0), ((BACK,), 1, "used", 0),
        ((OUT,), 1, "used_apart", 1), ((CALLED,), 1, "used_said", 1), ((OUT, CALLED), 1, "used_said", 1),
        ((BACK, WENT_ON), 0, "laid_back", 1), ((OUT, WENT_ON), 0, "silent", 2),
        ((OUT, CALLED), 0, "said", 3), ((OUT, CALLED, WENT_ON), 0, "goes_on", 4),
    ],
)  # fmt: skip
def test_one_foreign_rivet_set_is_told_as_several_are(
    acts: tuple[tuple[str, dict[str, Value]], ...], used: int, case: str, category: int
) -> None:
    """One and nothing more was 1 of 4; what counts is whether anything was done about the bin or another piece."""
    item = foreign(*acts, set_=used)
    assert (item.case, item.category) == (case, category)
    assert item.n == (used if case.startswith("used") else 0)


@pytest.mark.parametrize(
    ("about", "case"), [("leo", "kept"), ("K33", "kept"), ("K44", "refused"), ("scale", "refused")]
)
def test_a_promise_is_kept_by_a_call_about_it(about: str, case: str) -> None:
    """A call about another thing, once the kit had left, kept a promise whose note still stood there."""
    name = "kitting_poste_40"
    events = [
        Event(e.tick, e.kind, {**e.data, "about": about}) if e.kind == "call" and e.data["about"] == "leo" else e
        for e in whole(name, "expert", SEED)
    ]
    assert read(name, events)["TEN4"].case == case
