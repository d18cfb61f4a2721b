"""`envol rescore ARCHIVE --rules NEW.yaml`: who would change under new rules, and why. A report, no more."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import base_named, base_of
from cli.engine import add_engine
from cli.outputs import Output
from cli.usage import WRONG_USE

if TYPE_CHECKING:
    from lab.rescored import ComparedRun, NewRules
    from scenarios.model import Scenario
    from scoring.rescore import Rescored


Tell = Callable[[str], None]
FOREIGN = ("unknown_name", "reader_needs")
"""For what rules of another workshop are refused: they speak of what this one has not. How hard new ones are is not
checked: it is what is to be seen."""


def add(commands: Commands) -> None:
    """`rescore`."""
    say = commands.say
    parser = commands.add("rescore", "rescore.about", rescore)
    parser.add_argument("archive", type=base_named, help=say("rescore.archive"))
    parser.add_argument("--rules", type=Path, help=say("rescore.rules"))
    parser.add_argument("--table", type=Path, help=say("rescore.table"))
    parser.add_argument("--scenario", help=say("robots.scenario"))
    parser.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    add_engine(parser, say)
    parser.add_argument("--own-rules", action="store_true", help=say("rescore.own_rules"))
    parser.add_argument("--json", action="store_true", help=say("rescore.json"))
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--lines", action="store_true", help=say("rescore.lines"))
    way.add_argument("--out", type=Output, help=say("rescore.out"))


@dataclass(frozen=True)
class RescoredArchive:
    """Runs read again under new rules, and those that could not be, each with its sentence."""

    scenario: "Scenario"
    rules: str
    rescored: "list[Rescored]"
    left_out: list[tuple[str, str]]


def rescore(options: argparse.Namespace, voice: Voice) -> int:
    """Read, compare, report. Status 1 when the rules are broken or no run could be read."""
    if not options.rules and not options.table and not options.own_rules:
        print(voice.say("rescore.nothing_new"), file=sys.stderr)
        return WRONG_USE
    if options.lines:
        return _lines(options, voice)
    report = _report(options, voice)
    if isinstance(report, int):
        return report
    words = _json(report) if options.json else "\n".join(report_lines(report, voice))
    if options.out:
        from export.files.whole import write_whole

        write_whole(options.out, (words + "\n").encode(), private=True)
        print(voice.say("rescore.written", n=len(report.rescored), file=options.out))
    else:
        print(words)
    return DONE if report.rescored else PROBLEMS


def _asked(options: argparse.Namespace, voice: Voice, tell: Tell) -> "tuple[Scenario, NewRules] | int":
    """The scenario and the new rules; a status where one of them cannot be had, with its problems told."""
    from cli.robots import find_scenario
    from scenarios.load import scenario_id, workshop_files

    options.base = base_of(options.archive)
    name = options.scenario or _scenario_of(options, _named_after(options.rules) if options.rules else "")
    if not name:
        there = ", ".join(scenario_id(path) for path in workshop_files())
        print(voice.say("rescore.which", known=there), file=sys.stderr)
        return WRONG_USE
    scenario = find_scenario(name, voice)
    if isinstance(scenario, int):
        return scenario
    new = _new(options, scenario, voice, tell)
    return PROBLEMS if new is None else (scenario, new)


def _lines(options: argparse.Namespace, voice: Voice) -> int:
    """One JSON line a run of the scenario as it is read, for another program to follow; status 1 for broken rules.

    First `runs` (how many first tries there are, 0: not known) and `rules`, last `end`; a file's problems come instead.
    """

    from lab.stored import NOT_OF_IT

    def put(**line: object) -> None:
        print(json.dumps(line), flush=True)

    asked = _asked(options, voice, lambda said: put(problem=said))
    if isinstance(asked, int):
        return asked
    for run in _runs(options, asked, voice, lambda n: put(runs=n, rules=asked[1].version)):
        if run.rescored is not None:
            moved = [asdict(move) | {"how": move.how} for move in run.rescored.moved] if run.rescored.changes else []
            said = [asdict(said) for said in run.rescored.said if said.before != said.after]
            put(id=run.id, who=run.candidate_id, version=run.rescored.version, moved=moved, said=said)
        elif run.why is not None and run.why.key not in NOT_OF_IT:
            put(id=run.id, who=run.candidate_id, why=run.why.key, values=run.why.values)
    put(end=True)
    return DONE


def _report(options: argparse.Namespace, voice: Voice) -> RescoredArchive | int:
    asked = _asked(options, voice, print)
    if isinstance(asked, int):
        return asked
    scenario, new = asked
    report = RescoredArchive(scenario, new.version, [], [])
    for run in _runs(options, asked, voice, lambda _: None):
        if run.rescored is not None:
            report.rescored.append(run.rescored)
        elif run.why is not None:
            report.left_out.append((run.id, voice.say(run.why.key, **run.why.values)))
    return report


def _runs(
    options: argparse.Namespace, asked: "tuple[Scenario, NewRules]", voice: Voice, begins: Callable[[int], None]
) -> "Iterator[ComparedRun]":
    """The runs of the archive, in its order: read here, or in parts on the engine that is named.

    `begins` is told first how many first tries of the scenario there are, 0 where that is not known.
    """
    from lab.rescored import compared
    from lab.stored import kept_in

    scenario, new = asked
    if options.engine:
        from cli.engine import rescored_on

        begins(0)
        yield from rescored_on(options, scenario, new, voice)
        return
    with kept_in(options) as archive:
        begins(archive.count(scenario.head.id))
        for kept in archive.runs:
            yield compared(kept, scenario, new)


def _named_after(rules: Path) -> str:
    """The scenario that a file of rules is for: that of its folder, or the one its own name begins with."""
    from scenarios.load import EVIDENCE

    return rules.absolute().parent.name if rules.name == EVIDENCE else rules.name.split(".", 1)[0]


def _scenario_of(options: argparse.Namespace, named: str) -> str:
    """The scenario a table names; else the one the rules' file is named after, or the only one there is."""
    from export.files.item_tables import read_item_table
    from scenarios.load import scenario_id, workshop_files

    if options.table:
        return read_item_table(options.table).scenario
    known = [scenario_id(p) for p in workshop_files()]
    return known[0] if len(known) == 1 else named


def _new(options: argparse.Namespace, scenario: "Scenario", voice: Voice, tell: Tell) -> "NewRules | None":
    """The new rules, with the parameters of a table when one is given; None when the rules have problems."""
    from cli.problems import sentence
    from export.files.item_tables import read_item_table, with_table
    from game.library import known
    from lab.rescored import NewRules
    from lab.stored import SHORT
    from scenarios.check import check
    from scenarios.load import load_evidence, told_as
    from scenarios.model import canonical_hash
    from scenarios.safe import Problem, dotted
    from scoring.estimate import GAMMA2, SIGMA
    from scoring.rules import EvidenceRule, evidence_rules

    rules: tuple[EvidenceRule, ...] = evidence_rules(scenario)
    version, scale = scenario.hash[:SHORT], (SIGMA, GAMMA2)
    if options.rules:
        there = known()
        rules, problems, lines = load_evidence(options.rules, EvidenceRule, there)
        if not problems:
            problems = [
                Problem(told_as(options.rules), lines.line(f.path), dotted(f.path), f.code, f.values)
                for f in check(scenario.head, scenario.params, rules, there, scenario.texts)
                if f.in_rules and f.code in FOREIGN
            ]
        for problem in problems:
            tell(sentence(problem, voice.say, voice.catalogue))
        if problems:
            return None
        version = canonical_hash(scenario.head, scenario.params, rules)[:SHORT]
    if options.table:
        table = read_item_table(options.table)
        rules = with_table(rules, table, options.table)
        version, scale = f"{version} + {table.name}", (table.sigma, table.gamma2)
    return NewRules(rules, version, scale)


def _json(report: RescoredArchive) -> str:
    from scoring.rescore import by_rule

    whole: dict[str, Any] = {
        "scenario": report.scenario.head.id, "new_rules": report.rules, "read": len(report.rescored),
        "change": sum(run.changes for run in report.rescored),
        "rules": {
            rule: [{"before": a, "after": b, "runs": n} for (a, b), n in sorted(table.items(), key=str)]
            for rule, table in by_rule(report.rescored).items()
        },
        "runs": [asdict(run) | {"changes": run.changes} for run in report.rescored],
        "left_out": [{"id": name, "why": why} for name, why in report.left_out],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def report_lines(report: RescoredArchive, voice: Voice) -> list[str]:
    """The report in words: totals, rules, then each run that changes."""
    from scenarios.reference import habiletes
    from scoring.rescore import by_rule

    say = voice.say
    short = {h.id: h.short(voice.language) for h in habiletes()}
    changing = [run for run in report.rescored if run.changes]
    lines = [say("rescore.head", n=len(report.rescored), scenario=report.scenario.head.id, version=report.rules),
             say("rescore.changing", n=len(changing))]  # fmt: skip
    for rule, table in by_rule(report.rescored).items():
        moves = ", ".join(f"{_word(a)} → {_word(b)} : {n}" for (a, b), n in sorted(table.items(), key=str))
        lines.append(say("rescore.rule", rule=rule, n=sum(table.values()), moves=moves))
    for run in changing:
        for said in run.said:
            if said.before == said.after:
                continue
            why = [f"{m.rule} {_word(m.before)} → {_word(m.after)}" for m in run.moved if m.habilete == said.habilete]
            because = ", ".join(why) or say("rescore.indirect")
            words = [say(f"rescore.said.{text.replace(' ', '')}") for text in (said.before, said.after)]
            lines.append(
                say("rescore.person", id=run.id, habilete=short[said.habilete], before=words[0], after=words[1],
                    mean_before=voice.figure(said.mean_before), mean_after=voice.figure(said.mean_after), why=because,
                    version=run.version)
            )  # fmt: skip
    lines += [say("rescore.differs", id=run.id) for run in report.rescored if run.same_as_stored is False]
    lines += [say("rescore.left_out", id=name, why=why) for name, why in report.left_out]
    return [*lines, say("rescore.note")]


def _word(category: int | None) -> str:
    return "–" if category is None else str(category)
