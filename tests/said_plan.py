"""The second opinion on the facts of `plan`: bars, kits, slots, labels, flaws; the hurry; a doubt; a wait."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import said_shared
from said_kit import NEVER, Check, Lived, bell, closed, ended, hold, of, span, step_of, time_left, untried

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.written import Slot
from scoring.rules import EvidenceRule
from scoring.types import Observation

Place = tuple[str, int]


def store(events: Lived) -> PlanParams:
    """The store that was worked in."""
    assert isinstance(events.params, PlanParams)
    return events.params


def doubtful(events: Lived, ref: str) -> bool:
    """Whether a reference lies in a crushed box or lacks its paper."""
    p = store(events)
    return any(p.store[bin].odd or not p.store[bin].paper for bin in p.bins_of(ref))


def asked(events: Lived, zones: Iterable[str], sort: Callable[[Slot], bool] = lambda slot: True) -> dict[Place, Slot]:
    """Slots of the kits of some steps that any rule of the store but a doubt's may look at."""
    found: dict[Place, Slot] = {}
    for zone in zones:
        for kit, made in store(events).rounds[zone].kits.items():
            for n, slot in enumerate(made.slots):
                if not doubtful(events, slot.ref) and sort(slot):
                    found[kit, n] = slot
    return found


def looked_at(
    events: Lived, using: Mapping[str, Any], sort: Callable[[Slot], bool] = lambda slot: True
) -> dict[Place, Slot]:
    """Those of them that a rule looks at: of some references, of some kits."""
    only, kits = using.get("only"), using.get("kits")
    found = asked(events, using["zones"], sort)
    return {
        (kit, n): slot for (kit, n), slot in found.items()
        if (only is None or slot.ref in only) and (kits is None or kit in kits)
    }  # fmt: skip


def held(events: Lived, upto: int = NEVER) -> dict[Place, int]:
    """Where what lies in each slot was laid."""
    lies: dict[Place, int] = {}
    for n, e in enumerate(events[: min(upto, len(events))]):
        if e.kind in ("fill", "unfill"):
            place = str(e.data["kit"]), int(e.data["slot"])
            lies.pop(place, None)
            if e.kind == "fill":
                lies[place] = n
    return lies


def offered(events: Lived, places: Iterable[Place]) -> list[Place]:
    """Slots that hold something, and all of a step that the person ended."""
    lies = held(events)
    return [one for one in places if one in lies or closed(events, store(events).round_of(one[0]))]


def took(events: Lived, n: int) -> int:
    """The take that what was laid came from, -1 where none was written."""
    return max((m for m in of(events, "take", bin=events[n].data["bin"]) if m < n), default=-1)


def lot_first(events: Lived, n: int) -> bool:
    """Whether what was laid is of the lot that ended first of those that lay there, and in date."""
    m, p = took(events, n), store(events)
    if m < 0:
        return False
    faces = {events[k].data["bin"]: str(events[k].data["face"]) for k in of(events, "dealt")}
    taken = str(events[m].data["bin"])
    beside = [b for b in str(events[m].data["beside"]).split(",") if b]
    dates = {bin: p.store[faces.get(bin, bin)].until for bin in (taken, *beside)}
    return dates[taken] >= p.today and all(dates[taken] <= date for date in dates.values() if date >= p.today)


def counts(good: Callable[[Lived, int, Slot], bool], sort: Callable[[Lived, Slot], bool]) -> Check:
    """Slots of a sort in which what lies is as it should be."""

    def check(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
        slots = looked_at(events, rule.using.model_dump(), lambda slot: sort(events, slot))
        there, lies = offered(events, slots), held(events)
        right = sum(one in lies and good(events, lies[one], slots[one]) for one in there)
        bare = sum(one not in lies for one in there)
        return (item.n, item.reach, untried(item)) == (right, len(there), bare)

    return check


def twin(events: Lived, slot: Slot) -> bool:
    refs = store(events).refs
    return any(name != slot.ref and ref.shape == refs[slot.ref].shape for name, ref in refs.items())


def dated(events: Lived, slot: Slot) -> bool:
    p = store(events)
    return any(p.store[bin].until for bin in p.bins_of(slot.ref))


def right_number(events: Lived, n: int, slot: Slot) -> bool:
    return events[n].data["n"] == slot.n


def right_ref(events: Lived, n: int, slot: Slot) -> bool:
    return store(events).store[str(events[n].data["bin"])].ref == slot.ref


def planned(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    bars = store(events).plans[using["zone"]].bars
    lies: list[str] = []
    for e in events:
        if e.kind in ("lay", "lift") and e.data["plan"] == using["zone"]:
            lies = [b for b in lies if b != e.data["bar"]] + ([str(e.data["bar"])] if e.kind == "lay" else [])
    if using["change"] and bell(events, using["change"]) == len(events):
        return False
    due = {name: bar.new_due or bar.due for name, bar in bars.items()}
    right = sum(due[a] < due[b] for a, b in itertools.combinations(lies, 2))
    whole = closed(events, using["zone"]) or len(lies) == len(bars)
    order = sorted(bars, key=lambda name: due[name])
    early = sum(any(due[b] < due[a] for b in lies[n + 1 :]) for n, a in enumerate(lies))
    right_case = "all" if lies == order else "turned" if early else "so_far" if len(lies) > 1 else "few"
    unlaid = {key.removeprefix("kit.") for way, keys in item.apart if way == "unlaid" for key in keys}
    came = bell(events, using["change"]) if using["change"] else NEVER
    since = [n for kind in ("lay", "lift") for n in of(events, kind, plan=using["zone"]) if n > came]
    if using["change"] and not since and lies != order:
        right_case = "unchanged"
    said = (item.case, item.extra) == (right_case, early) and unlaid == bars.keys() - set(lies)
    said = said and (item.raw == right or item.case == "unchanged")
    return whole and said and (item.n, item.reach) == (right, len(bars) * (len(bars) - 1) // 2)


def gone(events: Lived, zones: Iterable[str]) -> dict[str, int]:
    """Where each kit left."""
    return {str(events[n].data["kit"]): n for zone in zones for n in of(events, "depart", zone=zone)}


def full(events: Lived, zones: Iterable[str]) -> dict[str, int]:
    """Where each kit left that lacked nothing but what is there to be told of."""
    kits = store(events).kits
    return {
        kit: n for kit, n in gone(events, zones).items()
        if all(doubtful(events, kits[kit].slots[int(k)].ref) for k in str(events[n].data["empty"]).split(",") if k)
    }  # fmt: skip


def on_time(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    zones = rule.using.model_dump()["zones"]
    kits = [kit for zone in zones for kit in store(events).rounds[zone].kits]
    there = [k for k in kits if k in gone(events, zones) or closed(events, store(events).round_of(k))]
    good = sum(int(events[n].data["block"]) <= store(events).kits[kit].due for kit, n in full(events, zones).items())
    beside = ("waiting", "flawed", "number", "other")
    named = {key.removeprefix("kit.") for way, keys in item.apart if way not in beside for key in keys}
    late = {key.removeprefix("kit.") for way, keys in item.apart if way == "late" for key in keys}
    waiting = {key.removeprefix("kit.") for way, keys in item.apart if way == "waiting" for key in keys}
    empty = {kit for kit, n in full(events, zones).items() if events[n].data["empty"]}
    flawed = {key.removeprefix("kit.") for way, keys in item.apart if way == "flawed" for key in keys}
    spoilt = {
        kit for kit, n in gone(events, zones).items()
        if any(place[0] == kit and events[m].data["flaw"] for place, m in held(events, n).items())
    }  # fmt: skip
    wanted = asked(events, zones)
    wrong: dict[str, set[str]] = {"number": set(), "other": set()}
    for (kit, k), m in held(events).items():
        if (kit, k) in wanted and kit in gone(events, zones):
            ref, slot = store(events).store[str(events[m].data["bin"])].ref, wanted[kit, k]
            way = "other" if ref != slot.ref else "number" if events[m].data["n"] != slot.n else ""
            wrong.get(way, set()).add(kit)
    said = {way: {key.removeprefix("kit.") for w, keys in item.apart if w == way for key in keys} for way in wrong}
    names = len(named) == len(there) - good and named <= set(there) and late <= full(events, zones).keys()
    names = names and said == wrong
    return names and waiting == empty and flawed == spoilt and (item.n, item.reach) == (good, len(there))


def walked(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using, p = rule.using.model_dump(), store(events)
    left = full(events, using["zones"])
    if item.case == "few":
        return len(left) == item.n < using["least"] and all(closed(events, zone) for zone in using["zones"])
    blocks = shortest = 0
    for zone in using["zones"]:
        last = max((n for n in left.values() if events[n].data["zone"] == zone), default=-1)
        for n in of(events, "walk", zone=zone):
            blocks += int(events[n].data["blocks"]) * (n < last or closed(events, zone))
    for kit in left:
        aisles = {p.store[p.bins_of(slot.ref)[0]].aisle for slot in p.kits[kit].slots}
        shortest += min(
            sum(p.walk(a, b) for a, b in itertools.pairwise(way)) for way in itertools.permutations(sorted(aisles))
        )
    case = "more" if blocks > shortest else "least"
    return len(left) >= using["least"] and (item.case, item.n, item.extra) == (case, blocks, shortest)


def together(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    p, slots = store(events), looked_at(events, rule.using.model_dump())
    groups: dict[tuple[str, str], list[Place]] = {}
    for (kit, n), slot in slots.items():
        groups.setdefault((kit, p.store[p.bins_of(slot.ref)[0]].aisle), []).append((kit, n))
    lies, good, there = held(events), 0, 0
    for places in groups.values():
        if len(places) > 1 and len(offered(events, places)) == len(places):
            there += 1
            visits = {events[lies[one]].data["visit"] if one in lies else one for one in places}
            good += len(visits) == 1
    return (item.n, item.reach) == (good, there)


def in_order(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    zones = rule.using.model_dump()["zones"]
    left, kits, good, there = full(events, zones), store(events).kits, 0, 0
    for zone in zones:
        for a, b in itertools.combinations(store(events).rounds[zone].kits, 2):
            early, late = (a, b) if kits[a].due < kits[b].due else (b, a)
            both = early in left and late in left
            there += both or closed(events, zone)
            good += both and left[early] < left[late]
    went = {zone: sorted(store(events).rounds[zone].kits, key=lambda kit: left.get(kit, NEVER)) for zone in zones}
    every = all(kit in left for zone in zones for kit in store(events).rounds[zone].kits)
    right = every and all(names == sorted(names, key=lambda kit: kits[kit].due) for names in went.values())
    orders = [[kit for kit in names if kit in left] for names in went.values()]
    early = sum(any(kits[b].due < kits[a].due for b in o[n + 1 :]) for o in orders for n, a in enumerate(o))
    case = "all" if right else "turned" if early else "so_far" if any(len(o) > 1 for o in orders) else "few"
    named = {key.removeprefix("kit.") for way, keys in item.apart if way == "lacking" for key in keys}
    stayed = {kit for zone in zones if closed(events, zone) for kit in went[zone] if kit not in left}
    return (item.case, item.extra, named) == (case, early, stayed) and (item.n, item.reach) == (good, there)


def scanned(events: Lived, take: int) -> bool:
    """Whether a bin's label was read in the step in which something was taken of it, before that."""
    step = itertools.takewhile(lambda n: events[n].kind != "phase", range(take - 1, -1, -1))
    return any(events[n].kind == "scan" and events[n].data["bin"] == events[take].data["bin"] for n in step)


def read_first(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using, refs = rule.using.model_dump(), store(events).refs
    slots = looked_at(events, using, lambda slot: slot.ref not in (using["spare"] or ()))
    there, lies = offered(events, slots), held(events)
    read = [one for one in there if one in lies and (m := took(events, lies[one])) >= 0 and scanned(events, m)]
    yellow = [one for one in read if refs[slots[one].ref].yellow]
    due = [one for one in there if refs[slots[one].ref].yellow]
    bare = sum(one not in lies for one in due)
    told = (item.n, item.extra, item.reach, untried(item))
    return told == (len(yellow), len(read) - len(yellow), len(due), bare)


def tallied(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The numbers noted last are those of what lay there as they were noted."""
    names, right, noted = {*store(events).counted, "red_box", "tags"}, 0, 0
    for name in names:
        said = of(events, "count_set", item=name)
        noted += bool(said)
        lay = [n for n in of(events, "stock", item=name) if said and n < said[-1]]
        right += bool(lay) and events[lay[-1]].data["n"] == events[said[-1]].data["n"]
    return (item.n, item.reach) == (right, len(names) if ended(events) else noted)


def sorted_out(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    zone = rule.using.model_dump()["zone"]
    end = closed(events, zone)
    came = max([*of(events, "fill", zone=zone), *of(events, "isolate", zone=zone)], default=-1)

    def plain(n: int) -> bool:
        return not doubtful(events, store(events).store[str(events[n].data["bin"])].ref)

    takes = [n for n in of(events, "take", zone=zone) if (end or n < came) and plain(n)]
    apart = [bool(events[n].data["flaw"]) for n in of(events, "isolate", zone=zone) if plain(n)]
    flawed = sum(bool(events[n].data["flaw"]) for n in takes)
    hits, false = min(sum(apart), flawed), min(len(apart) - sum(apart), len(takes) - flawed)
    return (item.n, item.extra, item.offered) == (hits, false, flawed)


def hurried(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    slots, lies = asked(events, [using["zone"]]), held(events)
    order: list[Place] = []
    for n in of(events, "fill", zone=using["zone"]):
        one = str(events[n].data["kit"]), int(events[n].data["slot"])
        if one in slots and one not in order:
            order.append(one)
    window = order[using["first"] - 1 : using["first"] - 1 + using["n"]]
    right = 0
    for one in window:
        n, slot = lies.get(one, -1), slots[one]
        sound = n >= 0 and right_ref(events, n, slot) and right_number(events, n, slot) and not events[n].data["flaw"]
        right += sound and took(events, n) >= 0 and (not dated(events, slot) or lot_first(events, n))
    return (item.n, item.reach) == (right, using["n"] if closed(events, using["zone"]) else len(window))


def skipped(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    zone, end = using["zone"], closed(events, using["zone"])
    came, fills = bell(events, using["event"]), of(events, "fill", kit=using["kit"], slot=using["slot"])
    if came == len(events) or (fills and fills[0] < came):
        return False
    if not fills:
        answered = of(events, "reply", message=using["event"])
        no = bool(answered) and events[answered[-1]].data["option"] == using["firm"]
        return item.case == ("left_refused" if no else "left") and end
    m = took(events, fills[-1])
    read = m >= 0 and scanned(events, m)
    after = [n for n in of(events, "scan", zone=zone, bin=events[fills[-1]].data["bin"]) if n > fills[-1]]
    said = of(events, "reply", message=using["event"])
    firm = bool(said) and events[said[-1]].data["option"] == using["firm"]
    p = store(events)
    grey = [n for n in of(events, "take", zone=zone) if not p.refs[p.store[str(events[n].data["bin"])].ref].yellow]
    habit = 2 * sum(scanned(events, n) for n in grey) > len(grey)
    left = of(events, "depart", kit=using["kit"])
    stop = span(events, of(events, "phase", name=step_of(events, zone))[0])[1]
    promised = [n for name in (using["event"], using["kit"]) for n in of(events, "call", about=name)]
    called = any(left and left[0] < n < stop for n in promised)
    return {
        "left": False, "left_refused": False,
        "passed": not read and not after and end and not firm,
        "passed_refused": not read and not after and end and firm,
        "later": not read and bool(after) and not firm, "later_refused": not read and bool(after) and firm,
        "habit": read and not firm and habit and bool(said or end),
        "read": read and not firm and not habit and bool(said or end),
        "refused": read and firm and not called and end, "kept": read and firm and called,
    }[item.case]  # fmt: skip


def resumed(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    came = bell(events, using["change"])
    kits = store(events).rounds[using["zone"]].kits
    there = {kit for kit in kits if not any(n < came for n in of(events, "depart", kit=kit))}
    begun = {kit for kit, _ in held(events, came) if kit in there}
    if came == len(events) or not begun or begun == there:
        return False
    acts = sorted([*of(events, "fill", zone=using["zone"]), *of(events, "depart", zone=using["zone"])])
    rank = next((k for k, n in enumerate(m for m in acts if m > came) if events[n].data["kit"] in begun), -1)
    return {
        "lost": rank < 0 and closed(events, using["zone"]),
        "at_once": rank == 0, "second": rank == 1, "later": rank > 1,
    }[item.case]  # fmt: skip


def met(events: Lived, name: str, stop: int) -> bool:
    """Whether a person stood before a crushed box in its step, or read the label of a bin without its paper."""
    p, aisle, there = store(events), store(events).aisles[0], False
    bin = p.store[name]
    for e in events[:stop]:
        aisle = str(e.data["aisle"]) if e.kind == "walk" else aisle
        # Where one stands stays from step to step; that one stood there in another step is not of this one.
        there = aisle == bin.aisle or (there and e.kind != "phase")
    read = any(n < stop for n in of(events, "scan", bin=name))
    return (bin.odd and there) or (not bin.paper and read)


def doubted(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using, zone = rule.using.model_dump(), rule.using.model_dump()["zone"]
    name, about = using["bin"], {using["bin"], *(using["also"] or ())}
    used, laid = 0, 0
    for n in of(events, "fill", bin=name):
        place = {"kit": events[n].data["kit"], "slot": events[n].data["slot"]}
        out = min((m for m in of(events, "unfill", **place) if m > n), default=NEVER)
        stops = [m for m in of(events, "gate") if m > n and events[m].data["state"] != "kept"]
        stops += [m for m in of(events, "depart", kit=place["kit"]) if m > n]
        stays = not out < min([NEVER, *stops])
        laid += stays
        used += stays and (bool(stops) or time_left(events, n))
    tags, calls = of(events, "tag", object=name)[:1], of(events, "call", about=name)[:1]
    told = [*tags, *calls]
    begun = of(events, "phase", name=step_of(events, zone))
    if not begun:
        return item.case == "used" and used > 0
    stop = span(events, begun[0])[1]
    spare = sum(events[n].data["object"] not in about for n in of(events, "tag"))
    others = store(events).store.keys() - about
    spare += sum(events[n].data["about"] in others for n in of(events, "call") if begun[0] < n < stop)
    since = max(told, default=NEVER)
    on = any(n > since for n in (*of(events, "fill", zone=zone), *of(events, "depart", zone=zone)))
    over = all(any(n < since for n in of(events, "depart", kit=kit)) for kit in store(events).rounds[zone].kits)
    time = since < NEVER and (on or time_left(events, since))
    return {
        "used": used > 0, "silent": not laid and not told and closed(events, zone) and met(events, name, stop),
        "everything": not laid and bool(told) and spare > 2,
        "tag": bool(tags) and not calls and time, "call": bool(calls) and not tags and time,
        "both": len(told) == 2 and not on and time and not over, "goes_on": len(told) == 2 and on,
    }[item.case] and (item.case == "used" or not laid)  # fmt: skip


def waited(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    about = rule.using.model_dump()["about"]
    if (wait := hold(events, about)) is None:
        return False
    begun, end = wait

    def done(kind: str) -> bool:
        return any(begun < n < end and events[n].data.get("bin") != about for n in of(events, kind))

    kept = False
    for n in of(events, "take"):
        if begun < n < end and events[n].data["bin"] != about:
            until = min([end, *(m for m in of(events, "take") if m > n)])
            kept |= not any(n < m < until for m in of(events, "put_back", n=0))
    true = {
        "filled": done("fill"), "taken": kept and not done("fill"),
        "returned": done("take") and not kept and not done("fill"),
        "read": done("doc_open") and not (done("take") or done("fill")),
        "nothing": not (done("doc_open") or done("take") or done("fill")),
    }  # fmt: skip
    return true[item.case] and (done("fill") or end < len(events))


CHECKS: dict[str, Check] = {
    **said_shared.CHECKS,
    "kits_checked": said_shared.judged,
    "plan_laid": planned,
    "kits_in_time": on_time,
    "blocks_walked": walked,
    "grouped": together,
    "kits_ordered": in_order,
    "first_lots": counts(lambda events, n, slot: lot_first(events, n), dated),
    "labels_read": read_first,
    "numbers_right": counts(right_number, twin),
    "alike_told": counts(right_ref, twin),
    "stock_counted": tallied,
    "flaws_found": sorted_out,
    "window_right": hurried,
    "label_skipped": skipped,
    "taken_up": resumed,
    "bin_told": doubted,
    "hold_used": waited,
}

ROBOTS = (
    "expert", "novice", "tag_all", "list_ritual", "hurried", "scan_ritual", "ritual", "asks_always",
    "always_last", "tidies_late", "random",
)  # fmt: skip
"""Whose runs are cut anywhere."""
PUT_OFF = False
"""Whether acts of these runs may come later in their step."""
