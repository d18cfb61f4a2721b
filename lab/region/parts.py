"""What one part of a region's people comes to: read from the base as it stood at one moment, worked out by the pure
functions of one machine. Each function is a task: it runs wherever it is sent, and gives the same there.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from nacl.public import PrivateKey

from export.packets.keys import KeyFileError, kept_organisation
from export.store.archive import from_store
from export.store.beside import organisation_beside
from export.store.contests import contested_people
from export.store.matching import offers_of, people_of, shown
from export.store.opening import open_base, read_base
from export.store.postgres import ServerStore
from export.store.store import StoreError
from game.station.home import default_folder
from lab.rescored import ComparedRun, NewRules, compared
from lab.stored import FirstTries, first_tries
from scenarios.model import Scenario
from scoring.match import Offer, Pair
from scoring.parts import CountArray, Key, PeoplePart, WantedHabiletes, counted, first_keys, pairs_of

SPAN = 16**8
"""Ids are drawn at random: their first eight signs cut people into parts of about one size."""


@dataclass(frozen=True, slots=True)
class BaseMoment:
    """A base at one moment: its address, read where the task runs, and the snapshot that all tasks read."""

    address: str
    snapshot: str
    now: datetime


def spans(n: int) -> list[tuple[str, str]]:
    """Everybody in n parts of about one size: the first id of each, and the first of the next."""
    cuts = [f"{SPAN * at // n:08x}" for at in range(n)]
    return list(zip(["", *cuts[1:]], [*cuts[1:], "~"], strict=True))


@contextmanager
def at_moment(moment: BaseMoment) -> Iterator[ServerStore]:
    """The base as it stood then. Raises StoreError: it cannot be reached from here, or the moment is over."""
    store = open_base(read_base(moment.address, default_folder()), make=False)
    assert isinstance(store, ServerStore)
    with store, store.reading_at(moment.snapshot):
        yield store


@lru_cache(maxsize=1)
def offers_at(moment: BaseMoment) -> tuple[Offer, ...]:
    """The open offers, read once a worker: every part is held against all of them."""
    with at_moment(moment) as store:
        return tuple(offers_of(store))


def _people_at(moment: BaseMoment, span: tuple[str, str]) -> PeoplePart:
    """A part of the people; whoever contests their result is in no list."""
    with at_moment(moment) as store:
        held = contested_people(store)
        people = [person for person in people_of(store, moment.now, span=span) if person.candidate_id not in held]
        return PeoplePart(people, shown(store, span))


def count_part(moment: BaseMoment, span: tuple[str, str]) -> CountArray:
    """How many of a part stand in each group, for each open offer."""
    return counted(_people_at(moment, span), offers_at(moment))


def keys_part(
    moment: BaseMoment, span: tuple[str, str], upto: Sequence[int], most: int | None
) -> list[tuple[Key, ...]]:
    """Who of a part comes first in the list of each open offer. `upto`: the last group each list reaches into."""
    part = _people_at(moment, span)
    return [first_keys(part, offer, "", (last, most)) for offer, last in zip(offers_at(moment), upto, strict=True)]


def pairs_part(moment: BaseMoment, span: tuple[str, str], wanted: WantedHabiletes) -> list[Pair]:
    """The pairs that were kept of a part of the people, with their reasons."""
    with at_moment(moment) as store:
        people = people_of(store, moment.now, span=span)
    return list(pairs_of(people, {offer.offer_id: offer for offer in offers_at(moment)}, wanted).values())


def rescore_part(
    moment: BaseMoment, span: tuple[str, str], scenario: Scenario, new: NewRules, keys: Path | None
) -> list[ComparedRun]:
    """The runs of a part of the people read again under new rules. `keys`: where this machine has the organisation's.

    Raises StoreError where it has none: a key is never sent.
    """
    with at_moment(moment) as store:
        return [compared(kept, scenario, new) for kept in from_store(store, _key_here(store, keys), span)]


def tries_part(moment: BaseMoment, span: tuple[str, str], scenario: Scenario, keys: Path | None) -> FirstTries:
    """The answers of a part of the people in their first tries of a workshop: no id and no code of theirs with them.

    Raises StoreError where this machine has no key.
    """
    with at_moment(moment) as store:
        return first_tries(from_store(store, _key_here(store, keys), span), scenario)


def _key_here(store: ServerStore, keys: Path | None) -> PrivateKey:
    """The organisation's key as it stands on this machine. Raises StoreError."""
    try:
        return kept_organisation(keys) if keys else organisation_beside(store.path)
    except KeyFileError as error:
        # What a task raises is sent back, and must be read there.
        raise StoreError(error.key, **error.values) from error

