"""`envol robots SCENARIO`: players of known skill play it, and its author reads what it is worth as a measure."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.usage import WRONG_USE

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scoring.bars import Bar, Trials

SHARES = {"cut", "slot", "blind_statement", "too_easy", "too_hard"}
"""Bars told in hundredths."""
HIGHEST_IS_WORST = {"blind_mean", "blind_level2", "novice", "clumsy", "others", "too_easy", "slot"}

OF_A_LADDER = {"order", "correlation", "others", "circuit_order", "circuit_slope", "circuit_ladder_r", "circuit_others"}
"""Bars about the habileté whose skill varies, named first."""


def add(commands: Commands) -> None:
    """`robots`."""
    say = commands.say
    parser = commands.add("robots", "robots.about", robots)
    parser.add_argument("scenario", nargs="+", help=say("robots.scenarios"))
    parser.add_argument("--runs", type=positive, default=6, help=say("robots.runs"))
    parser.add_argument("--seed", type=int, default=1, help=say("robots.seed"))
    parser.add_argument("--jobs", type=positive, default=1, help=say("robots.jobs"))
    parser.add_argument("--robot", help=say("robots.robot"))
    parser.add_argument("--pace", type=seconds, help=say("robots.pace"))
    parser.add_argument("--clock", action=argparse.BooleanOptionalAction, default=False, help=say("robots.clock"))
    parser.add_argument("--json", action="store_true", help=say("robots.json"))


def seconds(text: str) -> float:
    """Seconds an act takes: from a fifth of a second to a minute. Raises ValueError for what is none."""
    value = float(text)
    if not 0.2 <= value <= 60:
        raise ValueError(text)
    return value


def find_scenario(name: str, voice: Voice) -> "Scenario | int":
    """A scenario by its id or its file; a status when it is unknown or broken, said in sentences."""
    from cli.problems import sentence
    from game.library import MODELS, known
    from scenarios.load import SCENARIO, load_all, scenario_files, scenario_id, workshop_files
    from scoring.rules import EvidenceRule

    path = Path(name)
    given = path.suffix == ".yaml" or (path / SCENARIO).exists()
    places = scenario_files(path) if given else [p for p in workshop_files() if scenario_id(p) == name]
    if not places:
        print(voice.say("robots.unknown", scenario=name, known=", ".join(map(scenario_id, workshop_files()))))
        return WRONG_USE
    sound, problems = load_all(places, MODELS, EvidenceRule, known())
    for problem in problems:
        print(sentence(problem, voice.say, voice.catalogue))
    return sound[0] if sound else PROBLEMS


def robots(options: argparse.Namespace, voice: Voice) -> int:
    """Play, judge, tell: each workshop, then the circuit they make. Status 1 when a bar does not hold."""
    from lab.trials import tried_circuit

    scenarios = [find_scenario(name, voice) for name in options.scenario]
    sound = [scenario for scenario in scenarios if not isinstance(scenario, int)]
    if len(sound) < len(scenarios):
        return max(scenario for scenario in scenarios if isinstance(scenario, int))
    if options.robot or options.pace:
        return _one_robot(sound, options, voice)
    played = [_workshop(scenario, options, voice) for scenario in {s.hash: s for s in sound}.values()]
    failed = any(bar.kept is False for bars, _ in played for bar in bars)
    data = [plain for _, plain in played]
    if len(sound) > 1:
        circuit = tried_circuit(sound, options.runs, options.seed, jobs=options.jobs).bars
        failed = failed or any(bar.kept is False for bar in circuit)
        data.append({"circuit": [s.head.id for s in sound], "bars": [asdict(bar) for bar in circuit]})
        if not options.json:
            print(voice.say("robots.circuit", n=len(sound)))
            for line in lines(circuit, voice):
                print(line)
    if options.json:
        print(json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=1))
    return PROBLEMS if failed else DONE


def _one_robot(scenarios: "Sequence[Scenario]", options: argparse.Namespace, voice: Voice) -> int:
    """What one robot shows, habileté by habileté: means, margins, and how much was offered to it."""
    from game.mechanics.table import MECHANICS
    from lab.robots import STOPPING
    from lab.trials import told_of

    robot = options.robot or "expert"
    seeds = range(options.seed, options.seed + options.runs)
    data = []
    for scenario in scenarios:
        cast = MECHANICS[scenario.head.mechanic].cast
        known = (*cast.names, *STOPPING)
        if robot not in known:
            print(voice.say("robots.no_robot", robot=robot, known=", ".join(known)))
            return WRONG_USE
        figures = told_of(scenario, robot, seeds, pace_s=options.pace, clock=options.clock)
        data.append({
            "scenario": scenario.head.id, "robot": robot, "pace_s": options.pace, "clock": options.clock,
            "runs": options.runs, "habiletes": [asdict(row) for row in figures],
        })  # fmt: skip
        if not options.json:
            print(voice.say("robots.one", robot=robot, scenario=scenario.head.id, n=options.runs))
            for row in figures:
                counts = {n: voice.figure(v, ".1f") for n, v in (("offered", row.offered), ("observed", row.observed))}
                mean, sd = voice.figure(row.mean, "+.2f"), voice.figure(row.sd)
                print(voice.say("robots.told", name=row.habilete, mean=mean, sd=sd, **counts))
    if options.json:
        print(json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=1))
    return DONE


def _workshop(scenario: "Scenario", options: argparse.Namespace, voice: Voice) -> "tuple[list[Bar], dict[str, Any]]":
    """The bars of one workshop, told unless data are asked for."""
    from lab.trials import ceilings_of, orders, play_all
    from scoring.bars import Trials, bars

    played = list(play_all(scenario, orders(scenario, options.runs, options.seed), jobs=options.jobs))
    trials = Trials(played, ceilings_of(scenario))
    held = bars(trials)
    if not options.json:
        title = scenario.head.title.of(voice.language)
        print(voice.say("robots.head", title=title, n=len(played), seed=options.seed))
        for line in [*lines(held, voice), *ladders(trials, held, voice), *verdict(held, voice)]:
            print(line)
    return held, plain(scenario, options, len(played), held)


def plain(scenario: "Scenario", options: argparse.Namespace, n: int, bars: "Sequence[Bar]") -> dict[str, Any]:
    """The verdict as data."""
    return {
        "scenario": scenario.head.id, "hash": scenario.hash, "runs": options.runs, "seed": options.seed, "played": n,
        "kept": all(bar.kept is not False for bar in bars),
        "bars": [asdict(bar) for bar in bars],
    }  # fmt: skip


def lines(bars: "Sequence[Bar]", voice: Voice) -> list[str]:
    """One line for each kind of bar that holds, one for each bar that does not."""
    lines: list[str] = []
    for kind in dict.fromkeys(bar.id for bar in bars):
        same = [bar for bar in bars if bar.id == kind]
        failed = [bar for bar in same if bar.kept is False]
        for bar in failed:
            rules = voice.say("robots.rules", rules=", ".join(bar.rules)) if bar.rules else ""
            lines.append(
                voice.say("robots.failed", sentence=voice.say(f"robots.bad.{kind}", **_values(bar, voice)) + rules)
            )
        if not failed:
            worst = max(same, key=lambda bar: bar.value if kind in HIGHEST_IS_WORST else -bar.value)
            mark = "robots.open" if any(bar.kept is None for bar in same) else "robots.kept"
            lines.append(voice.say(mark, sentence=voice.say(f"robots.good.{kind}", **_values(worst, voice))))
    return lines


def _values(bar: "Bar", voice: Voice) -> dict[str, object]:
    """What a sentence may name: robot, habileté, rule, figure, limit."""
    from scenarios.reference import habiletes

    labels = {h.id: h.short(voice.language) for h in habiletes()}
    share = bar.id in SHARES
    about = [labels.get(word, word) for word in bar.about] or [""]
    first, last = about[0], about[-1]
    return {
        "value": round(100 * bar.value) if share else voice.figure(bar.value),
        "limit": round(100 * bar.limit) if share else voice.figure(bar.limit),
        "robot": first, "rule": first, "detail": last, "other": last,
        "habilete": first if bar.id in OF_A_LADDER else last,
    }  # fmt: skip


def ladders(trials: "Trials", bars: "Sequence[Bar]", voice: Voice) -> list[str]:
    """For each habileté, where the lowest and the highest rung come out."""
    from scenarios.reference import habiletes

    labels = {h.id: h.short(voice.language) for h in habiletes()}
    lines = []
    for bar in bars:
        if bar.id == "correlation":
            name = bar.about[0]
            runs = trials.of("ladder", on=name)
            ends = [min(r.played.skill[name] for r in runs), max(r.played.skill[name] for r in runs)]
            means = [[r.mean[name] for r in runs if r.played.skill[name] == end] for end in ends]
            first, last = (voice.figure(sum(values) / len(values)) for values in means)
            lines.append(
                voice.say(
                    "robots.ladder", habilete=labels.get(name, name), first=first, last=last, r=voice.figure(bar.value)
                )
            )
    return lines


def verdict(bars: "Sequence[Bar]", voice: Voice) -> list[str]:
    """The last word."""
    judged = [bar for bar in bars if bar.kept is not None]
    failed = sum(bar.kept is False for bar in judged)
    if failed:
        lines = [voice.say("robots.not_held", failed=failed, n=len(judged))]
    else:
        lines = [voice.say("robots.held", kept=len(judged), n=len(judged))]
    if len(judged) < len(bars):
        lines.append(voice.say("robots.undecided", n=len(bars) - len(judged)))
    return lines
