"""The engine on plain files: batch, calibration, fairness. Known figures, invariances, and files that are wrong."""

import csv
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.main import main
from lab.benches import peers as bench_peers
from lab.benches import scoring as bench_scoring
from lab.benches.plain import plain
from scoring.batch import Item, score
from scoring.calibrate import ResponsePatterns, calibrate, climb
from scoring.estimate import category_probability, estimate
from scoring.fairness import fisher, impact, logistic_dif, mantel_haenszel
from scoring.types import Observation


def bank(n: int, k: int = 4, tasks: int = 3) -> list[Item]:
    return [
        Item(
            f"i{j:02d}",
            f"k{j % k}",
            f"t{j % tasks} x k{j % k}" if j % 7 else "",
            0.8 + 0.1 * (j % 9),
            (-1.0, 0.1 * (j % 5), 1.3),
        )
        for j in range(n)
    ]


def answers(n: int, j: int, seed: int = 0) -> Any:
    return np.random.default_rng(seed).integers(-1, 4, (n, j))


# The batch.


def test_the_batch_is_the_exact_tree_of_one_person() -> None:
    """Means, SDs and levels of a batch are those of `estimate`, to the sixth decimal."""
    items, y = bank(24), answers(40, 24)
    items = [i for i in items if i.cell]
    y = y[:, : len(items)]
    found = score(items, y)
    for n in range(len(y)):
        own = [
            Observation(i.id, i.competency, i.cell, int(c) if c >= 0 else None, 3, None, 1.0, i.a, i.b, ())
            for i, c in zip(items, y[n], strict=True)
        ]
        one = estimate(own, found.competencies)
        assert np.abs(one.mean - found.mean[n]).max() <= 1e-6
        assert np.abs(one.sd - found.sd[n]).max() <= 1e-6
        assert np.abs(one.levels - found.levels[n]).max() <= 1e-6


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 600), st.integers(0, 999), st.sampled_from([0.0, 0.6, 1.0]))
def test_order_split_and_size_of_a_batch_cannot_be_seen(n: int, seed: int, sigma: float) -> None:
    """The same person gives the same bytes, whoever stands beside, in whatever order of people or items."""
    items, y = bank(15), answers(n, 15, seed)
    whole = score(items, y, sigma=sigma)
    people = np.random.default_rng(seed).permutation(n)[: max(1, n // 2)]
    columns = np.random.default_rng(seed + 1).permutation(15)
    part = score([items[c] for c in columns], y[people][:, columns], sigma=sigma)
    at = [part.competencies.index(name) for name in whole.competencies]
    assert (part.mean[:, at] == whole.mean[people]).all()
    assert (part.sd[:, at] == whole.sd[people]).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000))
def test_doing_better_lowers_nothing(seed: int) -> None:
    """Raising any one category lowers no mean and no level probability of any competency (140 flips an example)."""
    items, y = bank(20), answers(140, 20, seed)
    better = y.copy()
    rng = np.random.default_rng(seed)
    for n in range(len(y)):
        open_ = np.flatnonzero((y[n] >= 0) & (y[n] < 3))
        if len(open_):
            better[n, rng.choice(open_)] += 1
    before, after = score(items, y), score(items, better)
    assert (after.mean - before.mean).min() >= 0
    assert (after.levels - before.levels).min() >= 0


def test_missing_is_deleted_and_nobody_observed_is_the_prior() -> None:
    """An item nobody answered changes nothing; a person of whom nothing was seen has mean 0 and SD 1."""
    items, y = bank(12), answers(30, 12)
    y[:, 4] = -1
    with_it = score(items, y)
    without = score(items[:4] + items[5:], np.delete(y, 4, 1))
    assert (with_it.mean == without.mean).all()
    empty = score(items, np.full((1, 12), -1))
    assert np.abs(empty.mean).max() < 1e-6
    assert np.abs(empty.sd - 1).max() < 1e-4


@pytest.mark.parametrize("sigma", [0.0, 0.4, 0.6, 0.8, 1.0])
def test_intervals_hold_what_they_promise(sigma: float) -> None:
    """95 % intervals of people drawn from the model cover between .93 and .97 of 1,500 (the studies use 20,000)."""
    rng = np.random.default_rng(round(sigma * 10))
    items = [Item(f"i{j:02d}", f"k{j % 4}", f"t{j % 3} x k{j % 4}", 1.4, (-1.2, 0.0, 1.2)) for j in range(36)]
    n = 1500
    g = rng.normal(size=n)
    theta = math.sqrt(0.3) * g[:, None] + math.sqrt(0.7) * rng.normal(size=(n, 4))
    cells = {i.cell: theta[:, int(i.competency[1])] + sigma * rng.normal(size=n) for i in items}
    chance = rng.random((n, len(items)))
    y = np.stack(
        [
            sum((chance[:, j] < 1 / (1 + np.exp(-i.a * (cells[i.cell] - b)))).astype(int) for b in i.b)
            for j, i in enumerate(items)
        ],
        1,
    )
    found = score(items, y, sigma=sigma)
    inside = np.abs(found.mean - theta) <= 1.96 * found.sd
    assert 0.93 <= inside.mean() <= 0.97


# Calibration.


def test_standard_errors_are_those_of_a_numeric_hessian() -> None:
    """The observed information agrees with differences of the gradient of the same log-likelihood to 2e-3."""
    y = simulated(400, 5, 3)
    problem = ResponsePatterns(y, np.ones(len(y)), [3] * 5, "graded", 61)
    v = climb(problem)[0]
    h = 1e-4
    steps = np.eye(problem.size) * h
    numeric = np.array([(problem.gradient(v + e)[1] - problem.gradient(v - e)[1]) / (2 * h) for e in steps])
    own = np.sqrt(np.diag(np.linalg.inv(problem.observed_information(v))))
    assert np.abs(own - np.sqrt(np.diag(np.linalg.inv(-numeric)))).max() < 2e-3


def simulated(n: int, items: int, tops: int, seed: int = 5) -> Any:
    rng = np.random.default_rng(seed)
    theta, a = rng.normal(size=n), rng.uniform(0.8, 1.8, items)
    b = np.sort(rng.uniform(-1.4, 1.4, (items, tops)), 1)
    p = 1 / (1 + np.exp(-a[None, :, None] * (theta[:, None, None] - b[None])))
    return (rng.random((n, items))[:, :, None] < p).sum(2)


def test_counts_are_repeated_rows() -> None:
    """A row with a count of three is three rows."""
    y = simulated(120, 4, 1)
    counts = np.arange(120) % 3 + 1
    one = calibrate(y, "2pl", counts=counts.astype(float))
    three = calibrate(np.repeat(y, counts, axis=0), "2pl")
    assert abs(one.log_likelihood - three.log_likelihood) < 1e-6
    assert np.abs(one.a - three.a).max() < 1e-3


# Fairness.


def test_mantel_haenszel_by_hand() -> None:
    """One stratum of 20, 10 / 10, 10: the odds ratio is the table's own, and the chi-square its (T-1)/T Pearson."""
    y = np.array([1] * 20 + [0] * 10 + [1] * 10 + [0] * 10)
    focal = np.array([False] * 30 + [True] * 20)
    found = mantel_haenszel(y, focal, np.zeros(50))
    assert found.odds_ratio == pytest.approx(2.0)
    assert found.delta == pytest.approx(-2.35 * math.log(2))
    pearson = 50 * (20 * 10 - 10 * 10) ** 2 / (30 * 20 * 30 * 20)
    assert found.chi2 == pytest.approx(pearson * 49 / 50)


@given(st.integers(0, 500))
@settings(deadline=None, max_examples=20)
def test_swapping_groups_turns_the_sign_only(seed: int) -> None:
    """Reference and focal exchanged: the same chi-squares, the inverse ratio."""
    rng = np.random.default_rng(seed)
    y, focal, match = rng.integers(0, 2, 200), rng.random(200) < 0.4, rng.integers(0, 6, 200).astype(float)
    one, other = mantel_haenszel(y, focal, match), mantel_haenszel(y, ~focal, match)
    assert one.chi2 == pytest.approx(other.chi2)
    assert (one.odds_ratio or 1) * (other.odds_ratio or 1) == pytest.approx(1)
    a, b = logistic_dif(y, focal, match), logistic_dif(y, ~focal, match)
    assert a.uniform == pytest.approx(b.uniform, abs=1e-6)


def test_fisher_and_ratios() -> None:
    """Fisher's tea: 3, 1, 1, 3 gives .486; small groups are « too few to tell », large gaps are seen."""
    assert fisher(3, 1, 1, 3) == pytest.approx(0.4857142857)
    assert impact([("a", 5, 20), ("b", 8, 20)])[0].verdict == "too_few"
    assert impact([("a", 150, 500), ("b", 250, 500)])[0].verdict == "gap"
    assert impact([("a", 498, 1000), ("b", 500, 1000)])[0].verdict == "no_gap"


# The commands.


def write(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def test_score_writes_one_row_a_person_in_order(tmp_path: Path) -> None:
    """Ids are carried, empty cells are missing, every competency has a mean and an SD."""
    items = write(
        tmp_path / "i.csv", "item,competency,task,a,b1,b2\nx,k,t1,1.2,-1,1\ny,k,t1,1.0,0,\nz,l,t2,1.4,-.5,.5\n"
    )
    answers_ = write(tmp_path / "r.csv", "who,x,y,z\nanna,2,1,2\nbob,,,\ncleo,0,0,0\n")
    out = tmp_path / "o.csv"
    assert main(["score", "--items", items, "--responses", answers_, "--out", str(out), "--id", "who"]) == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [r["who"] for r in rows] == ["anna", "bob", "cleo"]
    assert float(rows[0]["mean_k"]) > 0 > float(rows[2]["mean_k"])
    assert abs(float(rows[1]["mean_l"])) < 1e-6


@pytest.mark.parametrize(("items", "answers_", "words"), [
    ("item,competency,a,b1\nx,k,1,0\n", "x\n2\n", "ligne 2, colonne x"),
    ("item,competency,a,b1\nx,k,1,0\n", "x\nnan\n", "n'est pas un nombre"),
    ("item,competency,a,b1\nx,k,1,0\n", "x,y\n1,1\n", "colonne 2 : « y »"),
    ("item,competency,a,b1,b2\nx,k,1,1,0\n", "x\n1\n", "croître"),
    ("item,competency,a,b1\nx,k,-1,0\n", "x\n1\n", "pente"),
    ("item,competency,a,b1\nx,k,1,0\nx,k,1,0\n", "x,x\n1,1\n", "déjà pris"),
    ("item,a,b1\nx,1,0\n", "x\n1\n", "competency"),
    ("item,competency,a,b1\nx,k,1,0\n", "x\n1,2\n", "2 cellule"),
    ("", "x\n1\n", "aucune ligne"),
    ("item,competency,a,b1\nx,k,1,0\n", "x\n1.5\n", "nombre entier"),
])  # fmt: skip
def test_a_wrong_file_is_named_with_its_line(
    items: str, answers_: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and one sentence; nothing is written."""
    args = ["--lang", "fr", "score", "--items", write(tmp_path / "i.csv", items)]
    args += ["--responses", write(tmp_path / "r.csv", answers_), "--out", str(tmp_path / "o.csv")]
    assert main(args) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=40)
def test_random_bytes_never_make_a_traceback(data: bytes) -> None:
    """Any file at all gives status 0 or 1."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(data)
        assert main(["calibrate", "--responses", str(path), "--model", "graded", "--json"]) in (0, 1)
        assert main(["fairness", "impact", str(path)]) in (0, 1)
        assert main(["fairness", "dif", "--responses", str(path), "--group", "g"]) in (0, 1)


def test_calibrate_speaks_json_and_takes_categories_from_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Categories from 0 or from 1 give the same fit; --eap writes a row a person."""
    y = simulated(150, 4, 2)
    texts = [["a,b,c,d", *(",".join(str(v + shift) for v in row) for row in y)] for shift in (0, 1)]
    found = []
    for n, lines in enumerate(texts):
        path = write(tmp_path / f"{n}.csv", "\n".join(lines) + "\n")
        assert (
            main(["calibrate", "--responses", path, "--model", "graded", "--json", "--eap", str(tmp_path / "e.csv")])
            == 0
        )
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]
    assert set(found[0]) == {"log_likelihood", "iterations", "converged", "items"}
    assert set(found[0]["items"][0]) == {"item", "a", "d", "b", "se_a", "se_d"}
    assert len((tmp_path / "e.csv").read_text().splitlines()) == 151


def test_dif_and_impact_speak_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every item has its four checks; a planted shift of one item is the one that stands out."""
    y = simulated(800, 8, 1)
    group = np.arange(800) % 2
    y[:, 3] = np.where((group == 1) & (np.random.default_rng(1).random(800) < 0.45), 0, y[:, 3])
    lines = [
        "g," + ",".join(f"i{j}" for j in range(8)),
        *(f"{g}," + ",".join(map(str, row)) for g, row in zip(group, y, strict=True)),
    ]
    path = write(tmp_path / "d.csv", "\n".join(lines) + "\n")
    assert main(["fairness", "dif", "--responses", path, "--group", "g", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    z = [abs(i["residual"]["z"]) for i in items]
    chi = [i["mantel_haenszel"]["chi2"] for i in items]
    assert z.index(max(z)) == chi.index(max(chi)) == 3
    assert max(z) > 3
    path = write(tmp_path / "m.csv", "group;selected;total\na;3;9\nb;4;9\n")
    assert main(["fairness", "impact", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["groups"][0]["verdict"] == "too_few"


@pytest.mark.parametrize(("lang", "wrong"), [("fr", r"[0-9][.][0-9]"), ("en", r"[0-9],[0-9]")])
def test_figures_have_the_decimal_sign_of_the_language(
    lang: str, wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What specialists read on the screen, as everybody does; files and JSON keep the point."""
    y = simulated(150, 4, 2)
    rows = ["a,b,c,d", *(",".join(map(str, row)) for row in y)]
    one = write(tmp_path / "r.csv", "\n".join(rows) + "\n")
    halves = [f"{n % 2}," + ",".join(str(int(v > 1)) for v in row) for n, row in enumerate(y)]
    two = write(tmp_path / "g.csv", "\n".join(["g,a,b,c,d", *halves]) + "\n")
    three = write(tmp_path / "m.csv", "group;selected;total\na;30;90\nb;40;90\n")
    for words in (["calibrate", "--responses", one, "--model", "graded"], ["fairness", "impact", three],
                  ["fairness", "dif", "--responses", two, "--group", "g"]):  # fmt: skip
        assert main(["--lang", lang, *words]) in (0, 1)
        said, problem = capsys.readouterr()
        assert re.search(r"[0-9][.,][0-9]", said), problem
        assert not re.search(wrong, said), said


# The bench.


def test_the_bench_measures_everything_in_one_run(tmp_path: Path) -> None:
    """Every goal has its figure; an environment without girth is said, not left out."""
    found = bench_scoring.run(small=True, peers=tmp_path)
    assert {"profiles_per_s", "share_of_limit", "add_and_read_us", "errors_to_fit"} <= set(found) & set(found["goals"])
    assert all(found[name] > 0 for name in ("profiles_per_s", "share_of_limit", "add_and_read_us", "graded_fit_s"))
    assert found["girth"].startswith("absent")
    assert "--peers" in bench_peers.girth(None, {})


def test_plain_numpy_says_what_the_batch_says() -> None:
    """The yardstick written without tables gives the same means, SDs and levels, to the sixth decimal."""
    items = bench_scoring.bank()
    _, y = bench_scoring.people(items, 40)
    ours, theirs = score(items, y), plain(items, y)
    assert np.abs(ours.mean - theirs[:, :, 0]).max() <= 1e-6
    assert np.abs(ours.sd - theirs[:, :, 1]).max() <= 1e-6
    assert np.abs(ours.levels - theirs[:, :, 2:]).max() <= 1e-6


def test_girth_is_given_our_own_people_and_items() -> None:
    """What is handed to a peer is the same bank: P(y >= m) at theta 0 is that of our tables."""
    items = bench_scoring.bank()
    _, y = bench_scoring.people(items, 30)
    data = bench_scoring._for_girth(items, y, bench_scoring.graded(40, 3), 1)
    above = 1 / (1 + np.exp(-data["d"][7]))
    assert (
        np.abs(above - (1 - np.cumsum(category_probability(np.zeros(1), items[7].a, items[7].b)[:-1, 0]))).max() < 1e-12
    )
    assert (data["a"] > 0).sum() == len(items)
    assert np.linalg.eigvalsh(data["covariance"]).min() > 0
