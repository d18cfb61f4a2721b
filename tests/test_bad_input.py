"""Files that are wrong, thin or extreme: a sentence with file, line and column, or the right degenerate answer."""

import contextlib
import csv
import io
import json
import math
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.main import main
from scoring.fairness import fisher

ITEMS = "item,competency,a,b1,b2\nx,k,1,-1,1\ny,k,1.2,0,1\nz,l,1.4,-.5,.5\n"
YES_NO = "x,y,z\n0,1,1\n1,0,0\n1,1,1\n0,0,0\n1,1,0\n0,1,1\n1,0,1\n"
GROUPS = "g,x,y,z\na,0,1,1\nb,1,0,1\na,1,1,0\nb,0,0,0\na,1,0,1\nb,1,1,1\n"


def place(folder: Path, text: str | bytes, name: str) -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed; a traceback or a number that is none fails."""
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return out + err


def sound(text: str) -> Any:
    """JSON without NaN and infinities."""

    def no(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, parse_constant=no)


REFUSED_SCORE: list[tuple[str, str | bytes, str | bytes, list[str], str]] = [
    ("unknown item", ITEMS, "x,y,q\n1,1,1\n", [], "r.csv, line 1, column 3"),
    ("one column more", ITEMS, "x,y,z,q\n1,1,1,1\n", [], "line 1, column 4"),
    ("one column less", ITEMS, "x,y\n1,1\n", [], "2 columns of responses, 3 expected"),
    ("category above the table", ITEMS, "x,y,z\n1,1,1\n1,3,1\n", [], "r.csv, line 3, column y: category 3"),
    ("category below 0", ITEMS, "x,y,z\n1,-1,1\n", [], "line 2, column y"),
    ("category with a comma", ITEMS, "x,y,z\n1,0.5,1\n", [], "line 2, column y"),
    ("nan", ITEMS, "x,y,z\n1,nan,1\n", [], "line 2, column y"),
    ("NA", ITEMS, "x,y,z\n1,NA,1\n", [], "line 2, column y"),
    ("infinity", ITEMS, "x,y,z\n1,inf,1\n", [], "line 2, column y"),
    ("a line too short", ITEMS, "x,y,z\n1,1,1\n1,1\n", [], "line 3: 2 cells, 3 expected"),
    ("a blank line inside", ITEMS, "x,y,z\n\n1,1,1\n", [], "line 2: 0 cells, 3 expected"),
    ("the same column twice", ITEMS, "x,y,y\n1,1,1\n", [], 'column "y" is there twice'),
    ("an id twice", ITEMS, "who,x,y,z\nan,1,1,1\nan,0,0,0\n", ["--id", "who"], "line 3, column who"),
    ("no id", ITEMS, "who,x,y,z\n,1,1,1\n", ["--id", "who"], "line 2, column who"),
    ("no column of ids", ITEMS, "x,y,z\n1,1,1\n", ["--id", "who"], 'no column "who"'),
    ("no responses at all", ITEMS, "", [], "r.csv holds no useful row"),
    ("no items", "", "x\n1\n", [], "i.csv holds no useful row"),
    ("only a header of items", "item,competency,a,b1\n", "x\n1\n", [], "i.csv holds no useful row"),
    ("cuts that fall", "item,competency,a,b1,b2\nx,k,1,1,0\n", "x\n1\n", [], "i.csv, line 2, column b2"),
    ("cuts that stay", "item,competency,a,b1,b2\nx,k,1,1,1\n", "x\n1\n", [], "i.csv, line 2, column b2"),
    ("a cut left out", "item,competency,a,b1,b2,b3\nx,k,1,0,,1\n", "x\n1\n", [], "i.csv, line 2, column b2"),
    ("no cut", "item,competency,a,b1\nx,k,1,\n", "x\n0\n", [], "i.csv, line 2, column b1"),
    ("a far cut", "item,competency,a,b1\nx,k,1,1e308\n", "x\n0\n", [], "i.csv, line 2, column b1"),
    ("columns of cuts with a hole", "item,competency,a,b1,b3\nx,k,1,0,1\n", "x\n0\n", [], 'no column "b2"'),
    ("a slope of 0", "item,competency,a,b1\nx,k,0,0\n", "x\n0\n", [], "i.csv, line 2, column a"),
    ("a slope of nan", "item,competency,a,b1\nx,k,nan,0\n", "x\n0\n", [], "i.csv, line 2, column a"),
    ("a huge slope", "item,competency,a,b1\nx,k,1e300,0\n", "x\n0\n", [], "i.csv, line 2, column a"),
    ("an item twice", "item,competency,a,b1\nx,k,1,0\nx,k,1,0\n", "x\n0\n", [], "i.csv, line 3, column item"),
    ("no name", "item,competency,a,b1\n,k,1,0\n", "x\n0\n", [], "i.csv, line 2, column item"),
    ("no competency", "item,competency,a,b1\nx,,1,0\n", "x\n0\n", [], "i.csv, line 2, column competency"),
    ("no column of slopes", "item,competency,b1\nx,k,0\n", "x\n0\n", [], 'no column "a"'),
    ("another encoding", ITEMS, b"x,y,z\n1,1,1\n\xe9,1,1\n", [], "r.csv, line 3"),
    ("UTF-16", "item,competency,a,b1\nx,k,1,0\n".encode("utf-16"), "x\n0\n", [], "i.csv, line 1"),
    ("bytes of nothing", ITEMS, b"x,y,z\n1,\0,1\n", [], "r.csv, line 2"),
    ("gamma2 of 1", ITEMS, "x,y,z\n1,1,1\n", ["--gamma2", "1"], "gamma2"),
    ("gamma2 of nan", ITEMS, "x,y,z\n1,1,1\n", ["--gamma2", "nan"], "gamma2"),
    ("a negative sigma", ITEMS, "x,y,z\n1,1,1\n", ["--sigma", "-1"], "sigma"),
]


@pytest.mark.parametrize(
    ("items", "answers", "more", "words"), [case[1:] for case in REFUSED_SCORE], ids=[case[0] for case in REFUSED_SCORE]
)
def test_score_names_what_is_wrong(
    items: str | bytes,
    answers: str | bytes,
    more: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Status 1, one line that names the place, and no file written."""
    out = tmp_path / "o.csv"
    args = ["score", "--items", place(tmp_path, items, "i.csv"), "--responses", place(tmp_path, answers, "r.csv")]
    assert main(["--lang", "en", *args, "--out", str(out), *more]) == 1
    text = said(capsys)
    assert words in text
    assert len(text.splitlines()) == 1
    assert not out.exists()


def scored(folder: Path, items: str, answers: str, *more: str) -> list[dict[str, float]]:
    out = folder / "o.csv"
    args = ["score", "--items", place(folder, items, "i.csv"), "--responses", place(folder, answers, "r.csv")]
    assert main([*args, "--out", str(out), *more]) == 0
    rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(out.read_text("utf-8").splitlines())]
    assert all(math.isfinite(v) for row in rows for v in row.values())
    return rows


def test_people_of_whom_nothing_was_seen_are_the_prior(tmp_path: Path) -> None:
    """Empty cells, a blank line of a one-column file: mean 0, SD 1; no person at all: a header alone."""
    rows = scored(tmp_path, ITEMS, "x,y,z\n,,\n1,1,1\n")
    assert rows[0] == pytest.approx({"mean_k": 0, "sd_k": 1, "mean_l": 0, "sd_l": 1}, abs=2e-6)
    one = scored(tmp_path, "item,competency,a,b1\nx,k,1,0\n", "x\n\n1\n\n")
    assert [row["mean_k"] > 0 for row in one] == [False, True]
    assert scored(tmp_path, ITEMS, "x,y,z\n") == []


@pytest.mark.parametrize("sigma", ["0", "0.6"])
def test_all_top_all_bottom_and_contradiction_are_finite(sigma: str, tmp_path: Path) -> None:
    """150 items of one person at the top, of one at the bottom, of one at both: inside the grid, in this order."""
    header = ",".join(f"i{j}" for j in range(150))
    items = "item,competency,task,a,b1,b2\n" + "".join(f"i{j},k{j % 2},t{j % 3},3,-1,1\n" for j in range(150))
    lines = [["2"] * 150, ["0"] * 150, ["2" if j % 4 < 2 else "0" for j in range(150)]]
    top, bottom, both = scored(
        tmp_path, items, "\n".join([header, *(",".join(line) for line in lines)]), "--sigma", sigma
    )
    for k in ("k0", "k1"):
        assert -6 <= bottom[f"mean_{k}"] < both[f"mean_{k}"] < top[f"mean_{k}"] <= 6
        assert min(row[f"sd_{k}"] for row in (top, bottom, both)) > 0


def test_columns_are_found_by_name_and_else_by_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A header in another order is the same people; a header of other names is taken in order, and that is said."""
    first = scored(tmp_path, ITEMS, "x,y,z\n2,1,0\n")
    assert scored(tmp_path, ITEMS, "z,x,y\n0,2,1\n") == first
    said(capsys)
    assert scored(tmp_path, ITEMS, "q1,q2,q3\n2,1,0\n") == first
    assert "dans leur ordre" in said(capsys)


REFUSED_FIT: list[tuple[str, str, str, list[str], str]] = [
    ("a single person", "x,y\n1,0\n", "2pl", [], "r.csv: Item x has a single category"),
    ("an item always right", "x,y\n1,0\n1,1\n", "2pl", [], "Item x has a single category"),
    ("no observation", "x,y\n,\n,\n", "2pl", [], "Item x has a single category"),
    ("only a header", "x,y\n", "2pl", [], "no useful row"),
    ("no item", "who\nan\n", "2pl", ["--id", "who"], "no useful row"),
    ("nan", "x,y\nnan,1\n0,0\n", "2pl", [], "r.csv, line 2, column x"),
    ("a category nobody chose", "x,y\n0,1\n2,0\n", "graded", [], "Item x has no response in category 1"),
    ("more than two for a yes or no", "x,y\n0,1\n2,0\n1,1\n", "2pl", [], "Item x has more than two categories"),
    ("a negative count", "x,y,n\n0,1,3\n1,0,-1\n", "2pl", ["--freq", "n"], "r.csv, line 3, column n"),
    ("a huge count", "x,y,n\n0,1,3\n1,0,1e300\n", "2pl", ["--freq", "n"], "r.csv, line 3, column n"),
    ("an empty count", "x,y,n\n0,1,3\n1,0,\n", "2pl", ["--freq", "n"], "r.csv, line 3, column n"),
    ("counts of 0", "x,y,n\n0,1,0\n1,0,0\n", "2pl", ["--freq", "n"], "no response"),
    ("an id twice", "w,x,y,z\na,0,1,1\na,1,0,0\n", "1pl", ["--id", "w"], "r.csv, line 3, column w"),
    ("an item alone", "x\n0\n1\n1\n", "2pl", [], "do not suffice"),
    ("twins", "x,y\n0,0\n1,1\n0,0\n1,1\n", "2pl", [], "do not suffice"),
    ("too few nodes", YES_NO, "2pl", ["--quadrature", "5"], "from 11 to 401"),
    ("no such column", YES_NO, "2pl", ["--freq", "n"], 'no column "n"'),
]


@pytest.mark.parametrize(
    ("answers", "model", "more", "words"), [case[1:] for case in REFUSED_FIT], ids=[case[0] for case in REFUSED_FIT]
)
def test_calibrate_names_what_is_wrong(
    answers: str, model: str, more: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and one line; nothing else on the way out, so that nobody reads half a result."""
    args = ["calibrate", "--responses", place(tmp_path, answers, "r.csv"), "--model", model, "--json"]
    assert main(["--lang", "en", *args, *more]) == 1
    text = said(capsys)
    assert words in text
    assert len(text.splitlines()) == 1


def test_calibrate_bears_people_who_say_nothing_or_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty rows change no parameter and are the prior; people all right or all wrong have a finite place."""
    fits = []
    for text in (YES_NO, YES_NO.replace("\n", "\n,,\n", 1)):
        eap = tmp_path / "e.csv"
        args = ["calibrate", "--responses", place(tmp_path, text, "r.csv"), "--model", "1pl", "--json"]
        assert main([*args, "--eap", str(eap)]) == 0
        fits.append(sound(said(capsys)))
        rows = list(csv.DictReader(eap.read_text("utf-8").splitlines()))
        assert all(abs(float(row["mean"])) < 6 and 0 < float(row["sd"]) <= 1 for row in rows)
    assert float(rows[0]["mean"]) == pytest.approx(0, abs=1e-6)
    for before, after in zip(fits[0]["items"], fits[1]["items"], strict=True):
        assert before["a"] == pytest.approx(after["a"], abs=1e-4)
        assert before["d"] == pytest.approx(after["d"], abs=1e-4)
        assert set(before) == {"item", "a", "d", "b", "se_a", "se_d"}


REFUSED_DIF: list[tuple[str, str, list[str], str]] = [
    ("one group", "g,x,y\na,0,1\na,1,0\n", [], "r.csv: Exactly two groups are needed; there are 1"),
    ("three groups", "g,x,y\na,0,1\nb,1,0\nc,1,1\n", [], "there are 3"),
    ("no group", "g,x,y\na,0,1\n,1,0\nb,1,1\n", [], "r.csv, line 3, column g"),
    ("an item always right", "g,x,y\na,1,1\nb,1,0\na,1,0\n", [], "Item x has a single category"),
    ("an item of three", "g,x,y\na,2,1\nb,1,0\na,0,0\n", [], "Item x is not 0 and 1"),
    ("no match", "g,m,x,y\na,,0,1\nb,2,1,0\n", ["--match", "m"], "r.csv, line 2, column m"),
    ("a match of nan", "g,m,x,y\na,nan,0,1\nb,2,1,0\n", ["--match", "m"], "r.csv, line 2, column m"),
    ("a far match", "g,m,x,y\na,1e300,0,1\nb,2,1,0\n", ["--match", "m"], "r.csv, line 2, column m"),
    ("no column of groups", "x,y\n0,1\n", [], 'no column "g"'),
    ("no rows", "g,x\n", [], "no useful row"),
    ("an id twice", "g,w,x\na,u,0\nb,u,1\n", ["--id", "w"], "r.csv, line 3, column w"),
]


@pytest.mark.parametrize(
    ("answers", "more", "words"), [case[1:] for case in REFUSED_DIF], ids=[case[0] for case in REFUSED_DIF]
)
def test_dif_names_what_is_wrong(
    answers: str, more: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 and one line with the place."""
    args = ["fairness", "dif", "--responses", place(tmp_path, answers, "r.csv"), "--group", "g", "--json"]
    assert main(["--lang", "en", *args, *more]) == 1
    assert words in said(capsys)


@pytest.mark.parametrize("answers", [
    GROUPS,
    "g,x,y\na,,1\nb,1,0\na,1,\nb,0,0\na,0,1\nb,1,1\n",
    "g,x,y\na,1,1\na,0,0\nb,,1\nb,,0\n",
    "g,x,y\na,0,1\na,0,0\na,0,1\nb,1,1\nb,1,0\nb,1,1\n",
], ids=["few", "missing answers", "an item of one group", "an item that is the group"])  # fmt: skip
def test_what_cannot_be_told_is_null(answers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Too few, or one-sided: each figure is a number or null, the shape is always the same."""
    args = ["fairness", "dif", "--responses", place(tmp_path, answers, "r.csv"), "--group", "g"]
    assert main([*args, "--json"]) == 0
    found = sound(said(capsys))
    assert (found["reference"], found["focal"]) == ("a", "b")
    for item in found["items"]:
        assert set(item) == {"item", "mantel_haenszel", "logistic", "residual"}
        assert set(item["mantel_haenszel"]) == {"chi2", "p", "chi2_corrected", "p_corrected", "odds_ratio", "delta"}
        assert set(item["logistic"]) == {"uniform", "p_uniform", "nonuniform", "p_nonuniform"}
        assert set(item["residual"]) == {"z", "effect"}
    assert main(args) == 0
    said(capsys)


REFUSED_IMPACT: list[tuple[str, str, str]] = [
    ("more selected than there are", "group,selected,total\na,5,3\nb,1,2\n", "m.csv, line 2, column selected"),
    ("a group of nobody", "group,selected,total\na,1,2\nb,0,0\n", "m.csv, line 3, column total"),
    ("half a person", "group,selected,total\na,0.5,3\nb,1,2\n", "m.csv, line 2, column selected"),
    ("nan", "group,selected,total\na,nan,3\nb,1,2\n", "m.csv, line 2, column selected"),
    ("an empty cell", "group,selected,total\na,,3\nb,1,2\n", "m.csv, line 2, column selected"),
    ("a huge number", "group,selected,total\na,1,3e300\nb,1,2\n", "m.csv, line 2, column total"),
    ("a group twice", "group,selected,total\na,1,3\na,1,3\n", "m.csv, line 3, column group"),
    ("a group without a name", "group,selected,total\n,1,3\nb,1,3\n", "m.csv, line 2, column group"),
    ("one group", "group,selected,total\na,1,3\n", "m.csv: at least two groups"),
    ("no column", "group,selected\na,1\n", 'no column "total"'),
]


@pytest.mark.parametrize(
    ("text", "words"), [case[1:] for case in REFUSED_IMPACT], ids=[case[0] for case in REFUSED_IMPACT]
)
def test_impact_names_what_is_wrong(text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1 and one line with the place."""
    assert main(["--lang", "en", "fairness", "impact", place(tmp_path, text, "m.csv"), "--json"]) == 1
    assert words in said(capsys)


def test_impact_of_nobody_selected_and_of_whole_countries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody selected anywhere: too few to tell. A thousand million people: an answer all the same."""
    nobody = place(tmp_path, "group,selected,total\na,0,3\nb,0,2\n", "m.csv")
    assert main(["fairness", "impact", nobody, "--json"]) == 0
    assert sound(said(capsys))["groups"][0]["verdict"] == "too_few"
    many = place(tmp_path, "group,selected,total\na,500000000,1000000000\nb,499900000,1000000000\n", "m.csv")
    assert main(["fairness", "impact", many, "--json"]) == 0
    found = sound(said(capsys))["groups"][0]
    assert found["verdict"] == "no_gap"
    assert found["fisher_p"] < 0.05


@given(st.tuples(*[st.integers(0, 40)] * 4).filter(lambda t: t[0] + t[1] and t[2] + t[3]))
@settings(deadline=None, max_examples=100)
def test_fisher_is_the_sum_of_what_is_as_unlikely(cells: tuple[int, int, int, int]) -> None:
    """The exact p against every table written out, and the same whichever way the table is turned."""
    a, b, c, d = cells
    row, column, total = a + b, a + c, a + b + c + d
    law = {
        k: math.comb(column, k) * math.comb(total - column, row - k) / math.comb(total, row)
        for k in range(max(0, row + column - total), min(row, column) + 1)
    }
    assert fisher(a, b, c, d) == pytest.approx(sum(p for p in law.values() if p <= law[a] * (1 + 1e-7)), abs=1e-9)
    assert fisher(c, d, a, b) == pytest.approx(fisher(a, b, c, d), abs=1e-9)
    assert fisher(b, a, d, c) == pytest.approx(fisher(a, b, c, d), abs=1e-9)


@given(
    st.lists(st.lists(st.sampled_from(["", "0", "1", "1", "0", "2"]), min_size=3, max_size=3), min_size=1, max_size=25),
    st.sampled_from(["1pl", "2pl", "graded"]),
    st.sampled_from([[1, 1], [0, 1], [1, 1000]]),
)
@settings(deadline=None, max_examples=40)
def test_any_small_table_gives_a_fit_or_a_sentence(rows: list[list[str]], model: str, counts: list[int]) -> None:
    """Whatever a few people answered: a sound fit, or status 1 with one sentence; never a warning, never NaN."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = ["g,n,x,y,z", *(f"{n % 2},{counts[n % 2]},{','.join(row)}" for n, row in enumerate(rows))]
        path = place(folder, "\n".join(lines) + "\n", "r.csv")
        for args in (
            ["calibrate", "--responses", path, "--model", model, "--freq", "n", "--id", "", "--json"],
            ["fairness", "dif", "--responses", path, "--group", "g", "--match", "n", "--json"],
        ):
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                status = main(["--lang", "en", *args])
            assert status in (0, 1)
            if out.getvalue().startswith("{"):
                sound(out.getvalue())
            else:
                assert status == 1
                assert len(out.getvalue().splitlines()) == 1
