"""Long work on a house of many people, beside its pages: what is worked out from everybody, and what is done to all."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from export.store.matching import AT_ONCE
from export.store.people import people_count
from export.store.store import Store, StoreError
from scenarios.refusal import Refusal
from tower.call import Call
from tower.logins import Notice

T = TypeVar("T")


def is_large(call: Call) -> bool:
    """Whether what is done to everybody, or worked out from them, takes longer than a page may."""
    return people_count(call.store) > AT_ONCE


def worked_out(call: Call, name: str, work: Callable[[Store], T]) -> T | None:
    """What `work` gives of the base, None while it is worked out; the page then asks again until `under_way` ends.

    Of a few hundred people it is there at once. Of more it is made by a thread of its own: the page that asked for it
    is given it as it was then, and each later one only while nobody has written since. Raises StoreError where it
    could not be made; who asks again begins it anew.
    """
    if not is_large(call):
        return call.house.once(name, lambda: work(call.store))
    job, version = call.house.jobs.of(name), call.house.version()
    if job.running:
        return None
    if job.problem:
        call.house.jobs.drop(name)
        raise StoreError("tower.after.failed")
    kept = job.outcome
    if kept is not None and (not kept["seen"] or kept["version"] == version):
        job.outcome = {**kept, "seen": True}
        answer: T = kept["answer"]
        return answer
    call.house.jobs.start(name, lambda store, _: {"answer": work(store), "version": version, "seen": False})
    return None


def done_beside(call: Call, name: str, act: Callable[[Store], Sequence[Notice]]) -> None:
    """Begin `act` in a thread of its own; what it says, or why it refused, is told to whoever began it on their next
    page. Raises StoreError where the same is under way."""
    login = call.login
    if call.house.jobs.of(name).running:
        raise StoreError("tower.keep.under_way")

    def work(store: Store, _: Callable[[int], None]) -> dict[str, object]:
        try:
            said = act(store)
        except Refusal as error:
            said = [Notice(error.key, error.values, wrong=True)]
        except OSError as error:
            said = [Notice("store.file", {"path": error.filename or store.path, "reason": error}, wrong=True)]
        login.said.extend(said)
        return {}

    call.house.jobs.start(name, work)


def refused_at_all(call: Call, name: str) -> None:
    """Say at the head of this page that a piece of work could not even begin: its base did not open."""
    if call.house.jobs.of(name).problem:
        call.house.jobs.drop(name)
        call.login.said.append(Notice("tower.after.failed", {}, wrong=True))


def under_way(call: Call, name: str) -> bool:
    """Whether it is being worked out."""
    return call.house.jobs.of(name).running
