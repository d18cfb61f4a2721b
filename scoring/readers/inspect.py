"""Readers of `inspect`: what was lit, looked at, turned, decided and counted. What was measured: `measured`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from scoring.families import steps
from scoring.readers.base import (
    AnyReader,
    NameList,
    RawFact,
    Reach,
    Reader,
    RisingCounts,
    Using,
    Wrong,
    counted,
    not_offered,
)
from scoring.readers.bench import (
    Blocks,
    JudgedBlock,
    UsesNothing,
    came_due,
    detected,
    detection,
    heads_judged,
    judged_reach,
    judged_wrong,
    offered_at_the_end,
)
from scoring.readers.log import NEVER, Log, LogEntries, NoKeys, first_at, indexes, too_late
from scoring.readers.rotors import (
    WORDS,
    BladeKeys,
    InZone,
    InZones,
    Rotors,
    SomeInZones,
    begun_with,
    everywhere,
    first_words,
    last_words,
    offered,
)
from scoring.readers.shared import SPARE

COUNTED = (*WORDS, "red_box", "tags")
"""What is counted at the end, as it lies there."""

# Attention: what the lamp shows.


def lines_found(log: Log, using: InZone, keys: Rotors) -> RawFact:
    """d' on the blades of a rotor that bear a crack, or nothing that matters: another word than « accept ».

    Blades to measure, incomplete or signed ones are other rules' business.
    """
    faces = {n: b for n, b in keys.faces(log, [using.zone]).items() if not b.kept and b.sized is None}
    said = last_words(log, using.zone)
    there = offered(log, using.zone, list(faces))
    signals = [n for n in there if faces[n].cracked]
    noises = [n for n in there if not faces[n].cracked]
    flagged = {n for n, (_, e) in said.items() if e.data["word"] != "accept"}
    events = indexes([said[n] for n in there if n in said])
    design = _lines(using, keys)
    # Of a rotor that has one blade of a sort alone, that one is enough.
    least = [max(1, min(SPARE, there_are)) for there_are in design]
    if len(signals) < least[0] or len(noises) < least[1]:
        return not_offered(events)
    hits, false = sum(n in flagged for n in signals), sum(n in flagged for n in noises)
    reading = detected((hits, len(signals)), (false, len(noises)), design, events)
    # A word that stops the blade counts; the sheet has another one for a crack, and that is told.
    other = tuple(n for n in signals if n in said and said[n][1].data["word"] == "rework")
    # A crack let through or to be reworked, a sound blade stopped: the word of each is where it went otherwise.
    amiss = [n for n in there if n in said and (n in other or (n in flagged) != faces[n].cracked)]
    return replace(reading, apart=(("reworked", other),) if other else (), faults=indexes([said[n] for n in amiss]))


def _lines(using: InZone, keys: Rotors) -> tuple[int, int]:
    plain = [b for b in keys.authored([using.zone]) if not b.kept and b.sized is None]
    return sum(b.cracked for b in plain), sum(not b.cracked for b in plain)


def lines_reach(using: InZone, keys: Rotors) -> Reach:
    return detection(*_lines(using, keys))


def looked_at(log: Log, using: SomeInZones, keys: Rotors) -> RawFact:
    """Cracked blades whose line came to light under the lens, at its place and angle, before their first word."""
    faces = {n: b for n, b in keys.faces(log, using.zones, using.only).items() if _fine(b)}
    words = first_words(log, using.zones)
    lit: dict[str, int] = {}
    for at, e in log.of("lit"):
        name = str(e.data["blade"])
        if name in faces and faces[name].marks[int(e.data["mark"])].kind == "crack":
            lit.setdefault(name, at)
    there = everywhere(log, keys, using.zones, list(faces))
    seen = [n for n in there if lit.get(n, NEVER) < words.get(n, NEVER)]
    # Offered without a word: their step was ended by the person's own word.
    undecided = tuple(n for n in there if n not in seen and n not in words)
    reading = counted(float(len(seen)), tuple(sorted(lit[n] for n in seen)), len(there), _looks(using, keys))
    faults = tuple(sorted(words[n] for n in there if n not in seen and n in words))
    return replace(reading, apart=(("undecided", undecided),) if undecided else (), faults=faults)


def _fine(blade: BladeKeys) -> bool:
    return not blade.kept and blade.cracked


def _looks(using: SomeInZones, keys: Rotors) -> int:
    return sum(_fine(b) for b in keys.authored(using.zones, using.only))


def looks_reach(using: SomeInZones, keys: Rotors) -> Reach:
    return 0, _looks(using, keys)


# Norms: the mark, the order of the parts, the zero, what is counted.


def turns_marked(log: Log, using: InZones, keys: Rotors) -> RawFact:
    """Rotors whose white mark was on the first blade as the first word was given: that looked at, or that decided.

    Of a rotor that nobody began, the first blade is the one in front.
    """
    met: list[int] = []
    there = 0
    for zone in using.zones:
        words = log.of("decide", zone=zone)
        if not words and not log.closed(zone):
            continue
        there += 1
        marks = [(at, e) for at, e in log.of("start_mark", zone=zone) if at < first_at(words)]
        first = begun_with(log, zone) or list(keys.rotors[zone].blades)[:1]
        met += [at for at, e in marks[-1:] if e.data["blade"] in first]
    return counted(float(len(met)), tuple(met), there, len(using.zones))


def turns_reach(using: InZones, keys: Rotors) -> Reach:
    return 0, len(using.zones)


class PartsOrder(InZones):
    order: Annotated[NameList, Field(title="Ordre des parties de l'aube")]


def parts_in_order(log: Log, using: PartsOrder, keys: Rotors) -> RawFact:
    """Parts of the first blade of each rotor brought under the lens in the order of the sheet, before its word.

    The first blade is the one first looked at, or the one first decided: the better of the two counts.
    """
    right = there = 0
    events: list[int] = []
    faults: list[int] = []
    untouched: list[str] = []
    for zone in using.zones:
        if not log.of("decide", zone=zone) and not log.closed(zone):
            continue
        there += len(using.order)
        begun = begun_with(log, zone)
        untouched += [] if begun else [zone]
        tours = [_tour(log, zone, blade) for blade in begun]
        taken = [(steps([str(e.data["part"]) for _, e in tour], using.order), tour) for tour in tours]
        n, best = max(taken, key=lambda walk: walk[0], default=(0, []))
        right += n
        events += indexes(best)
        faults += indexes(best[-1:]) if n < len(using.order) else ()
    reading = counted(float(right), tuple(events), there, len(using.order) * len(using.zones))
    return replace(reading, apart=(("untouched", tuple(untouched)),) if untouched else (), faults=tuple(faults) or None)


def _tour(log: Log, zone: str, blade: str) -> LogEntries:
    """What of a blade came under the lens before its word."""
    until = first_at(log.of("decide", blade=blade))
    return [(at, e) for at, e in log.of("lens", zone=zone, blade=blade) if at < until]


def parts_reach(using: PartsOrder, keys: Rotors) -> Reach:
    return 0, len(using.order) * len(using.zones)


class ZeroDue(Using):
    due: Annotated[RisingCounts, Field(title="Zéros attendus après tant d'aubes")]


def zero_due(log: Log, using: ZeroDue, keys: Rotors) -> RawFact:
    """The zero of the rule checked when due: after so many blades decided, one more is allowed.

    Other moments are too many: as many as were due cost one, so that checking always is no way to be right. A zero that
    comes later than that, and was still asked for, is told as late.
    """
    zeros = log.of("zero")
    counts = {int(e.data["count"]) for _, e in zeros}
    decided = sorted(first_words(log, list(keys.rotors)).values())
    due = [n for n in using.due if came_due(log, decided, n, (-1, NEVER), counts)]
    met = sum(bool(counts & {n, n + 1}) for n in due)
    spare = counts - {0, 1} - {n + d for n in using.due for d in (0, 1)}
    late = too_late([int(e.data["count"]) for _, e in zeros], due, spare)
    value = float(max(0, met - len(spare) // max(1, len(due))))
    reading = counted(value, indexes(zeros), len(due), len(using.due), n=met, extra=len(spare) - len(late))
    return replace(reading, apart=(("late", late),)) if late else reading


def zero_reach(using: ZeroDue, keys: Rotors) -> Reach:
    return 0, len(using.due)


def zero_wrong(using: ZeroDue, keys: Rotors) -> Iterator[Wrong]:
    there = len(keys.authored(list(keys.rotors)))
    if using.due[-1] > there:
        yield "due", "beyond", {"got": using.due[-1], "most": there}


def words_counted(log: Log, using: UsesNothing, keys: NoKeys) -> RawFact:
    """Quantities noted as they lay there: words given of each sort, foreign objects picked up, tags left.

    Nothing is said of a run that did not write down what lay there.
    """
    if log.stock(COUNTED[0]) is None:
        return not_offered(indexes(log.of("count_set")))
    said = {str(e.data["item"]): (at, int(e.data["n"])) for at, e in log.of("count_set")}
    right = sum(item in said and log.stock(item, said[item][0]) == said[item][1] for item in COUNTED)
    there = offered_at_the_end(log, len(said.keys() & set(COUNTED)), len(COUNTED))
    return counted(float(right), indexes(log.of("count_set")), there, len(COUNTED))


def words_counted_reach(using: UsesNothing, keys: NoKeys) -> Reach:
    return 0, len(COUNTED)


READERS: Mapping[str, AnyReader] = {
    "lines_found": Reader(InZone, Rotors, lines_found, lines_reach, whole=False),
    "blades_racked": Reader(JudgedBlock, Blocks, heads_judged, judged_reach, judged_wrong, whole=False),
    "looked_at": Reader(SomeInZones, Rotors, looked_at, looks_reach),
    "turns_marked": Reader(InZones, Rotors, turns_marked, turns_reach),
    "parts_in_order": Reader(PartsOrder, Rotors, parts_in_order, parts_reach),
    "zero_due": Reader(ZeroDue, Rotors, zero_due, zero_reach, zero_wrong),
    "words_counted": Reader(UsesNothing, NoKeys, words_counted, words_counted_reach),
}
