"""`envol rescore ARCHIVE --rules NEW.evidence.yaml`: who would change under new rules, and why. A report, no more."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envol.game.app import DONE, PROBLEMS, Commands, Voice

if TYPE_CHECKING:
    from envol.export.archive import Kept
    from envol.game.trace import Trace
    from envol.scenarios.model import Scenario
    from envol.scoring.rescore import Rescored
    from envol.scoring.rules import EvidenceRule

SHORT = 12
"""Characters of a scenario's hash that name the version of the rules, as in a packet."""


def add(commands: Commands) -> None:
    """`rescore`."""
    say = commands.say
    made = commands.add("rescore", "rescore.about", rescore)
    made.add_argument("archive", type=Path, help=say("rescore.archive"))
    made.add_argument("--rules", type=Path, required=True, help=say("rescore.rules"))
    made.add_argument("--scenario", type=Path, help=say("rescore.scenario"))
    made.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    made.add_argument("--json", action="store_true", help=say("rescore.json"))
    made.add_argument("--out", type=Path, help=say("rescore.out"))


@dataclass(frozen=True)
class Report:
    """Runs read again under new rules, and those that could not be, each with its sentence."""

    scenario: "Scenario"
    rules: str
    found: "list[Rescored]"
    left_out: list[tuple[str, str]]


def rescore(options: argparse.Namespace, voice: Voice) -> int:
    """Read, compare, report. Status 1 when the rules are broken or no run could be read."""
    from envol.export.keys import KeyFileError
    from envol.export.store import StoreError

    try:
        report = _report(options, voice)
        if report is None:
            return PROBLEMS
        words = _json(report) if options.json else "\n".join(told(report, voice))
        if options.out:
            from envol.export.files import write_whole

            write_whole(options.out, (words + "\n").encode(), private=True)
            print(voice.say("rescore.written", n=len(report.found), file=options.out))
        else:
            print(words)
        return DONE if report.found else PROBLEMS
    except StoreError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
    except KeyFileError as error:
        print(voice.say(error.key, path=error.path), file=sys.stderr)
    except OSError as error:
        where = error.filename or options.archive
        print(voice.say("store.file", path=where, reason=error.strerror or str(error)), file=sys.stderr)
    return PROBLEMS


def _report(options: argparse.Namespace, voice: Voice) -> Report | None:
    from envol.game.app_commands import MODELS, sentence
    from envol.scenarios.load import load_all, load_evidence, workshop_files
    from envol.scenarios.model import canonical_hash
    from envol.scoring.rules import EvidenceRule

    rules, problems = load_evidence(options.rules, EvidenceRule)
    wanted = options.rules.name.removesuffix(".evidence.yaml")
    files = [options.scenario] if options.scenario else [p for p in workshop_files() if p.stem == wanted]
    sound, more = load_all(files or workshop_files(), MODELS, EvidenceRule)
    for problem in [*problems, *more]:
        print(sentence(problem, voice.say, voice.catalogue))
    if problems or not sound:
        return None
    scenario = sound[0]
    version = canonical_hash(scenario.head, scenario.params, rules)[:SHORT]
    report = Report(scenario, version, [], [])
    with kept_in(options) as archive:
        for kept in archive:
            outcome = _again(kept, scenario, rules, voice)
            if isinstance(outcome, str):
                report.left_out.append((kept.id, outcome))
            else:
                report.found.append(outcome)
    return report


@contextmanager
def kept_in(options: argparse.Namespace) -> "Iterator[Iterator[Kept]]":
    """The archive: a folder of traces, else a matching database with the keys beside it."""
    from envol.export.archive import from_folder, from_store
    from envol.export.keys import organisation_keys
    from envol.export.landing import home_beside
    from envol.export.store import Store, StoreError

    if options.archive.is_dir():
        yield from_folder(options.archive)
        return
    if not options.archive.exists():
        raise StoreError("store.missing", path=options.archive)
    with Store.open(options.archive) as store:
        yield from_store(store, organisation_keys(options.keys or home_beside(options.archive)))


def _again(kept: "Kept", scenario: "Scenario", rules: "Sequence[EvidenceRule]", voice: Voice) -> "Rescored | str":
    """One run under old and new rules, or the sentence that says why not."""
    from envol.game.trace import TraceError, from_bytes

    if kept.problem:
        return voice.say(kept.problem)
    try:
        trace = from_bytes(kept.trace)
    except TraceError as error:
        return voice.say(error.key)
    if trace.header.get("scenario") != scenario.head.id:
        return voice.say("rescore.other", scenario=trace.header.get("scenario", "?"))
    if trace.header.get("hash") != scenario.hash:
        return voice.say("rescore.other_version", version=str(trace.header.get("hash", "?"))[:SHORT])
    return _compared(kept, trace, scenario, rules)


def _compared(kept: "Kept", trace: "Trace", scenario: "Scenario", rules: "Sequence[EvidenceRule]") -> "Rescored":
    from envol.game.app_robots import score
    from envol.scenarios.reference import habiletes
    from envol.scoring.evidence import observe
    from envol.scoring.profile import read_out
    from envol.scoring.rescore import Rescored, categories, compare, statements, told

    names, keys = [h.id for h in habiletes()], scenario.params.model_dump()
    device = str(trace.header.get("device", "mouse"))
    ease = kept.body.device_ease if kept.body else str(trace.header.get("ease", "unknown"))
    sides = []
    profiles = []
    for version, used in (("old", scenario.evidence), ("new", rules)):
        seen = observe(trace.events, used, keys, task=scenario.head.id, device=device, ease=ease)
        profile = read_out(seen, trace.events, names, rules_version=version)
        sides.append((categories(seen), statements(profile)))
        profiles.append(profile)
    stored = dict(trace.header.get("score", {}))
    same = score(profiles[0]) == stored
    if kept.body:
        # What was stored is what was said: it is compared as it stands, not made again.
        sides[0] = (
            {o.rule: (o.habilete, o.category) for o in kept.body.observations},
            {name: (told(s.statement, s.level), s.mean) for name, s in kept.body.readout.items() if s.n_offered},
        )
    version = kept.body.rules_version if kept.body else str(trace.header["hash"])[:SHORT]
    return Rescored(kept.id, version, *compare(sides[0], sides[1]), same)


def _json(report: Report) -> str:
    from envol.scoring.rescore import by_rule

    whole: dict[str, Any] = {
        "scenario": report.scenario.head.id, "new_rules": report.rules, "read": len(report.found),
        "change": sum(one.changes for one in report.found),
        "rules": {
            rule: [{"before": a, "after": b, "runs": n} for (a, b), n in sorted(table.items(), key=str)]
            for rule, table in by_rule(report.found).items()
        },
        "runs": [asdict(one) | {"changes": one.changes} for one in report.found],
        "left_out": [{"id": name, "why": why} for name, why in report.left_out],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def told(report: Report, voice: Voice) -> list[str]:
    """The report in words: totals, rules, then each run that changes."""
    from envol.scenarios.reference import habiletes
    from envol.scoring.rescore import by_rule

    say = voice.say
    short = {h.id: h.short(voice.language) for h in habiletes()}
    changing = [one for one in report.found if one.changes]
    lines = [say("rescore.head", n=len(report.found), scenario=report.scenario.head.id, version=report.rules),
             say("rescore.changing", n=len(changing))]  # fmt: skip
    for rule, table in by_rule(report.found).items():
        moves = ", ".join(f"{_word(a)} → {_word(b)} : {n}" for (a, b), n in sorted(table.items(), key=str))
        lines.append(say("rescore.rule", rule=rule, n=sum(table.values()), moves=moves))
    for one in changing:
        for said in one.said:
            if said.before == said.after:
                continue
            why = [f"{m.rule} {_word(m.before)} → {_word(m.after)}" for m in one.moved if m.habilete == said.habilete]
            because = ", ".join(why) or say("rescore.indirect")
            words = [say(f"rescore.said.{text.replace(' ', '')}") for text in (said.before, said.after)]
            lines.append(
                say("rescore.person", id=one.id, habilete=short[said.habilete], before=words[0], after=words[1],
                    mean_before=f"{said.mean_before:.2f}", mean_after=f"{said.mean_after:.2f}", why=because,
                    version=one.version)
            )  # fmt: skip
    lines += [say("rescore.differs", id=one.id) for one in report.found if not one.same_as_stored]
    lines += [say("rescore.left_out", id=name, why=why) for name, why in report.left_out]
    return [*lines, say("rescore.note")]


def _word(category: int | None) -> str:
    return "–" if category is None else str(category)
