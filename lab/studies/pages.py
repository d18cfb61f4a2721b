"""The chapters of docs/studies.md on measurement: figures measured now, with their charts beside."""

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from export.files.whole import write_whole
from lab.charts import Frame, Series, bars, lines
from lab.studies import circuit as circuit
from lab.trials import LADDER, PILOT_PER_RUN, Order, ceilings_of, orders, play_all, tried_circuit
from scenarios.model import Scenario
from scoring.bars import BLIND_LEVEL2, BLIND_MEAN, Bar, Trials
from scoring.bars import bars as judge_bars
from scoring.batch import Ints, Item, Scores, score
from scoring.circuit import Judged, circuit_bars
from scoring.ease import ease_shares
from scoring.estimate import Array
from scoring.tree_calibrate import Freed, fit_tables, pack, unpack
from scoring.tree_sums import Sessions
from scoring.types import LEVEL_CUTS

Bools = NDArray[np.bool_]
CHARTS = Path(__file__).parents[2] / "docs" / "studies"
PEOPLE = 20_000
TABLES_N = (200, 500, 2000)
CIRCUIT_PEOPLE, CIRCUIT_CALIBRATION, CIRCUIT_LADDER = 5000, 1500, 300
ROBOT_RUNS = 24
BLIND_RUNS = {"never": 20, "idle": 20}
"""Of robots whose outcome does not hang on the seed."""
BLIND_RUNS_ELSE = 1000
EASE_PEOPLE = (60, 300, 2000)
JOBS = min(2, os.cpu_count() or 1)


def chart(name: str, svg: str, about: str) -> list[str]:
    """Write a chart beside the page; the lines that show it."""
    CHARTS.mkdir(parents=True, exist_ok=True)
    write_whole(CHARTS / f"{name}.svg", svg.encode(), private=False)
    return ["", f"![{about}](studies/{name}.svg)", ""]


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A table of the page."""
    body = [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return [f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *body]


def drawn(
    items: Sequence[Item], n: int, seed: int, scale: tuple[float, float] = (0.6, 0.3), shift: Array | None = None
) -> tuple[Array, Ints]:
    """(skills, answers) of people drawn from the model itself; `shift` (people, competencies) moves what they show."""
    rng = np.random.default_rng(seed)
    names = tuple(dict.fromkeys(i.competency for i in items))
    g = rng.normal(size=n)
    theta = math.sqrt(scale[1]) * g[:, None] + math.sqrt(1 - scale[1]) * rng.normal(size=(n, len(names)))
    shown = theta if shift is None else theta + shift
    keys = sorted({(i.competency, i.cell) for i in items})
    cells = {key: shown[:, names.index(key[0])] + scale[0] * rng.normal(size=n) for key in keys}
    y = np.empty((n, len(items)), dtype=np.int64)
    for j, i in enumerate(items):
        chance = rng.random(n)
        y[:, j] = sum((chance < 1 / (1 + np.exp(-i.a * (cells[i.competency, i.cell] - b)))).astype(int) for b in i.b)
    return theta, y


def bank(n: int = 36, k: int = 4, tasks: int = 3) -> list[Item]:
    """Items as an author writes them: five categories, a 1.2, one cell a task and competency."""
    b = (-1.6, -0.5, 0.5, 1.6)
    return [Item(f"i{j:02d}", f"k{j % k}", f"t{j // k % tasks} x k{j % k}", 1.2, b) for j in range(n)]


# Recovery and calibration of probabilities.


def reliability(said: Array, true: Bools, steps: int = 10) -> tuple[list[tuple[float, float]], float]:
    """(mean said, share true) in bins of equal width, and the expected calibration error."""
    at = np.minimum((said * steps).astype(int), steps - 1)
    points, gap = [], 0.0
    for n in range(steps):
        here = at == n
        if here.any():
            points.append((float(said[here].mean()), float(true[here].mean())))
            gap += float(here.mean()) * abs(points[-1][0] - points[-1][1])
    return points, gap


def recovery() -> Iterator[str]:
    """Estimates beside the truth, and whether a probability that is said comes true as often as it says."""
    items = bank()
    theta, y = drawn(items, PEOPLE, 21)
    scores, naive = score(items, y), score([_loose(i) for i in items], y, sigma=0.0)
    r = [np.corrcoef(theta[:, k], scores.mean[:, k])[0, 1] for k in range(theta.shape[1])]
    yield f"{PEOPLE} people drawn from the model, {len(items)} graded observations of four competencies in three tasks:"
    yield f"r between estimate and truth {np.mean(r):.3f} (lowest {min(r):.3f}), RMSE {_rmse(scores, theta):.3f}, mean"
    yield f"standard error {scores.sd.mean():.3f}."
    yield ""
    rows, series = [], []
    for name, read_scores in (("with cells", scores), ("without cells", naive)):
        gaps = []
        for level, cut in enumerate(LEVEL_CUTS):
            points, gap = reliability(read_scores.levels[:, :, level].ravel(), (theta >= cut).ravel())
            gaps.append(gap)
            if level == 1:
                series.append(Series(name, points))
        rows.append([name, *(f"{gap:.4f}" for gap in gaps)])
    yield "Calibration of P(at least level 1, 2, 3): expected calibration error, ten bins. Leaving the cells out"
    yield "(sigma 0) is shown to say why they are there; nothing of the game scores so."
    yield ""
    yield from table(["scored", "level 1", "level 2", "level 3"], rows)
    frame = Frame("P(at least level 2): said and true", "said", "true", (0, 1), (0, 1), diagonal=True)
    yield from chart("reliability", lines(frame, series), "Reliability diagram")
    means = [(float(theta[:, 0][b].mean()), float(scores.mean[:, 0][b].mean())) for b in _bins(theta[:, 0])]
    frame = Frame("Recovery: mean estimate at each skill", "true skill", "estimate", (-3, 3), (-3, 3), diagonal=True)
    yield from chart("recovery", lines(frame, [Series("one competency", means)]), "Recovery")


def _loose(item: Item) -> Item:
    return Item(item.id, item.competency, "", item.a, item.b, item.weight)


def _rmse(scores: Scores, theta: Array) -> float:
    return float(np.sqrt(((scores.mean - theta) ** 2).mean()))


def _bins(theta: Array) -> list[Bools]:
    edges = np.arange(-2.75, 3.0, 0.5)
    return [(theta >= a) & (theta < a + 0.5) for a in edges]


# Tables learnt from sessions.


def tables() -> Iterator[str]:
    """How near calibrated tables come to the true ones, with the author's values as priors and without."""
    author = bank()
    rng = np.random.default_rng(3)
    spread = np.array([0.3, 0.5, 0.2, 0.2, 0.2])
    true = [unpack(i, pack(i) + spread * rng.normal(size=5)) for i in author]
    theta, y = drawn(true, 4000, 99)
    rows = [
        _table_row("true values", true, true, (0.6, 0.3), theta, y),
        _table_row("author", author, true, (0.6, 0.3), theta, y),
    ]
    for n in TABLES_N:
        logged = Sessions(author, drawn(true, n, 7)[1])
        for name, plan in (("priors", Freed()), ("free, sigma and gamma2 too", Freed(True, True, True))):
            if n < 500 and plan.frees:
                continue
            fit = fit_tables(logged, plan, errors=False)
            got = [fitted.item for fitted in fit.items]
            rows.append(_table_row(f"{n}, {name}", got, true, (fit.sigma, fit.gamma2), theta, y))
    yield "Authors wrong by .3 in log a and .5 in difficulty; sigma .6, gamma2 .3; 36 items of five categories. The"
    yield "last columns score 4,000 other people with each table. Under 100 sessions nothing is estimated, under 500"
    yield "nothing is freed."
    yield ""
    yield from table(["sessions", "RMSE log a", "RMSE b", "sigma", "gamma2", "RMSE theta", "coverage"], rows)
    points = [(float(str(row[0]).split(",")[0]), float(str(row[2]))) for row in rows[2:] if "priors" in str(row[0])]
    frame = Frame("Error of thresholds, author's values as priors", "sessions", "RMSE of b", (0, 2000), (0, 0.8),
                  [("author alone", float(str(rows[1][2])))])  # fmt: skip
    yield from chart("tables", lines(frame, [Series("with priors", points)]), "Calibration of tables")


def _table_row(
    name: str, got: Sequence[Item], true: Sequence[Item], scale: tuple[float, float], theta: Array, y: Ints
) -> list[object]:
    pairs = list(zip(got, true, strict=True))
    a = math.sqrt(np.mean([math.log(own.a / other.a) ** 2 for own, other in pairs]))
    b = math.sqrt(np.mean([(np.array(own.b) - np.array(other.b)) ** 2 for own, other in pairs]))
    scores = score(got, y, sigma=scale[0], gamma2=scale[1])
    inside = float((np.abs(scores.mean - theta) <= 1.96 * scores.sd).mean())
    return [
        name,
        f"{a:.3f}",
        f"{b:.3f}",
        f"{scale[0]:.3f}",
        f"{scale[1]:.3f}",
        f"{_rmse(scores, theta):.4f}",
        f"{inside:.4f}",
    ]


# The synthetic circuit.


def synthetic_circuit() -> Iterator[str]:
    """The circuit bars on mechanistic players, with the author's tables, calibrated ones, and without cells."""
    yield f"{CIRCUIT_PEOPLE} mechanistic players (not the model that scores them), {circuit.OBSERVATIONS} observations,"
    yield f"{len(circuit.CELLS)} cells, {circuit.COMPETENCIES} competencies, three tasks; cuts from {circuit.PILOTS}"
    yield "pilot players."
    yield ""
    author = circuit.Tables(circuit.bank())
    learnt, fit = circuit.calibrated(CIRCUIT_CALIBRATION)
    naive = circuit.Tables(tuple(_loose(i) for i in learnt.items), (0.0, learnt.scale[1]))
    rows, series, judged = [], [], []
    for name, table_set in (
        ("author's values", author),
        (f"calibrated on {CIRCUIT_CALIBRATION}", learnt),
        ("calibrated, no cells", naive),
    ):
        known, again = circuit.population(table_set, CIRCUIT_PEOPLE)
        rows.append([name, *_judged(known), f"{again:.3f}"])
        if table_set is naive:
            continue
        ladders = [circuit.ladder(table_set, k, CIRCUIT_LADDER) for k in range(circuit.COMPETENCIES)]
        mean = np.mean([ladder.rungs for ladder in ladders], axis=0)
        series.append(Series(name, list(zip(circuit.LADDER.tolist(), mean.tolist(), strict=True))))
        judged.append((name, circuit_bars(known, again, ladders, author=table_set is author)))
    yield f"Calibrated sigma {fit.sigma:.3f} (deviations drawn with SD {circuit.DEVIATION}), gamma2 {fit.gamma2:.3f}."
    yield ""
    yield from table(["tables", "r mean (range)", "RMSE", "coverage", "SE", "retest"], rows)
    yield ""
    yield from table(["bar", "tables", "figure", "limit", "held"], [
        [bar.id, name, f"{bar.value:.3f}", f"{bar.limit:.3f}", _held(bar)] for name, all_ in judged for bar in all_
    ])  # fmt: skip
    short = [f"{bar.id} ({name}, {bar.value:.3f})" for name, all_ in judged for bar in all_ if bar.kept is False]
    if short:
        yield ""
        yield f"Not held: {', '.join(short)}. These three tasks are made up; each real workshop has its bars below."
    mean_blind, level2 = circuit.blind(author, 2000)
    yield ""
    yield f"Blind players, whose act falls in the two lowest categories 85 % of the time: mean {mean_blind:.2f}, worst"
    yield f"P(level 2) {level2:.3f}."
    frame = Frame("Ladders: mean estimate of eleven competencies", "skill", "estimate", (-2, 2), (-2, 2), diagonal=True)
    yield from chart("circuit", lines(frame, series), "Ladders of the synthetic circuit")


def _judged(known: Judged) -> list[str]:
    r = f"{known.r.mean():.3f} ({known.r.min():.2f}-{known.r.max():.2f})"
    return [r, f"{known.rmse:.3f}", f"{known.coverage:.4f}", f"{known.sd:.3f}"]


def _held(bar: Bar) -> str:
    return {True: "yes", False: "**no**", None: "too few runs"}[bar.kept]


# Robots on the real workshops.


def robots(scenario: Scenario) -> Iterator[str]:
    """The bars of a workshop, but for the blind players, on a whole trial."""
    wanted = [o for o in orders(scenario, ROBOT_RUNS, 1) if o.role != "blind"]
    played = list(play_all(scenario, wanted, jobs=JOBS))
    trials = Trials(played, ceilings_of(scenario))
    judged = judge_bars(trials)
    pilots = sum(p.role == "pilot" for p in played)
    yield f"`{scenario.head.id}`, {len(played)} runs: {ROBOT_RUNS} of each able, clumsy and novice robot and of each"
    yield f"rung of each ladder, {pilots} of the pilot mix. {sum(b.kept is True for b in judged)} bars of {len(judged)}"
    yield f"hold; {sum(b.kept is None for b in judged)} ask for more runs."
    yield ""
    yield from table(
        ["bar", "worst figure", "limit", "about", "held"],
        [_worst(judged, kind) for kind in dict.fromkeys(b.id for b in judged)],
    )
    failed = [bar for bar in judged if bar.kept is False]
    for bar in failed:
        yield ""
        about, rules = ", ".join(bar.about), ", ".join(bar.rules)
        yield f"Not held: {bar.id} {about}: {bar.value:.3f} (limit {bar.limit}); rules {rules}."
    yield ""
    rows, series = [], []
    for name in trials.habiletes:
        rungs = [[r.mean[name] for r in trials.of("ladder", on=name) if r.played.skill[name] == s] for s in LADDER]
        means = [float(np.mean(values)) for values in rungs]
        series.append(Series(name.split("_")[0], list(zip(LADDER, means, strict=True))))
        rows.append([name, *(f"{m:.2f}" for m in means)])
    yield from table(["ladder", *(f"{s:+.1f}" for s in LADDER)], rows)
    frame = Frame(f"Ladders: {scenario.head.id}", "skill", "estimate", (-2, 2), (-2, 2), diagonal=True)
    yield from chart(f"robots_{scenario.head.id}", lines(frame, series), "Ladders of robots")
    tops = [(bar.about[0], bar.value) for bar in judged if bar.id == "too_easy"]
    frame = Frame(
        "Share of the pilot mix in the top category",
        "observation",
        "share",
        (0, 1),
        (0, 1),
        [("85 %", 0.85), ("3 %", 0.03)],
    )
    shown = bars(frame, [rule for rule, _ in tops], [share for _, share in tops])
    yield from chart(f"tops_{scenario.head.id}", shown, "Top categories")


def real_circuit(scenarios: Sequence[Scenario]) -> Iterator[str]:
    """The bars of the circuit that these workshops make together."""
    tried = tried_circuit(scenarios, ROBOT_RUNS, 1, jobs=JOBS)
    bars = tried.bars
    names = ", ".join(f"`{scenario.head.id}`" for scenario in scenarios)
    yield f"{names}: {ROBOT_RUNS} players on each rung of each ladder, the"
    yield f"same ones on all, and {ROBOT_RUNS * PILOT_PER_RUN} mixed players on two days."
    yield f"{sum(b.kept is True for b in bars)} bars of {len(bars)} hold."
    yield ""
    yield from table(["bar", "worst about", "figure", "limit", "held"], [
        [bar.id, ", ".join(bar.about), f"{bar.value:.3f}", f"{bar.limit:.2f}", _held(bar)] for bar in bars
    ])  # fmt: skip
    yield ""
    rows = []
    for name, ladder in zip(tried.names, tried.ladders, strict=True):
        moved = [other for other in tried.names if other != name][ladder.most]
        figures = (np.diff(ladder.rungs).min(), ladder.slope, ladder.r, ladder.other)
        rows.append([name, *(f"{figure:.3f}" for figure in figures), moved])
    yield from table(["ladder", "least step", "slope", "r", "moves another by", "which"], rows)


def _worst(judged: Sequence[Bar], kind: str) -> list[object]:
    """The figure of a kind of bar that stands nearest to its limit, or furthest beyond it."""
    same = [bar for bar in judged if bar.id == kind]
    low_is_bad = kind in ("perfect", "order", "rule", "correlation", "too_hard")
    worst = min(same, key=lambda b: (b.value - b.limit) if low_is_bad else (b.limit - b.value))
    held = sum(bar.kept is True for bar in same)
    return [
        kind,
        f"{worst.value:.3f}",
        f"{worst.limit:.2f}",
        ", ".join(w for w in worst.about if w),
        f"{held} of {len(same)}",
    ]


def blind(scenario: Scenario) -> Iterator[str]:
    """Null players of the real workshop: what playing without looking earns."""
    from game.mechanics.table import MECHANICS

    cast = MECHANICS[scenario.head.mechanic].cast
    wanted = [
        Order("blind", name, seed)
        for name in cast.blind
        for seed in range(1, BLIND_RUNS.get(name, BLIND_RUNS_ELSE) + 1)
    ]
    trials = Trials(list(play_all(scenario, wanted, jobs=JOBS)))
    judged = judge_bars(trials)
    rows, means = [], []
    for name in cast.blind:
        # A habileté in which a robot is read of too little is judged of nothing: it has no mean to show.
        own = [bar for bar in judged if bar.about[0] == name and bar.kept is not None]
        mean, level2, said = (
            max((bar.value for bar in own if bar.id == id), default=math.nan)
            for id in ("blind_mean", "blind_level2", "blind_statement")
        )
        low = np.mean([r.category.get(rule, 0) < 0.5 for r in trials.of("blind", name) for rule in trials.rules])
        means.append(mean)
        runs = len(trials.of("blind", name))
        rows.append([name, runs, f"{mean:.2f}", f"{level2:.4f}", f"{said:.4f}", f"{low:.3f}", _all_held(own)])
    yield "What playing without looking earns, per robot the highest of its habiletés. Robots whose outcome does"
    yield "not depend on the seed are played less."
    yield ""
    yield from table(["robot", "runs", f"mean (at most {BLIND_MEAN})", f"P(level 2) (at most {BLIND_LEVEL2})",
                      "said level 2 or more (0)", "share of observations in the two lowest", "held"], rows)  # fmt: skip
    frame = Frame("Null players: highest mean of any habileté", "robot", "mean", (0, 1), (-3, 0), [("bar", BLIND_MEAN)])
    yield from chart(f"blind_{scenario.head.id}", bars(frame, list(cast.blind), means), "Null players")


def _all_held(own: Sequence[Bar]) -> str:
    return "yes" if all(bar.kept for bar in own) else "**no**"


# The device.


def ease() -> Iterator[str]:
    """What the ease with the device explains, on simulated people with a planted effect."""
    names = [f"k{k}" for k in range(4)]
    rows = []
    for n in EASE_PEOPLE:
        rng = np.random.default_rng(n)
        classes = [("easy", "medium", "hard")[c] for c in rng.choice(3, size=n, p=[0.5, 0.35, 0.15])]
        shift = np.zeros((n, 4))
        shift[:, 0] = [-0.5 * ("easy", "medium", "hard").index(c) for c in classes]
        _, y = drawn(bank(), n, n, shift=shift)
        for share in ease_shares(names, score(bank(), y).mean, classes):
            if share.share is None:
                rows.append([n, share.habilete, f"{share.missing} missing", "", ""])
            else:
                rows.append(
                    [
                        n,
                        share.habilete,
                        f"{share.share:.3f}",
                        f"{share.low:.3f} to {share.high:.3f}",
                        "yes" if share.flagged else "no",
                    ]
                )
    yield "Simulated people; the device takes .5 SD a class from what they show of k0 and nothing from the others."
    yield ""
    yield from table(["people", "competency", "share explained", "95 % interval", "flagged"], rows)
