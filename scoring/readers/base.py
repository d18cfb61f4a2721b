"""What every reader stands on: the events of the exercise, its settings (`using`), the keys of the scenario."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scenarios.check import Named
from scenarios.vocabulary import Event

Raw = tuple[float | None, tuple[int, ...]]
"""What was read, None when there was too little, and the indexes of the events it rests on."""
Found = Sequence[tuple[int, Event]]
Reach = tuple[float, float]
"""The lowest and the highest raw value that anybody can get."""
Wrong = tuple[str, str, Mapping[str, object]]
"""A setting that fits nothing: its name, the code of the sentence, its values."""
NEVER = 1 << 60
"""An index past every event."""


class Using(BaseModel):
    """The settings of a reader as an author writes them: every name is known, every type is the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, serialize_by_alias=True)


class Keys(BaseModel):
    """What a reader needs of the scenario's `params`; the rest of them is not its business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


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
Counts = Annotated[tuple[Count, ...], Field(strict=False, min_length=1), AfterValidator(_rising)]
Words = Annotated[tuple[Word, ...], Field(strict=False, min_length=1), AfterValidator(_once)]
Zone = Annotated[Word, Named("zone"), Field(title="Zone de la pièce")]
Holes = Annotated[Words, Named("hole"), Field(title="Trous")]
Change = Annotated[Word, Named("change"), Field(title="Changement annoncé par la cloche")]


class Log:
    """The events of the exercise, by kind, with their place in the run's list; practice is left out."""

    def __init__(self, events: Sequence[Event], keys: Mapping[str, object]) -> None:
        self._params = keys
        self._seen: dict[type[Keys], Keys] = {}
        self._kinds: dict[str, list[tuple[int, Event]]] = {}
        practice = False
        for at, event in enumerate(events):
            if event.kind == "phase":
                practice = event.data["name"] == "practice"
            if not practice:
                self._kinds.setdefault(event.kind, []).append((at, event))

    def of(self, kind: str, **where: object) -> list[tuple[int, Event]]:
        """Events of a kind whose data hold these values."""
        return [(at, e) for at, e in self._kinds.get(kind, []) if all(e.data.get(k) == v for k, v in where.items())]

    def bell(self, change: str | None) -> int:
        """Index of the event that announced a change; NEVER when it was not announced, or for None."""
        found = self.of("bell", event=change) if change else []
        return found[0][0] if found else NEVER

    def keys(self, model: "type[K]") -> "K":
        """The scenario's params as a reader needs them. Raises ValidationError where they do not hold that."""
        found = self._seen.get(model)
        if not isinstance(found, model):
            found = model.model_validate(self._params)
            self._seen[model] = found
        return found


U = TypeVar("U", bound=Using)
K = TypeVar("K", bound=Keys)


class AnyReader(Protocol):
    """A reader as the table of readers holds it, whatever its settings and keys are."""

    @property
    def using(self) -> type[Using]:
        """The model of its settings."""
        ...

    def read(self, log: Log, using: Using) -> Raw:
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
    _read: Callable[[Log, U, K], Raw]
    _reach: Callable[[U, K], Reach]
    _wrong: Callable[[U, K], Iterator[Wrong]] = nothing_wrong

    @property
    def using(self) -> type[Using]:
        return self._using

    def _mine(self, using: Using) -> U:
        if not isinstance(using, self._using):
            raise TypeError(f"{type(using).__name__} is not {self._using.__name__}")
        return using

    def read(self, log: Log, using: Using) -> Raw:
        return self._read(log, self._mine(using), log.keys(self._keys))

    def reach(self, using: Using, params: Mapping[str, object]) -> Reach:
        return self._reach(self._mine(using), self._keys.model_validate(params))

    def wrong(self, using: Using, params: Mapping[str, object]) -> Iterator[Wrong]:
        yield from self._wrong(self._mine(using), self._keys.model_validate(params))


class NoKeys(Keys):
    """Nothing of the scenario's params is needed."""


def indexes(found: Found) -> tuple[int, ...]:
    """The places of events in the run's list."""
    return tuple(at for at, _ in found)


def outcomes(using: Using, keys: Keys) -> Reach:
    """The reach of a reader whose raw value is one of the five outcomes of a chain of acts."""
    return 0, 4


def first_at(found: Found) -> int:
    """The place of the first of some events, NEVER when there is none."""
    return found[0][0] if found else NEVER
