"""What an adviser reads: bridges of a pair, trades, regions, kept lists, cards, the exposure report."""

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_kit import MEASURED, NOW, body, keys, sealed, seen_twice
from tower_kit import bring, played, ready

from assets.texts import Catalogue
from assets.voice import Voice
from cli.main import main
from desk.card_words import card_lines, card_rows
from desk.match_words import Words
from export.packets.keys import organisation_keys
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.bridging import Asked, Bridging, offer_facts, set_fact
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.exposure import exposure
from export.store.groups import Groups
from export.store.intake import add_station, import_packet
from export.store.lists import kept_list
from export.store.matching import find_offer, for_offer, load_examples, offers_of, people_of, preselect
from export.store.moments import stamp
from export.store.people import card, people_list
from export.store.region import region_of, use_region
from export.store.remarks import write
from export.store.store import Store, StoreError, audit_holds
from scenarios.bridges import bridges
from scenarios.regions import regions
from scoring.exposure import gini
from scoring.match import MatchedPerson, Offer, Requirement, Wishes, conditions, match, short_of_just
from scoring.profile import statement

OFFER = "ex-cableur-evreux"
KINDS = {"able": (0.99, 0.95, 0.9), "near": (0.9, 0.3, 0.1), "far": (0.2, 0.1, 0.05), "open": (0.95, 0.65, 0.3)}


def person(kind: str, number: int, **changes: Any) -> dict[str, Any]:
    """A body whose measured habiletés have the chances of a kind; who is near lacks a level in one only."""
    code = f"K4-{'ABCDEFGHJKMNPQRTVWX'[number % 19]}{'ABCDEFGHJK'[number // 19]}A"
    made = seen_twice(body(f"{number:032x}", code=code))
    for name in MEASURED:
        chances = list(KINDS["able" if kind == "near" and name != "dexterite" else kind])
        said, level = statement(chances, 6, 2)
        made["readout"][name] |= {"p_levels": chances, "statement": said, "level": level}
        made["p_level_given_g"][name] = [chances] * 31
    return {**made, "sitting_id": f"{number:032x}", **changes}


def anywhere(**wishes: Any) -> dict[str, Any]:
    """Wishes that decline nothing."""
    return {"places": {}, "conditions": {}, "commute": None, **wishes}


def filled(path: Path, people: list[dict[str, Any]]) -> Store:
    """A database with these people and the example offers; the caller closes it."""
    store = Store.open(path)
    add_station(store, keys()[0].verify_key, "Poste 1", NOW)
    load_examples(store, NOW)
    declare(store, "AB", NOW)
    for number, one in enumerate(people, 1):
        assert import_packet(store, sealed(one, number), keys()[1], NOW).state == "imported"
    return store


def proposed(store: Store, who: int, asked: Asked | None = None, offer: str = OFFER) -> list[str]:
    """The ids of the bridges proposed for a pair."""
    return [one.id for one in Bridging(store, NOW, f"{who:032x}").ways(offer, asked).proposed]


def test_the_first_bridge_follows_the_band(tmp_path: Path) -> None:
    """Able: interview; open points: immersion; one level short: POEI; far: neither, but a visit is always left."""
    people = [person(kind, n, wishes=anywhere()) for n, kind in enumerate(KINDS, 1)]
    with filled(tmp_path / "m.db", people) as store:
        assert proposed(store, 1)[0] == "direct_interview"
        assert proposed(store, 2)[0] == "poei"
        assert "poei" not in proposed(store, 3)
        assert proposed(store, 4)[0] in ("pmsmp", "visit")
        assert all(proposed(store, n)[-1] == "visit" for n in range(1, 5))


def test_what_is_known_of_an_offer_is_kept_and_counts(tmp_path: Path) -> None:
    """A fact said no stands against its bridges; contract and months too; for one reading only, the person's status."""
    with filled(tmp_path / "m.db", [person("near", 1, wishes=anywhere())]) as store:
        assert "afest" in proposed(store, 1)
        set_fact(store, OFFER, ("tutor_named", "non"), "AB", NOW)
        assert "afest" not in proposed(store, 1)
        assert "poei" not in proposed(store, 1, Asked(person="employee"))
        set_fact(store, OFFER, ("contract", "fixed_term"), "AB", NOW)
        set_fact(store, OFFER, ("months", "3"), "AB", NOW)
        assert "poei" not in proposed(store, 1)
        assert offer_facts(store, OFFER) == {"tutor_named": "no", "contract": "fixed_term", "months": "3"}
        tables = store.rows("select name from sqlite_schema where type='table'")
        said = "".join(str(store.rows(f"select * from {row['name']}")) for row in tables)
        assert "employee" not in said
        wrong = [("months", one) for one in ("-1", "²", "٣", "6 ans", "61", "100", "", "1.5")]
        for name, value in (("tutor_named", "maybe"), ("nothing", "yes"), ("contract", "x"), *wrong):
            with pytest.raises(StoreError, match="ways"):
                set_fact(store, OFFER, (name, value), "AB", NOW)


def test_a_group_short_of_the_same_opens_a_collective_preparation(tmp_path: Path) -> None:
    """Ten people one level short of just the same: POEC is proposed; nine: it is left out with its number."""
    with filled(tmp_path / "m.db", [person("near", n, wishes=anywhere()) for n in range(1, 10)]) as store:
        assert "poec" not in proposed(store, 1)
        import_packet(store, sealed(person("near", 10, wishes=anywhere()), 10), keys()[1], NOW)
        assert "poec" in proposed(store, 1)


def test_a_region_without_a_scheme_leaves_it_out(tmp_path: Path) -> None:
    """What the region's file does not hold is left out with that reason; its unsure funding is to be checked."""
    normandie = next(one for one in regions() if one.id == "normandie")
    without = normandie.model_copy(update={"schemes": tuple(s for s in normandie.schemes if s.id != "poei")})
    with filled(tmp_path / "m.db", [person("near", 1, wishes=anywhere())]) as store:
        ways = Bridging(store, NOW, f"{1:032x}", without).ways(OFFER)
        assert "poei" not in {one.id for one in ways.proposed}
        assert {"bridges.not.region"} == {one.why.key for one in ways.out if one.id == "poei"}
        assert "poec" in Bridging(store, NOW, f"{1:032x}", normandie).ways(OFFER).pending


def test_the_region_of_a_database_is_chosen_or_follows_from_its_offers(tmp_path: Path) -> None:
    """Offers of one region say which; a choice overrules; an unknown region is refused with those there are."""
    with filled(tmp_path / "m.db", []) as store:
        found = region_of(store)
        assert found is not None
        assert found.id == "normandie"
        use_region(store, "pays_de_la_loire", NOW)
        assert region_of(store) == next(one for one in regions() if one.id == "pays_de_la_loire")
        with pytest.raises(StoreError, match="normandie"):
            use_region(store, "paris", NOW)


@pytest.mark.parametrize(
    ("area", "basins", "said", "state"),
    [
        ("2801", (), {"2801": "yes"}, "yes"),
        ("2801", (), {"2801": "no"}, "no"),
        ("2801", (), {"2817": "yes"}, "not_asked"),
        ("2801", (), {}, "not_asked"),
        ("76", ("2801", "2802"), {"2801": "yes"}, "not_asked"),
        ("76", ("2801", "2802"), {"2801": "yes", "2802": "yes"}, "yes"),
        ("76", ("2801", "2802"), {"2801": "yes", "2802": "no"}, "not_asked"),
        ("76", ("2801", "2802"), {"2801": "no", "2802": "no"}, "no"),
        ("76", ("2801", "2802"), {"2817": "yes"}, "not_asked"),
    ],
)
def test_a_place_is_yes_no_or_not_asked(
    area: str, basins: tuple[str, ...], said: dict[str, str], state: str
) -> None:
    """A basin not ticked was not asked; a department says yes or no where all its basins do."""
    work = Offer("o", area, (), (Requirement("dexterite", 1, 1),), basins)
    assert [c.state for c in conditions(Wishes(said), work)] == [state]


def test_a_decision_keeps_what_the_rules_put_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The bridge chosen and the one proposed stand side by side, with the version of the rules; unknown ones do not."""
    path = tmp_path / "m.db"
    filled(path, [person("near", 1, wishes=anywhere())]).close()
    words = ["decide", OFFER, f"{1:032x}", "--db", str(path), "--verdict", "keep", "--reason", "to_meet",
             "--adviser", "AB"]  # fmt: skip
    assert main([*words, "--scheme", "visit"]) == 0
    assert "POEI" in capsys.readouterr().out
    assert main([*words, "--scheme", "afpr"]) == 1
    assert main([*words, "--list", "none"]) == 1
    with Store.open(path) as store:
        kept = store.rows("select scheme, proposed_scheme from decisions")
        assert kept == [{"scheme": "visit", "proposed_scheme": "poei"}]
        versions = store.rows("select distinct rules_version from schemes")
        assert versions == [{"rules_version": str(bridges().version)}]


def test_a_kept_list_reads_as_it_was_shown_with_who_was_left_out(tmp_path: Path) -> None:
    """Nobody is lost: shown or left out with a rule; what was shown stays as it was, whatever comes after."""
    people = [person("able", n, wishes=anywhere(conditions={"shifts_2x8": "no"} if n % 2 else {})) for n in range(1, 9)]
    with filled(tmp_path / "m.db", people) as store:
        list_id, shown = preselect(store, OFFER, "AB", NOW, 3)
        kept = kept_list(store, list_id[:8])
        assert [p.candidate_id for p in kept.pairs] == [p.candidate_id for p in shown]
        assert [p.reasons for p in kept.pairs] == [p.reasons for p in shown]
        assert len(kept.left_out) == kept.n_seen - 3 == 5
        rules = {rule for _, rule in kept.left_out}
        assert rules == {"limit", "declined:shifts_2x8"}
        assert {p.candidate_id for p in shown} | {who for who, _ in kept.left_out} == {f"{n:032x}" for n in range(1, 9)}
        # The least shown come first in the next list of the same band.
        inside = [p for p in for_offer(store, OFFER, NOW, "x") if not p.outside_wishes]
        assert inside[0].candidate_id not in {p.candidate_id for p in shown}
        for word in ("", "zz", "/"):
            with pytest.raises(StoreError, match="lists"):
                kept_list(store, word)


def test_a_card_says_what_was_shown_and_no_more(tmp_path: Path) -> None:
    """The card holds statements and wishes: no number that sorts, no trace, no comfort."""
    with filled(tmp_path / "m.db", [person("able", 1)]) as store:
        found = card(store, f"{1:032x}", NOW)
        assert len(found["rows"]) == 17
        assert set(found["rows"][0]) == {"habilete", "statement", "level", "observed", "offered"}
        assert not {"trace", "comfort", "mean", "sd", "score", "name"} & set(found)
        assert [row["results"] for row in people_list(store)] == [2]  # one visit of two workshops
        with pytest.raises(StoreError, match="unknown"):
            card(store, "f" * 32, NOW)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_gini_is_nought_for_equals_and_grows_with_the_gap(counts: list[int]) -> None:
    """Between 0 and 1, 0 when all are shown equally; the mean absolute gap over twice the mean."""
    value = gini(counts)
    assert 0 <= value < 1
    n, total = len(counts), sum(counts)
    if total:
        assert value == pytest.approx(sum(abs(a - b) for a in counts for b in counts) / (2 * n * total))
    assert gini([3] * n) == 0


def test_the_exposure_report_tells_of_groups_and_of_nobody(tmp_path: Path) -> None:
    """Figures of the lists made; cells under ten hidden; no code, no id, no day anywhere in it."""
    people = [person("able", n, wishes=anywhere()) for n in range(1, 31)]
    people += [person("near", n, wishes=anywhere(places={"2817": "yes"})) for n in range(31, 36)]
    with filled(tmp_path / "m.db", people) as store:
        preselect(store, OFFER, "AB", NOW, 12)
        for n in range(1, 13):
            decide(store, Decision(OFFER, f"{n:032x}", "decline", "hours", "AB"), NOW)
        decide(store, Decision(OFFER, f"{31:032x}", "keep", "place", "AB", "visit"), NOW)
        found = exposure(store, NOW)
        text = json.dumps(found)
        # 35, of whom the first thirty count, all of them able: nobody is left to be told by subtraction.
        assert found["people"] == 30
        assert found["able"] is None
        assert found["able_never_shown"] == 20
        assert found["able_never_shown_share"] is None
        assert found["months"] == [{"month": "2026-11", "lists": 1, "people": 10}]
        assert OFFER not in found["orphan_offers"]
        assert len(found["orphan_offers"]) == 11
        assert found["decided"] == 10
        assert found["overridden"] is None
        assert {row["people"] for row in found["overrides_by_reason"]} == {None}
        assert [(row["people"], row["margin"]) for row in found["margin_by_station"]] == [(30, None)]
        assert not any(code["code"] in text for code in people_list(store))
        assert not any(f"{n:032x}" in text for n in range(1, 36))
        assert "2026-11-" not in text
        assert exposure(store, NOW, "2026-10")["decided"] is None
        for month in ("2026-13", "novembre", "2026-1"):
            with pytest.raises(StoreError, match="month"):
                exposure(store, NOW, month)


def test_few_people_give_no_figure(tmp_path: Path) -> None:
    """With nine people nothing is told of them."""
    with filled(tmp_path / "m.db", [person("able", n, wishes=anywhere()) for n in range(1, 10)]) as store:
        preselect(store, OFFER, "AB", NOW, 3)
        found = exposure(store, NOW)
        assert [found[name] for name in ("people", "able", "able_never_shown", "spread_able")] == [None] * 4
        assert {row["share_a"] for row in found["band_a_by_area"]} == {None}
        assert {row["margin"] for row in found["margin_by_station"]} == {None}


def test_the_card_says_each_habilete_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also one that was offered and of which nothing was seen: with its count, not among those never offered."""
    one = person("able", 1, wishes=anywhere())
    one["readout"]["dexterite"] |= {"statement": "not_measured", "level": 1, "n_observed": 0, "n_offered": 4}
    one["observations"] = [fact for fact in one["observations"] if fact["habilete"] != "dexterite"]
    with filled(tmp_path / "m.db", [one]) as store:
        words = Words(store, Voice(Catalogue.load(), "fr"))
        lines = list(card_lines(card_rows(card(store, f"{1:032x}", NOW), words), words))
        for name in words.names.values():
            assert sum(name in line for line in lines) == 1, name
        assert "0" in next(line for line in lines if words.names["dexterite"] in line)


@pytest.mark.parametrize(("lang", "said"), [("fr", "24/11/2026"), ("en", "2026-11-24")])
def test_days_are_written_as_in_the_language(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the list of people, of kept lists and of advisers as on the card."""
    with filled(tmp_path / "m.db", [person("able", 1)]) as store:
        preselect(store, OFFER, "AB", NOW)
    for words in (["candidate", "list"], ["lists", "list"], ["advisers", "list"], ["candidate", "card", f"{1:032x}"]):
        assert main(["--lang", lang, *words, "--db", str(tmp_path / "m.db")]) == 0
        assert said in capsys.readouterr().out, words
    assert main(["--lang", lang, "fairness", "ease", "--db", str(tmp_path / "m.db")]) == 0
    assert ("1 première partie où" if lang == "fr" else "1 first try with") in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_commands_of_the_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """Each command has its status, speaks the language asked for, and says a sentence when refused."""
    path = tmp_path / "m.db"
    chance = random.Random(4)
    people = [person(chance.choice(list(KINDS)), n) for n in range(1, 15)]
    with filled(path, people) as store:
        list_id, _ = preselect(store, OFFER, "AB", NOW, 3)
    code, db = people[0]["code"], ["--db", str(path)]
    steps: list[tuple[list[str], int]] = [
        (["bridges", *db, "--code", code], 0),
        (["bridges", *db, "--code", code, "--offer", OFFER, "--person", "employee", "--fact", "tutor_named=yes"], 0),
        (["bridges", *db, "--code", code, "--offer", "none"], 1),
        (["bridges", *db, "--code", code, "--region", "paris"], 1),
        (["bridges", *db, "--code", code, "--fact", "rich=yes"], 2),
        (["bridges", *db, "--code", code, "--months", "-5"], 2),
        (["bridges", *db, "--code", code, "--months", "²"], 2),
        (["bridges", *db, "--code", code, "--months", "12"], 0),
        (["bridges", *db], 2),
        (["trades", "list"], 0),
        (["trades", "from", "monteur_ligne_auto", *db], 0),
        (["trades", "from", "monteur_ligne_autos"], 1),
        (["regions", "list"], 0),
        (["regions", "show", "normandie"], 0),
        (["regions", "show", "paris"], 1),
        (["regions", "use", "normandie", *db], 0),
        (["offers", "fact", OFFER, "tutor_named", "oui", "--adviser", "AB", *db], 0),
        (["offers", "fact", OFFER, "tutor_named", "yes", "--adviser", " ", *db], 1),
        (["offers", "fact", OFFER, "months", "²", "--adviser", "AB", *db], 1),
        (["offers", "fact", OFFER, "months", "06", "--adviser", "AB", *db], 0),
        (["lists", "list", *db], 0),
        (["lists", "show", list_id[:6], *db, "--csv", str(tmp_path / "l.csv")], 0),
        (["lists", "show", "zz", *db], 1),
        (["candidate", "list", *db], 0),
        (["candidate", "card", code, *db, "--csv", str(tmp_path / "c.csv")], 0),
        (["candidate", "card", "K4-ZZZ", *db], 1),
        (["report", "exposure", *db], 0),
        (["report", "exposure", *db, "--month", "x"], 1),
        (["match", *db, "--code", code], 0),
    ]
    for words, status in steps:
        assert main(["--lang", lang, *words]) == status, words
        captured = capsys.readouterr()
        said = captured.out + captured.err
        assert said.strip()
        assert "Traceback" not in said
        if words[0] == "bridges" and not status:
            assert ("(à vérifier)" if lang == "fr" else "(to check)") in said
    assert (tmp_path / "l.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "c.json").exists()


def test_every_bridge_of_a_reading_has_date_law_and_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON of the bridges: table's version and date, sources, what is left to check, all to be confirmed."""
    path = tmp_path / "m.db"
    filled(path, [person("near", 1, wishes=anywhere())]).close()
    assert main(["bridges", "--db", str(path), "--code", f"{1:032x}", "--offer", OFFER, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["checked"] == bridges().checked
    assert found["region"] == "normandie"
    ids = {one["id"] for one in found["proposed"]} | {one["id"] for one in found["left_out"]}
    assert ids == {rule.id for rule in bridges().bridges}
    for one in found["proposed"]:
        assert one["status"] == "to_confirm"
        assert one["sources"]
        assert one["said"]


def test_new_sentences_stand_in_both_languages() -> None:
    """Bridges, trades, regions, lists, cards, report, fairs: the same keys in French and English, the same values."""
    import string

    texts = Catalogue.load().texts
    starts = ("ways.", "bridges.", "trades.", "regions.", "card.", "lists.", "report.", "reason.", "fair.", "fairs.",
              "check.fair", "bench.", "candidate.", "offer.")  # fmt: skip
    for key in {k for lang in ("fr", "en") for k in texts[lang] if k.startswith(starts)}:
        holes = [{f[1] for f in string.Formatter().parse(texts[lang][key])} - {None} for lang in ("fr", "en")]
        assert holes[0] == holes[1], key
    limits = {name for rule in bridges().bridges for name in rule.limits}
    assert all(f"bridges.limit.{name}" in texts["fr"] for name in limits)


def test_an_offer_is_found_by_its_number_or_the_start_of_its_id(tmp_path: Path) -> None:
    """An adviser types what France Travail shows; a start that several share names them; nothing else is guessed."""
    with filled(tmp_path / "m.db", []) as store:
        with store.writing() as connection:
            for offer, number in (("ab" + "1" * 30, "193ABCD"), ("ab" + "2" * 30, "193ABCE")):
                connection.execute(
                    "insert into offers values(?,'france_travail',?,null,'t','t',null,null,1,'draft',0,null,'x')",
                    (offer, number),
                )
        assert find_offer(store, "193abcd") == "ab" + "1" * 30
        assert find_offer(store, "AB2") == "ab" + "2" * 30
        assert find_offer(store, OFFER) == OFFER
        for word, key in (("ab", "several"), ("", "unknown"), ("193", "unknown"), ("%", "unknown")):
            with pytest.raises(StoreError, match=key):
                find_offer(store, word)


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["match", "--csv", "{tmp}/none/x.csv"], 1, "n'existe pas : rien n'est écrit"),
        (["match", "--csv", "{tmp}"], 1, "dossier"),
        (["preselect", OFFER, "--adviser", "AB", "--limit", "0"], 2, "--limit"),
        (["preselect", OFFER], 2, "Il manque : --adviser"),
        (["fair", "mark", "--event", "x", "--code", "y", "--stand", "z", "lost"], 2, "attendu : "),
        (["offers", "import", "{tmp}/none.csv"], 1, "il n'existe pas"),
        (["offers", "import", "{tmp}"], 1, "c'est un dossier"),
        (["fair", "import", "{tmp}/none.yaml"], 1, "none.yaml"),
        (["match", "--code", "K4'; drop table offers;--"], 1, "n'est pas dans cette base"),
        (["offers", "show", "''"], 1, "n'est pas dans cette base"),
        (["packets", "import", "/dev/zero"], 1, "trop gros"),
        (["report", "exposure", "--month", "2026-11'"], 1, "n'est pas un mois"),
        (["decide", OFFER, "K4-ZZZ", "--verdict", "propose", "--reason", "fits", "--adviser", "AB"], 1, "K4-ZZZ"),
    ],
)
def test_what_cannot_be_done_is_said_in_french(
    words: list[str], status: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong word, place or name: a status, a sentence in French, nothing written."""
    path = tmp_path / "m.db"
    organisation_keys(home_beside(path))
    filled(path, []).close()
    before = sorted(one.name for one in tmp_path.iterdir())
    given = [word.format(tmp=tmp_path) for word in words]
    assert main(["--lang", "fr", *given, "--db", str(path)]) == status
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert says in said
    assert not {"Traceback", "No such file", "invalid"} & set(said.split())
    assert not [n for n in sorted(one.name for one in tmp_path.iterdir()) if n not in before and "home" not in n]


def test_people_whose_time_is_over_are_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command says that some wait to be purged; after the purge it says nothing more."""
    path = tmp_path / "m.db"
    with filled(path, [person("able", 1)]) as store, store.writing() as connection:
        connection.execute("update candidates set expires_at='2020-01-01T00:00:00+00:00'")
    assert main(["--lang", "fr", "offers", "list", "--db", str(path)]) == 0
    assert "envol purge" in capsys.readouterr().err
    assert main(["--lang", "fr", "purge", "--db", str(path)]) == 0
    assert main(["--lang", "fr", "offers", "list", "--db", str(path)]) == 0
    assert capsys.readouterr().err == ""


def test_an_adviser_sets_what_an_offer_asks_and_imposes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Suggestions are shown and count for nothing; levels, constraints and state are set by someone, and audited."""
    (tmp_path / "l.csv").write_text(
        "reference;intitule;rome;departement;contraintes;habilete_1;niveau_1;poids_1\n"
        "R1;Monteur;H2901;76;travail de nuit;dexterite;2;3\n",
        "utf-8",
    )
    path = tmp_path / "m.db"
    filled(path, [person("able", 1, wishes=anywhere(conditions={"nights": "no"}))]).close()
    db = ["--db", str(path), "--lang", "fr"]
    by = ["--adviser", "AB"]
    assert main(["offers", "import", str(tmp_path / "l.csv"), *db]) == 0
    assert main(["offers", "show", "r1", *db]) == 0
    said = capsys.readouterr().out
    assert "proposé par l'employeur" in said
    assert "d'après la fiche du métier" in said
    assert main(["offers", "state", "R1", "open", *by, *db]) == 1
    assert main(["offers", "require", "R1", "dexterite", "2", "--weight", "3", *by, *db]) == 0
    with Store.open(path) as store:
        pairs = for_offer(store, find_offer(store, "R1"), NOW)
        assert [(p.band, p.outside_wishes) for p in pairs] == [("A", True)]
    assert main(["offers", "constraint", "R1", "nights", "non", *by, *db]) == 0
    with Store.open(path) as store:
        (pair,) = for_offer(store, find_offer(store, "R1"), NOW)
        assert not pair.outside_wishes
    for words, status in (
        (["offers", "state", "R1", "filled", *by], 0),
        (["offers", "state", "R1", "open", *by], 0),
        (["offers", "drop", "R1", "negocier", *by], 1),
        (["offers", "drop", "R1", "dexterite", *by], 0),
        (["offers", "constraint", "R1", "rain", "yes", *by], 2),
        (["offers", "constraint", "R1", "heights", "yes", "--adviser", " "], 1),
    ):
        assert main([*words, *db]) == status, words
    with Store.open(path) as store:
        assert store.rows("select status from offers where source_id='R1'") == [{"status": "draft"}]
        actions = {row["action"] for row in store.rows("select action from audit")}
        assert {"offer.require", "offer.constraint", "offer.filled", "offer.unrequire"} <= actions
        assert audit_holds(store)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_group_counted_is_a_group_matched(data: st.DataObject) -> None:
    """Short of just the same, counted on chances alone, is what matching each person says."""
    chance = st.floats(0, 1)
    names = ("dexterite", "attention_duree", "adaptation", "initiative_autonomie")
    asked = [Requirement(name, data.draw(st.integers(1, 3)), 1.0) for name in names[: data.draw(st.integers(1, 4))]]
    offer = Offer("o", "", (), tuple(asked))
    levels = {
        name: tuple(sorted((data.draw(chance) for _ in range(3)), reverse=True))
        for name in names if data.draw(st.integers(0, 9))
    }  # fmt: skip
    given_g = {name: (chances,) for name, chances in levels.items()}
    looked = {name: data.draw(st.integers(0, 3)) for name in levels}
    stated = dict.fromkeys(levels, "to_confirm")
    person = MatchedPerson("x", levels, (1.0,), given_g, stated=stated, looked=looked)
    known = {name: (levels[name], looked[name]) for name in levels}
    pair = match(person, offer)
    short = frozenset(r.habilete for r in pair.reasons if r.state == "short")
    assert short_of_just(known, offer.requirements, short) == (pair.band == "C")
    other = short ^ {names[0]}
    assert not short_of_just(known, offer.requirements, other)


def test_who_declines_is_in_no_group(tmp_path: Path) -> None:
    """A no to a condition or to the place takes out; a person who leaves or whose result changes is counted anew."""
    no_hours, no_place = {"conditions": {"shifts_2x8": "no"}}, {"places": {"2801": "no"}}
    wishes = [anywhere(), anywhere(**no_hours), anywhere(**no_place), anywhere(), anywhere(commute="near")]
    people = [person("near", n, wishes=one) for n, one in enumerate(wishes, 1)]
    with filled(tmp_path / "m.db", people) as store:
        offer, groups = offers_of(store, OFFER)[0], Groups()
        everybody = [match(one, offer) for one in people_of(store, NOW)]
        same = [p for p in everybody if p.band == "C" and not p.outside_wishes]
        short = frozenset(r.habilete for r in same[0].reasons if r.state == "short")
        assert groups.count(store, NOW, offer, short) == len(same)
        erase(store, f"{1:032x}", NOW)
        assert groups.count(store, NOW, offer, short) == len(same) - 1


def test_whose_time_ends_within_the_day_is_in_no_group(tmp_path: Path) -> None:
    """The time of a person ends at a moment, not at midnight."""
    people = [person("near", n, wishes=anywhere()) for n in range(1, 4)]
    with filled(tmp_path / "m.db", people) as store:
        offer, groups = offers_of(store, OFFER)[0], Groups()
        same = [p for p in (match(one, offer) for one in people_of(store, NOW)) if p.band == "C"]
        short = frozenset(r.habilete for r in same[0].reasons if r.state == "short")
        with store.writing() as connection:
            connection.execute("update candidates set expires_at=?", (stamp(NOW + timedelta(hours=1)),))
        assert groups.count(store, NOW, offer, short) == len(same) > 0
        assert groups.count(store, NOW + timedelta(hours=3), offer, short) == 0


def test_a_sheet_taken_by_a_command_is_a_line_of_the_audit(tmp_path: Path) -> None:
    """So that the certificate of an erasure names it; what is contested is on none."""
    path, csv = tmp_path / "m.db", tmp_path / "x.csv"
    filled(path, [person("near", n, wishes=anywhere()) for n in (1, 2)]).close()
    with Store.open(path) as store:
        declare(store, "AB", NOW)
        list_id, _ = preselect(store, OFFER, "AB", NOW)
        codes = {row["candidate_id"]: row["code"] for row in store.rows("select * from candidates")}
    who, other = sorted(codes)
    words = (["candidate", "card", who], ["match", "--code", who], ["match", "--offer", OFFER],
             ["lists", "show", list_id], ["decisions", "list"])  # fmt: skip
    for one in words:
        assert main([*one, "--csv", str(csv), "--db", str(path)]) == 0, one
    with Store.open(path) as store:
        taken = [(row["detail"], row["object"]) for row in store.rows(
            "select object, detail from audit where action='sheet.take' order by entry")]  # fmt: skip
        assert taken == [("card", who), ("offers", who), ("list", ""), ("list", ""), ("decisions", "")]
        write(store, who, ("disagreement", "Non."), "AB", NOW)
    for one in words[:2]:
        assert main([*one, "--csv", str(csv), "--db", str(path)]) == 1
    for one in words[2:4]:
        assert main([*one, "--csv", str(csv), "--db", str(path)]) == 0
        assert codes[who] not in csv.read_text("utf-8-sig")
        assert codes[other] in csv.read_text("utf-8-sig")


@pytest.mark.parametrize("key", [None, "zz", "5e" * 32])
def test_a_card_says_why_it_does_not_tell_what_the_moments_showed(
    key: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The organisation's key gone, damaged, or another one's (one bit of it is enough): said beside the card, which
    tells the rest as ever."""
    path = ready(tmp_path / "m.db")
    bring(path, played(f"{1:032x}"))
    words = ["--lang", "fr", "candidate", "card", f"{1:032x}", "--db", str(path), "--json"]
    assert main(words) == 0
    whole, silent = capsys.readouterr()
    assert silent == ""
    file = home_beside(path) / "organisation.key"
    file.write_text(key) if key else file.unlink()
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert "n'est pas relu ici" in err
    # What a stop cut off is known from the moments alone: without them it is not among those there were.
    known = ("done", "part", "open", "unseen", "offered", "told", "own_moments")
    rows, bare = ([{name: row[name] for name in row.keys() - set(known)} for row in json.loads(said)["rows"]]
                  for said in (whole, out))  # fmt: skip
    assert bare == rows
    assert any("seuls" in row["own_moments"] for row in json.loads(whole)["rows"])
    assert all(row["told"] for row in json.loads(whole)["rows"])
    for row, all_told in zip(json.loads(out)["rows"], json.loads(whole)["rows"], strict=True):
        assert row["own_moments"] == ""
        assert not {"done", "part", "open", "unseen"} & row.keys()
        assert row["offered"] <= all_told["offered"] == all_told["observed"] + all_told.get("unseen", 0)
