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
    Raw,
    Reach,
    Reader,
    Using,
    Word,
    Words,
    Zone,
    first_at,
    indexes,
    outcomes,
)
from scoring.readers.bench import HolesByZone


class Revised(Using):
    change: Change
    folder: Annotated[Word, Named("folder_right"), Field(title="Dossier juste")]
    changes: Annotated[Word, Named("doc"), Field(title="Document qui liste les changements")]


def revision_folder(log: Log, using: Revised, keys: NoKeys) -> Raw:
    """0 old to the end, 1 old for an act or more, 2 wrong folder first, 3 right one, 4 its changes read too."""
    bell = log.bell(using.change)
    chosen = [(at, e) for at, e in log.of("folder") if at > bell]
    names = [str(e.data["folder"]) for _, e in chosen]
    if using.folder not in names:
        return 0.0, indexes(chosen)
    when = chosen[names.index(using.folder)][0]
    if any(bell < at < when for at, _ in log.of("place")):
        return 1.0, indexes(chosen)
    if names[0] != using.folder:
        return 2.0, indexes(chosen)
    until = first_at([(at, e) for at, e in log.of("place") if at > when])
    read = any(when < at < until for at, _ in log.of("doc_open", doc=using.changes))
    return (4.0 if read else 3.0), indexes(chosen)


class Marked(Using):
    change: Change
    holes: Annotated[Holes, Field(title="Ce que le changement touche")]


def marked_again(log: Log, using: Marked, keys: HolesByZone) -> Raw:
    """What is touched by the change and marked « to redo », minus what is not."""
    bell = log.bell(using.change)
    last = {str(e.data["hole"]): bool(e.data["on"]) for at, e in log.of("redo") if at > bell}
    marked = {hole for hole, on in last.items() if on}
    touched = set(using.holes)
    return float(len(marked & touched) - len(marked - touched)), indexes(log.of("redo"))


def marked_reach(using: Marked, keys: HolesByZone) -> Reach:
    there = sum(len(zone.holes) for zone in keys.zones.values())
    return len(using.holes) - there, len(using.holes)


class Damaged(Using):
    hole: Annotated[Word, Named("damaged_hole"), Field(title="Trou abîmé")]
    zone: Zone
    also: Annotated[Words | None, Named("damaged_hole"), Field(title="Autres trous abîmés")] = None


SPARE_TAGS = 2
"""Tags on sound objects beyond so many are waste: tagging everything is not seeing anything."""


def damaged_hole(log: Log, using: Damaged, keys: NoKeys) -> Raw:
    """INI1: 0 used, 1 left in silence or tags wasted, 2 tag or call, 3 both, 4 both and other work begun."""
    tags, calls = log.of("tag", object=using.hole), log.of("call", about=using.hole)
    used = log.of("place", hole=using.hole)
    wasted = [e for _, e in log.of("tag") if e.data["object"] not in (using.hole, *(using.also or ()))]
    seen = indexes(tags) + indexes(calls) + indexes(used)
    if used:
        return 0.0, seen
    if len(wasted) > SPARE_TAGS or not (tags or calls):
        return (1.0 if log.of("place", zone=using.zone) else 0.0), seen
    if not (tags and calls):
        return 2.0, seen
    since = max(tags[0][0], calls[0][0])
    return (4.0 if any(at > since for at, _ in log.of("place")) else 3.0), seen


class MixedUp(Using):
    bin: Annotated[int, Named("mixed_bin"), Field(ge=1, le=9, title="Bac mélangé")]


def mixed_bin(log: Log, using: MixedUp, keys: NoKeys) -> Raw:
    """INI2: 0 two foreign pieces used, 1 one, 2 set apart in silence, 3 said, 4 isolated, exchanged, work goes on."""
    foreign = {str(e.data["rivet"]) for _, e in log.of("pick") if e.data["true_stem"] != e.data["stem"]}
    used = [(at, e) for at, e in log.of("place") if e.data["rivet"] in foreign]
    apart = [(at, e) for at, e in log.of("isolate") if e.data["rivet"] in foreign]
    if not foreign or len(used) >= 2:
        return 0.0, indexes(used)
    if used:
        return 1.0, indexes(used)
    isolated, exchanged = log.of("isolate_bin", bin=using.bin), log.of("exchange_bin", bin=using.bin)
    said = isolated or log.of("call", about=f"bin{using.bin}")
    if isolated and exchanged and apart and exchanged[0][0] > isolated[0][0]:
        goes_on = any(at > exchanged[0][0] for at, _ in log.of("place"))
        return (4.0 if goes_on else 3.0), indexes(isolated) + indexes(exchanged)
    return (3.0 if said and apart else 2.0 if apart else 0.0), indexes(apart)


class Expired(Using):
    tool: Annotated[Word, Named("expired_tool"), Field(title="Outil périmé")]
    begins: Annotated[Word, Named("phase"), Field(title="Étape qui suit la préparation")]
    needed: Annotated[Word, Named("act"), Field(title="Acte qui demande l'outil")]


def expired_tool(log: Log, using: Expired, keys: NoKeys) -> Raw:
    """INI3: 0 never noticed, 2 exchanged when needed, 3 before first use, 4 in preparation; a blind exchange costs."""
    swaps = log.of("exchange", object=using.tool)
    others = len(log.of("exchange")) - len(swaps)
    if not swaps or others > 1:
        return 0.0, indexes(swaps)
    at = swaps[0][0]
    if at < first_at(log.of("phase", name=using.begins)):
        return (4.0 if others == 0 else 2.0), indexes(swaps)
    return (3.0 if at < first_at(log.of(using.needed)) else 2.0), indexes(swaps)


class Wait(Using):
    about: Annotated[Word, Named("damaged_hole"), Field(title="Ce dont on attend la réponse")]
    jobs: Annotated[Words, Named("act"), Field(title="Actes qui sont un autre travail")]
    finished: Annotated[Words, Named("act"), Field(title="Actes qui finissent un travail")]


def idle_wait(log: Log, using: Wait, keys: NoKeys) -> Raw:
    """INI4: 0 nobody was called; during the hold 1 nothing, 2 a document opened, 3 a job begun, 4 one finished, or two.

    A job is finished when its head is formed: a slow hand that fits one whole rivet in the hold has done as well.
    """
    start = first_at(log.of("hold_begin", about=using.about))
    if start == NEVER:
        return 0.0, ()
    stop = first_at([(at, e) for at, e in log.of("hold_end") if at > start])
    jobs = [at for kind in using.jobs for at, _ in log.of(kind) if start < at < stop]
    docs = [at for at, _ in log.of("doc_open") if start < at < stop]
    ends = [(at, e) for kind in using.finished for at, e in log.of(kind) if start < at < stop]
    finished = [at for at, e in ends if e.data.get("formed", True)]
    value = 4 if len(jobs) >= 2 or (jobs and finished) else 3 if jobs else 2 if docs else 1
    return float(value), (start, *jobs, *finished)


class Missing(Using):
    tool: Annotated[Word, Named("missing_tool"), Field(title="Outil qui manque")]
    all_there: Annotated[Count, Field(title="Compte des outils quand rien ne semble manquer")]


def missing_tool(log: Log, using: Missing, keys: NoKeys) -> Raw:
    """INI5, before the first press on the pen: 0 no count, 1 all there, 2 pen, 3 searched twice, 4 found."""
    first = first_at(log.of("pen"))
    counted = [e for at, e in log.of("count_set", item="tools") if at < first]
    searched = [(at, e) for at, e in log.of("search") if at < first]
    called = [(at, e) for at, e in log.of("call", about=using.tool) if at < first]
    found = any(e.data["found"] for _, e in searched)
    if found or (called and len(searched) >= 2):
        return (4.0 if counted else 3.0), indexes(searched) + indexes(called)
    if len(searched) >= 2:
        return (3.0 if counted else 1.0), indexes(searched)
    if not counted:
        return 0.0, indexes(searched)
    return (1.0 if int(counted[-1].data["n"]) >= using.all_there else 2.0), indexes(searched)


READERS: Mapping[str, AnyReader] = {
    "revision_folder": Reader(Revised, NoKeys, revision_folder, outcomes),
    "marked_again": Reader(Marked, HolesByZone, marked_again, marked_reach),
    "damaged_hole": Reader(Damaged, NoKeys, damaged_hole, outcomes),
    "mixed_bin": Reader(MixedUp, NoKeys, mixed_bin, outcomes),
    "expired_tool": Reader(Expired, NoKeys, expired_tool, outcomes),
    "idle_wait": Reader(Wait, NoKeys, idle_wait, outcomes),
    "missing_tool": Reader(Missing, NoKeys, missing_tool, outcomes),
}
