"""What every reader stands on: what it reads, its settings (`using`), and the shape of a reader in their table."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Annotated, Generic, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scenarios.check import Named
from scoring.readers.log import Keys, Log
from scoring.types import CUT

Reach = tuple[float, float]
"""The lowest and the highest raw value that anybody can get."""
Wrong = tuple[str, str, Mapping[str, object]]
"""A setting that fits nothing: its name, the code of the sentence, its values."""
Apart = tuple[tuple[str, tuple[str, ...]], ...]
"""What was not as asked: in which way (the end of its sentence's key), and the keys of the texts that name each.

Where no sentence of the way names them, they are only counted.
"""


@dataclass(frozen=True, slots=True)
class RawFact:
    """What was read, and what of it was offered: shown, and there long enough to be acted on (`missing` is "" or CUT).

    `offered` of `of` trials were offered; `value` can be `reach` at the most with those and `full` with all of them,
    so that cuts made for all are brought to those offered. `value` None: offered, and nothing to measure was done.
    """

    value: float | None
    events: tuple[int, ...] = ()
    offered: int = 1
    of: int = 1
    reach: float = 0
    full: float = 0
    whole: bool = False  # the value counts things: its cuts are whole numbers
    missing: str = ""
    case: str = ""  # which of the reader's outcomes it was: its sentence is that of the case
    n: int = 0  # how many were right, for the sentence
    extra: int = 0  # how many were done that were not asked, for a second sentence
    apart: Apart = ()  # what was not as asked, by its names, for more sentences
    faults: tuple[int, ...] | None = None  # where it went otherwise; None where `events` show that too
    unfound: bool = False  # nothing of what is looked for was found: lowest, whatever the value is

    def cuts(self, cuts: Sequence[float]) -> tuple[float, ...]:
        """The cuts for the trials offered: never easier than their share, so that a short run is no gift to chance."""
        if not self.full or self.reach >= self.full:
            return tuple(cuts)
        share = self.reach / self.full
        return tuple(ceil(cut * share - 1e-9) if self.whole else cut * share for cut in cuts)


def counted(
    value: float, events: tuple[int, ...], offered: int, of: int, *, each: int = 1, n: int | None = None, extra: int = 0
) -> RawFact:
    """A number of things right among the trials offered, each worth `each`; `n` where the value is another number."""
    right = max(0, round(value)) if n is None else n
    return RawFact(value, events, offered, of, offered * each, of * each, True, n=right, extra=extra)


def untried(reading: RawFact, names: Sequence[str]) -> RawFact:
    """The same reading, with what of its trials was offered and holds no act: its sentence says how many (`bare`)."""
    return replace(reading, apart=(*reading.apart, ("bare", tuple(names)))) if names else reading


def laid_all_the_same(reading: RawFact, names: Sequence[str]) -> RawFact:
    """The same reading, with where each spoiled thing lies that was used: told, one as well as several, where it is too
    little to be read."""
    return replace(reading, apart=(*reading.apart, ("laid", tuple(names)))) if names else reading


def outcome(case: str, events: tuple[int, ...]) -> RawFact:
    """One of the outcomes of a chain of acts, by its name: what it is worth stands in the table of its reader."""
    return RawFact(None, events, case=case)


def not_offered(events: tuple[int, ...] = ()) -> RawFact:
    """Nothing can be said: it was never there, or not long enough."""
    return RawFact(None, events, 0, missing=CUT)


class Using(BaseModel):
    """The settings of a reader as an author writes them: every name is known, every type is the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, serialize_by_alias=True)


class ZoneHoles(Keys):
    """The holes of a zone, and the orders in which documents give them."""

    holes: Mapping[str, object]
    order: tuple[str, ...] = ()
    order_b: tuple[str, ...] = ()

    def says(self, order: tuple[str, ...]) -> bool:
        """Whether the document gives these holes in this order, before or after the revision; no document says any."""
        given = [order for order in (self.order, self.order_b) if order]
        return not given or any(tuple(hole for hole in whole if hole in order) == order for whole in given)


class HolesByZone(Keys):
    """The holes of every zone."""

    zones: Mapping[str, ZoneHoles]

    def strangers(self, zone: str, holes: tuple[str, ...]) -> tuple[str, ...]:
        """Holes of another zone than the one named; none for a zone that does not exist (it is told elsewhere)."""
        there = self.zones.get(zone)
        return () if there is None else tuple(hole for hole in holes if hole not in there.holes)

    def number(self) -> int:
        """How many holes there are."""
        return sum(len(zone.holes) for zone in self.zones.values())


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if words.count(word) > 1:
            raise PydanticCustomError("twice", "{name} is written twice", {"name": word})
    return words


def _rising(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if any(a >= b for a, b in itertools.pairwise(numbers)):
        raise PydanticCustomError("rising", "numbers rise strictly")
    return numbers


Word = Annotated[str, Field(min_length=1, max_length=60)]
Count = Annotated[int, Field(ge=1, le=1000)]
RisingCounts = Annotated[tuple[Count, ...], Field(strict=False, min_length=1), AfterValidator(_rising)]
NameList = Annotated[tuple[Word, ...], Field(strict=False, min_length=1), AfterValidator(_once)]
ZoneName = Annotated[Word, Named("zone"), Field(title="Zone de la pièce")]
HoleNames = Annotated[NameList, Named("hole"), Field(title="Trous")]
ChangeName = Annotated[Word, Named("change"), Field(title="Changement annoncé par la cloche")]


U = TypeVar("U", bound=Using)
K = TypeVar("K", bound=Keys)


class AnyReader(Protocol):
    """A reader as the table of readers holds it, whatever its settings and keys are."""

    @property
    def using(self) -> type[Using]:
        """The model of its settings."""
        ...

    @property
    def whole(self) -> bool:
        """Whether its raw value is a whole number: things counted, or one of the outcomes of a chain of acts."""
        ...

    @property
    def less(self) -> bool:
        """Whether less of its raw value is better, as of a distance: then cuts fall."""
        ...

    @property
    def cases(self) -> tuple[str, ...]:
        """The outcomes it names, () for a reader that only counts or measures; each has its sentence."""
        ...

    @property
    def bare(self) -> tuple[str, ...]:
        """Of those outcomes the ones in which nothing of what is looked for was done: each is worth 0."""
        ...

    @property
    def worth(self) -> Mapping[str, int]:
        """What each outcome of a chain of acts is worth; {} for a reader that counts or measures."""
        ...

    @property
    def best(self) -> str:
        """Of a reader that names the outcome of a chain of acts, one that is as expected; "" for any other."""
        ...

    def read(self, log: Log, using: Using) -> RawFact:
        """What was read in an exercise. Raises TypeError for the settings of another reader."""
        ...

    def reach(self, using: Using, params: Mapping[str, object]) -> Reach:
        """What can be got at the least and at the most. Raises ValidationError for params without its keys."""
        ...

    def wrong(self, using: Using, params: Mapping[str, object]) -> Iterator[Wrong]:
        """Settings that fit nothing in the scenario. Raises as `reach` does."""
        ...


def nothing_wrong(using: Using, keys: Keys) -> Iterator[Wrong]:
    """Settings that fit whatever the scenario is."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Reader(Generic[U, K]):
    """One way to read events: the models of its settings and keys, and functions on them."""

    _using: type[U]
    _keys: type[K]
    _read: Callable[[Log, U, K], RawFact]
    _reach: Callable[[U, K], Reach]
    _wrong: Callable[[U, K], Iterator[Wrong]] = nothing_wrong
    cases: tuple[str, ...] = ()
    whole: bool = True
    less: bool = False
    _best: str = ""
    bare: tuple[str, ...] = ()
    worth: Mapping[str, int] = field(default_factory=dict)

    @property
    def best(self) -> str:
        """Of the outcomes of a chain of acts the last that is worth most, unless the reader says which."""
        top = max(self.worth.values(), default=0)
        return self._best or next((case for case in self.cases[::-1] if self.worth.get(case) == top), "")

    @property
    def using(self) -> type[Using]:
        return self._using

    def _mine(self, using: Using) -> U:
        if not isinstance(using, self._using):
            raise TypeError(f"{type(using).__name__} is not {self._using.__name__}")
        return using

    def read(self, log: Log, using: Using) -> RawFact:
        read = self._read(log, self._mine(using), log.keys(self._keys))
        return replace(read, value=float(self.worth[read.case])) if read.case in self.worth else read

    def reach(self, using: Using, params: Mapping[str, object]) -> Reach:
        return self._reach(self._mine(using), self._keys.model_validate(params))

    def wrong(self, using: Using, params: Mapping[str, object]) -> Iterator[Wrong]:
        yield from self._wrong(self._mine(using), self._keys.model_validate(params))


def of_outcomes(
    using: type[U],
    keys: type[K],
    read: Callable[[Log, U, K], RawFact],
    worth: Mapping[str, int],
    wrong: Callable[[U, K], Iterator[Wrong]] = nothing_wrong,
    *,
    best: str = "",
    bare: tuple[str, ...] = (),
) -> Reader[U, K]:
    """A reader whose raw value is what the outcome of a chain of acts is worth, 0 to 4, by its name in `worth`.

    One outcome, one worth: what else was done in the step cannot be counted, since no sentence tells it. `bare`: the
    outcomes in which nothing of what is looked for was done, or nothing that had an effect: each is worth 0. Raises
    ValueError for one that is not.
    """
    if any(worth[case] for case in bare):
        raise ValueError(f"nothing done is worth nothing: {bare}")

    def reach(using: U, keys: K) -> Reach:
        return min(worth.values()), max(worth.values())

    return Reader(using, keys, read, reach, wrong, cases=tuple(worth), _best=best, bare=bare, worth=worth)
