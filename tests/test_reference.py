"""Data nobody here wrote: published fits and checks are reproduced. Skipped by name where ../shared/data is absent.

Figures: Rizopoulos 2006 and the ltm package (LSAT6, Science), the reference pages of mirt (LSAT7, de Ayala), recorded
outputs of difR (verbal aggression: Mantel-Haenszel with correction, ratio and delta, ratios of logistic models).
"""

import csv
import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cli.main import main
from scoring.calibrate import Fit, ResponsePatterns, calibrate, climb
from scoring.fairness import dif

SHARED = Path(os.environ.get("ENVOL_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "irt"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data of ../shared/data are not here")

# Item by item in the order of the file: corrected chi-square, odds ratio, delta, uniform and non-uniform ratios.
VERBAL = {
    "i1": (1.7076, 1.7005, -1.2476, 1.9998, 0.0016),
    "i2": (0.1324, 0.7967, 0.5340, 0.4234, 0.7962),
    "i3": (2.1486, 1.7702, -1.3420, 1.9065, 1.4476),
    "i4": (2.7501, 0.4995, 1.6313, 4.0968, 0.6335),
    "i5": (0.9926, 1.4481, -0.8701, 2.1606, 0.3136),
    "i6": (0.0683, 1.1765, -0.3821, 0.7163, 0.3293),
    "i7": (1.9302, 1.9395, -1.5567, 4.2639, 0.4658),
    "i8": (6.3029, 0.3209, 2.6709, 7.6372, 0.0563),
    "i9": (2.9540, 1.9799, -1.6052, 2.9036, 1.2367),
    "i10": (6.8395, 0.3746, 2.3072, 9.1401, 1.1221),
    "i11": (9.6032, 2.8804, -2.4861, 11.3031, 0.1080),
    "i12": (0.2170, 0.7931, 0.5447, 0.0928, 1.6088),
    "i13": (0.0013, 0.9439, 0.1358, 0.0955, 1.5106),
    "i14": (5.7817, 0.4616, 1.8165, 7.1433, 0.0945),
    "i15": (0.6752, 0.7194, 0.7741, 1.6260, 0.0071),
    "i16": (3.8880, 0.4727, 1.7606, 4.6496, 1.2184),
    "i17": (0.8185, 1.5281, -0.9965, 2.1397, 0.5592),
    "i18": (0.2989, 0.6373, 1.0585, 0.5258, 0.7505),
    "i19": (1.6292, 1.6849, -1.2260, 1.9563, 0.4983),
    "i20": (1.1220, 0.6444, 1.0327, 1.8339, 1.1182),
    "i21": (0.0152, 1.0901, -0.2028, 0.0042, 2.0955),
    "i22": (1.4491, 0.6385, 1.0541, 2.3918, 0.3039),
    "i23": (4.1188, 2.3458, -2.0036, 3.6491, 0.0386),
    "i24": (0.8390, 1.6053, -1.1123, 1.0577, 0.2947),
}


def load(name: str) -> tuple[list[str], Any]:
    rows = list(csv.reader((SHARED / name).read_text("utf-8").splitlines()))
    return rows[0], np.array([[int(v) for v in row] for row in rows[1:]])


def fitted(name: str, model: str) -> Fit:
    header, data = load(name)
    if "freq" in header:
        at = header.index("freq")
        return calibrate(data[:, :at], model, counts=data[:, at].astype(float))
    return calibrate(data - data.min(), model)


@pytest.mark.parametrize(("name", "model", "value", "digits"), [
    ("lsat6_patterns.csv", "1pl", -2466.938, 3),
    ("lsat6_patterns.csv", "2pl", -2466.653, 3),
    ("lsat7_patterns.csv", "2pl", -2658.805, 3),
    ("science.csv", "graded", -1608.87, 2),
])  # fmt: skip
def test_published_log_likelihoods(name: str, model: str, value: float, digits: int) -> None:
    """All digits that were published."""
    fit = fitted(name, model)
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(value, abs=0.55 * 10**-digits)


def test_published_parameters() -> None:
    """LSAT6 1PL a and b; LSAT7 2PL a and d; Science graded a and b: within 2e-3 (b of an easy item: 3e-3)."""
    one = fitted("lsat6_patterns.csv", "1pl")
    assert np.abs(one.a - 0.7551).max() < 2e-3
    b = np.array([-d[0] / a for d, a in zip(one.d, one.a, strict=True)])
    assert np.abs(b - [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802]).max() < 3e-3
    two = fitted("lsat7_patterns.csv", "2pl")
    assert np.abs(two.a - [0.988, 1.081, 1.707, 0.765, 0.736]).max() < 2e-3
    assert np.abs(np.concatenate(two.d) - [1.856, 0.808, 1.805, 0.486, 1.854]).max() < 2e-3
    science = fitted("science.csv", "graded")
    assert np.abs(science.a - [1.041, 1.226, 2.299, 1.094]).max() < 2e-3
    b = np.concatenate([-d / a for d, a in zip(science.d, science.a, strict=True)])
    published = [-4.672, -2.536, 1.408, -2.385, -0.735, 1.849, -2.281, -0.965, 0.856, -3.060, -0.906, 1.543]
    assert np.abs(b - published).max() < 2e-3


def test_published_reliability_of_de_ayala() -> None:
    """The marginal reliability of the 2PL of 19,601 people, .6092894: the mean of I / (I + 1) over the normal law."""
    fit = fitted("deayala_patterns.csv", "2pl")
    x = np.linspace(-6, 6, 2001)
    w = np.exp(-x * x / 2)
    p = 1 / (1 + np.exp(-(fit.a[:, None] * x + np.concatenate(fit.d)[:, None])))
    information = (fit.a[:, None] ** 2 * p * (1 - p)).sum(0)
    assert float(w @ (information / (information + 1)) / w.sum()) == pytest.approx(0.6092894, abs=5e-4)


@pytest.mark.parametrize(("name", "model"), [
    ("lsat6_patterns.csv", "1pl"),
    ("lsat7_patterns.csv", "2pl"),
    ("deayala_patterns.csv", "2pl"),
    ("science.csv", "graded"),
    ("sat12_scored.csv", "2pl"),
])  # fmt: skip
def test_fits_are_maxima_with_the_errors_of_a_numeric_hessian(name: str, model: str) -> None:
    """Against a likelihood written down plainly: same value, no slope left, and standard errors to 2e-3."""
    header, data = load(name)
    counts = data[:, header.index("freq")].astype(float) if "freq" in header else np.ones(len(data))
    y = data[:, : header.index("freq")] if "freq" in header else data - data.min()
    tops = y.max(0).tolist()
    problem = ResponsePatterns(y, counts, tops, model, 61)
    v, value, _, converged = climb(problem)
    assert converged
    assert value == pytest.approx(plain(y, counts, tops, model, v), abs=1e-4)
    h = 1e-4
    steps = np.eye(problem.size) * h
    slopes = np.array([plain(y, counts, tops, model, v + e) - plain(y, counts, tops, model, v - e) for e in steps])
    assert np.abs(slopes).max() / (2 * h) < 0.02
    numeric = np.array([(problem.gradient(v + e)[1] - problem.gradient(v - e)[1]) / (2 * h) for e in steps])
    own = np.sqrt(np.diag(np.linalg.inv(problem.observed_information(v))))
    assert np.abs(own - np.sqrt(np.diag(np.linalg.inv(-numeric)))).max() < 2e-3


def plain(y: Any, counts: Any, tops: list[int], model: str, v: Any) -> float:
    """The marginal log-likelihood, item after item, on another grid than the engine's."""
    x = np.linspace(-7, 7, 141)
    w = np.exp(-x * x / 2)
    log = np.zeros((len(y), len(x)))
    slopes, at = (1, 1) if model == "1pl" else (len(tops), len(tops))
    for j, m in enumerate(tops):
        f = [np.ones_like(x), *(1 / (1 + np.exp(-(v[j % slopes] * x + d))) for d in v[at : at + m]), np.zeros_like(x)]
        log += np.log([f[c] - f[c + 1] for c in range(m + 1)])[y[:, j]]
        at += m
    return float(counts @ np.log(np.exp(log) @ (w / w.sum())))


def test_published_checks_of_verbal_aggression() -> None:
    """24 items, women and men: all figures that difR prints, to their last digit."""
    header, data = load("verbal_aggression.csv")
    _, _, found = dif(data[:, 2:], [str(g) for g in data[:, 0]], None, header[2:])
    for (name, (chi2, ratio, delta, uniform, other)), (mh, logistic, _) in zip(VERBAL.items(), found, strict=True):
        own = (mh.chi2_corrected, mh.odds_ratio, mh.delta, logistic.uniform, logistic.nonuniform)
        assert own == pytest.approx((chi2, ratio, delta, uniform, other), abs=6e-5), name
        assert mh.chi2 is not None
        assert mh.chi2 > chi2


def test_the_command_line_gives_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`calibrate` with --freq and --eap on LSAT6, `fairness dif` with --match on the anger score."""
    eap = tmp_path / "eap.csv"
    args = [
        "calibrate",
        "--responses",
        str(SHARED / "lsat6_patterns.csv"),
        "--model",
        "2pl",
        "--freq",
        "freq",
        "--json",
    ]
    assert main([*args, "--eap", str(eap)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["log_likelihood"] == pytest.approx(-2466.653, abs=6e-4)
    assert [len(item["d"]) for item in found["items"]] == [1] * 5
    assert all(item["b"][0] == pytest.approx(-item["d"][0] / item["a"]) for item in found["items"])
    rows = list(csv.DictReader(eap.read_text("utf-8").splitlines()))
    assert len(rows) == len(load("lsat6_patterns.csv")[1])
    assert all(math.isfinite(float(row["mean"])) and float(row["sd"]) > 0 for row in rows)
    args = ["fairness", "dif", "--responses", str(SHARED / "verbal_aggression.csv"), "--group", "male"]
    assert main([*args, "--match", "anger", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert [item["item"] for item in items] == list(VERBAL)
