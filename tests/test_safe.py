"""One reader for YAML, JSON and XML: whatever a file holds, it ends soon, in little memory, with a problem or data."""

import hashlib
import json
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assets import theme
from assets.drawings import faults_of
from cli.main import main
from game.simulation.trace import TraceError, from_bytes
from scenarios.circuits import circuit_files
from scenarios.everything import FILES, content_problems, problems_of_file
from scenarios.load import load_all, workshop_files
from scenarios.safe import SourceErrors, parse_yaml, text_of
from scenarios.safe_json import parse_json
from scenarios.shipped import read_as
from scenarios.source import CONTENT, read_yaml


def code_of(text: str) -> tuple[int, str]:
    """The line and code of the first problem of a YAML text; (0, "") when there is none."""
    try:
        parse_yaml(text_of(text.encode(), "x.yaml"), "x.yaml")
    except SourceErrors as error:
        return error.problems[0].line, error.problems[0].code
    return 0, ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version: !!bool maybe", (1, "tag")),
        ("a: 1\nversion: !!int ''", (2, "tag")),
        ("version: !!timestamp x", (1, "tag")),
        ("version: !!python/object/apply:os.system [ls]", (1, "tag")),
        ("version: ! x", (1, "tag")),
        ("a: &x 1\nb: *x", (1, "alias")),
        ("a: [&x 1]", (1, "alias")),
        ("a: &x [*x]", (1, "alias")),
        ("a: 1\n---\nb: 2", (2, "documents")),
        ("a: 1\na: 2", (2, "twice")),
        ("a: {b: 1, b: 2}", (1, "twice")),
        ("a: 1\n'a': 2", (2, "twice")),
        ("? [a]\n: 1", (1, "key")),
        ("{{a: 1}: 2}", (1, "key")),
        ("a: \u202egnp.exe", (1, "unseen")),
        ('a: 1\nb: "\\u202e"', (2, "unseen")),
        ('"\\u200b": 1', (1, "unseen")),
        ("a: \u200bb", (1, "unseen")),
        ("a: b\x07", (1, "unseen")),
        ('a: "\\a"', (1, "unseen")),
        ("a: \ufeffb", (1, "unseen")),
        ("a:\t1", (1, "tab")),
        ("a: 1\n\tb: 2", (2, "tab")),
        ("a: [1", (1, "bracket")),
        ("[" * 5000, (1, "too_deep")),
        ("a: " + "[" * 400_000, (1, "too_deep")),
        ("a: " + "[" * 30 + "]" * 30, (1, "too_deep")),
        ("[{a: " * 100_000, (1, "too_deep")),
        ("\n".join(" " * n + "a:" for n in range(1300)), (21, "too_deep")),
        ("a: [" + "1," * 490_000 + "1]", (1, "too_many")),
        ("x" * 1_000_001, (1, "too_big")),
        ("a: 12\nb: 1.5\nc: yes\nd: 8:10\ne: 2020-01-01\nf: 'it''s \u00ad'\ng: \"tab \\t\"", (0, "")),
    ],
)
def test_yaml_that_could_harm_is_a_problem_with_its_line(text: str, told: tuple[int, str]) -> None:
    """Tags, aliases, several documents, keys twice, what nobody sees, depth, number, size."""
    assert code_of(text) == told


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1", "cp1252"])
def test_other_encodings_are_told_and_a_mark_of_utf8_is_read(encoding: str) -> None:
    """UTF-8 only, with or without its mark."""
    with pytest.raises(SourceErrors) as caught:
        text_of("titre: été".encode(encoding), "x")
    assert caught.value.problems[0].code in ("encoding", "unseen")
    assert text_of("\ufefftitre: été".encode(), "x") == "titre: été"


def test_plain_words_stay_words() -> None:
    """yes, no, on, off, times, dates, figures with a zero in front and very long ones are texts; ~ is nothing."""
    words = ["yes", "no", "on", "off", "Yes", "8:10", "2020-01-01", "012", "1_000", "0x1F", "1e3", "=", "<<", "9" * 30]
    data, lines = parse_yaml("\n".join(f"k{n}: {word}" for n, word in enumerate(words)), "x")
    assert list(data.values()) == words
    assert lines.line(("k3",)) == 4
    data, _ = parse_yaml("[1, -2, 1.5, .5, true, false, ~, null, '1', 1.e3]", "x")
    assert data == [1, -2, 1.5, 0.5, True, False, None, None, "1", 1000.0]


def test_lines_are_those_of_the_file() -> None:
    """Keys and items by their path, whatever way they are written."""
    _, lines = parse_yaml("a:\n  - b: 1\n    c:\n      - x\n      - {d: 2}\n# e\nf: |\n  g\nh: 1\n", "x")
    paths = [("a",), ("a", 0, "c"), ("a", 0, "c", 0), ("a", 0, "c", 1, "d"), ("f",), ("h",), ("a", 0, "z")]
    assert [lines.line(path) for path in paths] == [1, 3, 4, 5, 7, 9, 2]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="[]{}:,-?!&*|>'\"#%@`~ \n\tab1.\\u0", max_size=60))
def test_any_signs_of_yaml_give_data_or_problems(text: str) -> None:
    """No other error, whatever the signs."""
    code_of(text)


JSON = [("[" * 100_000, "too_deep"), ('{"a":' * 50_000, "too_deep"), ("[" + "1," * 60_000 + "1]", "too_many"),
        ('{"a": 1, "a": 2}', "twice"), ('{"a": NaN}', "json_syntax"), ('["\\u202e"]', "unseen"), ("[1", "json_syntax"),
        ("1" * 5000, "json_syntax"), ("", "json_syntax"), ('"' + "\\\\" * 1000, "json_syntax"),
        ('["' + '\\"' * 400_000, "json_syntax"), ('["' + '\\"' * 400_000 + "\\", "json_syntax"),
        ('{"a": 1e999}', "json_syntax"), ("[-1E+999]", "json_syntax"), ("1" * 41, "json_syntax")]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), JSON)
def test_json_is_bounded_alike(text: str, code: str) -> None:
    """Depth, number, keys twice, NaN, what nobody sees: before anything is built."""
    with pytest.raises(SourceErrors) as caught:
        parse_json(text, "x")
    assert caught.value.problems[0].code == code
    assert parse_json('{"a": ["[[[[", {"b": "\\\\\\""}]}', "x") == {"a": ["[[[[", {"b": '\\"'}]}


def test_a_deep_trace_is_no_trace() -> None:
    """A trace of brackets, well sealed, is told as no trace: no traceback, no memory."""
    plain = b'{"format":1,"header":' + b"[" * 2_000_000
    with pytest.raises(TraceError) as caught:
        from_bytes(zlib.compress(hashlib.sha256(plain).digest() + plain))
    assert caught.value.key == "trace.not_a_trace"


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + HEAD + "<title>&b;</title></svg>"


@pytest.mark.parametrize(
    ("text", "code"),
    [(HEAD + "<g>" * 20_000, "too_deep"), (BOMB, "art_doctype"), (HEAD + "\u202e</svg>", "unseen"),
     (HEAD + "<x/>" * 40_000 + "</svg>", "art_element"), (HEAD, "art_syntax"), ("", "art_syntax"),
     ("x" * 300_000, "too_big")],
)  # fmt: skip
def test_drawings_are_bounded_alike(tmp_path: Path, text: str, code: str) -> None:
    """Depth, entities, what nobody sees, faults without end: at most a hundred are told."""
    path = tmp_path / "x.svg"
    path.write_text(text, "utf-8")
    found = faults_of(path)
    assert code in {fault.code for fault in found}
    assert len(found) <= 101


def test_a_pipe_or_a_folder_is_never_read(tmp_path: Path) -> None:
    """What is no plain file is told: a pipe would be waited for without end."""
    import os

    os.mkfifo(tmp_path / "pipe.yaml")
    for place, code in (("pipe.yaml", "no_plain_file"), (".", "no_plain_file"), ("absent.yaml", "unreadable")):
        with pytest.raises(SourceErrors) as caught:
            read_yaml(tmp_path / place)
        assert caught.value.problems[0].code == code


def test_hostile_files_take_little_memory(tmp_path: Path) -> None:
    """Brackets and a flat list of a megabyte, in a process of their own: under 100 MB more than an empty one."""
    (tmp_path / "brackets.yaml").write_text("a: " + "[" * 5000)
    (tmp_path / "flat.yaml").write_text("a: [" + "1," * 490_000 + "1]")
    code = (
        "import resource, sys; from pathlib import Path; from scenarios.safe import SourceErrors;"
        "from scenarios.source import read_yaml; told = []\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for name in ('brackets', 'flat'):\n"
        "    try: read_yaml(Path(sys.argv[1]) / f'{name}.yaml')\n"
        "    except SourceErrors as error: told.append(error.problems[0].code)\n"
        "print(told, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    told, grown = done.stdout.rsplit(" ", 1)
    assert told == "['too_deep', 'too_many']"
    assert int(grown) < 100


def test_only_the_bad_workshop_is_set_aside(tmp_path: Path) -> None:
    """A tag that no value fits, brackets, a wrong encoding: one problem each, and the game opens on the rest."""
    from game.library import MODELS
    from scoring.rules import EvidenceRule

    places = []
    for n, raw in enumerate([b"version: !!bool maybe", b"[" * 5000, "id: é".encode("utf-16"), b"a: &a [*a]", b"\x00"]):
        path = tmp_path / f"bad_{n}" / "scenario.yaml"
        path.parent.mkdir()
        path.write_bytes(raw)
        places.append(path)
    sound, problems = load_all([*places, *workshop_files()], MODELS, EvidenceRule)
    assert sorted(one.head.id for one in sound) == sorted(path.parent.name for path in workshop_files())
    assert {problem.file for problem in problems} == {f"bad_{n}/scenario.yaml" for n in range(5)}


def test_every_file_of_content_is_checked() -> None:
    """`envol check` knows each YAML file of the content, and finds nothing wrong in ours."""
    known = {CONTENT / name for name in FILES} | {*(CONTENT / "regions").glob("*.yaml")} | {*circuit_files()}
    assert {path for path in CONTENT.rglob("*.yaml") if "workshops" not in path.parts} == known
    assert content_problems() == []
    read_as(theme.FILE, theme.Themes)


CONTENT_FAULTS = [
    ("offers_examples.yaml", "trade: ajusteur_monteur", "trade: ajusteur_monter", "unknown_name"),
    ("offers_examples.yaml", "habilete: ", "habilete: x", "unknown_name"),
    ("habiletes.yaml", 'fr: "Exécuter', 'fr: " ", en2: "Exécuter', "blank"),
    ("habiletes.yaml", "id: dexterite", "id: normes_consignes", "twice"),
    ("habiletes.yaml", "id: dexterite", "id: dext\u0435rite", "string_pattern_mismatch"),
    ("qualities.yaml", "id: ecoute", "id: ../ecoute", "string_pattern_mismatch"),
    ("trades.yaml", "version: 1", "version: .inf", "finite_number"),
    ("bridges.yaml", "checked: ", "chekced: ", "extra_forbidden"),
    ("offers_examples.yaml", "posts: 4", "posts: true", "plain_int"),
    ("offers_examples.yaml", "posts: 4", "posts: 100000", "less_than_equal"),
    ("offers_examples.yaml", "level: 2, weight: 3", 'level: "2", weight: 3', "plain_int"),
    ("offers_examples.yaml", "constraints: [shifts_2x8, standing]", "constraints: [standing, standing]", "twice"),
    ("offers_examples.yaml", "{habilete: dexterite, level: 2", "{habilete: normes_consignes, level: 1", "twice"),
    ("offers_examples.yaml", 'employer: "Atelier Cigogne', 'employer: "', "blank"),
    ("offers_examples.yaml", 'name: "Pays de Caux"', 'name: "Rouen"', "twice"),
    ("offers_examples.yaml", 'name: "Pays de Caux"', 'name: "  "', "blank"),
    ("trades.yaml", "checked: ", "checked: 2026-02-30 #", "no_such_day"),
    ("bridges.yaml", "checked: ", "checked: 2026-13-01 #", "no_such_day"),
    ("habiletes.yaml", 'fr: "Négocier"', 'fr: "communiquer"', "twice"),
    ("habiletes.yaml", "short_fr: Dextérité", "short_fr: consignes", "twice"),
    ("habiletes.yaml", 'fr: "Exécuter des', 'fr: "\u0415xécuter des', "other_alphabet"),
    ("qualities.yaml", 'label_fr: "Inspirer, donner du sens"', "label_fr: \"faire preuve d'autonomie\"", "twice"),
    ("qualities.yaml", "id: ecoute", "id: ___", "string_pattern_mismatch"),
    ("trades.yaml", "monteur_mecanique_aero: 3,", "monteur_mecanique_aero: 4,", "twice"),
    ("trades.yaml", "monteur_mecanique_aero: 3,", "monteur_mecanique_aero: 3000,", "less_than_equal"),
    ("trades.yaml", "other_rome: [H2605]", "other_rome: [H2602]", "twice"),
    ("trades.yaml", '"Aircraft wiring assembler"', '"Aircraft structures fitter"', "twice"),
    ("trades.yaml", "kind: rome, order: 3}", "kind: rome, order: null}", "order_or_suggestion"),
    ("trades.yaml", "kind: suggestion, order: null}", "kind: suggestion, order: 2}", "order_or_suggestion"),
    ("trades.yaml", "checked: ", 'checked: "2099-11-23" #', "to_come"),
    ("trades.yaml", "checked: ", 'checked: "0026-11-23" #', "no_such_day"),
    ("bridges.yaml", "bands: [A, B, C, D, to_complete], d", "bands: [A, A], d", "twice"),
    ("bridges.yaml", "facts: [offer_lodged,", "facts: [offer_lodged, offer_lodged,", "twice"),
    ("bridges.yaml", 'legal: ["C. trav. L6326-3"]', 'legal: [" "]', "blank"),
    ("bridges.yaml", 'sources: ["tomjoy75', 'sources: ["ailleurs", "tomjoy75', "source_unnamed"),
    ("bridges.yaml", "min_hours: 150, max_hours: 450", "min_hours: 500, max_hours: 450", "limits_crossed"),
    ("bridges.yaml", "max_hours: 450, max_hours_s", "max_hours: 650, max_hours_s", "limits_crossed"),
    ("bridges.yaml", "limits: {shown: 3}", "limits: {shwon: 3}", "literal_error"),
    ("bridges.yaml", "max_days: 30", "max_days: 0", "greater_than_equal"),
    ("bridges.yaml", "facts: [branch_need, ", "facts: [", "bridge_lacks"),
    ("bridges.yaml", "    limits: {max_hours: 400, ", "    limits: {", "bridge_lacks"),
    ("bridges.yaml", "limits: {shown: 3}", "limits: {}", "bridge_lacks"),
    ("bridges.yaml", "least_group: 10", "least_group: 9", "greater_than_equal"),
    ("bridges.yaml", "      least_group: 10\n", "", "greater_than_equal"),
    ("departments.yaml", '"28": ["14", ', '"28": ["15", "14", ', "twice"),
    ("departments.yaml", '"28": ["14", ', '"28": ["984", ', "unknown_name"),
    ("departments.yaml", '"28": ["14", "27", "50", "61", "76"]', '"28": []', "too_short"),
    ("bridges.yaml", 'label_fr: "Entretien direct (', 'label_fr: " (', "blank"),
    ("departments.yaml", 'code: "01"', 'code: "20"', "string_pattern_mismatch"),
    ("departments.yaml", 'name_fr: "Ain"', 'name_fr: "aisne"', "twice"),
    ("departments.yaml", '["Bourg-en-Bresse"]', '["Bourg-en-Bresse", "normandie"]', "twice"),
    ("departments.yaml", '["Bourg-en-Bresse"]', '["Bourg-en-Bresse", "Calvados"]', "twice"),
    ("departments.yaml", '["Bourg-en-Bresse"]', '["laon"]', "twice"),
    ("offers_examples.yaml", 'name: "Rouen"', 'name: "Yvetot"', "other_basin"),
    ("offers_examples.yaml", 'code: "2828", name', 'code: "9999", name', "unknown_name"),
    ("offers_examples.yaml", 'code: "2828", name', 'code: "9999", name', "basin_lacks"),
    ("offers_examples.yaml", 'employer: "Atelier Ci', 'employer: "\u0410telier Ci', "other_alphabet"),
    ("offers_examples.yaml", "weight: 3}", "weight: 0.0000001}", "greater_than_equal"),
    ("offer_columns.yaml", "  date: [date", "  date: [la Référence, date", "twice"),
    ("offer_columns.yaml", "  date: [date", "  dato: [date", "unknown_name"),
    ("offer_columns.yaml", "some: [lien, url]", "some: [lien, url]\n    none: [url]", "dead_word"),
    ("private_words.yaml", '    - "amput"', '    - ".."', "string_pattern_mismatch"),
    ("private_words.yaml", '    - "amput"', '    - "allergi"', "twice"),
    ("source_names.yaml", 'fr: "POE collective, Adefim Languedoc-Roussillon"', 'fr: " "', "blank"),
]


@pytest.mark.parametrize(("name", "old", "new", "code"), CONTENT_FAULTS)
def test_content_with_a_fault_is_told_with_its_line(tmp_path: Path, name: str, old: str, new: str, code: str) -> None:
    """Offers, habiletés, qualities, trades, bridges, places: twice, blank, unknown, of look-alike letters, or against
    one another; a limit that has no name was a traceback of the bridges, a label for two said one for the other."""
    text = (CONTENT / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    found = problems_of_file(tmp_path / name, "2026-11-30")
    assert found is not None
    assert code in {problem.code for problem in found}, found
    assert all(problem.file == name and problem.line >= 1 for problem in found)
    assert main(["check", str(tmp_path / name), "--lang", "fr"]) == 1


def test_a_region_names_days_that_are_and_nothing_twice(tmp_path: Path) -> None:
    """A day that is none, one name for two basins, a basin of another region, the minutes and title of a circuit:
    told with their line, in a file by itself and in its folder."""
    faults = (
        ("regions/normandie.yaml", "checked: ", "checked: 2026-00-10 #", "no_such_day"),
        ("regions/normandie.yaml", 'name_fr: "Caen"', 'name_fr: "Rouen"', "twice"),
        ("regions/normandie.yaml", 'code: "2801"', 'code: "5203"', "others_already"),
        ("regions/normandie.yaml", 'insee: "28"', 'insee: "00"', "string_pattern_mismatch"),
        ("regions/normandie.yaml", 'department: "14"', 'department: "14", also: ["14"]', "twice"),
        ("regions/normandie.yaml", 'department: "14"', 'department: "75"', "other_region"),
        ("regions/normandie.yaml", 'insee: "28"', 'insee: "05"', "unknown_name"),
        ("regions/normandie.yaml", 'department: "14"', 'department: "14", also: ["984"]', "unknown_name"),
        ("regions/normandie.yaml", "days: []", 'days: ["2026-12-01", "2026-12-01"]', "twice"),
        ("circuits/C1.yaml", "minutes: 90", "minutes: 1", "greater_than_equal"),
        ("circuits/C1.yaml", "minutes: 90", "minutes: -1", "greater_than_equal"),
        ("circuits/C1.yaml", "minutes: 90", "minutes: 10000", "less_than_equal"),
        ("circuits/C1.yaml", "looks_at:", "most: 4\nlooks_at:", "less_than_equal"),
        ("circuits/C2.yaml", "{fr: Salon,", "{fr: découverte,", "others_already"),
    )
    for name, old, new, code in faults:
        text, place = (CONTENT / name).read_text("utf-8"), tmp_path / name
        assert old in text
        place.parent.mkdir(exist_ok=True)
        place.write_text(text.replace(old, new, 1), "utf-8")
        assert code in {problem.code for problem in problems_of_file(place) or ()}, code
        assert main(["check", str(place.parent)]) == 1
        place.unlink()


def test_no_two_workshops_bear_one_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody could tell them apart in the hangar, nor an adviser on a card."""
    for folder in ("panneau_fuselage", "panneau_porte"):
        shutil.copytree(CONTENT / "workshops" / folder, tmp_path / folder)
    assert main(["check", str(tmp_path)]) == 0
    path = tmp_path / "panneau_porte" / "scenario.yaml"
    data = yaml.safe_load((tmp_path / "panneau_fuselage" / "scenario.yaml").read_text("utf-8"))
    text = path.read_text("utf-8")
    title = yaml.safe_load(text)["title"]["fr"]
    assert title in text
    path.write_text(text.replace(title, data["title"]["fr"].upper(), 1), "utf-8")
    assert main(["check", "--lang", "fr", str(tmp_path)]) == 1
    assert "title.fr" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("theme.yaml", 'ink: "#0C1726"', 'ink: "#F7F3EA"', "theme.yaml:3: day: « ink » sur « white » se lit mal"),
        ("locales/en/check.yaml", "line: \"{file}:", 'line: "', "check.line: il manque {file}"),
    ],
)
def test_colours_and_texts_are_checked_by_themselves_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, says: str
) -> None:
    """Colours that nobody could read were sound; either file given by itself was taken for a workshop's."""
    text, place = (Path(str(theme.FILE)).parent / file).read_text("utf-8"), tmp_path / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    assert main(["--lang", "fr", "check", str(place)]) == 0
    place.write_text(text.replace(old, new, 1), "utf-8")
    assert main(["--lang", "fr", "check", str(place)]) == 1
    assert main(["--lang", "fr", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.count(says) == 2


def test_the_schema_of_json_written_by_us_is_read_by_the_same_reader(tmp_path: Path) -> None:
    """What `--schema` writes stays within the bounds of the reader."""
    assert main(["check", "--schema", str(tmp_path / "w.json")]) == 0
    text = (tmp_path / "w.json").read_text("utf-8")
    assert parse_json(text, "w.json") == json.loads(text)
