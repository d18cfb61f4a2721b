"""The engine on plain files: `score`, `calibrate`, `fairness dif`, `fairness impact`."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.ease import add_to as add_ease
from cli.outputs import Output


def add(commands: Commands) -> None:
    """The four commands."""
    say = commands.say
    parser = commands.add("score", "measure.score", score)
    parser.add_argument("--items", type=Path, required=True, help=say("measure.items"))
    parser.add_argument("--responses", type=Path, required=True, help=say("measure.responses"))
    parser.add_argument("--out", type=Output, required=True, help=say("measure.out"))
    parser.add_argument("--gamma2", type=float, default=0.3, help=say("measure.gamma2"))
    parser.add_argument("--sigma", type=float, default=0.6, help=say("measure.sigma"))
    parser.add_argument("--id", default="", help=say("measure.id"))
    parser = commands.add("calibrate", "measure.calibrate", calibrate)
    parser.add_argument("--responses", type=Path, required=True, help=say("measure.responses"))
    parser.add_argument("--model", choices=("1pl", "2pl", "graded"), required=True, help=say("measure.model"))
    parser.add_argument("--freq", default="", help=say("measure.freq"))
    parser.add_argument("--id", default="", help=say("measure.id"))
    parser.add_argument("--quadrature", type=int, default=61, help=say("measure.quadrature"))
    parser.add_argument("--json", action="store_true", help=say("measure.json"))
    parser.add_argument("--eap", type=Output, help=say("measure.eap"))
    group = commands.group("fairness", "measure.fairness")
    parser = group.add("dif", "measure.dif", dif)
    parser.add_argument("--responses", type=Path, required=True, help=say("measure.responses"))
    parser.add_argument("--group", required=True, help=say("measure.group"))
    parser.add_argument("--match", default="", help=say("measure.match"))
    parser.add_argument("--id", default="", help=say("measure.id"))
    parser.add_argument("--json", action="store_true", help=say("measure.json"))
    add_ease(group)
    parser = group.add("impact", "measure.impact", impact)
    parser.add_argument("file", type=Path, help=say("measure.impact_file"))
    parser.add_argument("--json", action="store_true", help=say("measure.json"))


@contextmanager
def in_file(file: Path, voice: Voice) -> Iterator[None]:
    """What no model can be fitted to is said with the file it stands in. Raises TableError."""
    from export.files.tables import TableError
    from scoring.calibrate import CalibrationError

    try:
        yield
    except CalibrationError as error:
        sentence = voice.say(error.key, **error.values)
        raise TableError("measure.in_file", file=file, problem=sentence) from error


def score(options: argparse.Namespace, voice: Voice) -> int:
    """Posterior mean and SD of every competency, per person, in order."""
    from export.files.measure import item_columns, read_answers, read_ids, read_items
    from export.files.tables import TableError, read_table, write_table
    from scoring import batch

    if not 0 <= options.gamma2 <= 0.96 or not (options.sigma == 0 or 0.2 <= options.sigma <= 3):
        raise TableError("measure.range", gamma2=options.gamma2, sigma=options.sigma)
    items = read_items(read_table(options.items))
    table = read_table(options.responses)
    ids = read_ids(table, options.id)
    columns, by_order = item_columns(table, items, options.id)
    y = read_answers(table, items, columns)
    scores = batch.score(items, y, sigma=options.sigma, gamma2=options.gamma2)
    header = [options.id] if options.id else []
    for name in scores.competencies:
        header += [f"mean_{name}", f"sd_{name}"]
    rows = []
    for n in range(len(y)):
        cells = [f"{v:.6f}" for pair in zip(scores.mean[n], scores.sd[n], strict=True) for v in pair]
        rows.append([ids[n], *cells] if ids else cells)
    write_table(options.out, header, rows)
    print(voice.say("measure.scored", n=len(rows), k=len(scores.competencies), file=options.out))
    if by_order:
        print(voice.say("measure.by_order", file=options.responses))
    return DONE


def calibrate(options: argparse.Namespace, voice: Voice) -> int:
    """Fit, then print the items; --eap writes every row's posterior mean and SD."""
    from export.files.measure import read_counts, read_ids, read_responses
    from export.files.tables import TableError, read_table, write_table
    from scoring import calibrate as engine

    if not 11 <= options.quadrature <= 401:
        raise TableError("measure.nodes", n=options.quadrature)
    table = read_table(options.responses)
    counts = read_counts(table, table.column(options.freq)) if options.freq else None
    ids = read_ids(table, options.id)
    names, y = read_responses(table, {options.freq, options.id} - {""})
    with in_file(options.responses, voice):
        fit = engine.calibrate(y, options.model, counts=counts, names=names, nodes=options.quadrature)
    if options.eap:
        rows = [[f"{m:.6f}", f"{s:.6f}"] for m, s in zip(fit.eap, fit.eap_sd, strict=True)]
        header = ["mean", "sd"]
        if ids:
            header = [options.id, *header]
            rows = [[name, *row] for name, row in zip(ids, rows, strict=True)]
        write_table(options.eap, header, rows)
    items: list[dict[str, Any]] = []
    for j, name in enumerate(names):
        a, d = float(fit.a[j]), [float(v) for v in fit.d[j]]
        items.append({
            "item": name, "a": a, "d": d, "b": [-v / a if a else None for v in d],
            "se_a": float(fit.se_a[j]), "se_d": [float(v) for v in fit.se_d[j]],
        })  # fmt: skip
    whole = {
        "log_likelihood": fit.log_likelihood,
        "iterations": fit.iterations,
        "converged": fit.converged,
        "items": items,
    }
    if options.json:
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        print(voice.say("measure.fitted", ll=voice.figure(fit.log_likelihood, ".4f"), n=fit.iterations))
        for item in items:
            d_text = "  ".join(voice.figure(v, ".4f") for v in item["d"])
            a_text, error = voice.figure(item["a"], ".4f"), voice.figure(item["se_a"], ".4f")
            print(f"{item['item']}  a = {a_text} ({error})  d = {d_text}")
    return DONE if fit.converged else PROBLEMS


def dif(options: argparse.Namespace, voice: Voice) -> int:
    """Every item's checks between two groups."""
    from export.files.measure import read_groups, read_ids, read_responses, read_scores
    from export.files.tables import read_table
    from scoring import fairness

    table = read_table(options.responses)
    group = read_groups(table, table.column(options.group))
    match = read_scores(table, table.column(options.match)) if options.match else None
    read_ids(table, options.id)
    names, y = read_responses(table, {options.group, options.match, options.id} - {""})
    with in_file(options.responses, voice):
        reference, focal, tested = fairness.dif(y, group, match, names)
    items: list[dict[str, Any]] = []
    for name, (mh, logistic, (z, effect)) in zip(names, tested, strict=True):
        items.append({
            "item": name,
            "mantel_haenszel": {
                "chi2": mh.chi2, "p": mh.p, "chi2_corrected": mh.chi2_corrected, "p_corrected": mh.p_corrected,
                "odds_ratio": mh.odds_ratio, "delta": mh.delta,
            },
            "logistic": asdict(logistic),
            "residual": {"z": z, "effect": effect},
        })  # fmt: skip
    if options.json:
        print(json.dumps({"reference": reference, "focal": focal, "items": items}, ensure_ascii=False, indent=1))
        return DONE
    print(voice.say("measure.dif_head", reference=reference, focal=focal))
    for item in items:
        mh_found, z = item["mantel_haenszel"], item["residual"]["z"]
        flag = z is not None and abs(z) > 3
        delta = "–" if mh_found["delta"] is None else voice.figure(mh_found["delta"])
        mark = voice.say("measure.look" if flag else "measure.nothing")
        said = "–" if z is None else voice.figure(z)
        print(voice.say("measure.dif_row", item=item["item"], delta=delta, z=said, mark=mark))
    return DONE


def impact(options: argparse.Namespace, voice: Voice) -> int:
    """Selection ratios from `group,selected,total`."""
    from export.files.measure import read_selected
    from export.files.tables import TableError, read_table
    from scoring import fairness

    groups = read_selected(read_table(options.file))
    if len(groups) < 2:
        raise TableError("measure.one_group", file=options.file, n=len(groups))
    impacts = fairness.impact(groups)
    if options.json:
        print(json.dumps({"groups": [asdict(impact) for impact in impacts]}, ensure_ascii=False, indent=1))
        return DONE
    for impact in impacts:
        span = (
            ""
            if impact.low is None or impact.high is None
            else f" [{voice.figure(impact.low)} ; {voice.figure(impact.high)}]"
        )
        ratio = "–" if impact.ratio is None else f"{voice.figure(impact.ratio)}{span}"
        print(
            voice.say(
                "measure.impact_row", group=impact.group, reference=impact.reference, ratio=ratio,
                p=voice.figure(impact.fisher_p, ".3f"), verdict=voice.say(f"measure.verdict.{impact.verdict}"),
            )
        )  # fmt: skip
    return DONE
