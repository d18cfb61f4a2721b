"""`envol replay`: tell a trace's facts, or play it again and say whether all is the same."""

import argparse
from pathlib import Path

from assets.voice import Say, Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.outputs import OutputFolder
from export.files.whole import read_whole
from game.journey.measured import measure, score
from game.library import MODELS
from game.mechanics.table import task_of
from game.simulation.session import Session
from game.simulation.trace import MAX_PACKED, NEEDED, Trace, TraceError, from_bytes, verify
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.rules import EvidenceRule


def add(commands: Commands) -> None:
    """`replay`."""
    say = commands.say
    parser = commands.add("replay", "cli.replay", _replay, "cli.replay_more")
    parser.add_argument("trace", type=Path, help=say("cli.trace"))
    parser.add_argument("--pictures", type=OutputFolder, help=say("cli.moments"))
    parser.add_argument("--at", type=moment, action="append", default=[], help=say("cli.moments_at"))
    parser.add_argument("--verify", action="store_true", help=say("cli.verify"))


def moment(text: str) -> tuple[int, str]:
    """A moment as it is typed: a tick, then « : » and the kind of event that is meant. Raises ValueError."""
    tick, _, kind = text.partition(":")
    return int(tick), kind


def _replay(options: argparse.Namespace, voice: Voice) -> int:
    return replay(options, voice.say, voice.language)


def replay(options: argparse.Namespace, say: Say, language: str = "fr") -> int:
    """Status 0 when the trace can be told and, with --verify, everything is the same; else 1 with a sentence."""
    try:
        packed = read_whole(options.trace, MAX_PACKED)
        trace = from_bytes(bytes(MAX_PACKED + 1) if packed is None else packed)
    except OSError as error:
        print(say("trace.unreadable", reason=error))
        return PROBLEMS
    except TraceError as error:
        print(say(error.key))
        return PROBLEMS
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    scenario = next((s for s in sound if s.head.id == trace.header.get("scenario")), None)
    if scenario is None:
        print(say("trace.unknown", scenario=trace.header.get("scenario", "?")))
        return PROBLEMS
    if options.pictures:
        return draw(trace, scenario, (options.at, language, options.pictures), say)
    lasted = trace.digests[-1][0] / 3000 if trace.digests else 0.0
    minutes = f"{lasted:.1f}".replace(".", say("common.decimal"))
    counts = {"actions": len(trace.actions), "events": len(trace.events)}
    print(say("trace.summary", scenario=scenario.head.id, minutes=minutes, **counts))
    return compare(trace, scenario, say) if options.verify else tell(trace, say)


def tell(trace: Trace, say: Say) -> int:
    """Every fact with its moment."""
    for event in trace.events:
        words = " ".join(f"{k}={v}" for k, v in event.data.items())
        print(say("trace.event", at=round(event.tick / 50, 1), kind=f"{event.kind} {words}"))
    return DONE


def draw(trace: Trace, scenario: Scenario, asked: tuple[list[tuple[int, str]], str, Path], say: Say) -> int:
    """Moments (with language and folder) as pictures, `0.png` the first; status 1 and a sentence where it cannot be."""
    moments, language, folder = asked
    if trace.header.get("hash") != scenario.hash or not set(NEEDED) <= set(trace.header):
        print(say("trace.other_scenario"))
        return PROBLEMS
    # Only here is there something to draw with.
    from lab.moments import draw_moments

    try:
        folder.mkdir(parents=True, exist_ok=True)
        drawn = draw_moments(trace, scenario, moments, language, folder)
    except OSError as error:
        print(say("trace.unreadable", reason=error))
        return PROBLEMS
    print(say("trace.drawn", n=len(drawn), folder=folder))
    return DONE


def compare(trace: Trace, scenario: Scenario, say: Say) -> int:
    """Events, digests and score, played again and compared bit for bit."""
    if trace.header.get("hash") != scenario.hash or trace.header.get("mechanic") != scenario.head.mechanic:
        print(say("trace.other_scenario"))
        return PROBLEMS
    if not set(NEEDED) <= set(trace.header):
        print(say("trace.not_a_trace"))
        return PROBLEMS
    verdict = verify(trace, lambda header: task_of(scenario, header))
    again = Session(task_of(scenario, trace.header))
    again.events = list(trace.events)
    # Facts that did not happen cannot be measured.
    same_score = verdict.same_events and (
        score(measure(scenario, again, str(trace.header["device"]))) == trace.header.get("score")
    )

    def yes(value: bool) -> str:
        return say("trace.yes" if value else "trace.no")

    print(say("trace.same", events=yes(verdict.same_events), digests=yes(verdict.same_digests), score=yes(same_score)))
    if verdict.first_difference is not None:
        print(say("trace.first", at=verdict.first_difference / 50))
    return DONE if verdict.same_events and verdict.same_digests and same_score else PROBLEMS


