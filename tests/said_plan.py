"""The second opinion on the facts of `plan`: bars laid, kits sent off, slots filled, labels read; a doubt; a wait."""

import itertools
from collections.abc import Iterable

import said_shared
from said_kit import NEVER, Check, Lived, bell, closed, ended, of, span, step_of, time_left

from game.mechanics.plan.params import PlanParams, Slot
from scoring.rules import EvidenceRule
from scoring.types import Observation

Place = tuple[str, int]


def shop(events: Lived) -> PlanParams:
    """The store that was worked in."""
    assert isinstance(events.params, PlanParams)
    return events.params


def first(found: Iterable[int]) -> int:
    return min(found, default=NEVER)


def zones_of(rule: EvidenceRule) -> list[str]:
    using = rule.using.model_dump()
    return list(using.get("zones") or [using["zone"]])


def asked(events: Lived, zones: list[str]) -> dict[Place, Slot]:
    """Every slot of the kits of some steps, but of a reference whose box is crushed or whose paper is not signed."""
    p = shop(events)
    kept = {bin.ref for bin in p.store.values() if bin.kept}
    kits = {name: kit for zone in zones for name, kit in p.rounds[zone].kits.items()}
    return {(k, n): s for k, kit in kits.items() for n, s in enumerate(kit.slots) if s.ref not in kept}


def held(events: Lived, zones: list[str]) -> dict[Place, int]:
    """What stands in each slot at the end, by the place of its fill."""
    found: dict[Place, int] = {}
    for n in sorted(of(events, "fill") + of(events, "unfill")):
        d = events[n].data
        if d["zone"] in zones:
            found.pop((str(d["kit"]), int(d["slot"])), None)
            if events[n].kind == "fill":
                found[str(d["kit"]), int(d["slot"])] = n
    return found


def stood(events: Lived, slots: Iterable[Place], there: dict[Place, int]) -> list[Place]:
    """Slots that were offered: those that hold something, and all of a step that the person ended."""
    return [s for s in slots if s in there or closed(events, shop(events).round_of(s[0]))]


def took(events: Lived, fill: int) -> int:
    """The take with which the pieces came into the hand, NEVER when it was left out of the run."""
    takes = [n for n in of(events, "take", bin=events[fill].data["bin"]) if n < fill]
    return takes[-1] if takes else NEVER


def ref_of(events: Lived, fill: int) -> str:
    return shop(events).store[str(events[fill].data["bin"])].ref


def ends_first(events: Lived, take: int) -> bool:
    """Whether no lot in date that lay beside ended before the one that was taken, and that one was in date."""
    p, d = shop(events), events[take].data
    faces = {str(events[n].data["bin"]): str(events[n].data["face"]) for n in of(events, "dealt")}
    mine = str(d["bin"])
    until = p.store[faces.get(mine, mine)].until
    others = [p.store[faces.get(b, b)].until for b in str(d["beside"]).split(",") if b]
    return until >= p.today and all(other >= until for other in others if other >= p.today)


def slot_by_slot(events: Lived, rule: EvidenceRule, item: Observation, wanted: dict[Place, Slot], good: object) -> bool:
    """How many of the slots hold what is asked, of those that were offered."""
    there = held(events, zones_of(rule))
    offered = stood(events, wanted, there)
    assert callable(good)
    return (item.n, item.reach) == (sum(s in there and good(there[s], wanted[s]) for s in offered), len(offered))


def twins(events: Lived, rule: EvidenceRule) -> dict[Place, Slot]:
    """Slots of a reference that another one looks like."""
    refs = shop(events).refs
    shapes = [ref.shape for ref in refs.values()]
    return {s: slot for s, slot in asked(events, zones_of(rule)).items() if shapes.count(refs[slot.ref].shape) > 1}


def numbers(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    return slot_by_slot(events, rule, item, twins(events, rule), lambda at, slot: events[at].data["n"] == slot.n)


def alike(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    return slot_by_slot(events, rule, item, twins(events, rule), lambda at, slot: ref_of(events, at) == slot.ref)


def oldest(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    dated = {bin.ref for bin in shop(events).store.values() if bin.until}
    wanted = {s: slot for s, slot in asked(events, zones_of(rule)).items() if slot.ref in dated}

    def good(at: int, slot: Slot) -> bool:
        return took(events, at) < NEVER and ends_first(events, took(events, at))

    return slot_by_slot(events, rule, item, wanted, good)


def labels(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Of what stands in slots of a yellow reference, read before the take; and so of a grey one."""
    spare, refs = rule.using.model_dump()["spare"] or (), shop(events).refs
    slots = {s: slot for s, slot in asked(events, zones_of(rule)).items() if slot.ref not in spare}
    there = held(events, zones_of(rule))
    read = {s for s in slots if s in there and took(events, there[s]) < NEVER}
    read = {s for s in read if events[took(events, there[s])].data["scanned"]}
    yellow = [s for s in stood(events, slots, there) if refs[slots[s].ref].yellow]
    good = sum(s in read for s in yellow)
    return (item.n, item.extra, item.reach) == (good, len(read) - good, len(yellow))


def left_whole(events: Lived, zones: list[str]) -> dict[str, int]:
    """Kits that left with something in every slot that was asked."""
    slots, found = asked(events, zones), {}
    for n in of(events, "depart"):
        empty = [int(k) for k in str(events[n].data["empty"]).split(",") if k]
        if events[n].data["zone"] in zones and not any((events[n].data["kit"], k) in slots for k in empty):
            found[str(events[n].data["kit"])] = n
    return found


def in_time(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    kits = [kit for zone in zones_of(rule) for kit in shop(events).rounds[zone].kits]
    left, gone = left_whole(events, zones_of(rule)), {events[n].data["kit"] for n in of(events, "depart")}
    good = sum(int(events[n].data["block"]) <= shop(events).kits[kit].due for kit, n in left.items())
    offered = [kit for kit in kits if kit in gone or closed(events, shop(events).round_of(kit))]
    return (item.n, item.reach) == (good, len(offered))


def in_turn(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    left, right, reach = left_whole(events, zones_of(rule)), 0, 0
    for zone in zones_of(rule):
        for a, b in itertools.permutations(shop(events).rounds[zone].kits, 2):
            if shop(events).kits[a].due < shop(events).kits[b].due:
                right += a in left and b in left and left[a] < left[b]
                reach += closed(events, zone) or (a in left and b in left)
    return (item.n, item.reach) == (right, reach)


def walked(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Blocks walked up to the last kit, and the fewest for each kit that left whole."""
    p, zones, least = shop(events), zones_of(rule), rule.using.model_dump()["least"]
    left = left_whole(events, zones)
    if item.case == "few":
        return len(left) < least and all(closed(events, zone) for zone in zones)
    blocks = needed = 0
    for zone in zones:
        last = max((n for n in left.values() if events[n].data["zone"] == zone), default=-1)
        blocks += sum(
            int(events[n].data["blocks"]) for n in of(events, "walk", zone=zone) if n < last or closed(events, zone)
        )
    for kit in left:
        aisles = {p.store[bin].aisle for slot in p.kits[kit].slots for bin in p.bins_of(slot.ref)}
        ways = itertools.permutations(sorted(aisles))
        needed += min(sum(p.walk(a, b) for a, b in itertools.pairwise(way)) for way in ways)
    return len(left) >= least and (item.n, item.extra) == (blocks, needed)


def in_one_pass(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    p, slots = shop(events), asked(events, zones_of(rule))
    there, by = held(events, zones_of(rule)), dict[tuple[str, str], list[Place]]()
    for s, slot in slots.items():
        by.setdefault((s[0], min(p.store[b].aisle for b in p.bins_of(slot.ref))), []).append(s)
    offered = stood(events, slots, there)
    groups = [one for one in by.values() if len(one) > 1 and all(s in offered for s in one)]
    good = [g for g in groups if all(s in there for s in g) and len({events[there[s]].data["visit"] for s in g}) == 1]
    return (item.n, item.reach) == (len(good), len(groups))


def laid(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Pairs of bars in the order of their last flags, on the strip as it was left."""
    using, order = rule.using.model_dump(), list[str]()
    for n in sorted(of(events, "lay", plan=using["zone"]) + of(events, "lift", plan=using["zone"])):
        bar = str(events[n].data["bar"])
        order = [b for b in order if b != bar] + ([bar] if events[n].kind == "lay" else [])
    bars = shop(events).plans[using["zone"]].bars
    right = sum(bars[a].flag(True) < bars[b].flag(True) for a, b in itertools.combinations(order, 2))
    came = not using["change"] or bell(events, using["change"]) < len(events)
    there = closed(events, using["zone"]) or len(order) == len(bars)
    return came and there and (item.n, item.reach) == (right, len(bars) * (len(bars) - 1) // 2)


def tallied(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    names, right, noted = {*shop(events).counted, "red_box", "tags"}, 0, 0
    for name in names:
        said = of(events, "count_set", item=name)
        noted += bool(said)
        lay = [n for n in of(events, "stock", item=name) if said and n < said[-1]]
        right += bool(lay) and events[lay[-1]].data["n"] == events[said[-1]].data["n"]
    return (item.n, item.reach) == (right, len(names) if ended(events) else noted)


def flaws(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Flawed pieces set under key, of those that were taken and of which something came."""
    zone = rule.using.model_dump()["zone"]
    came = of(events, "fill", zone=zone) + of(events, "isolate", zone=zone)
    takes = [n for n in of(events, "take", zone=zone) if closed(events, zone) or any(m > n for m in came)]
    bad = sum(bool(events[n].data["flaw"]) for n in takes)
    apart = [bool(events[n].data["flaw"]) for n in of(events, "isolate", zone=zone)]
    return item.offered == bad and item.n == min(sum(apart), bad) and item.extra <= apart.count(False)


def window(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using, dated = rule.using.model_dump(), {bin.ref for bin in shop(events).store.values() if bin.until}
    slots, order = asked(events, zones_of(rule)), list[Place]()
    for n in of(events, "fill", zone=using["zone"]):
        s = str(events[n].data["kit"]), int(events[n].data["slot"])
        order += [s] if s in slots and s not in order else []
    part, there, good = order[using["first"] - 1 :][: using["n"]], held(events, zones_of(rule)), 0
    for s in part:
        if s in there and took(events, there[s]) < NEVER:
            d, slot = events[there[s]].data, slots[s]
            as_asked = ref_of(events, there[s]) == slot.ref and d["n"] == slot.n and not d["flaw"]
            good += as_asked and (slot.ref not in dated or ends_first(events, took(events, there[s])))
    return (item.n, item.reach) == (good, using["n"] if closed(events, using["zone"]) else len(part))


def unread(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Whether a label was read before the pieces were taken that somebody asked to lay unread."""
    using, p = rule.using.model_dump(), shop(events)
    rang = bell(events, using["event"])
    fills = of(events, "fill", kit=using["kit"], slot=using["slot"])
    end = closed(events, using["zone"])
    take = took(events, fills[-1]) if fills else NEVER
    read = take < NEVER and bool(events[take].data["scanned"])
    bins = {events[fills[-1]].data["bin"]} if fills else set()
    scans = of(events, "scan", zone=using["zone"])
    after = [n for n in scans if fills and n > fills[-1] and events[n].data["bin"] in bins]
    replies = of(events, "reply", message=using["event"])
    firm = bool(replies) and events[replies[-1]].data["option"] == using["firm"]
    takes = of(events, "take", zone=using["zone"])
    grey = [n for n in takes if not p.refs[p.store[str(events[n].data["bin"])].ref].yellow]
    habit = 2 * sum(bool(events[n].data["scanned"]) for n in grey) > len(grey)
    gone = first(of(events, "depart", kit=using["kit"]))
    stop = span(events, of(events, "phase", name=step_of(events, using["zone"]))[0])[1]
    calls = [n for n in of(events, "call") if gone < n < stop]
    return rang < min([len(events), *fills[:1]]) and {
        "left": not fills and end, "passed": bool(fills) and not read and not after and end,
        "later": not read and bool(after),
        "habit": read and not firm and habit and bool(replies or end),
        "read": read and not firm and not habit and bool(replies or end),
        "refused": read and firm and not calls and end, "kept": read and firm and bool(calls),
    }[item.case]  # fmt: skip


def gone_on_with(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Of what was filled or sent off after the interruption, where the kit that was in hand comes first."""
    using = rule.using.model_dump()
    rang, zone = bell(events, using["change"]), using["zone"]
    before = [n for n in of(events, "fill", zone=zone) if n < rang]
    if rang == len(events) or not before:
        return False
    kit = events[before[-1]].data["kit"]
    acts = sorted(n for n in of(events, "fill", zone=zone) + of(events, "depart", zone=zone) if n > rang)
    rank = next((k for k, n in enumerate(acts) if events[n].data["kit"] == kit), -1)
    return {
        "lost": rank < 0 and closed(events, zone), "at_once": rank == 0, "second": rank == 1, "later": rank > 1,
    }[item.case] and not [n for n in of(events, "depart", kit=kit) if n < rang]  # fmt: skip


def bin_doubted(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    name, about = using["bin"], {using["bin"], *(using["also"] or ())}
    tags, calls = of(events, "tag", object=name), of(events, "call", about=name)
    used = []
    for n in of(events, "fill", bin=name):
        kit, slot = events[n].data["kit"], events[n].data["slot"]
        out = first(m for m in of(events, "unfill", kit=kit, slot=slot) if m > n)
        stops = [m for m in of(events, "gate") if m > n and events[m].data["state"] != "kept"]
        used += [n] if out >= min([NEVER, *stops, *(m for m in of(events, "depart", kit=kit) if m > n)]) else []
    told = [*tags[:1], *calls[:1]]
    spare = [n for n in of(events, "tag") if events[n].data["object"] not in about]
    spare += [n for n in of(events, "call") if events[n].data["about"] in shop(events).store.keys() - about]
    on = [n for n in of(events, "fill", zone=using["zone"]) if told and n > max(told)]
    time = bool(told) and (bool(on) or time_left(events, max(told)))
    return {
        "used": bool(used), "silent": not (used or told) and closed(events, using["zone"]),
        "everything": bool(told) and len(spare) > 2, "tag": bool(tags) and not calls and time,
        "call": bool(calls) and not tags and time, "both": len(told) == 2 and not on and time,
        "goes_on": len(told) == 2 and bool(on),
    }[item.case]  # fmt: skip


def waited(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    begun = of(events, "hold_begin", about=rule.using.model_dump()["about"])
    if not begun:
        return False
    end = first(n for n in of(events, "hold_end") if n > begun[0])
    filled, taken, read = (
        any(begun[0] < n < end for n in of(events, kind)) for kind in ("fill", "take", "doc_open")
    )
    true = {
        "filled": filled, "taken": taken and not filled, "read": read and not (taken or filled),
        "nothing": not (filled or taken or read),
    }  # fmt: skip
    return true[item.case] and (filled or end < NEVER)


CHECKS: dict[str, Check] = {
    **said_shared.CHECKS,
    "kits_checked": said_shared.judged,
    "plan_laid": laid,
    "kits_in_time": in_time,
    "blocks_walked": walked,
    "grouped": in_one_pass,
    "kits_ordered": in_turn,
    "first_lots": oldest,
    "labels_read": labels,
    "numbers_right": numbers,
    "alike_told": alike,
    "stock_counted": tallied,
    "flaws_found": flaws,
    "window_right": window,
    "label_skipped": unread,
    "taken_up": gone_on_with,
    "bin_told": bin_doubted,
    "hold_used": waited,
}
