"""The engine on plain files: `score`, `calibrate`, `fairness dif`, `fairness impact`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envol.game.app import DONE, PROBLEMS, Commands, Run, Voice
from envol.game.app_ease import add_to as add_ease

if TYPE_CHECKING:
    from envol.export.tables import Table
    from envol.scoring.batch import Ints, Item


def add(commands: Commands) -> None:
    """The four commands."""
    say = commands.say
    made = commands.add("score", "measure.score", told(score))
    made.add_argument("--items", type=Path, required=True, help=say("measure.items"))
    made.add_argument("--responses", type=Path, required=True, help=say("measure.responses"))
    made.add_argument("--out", type=Path, required=True, help=say("measure.out"))
    made.add_argument("--gamma2", type=float, default=0.3, help=say("measure.gamma2"))
    made.add_argument("--sigma", type=float, default=0.6, help=say("measure.sigma"))
    made.add_argument("--id", default="", help=say("measure.id"))
    made = commands.add("calibrate", "measure.calibrate", told(calibrate))
    made.add_argument("--responses", type=Path, required=True, help=say("measure.responses"))
    made.add_argument("--model", choices=("1pl", "2pl", "graded"), required=True, help=say("measure.model"))
    made.add_argument("--freq", default="", help=say("measure.freq"))
    made.add_argument("--id", default="", help=say("measure.id"))
    made.add_argument("--quadrature", type=int, default=61, help=say("measure.quadrature"))
    made.add_argument("--json", action="store_true", help=say("measure.json"))
    made.add_argument("--eap", type=Path, help=say("measure.eap"))
    group = commands.group("fairness", "measure.fairness")
    made = group.add("dif", "measure.dif", told(dif))
    made.add_argument("--responses", type=Path, required=True, help=say("measure.responses"))
    made.add_argument("--group", required=True, help=say("measure.group"))
    made.add_argument("--match", default="", help=say("measure.match"))
    made.add_argument("--id", default="", help=say("measure.id"))
    made.add_argument("--json", action="store_true", help=say("measure.json"))
    add_ease(group)
    made = group.add("impact", "measure.impact", told(impact))
    made.add_argument("file", type=Path, help=say("measure.impact_file"))
    made.add_argument("--json", action="store_true", help=say("measure.json"))


def told(run: Run) -> Run:
    """A command whose known problems are a sentence and status 1."""

    def safe(options: argparse.Namespace, voice: Voice) -> int:
        from envol.export.tables import TableError
        from envol.scoring.calibrate import CalibrationError

        try:
            return run(options, voice)
        except (TableError, CalibrationError) as error:
            print(voice.say(error.key, **error.values))
            return PROBLEMS

    return safe


def score(options: argparse.Namespace, voice: Voice) -> int:
    """Posterior mean and SD of every competency, per person, in order."""
    import numpy as np

    from envol.export.tables import TableError, read_table, write_table
    from envol.scoring import batch

    if not 0 <= options.gamma2 < 1 or not (options.sigma == 0 or 0.2 <= options.sigma <= 3):
        raise TableError("measure.range", gamma2=options.gamma2, sigma=options.sigma)
    items = read_items(read_table(options.items))
    table = read_table(options.responses)
    at = [n for n in range(len(table.header)) if table.header[n] != options.id]
    if options.id:
        table.column(options.id)
    if len(at) != len(items):
        raise TableError("measure.columns", file=options.responses, found=len(at), expected=len(items))
    y = np.full((len(table.rows), len(items)), -1, dtype=np.int64)
    for row in range(len(table.rows)):
        for j, column in enumerate(at):
            y[row, j] = table.whole(row, column)
            if y[row, j] > len(items[j].b):
                raise table.problem("measure.category", row, column)
    found = batch.score(items, y, sigma=options.sigma, gamma2=options.gamma2)
    header = [*([options.id] if options.id else [])]
    for name in found.competencies:
        header += [f"mean_{name}", f"sd_{name}"]
    ids = [row[table.column(options.id)] for row in table.rows] if options.id else []
    rows = []
    for n in range(len(y)):
        cells = [f"{v:.6f}" for pair in zip(found.mean[n], found.sd[n], strict=True) for v in pair]
        rows.append([*([ids[n]] if options.id else []), *cells])
    write_table(options.out, header, rows)
    print(voice.say("measure.scored", n=len(rows), k=len(found.competencies), file=options.out))
    return DONE


def read_items(table: "Table") -> "list[Item]":
    """Items from a table `item,competency[,task][,cell],a,b1,...,bM`."""
    from envol.export.tables import TableError
    from envol.scoring.batch import Item

    cuts = [n for n, name in enumerate(table.header) if name[:1] == "b" and name[1:].isdigit()]
    if not cuts:
        raise TableError("table.no_column", file=table.path, column="b1", there=", ".join(table.header))
    item_at, who_at, a_at = table.column("item"), table.column("competency"), table.column("a")
    items: list[Item] = []
    for row, cells in enumerate(table.rows):
        name, who = cells[item_at].strip(), cells[who_at].strip()
        if not name or any(name == i.id for i in items):
            raise table.problem("measure.item_twice", row, item_at)
        if not who:
            raise table.problem("measure.no_competency", row, who_at)
        a = table.number(row, a_at)
        if a <= 0:
            raise table.problem("measure.slope", row, a_at)
        b = []
        for n in cuts:
            if not cells[n].strip():
                continue
            b.append(table.number(row, n))
            if len(b) > 1 and b[-1] <= b[-2]:
                raise table.problem("measure.cuts", row, n)
        if not b:
            raise table.problem("measure.no_cut", row, cuts[0])
        items.append(Item(name, who, _cell(table, cells, who), a, tuple(b)))
    if not items:
        raise TableError("table.empty", file=table.path)
    return items


def _cell(table: "Table", cells: list[str], who: str) -> str:
    """The `cell` column, else task x competency, else none."""
    if "cell" in table.header:
        return cells[table.column("cell")].strip()
    if "task" in table.header and (task := cells[table.column("task")].strip()):
        return f"{task} x {who}"
    return ""


def _responses(table: "Table", skip: set[str]) -> "tuple[list[str], Ints]":
    """Names and categories of the item columns; when the lowest category of all is 1, it becomes 0."""
    import numpy as np

    from envol.export.tables import TableError

    at = [n for n, name in enumerate(table.header) if name not in skip]
    if not at or not table.rows:
        raise TableError("table.empty", file=table.path)
    y = np.array([[table.whole(row, n) for n in at] for row in range(len(table.rows))], dtype=np.int64)
    seen = y >= 0
    if seen.any() and int(y[seen].min()) == 1:
        y[seen] -= 1
    return [table.header[n] for n in at], y


def calibrate(options: argparse.Namespace, voice: Voice) -> int:
    """Fit, then print the items; --eap writes every row's posterior mean and SD."""
    import numpy as np

    from envol.export.tables import TableError, read_table, write_table
    from envol.scoring import calibrate as engine

    if not 11 <= options.quadrature <= 401:
        raise TableError("measure.nodes", n=options.quadrature)
    table = read_table(options.responses)
    counts = None
    if options.freq:
        column = table.column(options.freq)
        counts = np.array([table.number(row, column) for row in range(len(table.rows))])
        if (counts < 0).any():
            raise table.problem("measure.negative", int(np.flatnonzero(counts < 0)[0]), column)
    if options.id:
        table.column(options.id)
    names, y = _responses(table, {options.freq, options.id} - {""})
    fit = engine.calibrate(y, options.model, counts=counts, names=names, nodes=options.quadrature)
    if options.eap:
        rows = [[f"{m:.6f}", f"{s:.6f}"] for m, s in zip(fit.eap, fit.eap_sd, strict=True)]
        header = ["mean", "sd"]
        if options.id:
            header.insert(0, options.id)
            rows = [[table.rows[n][table.column(options.id)], *row] for n, row in enumerate(rows)]
        write_table(options.eap, header, rows)
    items = []
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
        print(voice.say("measure.fitted", ll=round(fit.log_likelihood, 4), n=fit.iterations))
        for item in items:
            d_text = " ".join(f"{v:.4f}" for v in item["d"])  # type: ignore[attr-defined]
            print(f"{item['item']}  a = {item['a']:.4f} ({item['se_a']:.4f})  d = {d_text}")
    return DONE if fit.converged else PROBLEMS


def dif(options: argparse.Namespace, voice: Voice) -> int:
    """Every item's checks between two groups."""
    import numpy as np

    from envol.export.tables import read_table
    from envol.scoring import fairness

    table = read_table(options.responses)
    column = table.column(options.group)
    group = [row[column].strip() for row in table.rows]
    match = None
    if options.match:
        at = table.column(options.match)
        match = np.array([table.number(row, at) for row in range(len(table.rows))])
    if options.id:
        table.column(options.id)
    names, y = _responses(table, {options.group, options.match, options.id} - {""})
    reference, focal, found = fairness.dif(y, group, match, names)
    items: list[dict[str, Any]] = []
    for name, (mh, logistic, (z, effect)) in zip(names, found, strict=True):
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
        delta = "–" if mh_found["delta"] is None else f"{mh_found['delta']:.2f}"
        mark = voice.say("measure.look" if flag else "measure.nothing")
        print(
            voice.say("measure.dif_row", item=item["item"], delta=delta, z="–" if z is None else f"{z:.2f}", mark=mark)
        )
    return DONE


def impact(options: argparse.Namespace, voice: Voice) -> int:
    """Selection ratios from `group,selected,total`."""
    from envol.export.tables import TableError, read_table
    from envol.scoring import fairness

    table = read_table(options.file)
    at = [table.column(name) for name in ("group", "selected", "total")]
    groups: list[tuple[str, int, int]] = []
    for row, cells in enumerate(table.rows):
        selected, total = (table.number(row, n) for n in at[1:])
        if selected != int(selected) or total != int(total) or not 0 <= selected <= total or total < 1:
            raise table.problem("measure.counts", row, at[1])
        if any(cells[at[0]].strip() == g[0] for g in groups):
            raise table.problem("measure.group_twice", row, at[0])
        groups.append((cells[at[0]].strip(), int(selected), int(total)))
    if len(groups) < 2:
        raise TableError("fairness.two_groups", n=len(groups))
    found = fairness.impact(groups)
    if options.json:
        print(json.dumps({"groups": [asdict(one) for one in found]}, ensure_ascii=False, indent=1))
        return DONE
    for one in found:
        span = "" if one.low is None or one.high is None else f" [{one.low:.2f} ; {one.high:.2f}]"
        ratio = "–" if one.ratio is None else f"{one.ratio:.2f}{span}"
        print(
            voice.say(
                "measure.impact_row", group=one.group, reference=one.reference, ratio=ratio, p=f"{one.fisher_p:.3f}",
                verdict=voice.say(f"measure.verdict.{one.verdict}"),
            )
        )  # fmt: skip
    return DONE
