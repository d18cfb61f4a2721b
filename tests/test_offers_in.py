"""Offers as they really come: read, cleaned, suggested; what is wrong is named and the rest is kept."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.texts import Catalogue
from export.offers import fields, places, reading, rows, texts, values, workbook
from export.offers.reading import OffersRead, read_offers
from export.offers.words import CONSTRAINTS, from_texts
from scenarios.qualities import qualities
from scenarios.reference import habiletes

OFFER: dict[str, Any] = {
    "id": "048KLTP",
    "intitule": "Ajusteur monteur / Ajusteuse monteuse (H/F)",
    "description": "Appelez Etienne Dupont au 06 12 34 56 78",
    "dateActualisation": "2026-10-23T08:15:42Z",
    "lieuTravail": {"libelle": "76 - LE HAVRE", "codePostal": "76600", "commune": "76351"},
    "romeCode": "H2901",
    "entreprise": {"nom": "Exemple SA", "logo": "logo.png"},
    "contact": {"nom": "Etienne Dupont", "telephone": "06 12 34 56 78"},
    "agence": {"courriel": "agence@exemple.fr"},
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}],
    "deplacementCode": "1",
    "deplacementLibelle": "Jamais",
    "nombrePostes": 3,
    "qualitesProfessionnelles": [{"libelle": "Faire preuve d'autonomie", "description": "…"}],
    "contexteTravail": {"horaires": ["Travail en 3x8", "Travail de nuit"], "conditionsExercice": ["Station debout"]},
}


def read(tmp_path: Path, content: object, name: str = "offres.json") -> OffersRead:
    """Read one file made of a value (JSON), a text or bytes."""
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_offers([path])


def changed(**parts: Any) -> dict[str, Any]:
    """The offer with parts replaced; None removes."""
    return {key: value for key, value in {**OFFER, **parts}.items() if value is not None}


def test_an_offer_is_read_whole(tmp_path: Path) -> None:
    """Each field goes where the design says; what is suggested comes from the closed lists."""
    (one,) = read(tmp_path, {"resultats": [OFFER]}).offers
    assert (one.source, one.source_id, one.source_updated_at) == (
        "france_travail",
        "048KLTP",
        "2026-10-23T08:15:42Z",
    )
    assert (one.rome, one.insee, one.area, one.posts) == ("H2901", "76351", "76", 3)
    conditions = {"shifts_3x8": "yes", "nights": "yes", "travel": "no", "licence_b": "yes", "standing": "yes"}
    assert dict(one.conditions) == conditions
    assert one.requirements_suggested == (("initiative_autonomie", "quality:autonomie"),)
    assert one.employer_label == "Exemple SA"


def test_contacts_and_free_texts_never_come_through(tmp_path: Path) -> None:
    """Names, telephone numbers, addresses, logos and descriptions are dropped."""
    kept = json.dumps(asdict(read(tmp_path, [OFFER]).offers[0]))
    assert not re.search(r"Dupont|06 12|agence@|logo", kept)


@pytest.mark.parametrize("wrap", [lambda o: [o], lambda o: {"resultats": [o]}, lambda o: o])
def test_a_list_results_or_one_offer_read_the_same(wrap: Any, tmp_path: Path) -> None:
    """The bare list, the search's answer and the detail page are all read."""
    assert len(read(tmp_path, wrap(OFFER)).offers) == 1


def test_the_documentation_example_has_text_where_the_schema_says_list(tmp_path: Path) -> None:
    """horaires and conditionExercice may be text; a missing number of posts is one; missing parts suggest nothing."""
    text = changed(contexteTravail={"horaires": "35H Travail le samedi"}, conditionExercice="Travail de nuit")
    (one,) = read(tmp_path, [{**text, "nombrePostes": None, "permis": None}]).offers
    assert dict(one.conditions) == {"nights": "yes", "weekends": "yes", "travel": "no"}
    assert one.posts == 1
    few = {key: OFFER[key] for key in ("id", "intitule", "romeCode", "lieuTravail")}
    assert read(tmp_path, [few]).offers[0].conditions == ()


POSTED = {"shifts_2x8": "proposed", "shifts_3x8": "proposed", "nights": "proposed", "weekends": "proposed"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2 X 8", {"shifts_2x8": "yes"}),
        ("5x8", {"shifts_3x8": "yes", "nights": "yes", "weekends": "yes"}),
        ("Pas de travail de nuit ni le week-end", {"nights": "no", "weekends": "no"}),
        ("Travail de nuit, jamais le dimanche", {"nights": "yes"}),
        ("Déplacements : Jamais", {"travel": "no"}),
        ("Déplacements fréquents", {"travel": "yes"}),
        ("Déplacements ponctuels", {"travel": "proposed"}),
        ("Travail en hauteur", {"heights": "yes"}),
        ("Minuit", {}),
        ("35H/semaine Travail posté (2x8, 3x8, 5x8, etc.)", POSTED),
        ("Travail posté", POSTED),
        ("Pas de travail posté", {"shifts_2x8": "no", "shifts_3x8": "no"}),
        ("Travail posté en 2x8", {"shifts_2x8": "yes"}),
        ("Travail en 2x8 ou 3x8", {"shifts_2x8": "proposed", "shifts_3x8": "proposed", "nights": "proposed"}),
        ("2x8 ou journée", {"shifts_2x8": "proposed"}),
        ("Travail de nuit possible", {"nights": "proposed"}),
        ("Travail le samedi ou le dimanche", {"weekends": "yes"}),
        ("35H/semaine, en journée", {}),
        ("2x8 (pas de nuit)", {"shifts_2x8": "yes", "nights": "no"}),
    ],
)
def test_words_say_yes_no_or_propose(said: str, found: dict[str, str], tmp_path: Path) -> None:
    """A schedule that is named is said, one that is denied is denied, a label that covers several only proposes."""
    offer = changed(contexteTravail={"horaires": [said]}, permis=None, deplacementCode=None)
    assert dict(read(tmp_path, [offer]).offers[0].conditions) == found


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("travail de nuit non exclu", "proposed"), ("nuits pas impossibles", "proposed"),
        ("pas seulement de jour mais de nuit", "proposed"), ("sans interruption jour et nuit", "proposed"),
        ("Aucune contrainte sauf travail de nuit", "proposed"), ("pas de nuit, sauf en mars", "no"),
        ("pas de nuit sauf en mars", "proposed"), ("pas de nuit ni de week-end", "no"), ("nuit : non prévu", "no"),
        ("pas d'horaires de nuit", "no"), ("travail de nuit non", "no"), ("travail de nuit", "yes"),
    ],
)  # fmt: skip
def test_a_no_denies_what_it_is_said_of(words: str, state: str) -> None:
    """« Travail de nuit non exclu » is no « no »: a negation that may speak of something else leaves it to be asked."""
    assert dict(from_texts([words]))["nights"] == state


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2x8 ?", {"shifts_2x8": "proposed"}), ("2x8 (à confirmer)", {"shifts_2x8": "proposed"}),
        ("travail de nuit exceptionnel", {"nights": "proposed"}), ("nuit : rarement", {"nights": "proposed"}),
        ("déplacements une fois par an", {"travel": "proposed"}),
        ("2x8 sur la base du volontariat", {"shifts_2x8": "proposed"}),
        ("nuit exclue", {"nights": "no"}), ("travail de nuit interdit", {"nights": "no"}),
        ("repos le week-end", {"weekends": "no"}), ("week-ends libres", {"weekends": "no"}),
        ("samedi et dimanche de repos", {}), ("samedis libres", {}), ("2 x 8h", {"shifts_2x8": "yes"}),
        ("un week-end libre sur deux", {"weekends": "proposed"}), ("astreintes le week-end", {"weekends": "proposed"}),
        ("repos en semaine et travail le samedi", {"weekends": "proposed"}),
        ("pas de repos le dimanche", {"weekends": "proposed"}),
        ("nuits d'hôtel prises en charge", {}), ("déplacement domicile-travail remboursé", {}),
        ("prime de nuit", {"nights": "proposed"}), ("frais de déplacement remboursés", {"travel": "proposed"}),
        ("heures majorées le samedi", {"weekends": "proposed"}),
        ("Travail en 2x8, prime d'équipe", {"shifts_2x8": "yes"}), ("établi réglable en hauteur", {}),
        ("salaire à hauteur de 2 100 euros", {}), ("hauteur sous plafond 8 m", {}),
        ("travail en hauteur", {"heights": "yes"}),
    ],
)  # fmt: skip
def test_what_is_rare_paid_or_asked_is_to_confirm(words: str, said: dict[str, str]) -> None:
    """« Exceptionnel », « ? », a bonus for nights are no fact; a height of another sort is no work at heights."""
    assert dict(from_texts([words])) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("week-ends libres sauf en mars", {"weekends": "proposed"}), ("week-end libre ?", {"weekends": "proposed"}),
        ("week-ends libres possibles", {"weekends": "proposed"}), ("1 week-end libre/2", {"weekends": "proposed"}),
        ("week-end libre une semaine sur deux", {"weekends": "proposed"}),
        ("un week-end de repos toutes les 3 semaines", {"weekends": "proposed"}),
        ("vous êtes libre le week-end", {"weekends": "proposed"}), ("tous les week-ends libres", {"weekends": "no"}),
        ("travail en 3x8, week-ends libres", {"shifts_3x8": "yes", "nights": "yes", "weekends": "no"}),
        ("déplacements quotidiens chez les clients", {"travel": "yes"}),
        ("déplacements quotidiens domicile-travail", {}),
    ],
)  # fmt: skip
def test_a_rest_that_is_not_of_each_week_denies_no_week_end(words: str, said: dict[str, str]) -> None:
    """Some week-ends free, or perhaps, is to confirm; who is sent away every day travels."""
    assert dict(from_texts([words])) == said


def test_a_licence_without_which_nobody_is_taken_is_not_denied() -> None:
    """« Sans permis B s'abstenir » asks for it; « pas d'expérience exigée et permis B obligatoire » too."""
    for words in ("Sans permis B s'abstenir", "Pas d'expérience exigée et permis B obligatoire"):
        assert dict(from_texts([words])) == {"licence_b": "proposed"}


def test_two_systems_of_shifts_for_one_job_are_to_confirm(tmp_path: Path) -> None:
    """2x8 in one label and 3x8 in another cannot both be a fact; a night said apart stays said."""
    offer = changed(contexteTravail={"horaires": ["Travail en 2x8", "Travail en 3x8"]}, permis=None)
    found = dict(read(tmp_path, [offer]).offers[0].conditions)
    assert (found["shifts_2x8"], found["shifts_3x8"], found["nights"]) == ("proposed", "proposed", "proposed")


@pytest.mark.parametrize(
    ("place", "insee", "area"),
    [
        ({"commune": "2A004"}, "2A004", "2A"),
        ({"commune": "2b033"}, "2B033", "2B"),
        ({"commune": 1053}, "01053", "01"),
        ({"commune": "97411"}, "97411", "974"),
        ({"codePostal": "20200"}, "", "2B"),
        ({"codePostal": "20000"}, "", "2A"),
        ({"libelle": "49 - Maine et Loire"}, "", "49"),
        ({"libelle": "2A - Corse-du-Sud"}, "", "2A"),
        ({"libelle": "Maine-et-Loire"}, "", "49"),
        ("76 - ROUEN", "", "76"),
        ({"commune": "Rouen"}, "", "76"),
        ({"commune": "Rouen", "codePostal": "76000"}, "", "76"),
        ("Rouen (76)", "", "76"),
        ("76600 Le Havre", "", "76"),
        ("LE HAVRE CEDEX 76600", "", "76"),
        ("Le Havre", "", "76"),
        ("St-Nazaire", "", "44"),
        ("Seine-Maritime (76)", "", "76"),
        ("Rouen, 76", "", "76"),
        ("Rouen 76", "", "76"),
        ("Dpt 27", "", "27"),
        ("1000 Bourg-en-Bresse", "", "01"),
        ("1", "", "01"),
        ("76.0", "", "76"),
        ("Paris 15", "", "75"),
        ("10 rue des Lilas, 76000 Rouen", "", "76"),
        ("Le Havre, Normandie", "", "76"),
        ("974 - La Réunion", "", "974"),
    ],
)
def test_places_of_all_kinds(place: object, insee: str, area: str, tmp_path: Path) -> None:
    """Corsican codes, overseas, lost zeros, postcodes, and places known only by their department."""
    (one,) = read(tmp_path, [changed(lieuTravail=place)]).offers
    assert (one.insee, one.area) == (insee, area)


def test_the_latest_update_of_an_offer_wins(tmp_path: Path) -> None:
    """The same id twice keeps the later dateActualisation, wherever it stands and whatever its zone."""
    late = changed(intitule="Nouveau", dateActualisation="2026-10-24T00:30:00+02:00")
    for order in ([OFFER, late], [late, OFFER]):
        found = read(tmp_path, order)
        assert [one.title for one in found.offers] == ["Nouveau"]
        assert found.replaced == 1
        assert found.refused == ()


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"id": None}, "no_id"),
        ({"id": "x" * 101}, "long_id"),
        ({"intitule": None}, "no_title"),
        ({"intitule": "x" * 201}, "long_title"),
    ],
)
def test_a_refused_row_is_named_and_the_rest_kept(part: dict[str, Any], reason: str, tmp_path: Path) -> None:
    """A row that cannot be read is refused with its file, number and reason; its neighbours are kept."""
    found = read(tmp_path, [changed(**part), changed(id="other")])
    assert [one.source_id for one in found.offers] == ["other"]
    told = [(one.file, one.row, one.unit, one.reason_key) for one in found.refused]
    assert told == [("offres.json", 1, "offer", f"offers_in.{reason}")]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"romeCode": None}, "no_rome"),
        ({"romeCode": "Z99"}, "bad_rome"),
        ({"romeCode": "Z9999"}, "unknown_rome"),
        ({"romeCode": "H9999"}, "unknown_rome"),
        ({"romeCode": "H2901 ou H2906"}, "several_rome"),
        ({"nombrePostes": 0}, "zero_posts"),
        ({"nombrePostes": "beaucoup"}, "bad_posts"),
        ({"nombrePostes": -2}, "bad_posts"),
        ({"lieuTravail": None}, "place_missing"),
        ({"lieuTravail": {"libelle": "Quelque part"}}, "no_place"),
        ({"lieuTravail": {"libelle": "Ile-de-France"}}, "only_region"),
        ({"lieuTravail": {"libelle": "FRANCE"}}, "only_country"),
        ({"lieuTravail": {"libelle": "Rouen (76) ou Évreux (27)"}}, "several_places"),
        ({"lieuTravail": {"libelle": "Bâtiment 12"}}, "no_place"),
        ({"lieuTravail": {"libelle": "99 - Ailleurs"}}, "no_place"),
        ({"lieuTravail": {"commune": "99999"}}, "bad_insee"),
        ({"lieuTravail": {"codePostal": "ABC"}}, "bad_postcode"),
    ],
)
def test_what_lacks_a_trade_a_place_or_posts_is_to_complete(part: dict[str, Any], reason: str, tmp_path: Path) -> None:
    """Such an offer is kept, with the true reason; none is lost and none is made up."""
    found = read(tmp_path, [changed(**part)])
    assert (len(found.offers), found.to_complete, found.refused) == (1, 1, ())
    assert [(one.row, one.reason_key) for one in found.gaps] == [(1, f"offers_in.{reason}")]
    one = found.offers[0]
    assert [one.rome, one.area, one.posts].count("") + (one.posts == 0) == 1


def test_a_date_that_is_none_is_left_out_and_said(tmp_path: Path) -> None:
    """An optional value never loses an offer."""
    found = read(tmp_path, [changed(dateActualisation="hier")])
    assert found.offers[0].source_updated_at == ""
    assert [one.reason_key for one in found.notes] == ["offers_in.bad_date"]


CSV = (
    "Référence;Intitulé;ROME;INSEE;Département;Postes;SIRET;Employeur;Contraintes;Habileté 1;Niveau 1;Poids 1;Tél\n"
    "A1;Câbleur / Câbleuse;H2602;76540;;2;732 829 320 00074;Société d'Été;nuits | en hauteur;dexterite;2;3;0612\n"
    ";Soudeur;h2913;;27;;;;;;;;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_employers_lists_as_excel_writes_them(encoding: str, mark: str, end: str, tmp_path: Path) -> None:
    """UTF-8 with or without BOM, Windows-1252, semicolons or commas, both line ends: the same offers."""
    found = read(tmp_path, CSV.replace(";", mark).replace("\n", end).encode(encoding), "liste.csv")
    assert found.refused == ()
    one, other = found.offers
    assert (one.source_id, one.title, one.area, one.posts) == ("A1", "Câbleur / Câbleuse", "76", 2)
    assert (one.siret, one.employer_label) == ("73282932000074", "Société d'Été")
    assert dict(one.conditions) == {"nights": "yes", "heights": "yes"}
    assert one.requirements_suggested == (("dexterite", "employer:2:3"),)
    assert (other.source_id, other.rome, other.area) == ("", "H2913", "27")
    assert "0612" not in json.dumps([asdict(x) for x in found.offers])


HEAD = "intitule;rome;departement;siret;habilete_1;niveau_1;poids_1\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Soudeur;H2913;76;;;;;x", "columns"),
        (f"{'x' * 20_001};H2913;76;;;;", "long_cell"),
    ],
)
def test_a_bad_line_of_a_list_is_named(line: str, reason: str, tmp_path: Path) -> None:
    """The line of the file is given; the good line below is kept."""
    found = read(tmp_path, f"{HEAD}{line}\nCâbleur;H2602;76;;;;\n", "l.csv")
    assert [(one.row, one.reason_key) for one in found.refused] == [(2, f"offers_in.{reason}")]
    assert len(found.offers) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Soudeur;H2913;76;7,32829E+13;;;", "rounded_siret"),
        ("Soudeur;H2913;76;73282932000075;;;", "siret_key"),
        ("Soudeur;H2913;76;00000000000000;;;", "siret_key"),
        ("Soudeur;H2913;76;732829320;;;", "siren"),
        ("Soudeur;H2913;76;732829320000740;;;", "long_siret"),
        ("Soudeur;H2913;76;inconnu;;;", "bad_siret"),
        ("Soudeur;H2913;76;;voler;1;1", "bad_habilete"),
        ("Soudeur;H2913;76;;dexterite;4;1", "bad_level"),
        ("Soudeur;H2913;76;;dexterite;1;beaucoup", "bad_weight"),
    ],
)
def test_a_wrong_optional_value_is_left_out_and_said(line: str, reason: str, tmp_path: Path) -> None:
    """The row is read without it: an optional column never loses a row."""
    found = read(tmp_path, f"{HEAD}{line}\n", "l.csv")
    assert found.refused == ()
    assert [(one.row, one.reason_key) for one in found.notes] == [(2, f"offers_in.{reason}")]
    assert (found.offers[0].siret, found.to_complete) == ("", 0)


@pytest.mark.parametrize(
    "written", ["73282932000074", "732 829 320 00074", "732.829.320.00074", "73282932000074.0", "73282932000074,0"]
)
def test_a_siret_is_read_as_spreadsheets_write_it(written: str, tmp_path: Path) -> None:
    """Spaces, points and a decimal of nothing do not change a number."""
    found = read(tmp_path, f"{HEAD}Soudeur;H2913;76;{written};;;\n", "l.csv")
    assert (found.offers[0].siret, found.notes) == ("73282932000074", ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b'{"resultats": [{"id": "1"', "not_json"),
        (b"[" * 100_000, "too_deep"),
        (b'[{"a": ' + b"9" * 9000 + b"}]", "not_json"),
        (b'{"offres": []}', "no_list"),
        (b'{"resultats": "rien"}', "no_list"),
        (b'["\xe9"]', "json_encoding"),
        (b"PK\x03\x04xxxx", "kind.zip"),
        (b"%PDF-1.7", "kind.pdf"),
        ("intitule;rome\n".encode("utf-16") + b"\x00", "csv_encoding"),
        (b"intitule;rome\x00", "kind.other"),
        (b"a;b\n1;2\n", "no_column"),
        (b"intitule;rome;rome\n", "column_twice"),
        (b"intitule;rome\x81\n", "csv_encoding"),
        (b"intitule;;\n", "no_column"),
        (b'intitule;rome;insee\n"Soudeur;H2913;76540\n', "not_csv"),
    ],
)
def test_a_file_of_the_wrong_kind_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    """Empty, truncated, deep, binary, in the wrong encoding: refused as a whole (row 0), with a sentence."""
    found = read(tmp_path, content, "f.csv")
    assert found.offers == ()
    assert [(one.row, one.reason_key) for one in found.refused] == [(0, f"offers_in.{reason}")]


def test_lists_saved_and_pasted_together_as_people_do_are_read(tmp_path: Path) -> None:
    """A spreadsheet's « texte Unicode »; headings that come again; a total, no offer; unseen marks in words."""
    unicode_text = "Intitulé du poste\tCode ROME\tLieu\nRive\u00adteur\tH2901\t76\n"
    found = read(tmp_path, unicode_text.encode("utf-16"), "u.txt")
    assert [(one.title, one.gaps) for one in found.offers] == [("Riveteur", ())]
    heading = "Intitulé du poste;Code ROME;Lieu;Nombre de postes\n"
    lines = f"{heading}Riveteur;H2901;76;2\n{heading}Rive\u202eteur;H2902;76;1\nTotal général;;;3\n"
    found = read(tmp_path, lines, "t.csv")
    assert [one.title for one in found.offers] == ["Riveteur", "Riveteur"]
    assert [(one.row, one.reason_key) for one in found.refused] == [(5, "offers_in.total")]


@pytest.mark.parametrize(
    ("written", "area"),
    [("St Etienne du Rouvray", "76"), ("Havre (Le)", "76"), ("Aigle (L')", "61"), ("Val de Reuil", "27"),
     ("HEROUVILLE ST CLAIR", "14"), ("Notre Dame de Gravenchon", "76"), ("Andelys (Les)", "27"), ("Saint-Denis", "")],
)  # fmt: skip
def test_towns_are_known_as_lists_write_them(written: str, area: str) -> None:
    """Without accents, with their article behind; one that stands in several departments is asked for."""
    assert places.read_place("", "", "", written).area == area


def test_huge_and_missing_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files past the caps are not read; a missing one says so and does not stop the others."""
    monkeypatch.setattr(reading, "MAX_OFFERS", 1)
    monkeypatch.setattr(rows, "MAX_OFFERS", 1)
    assert read(tmp_path, [OFFER, OFFER]).refused[0].reason_key == "offers_in.too_many"
    good = tmp_path / "good.json"
    good.write_text(json.dumps([OFFER]))
    found = read_offers([tmp_path / "none.json", good])
    assert [one.reason_key for one in found.refused] == ["offers_in.unreadable"]
    assert len(found.offers) == 1
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert read(tmp_path, [OFFER]).refused[0].reason_key == "offers_in.too_big"


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["libelle", "nom", "x"]), inner),
    max_leaves=5,
)


@given(parts=st.dictionaries(st.sampled_from(sorted(OFFER)), ANY))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_any_kind_breaks_the_reading(parts: dict[str, Any], tmp_path: Path) -> None:
    """Whatever stands in a field, the offer is read or refused, never a traceback; suggestions stay in their lists."""
    found = read(tmp_path, [{**OFFER, **parts}])
    assert len(found.offers) + len(found.refused) == found.rows == 1
    for one in found.offers:
        assert {code for code, _ in one.conditions} <= set(CONSTRAINTS)
        assert {state for _, state in one.conditions} <= {"yes", "no", "proposed"}
        assert all(isinstance(value, str | int | tuple) for value in asdict(one).values())
        one.title.encode("utf-8")


@given(noise=st.binary(max_size=200))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_the_reading(noise: bytes, tmp_path: Path) -> None:
    """Noise after a good heading is refused or read, never a traceback."""
    read(tmp_path, b"intitule;rome;insee\n" + noise, "n.csv")
    read(tmp_path, b"[" + noise)


def test_every_reason_has_its_sentence() -> None:
    """Each reason of the code is a sentence in both languages, with the same keys."""
    said = Catalogue.load().texts
    mine = {language: {key for key in said[language] if key.startswith("offers_in.")} for language in ("fr", "en")}
    assert mine["fr"] == mine["en"]
    modules = (reading, fields, places, rows, texts, values, workbook)
    source = "".join(Path(module.__file__).read_text("utf-8") for module in modules)
    used = set(re.findall(r'(?:NotOffers|_Refuse|Bad)\(\s*"([a-z_.]+)"', source)) | {"hidden"}
    used |= set(re.findall(r'"(only_[a-z]+|bad_[a-z]+|no_place)"', source))
    used |= {f"kind.{kind}" for kind in reading.KINDS.values()} | {"line", "offer"}
    assert {f"offers_in.{one}" for one in used} == mine["fr"]


def test_qualities_name_known_habiletes() -> None:
    """The suggestions of savoir-être stay within the referential."""
    assert {one for quality in qualities() for one in quality.habiletes} <= {one.id for one in habiletes()}


def test_a_device_that_never_ends_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose size says nothing is read up to the cap and no further."""
    monkeypatch.setattr(reading, "MAX_BYTES", 4_000_000)
    (refused,) = read_offers([Path("/dev/zero")]).refused
    assert (refused.row, refused.reason_key) == (0, "offers_in.too_big")


def test_a_list_with_tabs_is_read(tmp_path: Path) -> None:
    """What Excel calls « Texte (tabulation) », saved in UTF-8, is a list too."""
    found = read(tmp_path, "intitule\trome\tdepartement\nMonteur, riveteur\tH2901\t76\n", "t.csv")
    assert [(o.title, o.area) for o in found.offers] == [("Monteur, riveteur", "76")]
