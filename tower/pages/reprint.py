"""The pass of somebody's visit, made once more by the game in another process, to be printed."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from export.packets.body import Body
from export.store.archive import SharedVisit, shared_visits
from export.store.beside import organisation_beside
from export.store.contests import refuse_contested
from export.store.people import card
from export.store.store import Store, StoreError
from tower.call import Call, sent, shown
from tower.jobs import Job, JobOutcome
from tower.review import installed, workshop_titles

HERE = "/people/{who}/pass"


def passes(call: Call) -> Response:
    """Every visit of a person that was shared, each with its pass to make again, or why it cannot be."""
    who = call.words["who"]
    call.opens(who)
    its_card = card(call.store, who, call.now)
    rows = [_row(call, visit) for visit in _visits(call)]
    return call.page(
        "pass.html", who=who, card=its_card, rows=rows, contested=bool(call.contests(who)),
        running=any(row["running"] for row in rows),
    )  # fmt: skip


def _visits(call: Call) -> list[SharedVisit]:
    """Raises KeyFileError where the organisation's key is not beside the base."""
    return shared_visits(call.store, organisation_beside(call.house.db), call.words["who"])


def _row(call: Call, visit: SharedVisit) -> dict[str, Any]:
    """One visit: its workshops and its day, and how far its pass is."""
    job = call.house.jobs.of(_job(call, visit.packet_id))
    outcome = job.outcome or {}
    return {
        "packet": visit.packet_id, "running": job.running, "done": bool(outcome.get("pdf")) and not job.running,
        "why": _why_not(call, visit) or ("" if job.running else _said(call, job)),
        "failed": bool(job.problem) and not job.running,
        "at": (visit.came_in or visit.body.made_at) if visit.body else "", "came": bool(visit.came_in),
        "titles": _titles(call, visit.body) if visit.body else [], "code": visit.body.code if visit.body else "",
    }  # fmt: skip


def _titles(call: Call, body: Body) -> list[str]:
    titles = workshop_titles(call.login.language)
    return [titles.get(played.scenario, played.scenario) for played in body.workshops]


def _why_not(call: Call, visit: SharedVisit) -> str:
    """Why a pass cannot be made again, as far as it is known before it is tried; "" where nothing is against it."""
    if visit.body is None:
        return call.text(visit.problem)
    here = {scenario.head.id: scenario for scenario in installed()}
    for played, title in zip(visit.body.workshops, _titles(call, visit.body), strict=True):
        scenario = here.get(played.scenario)
        if scenario is None:
            return call.text("reprint.unknown_workshop", name=title)
        if scenario.hash != played.scenario_hash:
            return call.text("reprint.other_version", name=title)
        if not played.trace:
            return call.text("reprint.no_trace", name=title)
    return ""


def _said(call: Call, job: Job) -> str:
    """Why the game did not make the pass that was asked for last, in its own sentence; "" where it did, where none was
    asked for, or where the game did not get so far: then it may be asked again."""
    return call.whole(str((job.outcome or {}).get("why", "")))


def _job(call: Call, packet_id: str) -> str:
    """The name of the work of making a pass: of one visit, for one adviser."""
    return f"pass {packet_id} {call.adviser}"


def make(call: Call) -> Response:
    """Begin to make it; the page says how far it is."""
    who, packet_id = call.words["who"], _of_person(call)
    call.opens(who)
    refuse_contested(call.store, who)
    work = _work(call, who, packet_id)
    call.house.jobs.start(_job(call, packet_id), work)
    return call.go(HERE.format(who=who))


def _of_person(call: Call) -> str:
    """The packet that is asked for. Raises StoreError where it is not one of this person's."""
    packet_id = call.words["packet"]
    if packet_id not in {visit.packet_id for visit in _visits(call)}:
        raise StoreError("packet.unknown")
    return packet_id


def _work(call: Call, who: str, packet_id: str) -> Callable[[Store, Callable[[int], None]], JobOutcome]:
    reprint, language, by = call.house.reprint, call.login.language, call.adviser

    def work(_: Store, note: Callable[[int], None]) -> JobOutcome:
        if reprint is None:
            raise OSError("no other process here")
        pdf, why = reprint(who, packet_id, language, by)
        return {"pdf": pdf, "why": why}

    return work


def progress(call: Call) -> Response:
    """Whether one is still being made; once all are there, the page is read again."""
    running = any(call.house.jobs.of(_job(call, visit.packet_id)).running for visit in _visits(call))
    return call.progress("pass_progress.html", over=not running, who=call.words["who"])


def paper(call: Call) -> Response:
    """The pass that was made, as a file to open and print. Raises StoreError where none was."""
    who, packet_id = call.words["who"], _of_person(call)
    call.opens(who)
    refuse_contested(call.store, who)
    outcome = call.house.jobs.of(_job(call, packet_id)).outcome or {}
    if not outcome.get("pdf"):
        raise StoreError("reprint.not_made")
    code = str(card(call.store, who, call.now)["code"])
    return call.file(f"pass-{code}.pdf", "application/pdf", bytes(outcome["pdf"]))


WAYS = (
    shown(HERE, passes),
    shown(HERE + "/progress", progress, part=True),
    sent(HERE + "/{packet}", make, HERE),
    shown(HERE + "/{packet}.pdf", paper),
)
