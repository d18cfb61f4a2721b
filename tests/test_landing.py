"""Robots land as people do, and what a result leads to is said with its reasons."""

import json
from pathlib import Path

import pytest
from conftest import run

from envol.export.store import Store
from envol.game.app import main
from envol.game.app_commands import MODELS
from envol.game.app_destinations import find, offer_of, person_of
from envol.game.app_robots import measure
from envol.game.app_share import wished
from envol.scenarios.load import load_scenario, workshop_files
from envol.scenarios.offers import example_offers
from envol.scoring.match import match
from envol.scoring.rules import EvidenceRule
from envol.scoring.types import Profile


def profile(robot: str = "expert") -> Profile:
    return measure(load_scenario(workshop_files()[0], MODELS, EvidenceRule), run(robot), "mouse")


def test_twelve_examples_some_to_complete() -> None:
    """The twelve examples are marked; some ask for what one workshop does not measure and stand apart."""
    bands = [match(person_of(profile(), {}), offer_of(e)).band for e in example_offers()]
    assert len(bands) == 12
    assert "A" in bands
    assert bands.count("to_complete") >= 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_destinations_are_three_trades_with_reasons(language: str) -> None:
    """The pass names up to three trades, each once, each marked as an example."""
    found = find(profile(), {}, language)
    assert len(found) == len({d.title for d in found}) == 3
    assert all(d.example and d.why for d in found)


def test_a_question_not_answered_says_nothing() -> None:
    """Wishes: silence declines nothing; « anywhere » lifts the places; « near » declines travel."""
    assert wished({}) == ((), None, None)
    assert wished({"areas": ["2801"], "shifts": ["day"], "travel": ["near"]}) == (("2801",), ("day",), "no")
    assert wished({"areas": ["2801"], "travel": ["anywhere"]}) == ((), None, "yes")


def test_robots_land_and_are_matched_and_erased(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`demo --db`, `match`, `candidate erase`: status 0 done, 1 problems, 2 wrong use."""
    db = str(tmp_path / "demo.db")
    assert main(["--lang", "en", "demo", "--players", "1", "--db", db]) == 0
    said = capsys.readouterr().out
    assert "1 robot(s), 12 example offer(s)" in said
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
    assert "3 offre(s) nouvelle(s)" in said
    assert "o.json, ligne 4" in said
    assert main(args) == 1
    assert "0 offre(s) nouvelle(s), 0 mise(s) à jour, 3 inchangée(s)" in capsys.readouterr().out
    with Store.open(Path(db)) as store:
        rows = store.rows("select offer_id, status from offers")
    assert {r["status"] for r in rows} == {"draft"}
    assert main(["offers", "require", rows[0]["offer_id"], "dexterite", "2", "--adviser", "a1", "--db", db]) == 0
