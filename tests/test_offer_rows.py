"""Lists of employers in all dialects: headings, letters, workbooks; no row is lost, some come back to mend."""

import csv
import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kit import NOW

from cli.main import main
from export.offers import rows as rows_module
from export.offers import values, workbook
from export.offers.headings import field_of
from export.offers.reading import OffersRead, read_offers
from export.offers.storing import take_in
from export.store.store import Store

CASES = Path(__file__).parent / "cases" / "offers"


def counted(read: OffersRead) -> OffersRead:
    """The same, having checked that every row is read, to complete or refused."""
    assert read.rows == len(read.offers) + read.replaced + sum(bool(one.row) for one in read.refused)
    assert len(read.where) == len(read.offers)
    return read


def case(name: str) -> OffersRead:
    """An input that once failed."""
    return counted(read_offers([CASES / name]))


def test_the_inputs_that_failed_are_read() -> None:
    """Headings in Windows-1252, title rows, pipes: one whole offer each."""
    for name, title, area, posts in (
        ("headings.csv", "Riveteur", "76", 2), ("title-rows.csv", "Riveteur", "76", 2),
        ("pipe.csv", "Ajusteur-monteur", "14", 2),
    ):  # fmt: skip
        read = case(name)
        assert [(o.title, o.area, o.posts, o.gaps) for o in read.offers] == [(title, area, posts, ())], name
        assert (read.refused, read.notes) == ((), ())
    pipe = case("pipe.csv").offers[0]
    assert (pipe.source_id, pipe.insee, pipe.siret, pipe.employer_label) == (
        "E2-1",
        "14118",
        "78467169500087",
        "Atelier",
    )


def test_places_trades_and_posts_are_read_as_people_write_them() -> None:
    """Nine whole offers of the department; the two trades that cannot be one are to complete, with the true reason."""
    read = case("places.csv")
    assert {(o.rome, o.area) for o in read.offers if not o.gaps} == {("H2901", "76")}
    assert [o.posts for o in read.offers] == [2, 2, 2, 2, 2, 2, 2, 1, 2, 1, 1]
    assert [(one.row, one.reason_key) for one in read.gaps] == [
        (11, "offers_in.unknown_rome"), (12, "offers_in.unknown_rome"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("deux", 2), ("Deux postes", 2), ("1.", 1), ("x 3", 3), ("une dizaine", 0), ("une douzaine de postes", 0),
        ("deux à trois", 0), ("deux cents", 0), ("dix-sept", 0), ("3 dizaines", 0), ("2 ou 3", 0), ("4 par semaine", 0),
    ],
)  # fmt: skip
def test_words_are_one_number_or_none(words: str, number: int) -> None:
    """« une dizaine » is not one post: what is not one exact number is to complete."""
    assert values.posts(words)[0] == number


def test_a_row_that_ends_early_is_no_lost_row(tmp_path: Path) -> None:
    """Cells that are not written at the end of a row say nothing: it is read, or to complete, never refused."""
    place = tmp_path / "l.csv"
    place.write_text("intitule;rome;lieu;postes;siret\nTourneur;H-2903;76\nSoudeur;H2913\nCâbleur\n", "utf-8")
    read = read_offers([place])
    assert (len(read.offers), read.refused) == (3, ())
    assert [(one.row, one.reason_key.removeprefix("offers_in.")) for one in read.gaps] == [
        (3, "place_missing"), (4, "place_missing"), (4, "no_rome"),
    ]  # fmt: skip


def test_a_number_that_is_no_siret_is_dropped_and_said() -> None:
    """All seven rows are read; four numbers are left out, each with its own reason."""
    read = case("siret.csv")
    assert [o.siret for o in read.offers] == ["", "78467169500087", "78467169500087", "", "", "", "78467169500103"]
    assert [(one.row, one.reason_key.removeprefix("offers_in.")) for one in read.notes] == [
        (2, "rounded_siret"), (5, "siret_key"), (6, "siren"), (7, "long_siret"),
    ]  # fmt: skip


def test_offers_of_the_api_that_lack_something_are_kept() -> None:
    """Six offers, four to complete; the fifth of the list is « offre 5 »."""
    read = case("api-incomplete.json")
    assert (len(read.offers), read.to_complete, read.refused) == (6, 4, ())
    assert [(one.row, one.unit, one.reason_key.removeprefix("offers_in.")) for one in read.gaps] == [
        (2, "offer", "no_rome"), (3, "offer", "only_region"), (4, "offer", "only_country"), (5, "offer", "zero_posts"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Intitulé du poste", "intitule"), ("POSTE À POURVOIR", "intitule"), ("Libellé de l'offre", "intitule"),
        ("Nombre de postes", "postes"), ("Nbre de postes à pourvoir", "postes"), ("Postes", "postes"),
        ("Effectif à recruter", "postes"), ("Lieu de travail", "lieu"), ("lieu_insee", "insee"),
        ("Code INSEE (commune)", "insee"), ("Ville / Commune", "lieu"), ("C.P.", "code_postal"),
        ("Code postal du site", "code_postal"), ("Dépt", "departement"), ("Code ROME *", "rome"),
        ("Métier (code ROME)", "rome"), ("Raison sociale de l'entreprise", "employeur"), ("N° de SIRET", "siret"),
        ("Réf. de l'offre", "reference"), ("N° d'offre", "reference"), ("Type de contrat (CDI, CDD)", "contrat"),
        ("Durée du contrat en mois", "duree"), ("Horaires de travail", "horaires"), ("Salaire brut mensuel", "salaire"),
        ("Permis B exigé", "permis_b"), ("Niveau d'expérience requis", "experience"), ("Lien vers l'offre", "lien"),
        ("Contraintes du poste", "contraintes"), ("Date de publication de l'offre", "date"), ("romeCode", "rome"),
        ("Habileté n° 2", "habilete_2"), ("Adresse mail", ""), ("Contact de l'entreprise", ""), ("Téléphone", ""),
        ("Description du poste", ""), ("Date de début de contrat", ""), ("Libellé ROME", "intitule"), ("N°", ""),
    ],
)  # fmt: skip
def test_headings_are_known_by_synonyms(heading: str, name: str) -> None:
    """Capitals, accents, small words and brackets do not count; a person's own details name no field."""
    found = field_of(heading)
    assert (found[0] if found else "") == name


def test_a_quoted_word_in_a_cell_loses_no_row(tmp_path: Path) -> None:
    """A quote that closes before its cell ends is read; one that never closes stops the reading there, and says so."""
    head = "intitule;rome;lieu\n"
    path = tmp_path / "l.csv"
    path.write_text(head + '"Riveteur" confirmé;H2901;76\nPeintre;H3404;76\n', "utf-8")
    read = counted(read_offers([path]))
    assert [o.title for o in read.offers] == ["Riveteur confirmé", "Peintre"]
    path.write_text(head + '"Riveteur" confirmé;H2901;76\n"Peintre;H3404;76\nSoudeur;H2913;76\n', "utf-8")
    assert [one.reason_key for one in counted(read_offers([path])).refused] == ["offers_in.not_csv"]


@pytest.mark.parametrize(
    ("head", "cell", "state"),
    [
        ("Permis B", "oui", "yes"), ("Permis B exigé", "non", "no"), ("Permis B", "souhaité", "proposed"),
        ("Permis", "B", "yes"), ("Permis", "B souhaité", "proposed"), ("Permis", "oui", "proposed"),
        ("Permis", "non exigé", "no"), ("Permis", "C", None), ("Permis", "", None),
    ],
)  # fmt: skip
def test_a_licence_is_what_its_column_says(head: str, cell: str, state: str | None, tmp_path: Path) -> None:
    """« Oui » under « Permis B » asks it; under « Permis » it may be another one: to confirm."""
    path = tmp_path / "l.csv"
    path.write_text(f"intitule;rome;{head}\nRiveteur;H2901;{cell}\n", "utf-8")
    assert dict(read_offers([path]).offers[0].conditions).get("licence_b") == state


@pytest.mark.parametrize(
    ("text", "kind", "months"),
    [
        ("CDI", "permanent", ""), ("CDD de 12 mois", "fixed_term", "12"), ("CDD - 10 Jour(s)", "fixed_term", "0"),
        ("CDD 1 an", "fixed_term", "12"), ("Mission intérim 3 mois", "temp", "3"), ("CDD saisonnier", "seasonal", ""),
        ("Contrat d'apprentissage", "apprenticeship", ""), ("CDD ou CDI", "", ""), ("stage", "", ""),
    ],
)  # fmt: skip
def test_a_contract_is_read_where_it_names_one(text: str, kind: str, months: str) -> None:
    """Two contracts named are none: what is not sure is asked."""
    assert (values.contract(text), values.months(text)) == (kind, months)


@pytest.mark.parametrize(
    "text",
    ["01/12/2026", "1/12/26", "01.12.2026", "2026-12-01", "1er décembre 2026", "mardi 1 déc. 2026", "46357", "46357.0"],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    """One day, eight ways."""
    assert values.moment(text) == ("2026-12-01T00:00:00Z", None)


MARKS, ENCODINGS = [";", ",", "\t", "|"], ["utf-8", "utf-8-sig", "cp1252"]
TITLES = ["Riveteur", "Câbleur / Câbleuse (H/F)", "Monteur, ajusteur", "Peintre; décor", "Opérateur « collage »"]
HEADINGS: dict[str, list[str]] = {
    "title": ["intitule", "Intitulé du poste", "TITRE", "Poste"],
    "rome": ["rome", "Code ROME", "Rome "],
    "place": ["lieu", "Lieu de travail", "Ville"],
    "posts": ["postes", "Nombre de postes", "Nb de postes"],
    "firm": ["employeur", "Entreprise", "Raison sociale"],
    "siret": ["siret", "N° SIRET"],
    "noise": ["Téléphone", "Commentaire", ""],
}
CELLS: dict[str, list[tuple[str, Any]]] = {
    "title": [(text, text) for text in TITLES],
    "rome": [("H2901", "H2901"), ("h2901 ", "H2901"), ("H2901 - Ajustage", "H2901"), ("", ""), ("Z9999", "")],
    "place": [("76 - Rouen", "76"), ("76600 Le Havre", "76"), ("Évreux (27)", "27"), ("Normandie", ""), ("", "")],
    "posts": [("2", 2), ("2 postes", 2), ("3,0", 3), ("", 1), ("0", 0), ("plein", 0)],
    "firm": [("Société d'Été", "Société d'Été"), ("", "")],
    "siret": [("732 829 320 00074", "73282932000074"), ("7,3E+13", ""), ("", "")],
    "noise": [("06 12 34 56 78", None), ("=1+1", None), ("", None)],
}


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """A table with titles above, its headings in some order and words, rows; and what each row must be read as."""
    names = ["title", *draw(st.permutations([one for one in HEADINGS if one != "title"]))]
    names = draw(st.permutations(names[: draw(st.integers(2, len(names)))]))
    names = names if {"rome", "place", "posts", "firm"} & set(names) else [*names, "rome"]
    table = [["Salon de l'emploi"] + [""] * (len(names) - 1)] * draw(st.integers(0, 2))
    table = [*table, [draw(st.sampled_from(HEADINGS[name])) for name in names]]
    wanted = []
    for _ in range(draw(st.integers(0, 5))):
        picked = {name: draw(st.sampled_from(CELLS[name])) for name in names}
        table.append([picked[name][0] for name in names])
        wanted.append({name: value for name, (_, value) in picked.items()})
    return table, wanted


def as_text(table: list[list[str]], mark: str, end: str) -> str:
    """The table as a spreadsheet saves it."""
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=end).writerows(table)
    return out.getvalue()


def as_read(read: OffersRead) -> list[dict[str, Any]]:
    """The offers by the names of this page."""
    return [
        {
            "title": o.title,
            "rome": o.rome,
            "place": o.area,
            "posts": o.posts,
            "firm": o.employer_label,
            "siret": o.siret,
        }
        for o in read.offers
    ]


def agree(read: OffersRead, wanted: list[dict[str, Any]]) -> None:
    """Every row is read as it must be, in order."""
    counted(read)
    assert read.refused == ()
    found = as_read(read)
    assert len(found) == len(wanted)
    for one, must in zip(found, wanted, strict=True):
        assert {name: one[name] for name in must if name != "noise"} == {n: v for n, v in must.items() if n != "noise"}


@given(
    made=lists(), mark=st.sampled_from(MARKS), encoding=st.sampled_from(ENCODINGS), end=st.sampled_from(["\n", "\r\n"])
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_dialect_of_a_list_is_read_alike(
    made: tuple[list[list[str]], list[dict[str, Any]]], mark: str, encoding: str, end: str, tmp_path: Path
) -> None:
    """Titles above, order and words of headings, separators, letters, line ends: the same offers, none lost."""
    table, wanted = made
    path = tmp_path / "l.csv"
    path.write_bytes(as_text(table, mark, end).encode(encoding))
    agree(read_offers([path]), wanted)


def save(table: list[list[Any]], path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook with a first sheet, and others by name."""
    book = openpyxl.Workbook()
    for name, rows in {"Offres": table, **sheets}.items():
        sheet = book.active if name == "Offres" else book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@given(made=lists())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_workbook_is_read_as_its_text(made: tuple[list[list[str]], list[dict[str, Any]]], tmp_path: Path) -> None:
    """The same table in XLSX gives the same offers."""
    table, wanted = made
    # A cell that begins with = is a formula there.
    agree(read_offers([save([[c if c != "=1+1" else "x" for c in row] for row in table], tmp_path / "l.xlsx")]), wanted)


HEAD = ["Intitulé", "ROME", "Code postal", "Postes", "SIRET", "Date", "Permis B"]


def test_cells_of_a_workbook_are_read_as_shown(tmp_path: Path) -> None:
    """Numbers keep no decimals of nothing, a postcode its zero, days are days; errors and lone formulas say nothing."""
    row = ["Riveteur", "H2901", 1000, 2.0, 73282932000074, datetime.datetime(2026, 12, 1), True]
    bad = ["Peintre", "H3404", "76000", "=1+1", "#N/A", None, False]
    read = counted(read_offers([save([["Salon"], [], HEAD, row, [None] * 3, bad], tmp_path / "l.xlsx")]))
    one, other = read.offers
    assert (one.area, one.posts, one.siret, one.source_updated_at) == (
        "01",
        2,
        "73282932000074",
        "2026-12-01T00:00:00Z",
    )
    assert dict(one.conditions) == {"licence_b": "yes"}
    assert dict(other.conditions) == {"licence_b": "no"}
    assert (other.posts, other.siret, read.notes) == (1, "", ())
    assert [where.row for where in read.where] == [4, 6]


def test_all_sheets_with_headings_are_read(tmp_path: Path) -> None:
    """A notice is passed over, a second list is read under its sheet's name, a hidden sheet is not."""
    rows = [HEAD[:3], ["Riveteur", "H2901", "76000"]]
    path = save([["Lisez-moi"]], tmp_path / "l.xlsx", Liste=rows, Suite=rows, Vieux=rows)
    book = openpyxl.load_workbook(path)
    book["Vieux"].sheet_state = "hidden"
    book.save(path)
    read = counted(read_offers([path]))
    assert [where.file for where in read.where] == ["l.xlsx [Liste]", "l.xlsx [Suite]"]


def archive(tmp_path: Path, parts: dict[str, bytes]) -> Path:
    """A ZIP file of parts."""
    path = tmp_path / "l.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


def test_a_damaged_or_swollen_workbook_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that is no workbook, a cut one, one that inflates past the bound: a sentence, no traceback."""
    whole = save([HEAD, ["Riveteur", "H2901", "76000", 1, None, None, None]], tmp_path / "w.xlsx").read_bytes()
    kinds = {
        "kind.zip": archive(tmp_path, {"a.txt": b"x"}).read_bytes(),
        "kind.workbook": archive(tmp_path, {"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<"}).read_bytes(),
    }
    for key, data in kinds.items():
        (tmp_path / "k.xlsx").write_bytes(data)
        assert [one.reason_key for one in read_offers([tmp_path / "k.xlsx"]).refused] == [f"offers_in.{key}"]
    for cut in range(0, len(whole), max(1, len(whole) // 40)):
        for data in (whole[:cut], whole[:cut] + b"\xff\x00" + whole[cut + 2 :]):
            (tmp_path / "k.xlsx").write_bytes(data)
            counted(read_offers([tmp_path / "k.xlsx"]))
    monkeypatch.setattr(workbook, "MAX_PLAIN", 1_000_000)
    swollen = archive(tmp_path, {"[Content_Types].xml": b"", "xl/workbook.xml": b" " * 2_000_000})
    assert read_offers([swollen]).refused[0].reason_key == "offers_in.too_big"


def test_a_workbook_has_no_more_rows_than_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound the file is refused as too long, whatever size it claims."""
    path = save([HEAD[:3], *[["Riveteur", "H2901", "76000"]] * 5], tmp_path / "l.xlsx")
    monkeypatch.setattr(rows_module, "MAX_OFFERS", 3)
    assert [one.reason_key for one in read_offers([path]).refused] == ["offers_in.too_many"]


LIST = (
    "Réf;Intitulé du poste;ROME;Ville;Postes;Employeur;Remarque\n"
    "R1;Riveteur;H2901;Rouen;2;Ailes;\n"
    "R2;Peintre;;Normandie;1;=cmd|' /C calc'!A0;+33\n"
    "R3;;H2901;Rouen;1;Ailes;@x\n"
    "R4;Soudeur;H2913;Rouen;1;Ailes;-1;trop\n"
)


def envol(*words: str) -> int:
    """A command in French."""
    return main(["--lang", "fr", *words])


def test_rows_to_mend_are_written_back_and_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows refused or to complete come back with what is to do, defused; mended and read again, nothing is doubled."""
    source, target, db = tmp_path / "l.csv", tmp_path / "c.csv", str(tmp_path / "m.db")
    source.write_text(LIST, "utf-8")
    assert envol("offers", "import", str(source), "--corrected", str(target), "--db", db) == 1
    said = capsys.readouterr().out
    assert "Lignes lues : 4 (entières : 1 ; à compléter : 1 ; refusées : 2)." in said
    assert "l.csv, ligne 4 : l'offre n'a pas d'intitulé." in said
    back = list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    assert back[0][:4] == ["À faire", "Fichier", "Ligne", "Réf"]
    assert [row[2] for row in back[1:]] == ["3", "4", "5"]
    assert "code ROME" in back[1][0]
    assert "région" in back[1][0]
    assert not [cell for row in back for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t"))]
    mended = [[cell.replace("Normandie", "Évreux") for cell in row] for row in back]
    for row, column, value in ((1, "ROME", "H3404"), (2, "Intitulé du poste", "Ajusteur")):
        mended[row][back[0].index(column)] = value
    del mended[3]
    target.write_text(as_text(mended, ";", "\r\n"), "utf-8-sig")
    assert envol("offers", "import", str(target), "--db", db) == 0
    said = capsys.readouterr().out
    assert "Offres nouvelles : 1 ; mises à jour : 1" in said
    assert "code ROME : rien → H3404" in said
    with Store.open(Path(db)) as store:
        firms = store.rows("select o.source_id, e.name from offers o join employers e using(employer_id) order by 1")
    assert [(row["source_id"], row["name"]) for row in firms] == [
        ("R1", "Ailes"), ("R2", "=cmd|' /C calc'!A0"), ("R3", "Ailes"),
    ]  # fmt: skip


def test_a_corrected_copy_of_the_api_completes_its_offers(tmp_path: Path) -> None:
    """A row that comes back keeps its number at France Travail, and unsays nothing that it has no column for."""
    source = CASES / "api-incomplete.json"
    target, db = tmp_path / "c.csv", str(tmp_path / "m.db")
    assert envol("offers", "import", str(source), "--corrected", str(target), "--db", db) == 0
    text = target.read_text("utf-8-sig").replace("Monteuse;;76540", "Monteuse;H2909;76540")
    target.write_text(text.replace("FRANCE", "Caen"), "utf-8-sig")
    read = counted(read_offers([target]))
    with Store.open(Path(db)) as store:
        made = take_in(store, zip(read.offers, read.where, strict=True), NOW)
        assert (made.new, made.updated, made.same) == (0, 2, 2)
        rows = store.rows(
            "select source, rome, area from offers where source_id in('CAS002','CAS004') order by source_id"
        )
        assert rows == [
            {"source": "france_travail", "rome": "H2909", "area": "2801"},
            {"source": "france_travail", "rome": "H2909", "area": "2817"},
        ]
        assert len(store.rows("select * from offers")) == 6


@pytest.mark.parametrize("target", ["l.csv", "there.csv", "m.db", "none/c.csv", "c.xlsx", "link.csv"])
def test_a_corrected_copy_is_never_written_over_anything(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An input, the base, a file that is there, a link, a folder that is not, another kind: refused before anything."""
    (tmp_path / "l.csv").write_text(LIST, "utf-8")
    (tmp_path / "there.csv").write_text("x", "utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    words = ["offers", "import", str(tmp_path / "l.csv"), "--corrected", str(tmp_path / target)]
    assert envol(*words, "--db", str(tmp_path / "m.db")) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    with Store.open(tmp_path / "m.db") as store:
        assert store.rows("select * from offers") == []
