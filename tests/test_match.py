"""Matching: bands that never punish doing better, an exact joint, reasons for both sides, and the commands."""

import itertools
import json
import math
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey
from store_kit import MEASURED, NOW, body, profile

from assets.texts import Catalogue
from assets.voice import Voice
from cli.main import main
from export.fairs.planning import meetings
from export.offers.desk import set_state
from export.store import sheets
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.bridging import Asked, Bridging, Ways
from export.store.decisions import Decision, decide
from export.store.landing import home_of, land
from export.store.matching import for_candidate, for_offers, offers_named, offers_of, preselect, require
from export.store.store import Store, StoreError, audit_holds
from scenarios.offers import example_offers
from scoring import profile as read_out
from scoring.match import (
    BANDS,
    SETTLED,
    MatchedPerson,
    MatchReason,
    Offer,
    Requirement,
    Wishes,
    arrange,
    band,
    joint,
    match,
    wanted_and_near,
)

chances = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(lambda p: tuple(sorted(p, reverse=True)))
people = st.lists(chances, min_size=4, max_size=4)
asked = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), min_size=1, max_size=4)
looks = st.lists(st.integers(0, 3), min_size=4, max_size=4)
NAMES = MEASURED[:4]
WHO = "c" * 32
SILENT = Wishes()


def person(
    levels: list[tuple[float, float, float]], wishes: Wishes = SILENT, looked: Sequence[int] = (2, 2, 2, 2)
) -> MatchedPerson:
    """A person with these chances in the first habiletés, the same at every node; two workshops looked at each."""
    known = dict(zip(NAMES, levels, strict=False))
    given_g = {name: (row,) * 4 for name, row in known.items()}
    return MatchedPerson(WHO, known, (0.25,) * 4, given_g, wishes, looked=dict(zip(NAMES, looked, strict=True)))


def offer(given_levels: list[tuple[int, int]], constraints: tuple[str, ...] = ()) -> Offer:
    """An offer that asks these levels and weights of the first habiletés."""
    wanted = tuple(Requirement(n, lv, w) for n, (lv, w) in zip(NAMES, given_levels, strict=False))
    return Offer("o1", "2817", constraints, wanted)


@settings(max_examples=150, deadline=None)
@given(levels=people, wanted=asked, at=st.integers(0, 3), up=st.floats(0, 1), looked=looks)
def test_doing_better_never_lowers_a_band(levels, wanted, at, up, looked):  # type: ignore[no-untyped-def]
    """Raising any chance keeps or betters the band, and never lowers the joint."""
    better = list(levels)
    better[at] = tuple(max(p, up) for p in levels[at])
    before, after = (match(person(one, looked=looked), offer(wanted)) for one in (levels, better))
    assert BANDS.index(after.band) <= BANDS.index(before.band)
    rows = offer(wanted).requirements
    assert joint(person(better), rows) >= joint(person(levels), rows) - 1e-12
    assert after.score >= before.score - 1e-12


@settings(max_examples=60, deadline=None)
@given(levels=people, wanted=asked)
def test_the_joint_is_at_most_each_chance_and_falls_with_each_requirement(levels, wanted):  # type: ignore[no-untyped-def]
    """One more requirement never raises the chance of meeting all."""
    rows = offer(wanted).requirements
    values = [joint(person(levels), rows[:n]) for n in range(len(rows) + 1)]
    assert values[0] == pytest.approx(1)
    assert all(a >= b - 1e-12 for a, b in pairwise(values))


def test_the_joint_is_that_of_the_profile() -> None:
    """The stored read-out gives the same joint as the profile it came from."""
    made = profile((0.9, 0.7, 0.2))
    kept = MatchedPerson(WHO, {}, made.p_general, dict(made.p_level_given_g))
    rows = [Requirement("dexterite", 2, 1), Requirement("normes_consignes", 1, 2)]
    assert joint(kept, rows) == read_out.joint(made, [("dexterite", 2), ("normes_consignes", 1)])


@pytest.mark.parametrize(
    ("levels", "band"),
    [
        ([(0.99, 0.9, 0.5), (0.99, 0.9, 0.1)], "A"),
        ([(0.99, 0.9, 0.5), (0.9, 0.55, 0.1)], "B"),
        ([(0.99, 0.9, 0.5), (0.6, 0.3, 0.1)], "C"),
        ([(0.99, 0.9, 0.5), (0.2, 0.1, 0.1)], "D"),
        ([(0.99, 0.9, 0.5)], "to_complete"),
    ],
)
def test_bands_follow_their_rule(levels: list[tuple[float, float, float]], band: str) -> None:
    """All shown: A; open: B; short but near: C; far: D; not measured: apart, with what is missing named."""
    pair = match(person(levels), offer([(2, 1), (2, 1)]))
    assert pair.band == band
    assert pair.missing == ((NAMES[1],) if band == "to_complete" else ())
    assert (pair.tenths is None) == (band == "to_complete")
    assert bool(pair.changes) == (band != "A")
    assert all(change.band == "A" for change in pair.changes)


SAID = {
    "A": ("A · va avec ce que l'offre demande, d'après le jeu : chaque point est montré, ou le jeu penche vers oui",
          lambda short, confirm, far, mean: not short and mean >= 0.8),
    "B": ("B · à confirmer d'abord : un point au moins est encore trop incertain",
          lambda short, confirm, far, mean: not short and confirm),
    "C": ("C · possible avec une étape : un ou deux points à montrer encore, chacun à un niveau près",
          lambda short, confirm, far, mean: 1 <= short <= 2 and not far),
    "D": ("D · un chemin plus long : trois points à montrer encore ou plus, ou un à plus d'un niveau",
          lambda short, confirm, far, mean: short >= 3 or far),
}  # fmt: skip
"""What the label of each group says, and the same as a rule over what a person's page shows of the pair."""
EDGES = [
    *((2, p) for p in ((0.9, 0.8, 0), (0.9, 0.79, 0), (0.9, 0.5, 0), (0.9, 0.49, 0), (0.21, 0.1, 0), (0.2, 0.1, 0))),
    (1, (0.21, 0.1, 0.0)), (1, (0.2, 0.1, 0.0)), (3, (0.9, 0.5, 0.1)), (3, (0.9, 0.49, 0.1)),
]  # fmt: skip


def said_of(level: int, p: tuple[float, float, float], looked: int) -> str:
    """How a level stands, written a second time: what the page would say of it."""
    if p[level - 1] >= 0.8:
        return "met"
    low = p[0] <= 0.2 if level == 1 else p[level - 1] < 0.5
    return "short" if low and looked > 1 else "open"


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_what_a_group_is_called_is_true_of_all_who_stand_in_it(n: int) -> None:
    """On both sides of every boundary, « à montrer encore » and « à confirmer » as each point is tagged."""
    say = Voice(Catalogue.load(), "fr").say
    points = [(level, p, looked) for level, p in EDGES for looked in ((1, 2) if n < 4 else (2,))]
    for some in itertools.combinations_with_replacement(points, n):
        looked = [*(one[2] for one in some), *(0,) * (4 - n)]
        pair = match(person([p for _, p, _ in some], looked=looked), offer([(level, 1) for level, _, _ in some]))
        states = [one.state for one in pair.reasons]
        assert states == [said_of(*one) for one in some]
        far = any(said_of(*one) == "short" and one[0] > 1 and said_of(one[0] - 1, *one[1:]) == "short" for one in some)
        mean = math.prod(p[level - 1] for level, p, _ in some) ** (1 / n)
        label, rule = SAID[pair.band]
        assert say(f"match.band.{pair.band}") == label
        # A page says the same without the letter, which would be read as a rank.
        assert say(f"tower.group.{pair.band}").lower() == label.partition(" · ")[2]
        assert rule(states.count("short"), states.count("open"), far, mean), (some, pair.band)
        unlikely = [one for one in some if said_of(*one) == "open" and one[1][one[0] - 1] < 0.5]
        assert (pair.tenths is None) == bool(unlikely)
        assert not (unlikely and pair.band == "A")
        # What leans is what is to confirm and no « unlikely »; all of band A that is not met does.
        leaning = [one for one, told in zip(some, pair.reasons, strict=True) if told.leans]
        assert len(leaning) + len(unlikely) == states.count("open")
        assert [told.shown for told in pair.reasons] == [sum(chance >= 0.8 for chance in p) for _, p, _ in some]


def test_what_one_workshop_saw_is_to_confirm_and_no_chance_is_told_of_it() -> None:
    """P = .004 seen once: B, and why no chance is said; seen twice: D, « moins d'une chance sur 10 »."""
    low, work = [(0.99, 0.9, 0.5), (0.1, 0.004, 0.0)], offer([(2, 1), (2, 1)])
    for looked, band_is, told in ((0, "B", False), (1, "B", False), (2, "D", True)):
        pair = match(person(low, looked=(2, looked, 0, 0)), work)
        assert (pair.band, pair.tenths is not None, bool(pair.unlikely)) == (band_is, told, not told)
        assert [c.band for c in pair.changes] == ["A"]


def test_an_offer_that_asks_nothing_is_to_complete() -> None:
    """No requirement means nothing is known to fit, not that everybody does."""
    assert match(person([(1, 1, 1)]), Offer("o", "", (), ())).band == "to_complete"


def test_what_was_not_said_is_asked_and_never_held_against() -> None:
    """What was not ticked among others is not a no; a no sets the pair apart and keeps it in the list."""
    work = offer([(1, 1)], ("nights", "travel", "licence_b"))
    silent = match(person([(0.9, 0.9, 0.9)]), work)
    assert {c.state for c in silent.conditions} == {"not_asked"}
    assert not silent.outside_wishes
    said = match(person([(0.9, 0.9, 0.9)], Wishes({"2801": "yes"}, {"day": "yes", "travel": "yes"})), work)
    assert {c.constraint: c.state for c in said.conditions} == {
        "area": "not_asked", "nights": "not_asked", "travel": "yes", "licence_b": "not_asked",
    }  # fmt: skip
    assert (said.band, said.outside_wishes) == ("A", False)
    no = match(person([(0.9, 0.9, 0.9)], Wishes({"2817": "no"}, {"nights": "no"})), work)
    assert {c.constraint for c in no.conditions if c.state == "no"} == {"area", "nights"}
    assert (no.band, no.outside_wishes) == ("A", True)


def test_inside_a_band_the_least_shown_come_first_then_a_lot() -> None:
    """The order does not come from the score: the same seed gives the same list, another seed another one."""
    work = offer([(1, 1)])
    pairs = [
        match(MatchedPerson(f"{n:032x}", {NAMES[0]: (p, p, p)}, (1.0,), {NAMES[0]: ((p, p, p),)}), work)
        for n, p in enumerate([0.81, 0.9, 0.99, 0.85, 0.95, 0.4])
    ]
    shown = {f"{1:032x}": 3}
    first = [p.candidate_id for p in arrange(pairs, shown, "s")]
    random.shuffle(pairs)
    assert [p.candidate_id for p in arrange(pairs, shown, "s")] == first
    assert first[4] == f"{1:032x}"
    assert first[5] == f"{5:032x}"
    assert len({tuple(p.candidate_id for p in arrange(pairs, {}, f"s{n}")) for n in range(8)}) > 1


def test_example_offers_are_marked_and_ask_what_the_workshop_measures() -> None:
    """Twelve, each an example; eight ask only what the first workshop measures, four say what is to complete."""
    offers = example_offers()
    whole = [o for o in offers if all(r.habilete in MEASURED for r in o.requirements)]
    assert (len(offers), len(whole), len({o.id for o in offers})) == (12, 8, 12)
    assert all(o.example and "exemple" in o.employer for o in offers)


def test_both_languages_have_the_same_sentences() -> None:
    """Every key of match.yaml stands in French and English, with the same places for values."""
    import string

    texts = Catalogue.load().texts
    for key in (k for k in texts["fr"] if k.split(".")[0] in ("match", "packet", "store", "station", "decide")):
        holes = [{f[1] for f in string.Formatter().parse(texts[lang][key])} for lang in ("fr", "en")]
        assert holes[0] == holes[1], key


@pytest.fixture
def db(tmp_path: Path, engine: str) -> Path:
    """A database with one person who shared a result."""
    path = tmp_path / "match.db"
    with Store.open(path) as store:
        assert land(body(WHO), store, home_of(home_beside(path)), NOW).state == "imported"
        declare(store, "AB", NOW)
    return path


def test_a_result_that_lands_leaves_the_outbox(db: Path) -> None:
    """Once in, the packet's file is gone; a robot among people is turned away and nothing of it stays."""
    home = home_of(home_beside(db))
    assert home.outbox.waiting() == []
    with Store.open(db) as store:
        assert land(body(kind="demo"), store, home, NOW).key == "packet.robot_among_people"
        assert len(offers_of(store)) == 12
    assert home.outbox.waiting() == []


def test_decisions_need_someone_and_a_reason(db: Path) -> None:
    """No adviser, or a reason off the short list: no decision. Made again, the last supersedes; all is audited."""
    with Store.open(db) as store:
        offer_id = offers_of(store)[0].offer_id
        for adviser, reason in (("", "fits"), ("AB", "because")):
            with pytest.raises(StoreError):
                decide(store, Decision(offer_id, WHO, "keep", reason, adviser), NOW)
        list_id, pairs = preselect(store, offer_id, "AB", NOW)
        assert [p.candidate_id for p in pairs] == [WHO]
        first = decide(store, Decision(offer_id, WHO, "keep", "to_meet", "AB"), NOW)
        decide(store, Decision(offer_id, WHO, "propose", "fits", "AB"), NOW)
        assert [r["supersedes"] for r in store.rows("select * from decisions order by rowid")] == [None, first]
        kept = store.first_row("select explain from preselection_items where preselection_id=?", list_id)
        assert kept is not None
        assert "score" not in kept["explain"]
        assert audit_holds(store)


def test_a_suggested_requirement_counts_once_confirmed(db: Path) -> None:
    """What nobody confirmed is not asked of anybody."""
    with Store.open(db) as store:
        with store.writing() as connection:
            connection.execute("insert into offers values('d','test','d',null,'t','t',null,null,1,'draft',0,null,'x')")
            connection.execute("insert into requirements values('d','dexterite',2,1.0,'','suggested')")
        assert offers_of(store, "d")[0].requirements == ()
        require(store, "d", Requirement("dexterite", 1, 2.0), "AB", NOW)
        assert offers_of(store, "d")[0].requirements == (Requirement("dexterite", 1, 2.0),)
        assert "d" not in {p.offer_id for p in for_candidate(store, WHO, NOW)}
        set_state(store, "d", "open", ("AB", NOW))
        assert "d" in {p.offer_id for p in for_candidate(store, WHO, NOW)}


@pytest.mark.parametrize(("lang", "said"), [("fr", "1,5"), ("en", "1.5")])
def test_a_weight_is_typed_and_said_as_the_language_writes_it(
    lang: str, said: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """« 1,5 » and 1.5 are one weight; an example is marked once, in the language of the reader."""
    offer = example_offers()[0].id
    for typed in ("1,5", "1.5"):
        words = ["offers", "require", offer, "dexterite", "2", "--weight", typed, "--adviser", "AB", "--db", str(db)]
        assert main(["--lang", lang, *words]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert any(said in line for line in lines)
        assert "exemple)" not in lines[0]
        assert lines[0].endswith("[exemple]" if lang == "fr" else "[example]")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_match_speaks_to_both_sides_without_score_or_rank(
    db: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """The person and the adviser read bands with reasons; examples are marked; no decimal number is printed."""
    for who in (["--code", "K4-MTQ"], ["--offer", "ex-cableur-evreux"], []):
        assert main(["match", "--db", str(db), "--lang", lang, *who]) == 0
        said = capsys.readouterr().out
        assert ("[exemple]" if lang == "fr" else "[example]") in said
        assert "0." not in said
        assert "0," not in said


def test_match_gives_data_and_sheets(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON holds the reasons and no score; the sheet opens in French Excel and has a JSON twin."""
    assert main(["match", "--db", str(db), "--code", "K4-MTQ", "--json", "--csv", str(tmp_path / "m.csv")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found) == 12
    assert all("score" not in pair and pair["reasons"] for pair in found)
    raw = (tmp_path / "m.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 13
    assert len(json.loads((tmp_path / "m.json").read_text("utf-8"))["rows"]) == 12


def test_cells_cannot_become_formulas() -> None:
    """= + - @ and tab are defused; decimals take a comma."""
    assert [sheets.cell(v) for v in ("=1", "+1", "-1", "@a", "\tx", "a", 1.5, None, -2)] == [
        "'=1", "'+1", "'-1", "'@a", "'\tx", "a", "1,5", "", "-2",
    ]  # fmt: skip


def test_every_command_has_its_way(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stations, offers, lists, decisions, purge and erasure: status 0 when done, 1 with a sentence, 2 on wrong use."""
    at = ["--db", str(db)]
    offer_id = "ex-cableur-evreux"
    decision = ["decide", offer_id, "K4-MTQ", "--verdict", "keep", "--reason", "to_meet", "--adviser", "AB"]
    steps: list[tuple[list[str], int]] = [
        (["station", "add", bytes(SigningKey.generate().verify_key).hex(), "--label", "Poste 9"], 0),
        (["station", "add", "zz", "--label", "x"], 1),
        (["station", "list"], 0),
        (["station", "revoke", "nobody"], 1),
        (["offers", "list"], 0),
        (["offers", "show", offer_id], 0),
        (["offers", "show", "none"], 1),
        (["offers", "require", offer_id, "organiser", "1", "--adviser", "AB"], 0),
        (["preselect", offer_id, "--adviser", "AB"], 0),
        (decision, 0),
        (["packets", "import", str(tmp_path / "none")], 1),
        (["packets", "import", str(tmp_path)], 0),
        (["purge"], 0),
        (["candidate", "erase", "K4-MTQ"], 0),
        (["candidate", "erase", "K4-MTQ"], 1),
        (["candidate", "erase", WHO], 0),
        (["match", "--code", "K4-MTQ"], 1),
        (["match", "--code", "a", "--offer", "b"], 2),
    ]
    for words, status in steps:
        assert main([*words, *at]) == status, words
        captured = capsys.readouterr()
        assert captured.out or captured.err
    assert main(["match", "--db", str(tmp_path / "no.db")]) == 1


def test_erasing_at_the_desk_reaches_what_the_station_keeps(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Packets that wait in either outbox, journals and paper of the person go; those of others stay."""
    other = "d" * 32
    for home in (home_beside(db), db.parent):
        made = home_of(home)
        for who in (WHO, other):
            made.outbox.put(body(who), made.station, made.organisation.public_key)
    for folder, end in (("runs", "1-aa.journal"), ("papers", "20270228.pdf")):
        (db.parent / folder).mkdir()
        for who in (WHO, other):
            (db.parent / folder / f"{who}-{end}").write_bytes(b"x")
    assert main(["candidate", "erase", "K4-MTQ", "--db", str(db)]) == 0
    for home in (home_beside(db), db.parent):
        (left,) = home_of(home).outbox.waiting()
        assert not {WHO, other} & {*left.path.stem.split("-")}
        assert home_of(home).outbox.erase(other) == 1
    assert [path.name for path in (db.parent / "runs").iterdir()] == [f"{other}-1-aa.journal"]
    assert [path.name for path in (db.parent / "papers").iterdir()] == [f"{other}-20270228.pdf"]


def test_screen_and_sheet_say_the_same_of_a_pair(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every reason, condition and change in the file stands on the screen: both come from the same pairs."""
    file = tmp_path / "m.csv"
    assert main(["match", "--db", str(db), "--offer", "ex-cableur-evreux", "--lang", "fr", "--csv", str(file)]) == 0
    screen = capsys.readouterr().out
    rows = json.loads(file.with_suffix(".json").read_text("utf-8"))["rows"]
    assert rows
    for row in rows:
        for part in [*row["reasons"].split(" | "), row["conditions"], row["change"], row["chances"], row["code"]]:
            assert part in screen


def test_a_kept_list_is_given_as_data(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`preselect --json`: the list's id, the pairs with their reasons, who was left out; no number that sorts."""
    assert main(["preselect", "ex-cableur-evreux", "--adviser", "AB", "--db", str(db), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found["shown"]] == ["K4-MTQ"]
    assert found["left_out"] == []
    assert "score" not in found["shown"][0]
    with Store.open(db) as store:
        assert store.first_row("select 1 from preselections where preselection_id=?", found["list"])


@pytest.mark.sqlite
def test_a_reader_that_leaves_is_no_problem(db: Path) -> None:
    """Cut off by `head`, a command ends without a word of complaint."""
    code = f"from cli.main import main; raise SystemExit(main(['match', '--db', {str(db)!r}]))"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), said) == (0, "")


def asked_of(store: Store, work: Callable[[], object]) -> int:
    """How many questions the base is asked while something is done."""
    asked: list[str] = []
    store.db.conn.set_trace_callback(asked.append)
    work()
    store.db.conn.set_trace_callback(None)
    return len(asked)


@pytest.mark.sqlite
def test_many_offers_are_read_with_as_many_questions_as_one(db: Path) -> None:
    """What offers ask and impose is read once for all of them: lists, bridges, fairs cost no question an offer."""
    with Store.open(db) as store:
        ids = [one.offer_id for one in offers_of(store)]
        for offer_id in ids:
            # They said no to something of one offer: each was asked about again.
            decide(store, Decision(offer_id, WHO, "propose", "fits", "AB", despite=True), NOW)
        with store.writing() as connection:
            connection.execute("insert into fairs values('f','t','p','2026-12-01',15)")
            employer = connection.execute("select employer_id from employers").fetchone()[0]
            connection.execute(
                "insert into stands(stand_id, fair_id, employer_id, label, recruiters) values('f/s','f',?,'s',1)",
                (employer,),
            )
        one = asked_of(store, lambda: for_offers(store, ids[:1], NOW))
        assert asked_of(store, lambda: for_offers(store, ids, NOW)) == one
        assert [o.offer_id for o in offers_named(store, reversed(ids)).values()] == ids[::-1]
        assert offers_named(store, []) == {}
        with pytest.raises(StoreError, match=r"offer\.unknown"):
            offers_named(store, [ids[0], "none"])
        for some in (ids[:1], ids):
            with store.writing() as connection:
                connection.executemany("insert or ignore into stand_offers values('f/s',?)", [(i,) for i in some])
            counted = asked_of(store, lambda: meetings(store, "f", NOW))
            one = counted if some == ids[:1] else one
        assert counted == one


def test_a_decision_works_the_bridges_out_once(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`envol decide` says what the rules put first from what it has just kept; a bridge left out says why."""
    made: list[str] = []
    real = Bridging.ways

    def ways(self: Bridging, offer_id: str, asked: Asked | None = None) -> Ways:
        made.append(offer_id)
        return real(self, offer_id, asked)

    monkeypatch.setattr(Bridging, "ways", ways)
    offer = example_offers()[0].id
    at = ["--adviser", "AB", "--db", str(db), "--lang", "fr"]
    assert main(["decide", offer, WHO, "--verdict", "propose", "--reason", "fits", *at]) == 0
    assert made == [offer]
    assert "proposaient d'abord" in capsys.readouterr().out
    with Store.open(db) as store:
        out = real(Bridging(store, NOW, WHO), offer).out[0]
    scheme = ["--verdict", "propose", "--reason", "fits", "--scheme", out.id]
    assert main(["decide", offer, WHO, *scheme, *at]) == 1
    assert "--overrule" in capsys.readouterr().err


def settled_one_by_one(reasons: Sequence[MatchReason], names: set[str]) -> str:
    """The band, were these settled, by making each of them so: the second opinion of `changes`."""
    made = [
        replace(r, state="met", chance=max(r.chance or 0.0, SETTLED), near=True) if r.habilete in names else r
        for r in reasons
    ]  # fmt: skip
    return band(made)


@settings(max_examples=150, deadline=None)
@given(levels=st.lists(chances, min_size=0, max_size=4), wanted=asked)
def test_what_would_change_a_band_is_that_of_settling_it(levels, wanted):  # type: ignore[no-untyped-def]
    """Whatever is met, open, short or not measured; and a band alone is that of the whole pair, "" after a no."""
    who, asks = person(levels), offer(wanted, ("nights",))
    pair = match(who, asks)
    for change in pair.changes:
        assert change.band == settled_one_by_one(pair.reasons, set(change.habiletes))
    assert wanted_and_near(who, asks) == pair.band
    assert wanted_and_near(replace(who, wishes=Wishes({}, {"nights": "no"})), asks) == ""
