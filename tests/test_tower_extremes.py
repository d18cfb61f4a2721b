"""Of each habileté the page of a person has a line of the best that was seen and a line of the least good."""

import re
from pathlib import Path

from store_kit import NOW
from tower_kit import bring, browsing, played, ready, words

from export.store.archive import NOT_FIRST
from tower.extremes import extremes
from tower.review import Evidence, SeenFact


def fact(rule: str, state: str, weighs: str, said: str = "", habilete: str = "organiser") -> SeenFact:
    """A fact as it is explained."""
    return SeenFact(rule, habilete, rule, said or f"{rule} : 1 sur 2.", state, {"organiser": weighs}, ())


def run(*facts: SeenFact, title: str = "Un", problem: str = "") -> Evidence:
    """A run that holds facts."""
    return Evidence("p", title, title, "2026-11-24", "mouse", problem, facts)


def test_the_best_and_the_least_good_are_told_by_state_then_by_weight() -> None:
    """A moment as expected goes before any in part; of two, the one that weighs more; the last of all is the least."""
    runs = [
        run(fact("a", "part", "much_for"), fact("b", "done", "little"), fact("c", "open", "some_against")),
        run(fact("d", "done", "much_for"), fact("e", "open", "much_against"), title="Deux"),
    ]
    told = [(one.which, one.said, one.state, one.title) for one in extremes(runs, "organiser")]
    assert told == [("best", "d : 1 sur 2", "done", "Deux"), ("least", "e : 1 sur 2", "open", "Deux")]


def test_one_line_where_all_is_alike_and_none_where_nothing_was_seen() -> None:
    """Two lines of one state would make a difference where none was read; what is missing is never told."""
    alike = [run(fact("a", "done", "much_for"), fact("b", "done", "much_against"), fact("c", "missing", ""))]
    assert [one.which for one in extremes(alike, "organiser")] == ["best"]
    assert extremes([run(fact("c", "missing", ""))], "organiser") == []
    assert extremes(alike, "dexterite") == []


def test_a_try_that_does_not_count_is_never_in_the_line() -> None:
    """The first try counts alone: what a later one shows, or what cannot be read, tells nothing here."""
    runs = [run(fact("a", "part", "little")), run(fact("b", "done", "much_for"), problem=NOT_FIRST)]
    assert [one.said for one in extremes(runs, "organiser")] == ["a : 1 sur 2"]


def test_a_line_holds_what_is_said_first_with_how_it_was_read(tmp_path: Path) -> None:
    """On the page each line names the workshop and the state, and stands among the facts of that habileté."""
    db, who = ready(tmp_path / "m.db"), f"{1:032x}"
    bring(db, played(who), now=NOW)
    with browsing(db) as browser:
        browser.enter()
        page = browser.see(f"/people/{who}").text
        lines = re.findall(r'<span class="extreme"><br><b>(.*?)</b> : (.*?)</span>', page)
        states = ("comme attendu", "en partie", "pas encore")
        assert {which for which, _ in lines} <= {f"Par exemple, {state}" for state in states}
        assert lines
        for habilete in re.findall(rf'href="/people/{who}/why/(\w+)"', page):
            facts = words(browser.see(f"/people/{who}/why/{habilete}").text)
            row = page.split(f'/why/{habilete}"', 1)[1].split("</li>", 1)[0]
            for said in re.findall(r"</b> : (.*?) \([^()]*\)</span>", row):
                assert words(said) in facts, said
