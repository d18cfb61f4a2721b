"""A kiosk result that waits to be claimed: sealed, under a code and two facts, for so many days, then gone."""

import random
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from screen_kit import until
from store_kit import body, keys
from test_kiosk import app, look, play_exercise, reached, to_exercise, waited, whole

from export.files.whole import write_whole
from export.packets.body import new_id
from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.keys import station_keys
from export.packets.outbox import Outbox
from export.packets.packet import open_packet
from export.packets.receipts import signing_of
from game.journey.settle import settle_sent
from game.kiosk.claims import DAY_S, TRIES, ClaimError, Claims
from game.kiosk.kiosk import KioskJourney
from game.screen.steps import Step
from game.station.boot import BootMoment
from game.station.consent import Records, VisitConsent
from game.station.courier import held
from game.station.home import Home
from scenarios.model import Scenario
from scenarios.short_forms import short_forms, shortened

HERE: PrivateKey = keys()[1]
CARD = make_card("organisation", "Agence", bytes(HERE.public_key), [], bytes(signing_of(HERE).verify_key))
FACTS = ("panneau_fuselage", "47")


class Time:
    """A machine's start and how long it has been running; the calendar beside it."""

    def __init__(self) -> None:
        self.at = BootMoment("one", 1000, 1_780_000_000)

    def __call__(self) -> BootMoment:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at = BootMoment(self.at.boot, self.at.ms + round(seconds * 1000), self.at.wall + round(seconds))

    def restart(self, off_s: float, *, calendar: bool = True) -> None:
        """Off for so long; `calendar` False: it went back meanwhile."""
        wall = self.at.wall + round(off_s) if calendar else 1_000_000_000
        self.at = BootMoment(self.at.boot + "+", 5000, wall)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def claims(home: Home, time: Time) -> Claims:
    write_card(home.folder / CARD_FILE, CARD)
    return Claims(home.folder, time)


def on_disk(folder: Path, *words: str) -> list[str]:
    """Which of some words stand in a file or its name."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    return [w for w in words if any(w.encode() in p.read_bytes() or w in p.name for p in files)]


def test_nothing_of_anybody_can_be_read_while_it_waits_and_nothing_leaves(claims: Claims) -> None:
    """Neither the code nor an id nor a fact lies on the disk; the outbox is empty."""
    made = body(new_id())
    claims.keep(made, FACTS, 14)
    words = (str(made["code"]), str(made["candidate_id"]), str(made["visit_id"]), *FACTS)
    assert on_disk(claims.home, *words[:4]) == []
    assert Outbox(claims.home / "outbox").waiting() == []
    assert len(claims) == 1


def test_who_knows_the_code_and_both_facts_claims_it_and_it_goes_once(claims: Claims) -> None:
    """It lies in the outbox as what was shared at once does; a second claim finds nothing."""
    made = body(new_id())
    claims.keep(made, FACTS, 14)
    assert claims.claim("K4-MTR", FACTS) == "unknown"
    assert claims.claim("K4-MTQ", FACTS) == "done"
    (waiting,) = Outbox(claims.home / "outbox").but_of(held(claims.home))
    (record,) = Records(claims.home / "visits").all()
    assert (record.candidate, record.state) == (made["visit_id"], "sent")
    station = station_keys(claims.home)
    found = open_packet(waiting.path.read_bytes(), HERE, {station.station_id: station.verify_key})
    assert found.body.candidate_id == made["candidate_id"]
    assert claims.claim("K4-MTQ", FACTS) == "unknown"
    assert len(claims) == 0


def test_guesses_are_bounded_whatever_kills_the_kiosk_meanwhile(
    claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is used up before it is looked at; after the third wrong one the result is erased."""
    claims.keep(body(new_id()), FACTS, 14)

    def dies(*given: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("game.kiosk.claims._key", dies)
        with pytest.raises(KeyboardInterrupt):
            claims.claim("K4-MTQ", FACTS)
    assert claims.claim("K4-MTQ", ("panneau_porte", "47")) == "wrong"
    assert claims.claim("K4-MTQ", ("panneau_fuselage", "46")) == "closed"
    assert claims.claim("K4-MTQ", FACTS) == "unknown"
    assert len(claims) == 0
    assert TRIES == 3


def test_two_results_under_one_code_of_two_days_are_told_apart_by_the_facts(claims: Claims) -> None:
    """A code is given again on another day."""
    first, second = body(new_id()), body(new_id())
    claims.keep(first, FACTS, 14)
    claims.keep(second, ("panneau_porte", "12"), 14)
    assert claims.claim("K4-MTQ", ("panneau_porte", "12")) == "done"
    assert [one.candidate for one in Records(claims.home / "visits").all()] == [second["visit_id"]]
    assert claims.claim("K4-MTQ", FACTS) == "done"


def test_the_right_claims_of_others_cost_nobody_a_guess(claims: Claims) -> None:
    """Three later visitors of the same code claim theirs: the first still has all three guesses."""
    claims.keep(body(new_id()), FACTS, 14)
    for n in range(TRIES):
        facts = ("panneau_porte", str(10 + n))
        claims.keep(body(new_id()), facts, 14)
        assert claims.claim("K4-MTQ", facts) == "done"
    assert [claims.claim("K4-MTQ", ("panneau_porte", "99")) for _ in range(TRIES - 1)] == ["wrong"] * (TRIES - 1)
    assert claims.claim("K4-MTQ", FACTS) == "done"


def test_a_round_of_the_courier_in_the_midst_of_a_claim_loses_nothing(
    claims: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went is settled by the thread beside the window: between packet and record, and after both."""
    claims.keep(body(new_id()), FACTS, 14)
    write = Records.write

    def beside(self: Records, consent: VisitConsent) -> None:
        settle_sent(claims.home)
        write(self, consent)
        settle_sent(claims.home)

    monkeypatch.setattr(Records, "write", beside)
    assert claims.claim("K4-MTQ", FACTS) == "done"
    assert len(Outbox(claims.home / "outbox").waiting()) == len(Records(claims.home / "visits").all()) == 1


def test_what_is_kept_never_lies_in_the_outbox(claims: Claims, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even while it is sealed: what lies there may leave, and nobody shared it."""
    written: list[Path] = []

    def seen(path: Path, data: bytes) -> None:
        written.append(path)
        write_whole(path, data)

    for place in ("game.kiosk.claims.write_whole", "export.packets.outbox.write_whole"):
        monkeypatch.setattr(place, seen)
    claims.keep(body(new_id()), FACTS, 14)
    assert written[-1].parent == claims.folder
    assert [path.suffix for path in written].count(".envol") == 0


def test_each_file_of_a_sweep_is_a_sign_of_life(claims: Claims) -> None:
    """A slow disk and many claims take longer than the keeper waits; one that is gone is noticed there too."""
    signs: list[int] = []
    for _ in range(4):
        claims.keep(body(new_id()), FACTS, 14)
    claims.sweep(lambda: signs.append(1))
    assert len(signs) == 4


@pytest.mark.parametrize("restarts", [False, True])
def test_what_nobody_claims_is_erased_on_its_day_by_timer_and_at_a_start(
    restarts: bool, claims: Claims, time: Time
) -> None:
    """By the time the machine ran and was off, whatever its calendar says; not a day sooner."""
    claims.keep(body(new_id()), FACTS, 3)
    for _ in range(5):
        time.restart(DAY_S / 2) if restarts else time.pass_(DAY_S / 2)
        assert claims.sweep() == 0
    time.pass_(DAY_S / 2 + 60)
    assert claims.sweep() == 1
    assert len(claims) == 0


def test_a_calendar_that_goes_back_keeps_nothing_for_ever(claims: Claims, time: Time) -> None:
    """What no clock tells counts a day."""
    claims.keep(body(new_id()), FACTS, 3)
    for _ in range(3):
        time.restart(0, calendar=False)
        time.at = BootMoment(time.at.boot, time.at.ms + 60_000, 1)
        claims.sweep()
    assert len(claims) == 0


def test_a_spoilt_file_is_erased_and_one_that_cannot_be_kept_leaves_nothing(claims: Claims) -> None:
    """Cut off, altered, empty: nobody could claim it. Without a card nothing is kept."""
    chance = random.Random(4)
    for n in range(6):
        claims.keep(body(new_id()), FACTS, 14)
        (path,) = claims.folder.glob("*.claim")
        data = bytearray(path.read_bytes())
        path.write_bytes(data[: chance.randrange(20)] if n % 2 else b"{" + bytes(data))
        assert claims.sweep() == 1
    (claims.home / CARD_FILE).write_text("x")
    with pytest.raises(ClaimError):
        claims.keep(body(new_id()), FACTS, 14)
    assert Outbox(claims.home / "outbox").waiting() == []


# The way.


@pytest.fixture(scope="module")
def short() -> list[Scenario]:
    every = whole()
    return [shortened(every[id], short_forms()[id]) for id in ("panneau_fuselage", "aubes_soufflante")]


def to_ticket(here: KioskJourney) -> None:
    to_exercise(here, "agree", "aubes_soufflante")
    play_exercise(here)
    here.act("go", "press")
    waited(here, Step.TAKEOFF)
    here.act("go", "press")
    waited(here, Step.BOARDING)


def typed(here: KioskJourney, word: str) -> None:
    for sign in word:
        here.key(sign)
    here.act("go", "press")


def goodbye(here: KioskJourney) -> str:
    waited(here, Step.GOODBYE)
    return here.screen(look(here)).say


def test_a_visitor_keeps_a_result_and_claims_it_at_the_kiosk(short: list[Scenario], home: Home, tmp_path: Path) -> None:
    """Ticket, number, goodbye that says what stays; another day: code, gesture, number; wrong, then right."""
    write_card(home.folder / CARD_FILE, CARD)
    here = app(short, home, tmp_path, claim_days=14)
    assert "claim" not in reached(here)
    to_ticket(here)
    code = here.person.code if here.person else ""
    here.act("keep", "press")
    assert "14 jours" in here.screen(look(here)).say
    here.act("leave", "press")
    here.act("keep", "press")
    typed(here, "47")
    waited(here, Step.BOARDING)
    shown = here.screen(look(here))
    assert "attend 14 jours" in shown.say
    assert "keep" not in reached(here)
    here.advance(50 * 61)
    assert "scellé" in here.screen(look(here)).say
    here.alive()
    here.act("print", "press")
    assert until(lambda: (here.advance(1), here.step is Step.BOARDING)[1], 60)
    here.act("end", "press")
    assert "attend ici 14 jours" in here.screen(look(here)).say
    here.act("end", "press")
    here.advance(1)
    assert not here.running
    assert on_disk(home.folder / "claims", code) == []
    assert not list((home.folder / "visits").glob("*.visit"))
    for number, said in (("46", "Rien n'est parti"), ("47", "part à votre agence")):
        here = app(short, home, tmp_path, claim_days=14)
        assert "claim" in reached(here)
        here.act("claim", "press")
        typed(here, "A")
        assert here.step is Step.ENTRY
        typed(here, code.replace("-", ""))
        here.act("open:aubes_soufflante", "press")
        typed(here, number)
        assert said in goodbye(here)
    assert len(Outbox(home.folder / "outbox").but_of(held(home.folder))) == 1
    assert here.counts.visits == 1


def test_without_an_organisation_or_days_nothing_is_offered(short: list[Scenario], home: Home, tmp_path: Path) -> None:
    here = app(short, home, tmp_path, claim_days=14)
    to_ticket(here)
    assert "keep" not in reached(here)
    assert "tout s'efface" in here.screen(look(here)).say
