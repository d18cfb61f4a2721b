"""Single cells of employers' lists: what they say is read, and what they only seem to say is to complete or confirm."""

import json
from pathlib import Path

import openpyxl
import pytest

from export.offers import values
from export.offers.places import read_place
from export.offers.reading import OffersRead, read_offers
from export.offers.words import from_texts, of_row

NO_COUNT = [
    "2 mois", "2 h/semaine", "5 %", "3 maxi", "3 minimum", "1 par site", "2 par équipe", "1 million", "2 ans",
    "35 heures",
    "2 à 3 postes", "une dizaine", "2 CDI + 1 CDD", "½", "２",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_COUNT)
def test_a_number_that_counts_no_posts_is_to_complete(text: str) -> None:
    """A length, a part, a bound or a count of another thing is no number of posts."""
    number, why = values.posts(text)
    assert (number, why and why.reason) == (0, "bad_posts")


def test_people_are_counted_as_posts() -> None:
    """« 4 H/F » and « 3 personnes » are four and three."""
    assert [values.posts(text)[0] for text in ("4 H/F", "3 personnes", "2 temps plein", "2 postes")] == [4, 3, 2, 2]


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("I1602 moteur V2500", "I1602", ""), ("h2901 - Ajusteur A320", "H2901", ""), ("A1100", "", "unknown_rome"),
        ("H2900", "", "unknown_rome"), ("H2901 ou H3404", "", "several_rome"), ("V2500", "", "unknown_rome"),
    ],
)  # fmt: skip
def test_the_name_of_an_engine_is_no_rome_code(text: str, code: str, reason: str) -> None:
    """Of what looks like a code, what cannot be one is left; the count in a domain begins at 01."""
    found, why = values.rome(text)
    assert (found, why.reason if why else "") == (code, reason)


def test_moments_compare_as_texts_whatever_their_year() -> None:
    """Year 1 was written « 1-01-01 », which came after all others; a day number may have its hour behind it."""
    assert values.moment("0001-01-01")[0] == "0001-01-01T00:00:00Z"
    assert values.moment("46357.5")[0] == values.moment("46357,25")[0] == "2026-12-01T00:00:00Z"


def test_a_siret_with_all_its_digits_is_not_rounded() -> None:
    """« 7,8467169500087E+13 » loses nothing; with fewer digits it does, and the reason says so."""
    assert values.siret("7,8467169500087E+13") == values.siret("7.8467169500087e13") == ("78467169500087", None)
    assert values.siret("7,84671695E+13")[1] is not None


@pytest.mark.parametrize(
    ("text", "kind", "months"),
    [
        ("CDI ou alternance", "", ""), ("CDI (apprentissage possible)", "", ""), ("Contrat pro ou CDI", "", ""),
        ("Hors alternance", "", ""), ("Pas d'apprentissage", "", ""), ("Mission locale", "", ""),
        ("Saisonnier (CDI)", "", ""), ("CDD saisonnier 3 mois", "seasonal", "3"),
        ("Contrat pro en CDD de 12 mois", "apprenticeship", "12"),
        ("CDD - 12 mois, non renouvelable", "fixed_term", "12"),
        ("CDI sur 13 mois", "permanent", ""), ("CDI, 2 ans d'expérience", "permanent", ""),
        ("CDD 2 x 3 mois", "fixed_term", ""), ("CDD 18 mois max", "fixed_term", ""),
        ("CDD 1 an et demi", "fixed_term", ""),
    ],
)  # fmt: skip
def test_a_contract_is_none_where_two_are_named_or_one_is_denied(text: str, kind: str, months: str) -> None:
    """« CDI ou alternance » was an apprenticeship, « payé sur 13 mois » a CDI of 13 months."""
    assert (values.contract(text), values.months(text)) == (kind, months)


NO_DEPARTMENT = [
    "27, rue de l'Eure", "14 square Verdrel", "50-52 rue Jeanne d'Arc", "14 B rue Foch", "27 RN 13",
    "14, lieu-dit Le Bois",
    "50 km autour de Rouen", "10 minutes de Rouen", "35 heures", "27 salariés", "10 000 m2 à Rouen", "CS 76001",
    "BP 76",
    "14h30", "76e étage",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DEPARTMENT)
def test_a_number_of_a_street_or_of_kilometres_is_no_department(text: str) -> None:
    """« 50 km autour de Rouen » was in the Manche, « 14 square Verdrel » in the Calvados."""
    place = read_place("", "", "", text)
    assert (place.area, place.gap and place.gap.reason) == ("", "no_place")


SEVERAL = [
    "76-27", "76 et 27", "76;27", "76 & 27", "(76, 27)", "76 27", "14/50/61", "Calvados (76)", "50 - Calvados",
    "76000 Rouen (Eure)",
]  # fmt: skip


@pytest.mark.parametrize("text", SEVERAL)
def test_several_departments_are_several(text: str) -> None:
    """The first, or the last, was taken for the only one."""
    for place in (read_place("", "", "", text), read_place("", "", text, "")):
        assert (place.area, place.gap and place.gap.reason) == ("", "several_places")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("02A", "2A"), ("076", "76"), ("971", "971"), ("2b", "2B"), ("76.0", "76"), ("27 Pont-Audemer", "27"),
        ("14 PONT L EVEQUE", "14"), ("76 Port-Jérôme", "76"), ("76 rouen", "76"), ("44 Bouguenais", "44"),
        ("14.0 Caen", "14"),
        ("CS 10123 Rouen", "76"), ("BP 27000 Rouen", "76"), ("Rouen Cedex 1", "76"), ("Paris Cedex 08", "75"),
    ],
)  # fmt: skip
def test_a_department_is_read_before_a_name_and_without_a_box_of_the_post(text: str, area: str) -> None:
    """« 02A » was the Aisne, « CS 10123 Rouen » the Aube."""
    assert read_place("", "", "", text).area == area


MAYBE = [
    ("travel", "Peu de déplacements"), ("travel", "Déplacements limités"), ("travel", "Déplacements : 0"),
    ("travel", "Moyen de déplacement indispensable"), ("travel", "Déplacement de pièces lourdes au palan"),
    ("travel", "Déplacement : néant"), ("standing", "Station debout peu fréquente"),
    ("standing", "Siège assis-debout fourni"),
    ("heights", "Salaire à la hauteur de vos compétences"), ("heights", "Mesure de la hauteur des pièces"),
    ("heights", "Vous savez prendre de la hauteur"), ("licence_b", "Permis B facultatif"),
    ("licence_b", "Permis B recommandé"),
    ("licence_b", "Permis B de préférence"), ("licence_b", "Permis B, un atout"), ("nights", "Tout sauf la nuit"),
    ("nights", "Il n'y a plus de nuit"), ("nights", "Nuit à terme"), ("nights", "Peu de nuits"),
    ("nights", "Nuits supprimées"),
    ("nights", "La nuit si vous le voulez"), ("shifts_2x8", "Journée / 2x8"), ("shifts_2x8", "Vis 2x8 mm"),
    ("shifts_2x8", "2x8 remplacé par la journée"), ("weekends", "Week-end de 3 jours"),
    ("weekends", "Profitez de vos week-ends"),
    ("weekends", "Entretien samedi 5 décembre"), ("weekends", "Vendredi midi : week-end !"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), MAYBE)
def test_a_condition_that_may_not_be_one_is_to_confirm(code: str, text: str) -> None:
    """A fact keeps people away: what is rare, past, to come, offered, or of another thing is a proposal."""
    for found in (from_texts([text]), of_row((text, ""), "", ""), of_row(("", text), "", "")):
        assert dict(found)[code] == "proposed"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("travel", "Déplacements fréquents"), ("standing", "Station debout prolongée"),
        ("heights", "Travail en hauteur"),
        ("licence_b", "Permis B nécessaire"), ("nights", "Nuit 1 semaine sur 3"), ("shifts_2x8", "2 x 8 heures"),
        ("weekends", "Travail en fin de semaine"), ("weekends", "Samedi matin"),
    ],
)  # fmt: skip
def test_a_condition_said_plainly_is_a_fact(code: str, text: str) -> None:
    """What is asked without « peut-être » is asked."""
    assert dict(from_texts([text]))[code] == "yes"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("oui", "yes"), ("O", "yes"), ("VRAI", "yes"), ("x", "yes"), ("non", "no"), ("N", "no"), ("FAUX", "no"),
        ("0", "no"),
        ("néant", "no"), ("-", None), ("", None), ("oui/non", "proposed"), ("o/n", "proposed"), ("oui ?", "proposed"),
        ("oui de préférence", "proposed"), ("facultatif", "proposed"), ("indifférent", "proposed"), ("✔", "proposed"),
        ("selon poste", "proposed"), ("non exigé, souhaité", "proposed"),
    ],
)  # fmt: skip
def test_what_a_column_of_licence_b_answers(text: str, state: str | None) -> None:
    """A yes and a no are told from a perhaps; « oui/non » was a yes, « facultatif » nothing."""
    assert dict(of_row(("", ""), "", text)).get("licence_b") == state


@pytest.mark.parametrize("text", ["B facultatif", "B recommandé", "pas de permis B", "CACES B", "B de préférence"])
def test_a_licence_that_may_not_be_asked_is_to_confirm(text: str) -> None:
    """« Pas de permis B » asked it."""
    assert dict(of_row(("", ""), text, ""))["licence_b"] == "proposed"


HEAD = "Intitulé;ROME;Lieu;Postes;Employeur\n"


def read_text(folder: Path, text: str | bytes, name: str = "l.csv") -> OffersRead:
    """What a list says."""
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_offers([folder / name])


def test_a_second_table_may_have_its_own_title(tmp_path: Path) -> None:
    """« Postes en alternance » above a second heading row was an offer; a row of one cell elsewhere stays one."""
    titles = "Postes en alternance;;;;\nMise à jour du 12;;;;\n"
    text = f"{HEAD}A;H2901;76;2;X\nSeul;;;;\n\n{titles}{HEAD}B;H2902;27;1;Y\nFin;;;;\n"
    assert [one.title for one in read_text(tmp_path, text.replace("Seul;;;;\n", "")).offers] == ["A", "B", "Fin"]
    assert [one.title for one in read_text(tmp_path, text.replace("Seul;;;;", "Seul;;14;;")).offers] == [
        "A",
        "Seul",
        "B",
        "Fin",
    ]


@pytest.mark.parametrize(
    "row",
    ["Sous-total Rouen;;;12;", "TOTAL 76;;;4;", "Nombre de postes : 3;;;;", "Totaux;;76;2;", "Total postes :;;;4;"],
)
def test_a_row_that_adds_others_up_is_no_offer(row: str, tmp_path: Path) -> None:
    """Whatever stands behind « total »; with a trade of its own it is an offer."""
    read = read_text(tmp_path, f"{HEAD}A;H2901;76;2;X\n{row}\nTotal Énergies, monteur;H2901;76;1;T\n")
    assert [one.reason_key for one in read.refused] == ["offers_in.total"]
    assert [one.title for one in read.offers] == ["A", "Total Énergies, monteur"]


@pytest.mark.parametrize("head", ["Métier;Poste;ROME", "Intitulé;Poste;ROME", "Poste;Métier;ROME"])
def test_a_column_of_posts_may_be_called_post(head: str, tmp_path: Path) -> None:
    """« Métier ; Poste » over « Riveteur ; 2 » was an offer called « 2 »."""
    cells = {"Métier": "Riveteur", "Intitulé": "Riveteur", "Poste": "2", "ROME": "H2901"}
    (one,) = read_text(tmp_path, head + "\n" + ";".join(cells[name] for name in head.split(";")) + "\n").offers
    assert (one.title, one.posts) == ("Riveteur", 2)


def test_each_line_is_read_in_its_own_letters(tmp_path: Path) -> None:
    """A file put together from two, in UTF-8 and in Windows' code, lost its headings to the other's."""
    raw = (HEAD + "Câbleur;H2901;Évreux;2;Été\n").encode() + "Été;H2902;Évreux;1;Société\n".encode("cp1252")
    found = [(one.title, one.area, one.employer_label) for one in read_text(tmp_path, raw).offers]
    assert found == [("Câbleur", "27", "Été"), ("Été", "27", "Société")]


def test_what_cannot_be_read_is_named_where_it_begins(tmp_path: Path) -> None:
    """A quote left open is told by its own line, a long cell loses no other row, columns are counted as such."""
    found = read_text(tmp_path, f'{HEAD}A;H2901;76;2;"X\nB;H2902;76;1;Y\nC;H2902;76;1;Z\n').refused
    assert [(one.reason_key, one.values["line"]) for one in found] == [("offers_in.not_csv", 2)]
    read = read_text(tmp_path, HEAD + '"' + "A" * 200_000 + '";H2901;76;2;X\nB;H2902;76;1;Y\n\x1a')
    assert [(one.row, one.reason_key) for one in read.refused] == [(2, "offers_in.long_cell")]
    assert [one.title for one in read.offers] == ["B"]
    wide = HEAD.strip() + ";" + ";".join(f"c{at}" for at in range(150)) + "\n"
    assert [one.reason_key for one in read_text(tmp_path, wide).refused] == ["offers_in.many_columns"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<html><table><tr><td>Intitulé", "page"),
        ("<?xml version='1.0'?><Workbook/>", "page"),
        ("{\\rtf1\\ansi Intitulé}", "word"),
    ],
)
def test_pages_and_texts_are_told_for_what_they_are(text: str, kind: str, tmp_path: Path) -> None:
    """« .xls » of many programs is a page; it was said to lack columns, or to be broken JSON."""
    assert [one.reason_key for one in read_text(tmp_path, text).refused] == [f"offers_in.kind.{kind}"]


LONG_PLACE = {"id": "1", "intitule": "A", "lieuTravail": {"libelle": "76 " * 30_000}}
HOSTILE = [
    "a," * 300_000, "a" * 1_000_000, "<svg>" + "<g>" * 100_000, "(" * 300_000, json.dumps([LONG_PLACE]),
    f"{HEAD}A;;{'76 ' * 6_000};1;X\n", f"{HEAD}A;;{'(' * 19_000};1;X\n",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_line_or_a_cell_without_end_is_read_once(text: str, tmp_path: Path) -> None:
    """Each took from fifteen seconds to minutes: signs were looked at as often as there were signs."""
    read = read_text(tmp_path, text)
    assert len(read.offers) + len(read.refused) == 1


def test_a_title_has_a_letter_and_a_reference_is_a_number(tmp_path: Path) -> None:
    """« --- » is no title; two offers of one file whose id is NaN were one."""
    assert [one.reason_key for one in read_text(tmp_path, HEAD + "---;H2901;76;1;X\n").refused] == [
        "offers_in.no_title"
    ]
    read = read_text(tmp_path, '[{"id": NaN, "intitule": "A"}, {"id": 1e999, "intitule": "B"}]')
    assert [one.reason_key for one in read.refused] == ["offers_in.no_id"] * 2


def test_an_offer_of_merged_cells_is_one(tmp_path: Path) -> None:
    """Every cell merged over two rows: the empty second one was the same offer once more."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Intitulé", "ROME", "Lieu"], ["A", "H2901", "76"], [None] * 3, ["B", "H2902", "27"]):
        sheet.append(row)
    for cells in ("A2:A3", "B2:B3", "C2:C3"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "l.xlsx")
    assert [one.title for one in read_offers([tmp_path / "l.xlsx"]).offers] == ["A", "B"]


def test_a_row_far_below_the_others_is_read(tmp_path: Path) -> None:
    """A workbook with an offer on its last line was said to hold more than 100,000."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, cells in ((1, ("Intitulé", "ROME")), (2, ("A", "H2901")), (300_000, ("B", "H2902"))):
        for column, text in enumerate(cells, 1):
            sheet.cell(at, column, text)
    book.save(tmp_path / "l.xlsx")
    read = read_offers([tmp_path / "l.xlsx"])
    assert ([one.row for one in read.where], read.refused) == ([2, 300_000], ())
