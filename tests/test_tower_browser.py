"""The tower in a real browser: nothing is cut off 320 units wide, every field has its name, sheets take their paper."""

from pathlib import Path

import pytest
from browser_kit import FITS, NARROW, Chromium, answering, browser, opened, sound
from nacl.signing import SigningKey
from store_kit import NOW, body
from test_tower_truth import PEOPLE, PLAYS, result
from tower_kit import PIN, Clock, bring, house_of, played, ready

from export.fairs.building import FairHead, add_stand, make_fair
from export.fairs.planning import plan_fair
from export.offers.desk import set_state
from export.store.days import DayPlan, plan_day, seat_station
from export.store.decisions import Decision, decide
from export.store.in_view import put_in_view
from export.store.intake import add_station
from export.store.noting import note_answers
from export.store.remarks import write
from export.store.store import Store
from tower.review import installed


@browser
def test_each_sheet_of_a_sitting_takes_the_paper_it_should(tmp_path: Path) -> None:
    """Twelve seats, four workshops: the conduct and the signatures on one A4 each, and twelve slips on one."""
    db = ready(tmp_path / "m.db")
    circuit = tuple(one.head.id for one in installed()[:4])
    with Store.open(db) as store:
        plan = DayPlan("Découverte, groupe du mardi", "2026-11-24T09:00", 180, 12, 4, circuit)
        day = plan_day(store, plan, "AB", NOW)
        posts = [add_station(store, bytes(SigningKey(bytes([n] * 32)).verify_key), f"Poste {n}", NOW)
                 for n in range(1, 13)]  # fmt: skip
        seat_station(store, day, list(enumerate(posts, 1)), ("AB", NOW))
        # All its offers in view, one of them closed: the sheet says so on the same paper.
        every = [str(row["offer_id"]) for row in store.rows("select offer_id from offers order by offer_id")]
        put_in_view(store, day, every, [], ("AB", NOW))
        set_state(store, every[0], "closed", ("AB", NOW))
    with answering(house_of(db, Clock())) as address, opened(tmp_path / "profile", 1366) as page:
        page.go(address)
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until("location.pathname === '/' && document.readyState === 'complete'")
        sheets = {}
        for name in ("run", "attendance", "slips", "report"):
            page.go(f"{address}/days/{day}/{name}")
            sheets[name] = page.printed()
        assert sheets == {"run": 1, "attendance": 1, "slips": 1, "report": 1}


@browser
def test_nobody_at_a_fair_sees_the_code_of_another(tmp_path: Path) -> None:
    """Three people, three sheets of paper: each takes theirs alone. What is said in an interview takes one."""
    db = ready(tmp_path / "m.db")
    bring(db, *(body(f"{n:032x}", code=f"K4-{sign}AA", sitting_id=f"{n:032x}") for n, sign in enumerate("CDF", 1)))
    with Store.open(db) as store:
        for n in range(1, 4):
            decide(store, Decision("ex-cableur-evreux", f"{n:032x}", "propose", "fits", "AB"), NOW)
        fair = make_fair(store, FairHead("Forum", "Rouen", "2026-12-03", "09:00", "12:00", 15), ("AB", NOW))
        (firm,) = store.rows("select employer_id from offers where offer_id='ex-cableur-evreux'")
        add_stand(store, fair, firm["employer_id"], ("AB", NOW))
        plan_fair(store, fair, NOW, by="AB")
    with answering(house_of(db, Clock())) as address, opened(tmp_path / "profile", 1366) as page:
        page.go(address)
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until("location.pathname === '/' && document.readyState === 'complete'")
        page.go(f"{address}/fairs/{fair}/sheets/people")
        assert page.printed() == 3
        page.go(f"{address}/people/{1:032x}")
        assert page.printed() == 1
        # Twelve offers, and each point of theirs.
        page.go(f"{address}/people/{1:032x}/offers")
        assert page.printed() <= 3


@browser
@pytest.mark.parametrize(
    "paths",
    [("/observe", "/people", "/people/1", "/people/codes", "/offers", "/offers/import"),
     ("/after/report", "/fairs/new", "/days/new", "/house/stations", "/house/keep", "/house/audit")],
)  # fmt: skip
def test_pages_are_whole_on_a_narrow_screen(paths: tuple[str, ...], tmp_path: Path) -> None:
    """With one result in the base: entered by PIN, each page as it is read on a telephone or at 400 %."""
    db = ready(tmp_path / "m.db")
    bring(db, played("1" * 32))
    with answering(house_of(db, Clock())) as address, opened(tmp_path / "profile", NARROW) as page:
        page.go(address)
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until("location.pathname === '/' && document.readyState === 'complete'")
        page.run("document.body.append(Object.assign(document.createElement('p'), {id: 'wide'}))")
        page.run("document.getElementById('wide').style.width = '500px'")
        assert page.run(FITS) != []
        for path in paths:
            page.go(address + path.replace("/1", "/" + "1" * 32))
            sound(page, path)
        assert page.run("document.getElementById('gone').hidden")
        server_gone(page)


def server_gone(page: Chromium) -> None:
    """A page that stays open once its tower is closed says so when it is looked at."""
    page.call("Network.enable")
    page.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
    page.run("dispatchEvent(new Event('focus'))")
    page.until("!document.getElementById('gone').hidden")
    assert "envol-tour" in page.run("document.getElementById('gone').innerText")


@browser
def test_the_sheet_of_who_played_three_workshops_is_one_a4_in_nine_points(tmp_path: Path) -> None:
    """The fullest sheet there is: four answers noted, a disagreement and its answer on it, the bands too; one of two
    pages had the disagreement alone on the second. No sign of it is under nine points of print."""
    db = ready(tmp_path / "m.db")
    bring(db, *(result(n, plays) for n, plays in enumerate(PLAYS)))
    said = {"standing": "yes", "heights": "yes", "shifts_2x8": "no", "area:2811": "yes"}
    with Store.open(db) as store:
        note_answers(store, PEOPLE[-1], said, ("AB", NOW))
        words = "Je ne suis pas d'accord pour la dextérité : la souris glissait, et personne ne m'a laissé recommencer."
        write(store, PEOPLE[-1], ("answer", "Vu ensemble."), "AB", NOW,
              write(store, PEOPLE[-1], ("disagreement", words), "AB", NOW))
    with answering(house_of(db, Clock())) as address, opened(tmp_path / "profile", 1366) as page:
        page.go(address)
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until("location.pathname === '/' && document.readyState === 'complete'")
        page.go(f"{address}/people/{PEOPLE[-1]}/card")
        assert page.printed() == 1
        assert page.run("document.querySelectorAll('svg.margin').length") >= 6
        assert "la souris glissait" in page.run("document.querySelector('.own').innerText")
        page.call("Emulation.setEmulatedMedia", media="print")
        sizes = "[...document.querySelectorAll('.own *')].map(e => parseFloat(getComputedStyle(e).fontSize))"
        assert page.run(f"Math.min(...{sizes})") >= 12 - 0.01, "nine points are twelve units"
