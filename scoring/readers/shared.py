"""Readers of the rules that every mechanic shares: initiative (INI1 to INI5) and adaptation (ADA1, ADA4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
    Using,
    Word,
    ZoneName,
    not_offered,
    of_outcomes,
    outcome,
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
        return outcome("never", indexes(chosen)) if there else not_offered()
    when = chosen[names.index(using.folder)][0]
    if any(bell < at < when for at in worked):
        return outcome("worked_first", indexes(chosen))
    if names[0] != using.folder:
        return outcome("other_first", indexes(chosen))
    until = next((at for at in worked if at > when), NEVER)
    read = any(when < at < until for at, _ in log.of("doc_open", doc=using.changes))
    if not read and until == NEVER and not log.time_after(when):
        return not_offered(indexes(chosen))
    return outcome("read", indexes(chosen)) if read else outcome("unread", indexes(chosen))


class Damaged(Using):
    hole: Annotated[Word, Named("damaged_hole"), Field(title="Trou abîmé")]
    zone: ZoneName
    also: Annotated[NameList | None, Named("damaged_hole"), Field(title="Autres trous abîmés")] = None


SPARE = 2
"""Tags and calls on sound objects beyond so many are waste: telling everything is not seeing anything."""
CHECK = "check"
"""The act of gauging what was done: again, with nothing done since, it is no other work."""
OTHER_CALLS = 5
"""Calls about other things than the one looked at: what only somebody else can decide in a day, and two more."""


def damaged_hole(log: Log, using: Damaged, keys: HolesByZone) -> RawFact:
    """INI1: 0 used, left in silence or told of among everything, 2 tag or call, 3 both, 4 both and other work begun.

    Offered once the hole was handled, its step was finished, or all holes of its zone were handled or left idle; what
    would come after a tag or a call, once there was time for it.
    """
    damaged = (using.hole, *(using.also or ()))
    tags, calls = log.of("tag", object=using.hole), log.of("call", about=using.hole)
    used = log.jobs("place", hole=using.hole)
    seen = indexes(tags) + indexes(calls) + indexes(used)
    if used:
        return outcome("used", seen)
    stage = log.stage_of(using.zone)
    there = tags or calls or _all_offered(log, using.zone, keys)
    if stage is None or not there:
        return not_offered(seen)
    wasted = sum(e.data["object"] not in damaged for _, e in log.of("tag"))
    wasted += calls_about(log, stage, _handled(log).difference(damaged))
    if not (tags or calls):
        return outcome("silent", seen)
    if wasted > SPARE:
        return outcome("everything", seen)
    if not (tags and calls):
        first = first_at(tags or calls)
        time = log.time_after(first) or any(at > first for at, _ in log.jobs("place"))
        return outcome("tag" if tags else "call", seen) if time else not_offered(seen)
    since = max(tags[0][0], calls[0][0])
    if any(at > since for at, _ in log.jobs("place")):
        return outcome("goes_on", seen)
    return outcome("both", seen) if log.time_after(since) else not_offered(seen)


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
    """INI2: 0 foreign pieces used, 1 one used, then seen to, or laid back, 2 thrown out in silence, 3 said, 4 and on.

    One piece used and nothing more is as low as several: nothing was done to the bin, nor to a piece of it. It is seen
    to by another piece thrown out, or by what says it: to tie the bin off, to exchange it or to call about it. A piece
    laid back lies there for the next hand. Offered once a foreign piece was drawn and its holder went on, or had the
    time to. Throwing out sound pieces, or calling about everything, is no way to see it.
    """
    drawn = [(at, str(e.data["rivet"])) for at, e in log.of("pick") if e.data["true_stem"] != e.data["stem"]]
    foreign = {rivet for _, rivet in drawn}
    used = [(at, e) for at, e in log.jobs("place") if e.data["rivet"] in foreign]
    apart = [(at, e) for kind in ("isolate", "put_back") for at, e in log.of(kind) if e.data["rivet"] in foreign]
    if not (apart or used):
        return not_offered()
    first = drawn[0][0]
    acts = [
        *((at, e) for kind in ("isolate_bin", "exchange_bin") for at, e in log.of(kind, bin=using.bin)),
        *log.of("call", about=f"bin{using.bin}"),
    ]
    acts = sorted(((at, e) for at, e in acts if at > first), key=lambda act: act[0])
    out = [(at, e) for at, e in apart if e.kind == "isolate"]
    if used:
        once, at = len(used) == 1, used[-1][0]
        case = "used_said" if once and acts else "used_apart" if once and out else "used"
        if once and case == "used" and not (log.time_after(at) or any(on > at for on, _ in log.jobs("place"))):
            return not_offered(indexes(used))
        return replace(outcome(case, indexes(used)), n=len(used))
    seen = indexes(apart) + indexes(acts)
    sound = {str(e.data["rivet"]) for _, e in log.of("pick", bin=using.bin) if not faulty(e)} - foreign
    thrown = sum(e.data["rivet"] in sound for _, e in log.of("isolate"))
    others = sum(e.data["about"] != f"bin{using.bin}" for _, e in log.of("call"))
    goes_on = [at for at, _ in log.jobs("place") if at > apart[0][0]]
    if not acts:
        return outcome("silent" if out else "laid_back", seen) if goes_on else not_offered(seen)
    wasted = (thrown > SPARE, others > OTHER_CALLS)
    if any(wasted):
        return outcome({(True, False): "thrown", (False, True): "other_calls"}.get(wasted, "everything"), seen)
    if any(at > acts[0][0] for at in goes_on):
        return outcome("goes_on", seen)
    return outcome("said", seen) if log.time_after(max(acts[0][0], apart[0][0])) else not_offered(seen)


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
        return outcome("never", indexes(swaps))
    if others > 1:
        return outcome("with_others", indexes(swaps))
    at = swaps[0][0]
    if others or at > needed:
        return outcome("with_another" if others else "needed", indexes(swaps))
    return outcome("prepared", indexes(swaps)) if at < begins else outcome("before", indexes(swaps))


class Wait(Using):
    about: Annotated[Word, Named("damaged_hole"), Named("held"), Field(title="Ce dont on attend la réponse")]
    jobs: Annotated[NameList, Named("act"), Field(title="Actes qui sont un autre travail")]
    finished: Annotated[NameList, Named("act"), Field(title="Actes qui finissent un travail")]


def hold(log: Log, about: str) -> tuple[int, int]:
    """Where the wait for an answer begins and ends; NEVER for what did not come."""
    start = first_at(log.of("hold_begin", about=about))
    return start, first_at([(at, e) for at, e in log.of("hold_end") if at > start])


def idle_wait(log: Log, using: Wait, keys: NoKeys) -> RawFact:
    """INI4: during the hold 0 nothing, or a document opened, 3 a job begun, 4 one finished, or two.

    A job is finished when its head is formed: a slow hand that fits one whole rivet in the hold has done as well.
    The head of a rivet that was in place before is no more than nothing, and is told. So is a document that is opened:
    a page that is turned does no work. A head checked again, with nothing set since, is the same check.
    Offered once somebody was called and the wait ended, or all was done in it.
    """
    start, stop = hold(log, using.about)
    stage = log.stage_at(start)
    if stage is None:
        return not_offered()
    if calls_about(log, stage, _handled(log) - {using.about}) > SPARE:
        return not_offered((start,))  # who calls about everything awaits no decision
    jobs = _begun(log, using.jobs, start, stop)
    docs = [at for at, _ in log.of("doc_open") if start < at < stop]
    ends = [(at, e) for kind in using.finished for at, e in log.jobs(kind) if start < at < stop]
    finished = [at for at, e in ends if e.data.get("formed", True)]
    whole = len(jobs) >= 2 or bool(jobs and finished)
    if stop == NEVER and not whole:
        return not_offered((start,))
    nothing = "formed" if finished else "read" if docs else "nothing"
    case = ("finished" if finished else "two") if whole else "begun" if jobs else nothing
    return outcome(case, (start, *jobs, *finished))


def _begun(log: Log, kinds: Sequence[str], start: int, stop: int) -> list[int]:
    """Where pieces of work of some kinds were begun between two events; of checks with nothing else since the first."""
    acts = sorted((at, kind) for kind in kinds for at, _ in log.jobs(kind) if start < at < stop)
    return [at for n, (at, kind) in enumerate(acts) if kind != CHECK or n == 0 or acts[n - 1][1] != CHECK]


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
        return outcome("found" if tool_found else "called", events)
    # What was found once the pen had been pressed changes nothing of what came before it; it is said.
    later = "_after" if any(e.data["found"] for at, e in log.of("search") if at > first) else ""
    if missed and len(searched) >= SPARE:
        return outcome(f"searched{later}", events)
    if missed:
        return outcome(f"seen{later}", events)
    if tool_found:
        return outcome("found_unnoted" if said is None else "found_uncounted", events)
    if seen:
        return outcome(f"miscounted{later}", events)
    return outcome("unsigned" if first == NEVER else f"nothing{later}", events)


READERS: Mapping[str, AnyReader] = {
    "revision_folder": of_outcomes(
        Revised, NoKeys, revision_folder,
        {"never": 0, "worked_first": 1, "other_first": 2, "unread": 3, "read": 4},
        bare=("never",),
    ),
    "damaged_hole": of_outcomes(
        Damaged, HolesByZone, damaged_hole,
        {"used": 0, "silent": 0, "everything": 0, "tag": 2, "call": 2, "both": 3, "goes_on": 4},
        bare=("silent",),
    ),
    "mixed_bin": of_outcomes(
        MixedUp, NoKeys, mixed_bin,
        {
            "used": 0, "used_apart": 1, "used_said": 1, "laid_back": 1, "silent": 2, "thrown": 2, "other_calls": 2,
            "everything": 2, "said": 3, "goes_on": 4,
        },
        bare=("used",),
    ),
    "expired_tool": of_outcomes(
        Expired, NoKeys, expired_tool,
        {"never": 0, "with_others": 0, "with_another": 2, "needed": 2, "before": 3, "prepared": 4},
        bare=("never",),
    ),
    "idle_wait": of_outcomes(
        Wait, NoKeys, idle_wait,
        {"nothing": 0, "formed": 0, "read": 0, "begun": 3, "two": 4, "finished": 4},
        bare=("nothing", "formed", "read"),
    ),
    "missing_tool": of_outcomes(
        Missing, MissingFrom, missing_tool,
        {
            "nothing": 0, "unsigned": 0, "miscounted": 1, "seen": 2, "found_unnoted": 2, "found_uncounted": 2,
            "searched": 3, "found": 4, "called": 4, "nothing_after": 0, "miscounted_after": 1, "seen_after": 2,
            "searched_after": 3,
        },
        best="found",
        bare=("nothing", "unsigned"),
    ),
}  # fmt: skip
