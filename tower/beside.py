"""What a page works out from everybody: beside the pages where they are many, and kept until the base changes."""

from collections.abc import Callable
from typing import TypeVar

from export.store.matching import AT_ONCE
from export.store.people import people_count
from export.store.store import Store, StoreError
from tower.call import Call

Answer = TypeVar("Answer")


def worked_out(call: Call, name: str, work: Callable[[Store], Answer]) -> Answer | None:
    """What `work` gives of the base, None while it is worked out; the page then asks again until `under_way` ends.

    Of a few hundred people it is there at once. Of more it is made by a thread of its own: the page that asked for it
    is given it as it was then, and each later one only while nobody has written since. Raises StoreError where it
    could not be made; who asks again begins it anew.
    """
    if people_count(call.store) <= AT_ONCE:
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
        answer: Answer = kept["answer"]
        return answer
    call.house.jobs.start(name, lambda store, _: {"answer": work(store), "version": version, "seen": False})
    return None


def under_way(call: Call, name: str) -> bool:
    """Whether it is being worked out."""
    return call.house.jobs.of(name).running
