"""One vocabulary for a person's habiletés, each screen against its export, and words that agree with their number."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_kit import MEASURED, NOW, body, keys, sealed

from assets.texts import Catalogue, languages
from cli.main import main
from desk.pages import group
from export.store.advisers import declare
from export.store.intake import add_station, import_packet
from export.store.matching import for_candidate, load_examples, people_of, preselect
from export.store.people import card
from export.store.store import Store
from scoring.match import MatchedPerson, MatchReason, Offer, Pair, Requirement, match, state_at, stated_at
from scoring.profile import statement

OFFER = "ex-cableur-evreux"
SAYS_NOTHING_ALONE = ("Gini", "erreur type", "standard error", "percentile", "theta", "logit")
chances = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(lambda p: tuple(sorted(p, reverse=True)))


@given(chances, st.integers(0, 8), st.integers(0, 4))
def test_a_level_is_never_stated_against_the_habilete(levels: tuple[float, ...], offered: int, tasks: int) -> None:
    """What the card says holds at every level a list may ask; only the level shown, and those below, are shown."""
    said, level = statement(levels, offered, tasks if offered else 0)
    for asked, chance in enumerate(levels, 1):
        at = stated_at(said, None if said in ("not_measured", "not_enough") else chance)
        if said == "shown":
            assert at == ("shown" if asked <= level else "to_confirm")
        else:
            assert at == said


@given(chances, st.integers(4, 8), st.integers(1, 3))
def test_the_page_and_a_list_say_the_same_of_the_first_level(
    levels: tuple[float, ...], offered: int, tasks: int
) -> None:
    """Shown is met, not yet shown is short, to confirm is to confirm; and nothing that one task saw is ever short."""
    said, _ = statement(levels, offered, tasks)
    assert state_at(levels, 1, tasks) == {"shown": "met", "not_yet": "short", "to_confirm": "open"}[said]
    for asked in (1, 2, 3):
        assert (state_at(levels, asked, tasks) == "met") == (stated_at(said, levels[asked - 1]) == "shown")
        assert state_at(levels, asked, 1) != "short"


def test_what_one_task_alone_did_not_show_is_to_confirm_everywhere() -> None:
    """P = .004 seen in one task: « à confirmer » on the card and in the match, never « depuis le début »."""
    said, _ = statement((0.004, 0.001, 0.0), 6, 1)
    person = MatchedPerson("a" * 32, {"dexterite": (0.004, 0.001, 0.0)}, (1.0,), {"dexterite": ((0.004, 0.001, 0.0),)},
                    stated={"dexterite": said}, looked={"dexterite": 1})  # fmt: skip
    (reason,) = match(person, Offer("o", "", (), (Requirement("dexterite", 1, 1.0),))).reasons
    assert (said, reason.statement, reason.state) == ("to_confirm", "to_confirm", "open")
    texts = Catalogue.load().texts["fr"]
    assert not [key for key, text in texts.items() if key.startswith("match.") and "depuis le début" in text]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of six people of different chances, one of whom said yes, no, and left the rest."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        for n in range(1, 7):
            import_packet(store, sealed(person(n), n), keys()[1], NOW)
    return path


def person(n: int) -> dict[str, Any]:
    """A body; the lower the number, the more was shown."""
    made = body(f"{n:032x}", code=f"K4-{'ABCDEF'[n - 1]}AA")
    for k, name in enumerate(MEASURED):
        top = max(0.004, 0.99 - 0.14 * n * (k % 3))
        levels = [top, top * 0.8, top * 0.5]
        said, level = statement(levels, 6, 1 + k % 2)
        made["readout"][name] |= {"p_levels": levels, "statement": said, "level": level}
        made["p_level_given_g"][name] = [levels] * 31
    wishes = {"places": {"2801": "yes", "2811": "no"}, "conditions": {"nights": "no", "day": "yes"}, "commute": "near"}
    return {**made, "sitting_id": f"{n:032x}", "wishes": wishes if n == 1 else {}}


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints."""
    assert main(["--lang", "fr", *words]) == 0
    return capsys.readouterr().out


def test_who_said_no_to_a_town_is_not_said_to_have_been_asked_nothing(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An offer known by its department, and K4-AAA who said no to Évreux there: not asked is the exact place."""
    (tmp_path / "l.csv").write_text("reference;intitule;rome;lieu\nR1;Câbleur;H2602;Eure\n", "utf-8")
    run(["offers", "import", str(tmp_path / "l.csv"), "--db", str(db)], capsys)
    run(["offers", "require", "R1", "dexterite", "1", "--adviser", "AB", "--db", str(db)], capsys)
    run(["offers", "state", "R1", "open", "--adviser", "AB", "--db", str(db)], capsys)
    said = run(["match", "--code", "K4-AAA", "--all", "--db", str(db)], capsys)
    assert "le lieu exact (département 27)" in said, said
    assert "Question pas posée : département" not in said


def test_the_card_on_screen_holds_all_its_file_says(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every row of the file, answers and dates too, stands on the screen."""
    said = run(["candidate", "card", "K4-AAA", "--db", str(db), "--csv", str(tmp_path / "c.csv")], capsys)
    rows = json.loads((tmp_path / "c.json").read_text("utf-8"))["rows"]
    assert len(rows) == 17 + 3 + 1 + 1 + 2
    for row in rows:
        lines = [line for line in said.splitlines() if row["about"] in line]
        assert any(row["said"].lower() in line.lower() for line in lines), row
        if row.get("offered"):
            assert f"({row['observed']} moments regardés sur {row['offered']})" in lines[0]
    by_name = {row["about"]: row["said"] for row in rows}
    assert by_name["Oui à"] == "Rouen, journée"
    assert by_name["Non à"] == "Évreux, nuit"
    assert by_name["Question pas posée"].startswith("les autres lieux, équipes en 2x8")
    assert by_name["Trajet accepté"] == "près de chez soi"


@pytest.mark.parametrize("who", [["--code", "K4-BAA"], ["--offer", OFFER]])
def test_match_on_screen_in_file_and_as_data_is_one_list(
    who: list[str], db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Same pairs, same order, same sentences; no number that sorts in the data, nor any it could be made from."""
    at = ["match", "--db", str(db), *who]
    screen = run([*at, "--all", "--csv", str(tmp_path / "m.csv")], capsys)
    rows = json.loads((tmp_path / "m.json").read_text("utf-8"))["rows"]
    data = json.loads(run([*at, "--json"], capsys))
    assert [row["offer"] for row in rows] == [pair["offer_id"] for pair in data]
    assert [row["code"] for row in rows] == [pair["code"] for pair in data]
    for row, pair in zip(rows, data, strict=True):
        assert row["reasons"] == " | ".join(reason["said"] for reason in pair["reasons"])
        assert row["chances"] == pair["chances"]
        for part in (*row["reasons"].split(" | "), row["conditions"], row["change"], row["chances"]):
            assert part in screen
    text = json.dumps(data)
    assert not re.search(r'"(score|term|chance|weight)"', text)
    assert not re.search(r"\d\.\d", text)


def test_a_kept_list_and_card_and_match_say_the_same_of_a_habilete(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The statement of each requirement is that of the card at that level, in the match and in the list kept."""
    with Store.open(db) as store:
        list_id, _ = preselect(store, OFFER, "AB", NOW)
        cards = {one.candidate_id: card(store, one.candidate_id, NOW) for one in people_of(store, NOW)}
        pairs = {(p.candidate_id, p.offer_id): p for who in cards for p in for_candidate(store, who, NOW)}
    kept = json.loads(run(["lists", "show", list_id, "--db", str(db), "--json"], capsys))["shown"]
    for pair in kept:
        rows = {row["habilete"]: row for row in cards[pair["candidate_id"]]["rows"]}
        now = pairs[pair["candidate_id"], OFFER]
        assert [r["statement"] for r in pair["reasons"]] == [r.statement for r in now.reasons]
        for reason in pair["reasons"]:
            on_card = rows[reason["habilete"]]
            shown = on_card["statement"] == "shown"
            expected = ("shown" if reason["level"] <= on_card["level"] else "to_confirm") if shown else None
            assert reason["statement"] == (expected or on_card["statement"])
    said = run(["lists", "show", list_id, "--db", str(db)], capsys)
    assert all(reason["said"] in said for pair in kept for reason in pair["reasons"])


def test_one_page_first_then_what_is_asked_for(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A screenful: the best pairs with reasons, then what is left by group and the words that show it."""
    at = ["match", "--db", str(db), "--code", "K4-AAA"]
    first = run(at, capsys)
    assert len(first.splitlines()) < 60
    assert "--group" in first
    assert len(run([*at, "--all"], capsys)) > len(first)
    with Store.open(db) as store:
        pairs = for_candidate(store, f"{1:032x}", NOW)
    for name in {group(pair) for pair in pairs}:
        typed = {"outside": "hors souhaits", "to_complete": "à compléter"}.get(name, name)
        found = json.loads(run([*at, "--group", typed, "--json"], capsys))
        assert [p["offer_id"] for p in found] == [p.offer_id for p in pairs if group(p) == name]
    assert main(["--lang", "fr", *at, "--group", "E"]) == 2
    assert "attendu : A, B, C, D, à compléter, hors souhaits" in capsys.readouterr().err
    assert len(run(["match", "--db", str(db)], capsys).splitlines()) < 60
    assert len(run(["bridges", "--db", str(db), "--code", "K4-AAA"], capsys).splitlines()) < 160


def test_a_low_chance_of_all_in_the_best_band_is_explained(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """« Environ 5 chances sur 10 » under « tout près » says that each point alone is surer than all at once."""
    from assets.voice import Voice
    from desk.match_words import Words

    reasons = tuple(MatchReason(name, 1, 0.25, "met", 0.82, True, "shown") for name in MEASURED[:4])
    pair = Pair("a" * 32, OFFER, "A", reasons, (), 5, (), (), 0.82)
    with Store.open(db) as store:
        said = Words(store, Voice(Catalogue.load(), "fr")).tenths(pair)
    assert said.startswith("environ 5 chances sur 10")
    assert "pour chacun des 4 points à part, les chances sont plus hautes" in said


@settings(max_examples=60)
@given(st.integers(0, 3000))
def test_words_agree_with_their_number(n: int) -> None:
    """« environ 1 chance », never « chances »; in French nought is one, in English it is many."""
    fr = Catalogue.load().t("match.tenths.some", "fr", n=n, by="")
    en = Catalogue.load().t("match.tenths.some", "en", n=n, by="")
    assert fr.startswith(f"environ {n} chance{'s' if n > 1 else ''} sur")
    assert en.startswith(f"about {n} chance{'' if n == 1 else 's'} in")


AREAS = ("match", "desk", "bridges", "bridges_desk", "fair", "fair_desk", "report", "spoken")


@pytest.mark.parametrize("language", languages())
def test_no_plural_in_brackets_and_no_jargon_at_the_desk(language: str) -> None:
    """No « personne(s) », no index nobody explains; each number that stands before a word agrees with it."""
    folder = Path(__file__).parent.parent / "assets" / "locales" / language
    texts = {area: (folder / f"{area}.yaml").read_text("utf-8") for area in AREAS}
    for area, text in texts.items():
        assert not re.findall(r"\((?:s|x|e|es)\)", text), area
        assert not [word for word in SAYS_NOTHING_ALONE if word in text], area


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_text_at_all_leaves_its_plural_to_the_reader(language: str) -> None:
    """« 4 scénario(s) vérifié(s) » is nobody's language: of the game, of the desk, of authors' tools alike."""
    folder = Path(__file__).parent.parent / "assets" / "locales" / language
    texts = {path.name: path.read_text("utf-8") for path in folder.glob("*.yaml")}
    assert [name for name, text in texts.items() if re.search(r"\w\((?:s|x|e|es|ies)\)", text)] == []


def test_a_fact_of_one_is_said_of_one() -> None:
    """One time is no « 1 times », on a pass or in a voice."""
    say = Catalogue.load().t
    assert say("told.first_lots", "en", n=1, of=12, where="A").endswith("1 time out of 12.")
    assert say("told.plan_laid.turned", "en", extra=1, where="A").endswith("1 kit lies before a more urgent one.")
    assert say("told.kits_ordered.turned", "en", extra=1).endswith("1 kit left before a more urgent one.")
    assert "1 moment de" in say("debrief.say", "fr", n=0, all=1)
    assert "dans 1 seconde." in say("kiosk.idle.said", "fr", n=1)


def test_every_closed_word_can_be_said_and_is_said_once() -> None:
    """Each id has a word in both languages, and no word stands for two ids of one kind."""
    from assets.spoken import plain

    texts = Catalogue.load().texts
    keys_of = {lang: {k for k in texts[lang] if k.startswith("spoken.")} for lang in languages()}
    assert keys_of["fr"] == keys_of["en"]
    met: dict[tuple[str, str], str] = {}
    for language in languages():
        for key in keys_of[language]:
            _, kind, name = key.split(".")
            for word in (name, *texts[language][key].split(" / ")):
                assert met.setdefault((kind, plain(word)), name) == name, (key, word)


@pytest.mark.parametrize(("language", "easy", "said"), [
    ("fr", False, "E12 : dans le bon sens, pas au premier essai."), ("fr", True, "pas au premier essai."),
    ("en", False, "E12: the right way round, not at the first try."),
])  # fmt: skip
def test_what_came_right_later_is_not_said_to_have_come_after_one_try(language: str, easy: bool, said: str) -> None:
    """After two tries or fifteen, the sentence is true: it says that the first was not it, and counts none."""
    assert Catalogue.load().t("told.pose.later", language, easy, where="E12").endswith(said)
    for area in Path("assets/locales").glob("*/told.yaml"):
        assert not re.search("après un premier essai|after a first try", area.read_text("utf-8")), area


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_reason_promises_a_workshop_that_may_not_be_there(language: str) -> None:
    """Of a habileté that no workshop, or none but those played, looks at, « another will tell » would be false."""
    word = {"fr": "atelier", "en": "workshop"}[language]
    texts = Catalogue.load().texts[language]
    for key in ("open", "not_measured"):
        assert word not in texts[f"match.more.person.{key}"]
    # An adviser's line promises none: their plan stands on the person's page.
    assert not {f"match.more.adviser.{key}" for key in ("open", "not_measured", "not_enough")} & set(texts)
    assert not [key for key in texts if key.startswith("match.more.adviser") and "atelier" in texts[key]]
