"""No false sentence: each fact that is spoken is counted again from the raw events, by code that knows no reader."""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from statistics import median

import pytest
from conftest import panneau, rules, workshop

from game.journey.facts import told
from game.library import catalogue_of
from game.mechanics import MECHANICS
from game.simulation.task import Run
from lab.robots import play_out
from scenarios.vocabulary import Event, Value
from scoring.evidence import observe
from scoring.rules import EvidenceRule
from scoring.types import Observation

CAST = MECHANICS["assemble@1"].cast
ROBOTS = ("expert", "novice", "clumsy", "hurried", "tag_all", "ritual", "asks_always", "checks_always", "tidies_late")
RUNS = 2000
OF_THE_DAY = {"phase", "movement_end", "bell", "head_shown", "hold_begin", "hold_end", "fod_fall", "stock"}
"""Events that nobody makes: they are cut with the run, never left out of it."""
MINUTE = 3000
"""Ticks without any act that are one thing offered and left."""
NEVER = 10**9


class Lived(tuple[Event, ...]):
    """The events of a run, with the places of each kind."""

    kinds: dict[str, list[int]]

    def __new__(cls, events: Iterable[Event]) -> "Lived":
        """Events are looked up by kind a hundred times a run."""
        run = super().__new__(cls, events)
        run.kinds = {}
        for n, e in enumerate(run):
            run.kinds.setdefault(e.kind, []).append(n)
        return run


Events = Lived
Check = Callable[[Events, EvidenceRule, Observation], bool]


@cache
def whole(robot: str, seed: int) -> tuple[Event, ...]:
    task = MECHANICS["assemble@1"].make(workshop(), Run(seed, clock=False))
    bot = CAST.make(robot, workshop(), seed)
    return tuple(play_out(task, bot, bored=robot in CAST.blind).events)


def runs() -> Iterator[Lived]:
    """Runs cut at any moment, of which any part of what the person did is left out; idle minutes, and ceilings."""
    chance = random.Random(11)
    for n in range(RUNS):
        events = whole(ROBOTS[n % len(ROBOTS)], 5 + n // len(ROBOTS) % 3)
        left_out = chance.choice((0.0, 0.0, 0.02, 0.2, 0.6))
        upto = len(events) if chance.random() < 0.3 else chance.randrange(1, len(events))
        # An act is cut, and left out, with all its facets.
        part = [e for e in events if e.tick <= events[upto - 1].tick]
        gone = {e.tick for e in part if chance.random() < left_out}
        part = [e for e in part if e.kind in OF_THE_DAY or e.tick not in gone]
        if chance.random() < 0.25:
            part = by_a_ceiling(part, chance.randrange(len(part)))
        if chance.random() < 0.3:
            at, ticks = chance.randrange(len(part)), MINUTE * chance.randrange(1, 12)
            part = part[:at] + [Event(e.tick + ticks, e.kind, e.data) for e in part[at:]]
        yield Lived(part)


def by_a_ceiling(events: list[Event], at: int) -> list[Event]:
    """The same run, of which the rest of a movement was cut off by the clock; the next one goes on as it did."""
    kept = [e for e in events[:at] if e.tick < events[at].tick] or events[:1]
    end = next((n for n in range(at, len(events)) if events[n].kind == "movement_end"), None)
    if end is None:
        return kept
    ceiling = Event(events[end].tick, "movement_end", {**events[end].data, "cause": "ceiling"})
    return [*kept, ceiling, *events[end + 1 :]]


def of(events: Events, kind: str, **data: object) -> list[int]:
    return [n for n in events.kinds.get(kind, ()) if all(events[n].data.get(k) == v for k, v in data.items())]


def span(events: Events, at: int) -> tuple[int, int, bool]:
    """The step around a place: its first event, that after its last, and whether the person ended it."""
    steps = of(events, "phase")
    first = max(n for n in steps if n <= at)
    after = min((n for n in steps if n > at), default=NEVER)
    cut = any(first < n < after for n in of(events, "movement_end", cause="ceiling"))
    return first, after, after < NEVER and not cut


def minutes(events: Events, first: int, after: int) -> int:
    """Minutes in which nothing was done between two places."""
    ticks = [e.tick for e in events[first : min(after, len(events) - 1) + 1]]
    return sum((b - a) // MINUTE for a, b in itertools.pairwise(ticks))


def there(events: Events, step: str, done: int, left: int, since: int = -1) -> int:
    """How many of the things left in a step stood there long enough: all once it is ended, else done or left idle."""
    begun = of(events, "phase", name=step)
    if not begun:
        return 0
    first, after, closed = span(events, begun[0])
    return left if closed else min(left, done + minutes(events, max(first, since), after))


def time_left(events: Events, at: int) -> bool:
    """Whether there was time after an event: its step was ended by the person, or stood idle."""
    _, after, closed = span(events, at)
    return closed or minutes(events, at, after) > 0


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
    right, holes = 0, set(params.zones[using["zone"]].holes) - set(using["except"] or ())
    holes &= set(using["holes"] or holes)
    set_there = [n for n in of(events, "place", zone=using["zone"]) if events[n].data["hole"] in holes]
    later = [n for n in set_there if n > after]
    for n in later:
        hole = str(events[n].data["hole"])
        spec = params.holes()[hole]
        e = spec.e_b_um if using["change"] and spec.e_b_um else spec.e_um
        stem = 6 if e <= 2400 else 8 if e <= 4400 else 10
        read = any(events[m].data["hole"] == hole for m in of(events, "pige_read") if m < n)
        right += events[n].data["stem"] == stem and (read or not using["gauged"])
    left = len(holes) - len(set_there) + len(later)
    return right == item.n and item.reach == there(events, using["zone"], len(later), left, after)


def in_order(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """Each rivet is the next one of the order among those not set yet."""
    using = rule.using.model_dump()
    after = bell(events, using["change"]) if using["change"] else -1
    set_there = [n for n in of(events, "place", zone=using["zone"]) if events[n].data["hole"] in using["order"]]
    left = [h for h in using["order"] if h not in {events[n].data["hole"] for n in set_there if n < after}]
    later = [str(events[n].data["hole"]) for n in set_there if n > after]
    reach, right = there(events, using["zone"], len(later), len(left), after), 0
    for hole in later:
        right += hole == left[0]
        left.remove(hole)
    return after < len(events) and (right, reach) == (item.n, item.reach)


def reported(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    hole = rule.using.model_dump()["hole"]
    used, tags = of(events, "place", hole=hole), of(events, "tag", object=hole)
    calls = of(events, "call", about=hole)
    later = [n for n in of(events, "place") if tags and calls and n > max(tags[0], calls[0])]
    sound = [n for n in of(events, "tag") if events[n].data["object"] != hole]
    sound += [n for n in of(events, "call") if str(events[n].data["about"]) in workshop().zones["A"].holes]
    told = [*tags[:1], *calls[:1]]
    time = bool(told) and (time_left(events, max(told)) or any(n > max(told) for n in of(events, "place")))
    all_there = there(events, "A", len(of(events, "place", zone="A")), 8) == 8
    return {
        "used": bool(used), "silent": not (used or told) and all_there, "tag": bool(tags) and not calls and time,
        "call": bool(calls) and not tags and time, "both": len(told) == 2 and not later and time,
        "goes_on": bool(later),
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
        "silent": not said and any(n > apart[0] for n in of(events, "place")), "everything": bool(said),
        "said": bool(said) and not goes_on and time_left(events, max(min(said), min(apart))),
        "goes_on": bool(goes_on),
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
        "never": not right and bool(before or time_left(events, at)), "worked_first": bool(right and before),
        "unread": bool(right), "read": bool(right and read),
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
    reach = at < len(events) and there(events, "D", len(marked & stood), len(stood), at)
    return (item.n, item.extra, item.reach) == (len(marked & stood), wrong, reach)


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
    all_there = bool(shown) and there(events, f"heads{using['block']}", len(last), 16) == 16
    return all_there and (item.n, item.extra) == (hits, len(review) - hits)


def near(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """« Within »: half of the heads looked at are not farther from a height that was shown."""
    using = rule.using.model_dump()
    if item.case == "few":
        return entered(events, using["zone"]) and len(of(events, "head", zone=using["zone"])) < using["least"]
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
    ends = [n for kind in using["finished"] for n in of(events, kind, formed=True) if begun[0] < n < end]
    finished = len(jobs) > 1 or bool(jobs and ends)
    true = {"nothing": not jobs, "read": bool(docs) and not jobs, "begun": bool(jobs), "finished": finished}
    return true[item.case] and (finished or end < len(events))


def exchanged(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    tool = rule.using.model_dump()["tool"]
    swaps = of(events, "exchange", object=tool)
    others = len(of(events, "exchange")) - len(swaps)
    begun, used = (of(events, "phase", name="A") or [NEVER])[0], (of(events, "check") or [NEVER])[0]
    cut = min([begun, *of(events, "movement_end", cause="ceiling")])
    return {
        "never": not swaps and (used < NEVER or begun == cut < NEVER),
        "with_others": others > 1, "with_another": others == 1,
        "needed": bool(swaps) and swaps[0] > used, "before": bool(swaps) and cut < swaps[0] < used,
        "prepared": bool(swaps) and swaps[0] < cut,
    }[item.case]  # fmt: skip


def ready(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """What hangs no more on the board when the first rivet is set."""
    first, listed = (of(events, "place") or [NEVER])[0], {tool.id for tool in workshop().tools if tool.listed}
    first = min([first, *of(events, "phase", name="close")])  # who sets none hangs them back then
    taken: set[object] = set()
    for n, e in enumerate(events):
        if n < first and e.kind in ("tool_take", "tool_return"):
            (taken.add if e.kind == "tool_take" else taken.discard)(e.data["tool"])
    return (item.n, item.extra, item.reach) == (len(taken & listed), len(taken - listed), 7) and span(events, 0)[2]


def checked(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """With the gauge in force, after so many rivets or one more; the bell that changes the gauge ends that time."""
    using = rule.using.model_dump()
    first = bell(events, using["since"]) if using["since"] else -1
    last = bell(events, using["until"]) if using["until"] else NEVER
    made = {events[n].data["placed"] for n in of(events, "check", calibre=using["calibre"]) if first < n < last}
    placed, met, reach = of(events, "place"), 0, 0
    for due in using["due"]:
        if len(placed) < due or not first < placed[due - 1] < last:
            continue
        _, after, closed = span(events, placed[due - 1])
        gone_on = len(placed) > due + 1 and placed[due + 1] < last
        done = bool(made & {due, due + 1})
        met, reach = met + done, reach + (done or gone_on or (closed and after < last))
    wanted = {due + d for due in using["due"] for d in (0, 1)}
    return (item.n, item.extra, item.reach) == (met, len(made - wanted), reach)


def ended(events: Events) -> bool:
    """Whether the person ended the job."""
    begun = of(events, "phase", name="close")
    return bool(begun) and span(events, begun[0])[2]


def filled(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    said = {events[n].data["field"]: events[n].data["value"] for n in of(events, "sheet_set")}
    late = {field for field, change in (using["after"] or {}).items() if bell(events, change) == len(events)}
    said = {field: value for field, value in said.items() if field not in late}
    right = sum(said.get(field) == answer for field, answer in using["answers"].items())
    stock = of(events, "stock", item=using["reviewed"])
    right += bool(stock) and said.get(using["reviewed"]) == str(events[stock[-1]].data["n"])
    return (item.n, item.reach) == (right, 5 - len(late) if ended(events) else len(said))


def counted(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """The numbers noted last are those of what lay there."""
    names = {"bin1", "bin2", "bin3", "red_box", "tags"}
    said = {str(events[n].data["item"]): events[n].data["n"] for n in of(events, "count_set")}
    lay = {str(events[n].data["item"]): events[n].data["n"] for n in of(events, "stock")}
    right = sum(said[name] == lay[name] for name in names & said.keys())
    return (item.n, item.reach) == (right, 5 if ended(events) else len(names & said.keys()))


def heads(good: Callable[[Mapping[str, Value]], bool]) -> Check:
    """Heads formed so, as they were left, of those that were formed, left idle, or stood in a zone that was ended."""

    def check(events: Events, rule: EvidenceRule, item: Observation) -> bool:
        left: dict[str, Mapping[str, Value]] = {}
        for e in events:
            if e.kind == "head":
                left[str(e.data["hole"])] = e.data
            elif e.kind == "regrip":
                left.pop(str(e.data["hole"]), None)
        made = {events[n].data["hole"] for n in of(events, "head")}
        tagged = {events[n].data["object"] for n in of(events, "tag")} - made
        reach = 0
        for name, zone in workshop().zones.items():
            reach += there(events, name, sum(d["zone"] == name for d in left.values()), len(zone.holes.keys() - tagged))
        return (item.n, item.reach) == (sum(bool(d["formed"]) and good(d) for d in left.values()), reach)

    return check


def cleared(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    fell = {events[n].data["item"]: (n, events[n].data["movement"]) for n in of(events, "fod_fall")}
    taken = [events[n].data for n in of(events, "fod_take")]
    good = {d["item"] for d in taken if d["item"] in fell and d["movement"] == fell[d["item"]][1]}
    reach = sum(one in good or span(events, n)[2] for one, (n, _) in fell.items())
    wrong = sum(d["item"] not in fell for d in taken)
    return (item.n, item.extra, item.reach) == (len(good), wrong, reach)


def pointed(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """Two for the right rivet, one for its neighbour on the same line."""
    last = {str(events[n].data["id"]): str(events[n].data["hole"]) for n in of(events, "point")}
    spots, worth = workshop().holes(), 0
    for name, right in workshop().points.items():
        a, b = spots.get(last.get(name, "")), spots[right]
        worth += 2 if last.get(name) == right else bool(a and a.y_mm == b.y_mm and abs(a.x_mm - b.x_mm) <= 60)
    return (item.n, item.reach) == (worth, 2 * there(events, "points", len(last), 3))


def posed(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    part = rule.using.model_dump()["part"]
    tries = [events[n].data for n in of(events, "pose", part=part)]
    fits = [d for d in tries if d["fits"]]
    if not fits:
        zone = next(p.zone for p in workshop().parts if p.id == part)
        return item.case == "never" and there(events, zone, 0, 1) == 1
    spare = int(tries[0]["turns"]) - int(tries[0]["shortest"])
    case = "later" if not tries[0]["fits"] else "shortest" if spare <= 0 else "few_turns" if spare < 4 else "turns"
    return item.case == case


def mastered(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """The first two in a row within reach of the line, with the new squeezer."""
    using = rule.using.model_dump()
    made = [events[n].data for n in of(events, "head", zone=using["zone"], tool=using["tool"])]
    good = [abs(int(d["h_um"]) - int(d["target_um"])) <= using["within_um"] for d in made]
    pairs = [n for n in range(2, len(good) + 1) if good[n - 2] and good[n - 1]]
    if item.case == "mastered":
        return bool(pairs) and item.n == pairs[0]
    return not pairs and bool(made) and span(events, of(events, "phase", name=using["zone"])[0])[2]


def accounted(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """Before the pen is pressed: counted, one seen to be missing, looked for, found."""
    pen = (of(events, "pen") or [NEVER])[0]
    if pen == NEVER and not ended(events):
        return False
    counts = [n for n in of(events, "count_set", item="tools") if n < pen]
    looked = [n for n in of(events, "search") if n < pen]
    found = [n for n in looked if events[n].data["found"]]
    seen = [n for n in counts if n < min(found, default=NEVER)]
    hung = [n for n in of(events, "stock", item="tools") if seen and n < seen[-1]]
    said = events[seen[-1]].data["n"] if seen else None
    missed = bool(hung) and said == events[hung[-1]].data["n"] and int(str(said)) < 8
    called = bool([n for n in of(events, "call", about="mirror") if n < pen])
    return {
        "nothing": not counts and not found, "miscounted": bool(counts) and not missed and not found,
        "seen": missed and not found, "found_uncounted": bool(found) and not missed,
        "searched": missed and not found and len(looked) > 1, "found": missed and bool(found),
        "called": missed and not found and called and bool(looked),
    }[item.case]  # fmt: skip


def presented(events: Events, rule: EvidenceRule, item: Observation) -> bool:
    """The middle of the distances, in the words of its device's cuts."""
    far = [int(events[n].data["distance_um"]) for n in of(events, "place")]
    if item.case == "few":
        return len(far) < 6
    return item.n == len(far) >= 6 and item.category == sum(median(far) <= cut for cut in (1500, 1000, 600, 350))


CHECKS: dict[str, Check] = {
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
    "tools_ready": ready,
    "order_followed": in_order,
    "checks_due": checked,
    "sheet_right": filled,
    "counts_right": counted,
    "clean_heads": heads(lambda d: int(d["pulls"]) <= 2 and not d["traces"]),
    "soft_contacts": heads(lambda d: 0 <= int(d["v_contact"]) <= 400),
    "fod_cleared": cleared,
    "jaw_access": lambda events, rule, item: item.n == len(of(events, "jaw", first=True, fits=True)) <= item.reach,
    "points_shown": pointed,
    "pose": posed,
    "placement": presented,
    "new_tool": mastered,
    "missing_tool": accounted,
}


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


def test_what_was_done_too_few_times_to_be_read_is_not_called_unseen() -> None:
    """A head was checked, then the run was cut: too little to speak of it, and not « not seen »."""
    events = whole("expert", 5)
    first = next(n for n, event in enumerate(events) if event.kind == "check")
    catalogue = catalogue_of(panneau())
    for upto, said in ((first + 1, "Vu trop peu aujourd'hui pour en parler."), (first, "Pas vu aujourd'hui.")):
        seen = observe(events[:upto], rules(), workshop().model_dump(), task="x")
        item, rule = next((o, r) for o, r in zip(seen, rules(), strict=True) if r.id == "NOR5")
        assert item.category is None
        words = told(item, rule, lambda key, **v: catalogue.t(key, "fr", False, "panneau_fuselage", **v), catalogue.has)
        assert words == said
