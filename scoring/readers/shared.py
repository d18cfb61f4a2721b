"""Readers of the rules that every mechanic shares: initiative (INI1 to INI5) and adaptation (ADA1, ADA4)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from scenarios.check import Named
from scoring.readers.base import (
    AnyReader,
    ChangeName,
    Count,
    HolesByZone,
    NameList,
    RawFact,
    Reader,
    Using,
    Word,
    ZoneName,
    not_offered,
    outcome,
    outcomes,
)
from scoring.readers.bench import CLOSING
from scoring.readers.log import NEVER, Keys, Log, NoKeys, calls_about, faulty, first_at, indexes


class Revised(Using):
    change: ChangeName
    folder: Annotated[Word, Named("folder_right"), Field(title="Dossier juste")]
    changes: Annotated[Word, Named("doc"), Field(title="Document qui liste les changements")]


def revision_folder(log: Log, using: Revised, keys: NoKeys) -> RawFact:
    """0 old to the end, 1 old for an act or more, 2 wrong folder first, 3 right one, 4 its changes read too.

    Offered once the change is announced and answered by the folder, by work, or by finishing the step.
    """
    bell = log.bell(using.change)
    if bell == NEVER:
        return not_offered()
    chosen = [(at, e) for at, e in log.of("folder") if at > bell]
    names = [str(e.data["folder"]) for _, e in chosen]
    worked = [at for at, _ in log.facet("made", "place") if at > bell]
    if using.folder not in names:
        there = worked or log.time_after(bell)
        return outcome("never", 0.0, indexes(chosen)) if there else not_offered()
    when = chosen[names.index(using.folder)][0]
    if any(bell < at < when for at in worked):
        return outcome("worked_first", 1.0, indexes(chosen))
    if names[0] != using.folder:
        return outcome("other_first", 2.0, indexes(chosen))
    until = next((at for at in worked if at > when), NEVER)
    read = any(when < at < until for at, _ in log.of("doc_open", doc=using.changes))
    if not read and until == NEVER and not log.time_after(when):
        return not_offered(indexes(chosen))
    return outcome("read", 4.0, indexes(chosen)) if read else outcome("unread", 3.0, indexes(chosen))


class Damaged(Using):
    hole: Annotated[Word, Named("damaged_hole"), Field(title="Trou abîmé")]
    zone: ZoneName
    also: Annotated[NameList | None, Named("damaged_hole"), Field(title="Autres trous abîmés")] = None


SPARE = 2
"""Tags and calls on sound objects beyond so many are waste: telling everything is not seeing anything."""
OTHER_CALLS = 5
"""Calls about other things than the one looked at: what only somebody else can decide in a day, and two more."""


def damaged_hole(log: Log, using: Damaged, keys: HolesByZone) -> RawFact:
    """INI1: 0 used, 1 left in silence or tags and calls wasted, 2 tag or call, 3 both, 4 both and other work begun.

    Offered once the hole was handled, its step was finished, or all holes of its zone were handled or left idle; what
    would come after a tag or a call, once there was time for it.
    """
    damaged = (using.hole, *(using.also or ()))
    tags, calls = log.of("tag", object=using.hole), log.of("call", about=using.hole)
    used = log.jobs("place", hole=using.hole)
    seen = indexes(tags) + indexes(calls) + indexes(used)
    if used:
        return outcome("used", 0.0, seen)
    stage = log.stage_of(using.zone)
    there = tags or calls or _all_offered(log, using.zone, keys)
    if stage is None or not there:
        return not_offered(seen)
    wasted = sum(e.data["object"] not in damaged for _, e in log.of("tag"))
    wasted += calls_about(log, stage, _handled(log).difference(damaged))
    worked = log.jobs("place", zone=using.zone)
    if not (tags or calls):
        return outcome("silent", 1.0 if worked else 0.0, seen)
    if wasted > SPARE:
        return outcome("everything", 1.0 if worked else 0.0, seen)
    if not (tags and calls):
        first = first_at(tags or calls)
        time = log.time_after(first) or any(at > first for at, _ in log.jobs("place"))
        return outcome("tag" if tags else "call", 2.0, seen) if time else not_offered(seen)
    since = max(tags[0][0], calls[0][0])
    if any(at > since for at, _ in log.jobs("place")):
        return outcome("goes_on", 4.0, seen)
    return outcome("both", 3.0, seen) if log.time_after(since) else not_offered(seen)


def _all_offered(log: Log, zone: str, keys: HolesByZone) -> bool:
    """Whether every hole of a zone was offered, in whatever order the person takes them."""
    of = len(keys.zones[zone].holes)
    done = {str(e.data["hole"]) for _, e in log.jobs("place", zone=zone)}
    return log.offered_in(zone, len(done), of) == of


def _handled(log: Log) -> set[str]:
    """Holes that were worked on or gauged."""
    return {str(e.data["hole"]) for _, e in (*log.jobs("place"), *log.of("pige_read"))}


class MixedUp(Using):
    bin: Annotated[int, Named("mixed_bin"), Field(ge=1, le=9, title="Bac mélangé")]


def mixed_bin(log: Log, using: MixedUp, keys: NoKeys) -> RawFact:
    """INI2: 0 two foreign pieces used, 1 one, 2 put away in silence, 3 said, 4 said and work goes on.

    To put away is to throw out or to lay back; to say is to tie the bin off, to exchange it or to call about it.
    Offered once a foreign piece was drawn and its holder went on, or had the time to. Throwing out sound pieces, or
    calling about everything, is no way to see it.
    """
    drawn = [(at, str(e.data["rivet"])) for at, e in log.of("pick") if e.data["true_stem"] != e.data["stem"]]
    foreign = {rivet for _, rivet in drawn}
    used = [(at, e) for at, e in log.jobs("place") if e.data["rivet"] in foreign]
    if used:
        value = 0.0 if len(used) >= SPARE else 1.0
        return RawFact(value, indexes(used), case="used", n=len(used))
    apart = [(at, e) for kind in ("isolate", "put_back") for at, e in log.of(kind) if e.data["rivet"] in foreign]
    if not apart:
        return not_offered()
    first = drawn[0][0]
    acts = [
        *((at, e) for kind in ("isolate_bin", "exchange_bin") for at, e in log.of(kind, bin=using.bin)),
        *log.of("call", about=f"bin{using.bin}"),
    ]
    acts = sorted(((at, e) for at, e in acts if at > first), key=lambda act: act[0])
    seen = indexes(apart) + indexes(acts)
    sound = {str(e.data["rivet"]) for _, e in log.of("pick", bin=using.bin) if not faulty(e)} - foreign
    thrown = sum(e.data["rivet"] in sound for _, e in log.of("isolate"))
    others = sum(e.data["about"] != f"bin{using.bin}" for _, e in log.of("call"))
    goes_on = [at for at, _ in log.jobs("place") if at > apart[0][0]]
    if not acts:
        return outcome("silent", 2.0, seen) if goes_on else not_offered(seen)
    wasted = (thrown > SPARE, others > OTHER_CALLS)
    if any(wasted):
        return outcome({(True, False): "thrown", (False, True): "other_calls"}.get(wasted, "everything"), 2.0, seen)
    if any(at > acts[0][0] for at in goes_on):
        return outcome("goes_on", 4.0, seen)
    return outcome("said", 3.0, seen) if log.time_after(max(acts[0][0], apart[0][0])) else not_offered(seen)


class Expired(Using):
    tool: Annotated[Word, Named("expired_tool"), Field(title="Outil périmé")]
    begins: Annotated[Word, Named("phase"), Field(title="Étape qui suit la préparation")]
    needed: Annotated[Word, Named("act"), Field(title="Acte qui demande l'outil")]


def expired_tool(log: Log, using: Expired, keys: NoKeys) -> RawFact:
    """INI3: 0 never noticed, 2 exchanged when needed, 3 before first use, 4 in preparation; a blind exchange costs.

    Offered once the preparation is finished, or the tool was needed. A ceiling that cuts the preparation off ends it.
    """
    swaps = log.of("exchange", object=using.tool)
    others = len(log.of("exchange")) - len(swaps)
    entered, needed = first_at(log.of("phase", name=using.begins)), first_at(log.jobs(using.needed))
    cut = first_at(log.of("movement_end", cause="ceiling"))
    begins = min(entered, cut)
    if not swaps and needed == NEVER and entered >= cut:
        return not_offered()
    if not swaps:
        return outcome("never", 0.0, indexes(swaps))
    if others > 1:
        return outcome("with_others", 0.0, indexes(swaps))
    at = swaps[0][0]
    if others or at > needed:
        return outcome("with_another" if others else "needed", 2.0, indexes(swaps))
    return outcome("prepared", 4.0, indexes(swaps)) if at < begins else outcome("before", 3.0, indexes(swaps))


class Wait(Using):
    about: Annotated[Word, Named("damaged_hole"), Named("held"), Field(title="Ce dont on attend la réponse")]
    jobs: Annotated[NameList, Named("act"), Field(title="Actes qui sont un autre travail")]
    finished: Annotated[NameList, Named("act"), Field(title="Actes qui finissent un travail")]


def hold(log: Log, about: str) -> tuple[int, int]:
    """Where the wait for an answer begins and ends; NEVER for what did not come."""
    start = first_at(log.of("hold_begin", about=about))
    return start, first_at([(at, e) for at, e in log.of("hold_end") if at > start])


def idle_wait(log: Log, using: Wait, keys: NoKeys) -> RawFact:
    """INI4: during the hold 1 nothing, 2 a document opened, 3 a job begun, 4 one finished, or two.

    A job is finished when its head is formed: a slow hand that fits one whole rivet in the hold has done as well.
    The head of a rivet that was in place before is no more than nothing, and is told.
    Offered once somebody was called and the wait ended, or all was done in it.
    """
    start, stop = hold(log, using.about)
    stage = log.stage_at(start)
    if stage is None:
        return not_offered()
    if calls_about(log, stage, _handled(log) - {using.about}) > SPARE:
        return not_offered((start,))  # who calls about everything awaits no decision
    jobs = [at for kind in using.jobs for at, _ in log.jobs(kind) if start < at < stop]
    docs = [at for at, _ in log.of("doc_open") if start < at < stop]
    ends = [(at, e) for kind in using.finished for at, e in log.jobs(kind) if start < at < stop]
    finished = [at for at, e in ends if e.data.get("formed", True)]
    value = 4 if len(jobs) >= 2 or (jobs and finished) else 3 if jobs else 2 if docs else 1
    if stop == NEVER and value < 4:
        return not_offered((start,))
    nothing = "formed" if finished else "nothing"
    case = ("", nothing, "read", "begun", "finished" if finished else "two")[value]
    return outcome(case, float(value), (start, *jobs, *finished))


class Missing(Using):
    tool: Annotated[Word, Named("missing_tool"), Field(title="Outil qui manque")]
    all_there: Annotated[Count, Field(title="Compte des outils quand rien ne semble manquer")]


class MissingFrom(Keys):
    missing_from: str


def _seen_there(log: Log, before: int, unknown: int, missing: str) -> tuple[int, int]:
    """How many tools hung on the board at a place of the run, and with those that were out and are drawn below their
    hooks, the missing one apart; `unknown` twice in runs that did not write it down."""
    hung = log.stock("tools", before)
    if hung is None:
        return unknown, unknown
    out: set[str] = set()
    for at, event in sorted([*log.of("tool_take"), *log.of("tool_return")], key=lambda move: move[0]):
        if at < before:
            (out.add if event.kind == "tool_take" else out.discard)(str(event.data["tool"]))
    return hung, hung + len(out - {missing})


def missing_tool(log: Log, using: Missing, keys: MissingFrom) -> RawFact:
    """INI5, before the pen is pressed: 0 nothing, 1 counted wrong, 2 saw that one is missing, 3 looked for it, 4 found.

    Nothing is missing before the step from which it is, and a call in the day is none about it.
    A count is real when it says what hangs there then, or what is seen there with what is still to be hung back:
    whether that is done is another fact. Once the tool is found, the number may be put right. Who looks everywhere
    without having seen that something is missing gets no more than who missed it. Offered once the pen
    was pressed or the end of the job was finished.
    """
    gone = log.stage(keys.missing_from)
    if gone is None:
        return not_offered()
    first = first_at(log.of("pen"))
    seen = [(at, e) for at, e in log.of("count_set", item="tools") if at < first]
    searched = [(at, e) for at, e in log.of("search") if at < first]
    called = [(at, e) for at, e in log.of("call", about=using.tool) if gone.first < at < first]
    events = indexes(seen) + indexes(searched) + indexes(called)
    if first == NEVER and not any(step.closed for step in log.steps_of(CLOSING)):
        return not_offered(events)
    until = first_at([(at, e) for at, e in searched if e.data["found"]])
    at, said = next(((at, int(e.data["n"])) for at, e in reversed(seen) if at < until), (0, None))
    missed = said is not None and said < using.all_there and said in _seen_there(log, at, said, using.tool)
    tool_found = until != NEVER
    if missed and (tool_found or (called and searched)):
        return outcome("found" if tool_found else "called", 4.0, events)
    # What was found once the pen had been pressed changes nothing of what came before it; it is said.
    later = "_after" if any(e.data["found"] for at, e in log.of("search") if at > first) else ""
    if missed and len(searched) >= SPARE:
        return outcome(f"searched{later}", 3.0, events)
    if missed:
        return outcome(f"seen{later}", 2.0, events)
    if tool_found:
        return outcome("found_unnoted" if said is None else "found_uncounted", 2.0, events)
    if seen:
        return outcome(f"miscounted{later}", 1.0, events)
    return outcome("unsigned" if first == NEVER else f"nothing{later}", 0.0, events)


READERS: Mapping[str, AnyReader] = {
    "revision_folder": Reader(
        Revised, NoKeys, revision_folder, outcomes, cases=("never", "worked_first", "other_first", "unread", "read")
    ),
    "damaged_hole": Reader(
        Damaged,
        HolesByZone,
        damaged_hole,
        outcomes,
        cases=("used", "silent", "everything", "tag", "call", "both", "goes_on"),
        bare=("silent",),
    ),
    "mixed_bin": Reader(
        MixedUp, NoKeys, mixed_bin, outcomes,
        cases=("used", "silent", "thrown", "other_calls", "everything", "said", "goes_on"),
    ),
    "expired_tool": Reader(
        Expired,
        NoKeys,
        expired_tool,
        outcomes,
        cases=("never", "with_others", "with_another", "needed", "before", "prepared"),
    ),
    "idle_wait": Reader(
        Wait, NoKeys, idle_wait, outcomes,
        cases=("nothing", "formed", "read", "begun", "two", "finished"),
        bare=("nothing",),
    ),
    "missing_tool": Reader(
        Missing,
        MissingFrom,
        missing_tool,
        outcomes,
        cases=(
            "nothing", "unsigned", "miscounted", "seen", "found_unnoted", "found_uncounted", "searched", "found",
            "called", "nothing_after", "miscounted_after", "seen_after", "searched_after",
        ),
        _best="found",
    ),
}
