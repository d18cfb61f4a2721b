"""Long lists on the terminal: a first page, how many more there are, `--all`; sheets and JSON are whole."""

import json
from pathlib import Path

import pytest
from store_kit import NOW, body, keys, sealed

from cli.first import MOST
from cli.main import main
from export.store.advisers import declare
from export.store.decisions import Decision, decide
from export.store.intake import add_station, import_batch
from export.store.matching import load_examples
from export.store.store import Store

N = 57
OFFER = "ex-cableur-evreux"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty-seven people, each with a decision; as many offers, read in from a list."""
    folder = tmp_path_factory.mktemp("long")
    path = folder / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        made = [sealed(body(f"{n:032x}", code="K4-PQR", sitting_id=f"{n:032x}"), n) for n in range(1, N + 1)]
        import_batch(store, made, keys()[1], NOW)
        for n in range(1, N + 1):
            decide(store, Decision(OFFER, f"{n:032x}", "keep", "to_meet", "AB"), NOW)
    rows = [f"R{n};Riveteur {n};H2901;76;1" for n in range(N)]
    (folder / "offers.csv").write_text("\n".join(["reference;intitule;rome;lieu;postes", *rows]), "utf-8")
    bad = [f"B{n};;H2901;76;1" for n in range(N)]
    (folder / "bad.csv").write_text("\n".join(["reference;intitule;rome;lieu;postes", *bad]), "utf-8")
    assert main(["--lang", "fr", "offers", "import", str(folder / "offers.csv"), "--db", str(path)]) == 0
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capsys.readouterr()
    main(["--lang", "fr", *words])
    return capsys.readouterr().out.splitlines()


LISTS = (
    (["candidate", "list"], f"{N - MOST} autres"), (["offers", "list"], f"{N + 12 - MOST} autres"),
    (["decisions", "list"], f"{N - MOST} autres"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "more"), LISTS)
def test_a_long_list_shows_a_page_and_says_how_to_see_the_rest(
    words: list[str], more: str, long: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Forty rows, the number of the others and `--all`, which shows them and says nothing of more."""
    page = said(capsys, *words, "--db", str(long))
    assert page[-1] == f"… et {more} : ajoutez --all pour tout voir."
    whole = said(capsys, *words, "--all", "--db", str(long))
    assert not any("--all" in line for line in whole)
    assert whole[: len(page) - 1] == page[:-1]
    assert len(whole) > len(page)


def test_a_group_of_a_match_is_a_page_too(long: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its rest is counted; JSON and the sheet hold everybody."""
    words = ["match", "--offer", OFFER, "--db", str(long)]
    shown = json.loads("\n".join(said(capsys, *words, "--json")))
    assert len(shown) == N
    group = said(capsys, *words, "--group", shown[0]["band"])
    assert any(f"Et {N - MOST} autres" in line for line in group)
    said(capsys, *words, "--csv", str(long.with_name("all.csv")))
    assert len(json.loads(long.with_name("all.json").read_text("utf-8"))["rows"]) == N


def test_what_an_import_refuses_is_a_page_too(long: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fifty-seven rows without a title: forty are named, the others counted, and the counts stay."""
    words = ["offers", "import", str(long.with_name("bad.csv")), "--db", str(long)]
    page = said(capsys, *words)
    assert sum("bad.csv" in line for line in page) == MOST
    assert any(f"{N - MOST} autres : ajoutez --all" in line for line in page)
    assert sum("bad.csv" in line for line in said(capsys, *words, "--all")) == N
