"""Lists of employers in all dialects: headings, letters, workbooks; no row is lost, some come back to mend."""

import csv
import datetime
import io
import json
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
from export.offers.words import from_texts
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
        ("2,0", 2), ("2.00", 2), ("2.000", 0), ("1,000", 0), ("1 000", 1000), ("2 (dont 1 en CDD)", 0),
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
    """Numbers keep no decimals of nothing, a postcode its zero, days are days; errors and lone formulas are named."""
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
    assert (other.posts, other.siret) == (0, "")
    told = [(said.reason_key, said.values["got"]) for said in (*read.gaps, *read.notes)]
    assert told == [("offers_in.bad_posts", "=1+1"), ("offers_in.bad_siret", "#N/A")]
    assert [where.row for where in read.where] == [4, 6]


def test_formulas_that_were_not_computed_say_nothing(tmp_path: Path) -> None:
    """A program wrote them, no spreadsheet opened them: a title is refused, a post to complete, a word left out."""
    head = ["Intitulé", "ROME", "Lieu", "Postes", "Employeur", "Référence"]
    rows = [['="Mont"&"eur"', "H2901", "76", 1, "Ailes", 1], ["Peintre", "H3404", "=A2", "=1+1", "=B1", "=ROW()"]]
    for read in (
        counted(read_offers([save([head, *rows], tmp_path / "l.xlsx")])),
        counted(read_offers([written(tmp_path, as_text([head, *rows], ";", "\n"))])),
    ):
        assert [(said.row, said.reason_key) for said in read.refused] == [(2, "offers_in.formula")]
        (one,) = read.offers
        assert (one.title, one.posts, one.area, one.employer_label, one.source_id) == ("Peintre", 0, "", "", "")
        assert [said.reason_key.removeprefix("offers_in.") for said in (*read.gaps, *read.notes)] == [
            "no_place", "bad_posts", "formula", "formula",
        ]  # fmt: skip


@pytest.mark.parametrize("given", [True, [2, 3], {"n": 3}, "deux ou trois", -1, 0])
def test_a_number_of_posts_that_is_none_is_to_complete(given: object, tmp_path: Path) -> None:
    """In the API's own file too: one post is what is meant where nothing is given, not where it cannot be read."""
    offer = {"id": "A1", "intitule": "Monteur", "romeCode": "H2909", "lieuTravail": {"codePostal": "76000"}}
    path = tmp_path / "o.json"
    for more, posts in (({"nombrePostes": given}, 0), ({"nombrePostes": None}, 1), ({"nombrePostes": ""}, 1), ({}, 1)):
        path.write_text(json.dumps([{**offer, **more}]), "utf-8")
        (one,) = counted(read_offers([path])).offers
        assert (one.posts, bool(one.gaps)) == (posts, not posts)


def written(folder: Path, text: str) -> Path:
    """A list as a text file."""
    (folder / "l.csv").write_text(text, "utf-8")
    return folder / "l.csv"


def test_numbers_quoted_as_formulas_are_read(tmp_path: Path) -> None:
    """`="0012"` is how programs keep a spreadsheet from eating a zero: the text inside, quotes too."""
    text = 'Poste;ROME;Lieu;Nb;SIRET;Ref\n="Tôlier ""senior""";="H2902";="76600";="2";="78467169500087";="0012"\n'
    (one,) = counted(read_offers([written(tmp_path, text)])).offers
    assert (one.title, one.rome, one.area, one.posts, one.siret, one.source_id, one.gaps, one.notes) == (
        'Tôlier "senior"', "H2902", "76", 2, "78467169500087", "0012", (), ()
    )  # fmt: skip


def test_a_second_table_below_the_first_has_its_own_columns(tmp_path: Path) -> None:
    """The heading row met again in another order is followed; the very same one is passed over."""
    text = (
        "Poste;ROME;Lieu;Nb\nA;H2902;76;2\nPoste;ROME;Lieu;Nb\nB;H2901;27;1\n\nPoste;Lieu;Nb;ROME;Contrat\n"
        "C;14;3;H3404;CDI\nCode ROME;Ville;Intitulé du poste;Postes\nH2913;Caen;D;4\n"
    )
    read = counted(read_offers([written(tmp_path, text)]))
    assert [(o.title, o.rome, o.area, o.posts, o.contract_kind) for o in read.offers] == [
        ("A", "H2902", "76", 2, ""), ("B", "H2901", "27", 1, ""), ("C", "H3404", "14", 3, "permanent"),
        ("D", "H2913", "14", 4, ""),
    ]  # fmt: skip
    assert (read.rows, read.refused) == (4, ())


def test_merged_cells_are_said_of_each_of_their_rows(tmp_path: Path) -> None:
    """An employer written once over two rows is the employer of both; posts counted for both are not counted twice."""
    head = ["Entreprise", "Intitulé", "ROME", "Lieu", "Postes", "Contrat"]
    rows = [["Ailes", "Riveteur", "H2901", "76", 2, "CDI"], [None, "Peintre", "H3404", "76", None, None],
            [None, "Soudeur", "H2913", "76", 1, None]]  # fmt: skip
    path = save([head, *rows], tmp_path / "l.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    for merged in ("A2:A3", "E2:E3", "F2:F3"):
        book.active.merge_cells(merged)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    read = counted(read_offers([path]))
    assert [(o.employer_label, o.contract_kind, o.posts) for o in read.offers] == [
        ("Ailes", "permanent", 2), ("Ailes", "permanent", 1), ("", "", 1),
    ]  # fmt: skip
    assert [(said.reason_key, said.row, said.values) for said in read.notes] == [("offers_in.hidden", 0, {"n": 1})]


def test_headings_over_two_rows_make_no_offer(tmp_path: Path) -> None:
    """« Intitulé » over both rows of the headings is no title of an offer."""
    head = [["Intitulé", "ROME", "Lieu", None, "Postes"], [None, None, "Ville", "CP", None]]
    path = save([*head, ["Riveteur", "H2901", "Rouen", 76000, 2]], tmp_path / "l.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        book.active.merge_cells(merged)
    book.save(path)
    read = counted(read_offers([path]))
    assert [(o.title, o.area, o.posts) for o in read.offers] == [("Riveteur", "76", 2)]
    assert read.refused == ()


@pytest.mark.parametrize(
    "heading",
    ["Nombre de candidats", "Nb postes pourvus", "Effectif actuel", "Nombre de CV reçus", "Nombre de semaines",
     "Effectif de l'entreprise", "Effectif total"],
)
def test_other_counts_are_no_posts(heading: str, tmp_path: Path) -> None:
    """Beside an empty « Nombre de postes », another count says nothing of posts: one, as where none is given."""
    text = f"Poste;ROME;Lieu;Nombre de postes;{heading}\nTôlier;H2902;76;;12\nSoudeur;H2913;76;3;12\n"
    read = counted(read_offers([written(tmp_path, text)]))
    assert [(o.posts, o.employer_label) for o in read.offers] == [(1, ""), (3, "")]


@pytest.mark.parametrize(
    "heading", ["Postes disponibles", "Postes ouverts", "Nombre total de postes", "Effectif recherché"]
)
def test_posts_by_other_words_are_posts(heading: str, tmp_path: Path) -> None:
    """A column that counts posts is read, not taken for one post each."""
    text = f"Intitulé;ROME;Lieu;{heading}\nTôlier;H2902;76;5\n"
    assert [o.posts for o in counted(read_offers([written(tmp_path, text)])).offers] == [5]


def test_where_and_when_one_meets_is_not_where_and_when_one_works(tmp_path: Path) -> None:
    """The place of the interview, the hours of the stand and the head office say nothing of the job."""
    text = "Poste;ROME;Lieu de l'entretien;Horaire du stand;Ville du siège\nTôlier;H2902;Paris;nuit du 3;Lyon\n"
    (one,) = counted(read_offers([written(tmp_path, text)])).offers
    assert (one.place, one.area, one.hours, one.conditions) == ("", "", "", ())


@pytest.mark.parametrize(
    "heading", ["Poste à pourvoir le", "N° de poste", "Fiche de poste", "Code poste", "Nature du poste"]
)
def test_a_day_a_number_or_a_file_is_no_title(heading: str, tmp_path: Path) -> None:
    """Where the title is empty it is not taken from there."""
    text = f"Intitulé;ROME;Lieu;{heading}\n;H2902;76;01/01/2027\n"
    assert [said.reason_key for said in counted(read_offers([written(tmp_path, text)])).refused] == [
        "offers_in.no_title"
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "contract", "months"),
    [
        ("Durée (mois)", "6", "CDD 6 mois", "6"),
        ("Durée (semaines)", "26", "CDD 26 semaines", "6"),
        ("Durée du contrat en semaines", "26", "CDD 26 semaines", "6"),
        ("Durée du contrat (jours)", "90", "CDD 90 jours", "3"),
        ("Durée (ans)", "1", "CDD 1 an", "12"),
        ("Durée", "6 à 12 mois", "CDD 6 à 12 mois", ""),
        ("Durée", "3 jours par semaine", "CDD 3 jours par semaine", ""),
    ],
)
def test_a_length_is_counted_as_its_heading_says(
    heading: str, cell: str, contract: str, months: str, tmp_path: Path
) -> None:
    """A number alone is of what the heading counts in, else of months; a range is no length."""
    text = f"Poste;ROME;Lieu;Contrat;{heading}\nTôlier;H2902;76;CDD;{cell}\n"
    (one,) = counted(read_offers([written(tmp_path, text)])).offers
    assert (one.contract, one.months) == (contract, months)


def test_a_commune_with_its_number_is_a_place(tmp_path: Path) -> None:
    """« LE HAVRE (76351) » under « Lieu de travail (commune) »; a code that is none still names no department."""
    cells = ("LE HAVRE (76351)", "76351 Le Havre", "Le Havre 76600", "7654X", "7654")
    text = "Poste;ROME;Lieu de travail (commune)\n" + "".join(f"Tôlier;H2902;{one}\n" for one in cells)
    assert [o.area for o in counted(read_offers([written(tmp_path, text)])).offers] == ["76", "76", "76", "", "07"]


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
        sql = "select o.source_id, e.name from offers o left join employers e using(employer_id) order by 1"
        firms = store.rows(sql)
    # The employer of R2 was « =cmd|' /C calc'!A0 »: a formula is no name.
    assert [(row["source_id"], row["name"]) for row in firms] == [("R1", "Ailes"), ("R2", None), ("R3", "Ailes")]


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


NUMBERS = {"2": "deux", "3": "trois", "4": "quatre", "5": "cinq"}
SPELLED = (
    "{n}X8", "{n} x 8", "{n} X 8 h", "{n}*8", "{n} * 8", "{n}×8", "{n} × 8", "{n}/8", "{n} / 8", "{n}/8h",
    "{w} huit", "{w}-huit",
    "{w}\u2011huit", "{n} fois 8", "{w} fois huit", "{n}x8h", "{n} x 8 heures", "{n}х8", "{n}✕8", "{n}x 8",
    "{n} équipes de 8h",
    "{n}\u00a0x\u00a08", "{w} x 8",
)  # fmt: skip


SAID = ("{}", "Travail en {}", "horaires {}", "Travail posté ({}, etc.)", "pas de {}", "{} possible", "{} ?")


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("n", list(NUMBERS))
def test_a_system_of_shifts_is_read_however_it_is_spelled(n: str, said: str) -> None:
    """« 2/8 », « 2 x 8 », « deux-huit » say what « 2x8 » says: a fact where it is one, to confirm where hedged."""
    plainly = from_texts([said.format(f"{n}x8")])
    assert plainly
    other = [one for one in SPELLED if from_texts([said.format(one.format(n=n, w=NUMBERS[n]))]) != plainly]
    assert other == []


@pytest.mark.parametrize("said", [
    "du 2/8 au 5/8", "poste à pourvoir le 2/8", "Démarrage 2/8", "2/8/2026", "réunion 3/8, en équipe",
    "panneaux de 2 x 8,5 m",
    "2x8x3", "12x8", "32 x 8", "travail en équipe du 2/8", "dès le 2/8 en équipe", "2x80", "deux huitièmes",
])  # fmt: skip
def test_a_day_or_a_size_is_no_system_of_shifts(said: str) -> None:
    """Nothing is said of hours."""
    assert from_texts([said]) == ()


def test_what_brackets_say_of_what_is_denied_is_to_confirm() -> None:
    """« Pas d'équipes (2x8) » never says that the job is in 2x8; two systems are to confirm in any spelling."""
    assert from_texts(["Pas d'équipes (2x8)"]) == (("shifts_2x8", "proposed"),)
    assert dict(from_texts(["2/8 ou 3/8"])) == dict(from_texts(["2x8 ou 3x8"]))
    assert from_texts(["Travail posté (2/8, 3/8, 5/8, etc.)"]) == from_texts(["Travail posté (2x8, 3x8, 5x8, etc.)"])


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "mac_roman", "utf-16"])
def test_a_list_is_read_in_the_code_it_was_written_in(encoding: str, tmp_path: Path) -> None:
    """A terminal's code and an old Macintosh's are known by their letters being French."""
    path = tmp_path / "l.csv"
    path.write_bytes("Intitulé;ROME;lieu;postes\nCâbleur à façon;H2602;76;2\n".encode(encoding))
    read = read_offers([path])
    assert [(one.title, one.posts) for one in read.offers] == [("Câbleur à façon", 2)]


def test_one_reference_for_two_jobs_is_said(tmp_path: Path) -> None:
    """Both are kept, and the line names the other; the same job again is one, and what it says otherwise is said."""
    path = tmp_path / "l.csv"
    path.write_text("reference;intitule;rome;lieu;postes\nR1;Riveteur;H2901;76;2\nR1;Peintre;H3404;76;1\n", "utf-8")
    read = read_offers([path])
    assert [(one.title, one.posts) for one in read.offers] == [("Riveteur", 2), ("Peintre", 1)]
    (note,) = read.notes
    assert (note.reason_key, note.values) == ("offers_in.other_title", {"got": "R1", "before": "Riveteur"})
    path.write_text("reference;intitule;rome;lieu;postes\nR1;Riveteur;H2901;76;2\nR1;RIVETEUR;H2901;76;1\n", "utf-8")
    read = read_offers([path])
    assert [(one.title, one.posts) for one in read.offers] == [("RIVETEUR", 1)]
    assert [(one.reason_key, one.row, one.values) for one in read.notes] == [
        ("offers_in.other_values", 3, {"got": "R1", "row": 2})
    ]
    path.write_text("reference;intitule;rome;lieu;postes\nR1;Riveteur;H2901;76;2\nR1;Riveteur;H2901;76;2\n", "utf-8")
    assert read_offers([path]).notes == ()


TWICE = ('"id": "A", "id": "B"', '"id": "A", "lieuTravail": {"commune": "76540", "commune": "14118"}')


@pytest.mark.parametrize("twice", TWICE)
def test_an_offer_that_names_one_thing_twice_is_refused_alone(twice: str, tmp_path: Path) -> None:
    """Which of two references or places is meant nobody knows; the other offers come in."""
    path = tmp_path / "o.json"
    path.write_text(f'[{{{twice}, "intitule": "X"}}, {{"id": "C", "intitule": "Y"}}]', "utf-8")
    read = read_offers([path])
    assert [one.source_id for one in read.offers] == ["C"]
    assert [one.reason_key for one in read.refused] == ["offers_in.key_twice"]
