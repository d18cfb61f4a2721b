"""What is worked out from everybody: beside the pages where they are many, and the same as at once."""

import threading
from pathlib import Path

import pytest
from store_kit import NOW
from tower_kit import Browser, browsing, one_result, words  # noqa: F401  # the fixture « db »

from export.store.remarks import write
from export.store.reporting import Figure, group_report
from export.store.store import Store
from lab.waiting import until

ONE = f"{1:032x}"
GROUP, WATCH = "/after/report", "/after/watch"
COUNTING = "Calcul en cours"


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few there are, they are taken for many."""
    monkeypatch.setattr("tower.beside.AT_ONCE", 0)


def rested(browser: Browser) -> None:
    assert until(lambda: not browser.house.jobs.busy, 60, 0.01) is not None


@pytest.mark.parametrize("path", [GROUP, WATCH])
def test_a_page_of_everybody_is_the_same_beside_as_at_once(
    db: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First that it is being counted; then the very page that a small house has at once."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(path)
        at_once = words(browser.text)
    assert COUNTING not in at_once
    monkeypatch.setattr("tower.beside.AT_ONCE", 0)
    with browsing(db) as browser:
        browser.enter()
        assert COUNTING in words(browser.see(path).text)
        rested(browser)
        assert browser.see(f"{path}/progress").headers["hx-refresh"] == "true"
        browser.see(path)
        assert words(browser.text) == at_once


@pytest.mark.usefixtures("many")
def test_who_waited_is_given_it_and_who_comes_later_has_it_anew(db: Path) -> None:
    """Where somebody writes all day the page still comes: as it was when it was asked for, once."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(GROUP)
        rested(browser)
        with Store.open(db) as store:
            write(store, ONE, ("comment", "Venu avec un casque."), "AB", NOW)
        assert COUNTING not in words(browser.see(GROUP).text)
        assert COUNTING in words(browser.see(GROUP).text)
        rested(browser)
        assert [COUNTING in words(browser.see(GROUP).text) for _ in range(2)] == [False, False]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("file", ["/after/report.csv", "/after/report.bundle", "/after/watch.csv"])
def test_a_file_of_figures_that_are_not_there_leads_to_their_page(db: Path, file: str) -> None:
    """No file holds half of them, and none keeps the pages waiting."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(WATCH)
        browser.send(WATCH)
        rested(browser)
        browser.house.jobs.drop("fairness")
        assert "content-disposition" not in browser.see(file).headers
        assert browser.path == file.rpartition(".")[0]
        rested(browser)
        browser.see(browser.path)
        assert "attachment" in browser.see(file).headers["content-disposition"]


@pytest.mark.usefixtures("many")
def test_what_could_not_be_counted_says_so_and_is_begun_anew(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base that refuses leaves a sentence, and the next look tries again."""
    with monkeypatch.context() as patch, browsing(db) as browser:
        browser.enter()

        def refused(store: Store, month: str | None) -> list[Figure]:
            raise OSError

        patch.setattr("tower.pages.region.group_report", refused)
        browser.see(GROUP)
        rested(browser)
        assert "n'a pas abouti" in words(browser.see(GROUP).text)
        patch.undo()
        assert COUNTING in words(browser.see(GROUP).text)


@pytest.mark.usefixtures("many")
def test_what_is_counted_while_somebody_is_erased_is_not_kept(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They were in it: the next look counts without them."""
    goes_on = threading.Event()

    def slow(store: Store, month: str | None) -> list[Figure]:
        figures = group_report(store, month)
        assert goes_on.wait(60)
        return figures

    monkeypatch.setattr("tower.pages.region.group_report", slow)
    with browsing(db) as browser:
        browser.enter()
        browser.see(GROUP)
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": ONE, "sure": "yes"})
        assert until(lambda: not browser.house.jobs.of("keeping").running, 60, 0.01) is not None
        browser.see("/people")
        goes_on.set()
        rested(browser)
        assert browser.house.jobs.of("group:None").outcome is None
