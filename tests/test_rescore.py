"""Re-scoring: a stored archive under new rules says who would change and why, and changes nothing."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import FOLDER, panneau, run
from store_kit import keys

from cli.main import main
from export.packets.body import Agreement, Body, Fact, PlayedWorkshop, What, Who, WorkshopRun, make_body, new_id
from export.packets.packet import seal
from export.store.archive import NOT_FIRST, StoredRun
from export.store.intake import add_station, import_packet
from export.store.store import Store
from game.journey.measured import measure, observed
from game.simulation.trace import Trace
from lab.rescored import NewRules, compared
from lab.robots import trace_of
from lab.stored import UnreadRun, trace_or_why
from scenarios.model import Scenario
from scoring.estimate import GAMMA2, SIGMA
from scoring.rescore import Moved, Rescored, RuleGrade, SaidRun, Stated, by_rule, compare

NAME = "panneau_fuselage"
ROBOTS = ("expert", "idle", "random")


@pytest.fixture
def scenario() -> Scenario:
    return panneau()


@pytest.fixture
def archive(tmp_path: Path, scenario: Scenario) -> Path:
    """Three stored traces."""
    folder = tmp_path / "traces"
    folder.mkdir()
    for robot in ROBOTS:
        (folder / f"{robot}.trace").write_bytes(trace_of(scenario, run(robot), robot, 5).to_bytes())
    return folder


@pytest.fixture
def harder(tmp_path: Path) -> Path:
    """Rules that ask more of adaptation than anybody can give."""
    text = (FOLDER / "evidence.yaml").read_text("utf-8")
    folder = "folder: 4A-128-B, changes: changes}, cuts: "
    for old, new in ((f"{folder}[1, 2, 3, 4]", f"{folder}[5, 6, 7, 8]"),
                     ("within_um: 350}, cuts: [3, 2]", "within_um: 350}, cuts: [1.4, 1.3]")):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{NAME}.evidence.yaml"
    path.write_text(text, "utf-8")
    return path


def report(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["rescore", *words, "--json", "--lang", "en"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_same_rules_change_nobody(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under the rules that made them, every stored score comes out again and nothing moves."""
    found = report(capsys, str(archive), "--rules", str(FOLDER / "evidence.yaml"))
    assert (found["read"], found["change"], found["rules"], found["left_out"]) == (3, 0, {}, [])
    assert all(one["same_as_stored"] for one in found["runs"])  # type: ignore[attr-defined]


def test_new_rules_say_who_changes_and_why(archive: Path, harder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rule, its old and new category, the old and new statement; the old score keeps the name of its rules."""
    found = report(capsys, str(archive), "--rules", str(harder))
    expert = next(one for one in found["runs"] if one["id"] == "expert.trace")  # type: ignore[attr-defined]
    assert {m["rule"] for m in expert["moved"]} == {"ADA1", "ADA5"}
    said = next(s for s in expert["said"] if s["habilete"] == "adaptation")
    assert said["mean_after"] < said["mean_before"]
    assert expert["version"] != found["new_rules"]
    assert expert["same_as_stored"]
    idle = next(one for one in found["runs"] if one["id"] == "idle.trace")  # type: ignore[attr-defined]
    assert idle["moved"] == []


def test_the_report_is_written_in_words(archive: Path, harder: Path, tmp_path: Path) -> None:
    """`--out` writes the report, and the traces are as they were."""
    before = {p.name: p.read_bytes() for p in archive.iterdir()}
    out = tmp_path / "report.txt"
    assert main(["rescore", str(archive), "--rules", str(harder), "--out", str(out), "--lang", "fr"]) == 0
    assert "rien n'est adopté" in out.read_text("utf-8")
    assert "ADA1" in out.read_text("utf-8")
    assert {p.name: p.read_bytes() for p in archive.iterdir()} == before


def test_what_cannot_be_read_is_named(archive: Path, harder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no trace, an altered one: left out by name, the rest goes on."""
    (archive / "a.trace").write_bytes(b"nothing")
    whole = (archive / "idle.trace").read_bytes()
    (archive / "b.trace").write_bytes(whole[: len(whole) // 2])
    found = report(capsys, str(archive), "--rules", str(harder))
    assert {one["id"] for one in found["left_out"]} == {"a.trace", "b.trace"}  # type: ignore[attr-defined]
    assert found["read"] == 3


def test_a_run_of_another_version_is_left_out(
    archive: Path, harder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys of another version of the scenario never read a trace: the file of that version is asked for."""
    shutil.copytree(str(FOLDER), tmp_path / NAME)
    path = tmp_path / NAME / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("tags: 4", "tags: 5"), "utf-8")
    words = ["rescore", str(archive), "--rules", str(harder), "--scenario", str(path), "--lang", "en"]
    assert main(words) == 1
    assert "another version" in capsys.readouterr().out


def test_broken_rules_and_no_rules_are_refused(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Broken rules give their line and status 1; nothing new to read with is wrong use."""
    bad = tmp_path / "panneau_fuselage.evidence.yaml"
    bad.write_text("evidence:\n  - {id: NOR1, habilete: normes, reads: tools_ready, cuts: [1]}\n", "utf-8")
    assert main(["rescore", str(archive), "--rules", str(bad), "--lang", "en"]) == 1
    assert "panneau_fuselage.evidence.yaml:2" in capsys.readouterr().out
    assert main(["rescore", str(archive), "--rules", str(bad), "--lines", "--lang", "en"]) == 1
    assert "evidence.yaml:2" in json.loads(capsys.readouterr().out.splitlines()[0])["problem"]
    assert main(["rescore", str(archive), "--lang", "en"]) == 2
    assert main(["rescore", str(tmp_path / "none"), "--rules", str(bad), "--lang", "en"]) == 1


def test_the_archive_of_a_database_is_read_with_its_key(
    tmp_path: Path, scenario: Scenario, harder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sealed packets open with the organisation's key; what was said is compared as it was stored."""
    station, organisation = keys()
    session = run("expert")
    trace = trace_of(scenario, session, "expert", 5).to_bytes()
    who = Who(new_id(), "a" * 32, "K4-MTQ", "demo")
    made_at = "2026-11-24T08:30:00+00:00"
    what = What((WorkshopRun(NAME, scenario.hash, scenario.hash[:12], made_at, trace),), made_at, "fr", "easy")
    body = make_body(measure(scenario, session, "mouse"), observed(scenario, session, "mouse"), who, what, Agreement(3))
    sealed = seal({**body, "packet_id": new_id()}, station.signing, station.station_id, 1, organisation.public_key)
    db = tmp_path / "m.db"
    with Store.open(db, kind="demo") as store:
        now = datetime.now(UTC)
        add_station(store, station.verify_key, "room", now)
        assert import_packet(store, sealed, organisation, now).state == "imported"
    home = tmp_path / "keys"
    home.mkdir()
    (home / "organisation.key").write_text(bytes(organisation).hex(), "ascii")
    before = db.read_bytes()
    found = report(capsys, str(db), "--rules", str(harder), "--keys", str(home))
    assert [one["id"] for one in found["runs"]] == ["K4-MTQ"]  # type: ignore[attr-defined]
    assert found["runs"][0]["version"] == scenario.hash[:12]  # type: ignore[index]
    assert {m["rule"] for m in found["runs"][0]["moved"]} == {"ADA1", "ADA5"}  # type: ignore[index]
    assert db.read_bytes() == before
    assert main(["rescore", str(db), "--rules", str(harder), "--keys", str(tmp_path), "--lang", "en"]) == 1


def test_other_rules_may_read_what_was_played_on_the_same_bench(scenario: Scenario) -> None:
    """A result of an older version is read by the rules of this one where its trace names the bench; else by none.

    What the person's other visits showed counts beside it, and what is said today is what the base says.
    """
    session = run("expert")
    shown = measure(scenario, session, "mouse")
    older = {**trace_of(scenario, session, "expert", 5).header, "hash": "0" * 64}
    who, made_at = Who(new_id(), "a" * 32, "K4-MTQ", "demo"), "2026-11-24T08:30:00+00:00"
    rules = NewRules(scenario.evidence, "new", (SIGMA, GAMMA2))
    for bench in (scenario.bench, "1" * 64, None):
        header = {name: value for name, value in {**older, "bench": bench}.items() if value is not None}
        trace = Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests)).to_bytes()
        what = What((WorkshopRun(NAME, "0" * 64, "0" * 12, made_at, trace),), made_at, "fr", "")
        made = make_body(shown, observed(scenario, session, "mouse"), who, what, Agreement(3))
        body = Body.model_validate({**made, "packet_id": new_id(), "station_id": "a" * 16, "sequence": 1})
        kept = StoredRun("K4-MTQ", trace, body, played=body.workshops[0], stands=body.readout)
        found = compared(kept, scenario, rules)
        if bench != scenario.bench:
            assert found.why is not None
            assert found.why.key == "rescore.other_version"
            continue
        assert found.rescored is not None
        assert (found.rescored.version, found.rescored.changes, found.rescored.same_as_stored) == (
            "0" * 12,
            False,
            None,
        )
        beside = tuple(replace_fact(fact) for fact in body.observations)
        with_another = compared(replace(kept, others=beside), scenario, rules).rescored
        assert with_another is not None
        means = {one.habilete: (one.mean_before, one.mean_after) for one in with_another.said}
        assert any(abs(before - after) > 0.05 for before, after in means.values())


def replace_fact(fact: Fact) -> Fact:
    """The same fact of another workshop."""
    return fact.model_copy(update={"task": "another"})


def test_a_rule_that_moved_says_which_way() -> None:
    """Up or down on one scale; where the rule has other steps the two are not compared."""
    ways = [((1, 2), (4, 4)), ((2, 1), (4, 4)), ((1, 2), (4, 3)), ((1, None), (4, 4)), ((None, 1), (4, 4))]
    told = [Moved("R", "a", *categories, *tops).how for categories, tops in ways]
    assert told == ["up", "down", "other", "gone", "new"]


def test_the_same_category_that_counts_otherwise_is_a_reason() -> None:
    """Of a rule whose weight, steps or habileté alone are others it is said; of one that is missing twice it is not."""
    said, counts = {"a": Stated("to_confirm", 0.1, (-1, 1))}, (1.0, 1.2, ())
    for then in (RuleGrade("a", 2, 4, (2.0, 1.2, ())), RuleGrade("a", 2, 3, counts), RuleGrade("b", 2, 4, counts)):
        moved, _ = compare(({"A1": RuleGrade("a", 2, 4, counts)}, said), ({"A1": then}, said))
        assert [m.how for m in moved] == ["other"]
        assert by_rule([Rescored("x", "v", moved, (), True)]) == {}
    for category in (2, None):
        same = RuleGrade("a", category, 4, (1.0, 1.2, ())), RuleGrade("a", category, 4, (category or 2.0, 1.2, ()))
        assert compare(({"A1": same[0]}, said), ({"A1": same[category is None]}, said))[0] == ()


@pytest.mark.parametrize("other", ["aubes_soufflante", "kitting_poste_40"])
def test_rules_of_another_workshop_are_refused_line_by_line(
    archive: Path, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """They speak of what this workshop has not: a sentence for each line, never a traceback."""
    rules = Path(str(FOLDER)).with_name(other) / "evidence.yaml"
    assert main(["rescore", str(archive), "--rules", str(rules), "--scenario", NAME, "--lang", "en"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told
    assert all(line.startswith(f"{other}/evidence.yaml:") for line in told)


def test_comparing_names_what_came_and_what_went() -> None:
    """A rule or a habileté that is on one side only is there as missing on the other."""
    moved, said = compare(
        ({"A1": RuleGrade("a", 2, 4)}, {"a": Stated("to_confirm", 0.1, (-1, 1))}),
        ({"B1": RuleGrade("b", 1, 4)}, {"b": Stated("not_yet", -1.0, (-2, 0))}),
    )
    assert [m.how for m in moved] == ["gone", "new"]
    assert [(s.margin_before, s.margin_after) for s in said] == [((-1, 1), None), (None, (-2, 0))]
    assert [(m.rule, m.before, m.after) for m in moved] == [("A1", 2, None), ("B1", None, 1)]
    assert [(s.habilete, s.before, s.after) for s in said] == [
        ("a", "to_confirm", "not_measured"), ("b", "not_measured", "not_yet")
    ]  # fmt: skip
    assert Rescored("x", "v", moved, said, True).changes
    assert not Rescored("x", "v", (), (SaidRun("a", "not_yet", "not_yet", 0, 0.1),), True).changes


@pytest.mark.parametrize(("workshop", "why"), [("aubes_soufflante", "rescore.other"), (NAME, NOT_FIRST)])
def test_a_run_of_another_workshop_is_that_first_of_all(scenario: Scenario, workshop: str, why: str) -> None:
    """A later try counts for nothing; of another workshop, that is what is said of it."""
    played = PlayedWorkshop.model_construct(scenario=workshop)
    kept = StoredRun("K4-MTQ", b"", None, NOT_FIRST, played=played)
    unread = trace_or_why(kept, scenario)
    assert isinstance(unread, UnreadRun)
    assert unread.key == why


def test_rules_of_this_version_ask_for_which_workshop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several workshops none is named « ? »: the sentence says which words to give."""
    assert main(["--lang", "fr", "rescore", str(tmp_path), "--own-rules"]) == 2
    said = capsys.readouterr()
    assert "--scenario" in said.err
    assert "panneau_porte" in said.err
    assert "?" not in said.out + said.err
