"""The second opinion on the facts of `assemble`: rivets, heads, orders, gauges, what is told."""

from collections.abc import Callable, Mapping
from statistics import median

import said_shared
from said_kit import NEVER, Check, Lived, bell, closed, ended, entered, hold, of, span, step_of, there, time_left

from game.mechanics.assemble.params import Params
from scenarios.vocabulary import Value
from scoring.rules import EvidenceRule
from scoring.types import Observation


def panel(events: Lived) -> Params:
    """The panel that was worked on."""
    assert isinstance(events.params, Params)
    return events.params


def holes_right(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Rivets of the right length, one by one, from the table of the order."""
    using, params = rule.using.model_dump(), panel(events)
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
        low, high = params.stem_limits_um
        stem = params.bins[0 if e <= low else 1 if e <= high else 2].stem_mm
        read = any(events[m].data["hole"] == hole for m in of(events, "pige_read") if m < n)
        right += events[n].data["stem"] == stem and (read or not using["gauged"])
    left = len(holes) - len(set_there) + len(later)
    offered = there(events, step_of(events, using["zone"]), len(later), left, after)
    return right == item.n and item.reach == offered and item.extra == empty(events, using["zone"], holes)


def empty(events: Lived, zone: str, holes: set[str]) -> int:
    """Holes that the person left without a rivet in a zone they ended themselves; none of a zone cut off."""
    begun = of(events, "phase", name=step_of(events, zone))
    if not begun or not span(events, begun[0])[2]:
        return 0
    return len(holes - {str(events[n].data["hole"]) for n in of(events, "place")})


def in_order(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Each rivet is the next one of the order among those not set yet."""
    using = rule.using.model_dump()
    after = bell(events, using["change"]) if using["change"] else -1
    set_there = [n for n in of(events, "place", zone=using["zone"]) if events[n].data["hole"] in using["order"]]
    left = [h for h in using["order"] if h not in {events[n].data["hole"] for n in set_there if n < after}]
    later = [str(events[n].data["hole"]) for n in set_there if n > after]
    reach, right = there(events, step_of(events, using["zone"]), len(later), len(left), after), 0
    for hole in later:
        right += hole == left[0]
        left.remove(hole)
    bare = empty(events, using["zone"], set(using["order"]))
    return after < len(events) and (right, reach, bare) == (item.n, item.reach, item.extra)


def reported(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    hole, zone = using["hole"], using["zone"]
    holes = panel(events).holes()
    used, tags = of(events, "place", hole=hole), of(events, "tag", object=hole)
    calls = of(events, "call", about=hole)
    later = [n for n in of(events, "place") if tags and calls and n > max(tags[0], calls[0])]
    sound = [n for n in of(events, "tag") if events[n].data["object"] != hole]
    sound += [n for n in of(events, "call") if events[n].data["about"] in holes.keys() - {hole}]
    told = [*tags[:1], *calls[:1]]
    time = bool(told) and (time_left(events, max(told)) or any(n > max(told) for n in of(events, "place")))
    n_holes = len(panel(events).zones[zone].holes)
    all_there = there(events, step_of(events, zone), len(of(events, "place", zone=zone)), n_holes) == n_holes
    return {
        "used": bool(used), "silent": not (used or told) and all_there, "tag": bool(tags) and not calls and time,
        "call": bool(calls) and not tags and time, "both": len(told) == 2 and not later and time,
        "goes_on": bool(later),
        "everything": bool(tags or calls) and len(sound) > 2,
    }[item.case] and entered(events, step_of(events, zone))  # fmt: skip


def mixed(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    number = rule.using.model_dump()["bin"]
    drawn = [n for n in of(events, "pick") if events[n].data["true_stem"] != events[n].data["stem"]]
    names = {events[n].data["rivet"] for n in drawn}
    used = [n for n in of(events, "place") if events[n].data["rivet"] in names]
    apart = [n for kind in ("isolate", "put_back") for n in of(events, kind) if events[n].data["rivet"] in names]
    said = [
        n for kind in ("isolate_bin", "exchange_bin") for n in of(events, kind, bin=number)
    ] + of(events, "call", about=f"bin{number}")  # fmt: skip
    said = [n for n in said if drawn and n > drawn[0]]
    thrown_out = [n for n in apart if events[n].kind == "isolate"]
    if item.case in ("used", "used_said", "used_apart"):
        once, seen_to = len(used) == 1, bool(said or thrown_out)
        time = not once or time_left(events, used[0]) or any(n > used[0] for n in of(events, "place"))
        way = {
            "used": not (once and seen_to) and time, "used_said": once and bool(said), "used_apart": once and not said,
        }  # fmt: skip
        return bool(used) and item.n == len(used) and way[item.case] and (item.case == "used" or seen_to)
    if not drawn or used or not apart:
        return False
    goes_on = [n for n in of(events, "place") if n > apart[0] and said and n > min(said)]
    sound = {
        e["rivet"] for e in (events[n].data for n in of(events, "pick", bin=number))
        if e["true_stem"] == e["stem"] and not e["bend_mdeg"] and not e["nick"] and e["lot"] == e["bin_lot"]
    }  # fmt: skip
    thrown = len([n for n in of(events, "isolate") if events[n].data["rivet"] in sound]) > 2
    called = len(of(events, "call")) - len(of(events, "call", about=f"bin{number}")) > 5
    return {
        "silent": not said and bool(thrown_out) and any(n > min(apart) for n in of(events, "place")),
        "laid_back": not (said or thrown_out) and any(n > min(apart) for n in of(events, "place")),
        "thrown": bool(said) and thrown and not called, "other_calls": bool(said) and called and not thrown,
        "everything": bool(said) and thrown and called,
        "said": bool(said) and not goes_on and time_left(events, max(min(said), min(apart))),
        "goes_on": bool(goes_on),
    }[item.case]  # fmt: skip


def revised(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    at = bell(events, using["change"])
    if at == len(events):
        return False
    chosen = [n for n in of(events, "folder") if n > at]
    right = [n for n in chosen if events[n].data["folder"] == using["folder"]]
    before = [n for n in of(events, "place") if at < n and (not right or n < right[0])]
    read = [n for n in of(events, "doc_open", doc=using["changes"]) if right and n > right[0]]
    going_on = min((n for n in of(events, "place") if right and n > right[0]), default=NEVER)
    first_read = [n for n in read if n < going_on]
    return {
        "never": not right and bool(before or time_left(events, at)), "worked_first": bool(right and before),
        "unread": bool(right) and not first_read, "read": bool(first_read),
        "other_first": bool(right) and right[0] != chosen[0],
    }[item.case]  # fmt: skip


def again(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Only what stood before the change can be marked again, and not what bore the mark already then."""
    using = rule.using.model_dump()
    at = bell(events, using["change"])
    stood = {str(events[n].data["hole"]) for n in of(events, "place") if n < at} & set(using["holes"])
    state: dict[str, bool] = {}
    bore: dict[str, bool] = {}
    for n in of(events, "redo"):
        (state if n > at else bore)[str(events[n].data["hole"])] = bool(events[n].data["on"])
    stood = {hole for hole in stood if not bore.get(hole)}
    marked = {hole for hole, on in state.items() if on}
    wrong = len({hole for hole in marked - set(using["holes"]) if sound_there(events, hole, at)})
    step = next(h.phase for h in events.params.day if h.id == using["change"])
    reach = at < len(events) and there(events, step, len(marked & stood), len(stood), at)
    return (item.n, item.extra, item.reach) == (len(marked & stood), wrong, reach)


def sound_there(events: Lived, hole: str, at: int) -> bool:
    """Whether the rivet in a hole at the end is a good one of the right length, under a head as it was asked."""
    mine = [e for e in events if e.data.get("hole") == hole]
    out = max((n for n, e in enumerate(mine) if e.kind == "take_out"), default=-1)
    puts = [e for e in mine[out + 1:] if e.kind == "place"]
    if not puts:
        return True
    put = puts[-1]
    when = next(n for n, e in enumerate(events) if e is put)
    pick = next(e.data for e in reversed(events[:when]) if e.kind == "pick" and e.data["rivet"] == put.data["rivet"])
    if pick["bend_mdeg"] or pick["nick"] or pick["lot"] != pick["bin_lot"] or pick["true_stem"] != pick["stem"]:
        return False
    params = panel(events)
    spec, (low, high) = params.holes()[hole], params.stem_limits_um
    e_um = spec.e_b_um if when > at and spec.e_b_um else spec.e_um
    if put.data["stem"] != params.bins[0 if e_um <= low else 1 if e_um <= high else 2].stem_mm:
        return False
    heads = [e.data for e in events[when:] if e.kind == "head" and e.data["hole"] == hole]
    return not any(d["traces"] or abs(d["h_um"] - d["target_um"]) > params.tolerance_um for d in heads)


def sorted_out(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    thrown = {events[n].data["rivet"] for n in of(events, "isolate")}
    hits = false = drawn = 0
    for n in of(events, "pick", movement=using["movement"]):
        d = events[n].data
        if d["true_stem"] == d["stem"]:
            bad = bool(d["bend_mdeg"] or d["nick"] or d["lot"] != d["bin_lot"])
            drawn += bad
            hits, false = hits + (bad and d["rivet"] in thrown), false + (not bad and d["rivet"] in thrown)
    if item.case == "undrawn" or not drawn:
        # With none ever in hand, « 0 of 3 set aside » would say that three were met.
        return item.case == "undrawn" and not drawn and item.extra == false
    # Whoever met fewer than the day holds is told of those alone.
    return (item.n, item.extra, item.offered) == (hits, false, min(drawn, using["signals"]))


def as_left(events: Lived) -> list[Mapping[str, Value]]:
    """Heads as they were left last: what was squeezed again or taken out is there no more."""
    left: dict[str, Mapping[str, Value]] = {}
    for e in events:
        if e.kind == "head":
            left[str(e.data["hole"])] = e.data
        elif e.kind in ("regrip", "take_out"):
            left.pop(str(e.data["hole"]), None)
    return list(left.values())


def near(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """« Within »: half of the heads looked at are not farther from a height shown; so many are between its lines."""
    using = rule.using.model_dump()
    only = using.get("only") or panel(events).holes()
    stand = [d for d in as_left(events) if d["zone"] == using["zone"] and d["hole"] in only]
    if item.case == "few":
        # A rivet that was seen at the squeezer and came out again is no head.
        return closed(events, using["zone"]) and item.n == len(stand) < using["least"]
    lines = panel(events).tolerance_um
    stand = [d for d in stand if using["tool"] in (None, d["tool"]) and 2000 <= int(d["start_um"]) <= 6000]
    best = [min(abs(int(d["h_um"]) - t) for t in (panel(events).target_um, panel(events).target_b_um)) for d in stand]
    inside = sum(abs(int(d["h_um"]) - int(d["shown_um"])) <= lines for d in stand)
    told = (item.n, item.extra) == (len(stand), inside)
    return item.raw is not None and bool(stand) and median(best) <= item.raw and told


def waited(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    using = rule.using.model_dump()
    if (wait := hold(events, using["about"])) is None:
        return False
    begun, end = wait
    jobs = sorted(n for kind in using["jobs"] for n in of(events, kind) if begun < n < end)
    # The gauge passed again and again, with nothing else done, is passed once.
    kinds = [events[n].kind for n in jobs]
    jobs = [n for k, n in enumerate(jobs) if kinds[k] != "check" or kinds[max(0, k - 1) : k] != ["check"]]
    docs = [n for n in of(events, "doc_open") if begun < n < end]
    ends = [n for kind in using["finished"] for n in of(events, kind, formed=True) if begun < n < end]
    two, finished = len(jobs) > 1, bool(jobs and ends)
    true = {
        "nothing": not (jobs or docs or ends), "formed": bool(ends) and not jobs,
        "read": bool(docs) and not (jobs or ends), "begun": len(jobs) == 1 and not ends,
        "two": two and not ends, "finished": finished,
    }  # fmt: skip
    return true[item.case] and (two or finished or end < len(events))


def checked(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
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
    other = made - {due + d for due in using["due"] for d in (0, 1)}
    # A check between whose due rivet and itself no other one was made was late, not at another moment.
    came = [due for due in using["due"] if len(placed) >= due and first < placed[due - 1] < last]
    late = {n for n in other if any(due <= n and not any(due <= m < n for m in made) for due in came)}
    told = {way: len(names) for way, names in item.apart}.get("late", 0)
    return (item.n, item.extra, told, item.reach) == (met, len(other - late), len(late), reach)


def counted(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The numbers noted last are those of what lay there."""
    names = {"red_box", "tags", *(f"bin{b.number}" for b in panel(events).bins)}
    said = {str(events[n].data["item"]): events[n].data["n"] for n in of(events, "count_set")}
    lay = {str(events[n].data["item"]): events[n].data["n"] for n in of(events, "stock")}
    right = sum(said[name] == lay[name] for name in names & said.keys())
    return (item.n, item.reach) == (right, len(names) if ended(events) else len(names & said.keys()))


def heads(good: Callable[[Mapping[str, Value]], bool]) -> Check:
    """Heads formed so, as they were left, of those that were formed, left idle, or stood in a zone that was ended."""

    def check(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
        left = as_left(events)
        made = {events[n].data["hole"] for n in of(events, "head")}
        spoiled = {name for name, hole in panel(events).holes().items() if hole.oval}
        tagged = (spoiled | {events[n].data["object"] for n in of(events, "tag")}) - made
        reach = bare = 0
        for name, zone in panel(events).zones.items():
            done = sum(d["zone"] == name for d in left)
            reach += there(events, step_of(events, name), done, len(zone.holes.keys() - tagged))
            bare += empty(events, name, set(zone.holes) - tagged)
        return (item.n, item.reach, item.extra) == (sum(bool(d["formed"]) and good(d) for d in left), reach, bare)

    return check


def entered_by(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Walled holes entered from the open side at once; those that the squeezer never came to are told apart."""
    tried = {str(events[n].data["hole"]) for n in of(events, "jaw", first=True)}
    untried = 0
    for name, zone in panel(events).zones.items():
        walled = {hole for hole, spec in zone.holes.items() if spec.jaw >= 0}
        untried += len(walled - tried) if closed(events, name) else 0
    right = len(of(events, "jaw", first=True, fits=True))
    return (item.n, item.extra, item.reach) == (right, untried, len(tried) + untried)


def pointed(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """How many of the right rivets, and how many of their neighbours on the same line."""
    using = rule.using.model_dump()
    last = {str(events[n].data["id"]): str(events[n].data["hole"]) for n in of(events, "point")}
    spots, exact, beside = panel(events).holes(), 0, 0
    for name, right in panel(events).points.items():
        a, b = spots.get(last.get(name, "")), spots[right]
        near_by = a is not None and a.y_mm == b.y_mm and abs(a.x_mm - b.x_mm) <= using["near_mm"]
        exact, beside = exact + (last.get(name) == right), beside + (near_by and last.get(name) != right)
    reach = there(events, using["stage"], len(last), len(panel(events).points))
    return (item.n, item.extra, item.offered, item.reach) == (exact, beside, reach, 2 * reach)


def posed(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    part = rule.using.model_dump()["part"]
    tries = [events[n].data for n in of(events, "pose", part=part)]
    fits = [d for d in tries if d["fits"]]
    if not fits:
        zone = next(p.zone for p in events.params.parts if p.id == part)
        return item.case == ("never" if tries else "untried") and there(events, step_of(events, zone), 0, 1) == 1
    spare = int(tries[0]["turns"]) - int(tries[0]["shortest"])
    case = "later" if not tries[0]["fits"] else "shortest" if spare <= 0 else "few_turns" if spare < 4 else "turns"
    return item.case == case


def mastered(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The first two in a row within reach of the line, with the new squeezer."""
    using = rule.using.model_dump()
    made = [events[n].data for n in of(events, "head", zone=using["zone"], tool=using["tool"])]
    good = [abs(int(d["h_um"]) - int(d["target_um"])) <= using["within_um"] for d in made]
    pairs = [n for n in range(2, len(good) + 1) if good[n - 2] and good[n - 1]]
    if item.case in ("mastered", "reclosed"):
        closings = sum(int(d["pulls"]) for d in made[: item.n])
        again = item.case == "reclosed"
        return bool(pairs) and item.n == pairs[0] and again == (closings > item.n) and item.extra == closings * again
    if item.case == "untried":
        handed = [n for h in events.params.day if h.does == "swaps" and h.tool == using["tool"]
                  for n in of(events, "bell", event=h.id)]  # fmt: skip
        before = {events[n].data["hole"] for n in of(events, "head", zone=using["zone"]) if handed and n < handed[0]}
        open_then = len(panel(events).zones[using["zone"]].holes.keys() - before)
        return not made and bool(handed) and open_then > 1 and closed(events, using["zone"])
    return item.case == "not_yet" and not pairs and bool(made) and closed(events, using["zone"])


def presented(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The middle of the distances, in the words of its device's cuts."""
    least = rule.using.model_dump()["least"]
    far = [int(events[n].data["distance_um"]) for n in of(events, "place")]
    if item.case == "few":
        return len(far) < least
    cuts = rule.cuts_for("mouse") or ()
    return item.n == len(far) >= least and item.category == sum(median(far) <= cut for cut in cuts)


CHECKS: dict[str, Check] = {
    **said_shared.CHECKS,
    "right_stems": holes_right,
    "damaged_hole": reported,
    "mixed_bin": mixed,
    "revision_folder": revised,
    "marked_again": again,
    "rivets_sorted": sorted_out,
    "head_error": near,
    "idle_wait": waited,
    "order_followed": in_order,
    "checks_due": checked,
    "counts_right": counted,
    "clean_heads": heads(lambda d: int(d["pulls"]) <= 2 and not d["traces"]),
    "soft_contacts": heads(lambda d: 0 <= int(d["v_contact"]) <= 400),
    "jaw_access": entered_by,
    "points_shown": pointed,
    "pose": posed,
    "placement": presented,
    "new_tool": mastered,
}

ROBOTS = (
    "takes_back", "novice", "tag_all", "expert", "hurried", "checks_always", "clumsy", "ritual",
    "asks_always", "tidies_late",
)  # fmt: skip
"""Whose runs are cut anywhere."""
PUT_OFF = False
"""Whether acts of these runs may come later in their step."""
