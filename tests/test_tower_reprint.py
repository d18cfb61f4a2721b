"""A pass printed again: the game's own paper, from what was shared, or a sentence that says why it cannot be."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import fpdf
import pytest
from store_kit import NOW
from tower_kit import Browser, bring, browsing, one_result, played, ready, robots_run, words  # noqa: F401  # « db »

from assets.texts import Catalogue, languages
from assets.voice import Voice
from cli.drawing import print_again
from cli.main import main
from export.files.paper import write_pass
from export.packets.body import Agreement, Body, What, Who, WorkshopRun, lifted, make_body
from export.store.advisers import close, declare
from export.store.answers import ASKED
from export.store.archive import packets_of, shared_visits
from export.store.beside import organisation_beside
from export.store.observing import open_watch
from export.store.people import Wanted, codes_of, people_count, people_list
from export.store.remarks import write
from export.store.store import Store
from game.journey.destinations import wished
from game.journey.proposing import can_show, next_steps
from game.journey.reprint import ReprintError, of_house, paper_again, wishes_of
from game.journey.result import ReadTry, Shown, boarding_pass, paper_of, read_try, what_was_shown
from game.screen.scene import Comfort
from lab.demo import land_visits
from lab.robots import trace_of
from lab.trial_visits import trial_visits
from lab.waiting import until
from tower.pages.days import circuit_first
from tower.review import installed

ONE, OTHER = f"{1:032x}", f"{2:032x}"
HERE = f"/people/{ONE}/pass"
ON, VISITED = date(2026, 11, 30), date(2026, 11, 24)
SAID: Mapping[str, tuple[str, ...]] = {"yes": ("2817", "day"), "no": ("nights",), "commute": ("near",)}


def tries() -> list[ReadTry]:
    """Two finished first tries of robots, as the game read them at the end of each."""
    reads = []
    for workshop in ("panneau_porte", "kitting_poste_40"):
        scenario, session = robots_run(workshop, "novice")
        header = {**trace_of(scenario, session, "novice", 3).header, "kind": "person", "ease": "easy"}
        reads.append(read_try(scenario, session, header, "2026-11-24T08:30:00+00:00"))
    return reads


def shared(shown: Shown) -> Body:
    """The visit as its packet holds it."""
    runs = tuple(
        WorkshopRun(read.scenario.head.id, read.scenario.hash, read.scenario.hash[:12], read.made_at,
                    read.trace().to_bytes())
        for read in shown.tries
    )
    what = What(runs, "2026-11-24T08:31:00+00:00", "fr", shown.ease)
    made = make_body(
        shown.profile, [item for one in shown.tries for item in one.observations],
        Who(ONE, OTHER, "K4-MTQ", "person"), what, Agreement(3, wished(shown.wishes)),
    )  # fmt: skip
    return body_of({**made, "packet_id": OTHER, "station_id": "a" * 16, "sequence": 1})


def body_of(made: Mapping[str, Any]) -> Body:
    return Body.model_validate(lifted(made))


def test_the_pass_is_the_paper_of_the_game_word_for_word() -> None:
    """Rows, margins, counts, trades, what to do next, answers, notes: what the person was given, and « réimprimé »."""
    read = what_was_shown(tries(), "easy")
    closed = [one.scenario.head.id for one in read.tries]
    device = str(read.tries[-1].header["device"])
    plan = next_steps(read.profile, installed(), closed, can_show(device, "easy"), "fr")
    shown = replace(read, wishes=SAID, plan=plan)
    given = paper_of(boarding_pass(shown, "K4-MTQ", Comfort()), Comfort(), ONE)
    again = paper_again(shared(shown), installed(), ON, VISITED)
    assert again == {**given, "again": "Réimprimé le 30/11/2026. Visite du 24/11/2026."}
    assert len(given["rows"]) > 3  # type: ignore[arg-type]
    assert again["proof"] == ""


def test_what_was_answered_of_where_and_when_comes_back_as_it_was() -> None:
    """A packet holds answers by what they are about, the screen by answer: nothing is lost, nothing added."""
    shown = replace(what_was_shown(tries()[:1], "easy"), wishes=SAID)
    assert wishes_of(shared(shown)) == SAID
    assert wishes_of(shared(replace(shown, wishes={}))) == {"yes": (), "no": ()}


def drop_trace(made: dict[str, Any]) -> None:
    made["workshops"][0]["trace"] = ""


def otherwise(made: dict[str, Any]) -> None:
    """What was shared stands a hundredth beside what the run says today: rules, scale or numbers have changed since."""
    next(row for row in made["readout"].values() if row["statement"] == "to_confirm")["mean"] += 0.01


@pytest.mark.parametrize(
    ("change", "key"), [(drop_trace, "reprint.no_trace"), (otherwise, "reprint.differs")]
)
def test_what_would_not_be_the_same_is_refused(change: Callable[[dict[str, Any]], None], key: str) -> None:
    """No pass says of a person what was not shared: a run that is not there, one that reads otherwise today."""
    made = shared(what_was_shown(tries()[:1], "easy")).model_dump(mode="json")
    change(made)
    with pytest.raises(ReprintError) as caught:
        paper_again(body_of(made), installed(), ON, VISITED)
    assert caught.value.key == key


def test_a_workshop_that_changed_or_is_not_here_is_named() -> None:
    """The words of the facts are the workshop's: another version of it may mean something else by them."""
    body = shared(what_was_shown(tries()[:1], "easy"))
    here = {one.head.id: one for one in installed()}
    other = [*{**here, "panneau_porte": here["panneau_porte"].model_copy(update={"hash": "0" * 64})}.values()]
    fewer = [one for one in installed() if one.head.id != "panneau_porte"]
    for scenarios, key in ((other, "reprint.other_version"), (fewer, "reprint.unknown_workshop")):
        with pytest.raises(ReprintError) as caught:
            paper_again(body, scenarios, ON, VISITED)
        assert caught.value.key == key


def test_the_page_of_the_paper_says_that_it_is_printed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the code, on a paper that is printed again and on no other; a day that nobody knows is not said."""
    body = shared(what_was_shown(tries()[:1], "easy"))
    for visited, words_there in ((VISITED, "Visite du 24/11/2026"), (None, "n'est pas connu")):
        drawn: list[str] = []
        with monkeypatch.context() as patch:
            patch.setattr(fpdf.FPDF, "text", lambda self, x, y, text, drawn=drawn: drawn.append(text))
            again = paper_again(body, installed(), ON, visited)
            write_pass(tmp_path / "again.pdf", again)
            said = " ".join(drawn).replace("\u00a0", " ").replace("\u202f", " ")
            drawn.clear()
            write_pass(tmp_path / "first.pdf", {name: value for name, value in again.items() if name != "again"})
        assert "Réimprimé le 30/11/2026" in said
        assert words_there in said
        assert "Réimprimé" not in " ".join(drawn)


def made_by(pdf: bytes, why: str = "") -> Callable[[str, str, str, str], tuple[bytes, str]]:
    return lambda who, packet, language, by: (pdf, why)


def packet_of(db: Path) -> str:
    with Store.open(db) as store:
        return packets_of(store, ONE)[0]


def asked(browser: Browser, packet: str) -> str:
    """The page once the pass that is asked for there is made, or not."""
    browser.see(HERE)
    browser.send(f"{HERE}/{packet}")
    job = browser.house.jobs.of(f"pass {packet} AB")
    assert until(lambda: not job.running, 60, 0.01) is not None
    browser.see(HERE)
    return words(browser.text)


def test_an_adviser_prints_a_pass_again_with_the_game_itself(db: Path) -> None:
    """From the person's page, by a press: another process makes the PDF; taking it is a line of the log."""
    packet = packet_of(db)
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        assert f'href="{HERE}"' in browser.text
        browser.house.reprint = lambda *asked_for: print_again(db, *asked_for)
        assert "Prendre le pass (PDF)" in asked(browser, packet)
        answer = browser.see(f"{HERE}/{packet}.pdf")
    assert (answer.headers["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert 'filename="pass-K4-MTQ.pdf"' in answer.headers["content-disposition"]
    with Store.open(db) as store:
        lines = store.rows("select actor, object, detail from audit where action='sheet.take'")
    assert lines == [{"actor": "AB", "object": ONE, "detail": "pass"}]


def test_why_a_pass_cannot_be_made_is_said_on_its_page(db: Path) -> None:
    """In the sentence of the game, or that it was not; nothing is then there to take."""
    packet = packet_of(db)
    with browsing(db) as browser:
        browser.enter()
        browser.house.reprint = made_by(b"", "Le jeu lirait autrement.")
        assert "Le jeu lirait autrement." in asked(browser, packet)
        assert browser.see(f"{HERE}/{packet}.pdf").status_code == 400
        browser.house.jobs.drop(f"pass {packet} AB")
        browser.house.reprint = None
        assert "n'a pas pu être refait" in asked(browser, packet)
        assert "Réessayez une fois" in words(browser.text)
        assert f'action="{HERE}/{packet}"' in browser.text, "it can be asked again"


def test_a_pass_is_of_this_person_and_of_who_may_read(db: Path) -> None:
    """Another's packet, one that is unknown, a result that is contested, who observes blind: nothing is made."""
    with Store.open(db) as store:
        watch = open_watch(store, ONE, 1, ("CD", NOW))
    packet = packet_of(db)
    assert watch
    with browsing(db) as browser:
        browser.enter("CD")
        assert "<form" not in browser.see(HERE).text.split("<main", 1)[1].split("</main", 1)[0]
        assert not browser.house.jobs.of(f"pass {packet} CD").running
    with browsing(db) as browser:
        browser.enter()
        browser.house.reprint = made_by(b"%PDF-1")
        assert browser.see(f"/people/{OTHER}/pass/{packet}.pdf").status_code == 404
        asked(browser, packet)
        assert browser.see(f"{HERE}/{packet}.pdf").content == b"%PDF-1"
        with Store.open(db) as store:
            write(store, ONE, ("disagreement", "Non."), "AB", NOW)
        assert browser.see(f"{HERE}/{packet}.pdf").status_code == 400
        assert f'action="{HERE}/' not in browser.see(HERE).text


def test_a_visit_that_went_on_has_one_pass(tmp_path: Path) -> None:
    """Its last packet tells it whole; a visit of another day has its own."""
    first = played(ONE)
    second = {**played(ONE), "packet_id": f"{900:032x}"}
    other = {**played(ONE), "packet_id": f"{901:032x}", "visit_id": OTHER}
    db = ready(tmp_path / "m.db", "AB")
    bring(db, first, second, other)
    with browsing(db) as browser:
        browser.enter()
        page = browser.see(HERE).text
    assert [f"{HERE}/{one['packet_id']}" in page for one in (first, second, other)] == [False, True, True]


def test_a_pass_that_is_made_while_its_person_is_erased_is_kept_nowhere(db: Path) -> None:
    """What the other process gives afterwards goes with the rest of them."""
    packet, goes_on = packet_of(db), threading.Event()

    def slow(who: str, packet: str, language: str, by: str) -> tuple[bytes, str]:
        assert goes_on.wait(60)
        return b"%PDF-1", ""

    with browsing(db) as browser:
        browser.enter()
        browser.house.reprint = slow
        browser.see(HERE)
        browser.send(f"{HERE}/{packet}")
        assert "Le pass se prépare" in words(browser.see(HERE).text)
        job = browser.house.jobs.of(f"pass {packet} AB")
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": ONE, "sure": "yes"})
        goes_on.set()
        assert until(lambda: not job.running, 60, 0.01) is not None
        assert job.outcome is None


@pytest.mark.parametrize("extra", [(), ("--packet", "PACKET"), ("--packet", "ffff")])
def test_the_terminal_makes_it_too(
    db: Path, tmp_path: Path, extra: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """By code; the last visit unless another is named; a packet that is not there is a sentence, and no file."""
    named = [packet_of(db)[:8] if word == "PACKET" else word for word in extra]
    out = tmp_path / "again.pdf"
    status = main(["--lang", "fr", "candidate", "pass", "K4-MTQ", "--db", str(db), "--out", str(out), *named])
    assert (status, out.exists()) == ((1, False) if "ffff" in extra else (0, True))
    assert "".join(capsys.readouterr()).strip()


@pytest.mark.parametrize(
    ("adviser", "written"), [("ab", "AB"), ("Jeanne Martin", ""), ("ZZ", ""), ("CD", ""), ("", ""), (None, "cli")]
)
def test_the_terminal_notes_a_pass_for_a_known_adviser_alone(
    db: Path, tmp_path: Path, adviser: str | None, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that nobody declared, or one that was closed, takes nothing and stands in no line of the log."""
    with Store.open(db) as store:
        close(store, declare(store, "CD", NOW), NOW)
    out, said = tmp_path / "again.pdf", [] if adviser is None else ["--adviser", adviser]
    status = main(["--lang", "fr", "candidate", "pass", "K4-MTQ", "--db", str(db), "--out", str(out), *said])
    assert (status == 0, out.exists()) == (bool(written), bool(written))
    assert "Traceback" not in capsys.readouterr().err
    with Store.open(db) as store:
        actors = [row["actor"] for row in store.rows("select actor from audit where action='sheet.take'")]
    assert actors == ([written] if written else [])


def test_visits_of_one_day_are_told_apart_by_their_hour(tmp_path: Path) -> None:
    """The same workshops, twice on one day: each says when it was shared, and what was played."""
    db = ready(tmp_path / "m.db", "AB")
    later = {**played(ONE), "packet_id": f"{901:032x}", "visit_id": OTHER, "made_at": "2026-11-24T09:05:00+00:00"}
    bring(db, played(ONE), later)
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(HERE).text)
    for at in ("2026-11-24T08:30:00+00:00", "2026-11-24T09:05:00+00:00"):
        assert f"Visite du 24/11/2026, partagée à {datetime.fromisoformat(at).astimezone():%H:%M} Panneau" in page


def test_every_pass_of_the_trial_room_is_made_again(tmp_path: Path) -> None:
    """Whatever its robots said of hours and places, and each visit of who came back, whose own code leads to them."""
    base, post = tmp_path / "robots.db", tmp_path / "post"
    post.mkdir()
    visits = trial_visits(12, installed(), circuit_first())
    assert all(landed for _, landed in land_visits(visits, base, Voice(Catalogue.load(), "fr"), post))
    came_back = 0
    with Store.open(base) as store:
        for who, code in codes_of(store).items():
            for visit in shared_visits(store, organisation_beside(base), who):
                assert visit.body is not None
                paper = paper_again(visit.body, installed(), ON, VISITED)
                assert paper["code"] == visit.body.code
                found = people_list(store, Wanted(code=visit.body.code))
                assert [row["candidate_id"] for row in found] == [who]
                assert people_count(store, Wanted(code=visit.body.code.lower())) == 1
                came_back += visit.body.code != code
    assert came_back == sum(bool(visit.again) for visit in visits)


def test_a_visit_of_another_code_says_whose_it_is(tmp_path: Path) -> None:
    """The paper was given with the code of its visit: the page says so beside it, and looking for it leads here."""
    db = ready(tmp_path / "m.db", "AB")
    bring(db, played(ONE), {**played(ONE), "packet_id": f"{901:032x}", "visit_id": OTHER, "code": "K4-CDF"})
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(HERE).text)
        assert "Ce pass porte le code K4-CDF" in page
        assert page.count("Ce pass porte le code") == 1
        browser.see("/people")
        browser.send("/people/choose", {"code": "K4-CDF", "day": "", "order": "next"})
        assert f'href="/people/{ONE}"' in browser.text


def test_whatever_a_packet_may_say_of_conditions_has_its_words() -> None:
    """A pass names each answer: those of the game's screen, and those that only an offer or an adviser asks."""
    for language in languages():
        for name in (*ASKED, "near", "around", "anywhere"):
            assert Catalogue.load().has(f"wishes.{name}"), (language, name)


@pytest.mark.parametrize("robots", [False, True])
def test_a_pass_from_the_tower_says_whom_it_was_shared_with_and_that_it_is_a_trial(
    robots: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The organisation's name stands on the paper; in a trial room that a robot played, too, and in none of people."""
    drawn: list[str] = []
    monkeypatch.setattr(fpdf.FPDF, "text", lambda self, x, y, text: drawn.append(text))
    paper = of_house(
        paper_again(shared(what_was_shown(tries()[:1], "easy")), installed(), ON, VISITED), "Mission locale de Rouen",
        robots=robots,
    )  # fmt: skip
    write_pass(tmp_path / "pass.pdf", paper)
    said = " ".join(drawn)
    assert "Partagé avec : Mission locale de Rouen." in said
    assert ("un robot a joué, ce n'est le résultat de personne" in said) == robots
