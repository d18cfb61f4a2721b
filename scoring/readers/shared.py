"""Readers of the rules that every mechanic shares: initiative (INI1 to INI5) and adaptation (ADA1, ADA4)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from scenarios.check import Named
from scoring.readers.base import (
    NEVER,
    AnyReader,
    Change,
    Count,
    Holes,
    Log,
    NoKeys,
    Reach,
    Reader,
    Reading,
    Stage,
    Using,
    Word,
    Words,
    Zone,
    counted,
    faulty,
    first_at,
    indexes,
    not_offered,
    outcomes,
)
from scoring.readers.bench import HolesByZone


class Revised(Using):
    change: Change
    folder: Annotated[Word, Named("folder_right"), Field(title="Dossier juste")]
    changes: Annotated[Word, Named("doc"), Field(title="Document qui liste les changements")]


def revision_folder(log: Log, using: Revised, keys: NoKeys) -> Reading:
    """0 old to the end, 1 old for an act or more, 2 wrong folder first, 3 right one, 4 its changes read too.

    Offered once the change is announced and answered by a folder, by work, or by finishing the step.
    """
    bell = log.bell(using.change)
    if bell == NEVER:
        return not_offered()
    chosen = [(at, e) for at, e in log.of("folder") if at > bell]
    names = [str(e.data["folder"]) for _, e in chosen]
    worked = [at for at, _ in log.of("place") if at > bell]
    stage = next(s for s in log.stages() if s.first < bell < s.after)
    if using.folder not in names:
        there = worked or names or stage.closed or log.idle(stage)
        return Reading(0.0, indexes(chosen)) if there else not_offered()
    when = chosen[names.index(using.folder)][0]
    if any(bell < at < when for at in worked):
        return Reading(1.0, indexes(chosen))
    if names[0] != using.folder:
        return Reading(2.0, indexes(chosen))
    until = next((at for at in worked if at > when), NEVER)
    read = any(when < at < until for at, _ in log.of("doc_open", doc=using.changes))
    if not read and until == NEVER and not stage.closed:
        return not_offered(indexes(chosen))
    return Reading(4.0 if read else 3.0, indexes(chosen))


class Marked(Using):
    change: Change
    holes: Annotated[Holes, Field(title="Ce que le changement touche")]


def marked_again(log: Log, using: Marked, keys: HolesByZone) -> Reading:
    """What stood before the change and is touched by it, marked « to redo », minus what is not touched.

    Only what was really set before the change can be marked again; offered once the step of the change is finished.
    """
    bell = log.bell(using.change)
    if bell == NEVER:
        return not_offered()
    last = {str(e.data["hole"]): bool(e.data["on"]) for at, e in log.of("redo") if at > bell}
    marked = {hole for hole, on in last.items() if on}
    set_before = {str(e.data["hole"]) for at, e in log.of("place") if at < bell}
    touched = set(using.holes) & set_before
    stage = next(s for s in log.stages() if s.first < bell < s.after)
    offered = len(touched) if stage.closed or log.idle(stage) else len(touched & marked)
    wrong = len(marked - set(using.holes))
    return counted(float(len(marked & touched) - wrong), indexes(log.of("redo")), offered, len(using.holes))


def marked_reach(using: Marked, keys: HolesByZone) -> Reach:
    there = sum(len(zone.holes) for zone in keys.zones.values())
    return len(using.holes) - there, len(using.holes)


class Damaged(Using):
    hole: Annotated[Word, Named("damaged_hole"), Field(title="Trou abîmé")]
    zone: Zone
    also: Annotated[Words | None, Named("damaged_hole"), Field(title="Autres trous abîmés")] = None


SPARE = 2
"""Tags and calls on sound objects beyond so many are waste: telling everything is not seeing anything."""
OTHER_CALLS = 5
"""Calls about other things than the one looked at: what only somebody else can decide in a day, and two more."""


def damaged_hole(log: Log, using: Damaged, keys: NoKeys) -> Reading:
    """INI1: 0 used, 1 left in silence or tags and calls wasted, 2 tag or call, 3 both, 4 both and other work begun.

    Offered once the hole was handled, or its step was finished.
    """
    damaged = (using.hole, *(using.also or ()))
    tags, calls = log.of("tag", object=using.hole), log.of("call", about=using.hole)
    used = log.of("place", hole=using.hole)
    seen = indexes(tags) + indexes(calls) + indexes(used)
    if used:
        return Reading(0.0, seen)
    stage = log.stage_of(using.zone)
    if stage is None or not (tags or calls or stage.closed or log.idle(stage)):
        return not_offered(seen)
    wasted = sum(e.data["object"] not in damaged for _, e in log.of("tag")) + _spare_calls(log, stage, damaged)
    if wasted > SPARE or not (tags or calls):
        return Reading(1.0 if log.of("place", zone=using.zone) else 0.0, seen)
    if not (tags and calls):
        return Reading(2.0, seen) if stage.closed or log.of("place", zone=using.zone) else not_offered(seen)
    since = max(tags[0][0], calls[0][0])
    return Reading(4.0 if any(at > since for at, _ in log.of("place")) else 3.0, seen)


def _spare_calls(log: Log, stage: Stage, about: tuple[str, ...]) -> int:
    """Calls of a step about holes with nothing wrong."""
    holes = {str(e.data["hole"]) for kind in ("place", "pige_read") for _, e in log.of(kind)} | set(about)
    calls = [str(e.data["about"]) for at, e in log.of("call") if stage.first < at < stage.after]
    return sum(name in holes and name not in about for name in calls)


class Mixed(Using):
    bin: Annotated[int, Named("mixed_bin"), Field(ge=1, le=9, title="Bac mélangé")]


def mixed_bin(log: Log, using: Mixed, keys: NoKeys) -> Reading:
    """INI2: 0 two foreign pieces used, 1 one, 2 put away in silence, 3 said, 4 said and work goes on.

    To put away is to throw out or to lay back; to say is to tie the bin off, to exchange it or to call about it.
    Offered once a foreign piece was drawn and its holder went on. Throwing out sound pieces, or calling about
    everything, is no way to see it.
    """
    drawn = [(at, str(e.data["rivet"])) for at, e in log.of("pick") if e.data["true_stem"] != e.data["stem"]]
    foreign = {rivet for _, rivet in drawn}
    used = [(at, e) for at, e in log.of("place") if e.data["rivet"] in foreign]
    if used:
        return Reading(0.0 if len(used) >= SPARE else 1.0, indexes(used))
    apart = [(at, e) for kind in ("isolate", "put_back") for at, e in log.of(kind) if e.data["rivet"] in foreign]
    if not apart:
        return not_offered()
    first = drawn[0][0]
    told = [
        *((at, e) for kind in ("isolate_bin", "exchange_bin") for at, e in log.of(kind, bin=using.bin)),
        *log.of("call", about=f"bin{using.bin}"),
    ]
    told = [(at, e) for at, e in told if at > first]
    seen = indexes(apart) + indexes(told)
    sound = {str(e.data["rivet"]) for _, e in log.of("pick", bin=using.bin) if not faulty(e)} - foreign
    thrown = sum(e.data["rivet"] in sound for _, e in log.of("isolate"))
    others = sum(e.data["about"] != f"bin{using.bin}" for _, e in log.of("call"))
    goes_on = [at for at, _ in log.of("place") if at > apart[0][0]]
    if not told:
        return Reading(2.0, seen) if goes_on else not_offered(seen)
    if thrown > SPARE or others > OTHER_CALLS:
        return Reading(2.0, seen)
    return Reading(4.0 if any(at > told[0][0] for at in goes_on) else 3.0, seen)


class Expired(Using):
    tool: Annotated[Word, Named("expired_tool"), Field(title="Outil périmé")]
    begins: Annotated[Word, Named("phase"), Field(title="Étape qui suit la préparation")]
    needed: Annotated[Word, Named("act"), Field(title="Acte qui demande l'outil")]


def expired_tool(log: Log, using: Expired, keys: NoKeys) -> Reading:
    """INI3: 0 never noticed, 2 exchanged when needed, 3 before first use, 4 in preparation; a blind exchange costs.

    Offered once the preparation is finished, or the tool was needed.
    """
    swaps = log.of("exchange", object=using.tool)
    others = len(log.of("exchange")) - len(swaps)
    begins, needed = first_at(log.of("phase", name=using.begins)), first_at(log.of(using.needed))
    if not swaps and begins == needed == NEVER:
        return not_offered()
    if not swaps or others > 1:
        return Reading(0.0, indexes(swaps))
    at = swaps[0][0]
    if at < begins:
        return Reading(4.0 if others == 0 else 2.0, indexes(swaps))
    return Reading(3.0 if at < needed else 2.0, indexes(swaps))


class Wait(Using):
    about: Annotated[Word, Named("damaged_hole"), Field(title="Ce dont on attend la réponse")]
    jobs: Annotated[Words, Named("act"), Field(title="Actes qui sont un autre travail")]
    finished: Annotated[Words, Named("act"), Field(title="Actes qui finissent un travail")]


def idle_wait(log: Log, using: Wait, keys: NoKeys) -> Reading:
    """INI4: during the hold 1 nothing, 2 a document opened, 3 a job begun, 4 one finished, or two.

    A job is finished when its head is formed: a slow hand that fits one whole rivet in the hold has done as well.
    Offered once somebody was called and the wait ended, or something was done in it.
    """
    start = first_at(log.of("hold_begin", about=using.about))
    if start == NEVER:
        return not_offered()
    stop = first_at([(at, e) for at, e in log.of("hold_end") if at > start])
    jobs = [at for kind in using.jobs for at, _ in log.of(kind) if start < at < stop]
    docs = [at for at, _ in log.of("doc_open") if start < at < stop]
    ends = [(at, e) for kind in using.finished for at, e in log.of(kind) if start < at < stop]
    finished = [at for at, e in ends if e.data.get("formed", True)]
    value = 4 if len(jobs) >= 2 or (jobs and finished) else 3 if jobs else 2 if docs else 1
    if stop == NEVER and value < 3:
        return not_offered((start,))
    return Reading(float(value), (start, *jobs, *finished))


class Missing(Using):
    tool: Annotated[Word, Named("missing_tool"), Field(title="Outil qui manque")]
    all_there: Annotated[Count, Field(title="Compte des outils quand rien ne semble manquer")]


def missing_tool(log: Log, using: Missing, keys: NoKeys) -> Reading:
    """INI5, before the pen is pressed: 0 nothing, 1 counted wrong, 2 saw that one is missing, 3 looked for it, 4 found.

    A count is real when it says what hangs there then; once the tool is found, the number may be put right. Who looks
    everywhere without having seen that something is missing gets no more than who missed it. Offered once the pen
    was pressed or the step was finished.
    """
    first = first_at(log.of("pen"))
    seen = [(at, e) for at, e in log.of("count_set", item="tools") if at < first]
    searched = [(at, e) for at, e in log.of("search") if at < first]
    called = [(at, e) for at, e in log.of("call", about=using.tool) if at < first]
    events = indexes(seen) + indexes(searched) + indexes(called)
    closed = any(s.closed for s in log.stages() if any(s.first < at < s.after for at in (*events, first)))
    last = [stage for stage in log.stages() if stage.name != "done"][-1:]
    if first == NEVER and not closed and not (last and last[0].closed):
        return not_offered(events)
    until = first_at([(at, e) for at, e in searched if e.data["found"]])
    at, said = next(((at, int(e.data["n"])) for at, e in reversed(seen) if at < until), (0, None))
    missed = said is not None and said < using.all_there and log.stock("tools", at) in (None, said)
    found = until != NEVER
    if missed and (found or (called and searched)):
        return Reading(4.0, events)
    if missed and len(searched) >= SPARE:
        return Reading(3.0, events)
    if missed or found:
        return Reading(2.0, events)
    return Reading(1.0 if seen else 0.0, events)


READERS: Mapping[str, AnyReader] = {
    "revision_folder": Reader(Revised, NoKeys, revision_folder, outcomes),
    "marked_again": Reader(Marked, HolesByZone, marked_again, marked_reach),
    "damaged_hole": Reader(Damaged, NoKeys, damaged_hole, outcomes),
    "mixed_bin": Reader(Mixed, NoKeys, mixed_bin, outcomes),
    "expired_tool": Reader(Expired, NoKeys, expired_tool, outcomes),
    "idle_wait": Reader(Wait, NoKeys, idle_wait, outcomes),
    "missing_tool": Reader(Missing, NoKeys, missing_tool, outcomes),
}
