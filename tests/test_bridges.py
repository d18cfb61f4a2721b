"""Bridges, trades and regions: what the files say, what is proposed and why, what is never assumed."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assets.texts import Catalogue
from scenarios.bridges import FACTS, Band, BridgeBook, bridges
from scenarios.reference import habiletes
from scenarios.regions import Region, regions
from scenarios.source_names import source_names
from scenarios.trades import TradeBook, trades
from scoring import bridges as scoring
from scoring.bridges import Situation, left_out, propose

SITUATIONS = st.builds(
    Situation,
    band=st.sampled_from(["A", "B", "C", "D", "to_complete"]),
    declined=st.sampled_from([(), ("nights",)]),
    to_confirm=st.sampled_from([(), ("dexterite",), ("dexterite", "adaptation", "organiser")]),
    short=st.sampled_from([{}, {"dexterite": 1}, {"dexterite": 2}]),
    unmeasured=st.sampled_from([(), ("adaptation",)]),
    person=st.sampled_from([None, "jobseeker", "employee", "insertion_employee"]),
    contract=st.sampled_from([None, "permanent", "fixed_term", "seasonal", "temp", "apprenticeship"]),
    months=st.none() | st.integers(0, 24),
    group=st.integers(0, 15),
    nearer=st.sampled_from([(), ("usineur_cn",), ("a", "b", "c", "d")]),
    facts=st.dictionaries(st.sampled_from(FACTS), st.booleans()),
)


def ids(situation: Situation) -> list[str]:
    """The bridges proposed."""
    return [one.id for one in propose(situation)]


def refusal(situation: Situation, bridge: str) -> str:
    """Why a bridge is not proposed."""
    return next(one.why.key for one in left_out(situation) if one.id == bridge)


@given(SITUATIONS)
def test_every_bridge_is_proposed_or_left_out_with_a_reason(situation: Situation) -> None:
    """None is lost, none is both; every proposal is to be confirmed, has a reason, and can be said in two languages."""
    made, out = propose(situation), left_out(situation)
    assert sorted([x.id for x in made] + [x.id for x in out]) == sorted(one.id for one in bridges().bridges)
    texts = Catalogue.load()
    for language in ("fr", "en"):
        for bridge in made:
            assert bridge.status == "to_confirm"
            assert bridge.rules_version == bridges().version
            assert bridge.reasons
            for reason in bridge.reasons:
                assert "{" not in texts.t(reason.key, language, **reason.values)
            assert all(texts.t(f"bridges.fact.{fact}", language) for fact in bridge.to_check)
        for one in out:
            assert "{" not in texts.t(one.why.key, language, **one.why.values)


@given(SITUATIONS)
def test_nothing_unknown_counts_as_true(situation: Situation) -> None:
    """A condition of a proposal is either known to hold or listed to be checked."""
    rules = {one.id: one for one in bridges().bridges}
    for bridge in propose(situation):
        for fact in rules[bridge.id].facts:
            assert situation.facts.get(fact) is True or fact in bridge.to_check


@given(SITUATIONS)
def test_a_visit_is_always_left_to_a_person(situation: Situation) -> None:
    """Nobody leaves without a proposal, whatever the band or the constraints declined."""
    assert "visit" in ids(situation)


@pytest.mark.parametrize(
    ("situation", "first"),
    [
        (Situation("A"), "direct_interview"),
        (Situation("B", to_confirm=("dexterite",)), "pmsmp"),
        (Situation("C", short={"dexterite": 1}, person="jobseeker", contract="fixed_term", months=6), "poei"),
        (Situation("C", short={"dexterite": 1}, person="employee"), "afest"),
        (Situation("D", nearer=("usineur_cn",)), "neighbouring_trades"),
        (Situation("A", declined=("nights",)), "visit"),
        (Situation("A", declined=("nights",), nearer=("usineur_cn",)), "neighbouring_trades"),
    ],
)
def test_the_first_bridge_is_that_of_the_design(situation: Situation, first: str) -> None:
    """Band A: interview; B: immersion on the open points; C: POEI or AFEST; D: neighbouring trades."""
    assert ids(situation)[0] == first


def test_an_interview_never_says_that_all_is_shown_where_a_point_is_open() -> None:
    """In band A one point may still be to confirm: it is named."""
    for seen, key in ((("dexterite",), "bridges.why.nearly_met"), ((), "bridges.why.all_met")):
        (first, *_) = propose(Situation("A", to_confirm=seen))
        assert [reason.key for reason in first.reasons] == [key]


def test_poei_asks_six_months_and_a_lodged_offer() -> None:
    """Five months or an offer that is not lodged stand against it; not knowing asks the question."""
    short = {"dexterite": 1}
    assert refusal(Situation("C", short=short, contract="fixed_term", months=5), "poei") == "bridges.not.months"
    assert refusal(Situation("C", short=short, facts={"offer_lodged": False}), "poei") == "bridges.not.fact"
    assert refusal(Situation("C", short=short, person="employee"), "poei") == "bridges.not.person"
    assert refusal(Situation("C", short={"dexterite": 2}), "poei") == "bridges.not.gap"
    (poei,) = (one for one in propose(Situation("C", short=short)) if one.id == "poei")
    assert {"offer_lodged", "commitment_to_hire", "person", "contract"} <= set(poei.to_check)
    assert poei.limits["max_hours"] == 450


@pytest.mark.parametrize("group", [9, 10])
def test_poec_asks_a_group(group: int) -> None:
    """A collective preparation is proposed from ten people on, told in whole tens: one more tells of nobody."""
    assert ("poec" in ids(Situation("C", short={"dexterite": 1}, group=group))) is (group >= 10)
    for n in (10, 11, 19):
        (poec,) = (one for one in propose(Situation("C", short={"dexterite": 1}, group=n)) if one.id == "poec")
        assert {reason.key: reason.values for reason in poec.reasons}["bridges.why.group"] == {"n": 10}


@pytest.mark.parametrize(
    ("band", "aims"),
    [
        ("A", {"hire"}),
        ("B", {"hire", "confirm"}),
        ("C", {"confirm", "discover"}),
        ("D", {"discover"}),
        ("to_complete", {"confirm", "discover"}),
    ],
)
def test_an_immersion_is_open_to_every_band_with_its_aim(band: Band, aims: set[str]) -> None:
    """Discovering, confirming a plan, starting a hiring: whatever the band, with all it takes left to check."""
    found = next(one for one in propose(Situation(band)) if one.id == "pmsmp")
    said = {reason.key.removeprefix("bridges.why.aim_") for reason in found.reasons if "aim_" in reason.key}
    assert said == aims
    assert set(found.to_check) == {
        "has_prescriber", "one_aim", "three_party_agreement", "tutor_named", "not_filling_a_post", "host_limits",
        "minor_signed_for",
    }  # fmt: skip
    assert found.limits == {
        "max_days": 30, "renewals": 1, "max_days_in_12_months_same_host": 60,
        "max_agreements_in_12_months_same_host": 2,
    }  # fmt: skip
    assert refusal(Situation(band, facts={"not_filling_a_post": False}), "pmsmp") == "bridges.not.fact"
    assert refusal(Situation(band, declined=("nights",)), "pmsmp") == "bridges.not.declined"


@pytest.mark.parametrize("band", ["B", "C", "D"])
def test_a_car_worker_can_start_before_being_unemployed(band: Band) -> None:
    """The retraining period is for employees, never proposed to someone known to be a jobseeker."""
    assert "retraining_period" in ids(Situation(band, person="employee", contract="permanent"))
    assert "retraining_period" not in ids(Situation(band, person="jobseeker"))
    assert refusal(Situation(band, short={"dexterite": 1}), "retraining_period") == "bridges.not.person_unsaid"


def test_every_line_of_the_table_has_sources_and_is_to_be_checked() -> None:
    """All eight bridges are there, with dates and sources; AFPR, gone in 2024, is not."""
    book = bridges()
    assert [one.id for one in book.bridges] == [
        "direct_interview", "poei", "poec", "afest", "neighbouring_trades", "pmsmp", "retraining_period", "visit",
    ]  # fmt: skip
    assert all(one.sources and one.label_fr.endswith("(à vérifier)") for one in book.bridges)


def test_every_source_of_the_table_is_named_to_its_readers() -> None:
    """A source without title and publisher would be read as a bare address; a name of no source is of nothing."""
    assert {source for one in bridges().bridges for source in one.sources} == set(source_names())


def content(name: str) -> dict[str, object]:
    """A content file as plain data, to be broken."""
    data: dict[str, object] = yaml.safe_load((files("scenarios") / "content" / name).read_text("utf-8"))
    return data


def test_broken_files_are_refused() -> None:
    """An id twice, a link to nowhere, an unknown habileté, an unknown field: the loader refuses."""
    book = content("bridges.yaml")
    with pytest.raises(ValidationError, match="twice"):
        BridgeBook.model_validate({**book, "bridges": [*book["bridges"], book["bridges"][0]]})  # type: ignore[misc, index]
    known = content("trades.yaml")
    first = known["trades"][0]  # type: ignore[index]
    for part, word in (({"near": {"nowhere": 1}}, "nowhere"), ({"importance": {"vol": 1}}, "vol"), ({"x": 1}, "x")):
        with pytest.raises(ValidationError, match=word):
            TradeBook.model_validate({**known, "trades": [{**first, **part}, *known["trades"][1:]]})  # type: ignore[index]
    region = content("regions/normandie.yaml")
    with pytest.raises(ValidationError, match="twice"):
        Region.model_validate({**region, "basins": [region["basins"][0]] * 2})  # type: ignore[index]


def test_trades_lead_from_cars_to_planes_the_surest_first() -> None:
    """Line assembly leads first to the trade of the same ROME sheet; a code gives its own trade first."""
    book = trades()
    assert book.from_auto("monteur_ligne_auto")[0].trade == "monteur_mecanique_aero"
    assert book.near("ajusteur_monteur")[0] == "usineur_cn"
    assert [one.id for one in book.of_rome("H2605")] == ["monteur_cableur_electronique", "cableur_aero"]
    assert book.of_rome("A1101") == ()
    for missing in (book.near, book.from_auto):
        with pytest.raises(KeyError):
            missing("nowhere")
    assert {skill for one in book.trades for skill in one.importance} <= {one.id for one in habiletes()}


def test_links_between_trades_never_enter_a_score() -> None:
    """Nothing of scoring but the bridges reads the trades, and the bridges read names only."""
    folder = Path(scoring.__file__).parent
    readers = [one.name for one in folder.glob("*.py") if "scenarios.trades" in one.read_text("utf-8")]
    assert readers == []


def test_regions_hold_their_basins_and_invent_nothing() -> None:
    """Three regions; basins in their own departments; no fair of an unknown date gets one."""
    found = {one.id: one for one in regions()}
    assert set(found) == {"normandie", "pays_de_la_loire", "auvergne_rhone_alpes"}
    assert found["normandie"].departments() == ("14", "27", "50", "61", "76")
    assert all(re.match(one.insee, basin.code) or basin.code for one in found.values() for basin in one.basins)
    assert found["pays_de_la_loire"].fairs == found["pays_de_la_loire"].partners == ()
    assert all(fair.days == () and fair.sources for fair in found["normandie"].fairs)
    assert all(scheme.sources for one in found.values() for scheme in one.schemes)


def test_both_languages_say_the_same_bridges() -> None:
    """The same keys in French and English, one for each fact."""
    texts = Catalogue.load().texts
    mine = {language: {key for key in texts[language] if key.startswith("bridges.")} for language in ("fr", "en")}
    assert mine["fr"] == mine["en"]
    assert {f"bridges.fact.{fact}" for fact in FACTS} <= mine["fr"]
