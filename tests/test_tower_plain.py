"""What an adviser reads first: one verdict a habileté, the same on each page, and no chance before a fold is opened."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from store_kit import NOW
from test_tower_truth import PEOPLE, PLAYS, result
from tower_kit import Browser, bring, browsing, ready, words

from export.store.decisions import Decision, decide
from export.store.store import Store

OFFER, WHY = "ex-composites-rouen", "/why/normes_consignes"


class _FirstView(HTMLParser):
    """The words of a page that stand before anything is opened: of a closed fold, its title alone."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._folds: list[bool] = []
        self._title = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A fold begins, or its title."""
        if tag == "details":
            self._folds.append("open" not in dict(attrs))
        elif tag == "summary":
            self._title += 1

    def handle_endtag(self, tag: str) -> None:
        """A fold ends, or its title."""
        if tag == "details":
            self._folds.pop()
        elif tag == "summary":
            self._title -= 1

    def handle_data(self, data: str) -> None:
        """Words that are read at once."""
        shut = self._folds[:-1] if self._title else self._folds
        if not any(shut):
            self.said.append(data)


def first_view(page: str) -> str:
    """What a page says before anything is opened."""
    view = _FirstView()
    view.feed(page)
    return re.sub(r"\s+", " ", " ".join(view.said).replace("\u00a0", " "))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Robots of one, two and three workshops, and one of them proposed."""
    path = ready(tmp_path / "m.db")
    bring(path, *(result(n, plays) for n, plays in enumerate(PLAYS)))
    with Store.open(path) as store:
        decide(store, Decision(OFFER, PEOPLE[-1], "propose", "fits", "AB"), NOW)
    return path


def lists_of(browser: Browser) -> str:
    """The address of a list that is opened for the offer."""
    browser.see(f"/offers/{OFFER}")
    browser.send(f"/offers/{OFFER}/list")
    return browser.path


def test_no_page_tells_a_chance_before_a_fold_is_opened(db: Path) -> None:
    """A person's, a habileté's, offers, list, pair, card: « 8 chances sur 10 » stood in titles of groups and in what
    the employer hears. Opened, they are there."""
    with browsing(db) as browser:
        browser.enter()
        listed = lists_of(browser)
        there = False
        for path in (listed, *(f"/people/{who}{end}" for who in PEOPLE for end in ("", "/offers", "/card", WHY)),
                     *(f"/pairs/{OFFER}/{who}" for who in PEOPLE)):  # fmt: skip
            page = browser.see(path).text
            assert not re.search(r"chances?\b|La bande va|presque sûr\. La bande", first_view(page)), path
            there = there or "chances sur 10" in words(page)
        assert there
        assert "Pour aller plus loin" in first_view(browser.see(listed).text)


def test_one_habilete_has_one_verdict_on_every_page(db: Path) -> None:
    """Person, card, offers, list, pair: « montré : à l'aise » here is the same there, in the same words."""
    with browsing(db) as browser:
        browser.enter()
        listed = words(browser.see(lists_of(browser)).text)
        compared = 0
        for who in PEOPLE:
            page = browser.see(f"/people/{who}").text
            verdicts = dict(re.findall(r"<b>([^<]+)</b></a>.*?<span class=\"tag \w+\">([^<]+)</span>", page))
            verdicts = {words(name): words(said) for name, said in verdicts.items()}
            card = words(browser.see(f"/people/{who}/card").text)
            assert all(f"{name} {said}" in card or "tension" in name for name, said in verdicts.items())
            for text in (words(browser.see(f"/people/{who}/offers").text),
                         words(browser.see(f"/pairs/{OFFER}/{who}").text)):  # fmt: skip
                for name, said in verdicts.items():
                    for told in re.findall(rf"{name} : l'offre demande « [^»]+ » ; dans le jeu, ([^;.]+)", text):
                        assert told.strip() == said, (who, name)
                        compared += 1
        assert compared > 20
        assert "dans le jeu, " in listed


def test_what_an_employer_hears_names_the_words_of_the_page_and_no_chance(db: Path) -> None:
    """Shown, to confirm, still to show, not seen: of somebody who is proposed, each point as its line has it."""
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(f"/pairs/{OFFER}/{PEOPLE[-1]}").text)
        heard = page.partition("À dire à l'employeur")[2].partition("Quand pouvez-vous")[0]
        assert re.search(r"(Montré|À confirmer|À montrer encore|Pas vu)", heard)
        assert not re.search(r"chance|sur 10|demandé\b|tranch", heard)
