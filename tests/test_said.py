"""No false sentence: each fact that is spoken is counted again from the raw events, by code that knows no reader."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from statistics import median

import pytest
from conftest import rules, workshop

from game.mechanics import MECHANICS
from game.simulation.task import Run
from lab.robots import play_out
from scenarios.vocabulary import Event
from scoring.evidence import observe
from scoring.rules import EvidenceRule
from scoring.types import Observation

CAST = MECHANICS["assemble@1"].cast
ROBOTS = ("expert", "novice", "clumsy", "hurried", "tag_all", "ritual", "asks_always", "checks_always", "tidies_late")
RUNS = 2000
OF_THE_DAY = {"phase", "movement_end", "bell", "head_shown", "hold_begin", "hold_end", "fod_fall", "stock"}
"""Events that nobody makes: they are cut with the run, never left out of it."""
Events = Sequence[Event]


@cache
def whole(robot: str, seed: int) -> tuple[Event, ...]:
    task = MECHANICS["assemble@1"].make(workshop(), Run(seed, clock=False))
    bot = CAST.make(robot, workshop(), seed)
    return tuple(play_out(task, bot, bored=robot in CAST.blind).events)


def runs() -> Iterator[tuple[Event, ...]]:
    """Runs cut at any moment, of which any part of what the person did is left out."""
    chance = random.Random(11)
    for n in range(RUNS):
        events = whole(ROBOTS[n % len(ROBOTS)], 5 + n // len(ROBOTS) % 3)
        left_out = chance.choice((0.0, 0.0, 0.02, 0.2, 0.6))
        upto = len(events) if chance.random() < 0.3 else chance.randrange(1, len(events))
        # An act is cut, and left out, with all its facets.
        part = [e for e in events if e.tick <= events[upto - 1].tick]
        gone = {e.tick for e in part if chance.random() < left_out}
        yield tuple(e for e in part if e.kind in OF_THE_DAY or e.tick not in gone)


def of(events: Events, kind: str, **data: object) -> list[int]:
    return [n for n, e in enumerate(events) if e.kind == kind and all(e.data.get(k) == v for k, v in data.items())]


def entered(events: Events, step: str) -> bool:
    return bool(of(events, "phase", name=step))


def bell(events: Events, change: str) -> int:
    """The place of a change, or past the end."""
    return (of(events, "bell", event=change) or [len(events)])[0]


def holes_right(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """Rivets of the right length, one by one, from the table of the order."""
    using, params = rule.using.model_dump(), workshop()
    after = bell(events, using["change"]) if using["change"] else -1
    if using["change"] and after == len(events):
        return False
    right = 0
    for n in of(events, "place", zone=using["zone"]):
        hole = str(events[n].data["hole"])
        if n < after or hole in (using["except"] or ()) or (using["holes"] and hole not in using["holes"]):
            continue
        spec = params.holes()[hole]
        e = spec.e_b_um if using["change"] and spec.e_b_um else spec.e_um
        stem = 6 if e <= 2400 else 8 if e <= 4400 else 10
        read = any(events[m].data["hole"] == hole for m in of(events, "pige_read") if m < n)
        right += events[n].data["stem"] == stem and (read or not using["gauged"])
    return right == item.n and entered(events, using["zone"])


def reported(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    hole = rule.using.model_dump()["hole"]
    used, tags = of(events, "place", hole=hole), of(events, "tag", object=hole)
    calls = of(events, "call", about=hole)
    later = [n for n in of(events, "place") if tags and calls and n > max(tags[0], calls[0])]
    sound = [n for n in of(events, "tag") if events[n].data["object"] != hole]
    sound += [n for n in of(events, "call") if str(events[n].data["about"]) in workshop().zones["A"].holes]
    return {
        "used": bool(used), "silent": not (used or tags or calls), "tag": bool(tags) and not calls,
        "call": bool(calls) and not tags, "both": bool(tags and calls) and not later, "goes_on": bool(later),
        "everything": bool(tags or calls) and len(sound) > 2,
    }[item.case] and entered(events, "A")  # fmt: skip


def mixed(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    number = rule.using.model_dump()["bin"]
    drawn = [n for n in of(events, "pick") if events[n].data["true_stem"] != events[n].data["stem"]]
    names = {events[n].data["rivet"] for n in drawn}
    used = [n for n in of(events, "place") if events[n].data["rivet"] in names]
    apart = [n for kind in ("isolate", "put_back") for n in of(events, kind) if events[n].data["rivet"] in names]
    said = [
        n for kind in ("isolate_bin", "exchange_bin") for n in of(events, kind, bin=number)
    ] + of(events, "call", about=f"bin{number}")  # fmt: skip
    said = [n for n in said if drawn and n > drawn[0]]
    if item.case == "used":
        return bool(used) and item.n == len(used)
    if not drawn or used or not apart:
        return False
    goes_on = [n for n in of(events, "place") if n > apart[0] and said and n > min(said)]
    return {
        "silent": not said, "everything": bool(said), "said": bool(said), "goes_on": bool(said) and bool(goes_on),
    }[item.case]  # fmt: skip


def revised(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    at = bell(events, using["change"])
    if at == len(events):
        return False
    chosen = [n for n in of(events, "folder") if n > at]
    right = [n for n in chosen if events[n].data["folder"] == using["folder"]]
    before = [n for n in of(events, "place") if at < n and (not right or n < right[0])]
    read = [n for n in of(events, "doc_open", doc=using["changes"]) if right and n > right[0]]
    return {
        "never": not right, "worked_first": bool(right and before), "unread": bool(right), "read": bool(right and read),
        "other_first": bool(right) and right[0] != chosen[0],
    }[item.case]  # fmt: skip


def again(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """Only what stood before the change can be marked again."""
    using = rule.using.model_dump()
    at = bell(events, using["change"])
    stood = {str(events[n].data["hole"]) for n in of(events, "place") if n < at} & set(using["holes"])
    state: dict[str, bool] = {}
    for n in of(events, "redo"):
        if n > at:
            state[str(events[n].data["hole"])] = bool(events[n].data["on"])
    marked = {hole for hole, on in state.items() if on}
    wrong = len(marked - set(using["holes"]))
    return at < len(events) and item.n == len(marked & stood) and item.extra == wrong and item.reach <= len(stood)


def sorted_out(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    thrown = {events[n].data["rivet"] for n in of(events, "isolate")}
    hits = false = drawn = 0
    for n in of(events, "pick", movement=using["movement"]):
        d = events[n].data
        if d["true_stem"] == d["stem"]:
            bad = bool(d["bend_mdeg"] or d["nick"] or d["lot"] != d["bin_lot"])
            drawn += bad
            hits, false = hits + (bad and d["rivet"] in thrown), false + (not bad and d["rivet"] in thrown)
    return (item.n, item.extra) == (hits, false) and hits <= item.offered


def judged(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    shown = {events[n].data["index"]: events[n].data["feature"] for n in of(events, "head_shown", block=using["block"])}
    last: dict[object, object] = {}
    for n in of(events, "head_verdict", block=using["block"]):
        last[events[n].data["index"]] = events[n].data["verdict"]
    review = [i for i, verdict in last.items() if verdict == "review"]
    hits = sum(shown[i] in using["faulty"] for i in review)
    return bool(shown) and (item.n, item.extra) == (hits, len(review) - hits)


def near(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """« Within »: half of the heads looked at are not farther from a height that was shown."""
    if item.case == "few":
        return entered(events, rule.using.model_dump()["zone"])
    using = rule.using.model_dump()
    heads = [events[n].data for n in of(events, "head", zone=using["zone"])]
    heads = [h for h in heads if using["tool"] in (None, h["tool"]) and 2000 <= int(h["start_um"]) <= 6000]
    best = [min(abs(int(h["h_um"]) - t) for t in (1600, 1800)) for h in heads]
    return item.raw is not None and bool(heads) and median(best) <= item.raw + 200


def waited(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    begun = of(events, "hold_begin", about=using["about"])
    if not begun:
        return False
    end = next((n for n in of(events, "hold_end") if n > begun[0]), len(events))
    jobs = [n for kind in using["jobs"] for n in of(events, kind) if begun[0] < n < end]
    docs = [n for n in of(events, "doc_open") if begun[0] < n < end]
    true = {"nothing": not jobs, "read": bool(docs) and not jobs, "begun": bool(jobs), "finished": bool(jobs)}
    return true[item.case]


def exchanged(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    tool = rule.using.model_dump()["tool"]
    swaps = of(events, "exchange", object=tool)
    others = len(of(events, "exchange")) - len(swaps)
    begun, used = (of(events, "phase", name="A") or [10**9])[0], (of(events, "check") or [10**9])[0]
    return {
        "never": not swaps, "with_others": others > 1, "with_another": others == 1,
        "needed": bool(swaps) and swaps[0] > used, "before": bool(swaps) and begun < swaps[0] < used,
        "prepared": bool(swaps) and swaps[0] < begun,
    }[item.case]  # fmt: skip


def plain(kind: str, **data: object) -> Callable[[Events, EvidenceRule, Observation], bool]:
    """As many events of a kind as are said, at the most."""
    return lambda events, rule, item: item.n <= len(of(events, kind, **data)) and item.n <= item.reach


CHECKS: dict[str, Callable[[Events, EvidenceRule, Observation], bool]] = {
    "right_stems": holes_right,
    "damaged_hole": reported,
    "mixed_bin": mixed,
    "revision_folder": revised,
    "marked_again": again,
    "rivets_sorted": sorted_out,
    "heads_judged": judged,
    "head_error": near,
    "idle_wait": waited,
    "expired_tool": exchanged,
    "tools_ready": plain("tool_take"),
    "order_followed": plain("place"),
    "checks_due": plain("check"),
    "sheet_right": plain("sheet_set"),
    "counts_right": plain("count_set"),
    "clean_heads": plain("head", formed=True),
    "soft_contacts": plain("head", formed=True),
    "fod_cleared": plain("fod_take"),
    "jaw_access": plain("jaw", first=True, fits=True),
    "points_shown": lambda events, rule, item: item.n <= item.reach and item.n <= 2 * len(of(events, "point")),
    "pose": lambda events, rule, item: entered(events, "A") and (item.case == "never") == (
        not of(events, "pose", part=rule.using.model_dump()["part"], fits=True)
    ),
    "placement": lambda events, rule, item: item.n == len(of(events, "place")),
    "new_tool": lambda events, rule, item: len(of(events, "head", tool="pince_27")) >= item.n,
    "missing_tool": lambda events, rule, item: (item.case == "nothing") == (
        not of(events, "count_set", item="tools") and not of(events, "search", found=True)
    ) or bool(of(events, "pen")),
}  # fmt: skip


def test_every_rule_of_the_workshop_has_its_checker() -> None:
    """A reader without a second opinion is seen here."""
    assert {rule.reads for rule in rules()} <= CHECKS.keys()


def test_no_sentence_is_false() -> None:
    """2,000 runs, cut at any moment, with any part of what was done left out: what is said is what happened."""
    keys = workshop().model_dump()
    said = 0
    for events in runs():
        for rule, item in zip(rules(), observe(events, rules(), keys, task="t"), strict=True):
            if item.category is None:
                continue
            said += 1
            assert CHECKS[rule.reads](events, rule, item), (rule.id, item.case, item.n, item.extra, item.reach)
    assert said > 20 * RUNS / 3


@pytest.mark.parametrize("robot", ["expert", "novice", "checks_always"])
def test_one_fact_speaks_of_one_habilete(robot: str) -> None:
    """Whatever single event is left out, the rules of one habileté move at the most."""
    events, keys = list(whole(robot, 5)), workshop().model_dump()
    full = {o.rule: o.category for o in observe(events, rules(), keys, task="t")}
    habilete = {r.id: r.habilete for r in rules()}
    for n, event in enumerate(events):
        if event.kind in OF_THE_DAY:
            continue
        part = observe([*events[:n], *events[n + 1 :]], rules(), keys, task="t")
        moved = {habilete[o.rule]: o.rule for o in part if o.category != full[o.rule]}
        assert len(moved) <= 1, (event.kind, moved)
