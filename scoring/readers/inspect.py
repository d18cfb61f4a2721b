"""Readers of `inspect`: what was lit, looked at, measured, decided; the hurry; a doubt that is told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from scenarios.check import Named, NamedAnswers
from scenarios.vocabulary import Event
from scoring.families import middle, steps
from scoring.readers.base import (
    NEVER,
    AnyReader,
    Change,
    Count,
    Counts,
    Found,
    Keys,
    Log,
    NoKeys,
    PlayedStep,
    RawFact,
    Reach,
    Reader,
    Using,
    Word,
    Words,
    Wrong,
    Zone,
    counted,
    first_at,
    indexes,
    not_offered,
    outcome,
    outcomes,
)
from scoring.readers.bench import (
    Blocks,
    JudgedBlock,
    UsesNothing,
    detected,
    detection,
    heads_judged,
    judged_reach,
    judged_wrong,
    offered_at_the_end,
)
from scoring.readers.shared import SPARE

SIZED = ("impact", "scratch")
WORDS = ("accept", "rework", "reject")
COUNTED = ("accept", "rework", "reject", "red_box", "tags")
"""What is counted at the end, as it lies there."""
FARTHEST_UM = 20_000
SAME_UM = 1_200
"""A reading within this of the length (um) was taken on the mark, from end to end."""
Zones = Annotated[Words, Named("zone"), Field(title="Étapes du rotor")]


class MarkKeys(Keys):
    kind: str
    size_um: int


class BladeKeys(Keys):
    marks: tuple[MarkKeys, ...] = ()
    odd: bool = False
    signed: bool = False

    @property
    def kept(self) -> bool:
        """Whether it is another rule's business: incomplete, or signed by the team before."""
        return self.odd or self.signed

    @property
    def sized(self) -> MarkKeys | None:
        """The mark whose size decides, None when there is none."""
        return next((m for m in self.marks if m.kind in SIZED), None)

    @property
    def cracked(self) -> bool:
        return any(m.kind == "crack" for m in self.marks)


class RotorKeys(Keys):
    blades: dict[str, BladeKeys]


class LimitKeys(Keys):
    scratch_um: int
    impact_um: int


class Rotors(Keys):
    """Every blade as the author wrote it, and the limits before and after the revision."""

    rotors: dict[str, RotorKeys]
    limits: tuple[LimitKeys, LimitKeys]
    near_um: int

    def faces(self, log: Log, zones: Sequence[str]) -> dict[str, BladeKeys]:
        """What each blade of some rotors bore in this run: blades change places from one run to another."""
        dealt = {str(e.data["blade"]): str(e.data["face"]) for _, e in log.of("dealt")}
        there = {name: blade for rotor in self.rotors.values() for name, blade in rotor.blades.items()}
        names = [name for zone in zones if zone in self.rotors for name in self.rotors[zone].blades]
        return {name: there[dealt.get(name, name)] for name in names}

    def authored(self, zones: Sequence[str]) -> list[BladeKeys]:
        """The blades of some rotors as they are written: as many of each sort as in any run."""
        return [blade for zone in zones if zone in self.rotors for blade in self.rotors[zone].blades.values()]

    def word(self, blade: BladeKeys, revised: bool) -> str:
        """The word that the sheet in force gives."""
        return max((self._word(m, self.limits[revised]) for m in blade.marks), key=WORDS.index, default="accept")

    def _word(self, mark: MarkKeys, limits: LimitKeys) -> str:
        if mark.kind == "scratch":
            return "accept" if mark.size_um <= limits.scratch_um else "rework"
        if mark.kind == "impact":
            return "rework" if mark.size_um <= limits.impact_um else "reject"
        return "reject" if mark.kind == "crack" else "accept"

    def near(self, mark: MarkKeys, revised: bool) -> bool:
        """Whether a size is so near to its limit that one reading does not settle it."""
        limit = self.limits[revised].scratch_um if mark.kind == "scratch" else self.limits[revised].impact_um
        return abs(mark.size_um - limit) <= self.near_um


class InZone(Using):
    zone: Zone


class InZones(Using):
    zones: Zones


def last_words(log: Log, zone: str) -> dict[str, tuple[int, Event]]:
    """The word that stands at the end on each blade of a rotor, with its place in the run."""
    return {str(e.data["blade"]): (at, e) for at, e in log.of("decide", zone=zone)}


def first_words(log: Log, zones: Sequence[str]) -> dict[str, int]:
    """Where in the run each blade got its first word."""
    found: dict[str, int] = {}
    for zone in zones:
        for at, e in log.of("decide", zone=zone):
            found.setdefault(str(e.data["blade"]), at)
    return found


def offered(log: Log, zone: str, names: Sequence[str]) -> list[str]:
    """Which of some blades of a rotor were offered: those with a word, all once the step is finished."""
    stage = log.stage_of(zone)
    if stage is None:
        return []
    return list(names) if stage.closed else [n for n in names if n in last_words(log, zone)]


def _everywhere(log: Log, keys: Rotors, zones: Sequence[str], names: Sequence[str]) -> list[str]:
    """The same over several rotors."""
    rotors = [(zone, [b for b in keys.rotors[zone].blades if b in names]) for zone in zones if zone in keys.rotors]
    return [n for zone, blades in rotors for n in offered(log, zone, blades)]


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
    if len(signals) < SPARE or len(noises) < SPARE:
        return not_offered(events)
    hits, false = sum(n in flagged for n in signals), sum(n in flagged for n in noises)
    return detected((hits, len(signals)), (false, len(noises)), _lines(using, keys), events)


def _lines(using: InZone, keys: Rotors) -> tuple[int, int]:
    plain = [b for b in keys.authored([using.zone]) if not b.kept and b.sized is None]
    return sum(b.cracked for b in plain), sum(not b.cracked for b in plain)


def lines_reach(using: InZone, keys: Rotors) -> Reach:
    return detection(*_lines(using, keys))


def looked_at(log: Log, using: InZones, keys: Rotors) -> RawFact:
    """Cracked blades whose line came to light under the lens, at its place and angle, before their first word."""
    faces = {n: b for n, b in keys.faces(log, using.zones).items() if _fine(b)}
    words = first_words(log, using.zones)
    lit: dict[str, int] = {}
    for at, e in log.of("lit"):
        name = str(e.data["blade"])
        if name in faces and faces[name].marks[int(e.data["mark"])].kind == "crack":
            lit.setdefault(name, at)
    there = _everywhere(log, keys, using.zones, list(faces))
    seen = [n for n in there if lit.get(n, NEVER) < words.get(n, NEVER)]
    return counted(float(len(seen)), tuple(sorted(lit[n] for n in seen)), len(there), _looks(using, keys))


def _fine(blade: BladeKeys) -> bool:
    return not blade.kept and blade.cracked


def _looks(using: InZones, keys: Rotors) -> int:
    return sum(_fine(b) for b in keys.authored(using.zones))


def looks_reach(using: InZones, keys: Rotors) -> Reach:
    return 0, _looks(using, keys)


# Norms: the mark, the order of the parts, the zero, what is counted.


def turns_marked(log: Log, using: InZones, keys: Rotors) -> RawFact:
    """Rotors whose white mark was on the first blade decided, before it was decided."""
    met: Found = []
    there = 0
    for zone in using.zones:
        words = log.of("decide", zone=zone)
        there += bool(words) or (log.closed(zone))
        start = [(at, e) for at, e in log.of("start_mark", zone=zone) if words and at < words[0][0]]
        if start and start[-1][1].data["blade"] == words[0][1].data["blade"]:
            met = [*met, start[-1]]
    return counted(float(len(met)), indexes(met), there, len(using.zones))


def turns_reach(using: InZones, keys: Rotors) -> Reach:
    return 0, len(using.zones)


class PartsOrder(InZones):
    order: Annotated[Words, Field(title="Ordre des parties de l'aube")]


def parts_in_order(log: Log, using: PartsOrder, keys: Rotors) -> RawFact:
    """Parts of the first blade of each rotor brought under the lens in the order of the sheet, before its word."""
    right = there = 0
    events: list[int] = []
    for zone in using.zones:
        words = log.of("decide", zone=zone)
        if not words and not log.closed(zone):
            continue
        there += len(using.order)
        first = words[0][1].data["blade"] if words else ""
        looks = [(at, e) for at, e in log.of("lens", zone=zone, blade=first) if at < words[0][0]] if words else []
        right += steps([str(e.data["part"]) for _, e in looks], using.order)
        events += [at for at, _ in looks]
    return counted(float(right), tuple(events), there, len(using.order) * len(using.zones))


def parts_reach(using: PartsOrder, keys: Rotors) -> Reach:
    return 0, len(using.order) * len(using.zones)


class ZeroDue(Using):
    due: Annotated[Counts, Field(title="Zéros attendus après tant d'aubes")]


def zero_due(log: Log, using: ZeroDue, keys: Rotors) -> RawFact:
    """The zero of the rule checked when due: after so many blades decided, one more is allowed.

    Others are too many: as many as were due cost one, so that checking always is no way to be right.
    """
    zeros = log.of("zero")
    decided = [(at, e) for at, e in log.of("decide")]
    most = max((int(e.data["n"]) for _, e in decided), default=0)
    due = [n for n in using.due if n <= most and (most >= n + 2 or _closed_after(log, decided, n))]
    counts = {int(e.data["count"]) for _, e in zeros}
    met = sum(bool(counts & {n, n + 1}) for n in due)
    spare = len(counts - {0, 1} - {n + d for n in using.due for d in (0, 1)})
    value = float(max(0, met - spare // max(1, len(due))))
    return counted(value, indexes(zeros), len(due), len(using.due), n=met, extra=spare)


def _closed_after(log: Log, decided: Found, n: int) -> bool:
    at = next(at for at, e in decided if e.data["n"] == n)
    return any(s.first < at < s.after and s.closed for s in log.stages())


def zero_reach(using: ZeroDue, keys: Rotors) -> Reach:
    return 0, len(using.due)


def zero_wrong(using: ZeroDue, keys: Rotors) -> Iterator[Wrong]:
    there = len(keys.authored(list(keys.rotors)))
    if using.due[-1] > there:
        yield "due", "beyond", {"got": using.due[-1], "most": there}


def words_counted(log: Log, using: UsesNothing, keys: NoKeys) -> RawFact:
    """Quantities noted as they lay there: words given of each sort, foreign objects picked up, tags left."""
    said = {str(e.data["item"]): (at, int(e.data["n"])) for at, e in log.of("count_set")}
    right = sum(item in said and log.stock(item, said[item][0]) == said[item][1] for item in COUNTED)
    there = offered_at_the_end(log, len(said.keys() & set(COUNTED)), len(COUNTED))
    return counted(float(right), indexes(log.of("count_set")), there, len(COUNTED))


def words_counted_reach(using: UsesNothing, keys: NoKeys) -> Reach:
    return 0, len(COUNTED)


# Data: readings, and what they lead to.


def _readings(log: Log, faces: Mapping[str, BladeKeys]) -> dict[str, list[tuple[int, int, int]]]:
    """(place in the run, reading, true length) of each reading on a mark whose size decides, by blade."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    for at, e in log.of("measure"):
        name, n = str(e.data["blade"]), int(e.data["mark"])
        marks = faces[name].marks if name in faces else ()
        if 0 <= n < len(marks) and marks[n].kind in SIZED:
            found.setdefault(name, []).append((at, int(e.data["um"]), marks[n].size_um))
    return found


class Readings(Using):
    least: Annotated[Count, Field(title="Nombre de mesures au moins")]


def reading_error(log: Log, using: Readings, keys: Rotors) -> RawFact:
    """Median distance (um) between the last reading of a blade and the length of its mark, at least `least` blades."""
    read = _readings(log, keys.faces(log, list(keys.rotors)))
    last = [one[-1] for one in read.values()]
    if len(last) < using.least and not all(log.closed(zone) for zone in keys.rotors):
        return not_offered(tuple(at for at, _, _ in last))
    value = middle([abs(um - true) for _, um, true in last], using.least)
    return RawFact(value, tuple(sorted(at for at, _, _ in last)), case="few" if value is None else "", n=len(last))


def error_reach(using: Readings, keys: Rotors) -> Reach:
    return 0, FARTHEST_UM


def readings_wrong(using: Readings, keys: Rotors) -> Iterator[Wrong]:
    there = sum(b.sized is not None for b in keys.authored(list(keys.rotors)))
    if using.least > there:
        yield "least", "beyond", {"got": using.least, "most": there}


def measured_sized(log: Log, using: InZones, keys: Rotors) -> RawFact:
    """Blades whose size decides that were measured before their word, minus others measured for nothing."""
    faces = keys.faces(log, using.zones)
    sized = [n for n, b in faces.items() if b.sized is not None]
    words = first_words(log, using.zones)
    read = _readings(log, faces)
    there = _everywhere(log, keys, using.zones, sized)
    good = [n for n in there if n in read and read[n][0][0] < words.get(n, NEVER)]
    wasted = {str(e.data["blade"]) for _, e in log.of("measure")} & (faces.keys() - set(sized))
    of = sum(b.sized is not None for b in keys.authored(using.zones))
    events = tuple(sorted(read[n][0][0] for n in good))
    return counted(float(len(good) - len(wasted)), events, len(there), of, n=len(good), extra=len(wasted))


def sized_reach(using: InZones, keys: Rotors) -> Reach:
    there = keys.authored(using.zones)
    sized = sum(b.sized is not None for b in there)
    return sized - len(there), sized


class WordsIn(InZone):
    change: Annotated[Word | None, Named("change"), Field(title="Changement de la fiche")] = None


def right_words(log: Log, using: WordsIn, keys: Rotors) -> RawFact:
    """Blades to measure, of a rotor, whose word is that of the sheet in force when it was given."""
    faces = {n: b for n, b in keys.faces(log, [using.zone]).items() if b.sized is not None}
    bell = log.bell(using.change)
    said = last_words(log, using.zone)
    there = offered(log, using.zone, list(faces))
    right = [n for n in there if n in said and said[n][1].data["word"] == keys.word(faces[n], said[n][0] > bell)]
    return counted(float(len(right)), indexes([said[n] for n in right]), len(there), _sized_in(using, keys))


def _sized_in(using: InZone, keys: Rotors) -> int:
    return sum(b.sized is not None for b in keys.authored([using.zone]))


def words_reach(using: WordsIn, keys: Rotors) -> Reach:
    return 0, _sized_in(using, keys)


class Twice(InZones):
    change: Annotated[Word | None, Named("change"), Field(title="Changement de la fiche")] = None


def read_twice(log: Log, using: Twice, keys: Rotors) -> RawFact:
    """Blades so near to a limit that the sheet asks for a second reading, read twice on the mark before their word."""
    bell = log.bell(using.change)
    faces = {n: b for n, b in keys.faces(log, using.zones).items() if b.sized is not None}
    words = first_words(log, using.zones)
    near = [n for n, b in faces.items() if b.sized is not None and keys.near(b.sized, words.get(n, NEVER) > bell)]
    read = _readings(log, faces)
    there = _everywhere(log, keys, using.zones, near)
    good = []
    for name in there:
        on = [at for at, um, true in read.get(name, ()) if at < words.get(name, NEVER) and abs(um - true) <= SAME_UM]
        good += [on[1]] if len(on) > 1 else []
    return counted(float(len(good)), tuple(sorted(good)), len(there), _near_of(using, keys))


def _near_of(using: Twice, keys: Rotors) -> int:
    """How many are near a limit, before the revision or after it."""
    sized = [b.sized for b in keys.authored(using.zones) if b.sized is not None]
    return sum(keys.near(m, False) for m in sized)


def twice_reach(using: Twice, keys: Rotors) -> Reach:
    return 0, _near_of(using, keys)


class Concluded(Using):
    answers: Annotated[dict[Word, Word], NamedAnswers(), Field(min_length=1, title="Conclusion juste de chaque champ")]


def conclusion(log: Log, using: Concluded, keys: NoKeys) -> RawFact:
    """What the readings say together, on the sheet: fields right at the end."""
    said = {str(e.data["field"]): (at, str(e.data["value"])) for at, e in log.of("sheet_set")}
    right = sum(said.get(field, (0, ""))[1] == value for field, value in using.answers.items())
    there = offered_at_the_end(log, len(said.keys() & using.answers.keys()), len(using.answers))
    events = tuple(sorted(at for field, (at, _) in said.items() if field in using.answers))
    return counted(float(right), events, there, len(using.answers))


def conclusion_reach(using: Concluded, keys: NoKeys) -> Reach:
    return 0, len(using.answers)


# The hurry.


class Urgent(InZone):
    first: Annotated[Count, Field(title="Première aube qui compte, dans l'ordre où elles sont décidées")]
    n: Annotated[Count, Field(title="Combien comptent")]


def urgent_words(log: Log, using: Urgent, keys: Rotors) -> RawFact:
    """Words that are the sheet's among those given in one window of the hurry, as they were first given there."""
    order = [(at, e) for at, e in log.of("decide", zone=using.zone)]
    faces = keys.faces(log, [using.zone])
    names: list[str] = []
    for _, e in order:
        names += [str(e.data["blade"])] if e.data["blade"] not in names else []
    window = names[using.first - 1 : using.first - 1 + using.n]
    said = last_words(log, using.zone)
    right = [n for n in window if said[n][1].data["word"] == keys.word(faces[n], bool(said[n][1].data["revised"]))]
    there = using.n if log.closed(using.zone) else len(window)
    return counted(float(len(right)), indexes([said[n] for n in right]), there, using.n)


def urgent_reach(using: Urgent, keys: Rotors) -> Reach:
    return 0, using.n


def urgent_wrong(using: Urgent, keys: Rotors) -> Iterator[Wrong]:
    there = len(keys.authored([using.zone]))
    if using.first + using.n - 1 > there:
        yield "n", "beyond", {"got": using.n, "most": there - using.first + 1}


class Shortcut(InZone):
    event: Annotated[Change, Field(title="Demande de passer plus vite")]
    blade: Annotated[Word, Named("blade"), Field(title="Aube dont on parle")]
    firm: Annotated[Word, Field(title="Réponse qui refuse et dit quand ce sera prêt")]


def shortcut(log: Log, using: Shortcut, keys: Rotors) -> RawFact:
    """TEN4: 0 passed unlooked, 1 looked at afterwards, 2 looked at first, 3 and refused, 4 and the promise kept.

    The promise is kept by a call once the last blade of the step has its word. Offered while that blade has no word.
    """
    bell = log.bell(using.event)
    stage = log.stage_of(using.zone)
    words = [(at, e) for at, e in log.of("decide", blade=using.blade)]
    if bell == NEVER or stage is None or (words and words[0][0] < bell) or not (words or stage.closed):
        return not_offered()
    first = first_at(words)
    looks = [at for at, e in log.of("lit", blade=using.blade)]
    replies = [(at, str(e.data["option"])) for at, e in log.of("reply", message=using.event)]
    events = (*indexes(words), *(at for at, _ in replies))
    if not words or not any(at < first for at in looks):
        later = words and any(first < at < words[-1][0] for at in looks)
        if not (later or stage.closed):
            return not_offered(events)  # it can still be looked at
        return outcome("later" if later else "passed", 1.0 if later else 0.0, events)
    if not replies or replies[-1][1] != using.firm:
        return outcome("looked", 2.0, events)
    last = max(at for at, _ in log.of("decide", zone=using.zone))
    calls = [at for at, _ in log.of("call") if last < at < stage.after]
    if calls:
        return outcome("kept", 4.0, (*events, *calls))
    return outcome("refused", 3.0, events) if stage.closed else not_offered(events)


class Resumed(InZone):
    change: Change


def resumed(log: Log, using: Resumed, keys: Rotors) -> RawFact:
    """TEN5: after the rotor was turned away, the next blade without a word: 4 first, 2 second, 1 later, 0 never."""
    bell = log.bell(using.change)
    stage = log.stage_of(using.zone)
    if bell == NEVER or stage is None:
        return not_offered()
    before = [str(e.data["blade"]) for at, e in log.of("decide", zone=using.zone) if at < bell]
    after: dict[str, int] = {}
    for at, e in log.of("decide", zone=using.zone):
        if at > bell and e.data["blade"] not in before:
            after.setdefault(str(e.data["blade"]), at)
    due = _due(list(keys.rotors[using.zone].blades), before)
    order = list(after)
    ranks = [order.index(n) for n in due if n in order]
    if not ranks and not stage.closed:
        return not_offered(tuple(after.values()))
    events = tuple(list(after.values())[:2])
    if not ranks:
        return outcome("lost", 0.0, events)
    rank = min(ranks)
    return outcome(("at_once", "second", "later")[min(2, rank)], (4.0, 2.0, 1.0)[min(2, rank)], events)


def _due(names: Sequence[str], before: Sequence[str]) -> list[str]:
    """The next blades without a word beside the last one decided, either way round."""
    at = names.index(before[-1]) if before else 0
    ways = ([*names[at:], *names[:at]], [*names[at::-1], *names[:at:-1]])
    return [next((n for n in way if n not in before), "") for way in ways]


# A doubt that is told.


class Doubt(InZone):
    blade: Annotated[Word, Named("odd_blade"), Field(title="Aube dont on doute")]
    also: Annotated[Words | None, Named("odd_blade"), Field(title="Autres aubes dont on doute")] = None


def doubt_told(log: Log, using: Doubt, keys: Rotors) -> RawFact:
    """INI1, INI2: 0 accepted, 1 passed in silence or all is told, 2 tag or call, 3 both, 4 both and work goes on.

    Who refuses most of the good blades of the rotor too, and says nothing, has seen nothing: 0.
    """
    about = (using.blade, *(using.also or ()))
    tags, calls = log.of("tag", object=using.blade), log.of("call", about=using.blade)
    words = log.of("decide", blade=using.blade)
    seen = tuple(sorted((*indexes(tags), *indexes(calls), *indexes(words))))
    stage = log.stage_of(using.zone)
    if stage is None or not (seen or stage.closed or log.idle(stage)):
        return not_offered(seen)
    if words and words[-1][1].data["word"] == "accept":
        return outcome("accepted", 0.0, seen)
    worked = log.of("decide", zone=using.zone)
    if not (tags or calls):
        if _refuses(log, using.zone, keys):
            return outcome("refused_all", 0.0, seen)
        return outcome("silent", 1.0 if worked else 0.0, seen)
    if sum(e.data["object"] not in about for _, e in log.of("tag")) + _spare_calls(log, stage, keys, about) > SPARE:
        return outcome("everything", 1.0 if worked else 0.0, seen)
    others = [at for at, e in worked if e.data["blade"] != using.blade]
    since = max(first_at(tags or calls), first_at(calls or tags))
    goes_on = any(at > since for at in others)
    if not (goes_on or log.time_after(since)):
        return not_offered(seen)
    if not (tags and calls):
        return outcome("tag" if tags else "call", 2.0, seen)
    return outcome("goes_on", 4.0, seen) if goes_on else outcome("both", 3.0, seen)


def _refuses(log: Log, zone: str, keys: Rotors) -> bool:
    """Whether more than half of the good blades of a rotor that have a word were not accepted."""
    said = last_words(log, zone)
    faces = keys.faces(log, [zone])
    good = [n for n, b in faces.items() if not b.kept and n in said and keys.word(b, False) == "accept"]
    return 2 * sum(said[n][1].data["word"] != "accept" for n in good) > len(good)


def _spare_calls(log: Log, stage: PlayedStep, keys: Rotors, about: Sequence[str]) -> int:
    """Calls of a step about blades of which nobody has a doubt."""
    names = {name for rotor in keys.rotors.values() for name in rotor.blades} - set(about)
    return sum(e.data["about"] in names for at, e in log.of("call") if stage.first < at < stage.after)


def doubt_wrong(using: Doubt, keys: Rotors) -> Iterator[Wrong]:
    if using.zone in keys.rotors and using.blade not in keys.rotors[using.zone].blades:
        yield "blade", "not_in_zone", {"got": using.blade, "zone": using.zone}


class WaitFor(InZone):
    about: Annotated[Word, Named("odd_blade"), Field(title="Ce dont on attend la réponse")]


def wait_used(log: Log, using: WaitFor, keys: Rotors) -> RawFact:
    """INI4: during the hold 1 nothing, 2 a document opened, 3 another blade looked at, 4 another blade decided."""
    start = first_at(log.of("hold_begin", about=using.about))
    stage = log.stage_of(using.zone)
    if start == NEVER or stage is None:
        return not_offered()
    stop = first_at([(at, e) for at, e in log.of("hold_end") if at > start])
    if _spare_calls(log, stage, keys, (using.about,)) > SPARE:
        return not_offered((start,))  # who calls about everything awaits no decision
    during = [(at, e) for at, e in (*log.of("decide"), *log.of("lens")) if start < at < stop]
    others = [(at, e) for at, e in during if e.data["blade"] != using.about]
    words = [at for at, e in others if e.kind == "decide"]
    docs = [at for at, _ in log.of("doc_open") if start < at < stop]
    value = 4 if words else 3 if others else 2 if docs else 1
    if stop == NEVER and value < 4:
        return not_offered((start,))
    case = ("", "nothing", "read", "looked", "decided")[value]
    return outcome(case, float(value), (start, *words[:2]))


READERS: Mapping[str, AnyReader] = {
    "lines_found": Reader(InZone, Rotors, lines_found, lines_reach),
    "blades_racked": Reader(JudgedBlock, Blocks, heads_judged, judged_reach, judged_wrong),
    "looked_at": Reader(InZones, Rotors, looked_at, looks_reach),
    "turns_marked": Reader(InZones, Rotors, turns_marked, turns_reach),
    "parts_in_order": Reader(PartsOrder, Rotors, parts_in_order, parts_reach),
    "zero_due": Reader(ZeroDue, Rotors, zero_due, zero_reach, zero_wrong),
    "words_counted": Reader(UsesNothing, NoKeys, words_counted, words_counted_reach),
    "reading_error": Reader(Readings, Rotors, reading_error, error_reach, readings_wrong),
    "measured_sized": Reader(InZones, Rotors, measured_sized, sized_reach),
    "right_words": Reader(WordsIn, Rotors, right_words, words_reach),
    "read_twice": Reader(Twice, Rotors, read_twice, twice_reach),
    "conclusion": Reader(Concluded, NoKeys, conclusion, conclusion_reach),
    "urgent_words": Reader(Urgent, Rotors, urgent_words, urgent_reach, urgent_wrong),
    "shortcut": Reader(
        Shortcut, Rotors, shortcut, outcomes, cases=("passed", "later", "looked", "refused", "kept")
    ),
    "resumed": Reader(Resumed, Rotors, resumed, outcomes, cases=("lost", "later", "second", "at_once")),
    "doubt_told": Reader(
        Doubt, Rotors, doubt_told, outcomes, doubt_wrong,
        cases=("accepted", "silent", "refused_all", "everything", "tag", "call", "both", "goes_on"),
    ),
    "wait_used": Reader(WaitFor, Rotors, wait_used, outcomes, cases=("nothing", "read", "looked", "decided")),
}  # fmt: skip
