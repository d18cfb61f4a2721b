"""Robots land as people do, and what a result leads to is said with its reasons."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from conftest import panneau, run
from way_kit import press, to_exercise

from cli.main import main
from export.store.store import Store
from game.journey.destinations import find, offer_of, person_of, why, wished
from game.journey.measured import measure
from game.journey.proposing import in_words
from game.journey.share import database
from game.mechanics.assemble.scene import AssembleScene
from game.screen.scene import Comfort
from game.station.home import Home
from game.window.look import StaticLook
from scenarios.offers import asked_region, example_offers
from scoring.match import Offer, Wishes, conditions, match
from scoring.types import Profile


@cache
def profile(robot: str = "expert") -> Profile:
    return measure(panneau(), run(robot), "mouse")


def test_twelve_examples_some_to_complete() -> None:
    """The twelve examples are marked; some ask for what one workshop does not measure and stand apart."""
    bands = [match(person_of(profile(), {}), offer_of(e)).band for e in example_offers()]
    assert len(bands) == 12
    assert "A" in bands
    assert bands.count("to_complete") >= 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_destinations_are_three_trades_with_reasons(language: str) -> None:
    """The pass names up to three trades, each once, each marked as an example."""
    found = find(profile(), {}, Comfort(language=language)).destinations
    assert len(found) == len({d.title for d in found}) == 3
    assert all(d.example and d.why for d in found)


def test_what_is_still_to_confirm_in_the_first_band_is_named() -> None:
    """« Ou presque » said nothing: each point that lacks is said by its name, and counted in few words."""
    example = next(e for e in example_offers() if match(person_of(profile(), {}), offer_of(e)).band == "A")
    pair = match(person_of(profile(), {}), offer_of(example))
    assert why(pair, "fr") == f"Tout est montré : {in_words([r.habilete for r in pair.reasons], 'fr')}."
    last = replace(pair.reasons[-1], state="open")
    assert in_words([last.habilete], "fr") in why(replace(pair, reasons=(*pair.reasons[:-1], last)), "fr")


def test_what_one_workshop_left_unlikely_is_to_confirm_and_no_offer_is_near_for_it() -> None:
    """After one workshop nothing is « à montrer encore » on the pass, and « proche » is said of nothing unlikely."""
    levels, made = (0.1, 0.05, 0.01), profile()
    for tasks, said, never in ((1, "À revoir pour en être sûr", "À montrer encore"),
                               (2, "À montrer encore", "À confirmer")):  # fmt: skip
        low = tuple(replace(m, p_levels=levels, tasks=tasks * bool(m.tasks)) for m in made.measured)
        told = [d for d in find(replace(made, measured=low), {}, Comfort()).destinations if d.band != "to_complete"]
        assert told
        assert all(said in d.why and never not in d.why and "Proche" not in d.short + d.why for d in told), told


def test_what_lies_where_one_wishes_comes_first_and_what_does_not_is_said() -> None:
    """Rouen has examples: they lead. Alençon has none, nor its department: it is said, and named; with all else
    refused, what is outside the answers is shown as such instead of nothing."""
    rouen = find(profile(), {"yes": ("2801",)}, Comfort())
    assert rouen.destinations[0].place.endswith("Rouen")
    assert rouen.destinations[-1].place.endswith("(hors de vos lieux)")
    assert not any("hors de vos lieux" in d.place for d in find(profile(), {}, Comfort()).destinations)
    assert "D'abord vos lieux" in rouen.places
    assert find(profile(), {}, Comfort()).places == "Des exemples d'offres."
    alencon = find(profile(), {"yes": ("2826",)}, Comfort())
    assert len(alencon.destinations) == 3
    assert "Aucun exemple à Alençon, ni dans son département" in alencon.places
    near = find(profile(), {"yes": ("2807",)}, Comfort())
    assert "Aucun exemple à Fécamp ne va avec vos réponses. D'abord ceux du même département" in near.places
    place, _, away = near.destinations[0].place.rpartition(" (")
    assert away == "hors de vos lieux)"
    assert place.rpartition(" ")[2] in ("Rouen", "Havre", "Elbeuf", "Maritime")
    codes = [one.code for one in asked_region().basins if one.code != "2826"]
    only = find(profile(), {"yes": ("2826",), "no": codes}, Comfort())
    assert only.destinations
    assert all(d.outside and "Hors de vos réponses" in d.short for d in only.destinations)
    assert "Aucun exemple ne va avec toutes vos réponses" in only.places


def test_a_trade_that_was_tried_is_among_the_destinations() -> None:
    """A storekeeper for a morning, who wishes to work in Rouen, sees the storekeeper's offer: nothing near hides it."""
    store = "Magasinière ou magasinier en pièces aéronautiques"
    without = find(profile(), {"yes": ("2801",)}, Comfort()).destinations
    tried = find(profile(), {"yes": ("2801",)}, Comfort(), ("magasinier_aero",)).destinations
    assert store not in [d.title for d in without]
    assert [d.title for d in tried] == [*(d.title for d in without[:2]), store]


@pytest.mark.parametrize("robot", ["expert", "random", "never"])
def test_the_trade_that_was_tried_comes_before_others_of_its_band(robot: str) -> None:
    """Best bands first; within one, who tried a trade finds it first: it came last, after a lot."""
    trades = {e.title.fr: e.trade for e in example_offers()}
    there = find(profile(robot), {}, Comfort(), ("ajusteur_monteur",)).destinations
    bands = [d.band for d in there]
    assert bands == sorted(bands, key=["A", "B", "C", "D", "to_complete"].index)
    own = next(n for n, d in enumerate(there) if trades[d.title] == "ajusteur_monteur")
    assert all(d.band != there[own].band for d in there[:own])


def test_a_question_not_answered_says_nothing() -> None:
    """Wishes: silence declines nothing, a tick declines nothing else, « near home » is no answer on travel."""
    assert wished({}) == Wishes()
    said = wished({"yes": ("2801", "day"), "no": ("2817", "nights"), "commute": ("near",)})
    assert said == Wishes({"2801": "yes", "2817": "no"}, {"day": "yes", "nights": "no"}, "near")
    work = Offer("o", "2806", ("shifts_2x8", "nights", "travel"), ())
    assert [c.state for c in conditions(said, work)] == ["not_asked", "not_asked", "no", "not_asked"]


@pytest.mark.usefixtures("short_demo")
def test_robots_land_and_are_matched_and_erased(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`demo --db`, `match`, `candidate erase`: status 0 done, 1 problems, 2 wrong use."""
    db = str(tmp_path / "demo.db")
    assert main(["--lang", "en", "demo", "--players", "1", "--db", db]) == 0
    said = capsys.readouterr().out
    assert "1 robot, 12 example offers" in said
    code = next(line.split()[0] for line in said.splitlines() if "(expert):" in line)
    assert main(["--lang", "en", "match", "--db", db, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert main(["match", "--db", db, "--code", code]) == 0
    assert main(["match", "--db", db, "--offer", example_offers()[0].id]) == 0
    assert main(["match", "--db", db, "--offer", "none"]) == 1
    assert main(["match", "--db", str(tmp_path / "no.db")]) == 1
    assert main(["match"]) == 2
    assert main(["candidate", "erase", code, "--db", db]) == 0
    assert main(["candidate", "erase", code, "--db", db]) == 1


def test_offers_come_in_once_as_drafts_and_every_refusal_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1 with each refused row; the rest is kept; twice changes nothing; a level confirmed opens the offer."""
    db = str(tmp_path / "o.db")
    sound = [
        {"id": f"1{n}A", "intitule": "Monteur", "romeCode": "H2901", "lieuTravail": {"commune": "76540"}}
        for n in range(3)
    ]
    for one in sound:
        one["dateActualisation"] = "2026-10-01T10:00:00.000Z"
    (tmp_path / "o.json").write_text(json.dumps({"resultats": [*sound, {"id": "x"}]}), "utf-8")
    args = ["--lang", "fr", "offers", "import", str(tmp_path / "o.json"), "--db", db]
    assert main(args) == 1
    said = capsys.readouterr().out
    assert "Offres nouvelles : 3" in said
    assert "o.json, offre 4" in said
    assert main(args) == 1
    assert "Offres nouvelles : 0 ; mises à jour : 0 ; inchangées : 3" in capsys.readouterr().out
    with Store.open(Path(db)) as store:
        rows = store.rows("select offer_id, status from offers")
    assert {r["status"] for r in rows} == {"draft"}
    asked = [rows[0]["offer_id"], "dexterite", "2", "--adviser", "a1"]
    confirm = ["--lang", "fr", "offers", "require", *asked, "--db", db]
    assert main(confirm) == 1
    assert "envol advisers add a1" in capsys.readouterr().err
    assert main(["advisers", "add", "a1", "--db", db]) == 0
    assert main(confirm) == 0


def share_as_a_person(home: Home) -> str:
    """A person plays a short while and shares in the folder's database; gives the screen they end on."""
    app = to_exercise(home)
    while isinstance(app.top, AssembleScene):
        app.top.session.act("end")
        app.advance(1)
    press(app, "go", "end", "skip", "go", "share", "months_3")
    screen = app.screen(StaticLook(app.comfort))
    return f"{screen.id} {screen.say}"


@pytest.mark.usefixtures("short_demo")
def test_robots_never_enter_a_database_of_people_nor_people_one_of_robots(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`demo --db` on a database of people: one sentence, status 1, nothing in; and the converse when sharing."""
    home = Home.open(tmp_path / "home")
    try:
        assert share_as_a_person(home).startswith("goodbye.shared")
        db = database(home)
        for language, said in (("fr", "est faite pour des personnes"), ("en", "is for people")):
            capsys.readouterr()
            assert main(["--lang", language, "demo", "--players", "1", "--db", str(db)]) == 1
            assert said in capsys.readouterr().out
        with Store.open(db) as store:
            assert [r["kind"] for r in store.rows("select kind from candidates")] == ["person"]
        for path in tmp_path.glob("home/matching.db*"):
            path.unlink()
        assert main(["--lang", "fr", "demo", "--players", "1", "--db", str(db)]) == 0
        assert "cette base est faite pour des robots" in share_as_a_person(home)
    finally:
        home.close()


@pytest.mark.usefixtures("short_demo")
def test_demo_says_what_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder for traces or a database that cannot be made: a sentence and status 1, no traceback."""
    (tmp_path / "file").write_text("x")
    args = ["--lang", "fr", "demo", "--players", "1"]
    assert main([*args, "--traces", str(tmp_path / "file" / "traces")]) == 1
    assert "passe par un fichier" in capsys.readouterr().out
    assert main([*args, "--db", str(tmp_path)]) == 1
    assert "est un dossier" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--code", "K4-MTQ"], "K4-MTQ"),
        (["--code", "nonsense"], "nonsense"),
        (["--offer", "none"], "none"),
        (["--code", "K4-MTQ", "--json"], "K4-MTQ"),
    ],
)
def test_match_says_what_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Someone or an offer that is not here: a sentence that names it, status 1, nothing on the output."""
    db = tmp_path / "m.db"
    Store.open(db).close()
    for language in ("fr", "en"):
        assert main(["--lang", language, "match", "--db", str(db), *words]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert said in err
    assert main(["match", "--db", str(db), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["match", "--db", str(tmp_path / "none.db"), *words]) == 1
    assert not (tmp_path / "none.db").exists()
