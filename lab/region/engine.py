"""A region's work on Dask: parts of the people go to workers, what they come to is put together here.

A worker that dies loses its part, and the scheduler gives that to another; an answer counts once. What a task reads is
the base at one moment, or answers that were sent with it: it makes no difference who reads it, when, or how often.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from distributed import Client, Future, KilledWorker, as_completed

from export.store.errors import StoreError
from export.store.matching import offers_of
from export.store.postgres import ServerStore
from lab.region.parts import BaseMoment, count_part, keys_part, pairs_part, rescore_part, spans, tries_part
from lab.rescored import ComparedRun, NewRules
from lab.stored import FirstTries, joined
from scenarios.model import Scenario
from scoring.match import Pair
from scoring.parts import CODES, Key, WantedHabiletes, by_group, last_codes, merged
from scoring.tree_sums import AnswerPart, Sessions, Summing, TreeModel, TreeSums, sums_of, together

AT_ONCE = 5_000
"""People of one part, about: some seconds of work, so that little is lost with a worker, and some hundred megabytes."""
FEWEST = 8
"""Parts of even a small base."""
WAIT_S = 15
"""How long an engine is waited for, and how often it is asked whether somebody still works for it."""
TICK_S = 0.1
T = TypeVar("T")
TellProgress = Callable[[int, int], None]
"""What is told as parts come in: how many have, of how many."""


@dataclass(frozen=True, slots=True)
class RegionList:
    """The list of one offer over everybody: its first pairs, in order, and how many people stand in each group."""

    offer_id: str
    pairs: tuple[Pair, ...]
    counts: Mapping[str, int]


@contextmanager
def reached(engine: str) -> Iterator[Client]:
    """The scheduler at `HOST:PORT` (or `tls://HOST:PORT`, set up as Dask is). Raises StoreError where none answers."""
    try:
        client = Client(engine, timeout=WAIT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise StoreError("engine.absent", engine=engine, reason=error) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise StoreError("engine.no_workers", engine=engine)
        yield client


def parts_of(store: ServerStore) -> list[tuple[str, str]]:
    """Everybody, in parts."""
    row = store.first_row("select count(*) as n from candidates")
    return spans(max(FEWEST, -(-int(row["n"] if row else 0) // AT_ONCE)))


def lists_on(engine: str, store: ServerStore, now: datetime, most: int | None, tell: TellProgress) -> list[RegionList]:
    """The list of each open offer over everybody, as one machine would make it.

    `most`: pairs that are kept of each; None: all. Raises StoreError.
    """
    with reached(engine) as client, store.moment() as snapshot:
        moment, cuts = BaseMoment(store.server.named, snapshot, now), parts_of(store)
        offers = [offer.offer_id for offer in offers_of(store)]
        # First how many stand where: lots are then drawn only in the groups that a list reaches into.
        counts = np.zeros((len(offers), CODES), np.int64)
        for some in _gathered(client, [partial(count_part, moment, cut) for cut in cuts], tell):
            counts += some
        keys: list[tuple[Key, ...]] = [()] * len(offers)
        upto = last_codes(counts, most)
        for part in _gathered(client, [partial(keys_part, moment, cut, upto, most) for cut in cuts], tell):
            # Put together as they come in: no more than the first of each list is ever held.
            keys = [merged(two, most) for two in zip(keys, part, strict=True)]
        kept = _by_person(offers, keys)
        again = [partial(pairs_part, moment, cut, here) for cut in cuts if (here := _inside(kept, cut))]
        pairs = {
            (pair.offer_id, pair.candidate_id): pair
            for pairs_of_part in _gathered(client, again, tell)
            for pair in pairs_of_part
        }
    return [
        RegionList(offer_id, tuple(pairs[offer_id, key[-1]] for key in keys_of), by_group(here))
        for offer_id, keys_of, here in zip(offers, keys, counts, strict=True)
    ]


def _by_person(offers: Sequence[str], keys: Sequence[tuple[Key, ...]]) -> dict[str, list[str]]:
    """The offers in whose list each person is kept."""
    by_person: dict[str, list[str]] = {}
    for offer_id, here in zip(offers, keys, strict=True):
        for key in here:
            by_person.setdefault(key[-1], []).append(offer_id)
    return by_person


def _inside(kept: WantedHabiletes, cut: tuple[str, str]) -> WantedHabiletes:
    """Those of a part."""
    return {who: offers for who, offers in kept.items() if cut[0] <= who < cut[1]}


def rescored_on(
    engine: str, store: ServerStore, asked: tuple[Scenario, NewRules, Path | None], tell: TellProgress, now: datetime
) -> list[ComparedRun]:
    """Every run of the archive read again under new rules, in the archive's order. Raises StoreError."""
    scenario, new, keys = asked
    with reached(engine) as client, store.moment() as snapshot:
        moment = BaseMoment(store.server.named, snapshot, now)
        tasks = [partial(rescore_part, moment, cut, scenario, new, keys) for cut in parts_of(store)]
        runs = [run for part in _gathered(client, tasks, tell) for run in part]
    return sorted(runs, key=lambda run: run.place)


def tries_on(
    engine: str, store: ServerStore, asked: tuple[Scenario, Path | None], tell: TellProgress, now: datetime
) -> FirstTries:
    """Every first try of a workshop in the archive, as one machine would read them. Raises StoreError."""
    with reached(engine) as client, store.moment() as snapshot:
        moment = BaseMoment(store.server.named, snapshot, now)
        tasks = [partial(tries_part, moment, cut, *asked) for cut in parts_of(store)]
        return joined(_gathered(client, tasks, tell))


@contextmanager
def summing_on(engine: str, sessions: Sessions, tell: TellProgress) -> Iterator[Summing]:
    """Who sums over the people of some sessions, part by part, to the digit that `Sessions.summed` gives.

    Answers are sent once, and again to who takes the place of a worker that died. Raises StoreError, inside too.
    """
    with reached(engine) as client:
        held = [client.submit(_held, part, pure=False) for part in sessions.parts()]

        def summed(models: Sequence[TreeModel]) -> list[TreeSums]:
            futures = [client.submit(sums_of, part, models, pure=False) for part in held]
            sums = dict(_answers(client, futures, tell))
            return together([sums[at] for at in range(len(futures))])

        yield summed


def _held(part: AnswerPart) -> AnswerPart:
    """The answers of a part, on the worker that will sum them."""
    return part


def _gathered(client: Client, tasks: Sequence[Callable[[], T]], tell: TellProgress) -> Iterator[T]:
    """What each task came to, as it comes in. Raises what a task raised, and StoreError: see `_answers`."""
    return (row for _, row in _answers(client, [client.submit(task, pure=False) for task in tasks], tell))


def _answers(client: Client, futures: Sequence[Future[T]], tell: TellProgress) -> Iterator[tuple[int, T]]:
    """The place of each task and what it came to, as it comes in.

    Raises what a task raised; StoreError when the engine is gone, nobody works there any more, or a part ends whoever
    takes it.
    """
    place = {future: at for at, future in enumerate(futures)}
    come = as_completed(list(futures), client.loop, True, False)  # type: ignore[no-untyped-call]
    for n in range(1, len(futures) + 1):
        _wait_for(come, client)
        future, answer = next(come)
        if future.cancelled():
            raise StoreError("engine.lost")
        if future.status == "error":
            raise StoreError("engine.too_much") if isinstance(answer[1], KilledWorker) else answer[1]
        tell(n, len(futures))
        yield place[future], answer


def _wait_for(come: as_completed, client: Client) -> None:
    """Wait until something has come in. Raises StoreError where nothing can any more."""
    looked = time.monotonic()
    while not come.has_ready():  # type: ignore[no-untyped-call]
        with come.thread_condition:
            come.thread_condition.wait(TICK_S)
        if time.monotonic() - looked > WAIT_S:
            _still_worked_for(client)
            looked = time.monotonic()


def _still_worked_for(client: Client) -> None:
    """Raises StoreError where the engine is gone, or nobody works for it."""
    if client.status != "running":
        raise StoreError("engine.lost")
    try:
        there = client.scheduler_info()["workers"]
    except (OSError, ValueError) as error:
        raise StoreError("engine.lost") from error
    if not there:
        raise StoreError("engine.all_gone")
