"""`envol tables calibrate|show`: item tables from logged sessions, written beside the author's values."""

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import base_named, base_of
from cli.engine import add_engine, summing_on, tries_on
from cli.outputs import Output

if TYPE_CHECKING:
    from export.files.item_tables import ItemTable
    from lab.stored import FirstTries
    from scenarios.model import Scenario
    from scoring.tree_calibrate import Freed, TreeFit
    from scoring.tree_sums import Sessions

FREED = ("items", "sigma", "gamma2")


def add(commands: Commands) -> None:
    """`tables calibrate`, `tables show`."""
    say = commands.say
    group = commands.group("tables", "tables.about")
    parser = group.add("calibrate", "tables.calibrate", calibrate)
    parser.add_argument("archive", type=base_named, help=say("rescore.archive"))
    parser.add_argument("--scenario", required=True, help=say("robots.scenario"))
    parser.add_argument("--out", type=Output, required=True, help=say("tables.out"))
    parser.add_argument("--free", nargs="*", choices=FREED, default=[], help=say("tables.free"))
    parser.add_argument("--after", type=Path, help=say("tables.after"))
    parser.add_argument("--no-errors", action="store_true", help=say("tables.no_errors"))
    parser.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    add_engine(parser, say)
    parser.add_argument("--json", action="store_true", help=say("rescore.json"))
    parser = group.add("show", "tables.show", show)
    parser.add_argument("table", type=Path, help=say("tables.file"))


def calibrate(options: argparse.Namespace, voice: Voice) -> int:
    """Read the archive, fit, write a new table; the author's values stay where they are."""
    from cli.robots import find_scenario
    from export.files.item_tables import read_item_table, write_item_table
    from export.files.tables import TableError
    from lab.stored import one_kind
    from scoring.tree_calibrate import Freed

    scenario = find_scenario(options.scenario, voice)
    if isinstance(scenario, int):
        return scenario
    if options.out.exists():
        raise TableError("tables.exists", file=options.out)
    options.base = base_of(options.archive)
    tries = _tries(options, scenario, voice)
    for left in tries.left_out:
        why = voice.say(left.why.key, **left.why.values)
        print(voice.say("rescore.left_out", id=left.id, why=why), file=sys.stderr)
    kind = one_kind(tries.kinds) if tries.kinds else "person"
    if kind is None:
        raise TableError("tables.mixed", file=options.archive)
    version = read_item_table(options.after).version + 1 if options.after else 1
    plan = Freed(items="items" in options.free, sigma="sigma" in options.free, gamma2="gamma2" in options.free)
    fit = _fitted(options, sessions_of(scenario, tries), plan, voice)
    table = table_of(fit, scenario, (kind, version), plan.items, (plan.sigma, plan.gamma2))
    write_item_table(options.out, table)
    if options.json:
        print(json.dumps({**table.model_dump(mode="json"), "hash": table.hash}, ensure_ascii=False, indent=1))
        return DONE
    print(voice.say("tables.written", file=options.out, name=table.name, n=fit.sessions, steps=fit.steps))
    held = [row.rule for row in table.items if row.held]
    if held:
        print(voice.say("tables.held", rules=", ".join(held)))
    print(voice.say("tables.not_adopted"))
    return DONE if fit.converged else PROBLEMS


def _tries(options: argparse.Namespace, scenario: "Scenario", voice: Voice) -> "FirstTries":
    """The first tries of the archive: read here, or in parts on the engine that is named."""
    from lab.stored import first_tries, kept_in

    if options.engine:
        return tries_on(options, scenario, voice)
    with kept_in(options) as archive:
        return first_tries(archive.runs, scenario)


def _fitted(options: argparse.Namespace, sessions: "Sessions", plan: "Freed", voice: Voice) -> "TreeFit":
    """The fit, summed over people here or on the engine: the same to the last digit. Raises CalibrationError."""
    from scoring.tree_calibrate import fit_tables, refuse_few

    # Before an engine is asked for anything: there is nothing to sum.
    refuse_few(sessions, plan)
    with summing_on(options, sessions, voice) if options.engine else nullcontext() as summing:
        return fit_tables(sessions, plan, errors=not options.no_errors, summing=summing)


def sessions_of(scenario: "Scenario", tries: "FirstTries") -> "Sessions":
    """Items with the author's values, and the answers of every first try."""
    from scoring.batch import Item
    from scoring.rules import evidence_rules
    from scoring.tree_sums import Sessions

    items = [
        Item(r.id, r.habilete, f"{scenario.head.id} x {r.habilete}", r.a, r.thresholds())
        for r in evidence_rules(scenario)
    ]
    return Sessions(items, tries.patterns, tries.people)


def table_of(
    fit: "TreeFit", scenario: "Scenario", who: tuple[str, int], free: bool, scale_free: tuple[bool, bool]
) -> "ItemTable":
    """The table of a fit, rounded to six decimals. `who`: kind of players, version."""
    from export.files.item_tables import ItemTable

    rows = []
    for fitted in fit.items:
        known = fitted.se_a == fitted.se_a  # NaN: not computed
        rows.append({
            "rule": fitted.item.id, "a": round(fitted.item.a, 6), "b": [round(v, 6) for v in fitted.item.b],
            "se_a": round(fitted.se_a, 6) if known else None,
            "se_b": [round(v, 6) for v in fitted.se_b] if known else None,
            "n": fitted.n, "held": fitted.held,
        })  # fmt: skip
    return ItemTable.model_validate({
        "format": 1, "version": who[1], "scenario": scenario.head.id, "scenario_hash": scenario.hash, "kind": who[0],
        "sessions": fit.sessions, "method": "free" if free else "priors", "sigma": round(fit.sigma, 6),
        "sigma_free": scale_free[0], "gamma2": round(fit.gamma2, 6), "gamma2_free": scale_free[1],
        "log_likelihood": round(fit.log_likelihood, 6), "items": rows,
    })  # fmt: skip


def show(options: argparse.Namespace, voice: Voice) -> int:
    """A table beside the author's values, where its scenario comes with the game."""
    from export.files.item_tables import read_item_table
    from game.library import MODELS
    from scenarios.load import load_all, workshop_files
    from scoring.rules import EvidenceRule, evidence_rules

    table = read_item_table(options.table)
    kind, sigma = voice.say(f"tables.kind.{table.kind}"), voice.figure(table.sigma, "g")
    head = {"name": table.name, "scenario": table.scenario, "n": table.sessions, "kind": kind}
    print(voice.say("tables.head", **head, sigma=sigma, gamma2=voice.figure(table.gamma2, "g")))
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    author = {r.id: r for s in sound if s.head.id == table.scenario for r in evidence_rules(s)}
    for row in table.items:
        own = author.get(row.rule)
        b = " ; ".join(voice.figure(v) for v in row.b)
        old = " ; ".join(voice.figure(v) for v in own.thresholds()) if own else "–"
        a0 = voice.figure(own.a) if own else "–"
        error = "–" if row.se_a is None else voice.figure(row.se_a)
        print(voice.say("tables.row", rule=row.rule, a=voice.figure(row.a), b=b, a0=a0, b0=old, se=error, n=row.n))
    if not any(s.hash == table.scenario_hash for s in sound):
        print(voice.say("tables.other_version"))
    return DONE
