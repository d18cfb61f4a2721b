"""The second opinion on the facts of `inspect`: blades lit, measured, decided; the hurry; a doubt; a wait."""

import math
from collections.abc import Iterable
from statistics import median

import said_shared
from said_kit import NEVER, Check, Lived, bell, closed, ended, hold, of, span, step_of, there, time_left, untried

from game.mechanics.inspect.params import Blade, InspectParams
from scoring.rules import EvidenceRule
from scoring.types import Observation


def fan(events: Lived) -> InspectParams:
    """The fan that was looked at."""
    assert isinstance(events.params, InspectParams)
    return events.params


def borne(events: Lived, zones: Iterable[str], *sorts: str) -> dict[str, Blade]:
    """What each blade of some rotors bore that day, of some sorts."""
    dealt = {events[n].data["blade"]: str(events[n].data["face"]) for n in of(events, "dealt")}
    blades = fan(events).blades()
    names = [name for zone in zones for name in fan(events).rotors[zone].blades]
    found = {name: blades[dealt.get(name, name)] for name in names}
    return {name: blade for name, blade in found.items() if not sorts or blade.sort in sorts}


def cracked(blade: Blade) -> bool:
    return any(mark.kind == "crack" for mark in blade.marks)


def words(events: Lived, blade: str) -> list[int]:
    """The places of the words said on a blade."""
    return of(events, "decide", blade=blade)


def first(found: list[int]) -> int:
    return min(found, default=NEVER)


def zone_of(events: Lived, blade: str) -> str:
    return fan(events).rotor_of(blade)


def stood(events: Lived, blades: Iterable[str]) -> list[str]:
    """Blades that were offered: those with a word, and all of a rotor that the person ended."""
    return [b for b in blades if words(events, b) or closed(events, zone_of(events, b))]


def told_apart(item: Observation, way: str) -> set[str]:
    """The blades of which a sentence says that they were not as asked in some way."""
    return {name for one, names in item.apart if one == way for name in names}


def flagged(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Cracked blades that were reworked or rejected, and bare ones that were."""
    plain = borne(events, [rule.using.model_dump()["zone"]], "other")
    offered = stood(events, plain)
    last = {b: events[words(events, b)[-1]].data["word"] for b in offered if words(events, b)}
    said = [b for b, word in last.items() if word in ("rework", "reject")]
    hits, false = sum(cracked(plain[b]) for b in said), sum(not cracked(plain[b]) for b in said)
    other = {b for b, word in last.items() if word == "rework" and cracked(plain[b])}
    if told_apart(item, "reworked") != other:
        return False
    return (item.n, item.extra, item.offered) == (hits, false, sum(cracked(plain[b]) for b in offered))


def lit_first(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Cracks that came to light under the lens before the first word on their blade."""
    zones = rule.using.model_dump()["zones"]
    plain = {b: blade for b, blade in borne(events, zones, "other").items() if cracked(blade)}
    offered, good = stood(events, plain), 0
    for name in offered:
        cracks = [n for n, mark in enumerate(plain[name].marks) if mark.kind == "crack"]
        lit = [n for n in of(events, "lit", blade=name) if events[n].data["mark"] in cracks]
        good += first(lit) < first(words(events, name))
    return (item.n, item.reach) == (good, len(offered))


def firsts(events: Lived, zone: str) -> set[str]:
    """The blades with which somebody began: the first under the lens, the first decided; else the one in front."""
    begun = [of(events, kind, zone=zone)[:1] for kind in ("lens", "decide")]
    found = {str(events[n].data["blade"]) for one in begun for n in one}
    return found or {next(iter(fan(events).rotors[zone].blades))}


def begun_zones(events: Lived, rule: EvidenceRule) -> list[str]:
    zones = rule.using.model_dump()["zones"]
    return [zone for zone in zones if of(events, "decide", zone=zone) or closed(events, zone)]


def marked(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The mark that stood there as the first word was said is on a first blade."""
    good = 0
    for zone in begun_zones(events, rule):
        until = first(of(events, "decide", zone=zone))
        marks = [n for n in of(events, "start_mark", zone=zone) if n < until]
        good += bool(marks) and events[marks[-1]].data["blade"] in firsts(events, zone)
    return (item.n, item.reach) == (good, len(begun_zones(events, rule)))


def toured(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Of the parts not yet looked at, each time the next one of the sheet; on the better of the two first blades."""
    order, good = rule.using.model_dump()["order"], 0
    for zone in begun_zones(events, rule):
        best = 0
        for blade in firsts(events, zone):
            looks = [n for n in of(events, "lens", zone=zone, blade=blade) if n < first(words(events, blade))]
            left, right = list(order), 0
            for part in (events[n].data["part"] for n in looks):
                if part in left:
                    right += part == left[0]
                    left.remove(str(part))
            best = max(best, right)
        good += best
    return (item.n, item.reach) == (good, len(order) * len(begun_zones(events, rule)))


def zeroed(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The zero after so many blades decided, or one more; other moments than those and the first two are too many."""
    due = rule.using.model_dump()["due"]
    made = {int(events[n].data["count"]) for n in of(events, "zero")}
    decided = sorted(first(words(events, b)) for b in fan(events).blades() if words(events, b))
    met = reach = 0
    for n in due:
        if len(decided) < n:
            continue
        done = bool(made & {n, n + 1})
        met, reach = met + done, reach + (done or len(decided) > n + 1 or span(events, decided[n - 1])[2])
    other = {n for n in made if n > 1 and not {n, n - 1} & set(due)}
    # The « ! » stands from a due blade on until the zero is set: what was set under it, two blades on, was late.
    late, asked_for = set(), set(due)
    for n in (int(events[k].data["count"]) for k in of(events, "zero")):
        called = {d for d in asked_for if d <= n}
        late |= {n} & other if called else set()
        asked_for -= called
    told = {way: len(names) for way, names in item.apart}.get("late", 0)
    return (item.n, item.extra, told, item.reach) == (met, len(other - late), len(late), reach)


def tallied(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The numbers noted last are those of what lay there as they were noted."""
    names, right, noted = {"accept", "rework", "reject", "red_box", "tags"}, 0, 0
    if not of(events, "stock"):
        return False
    for name in names:
        said = of(events, "count_set", item=name)
        noted += bool(said)
        lay = [n for n in of(events, "stock", item=name) if said and n < said[-1]]
        right += bool(lay) and events[lay[-1]].data["n"] == events[said[-1]].data["n"]
    return (item.n, item.reach) == (right, len(names) if ended(events) else noted)


def called(events: Lived, at: int) -> bool:
    """Whether the rule called for its zero as it was read: a multiple of so many blades was passed since it was set."""
    every, slips = fan(events).check_every, fan(events).zero_slips_um
    done = len({events[n].data["blade"] for n in of(events, "decide") if n < at})
    since = int(events[at].data["slip_um"]) // slips
    return since >= every or (done >= every and done // every > (done - since) // every)


def readings(events: Lived, blade: str, face: Blade) -> list[tuple[int, int]]:
    """(place, error in um) of each reading on a scratch or an impact of a blade.

    Too short by no more than the zero had slipped, before the rule called for it, is no error.
    """
    found = []
    for n in of(events, "measure", blade=blade):
        mark = int(events[n].data["mark"])
        if 0 <= mark < len(face.marks) and face.marks[mark].kind in ("scratch", "impact"):
            short = face.marks[mark].size_um - int(events[n].data["um"])
            slip = 0 if called(events, n) else int(events[n].data["slip_um"])
            found.append((n, -short if short < 0 else 0 if short <= slip else short - slip))
    return found


def rule_erred(events: Lived, blade: str, face: Blade, place: int) -> bool:
    """Whether some of what a reading lacks is the rule's own slip."""
    data = events[place].data
    short = face.marks[int(data["mark"])].size_um - int(data["um"])
    return short > 0 and int(data["slip_um"]) > 0 and not called(events, place)


def measured_near(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Of the last reading of each blade, half are within what is said, to the tenth of a millimetre above."""
    zones = list(fan(events).rotors)
    each = [(b, face, readings(events, b, face)) for b, face in borne(events, zones).items()]
    if item.case.startswith("earlier"):
        each = [(b, face, one[:-1]) for b, face, one in each if len(one) > 1]
    last = [one[-1][1] for _, _, one in each if one]
    slipped = any(rule_erred(events, b, face, one[-1][0]) for b, face, one in each if one)
    if item.case != "few" and item.case.endswith("slipped") != slipped:
        return False
    if item.case == "few":
        return len(last) < rule.using.model_dump()["least"] and all(closed(events, zone) for zone in zones)
    within = 100 * math.ceil((item.raw or 0) / 100)
    if item.case in ("counted", "slipped") and item.extra != sum(um <= max(100, within) for um in last):
        return False
    return item.raw == median(last) and item.n == len(last) and 2 * sum(um <= within for um in last) >= len(last)


def measured(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Blades whose size decides that were read before their word; other blades that were read."""
    faces = borne(events, rule.using.model_dump()["zones"])
    sized = {b: face for b, face in faces.items() if face.sort == "sized"}
    offered = stood(events, sized)
    good = sum(first([n for n, _ in readings(events, b, sized[b])]) < first(words(events, b)) for b in offered)
    others = {str(events[n].data["blade"]) for n in of(events, "measure")} & (faces.keys() - sized.keys())
    bare = sum(not words(events, b) and not list(readings(events, b, sized[b])) for b in offered)
    return (item.n, item.extra, item.reach, untried(item)) == (good, len(others), len(offered), bare)


def by_the_sheet(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """The last word of a blade to measure is that of the sheet in force then."""
    using = rule.using.model_dump()
    sized = borne(events, [using["zone"]], "sized")
    rang = bell(events, using["change"]) if using["change"] else NEVER
    offered, right = stood(events, sized), 0
    for name in offered:
        for n in words(events, name)[-1:]:
            right += events[n].data["word"] == fan(events).word_for(sized[name], n > rang)
    bare = sum(not words(events, name) for name in offered)
    return (item.n, item.reach, untried(item)) == (right, len(offered), bare)


def twice(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Shown near a limit of the sheet in force, and read again: twice within 1.2 mm before the first word."""
    using = rule.using.model_dump()
    rang = bell(events, using["change"])
    good, offered, far, once = 0, 0, set(), set()
    for name, face in borne(events, using["zones"], "sized").items():
        until = first(words(events, name))
        mark = next(m for m in face.marks if m.kind in ("scratch", "impact"))
        limits = fan(events).limits[rang < len(events) and until > rang]
        limit = limits.scratch_um if mark.kind == "scratch" else limits.impact_um
        before = [(n, um) for n, um in readings(events, name, face) if n < until < NEVER]
        tenths = [float(f"{int(events[n].data['um']) / 1000:.1f}") for n, _ in before]
        near = [abs(round(10 * mm) - limit / 100) <= fan(events).near_um / 100 for mm in tenths]
        if not any(near) or (len(near) > 1 and not any(near[:-1])):
            continue
        offered += 1
        since = [um for _, um in before[near.index(True) :]]
        whole = sum(um <= 1200 for um in since) > 1
        good += whole
        if len(since) > 1 and not whole:
            far.add(name)
        elif len(since) < 2:
            once.add(str(fan(events).number_of(name)))
    ways = told_apart(item, "far"), told_apart(item, "once")
    return (item.n, item.reach) == (good, offered) and ways == (far, once)


def concluded(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Fields as they were noted, of who ended the steps they stand on."""
    answers = rule.using.model_dump()["answers"]
    said = {events[n].data["field"]: events[n].data["value"] for n in of(events, "sheet_set")}
    right = sum(said.get(field) == answer for field, answer in answers.items())
    reach = len(answers) if ended(events) else len(said.keys() & answers.keys())
    return (item.n, item.reach) == (right, reach) and all(closed(events, z) for z in fan(events).concludes_on)


def hurried(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Of the blades that got their first word in some places, and after the change, those whose last is the sheet's."""
    using = rule.using.model_dump()
    zone, faces = using["zone"], borne(events, [using["zone"]])
    rang = bell(events, using["change"]) if using["change"] else -1
    order = sorted((b for b in faces if words(events, b)), key=lambda b: first(words(events, b)))
    places = range(using["first"] - 1, using["first"] - 1 + using["n"])
    window = [order[n] for n in places if n < len(order) and first(words(events, order[n])) > rang]
    right = 0
    for name in window:
        last = events[words(events, name)[-1]].data
        right += last["word"] == fan(events).word_for(faces[name], bool(last["revised"]))
    after = [n for n in places if n >= sum(first(words(events, b)) < rang for b in order)]
    came = rang < len(events)
    reach = len(after) if closed(events, zone) else len(window)
    return came and (item.n, item.reach, untried(item)) == (right, reach, max(0, reach - len(window)))


def passed_by(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """What was done of the blade that somebody asked to let pass: when it was looked at, answered, decided."""
    using = rule.using.model_dump()
    asked, name = bell(events, using["event"]), using["blade"]
    said, end = first(words(events, name)), closed(events, using["zone"])
    looks = [n for n in of(events, "measure", blade=name) if events[n].data["mark"] != -1]
    looks += of(events, "lit", blade=name)
    replies = of(events, "reply", message=using["event"])
    firm = bool(replies) and events[replies[-1]].data["option"] == using["firm"]
    settled = 0
    for blade in fan(events).rotors[using["zone"]].blades:
        settled = max(settled, min(first(words(events, blade)), first(of(events, "tag", object=blade))))
    after = span(events, of(events, "phase", name=step_of(events, using["zone"]))[0])[1]
    meant = {using["event"], *fan(events).rotors[using["zone"]].blades}
    calls = [n for n in of(events, "call") if settled < n < after and events[n].data["about"] in meant]
    looked = first(looks) < said < NEVER
    return asked < said and {
        "left": said == NEVER and end and not firm, "left_refused": said == NEVER and end and firm,
        "passed": said < NEVER and not looks and end and not firm,
        "passed_refused": said < NEVER and not looks and end and firm,
        "later": said < first(looks) < NEVER and not firm, "later_refused": said < first(looks) < NEVER and firm,
        "looked": looked and not firm and bool(end or replies),
        "refused": looked and firm and not calls and end, "kept": looked and firm and bool(calls),
    }[item.case] and asked < len(events)  # fmt: skip


def taken_up(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """Which blade without a word or a tag came first after the rotor was turned away."""
    using = rule.using.model_dump()
    rang, names = bell(events, using["change"]), list(fan(events).rotors[using["zone"]].blades)
    had = [events[n].data["blade"] for n in of(events, "decide", zone=using["zone"]) if n < rang]
    done = {*had, *(events[n].data["object"] for n in of(events, "tag") if n < rang)}
    if rang == len(events) or not set(names) - done:
        return False
    stood_at, beside = names.index(str(had[-1])) if had else 0, set()
    for way in (1, -1):
        round_ = (names[(stood_at + way * k) % len(names)] for k in range(len(names)))
        beside.add(next(b for b in round_ if b not in done))
    later = [b for b in names if b not in had and words(events, b)]
    later.sort(key=lambda b: first(words(events, b)))
    rank = next((n for n, b in enumerate(later) if b in beside), -1)
    return {
        "lost": rank < 0 and closed(events, using["zone"]),
        "at_once": rank == 0, "second": rank == 1, "later": rank > 1,
    }[item.case]  # fmt: skip


def doubted(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """What was said of a doubtful blade, to whom, and whether there was time after it."""
    using = rule.using.model_dump()
    name, about, zone = using["blade"], {using["blade"], *(using["also"] or ())}, using["zone"]
    tags, calls, said = of(events, "tag", object=name), of(events, "call", about=name), words(events, name)
    word = events[said[-1]].data["word"] if said else ""
    others = [n for n in of(events, "decide", zone=zone) if events[n].data["blade"] != name]
    faces = borne(events, [zone], "sized", "other")
    good, refused = 0, 0
    for blade, face in faces.items():
        last = events[words(events, blade)[-1]].data if words(events, blade) else {}
        if fan(events).word_for(face, bool(last.get("revised"))) == "accept":
            good, refused = good + 1, refused + (last.get("word", "accept") != "accept")
    told = [*tags[:1], *calls[:1]]
    spare = [n for n in of(events, "tag") if events[n].data["object"] in fan(events).blades().keys() - about]
    spare += [n for n in of(events, "call") if events[n].data["about"] in fan(events).blades().keys() - about]
    since = max([*told, *(said[-1:] if not told else [])], default=NEVER)
    on = [n for n in others if n > since]
    time = since < NEVER and (bool(on) or time_left(events, since))
    done = {events[n].data["blade"] for n in of(events, "decide", zone=zone)}
    n = len(fan(events).rotors[zone].blades)
    most = 2 * refused > good
    settled = {events[n].data["blade"] for n in others if n < since}
    settled |= {events[n].data["object"] for n in of(events, "tag") if n < since}
    over = fan(events).rotors[zone].blades.keys() - {name} <= settled
    return {
        "accepted": word == "accept" and max([*tags, *calls], default=-1) < said[-1],
        "left": not (said or told) and there(events, step_of(events, zone), len(done), n) == n,
        "silent": bool(said) and word != "accept" and not told and time and not most,
        "refused_all": bool(said) and word != "accept" and not told and time and most,
        "everything": bool(told) and len(spare) > 2,
        "tag": bool(tags) and not calls and time, "call": bool(calls) and not tags and time,
        "both": len(told) == 2 and not on and time and not over, "goes_on": len(told) == 2 and bool(on),
    }[item.case]  # fmt: skip


def waited(events: Lived, rule: EvidenceRule, item: Observation) -> bool:
    """What was done between a call and its answer, beside the blade that the call was about."""
    about = rule.using.model_dump()["about"]
    if (wait := hold(events, about)) is None:
        return False
    begun, end = wait

    def done(*kinds: str) -> bool:
        found = [n for kind in kinds for n in of(events, kind) if begun < n < end]
        return any(events[n].data.get("blade") != about for n in found)

    judged, looked, other = done("decide", "head_verdict"), done("lens"), done("fod_take", "zero", "start_mark")
    fronted = {events[n].data["blade"] for n in of(events, "turn") if begun < n < end} - {about}
    idle = not (judged or looked or other or done("doc_open"))
    if idle and item.n != len(fronted):
        return False
    true = {
        "judged": judged, "looked": looked and not judged, "begun": other and not (judged or looked),
        "read": done("doc_open") and not (judged or looked or other),
        "nothing": idle and not fronted, "turned": idle and bool(fronted),
    }  # fmt: skip
    return true[item.case] and (judged or end < len(events))


CHECKS: dict[str, Check] = {
    **said_shared.CHECKS,
    "blades_racked": said_shared.judged,
    "lines_found": flagged,
    "looked_at": lit_first,
    "turns_marked": marked,
    "parts_in_order": toured,
    "zero_due": zeroed,
    "words_counted": tallied,
    "reading_error": measured_near,
    "measured_sized": measured,
    "right_words": by_the_sheet,
    "read_twice": twice,
    "conclusion": concluded,
    "urgent_words": hurried,
    "shortcut": passed_by,
    "resumed": taken_up,
    "doubt_told": doubted,
    "wait_used": waited,
}

ROBOTS = (
    "expert", "novice", "tag_all", "rule_ritual", "hurried", "clumsy", "ritual", "asks_always",
    "sweep_ritual", "tidies_late", "always_reject", "random",
)  # fmt: skip
"""Whose runs are cut anywhere."""
PUT_OFF = True
"""Whether acts of these runs may come later in their step."""
