"""Item tables learnt from sessions: recovery, refusals, files that cannot be altered, and what a device explains."""

import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import panneau, rules, run
from store_kit import body, keys, sealed

from cli.main import main
from export.files.item_tables import ItemTable, read_item_table, with_table, write_item_table
from export.files.tables import TableError
from export.store.first_results import first_results
from export.store.intake import add_station, import_packet
from export.store.store import Store
from lab.robots import trace_of
from lab.studies.pages import bank, drawn
from scoring import tree_sums
from scoring.batch import Item, score
from scoring.calibrate import CalibrationError
from scoring.ease import LEAST, ease_share, ease_shares
from scoring.estimate import tree
from scoring.tree_calibrate import Freed, fit_tables, maximise, pack, unpack
from scoring.tree_sums import ModelTables, Sessions, TreeCells, TreeModel, expected, sums_of, together

SPREAD = np.array([0.3, 0.5, 0.2, 0.2, 0.2])


def truth(n: int = 18, k: int = 2) -> list[Item]:
    """The author's items moved as much as the priors allow for."""
    rng = np.random.default_rng(3)
    return [unpack(i, pack(i) + SPREAD * rng.normal(size=5)) for i in bank(n, k)]


def rmse_b(got: list[Item], true: list[Item]) -> float:
    return math.sqrt(np.mean([(np.array(a.b) - np.array(b.b)) ** 2 for a, b in zip(got, true, strict=True)]))


def test_calibration_comes_nearer_to_the_truth_than_the_author() -> None:
    """With 300 sessions and priors, errors of slopes and thresholds at most two thirds of the author's."""
    author, true = bank(18, 2), truth()
    fit = fit_tables(Sessions(author, drawn(true, 300, 7)[1]), Freed(), errors=False)
    assert fit.converged
    got = [one.item for one in fit.items]
    assert rmse_b(got, true) <= 0.67 * rmse_b(author, true)
    assert (fit.sigma, fit.gamma2) == (0.6, 0.3)


def test_freed_sigma_and_gamma_are_found() -> None:
    """With 500 sessions drawn at sigma .9 and gamma2 .5, both come back within .15."""
    items = bank(18, 2)
    fit = fit_tables(Sessions(items, drawn(items, 500, 8, (0.9, 0.5))[1]), Freed(sigma=True, gamma2=True), errors=False)
    assert abs(fit.sigma - 0.9) < 0.15
    assert abs(fit.gamma2 - 0.5) < 0.15


def test_em_never_falls() -> None:
    """Log-likelihood after more steps is never lower."""
    items, y = bank(9, 1), drawn(truth(9, 1), 120, 5)[1]
    values = [fit_tables(Sessions(items, y), Freed(), most=n, errors=False).log_likelihood for n in (1, 3, 9)]
    assert values == sorted(values)


def test_expected_answers_are_those_of_the_exact_tree() -> None:
    """The E-step's log-likelihood and cell posteriors agree with a brute sum over (g, theta, eta) of one person."""
    items = bank(4, 1, 1)
    y = np.array([[0, 2, 4, -1]])
    model = TreeModel(tuple(items), 0.6, 0.3)
    sums = Sessions(items, y).summed([model])[0]
    found = expected(TreeCells.of(items), y, ModelTables.of(model))
    t = tree(0.6, 0.3)
    like = np.ones(len(t.x))
    for j, c in enumerate((0, 2, 4)):
        above = [1.0, *(1 / (1 + np.exp(-items[j].a * (t.x - b))) for b in items[j].b), 0.0]
        like = like * (above[c] - above[c + 1])
    joint = like[:, None] * t.blur * (t.down @ t.w)[None, :]
    assert sums.log_likelihood == pytest.approx(math.log(joint.sum()), abs=1e-9)
    assert np.abs(found.eta[0][0] - joint.sum(1) / joint.sum()).max() < 1e-12
    far = (t.x[:, None] - t.x[None, :]) ** 2
    assert sums.spread == pytest.approx(float((joint * far).sum() / joint.sum()), abs=1e-9)


def test_neither_order_nor_parts_can_be_seen_in_a_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    """People in another order, parts summed in another one: the same to the last digit; one by one, the same sum."""
    monkeypatch.setattr(tree_sums, "PART", 70)
    items = bank(9, 2)
    y = drawn(items, 300, 2)[1]
    y[::4, 3] = -1
    y[200:] = y[:100]  # some gave the same answers
    models = [TreeModel(tuple(items), 0.6, 0.3), TreeModel(tuple(truth(9, 2)), 0.9, 0.5)]
    whole = Sessions(items, y)
    mixed = Sessions(items, y[np.random.default_rng(1).permutation(300)])
    parts = whole.parts()
    assert len(parts) > 2
    assert sum(part.people.sum() for part in parts) == whole.n == 300
    told = {at: sums_of(parts[at], models) for at in reversed(range(len(parts)))}
    again = together([told[at] for at in range(len(parts))])
    for one, two, three in zip(whole.summed(models), mixed.summed(models), again, strict=True):
        assert one.log_likelihood == two.log_likelihood == three.log_likelihood
        assert one.spread == two.spread == three.spread
        assert one.moments.tobytes() == two.moments.tobytes() == three.moments.tobytes()
        assert [a.tobytes() for a in one.answers] == [a.tobytes() for a in two.answers]
        assert [a.tobytes() for a in one.answers] == [a.tobytes() for a in three.answers]
    alone = [Sessions(items, row[None]).summed(models)[0] for row in y]
    assert whole.summed(models)[0].log_likelihood == pytest.approx(sum(one.log_likelihood for one in alone), abs=1e-9)
    for j in range(9):
        assert np.allclose(whole.summed(models)[0].answers[j], sum(one.answers[j] for one in alone))
        assert whole.summed(models)[0].answers[j].sum() == pytest.approx(whole.answered([j]))


def test_how_many_threads_multiply_cannot_be_seen() -> None:
    """numpy's BLAS shares products out over threads, and their number was seen in the last digits: not of these."""
    words = (
        "import numpy as np; from lab.studies.pages import bank, drawn; from scoring.tree_sums import *;"
        "items = bank(9, 2); y = drawn(items, 1003, 2)[1];"
        "(one,) = Sessions(items, y).summed([TreeModel(tuple(items), .6, .3)]);"
        "print(repr((one.log_likelihood, one.spread, one.moments.tolist(), [a.tolist() for a in one.answers])))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", words], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "4")
    ]  # fmt: skip
    assert told[0] == told[1]


def test_standard_errors_are_those_of_a_numeric_hessian() -> None:
    """The observed information equals minus the second differences of the log-posterior itself."""
    items, y = bank(2, 1, 1), drawn(bank(2, 1, 1), 120, 6)[1]
    sessions = Sessions(items, y)
    fit = fit_tables(sessions, Freed())
    got = [one.item for one in fit.items]
    centre, precision = pack(items[0]), 1 / np.array([0.3, 0.7, 0.4, 0.4, 0.4]) ** 2

    def value(moves: dict[tuple[int, int], float]) -> float:
        moved = []
        for j, item in enumerate(got):
            v = pack(item)
            for (at, p), by in moves.items():
                v[p] += by * (at == j)
            moved.append(unpack(item, v))
        penalty = sum(float((precision * (pack(i) - centre) ** 2).sum()) for i in moved) / 2
        return sessions.summed([TreeModel(tuple(moved), 0.6, 0.3)])[0].log_likelihood - penalty

    places, h = [(j, p) for j in range(2) for p in range(5)], 1e-3
    hessian = np.empty((10, 10))
    for a, one in enumerate(places):
        for b, other in enumerate(places[: a + 1]):
            corners = []
            for s in (1, -1):
                for u in (1, -1):
                    both = {one: s * h + (u * h if one == other else 0.0)} | ({} if one == other else {other: u * h})
                    corners.append(s * u * value(both))
            hessian[a, b] = hessian[b, a] = sum(corners) / (4 * h * h)
    covariance = np.linalg.inv(-hessian)
    for j, one in enumerate(fit.items):
        assert one.se_a == pytest.approx(got[j].a * math.sqrt(covariance[5 * j, 5 * j]), rel=0.01)
        assert one.se_b[0] == pytest.approx(math.sqrt(covariance[5 * j + 1, 5 * j + 1]), rel=0.01)


def test_too_little_data_frees_nothing() -> None:
    """Under 100 sessions nothing is estimated, under 500 nothing is freed: how many are missing is said."""
    items = bank(9, 1)
    for n, plan, key, missing in ((60, Freed(), "tables.few", 40), (200, Freed(sigma=True), "tables.few_free", 300)):
        with pytest.raises(CalibrationError) as caught:
            fit_tables(Sessions(items, drawn(items, n, 1)[1]), plan)
        assert (caught.value.key, caught.value.values["missing"]) == (key, missing)


def test_sigma_needs_a_competency_seen_twice() -> None:
    """With one task there is nothing that tells the cell from the person."""
    items = bank(4, 1, 1)
    with pytest.raises(CalibrationError, match="one_task"):
        fit_tables(Sessions(items, drawn(items, 500, 1)[1]), Freed(sigma=True))


def test_a_category_nobody_reached_is_refused_when_items_are_free() -> None:
    """Without priors a category without answers has no difficulty: the item and the category are named."""
    items = bank(4, 1)
    y = drawn(items, 500, 1)[1]
    y[:, 2] = np.minimum(y[:, 2], 3)
    with pytest.raises(CalibrationError, match="unused") as caught:
        fit_tables(Sessions(items, y), Freed(items=True))
    assert caught.value.values == {"item": "i02", "category": 4}


def test_an_item_seldom_answered_keeps_the_author() -> None:
    """Under 100 answers an item is held, and said to be."""
    items = bank(6, 1)
    y = drawn(truth(6, 1), 150, 1)[1]
    y[40:, 3] = -1
    fit = fit_tables(Sessions(items, y), Freed(), errors=False)
    assert [one.held for one in fit.items] == [False, False, False, True, False, False]
    assert fit.items[3].item == items[3]


def test_the_prior_alone_gives_the_author_back() -> None:
    """With no answers expected, the maximum is the author's item."""
    item = bank(1, 1)[0]
    got = maximise(item, np.zeros((5, 61)), tree().x, (pack(item), np.ones(5)))
    assert np.allclose(got.b, item.b)
    assert got.a == pytest.approx(item.a)


# Files.


def made(**changes: Any) -> ItemTable:
    rows = [{"rule": r.id, "a": 1.0, "b": list(r.thresholds()), "se_a": None, "se_b": None, "n": 0, "held": True}
            for r in rules()]  # fmt: skip
    plain = {"format": 1, "version": 1, "scenario": "panneau_fuselage", "scenario_hash": "h", "kind": "demo",
             "sessions": 100, "method": "priors", "sigma": 0.6, "sigma_free": False, "gamma2": 0.3,
             "gamma2_free": False, "log_likelihood": -1.0, "items": rows}  # fmt: skip
    return ItemTable.model_validate({**plain, **changes})


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Written, read, the same; one digit changed, and it is refused; never written over."""
    path = tmp_path / "t.json"
    write_item_table(path, made())
    assert read_item_table(path) == made()
    with pytest.raises(TableError, match="exists"):
        write_item_table(path, made())
    path.write_text(path.read_text("utf-8").replace('"sigma": 0.6', '"sigma": 0.7'), "utf-8")
    with pytest.raises(TableError, match="altered"):
        read_item_table(path)
    path.write_text("[1, 2]", "utf-8")
    with pytest.raises(TableError, match="not_a_table"):
        read_item_table(path)


def test_a_table_stands_beside_the_authors_values() -> None:
    """The rules with a table have its parameters, the author's own are untouched; other rules are refused."""
    again = with_table(rules(), made(), Path("t.json"))
    assert {rule.a for rule in again} == {1.0}
    assert {rule.a for rule in rules()} == {1.2}
    other = made(items=[made().items[0].model_dump()])
    with pytest.raises(TableError, match="other_rules"):
        with_table(rules(), other, Path("t.json"))


def test_the_commands_refuse_few_sessions_and_show_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`tables calibrate` says how many runs are missing; `show` and `rescore --table` read what was written."""
    scenario = panneau()
    traces = tmp_path / "traces"
    traces.mkdir()
    packed = trace_of(scenario, run("hurried"), "hurried", 5).to_bytes()
    (traces / "a.trace").write_bytes(packed)
    out = tmp_path / "t.json"
    words = ["tables", "calibrate", str(traces), "--scenario", "panneau_fuselage", "--out", str(out), "--lang", "en"]
    assert main(words) == 1
    assert "99 are missing" in capsys.readouterr().err
    for n in range(100):
        shutil_name = traces / f"b{n:03d}.trace"
        shutil_name.write_bytes(packed)
    assert main([*words, "--no-errors", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sessions"], told["kind"], told["version"]) == (101, "demo", 1)
    assert read_item_table(out).hash == told["hash"]
    assert main(["tables", "show", str(out), "--lang", "fr"]) == 0
    shown = capsys.readouterr().out
    assert "robots" in shown
    assert re.search("[0-9],[0-9]", shown)
    assert not re.search("[0-9][.][0-9]", shown), shown
    for path in traces.glob("b*"):
        path.unlink()
    assert main(["rescore", str(traces), "--table", str(out), "--lang", "en", "--json"]) == 0
    assert "table-1-" in json.loads(capsys.readouterr().out)["new_rules"]


# Ease with the device.


def test_a_planted_effect_is_found_where_it_is() -> None:
    """The device takes .6 SD a class from one competency: flagged there only, its share inside the interval."""
    n = 400
    rng = np.random.default_rng(4)
    classes = rng.choice(3, size=n, p=[0.5, 0.35, 0.15])
    shift = np.zeros((n, 4))
    shift[:, 0] = -0.6 * classes
    found = score(bank(), drawn(bank(), n, 4, shift=shift)[1])
    words = [("easy", "medium", "hard")[c] for c in classes]
    shares = ease_shares(found.competencies, found.mean, words)
    assert [one.flagged for one in shares] == [True, False, False, False]
    planted = 0.36 * classes.var() / (0.36 * classes.var() + 1)
    assert (shares[0].low or 1) < planted < (shares[0].high or 0)
    assert (shares[0].step or 0) < -0.25


def test_few_first_tries_are_counted_not_estimated() -> None:
    """Before 100 the answer is how many are missing; unknown ease does not count; one class tells nothing apart."""
    few = ease_share("a", [0.1] * 120, ["easy"] * 63 + ["unknown"] * 57)
    assert (few.n, few.missing, few.share) == (63, LEAST - 63, None)
    same = ease_share("a", list(np.linspace(-1, 1, 150)), ["easy"] * 150)
    assert (same.missing, same.share, same.flagged) == (0, None, False)


def test_the_first_result_of_each_person_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second packet of the same person is not a first try; `fairness ease` says what is missing."""
    from store_kit import NOW

    station, organisation = keys()
    db = tmp_path / "m.db"
    with Store.open(db) as store:
        add_station(store, station.verify_key, "room", NOW)
        for n, who in enumerate(("1" * 32, "2" * 32, "1" * 32), 1):
            one = body(who, device_ease="hard" if n == 3 else "easy")
            assert import_packet(store, sealed(one, n), organisation, NOW.replace(hour=9 + n)).state == "imported"
        found = first_results(store)
    assert len(found) == 2
    assert all(set(one.means) == set(found[0].means) for one in found)
    assert main(["fairness", "ease", "--db", str(db), "--lang", "en"]) == 0
    assert "98 are missing" in capsys.readouterr().out
    assert main(["fairness", "ease", "--db", str(tmp_path / "no.db"), "--lang", "en"]) == 1


@pytest.mark.parametrize("json", [False, True])
def test_a_base_of_nobody_says_that_nobody_was_measured(
    json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fairness ease` of an empty base: a sentence, or an empty list; no traceback."""
    db = tmp_path / "m.db"
    Store.open(db).close()
    assert main(["fairness", "ease", "--db", str(db), "--lang", "en", *(["--json"] if json else [])]) == 0
    out = capsys.readouterr().out
    assert out == "[]\n" if json else "No first try" in out


def test_items_are_replaced_not_changed() -> None:
    """Packing and unpacking an item gives it back."""
    item = replace(bank(1, 1)[0], a=0.7, b=(-2.0, -1.5, 0.3, 1.9))
    again = unpack(item, pack(item))
    assert again.a == pytest.approx(item.a)
    assert again.b == pytest.approx(item.b)
