"""The synthetic circuit: mechanistic players, not the model that scores them, and the charts of the page."""

import xml.etree.ElementTree as ET

import numpy as np

from lab.charts import Frame, Series, bars, lines
from lab.studies import circuit as circuit
from lab.studies.__main__ import PAGE, SECTIONS, chapters
from lab.studies.pages import reliability
from scoring.circuit import circuit_bars, climb, judge, retest


def test_the_circuit_is_the_one_of_the_design() -> None:
    """68 observations, 14 cells, 11 competencies, three tasks, cuts that rise."""
    assert len(circuit.bank()) == 68
    assert len({i.cell for i in circuit.bank()}) == 14
    assert len({i.competency for i in circuit.bank()}) == 11
    assert len({i.cell.split()[0] for i in circuit.bank()}) == 3
    assert all(list(c) == sorted(set(c)) for c in circuit.cuts())


def test_the_authors_values_already_clear_the_circuit_bars() -> None:
    """1,000 players: r >= .78, 95 % intervals cover at least .93, retest >= .65 (the studies use 5,000 and ladders)."""
    known, again = circuit.population(circuit.Tables(circuit.bank()), 1000)
    assert [bar for bar in circuit_bars(known, again, [], author=True) if not bar.kept] == []


def test_the_ladder_of_one_competency_leaves_the_others() -> None:
    """Slope at least .45, r at least .75, and what others move by stays small."""
    found = circuit.ladder(circuit.Tables(circuit.bank()), 1, 60)
    assert found.slope >= 0.45
    assert found.r >= 0.75
    assert found.other <= 0.15


def test_bars_of_a_circuit_can_fall() -> None:
    """Intervals that are too narrow, a retest that fails, and a ladder that falls are told."""
    rng = np.random.default_rng(1)
    truth = rng.normal(size=(500, 2))
    known = judge(truth, truth + rng.normal(size=(500, 2)), np.full((500, 2), 0.3))
    skill = np.repeat([-1.0, 0.0, 1.0], 12)
    falling = climb(skill, -skill, np.column_stack([0 * skill, skill]))
    told = circuit_bars(known, retest(truth, truth[::-1]), [falling], author=False, names=["a", "b", "c"])
    found = {bar.id: bar.kept for bar in told}
    assert set(found) == {"circuit_r", "circuit_coverage", "circuit_retest", "circuit_order", "circuit_slope",
                          "circuit_ladder_r", "circuit_others"}  # fmt: skip
    assert set(found.values()) == {False}
    assert [bar.about for bar in told if bar.id == "circuit_others"] == [("a", "c")]


def test_few_players_a_rung_leave_chance_open() -> None:
    """Two rungs that tie, or a skill that moves another, are told of twelve players a rung, not of fewer."""
    for each, kept in ((11, None), (12, False)):
        skill = np.repeat([-1.0, 0.0, 1.0], each)
        tied = climb(skill, np.maximum(skill, 0.0), np.column_stack([skill]))
        known = judge(np.eye(3), np.eye(3), np.ones((3, 3)))
        found = {bar.id: bar.kept for bar in circuit_bars(known, 1.0, [tied], author=True)}
        assert found["circuit_order"] is found["circuit_others"] is kept


def test_reliability_of_an_honest_forecaster() -> None:
    """When what is said comes true as often as it is said, the points lie on the diagonal."""
    said = np.random.default_rng(2).random(20_000)
    true = np.random.default_rng(3).random(20_000) < said
    points, gap = reliability(said, true)
    assert gap < 0.02
    assert all(abs(x - y) < 0.05 for x, y in points)


def test_charts_are_whole_pictures_with_a_name() -> None:
    """A chart is XML with a title for those who do not see it, and one mark a point."""
    frame = Frame("Écart < 1 & plus", "x", "y", (0, 1), (0, 1), [("bar", 0.5)], diagonal=True)
    drawing = ET.fromstring(lines(frame, [Series("a", [(0, 0), (1, 1)], [0.1, 0.1]), Series("b", [(0, 1), (1, 0)])]))
    name = "{http://www.w3.org/2000/svg}"
    assert drawing.find(f"{name}title").text == "Écart < 1 & plus"  # type: ignore[union-attr]
    assert len(drawing.findall(f"{name}polyline")) == 2
    assert len(ET.fromstring(bars(frame, ["a", "b"], [0.2, 0.9])).findall(f"{name}rect")) == 3


def test_the_page_holds_every_chapter() -> None:
    """Those of each workshop among them: nothing is announced whose figures are not there to read."""
    assert list(chapters(PAGE.read_text("utf-8"))) == list(SECTIONS)


def test_chapters_of_the_page_are_kept_apart() -> None:
    """Measuring one chapter leaves the others as they stand."""
    page = "# Studies\n\n<!-- coverage -->\n## A\n\ntext\n\n<!-- kills -->\n## B\n"
    assert chapters(page) == {"coverage": "## A\n\ntext", "kills": "## B"}
    assert set(chapters(page)) <= set(SECTIONS)
