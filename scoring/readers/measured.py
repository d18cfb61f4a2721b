"""Readers of `inspect`: what was measured, the words that readings lead to, and what they say together."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from scenarios.check import Named
from scoring.families import middle
from scoring.readers.base import (
    AnyReader,
    Count,
    RawFact,
    Reach,
    Reader,
    Word,
    Wrong,
    ZoneName,
    counted,
    not_offered,
    untried,
)
from scoring.readers.bench import SheetAnswers, sheet_right
from scoring.readers.log import NEVER, Keys, Log, NoKeys, indexes
from scoring.readers.rotors import (
    SIZED,
    BladeKeys,
    MarkKeys,
    Only,
    RotorKeys,
    Rotors,
    SomeInZones,
    everywhere,
    first_words,
    last_words,
    offered,
)
from scoring.readers.some import OfSome

FARTHEST_UM = 20_000
SAME_UM = 1_200
"""A reading within this of the length (um), the slip of the rule set apart, was taken on the mark, from end to end."""


class MarkRead(NamedTuple):
    """A reading on a mark whose size decides: its place in the run, what was read and what is true (um).

    `slip_um`: how far the zero of the rule had gone by itself before the rule called for it, 0 once it did.
    """

    at: int
    um: int
    true_um: int
    slip_um: int

    @property
    def off_um(self) -> int:
        """How far off the hand was: what the rule had slipped, and nobody was asked to mend yet, is not the person's.

        Neither of who read what the rule showed, nor of who saw the slip and allowed for it.
        """
        return max(0, self.um - self.true_um, self.true_um - self.slip_um - self.um)

    @property
    def apart(self) -> bool:
        """Whether some of the distance to the true length is the rule's own."""
        return self.off_um != abs(self.um - self.true_um)


def _readings(log: Log, faces: Mapping[str, BladeKeys], keys: Rotors) -> dict[str, list[MarkRead]]:
    """Each reading on a mark whose size decides, by blade."""
    readings: dict[str, list[MarkRead]] = {}
    words = sorted(first_words(log, list(keys.rotors)).values())
    for at, e in log.of("measure"):
        name, n = str(e.data["blade"]), int(e.data["mark"])
        marks = faces[name].marks if name in faces else ()
        if 0 <= n < len(marks) and marks[n].kind in SIZED:
            slip = int(e.data["slip_um"])
            own = 0 if keys.zero_due(slip, bisect_left(words, at)) else slip
            readings.setdefault(name, []).append(MarkRead(at, int(e.data["um"]), marks[n].size_um, own))
    return readings


class Readings(OfSome):
    unwritten: ClassVar[Mapping[str, object]] = {"only": None, "earlier": False}
    only: Only = None
    least: Annotated[Count, Field(title="Nombre de mesures au moins")]
    earlier: Annotated[bool, Field(title="La mesure d'avant la dernière, sur les aubes mesurées deux fois")] = False


def reading_error(log: Log, using: Readings, keys: Rotors) -> RawFact:
    """Median distance (um) between the last reading of a blade and the length of its mark, at least `least` blades.

    How far the zero had slipped before the rule called for it is no distance of the person's: where it made one, the
    case says that it is set apart. How many are within what is said of that median stands in `extra`.
    `earlier`: the reading before the last instead, of the blades that were read twice. It is missing where none was:
    whether one reads twice is another rule's business.
    """
    read = _readings(log, keys.faces(log, list(keys.rotors), using.only), keys)
    if using.earlier:
        before = [taken[-2] for taken in read.values() if len(taken) > 1]
        value = middle([reading.off_um for reading in before], using.least)
        events = tuple(sorted(reading.at for reading in before))
        case = "earlier_slipped" if any(reading.apart for reading in before) else "earlier"
        return not_offered(events) if value is None else RawFact(value, events, case=case, n=len(before))
    last = [taken[-1] for taken in read.values()]
    if len(last) < using.least and not all(log.closed(zone) for zone in keys.rotors):
        return not_offered(tuple(reading.at for reading in last))
    value = middle([reading.off_um for reading in last], using.least)
    events = tuple(sorted(reading.at for reading in last))
    if value is None:
        return RawFact(None, events, case="few", n=len(last))
    near = sum(reading.off_um <= up_to_tenth(value) for reading in last)
    case = "slipped" if any(reading.apart for reading in last) else "counted"
    return RawFact(value, events, case=case, n=len(last), extra=near)


def up_to_tenth(um: float) -> int:
    """The tenth of a millimetre (um) that a distance is said to be within: one at least, and never less than it is."""
    return max(100, 100 * ceil(um / 100))


def error_reach(using: Readings, keys: Rotors) -> Reach:
    return 0, FARTHEST_UM


def readings_wrong(using: Readings, keys: Rotors) -> Iterator[Wrong]:
    there = sum(b.sized is not None for b in keys.authored(list(keys.rotors), using.only))
    if using.least > there:
        yield "least", "beyond", {"got": using.least, "most": there}


def measured_sized(log: Log, using: SomeInZones, keys: Rotors) -> RawFact:
    """Blades whose size decides that were measured before their word, minus others measured for nothing."""
    faces = keys.faces(log, using.zones, using.only)
    sized = [n for n, b in faces.items() if b.sized is not None]
    words = first_words(log, using.zones)
    read = _readings(log, faces, keys)
    there = everywhere(log, keys, using.zones, sized)
    good = [n for n in there if n in read and read[n][0].at < words.get(n, NEVER)]
    wasted = {str(e.data["blade"]) for _, e in log.of("measure")} & (faces.keys() - set(sized))
    of = sum(b.sized is not None for b in keys.authored(using.zones, using.only))
    events = tuple(sorted(read[n][0].at for n in good))
    reading = counted(float(len(good) - len(wasted)), events, len(there), of, n=len(good), extra=len(wasted))
    return untried(reading, [n for n in there if n not in read and n not in words])


def sized_reach(using: SomeInZones, keys: Rotors) -> Reach:
    there = keys.authored(using.zones, using.only)
    sized = sum(b.sized is not None for b in there)
    return sized - len(there), sized


class WordsIn(OfSome):
    zone: ZoneName
    only: Only = None
    change: Annotated[Word | None, Named("change"), Field(title="Changement de la fiche")] = None


def right_words(log: Log, using: WordsIn, keys: Rotors) -> RawFact:
    """Blades to measure, of a rotor, whose word is that of the sheet in force when it was given."""
    faces = {n: b for n, b in keys.faces(log, [using.zone], using.only).items() if b.sized is not None}
    bell = log.bell(using.change)
    said = last_words(log, using.zone)
    there = offered(log, using.zone, list(faces))
    right = [n for n in there if n in said and said[n][1].data["word"] == keys.word(faces[n], said[n][0] > bell)]
    reading = counted(float(len(right)), indexes([said[n] for n in right]), len(there), _sized_in(using, keys))
    reading = untried(reading, [n for n in there if n not in said])
    return replace(reading, faults=indexes([said[n] for n in there if n in said and n not in right]))


def _sized_in(using: WordsIn, keys: Rotors) -> int:
    return sum(b.sized is not None for b in keys.authored([using.zone], using.only))


def words_reach(using: WordsIn, keys: Rotors) -> Reach:
    return 0, _sized_in(using, keys)


class Twice(SomeInZones):
    change: Annotated[Word | None, Named("change"), Field(title="Changement de la fiche")] = None


def read_twice(log: Log, using: Twice, keys: Rotors) -> RawFact:
    """Blades read twice on the mark before their word, of those whose shown reading asks for it.

    A reading shown so near to its limit that the sheet asks for a second one, wherever the true length lies: that one
    nobody sees. A mark whose readings were shown farther off owes no second one, nor does one of several readings whose
    last alone was shown near (two there are), nor a blade without a word. The limit is that of the issue of the word.
    """
    bell = log.bell(using.change)
    faces = keys.faces(log, using.zones, using.only)
    words, read = first_words(log, using.zones), _readings(log, faces, keys)
    good, far, once = list[int](), list[str](), list[str]()
    owed = 0
    for name, face in faces.items():
        word = words.get(name)
        if word is None or face.sized is None:
            continue
        before = [reading for reading in read.get(name, ()) if reading.at < word]
        near = [keys.near(face.sized.kind, shown_um(reading.um), word > bell) for reading in before]
        if True not in near or (len(near) > 1 and True not in near[:-1]):
            continue
        owed += 1
        after = before[near.index(True) :]
        on = [reading.at for reading in after if reading.off_um <= SAME_UM]
        good += on[1:2]
        far += [name] if len(after) > 1 >= len(on) else []
        once += [keys.number(name)] if len(after) < 2 else []
    # Of more blades than the author wrote near a limit a reading can be shown near one.
    of = max(owed, _near_of(using, keys))
    reading = counted(float(len(good)), tuple(sorted(good)), owed, of)
    return replace(reading, apart=tuple((way, tuple(which)) for way, which in (("far", far), ("once", once)) if which))


def shown_um(um: int) -> int:
    """A length (um) as it stands on the screen: to the tenth of a millimetre."""
    return round(round(um / 1000, 1) * 1000)


def _near_of(using: Twice, keys: Rotors) -> int:
    """How many are near a limit as they are written, before the revision: so many a good hand is asked for."""
    return sum(keys.near(mark.kind, mark.size_um, False) for mark in _sized_of(using, keys))


def _sized_of(using: Twice, keys: Rotors) -> list[MarkKeys]:
    return [b.sized for b in keys.authored(using.zones, using.only) if b.sized is not None]


def twice_reach(using: Twice, keys: Rotors) -> Reach:
    return 0, len(_sized_of(using, keys))


class Concluding(Keys):
    """On which steps the conclusions of the sheet stand; on every one when none is named."""

    rotors: dict[str, RotorKeys]
    concludes_on: tuple[str, ...] = ()


def conclusion(log: Log, using: SheetAnswers, keys: Concluding) -> RawFact:
    """What the readings say together, as it is noted on the sheet. Offered to who finished the steps it stands on."""
    if not all(log.closed(zone) for zone in keys.concludes_on or keys.rotors):
        return not_offered()
    return sheet_right(log, using, NoKeys())


def conclusion_reach(using: SheetAnswers, keys: Concluding) -> Reach:
    return 0, len(using.fields())


READERS: Mapping[str, AnyReader] = {
    "reading_error": Reader(Readings, Rotors, reading_error, error_reach, readings_wrong, whole=False, less=True),
    "measured_sized": Reader(SomeInZones, Rotors, measured_sized, sized_reach),
    "right_words": Reader(WordsIn, Rotors, right_words, words_reach),
    "read_twice": Reader(Twice, Rotors, read_twice, twice_reach),
    "conclusion": Reader(SheetAnswers, Concluding, conclusion, conclusion_reach),
}
