"""The pass: clear at first sight, all of it a press away, and nothing on it that is not so."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from conftest import panneau, read_run, run
from fpdf import FPDF
from test_large import card, read
from test_workshops import robot_run, workshops

from assets.texts import Catalogue, lowered
from export.files.paper import write_pass
from game.journey.card_words import answers, carried, unsaid
from game.journey.result import (
    ORDER,
    Shown,
    boarding_pass,
    facts,
    paper_of,
    what_was_shown,
    whole_facts,
    words,
)
from game.scenes.boarding import NEXT, Boarding
from game.scenes.pass_axis import PALE, on_axis
from game.scenes.pass_card import PER_PAGE, opened, pages_of, spoken
from game.scenes.pass_frame import onward, top_of
from game.scenes.shown import Pass, Row
from game.scenes.wishes import name_of
from game.screen import navigate
from game.screen.nodes import Box, Circle, Poly, Rect, Screen, Text
from game.screen.scene import Comfort
from game.window.look import StaticLook
from scenarios.offers import asked_region, example_offers
from scenarios.reference import habiletes
from scoring.rules import evidence_rules
from scoring.settling import NextSteps
from scoring.types import LEVEL_CUTS, SHARES, Measured, share

ONCE = StaticLook(Comfort())
LEAST = 19.0
"""No word of the pass is smaller, in design units, at 100 %."""


@cache
def of_three(robot: str) -> Shown:
    """What a visit of three workshops shows."""
    tries = [read_run(run(robot))]
    for name in ("aubes_soufflante", "kitting_poste_40"):
        tries.append(read_run(robot_run(name, robot), workshops()[name], {"device": "mouse"}))
    return what_was_shown(tries, "easy")


def shown(card: Pass, *presses: str, look: StaticLook = ONCE) -> Screen:
    scene = Boarding(card, may_share=True)
    for node in presses:
        scene.act(node)
    return scene.screen(look)


def test_the_axis_has_four_segments_and_the_levels_begin_where_the_scale_says() -> None:
    """One shared axis with named segments; what lies beyond its ends stands at its ends."""
    assert [share(cut) for cut in LEVEL_CUTS] == pytest.approx(list(SHARES))
    assert (share(-3), share(3)) == (0.0, 1.0)


def test_what_is_seen_too_little_says_how_few_facts_there_are() -> None:
    """« Vu, trop peu » beside a fact says how many were seen: the fact itself is not doubted."""
    read_out = what_was_shown([read_run(run("expert"))], "easy").profile
    few = replace(next(m for m in read_out.measured if m.n_observed), statement="not_enough", n_observed=1)
    said = [words(replace(few, n_observed=n), ONCE.t) for n in (1, 2)]
    assert said == ["Trop peu vu pour un niveau : 1 chose", "Trop peu vu pour un niveau : 2 choses"]


def test_a_fact_that_names_much_is_one_sentence_in_front_and_whole_behind_the_press() -> None:
    """Eight kits that lacked something: a voice hears in the row how many left as asked, a press says which did not.

    Rows bear a name and a statement, no fact, each of the same size.
    """
    tried = read_run(robot_run("kitting_poste_40", "hurried"), workshops()["kitting_poste_40"], {"device": "mouse"})
    card = boarding_pass(what_was_shown([tried], "easy"), "K4-MTQ", Comfort())
    kits = next(row for row in card.rows if row.habilete == "organiser")
    assert kits.first.startswith("Vous avez fait partir 0 kit sur 8 à l'heure, sans place oubliée")
    assert kits.first.count(".") == 1
    assert "poste 12" not in kits.first
    assert "poste 12" in kits.actions[0]
    pages = [shown(card, *("more",) * n) for n in range(4)]
    rows = {n.id: n for page in pages for n in page.nodes if n.id.startswith("row:")}
    assert {t.text for t in read((rows["row:organiser"],))} == {kits.label, kits.words}
    assert len({tuple(sorted({t.size for t in read((n,)) if t.colour == "ink"})) for n in rows.values()}) == 1
    assert min(t.size for n in rows.values() for t in read((n,))) >= LEAST
    assert kits.actions[0].rstrip(".") in " ".join(t.text for t in read(shown(card, "row:organiser").nodes))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("presses", [(), ("row:0",), ("to:0",)])
def test_no_word_of_the_pass_is_tiny(language: str, presses: tuple[str, ...]) -> None:
    """A whole pass, a row opened, a trade opened: every word can be read at 1366x768."""
    whole = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", Comfort(language=language))
    named = [f"row:{whole.rows[0].habilete}" if one == "row:0" else one for one in presses]
    screen = shown(whole, *named, look=StaticLook(Comfort(language=language)))
    small = [(t.text, t.size) for t in read(screen.nodes) if t.size < LEAST]
    assert small == []


def test_a_row_opens_to_all_its_facts_and_the_focus_comes_back() -> None:
    """At first one fact a row; pressed, both of them and what would say more; then back to the row."""
    whole = card()
    first = {t.text for t in read(shown(whole).nodes)}
    name = whole.rows[0].habilete
    opened = shown(whole, f"row:{name}")
    words = " ".join(t.text for t in read(opened.nodes))
    assert whole.rows[0].actions[1] not in first
    assert all(fact in words for fact in whole.rows[0].actions)
    assert whole.rows[0].settle in words
    assert opened.focus_first == "rows"
    assert shown(whole, f"row:{name}", "rows").focus_first == f"row:{name}"
    trade = shown(whole, "to:0")
    assert whole.destinations[0].why in " ".join(t.text for t in read(trade.nodes))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("robot", ["novice", "expert"])
def test_a_row_opens_to_every_fact_that_was_seen(robot: str, scale: float) -> None:
    """« Tout ce que l'on a vu » : what pulled down stands there too, page after page, and each page has its words."""
    look = StaticLook(Comfort(text_scale=scale))
    seen = of_three(robot)
    whole = boarding_pass(seen, "K4-MTQ", look.comfort)
    observed = {m.habilete: m.n_observed for m in seen.profile.measured}
    for one in whole.rows:
        facts = (*one.actions, *one.others)
        assert len(facts) == observed[one.habilete]
        pages, read_on = "", [f"row:{one.habilete}"]
        for _ in range(12):
            page = shown(whole, *read_on, look=look)
            pages += " " + " ".join(t.text for t in read([n for n in page.nodes if n.id.startswith("open:")]))
            read_on.append("facts")
        assert [fact for fact in facts if fact not in pages] == []
        assert all(fact.rstrip(".") in next(n for n in page.nodes if n.id.startswith("open:")).spoken for fact in facts)


def test_how_a_band_is_read_stands_beside_the_names_of_the_levels_once() -> None:
    """Which level is the highest, and that a short band is surer; a press says all of it, what is pale too."""
    whole = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", Comfort())
    screen = shown(whole)
    levels = next(n for n in screen.nodes if n.id == "levels")
    assert ONCE.t("boarding.sure", says=ONCE.t("statement.to_confirm.says")) in levels.spoken
    assert ONCE.t("boarding.levels") in levels.spoken
    assert ONCE.t("boarding.margin") not in " ".join(t.text for t in read(screen.nodes))
    rest = next(n for n in shown(whole, "others").nodes if n.id == "open:others")
    assert ONCE.t("boarding.margin") in rest.spoken


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(easy=True), Comfort(language="en")])
def test_an_opened_row_explains_only_the_colours_of_its_band(comfort: Comfort) -> None:
    """« Verte… Pâle, à gauche » stood under a white band."""
    words = StaticLook(comfort).t("boarding.margin.bare")
    *tints, white = {"fr": ("verte", "pâle", "blanche"), "en": ("green", "pale", "white")}[comfort.language]
    assert not any(tint in words.lower() for tint in (*tints, white))
    assert all(tint in StaticLook(comfort).t("boarding.margin").lower() for tint in (*tints, white))
    look = StaticLook(comfort)
    card = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", comfort)
    for row in card.rows:
        page, _ = opened(look, row, Rect(0, 0, 1200, 1600))
        drawn = " ".join(shape.text for shape in page.shapes if isinstance(shape, Text)).lower()
        assert all(tint in drawn for tint in tints) == (row.statement == "shown")
        goes_on = row.statement == "shown" and share(row.span[2]) > (*SHARES, 1.0)[row.level]
        assert (white in drawn) == goes_on


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_what_is_shown_is_said_in_the_words_of_the_tower(level: int, language: str) -> None:
    """One verdict has the same words on the pass and on an adviser's pages (`Words.stated`), wherever the estimate
    stands; that a level is the least is said once, beside the band."""
    t = StaticLook(Comfort(language)).t
    of_tower = Catalogue.load().t
    one = Measured("dexterite", 2.0, 0.5, 1.0, 3.0, (0.95, 0.9, 0.85), 6, 6, "shown", level, ())
    named = of_tower("statement.at", language, level=of_tower(f"statement.shown{level}", language))
    assert words(one, t).lower() == (of_tower("statement.is_shown", language) + named).lower()
    assert words(replace(one, mean=-1.0), t) == words(one, t)
    least = {"fr": "ce niveau au moins", "en": "this level at least"}
    assert least[language] in t("boarding.margin")


def test_the_first_thing_read_of_a_habilete_is_in_plain_words_and_a_press_says_its_official_name() -> None:
    """« Travailler sous tension » is taken for live wires: plain words on the row, the official name where it opens; on
    paper the short name that advisers read beside the plain words."""
    whole = boarding_pass(of_three("novice"), "K4-MTQ", Comfort())
    official = {h.id: h.label("fr") for h in habiletes()}
    easy = {h.id: h.easy_fr for h in habiletes()}
    short = {h.id: h.short("fr") for h in habiletes()}
    paper = paper_of(whole, Comfort(), "0" * 32)["rows"]
    for row, line in zip(whole.rows, paper, strict=True):  # type: ignore[call-overload]
        assert row.label == easy[row.habilete]
        if official[row.habilete] != row.label:
            pages = [shown(whole, f"row:{row.habilete}", *("facts",) * n) for n in range(4)]
            assert any(official[row.habilete] in t.text for page in pages for t in read(page.nodes))
            assert line[0] == f"{row.label} ({short[row.habilete]})"


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(easy=True), Comfort(language="en")])
@pytest.mark.parametrize("robot", ["novice", "expert"])
def test_the_fact_in_front_has_the_numbers_of_the_fact_behind_the_press(robot: str, comfort: Comfort) -> None:
    """A whole sentence to the person, and the same numbers and place: nothing is said that the fact does not say."""
    whole, sentences = boarding_pass(of_three(robot), "K4-MTQ", comfort), 0
    for row in whole.rows:
        counted = Counter(re.findall(r"\d+", re.sub(r" ; .*|; .*", "", row.first)))
        assert not counted - Counter(re.findall(r"\d+", row.actions[0])), row.first
        assert row.first.endswith(".")
        sentences += row.first.startswith(("Vous ", "You "))
    assert sentences or robot == "novice"


def test_a_count_with_something_beside_it_is_never_told_by_its_count_alone() -> None:
    """Good rivets set aside too, or work that was left: it stands beside the count in front too."""
    tried = read_run(run("expert"))
    rules = {rule.id: rule for rule in evidence_rules(panneau())}
    item = next(o for o in tried.observations if rules[o.rule].reads == "rivets_sorted" and o.n)
    front = {}
    for name, changed in {
        "plain": item, "extra": replace(item, extra=2), "left": replace(item, left=("blades", 1, 3)),
        "none": replace(item, n=0), "cut": replace(item, category=None, why_missing="cut"),
    }.items():  # fmt: skip
        front[name] = whole_facts(panneau(), [changed], Comfort())[item.rule]
        behind = facts(panneau(), [changed], Comfort())[item.rule]
        assert sorted(re.findall(r"\d+", front[name])) == sorted(re.findall(r"\d+", behind)), name
    assert front["plain"].startswith("Vous avez mis de côté 2")
    assert front["none"].startswith("Vous avez mis de côté 0")
    assert front["extra"].startswith("Les rivets à écarter sont tous mis de côté, 2 sur 2, au début ; 2 bons")
    assert front["left"].startswith(f"{front['plain']} Étape « Cadre 32 »")
    assert front["cut"] == facts(panneau(), [replace(item, category=None, why_missing="cut")], Comfort())[item.rule]


def test_rows_stand_by_what_is_known_and_never_by_height() -> None:
    """Shown, to confirm, not yet, not enough: so are the rows of the pass, and within one they keep their order."""
    whole = boarding_pass(of_three("novice"), "K4-MTQ", Comfort())
    places = [ORDER.index(row.statement) for row in whole.rows]
    assert places == sorted(places)
    assert len(whole.rows) > PER_PAGE
    pages = [shown(whole, *("more",) * n) for n in range(-(-len(whole.rows) // 3))]
    assert all(sum(n.id.startswith("row:") for n in page.nodes) <= PER_PAGE for page in pages)
    met = list(dict.fromkeys(n.id for page in pages for n in page.nodes if n.id.startswith("row:")))
    assert met == [f"row:{row.habilete}" for row in whole.rows]


def test_each_statement_has_its_own_mark() -> None:
    """A full disc and band, a ring and an empty band, a diamond, a bare track: seen without colour."""

    def drawn(statement: str) -> tuple[int, int, int]:
        row = Row("x", "x", statement, "x", (), (-1.0, 0.0, 1.0), "")
        node = next(n for n in shown(Pass("", "", (row,), "", "", ())).nodes if n.id == "row:x")
        discs = [s for s in node.shapes if isinstance(s, Circle)]
        bands = [s for s in node.shapes if isinstance(s, Box) and s.stroke == "ink"]
        return sum(s.fill != "white" for s in discs), sum(isinstance(s, Poly) for s in node.shapes), len(bands)

    assert [drawn(s) for s in ("shown", "to_confirm", "not_yet", "not_enough")] == [
        (1, 0, 1), (0, 0, 1), (0, 1, 1), (0, 0, 0)
    ]  # fmt: skip
    fills = {
        s: next(b.fill for b in on_axis(0, 0, 400, (-1.0, 0.0, 1.0), s) if isinstance(b, Box) and b.stroke)
        for s in ("shown", "to_confirm", "not_yet")
    }
    assert len(set(fills.values())) == 3
    assert fills["to_confirm"] == "white"


def test_only_workshops_installed_here_are_named_as_saying_more() -> None:
    """One workshop after another that is here; where none is left, a try in a real one."""
    alone = what_was_shown([read_run(run("idle"))], "easy")
    title = workshops()["aubes_soufflante"].head.title.fr
    plan = NextSteps(((title, ("normes_consignes",)),), see=("organiser",))
    told = boarding_pass(replace(alone, plan=plan), "K4-MTQ", Comfort()).clearer
    assert title in told
    assert "faire comme c'est écrit" in told
    only = replace(alone, plan=NextSteps(see=("organiser",)))
    assert "un vrai atelier" in boarding_pass(only, "K4-MTQ", Comfort()).clearer
    assert panneau().head.title.fr not in told


def test_nothing_is_called_shown_that_is_not() -> None:
    """The heading of the paper promises nothing; a statement that is shown says so, and at which level."""
    assert "montré" not in ONCE.t("boarding.shown").lower()
    whole = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", Comfort())
    # « solide » where the moments of the row show it too, else the highest level that they show.
    said = {row.words for row in whole.rows if row.statement == "shown"}
    assert said == {"Montré : solide", "Montré : à l'aise"}
    assert "11 autres habiletés" in whole.unsaid[-1].says


@pytest.mark.parametrize(("shown_by", "pages"), [("one", 1), ("three", 1)])
def test_the_paper_has_room_for_every_line(shown_by: str, pages: int, tmp_path: Path) -> None:
    """One workshop stands on one page, and so does what three showed to the full, with the first fact of each row."""
    read = what_was_shown([read_run(run("expert"))], "easy") if shown_by == "one" else of_three("expert")
    card_ = boarding_pass(read, "K4-MTQ", Comfort())
    write_pass(tmp_path / "pass.pdf", paper_of(card_, Comfort(), "0" * 32))
    whole = (tmp_path / "pass.pdf").read_bytes()
    assert len(re.findall(rb"/Type /Page\b(?!s)", whole)) == pages


@pytest.mark.parametrize(("rows", "all_of_it"), [(1, True), (6, False)])
def test_the_paper_prints_what_was_in_part(
    rows: int, all_of_it: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« 1 en partie » stood beside good facts alone: all that is not whole is printed where there is room, else the
    first of it in each row."""
    made = boarding_pass(what_was_shown([read_run(run("novice"))], "easy"), "K4-MTQ", Comfort())
    made = replace(made, rows=made.rows[:rows])
    lines: list[str] = []
    draws = FPDF.text

    def kept(pdf: FPDF, x: float, y: float, text: str = "") -> None:
        lines.append(text)
        draws(pdf, x, y, text)

    monkeypatch.setattr(FPDF, "text", kept)
    write_pass(tmp_path / "pass.pdf", paper_of(made, Comfort(), "0" * 32))
    printed = " ".join(" ".join(lines).split())
    for row in made.rows:
        amiss = [fact for state, fact in zip(row.states, row.seen, strict=True) if state != "done"]
        assert amiss
        there = [" ".join(fact.split()) in printed for fact in amiss]
        assert all(there) if all_of_it else any(there), row.label


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_names_of_the_levels_stand_over_the_rows_once_in_one_size(scale: float, language: str) -> None:
    """Four columns, each with its name over the first row, none larger than another; all lie over their columns."""
    look = StaticLook(Comfort(text_scale=scale, language=language))
    screen = shown(card(), look=look)
    words = {w for n in range(4) for w in look.t(f"boarding.level.{n}").split()}
    found = [s for s in screen.decor if isinstance(s, Text) and set(s.text.split()) <= words]
    assert len({s.x for s in found}) == 4
    rows = [n.rect for n in screen.nodes if n.id.startswith("row:")]
    assert len({s.size for s in found}) == 1
    assert all(top_of(look) + 66 <= s.y and s.y + s.size <= rows[0].y for s in found)
    assert rows[-1].y + rows[-1].h <= NEXT.y


def test_word_and_colour_of_a_row_say_the_same_level() -> None:
    """A margin may begin below the level that is shown: the line does, the band begins where the level does."""
    card = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", Comfort())
    one = replace(card.rows[0], statement="shown", words="Montré : solide", level=3, span=(0.2, 1.6, 2.6))
    x, w = 100.0, 400.0
    drawn = [s for s in on_axis(x, 50.0, w, one.span, one.statement, one.level) if isinstance(s, Box)]
    band = next(s for s in drawn if s.fill == "green" and s.alpha == 255)
    pale = next(s for s in drawn if s.fill == "green" and s.alpha == PALE)
    assert band.rect.x == pytest.approx(x + w * SHARES[2])
    assert band.rect.x + band.rect.w == pytest.approx(x + w * share(2.6))
    assert pale.rect.x == pytest.approx(x + w * share(0.2))
    assert pale.rect.x < band.rect.x
    other = [s for s in on_axis(x, 50.0, w, one.span, "to_confirm") if isinstance(s, Box) and s.stroke]
    assert [s.rect.x for s in other] == [pytest.approx(x + w * share(0.2))]
    assert [row.level > 0 for row in card.rows] == [row.statement == "shown" for row in card.rows]


def test_the_habiletes_that_were_not_seen_have_their_names() -> None:
    """How many there are, and a press away which; in large words the whole pass names them, on paper too."""
    card = boarding_pass(what_was_shown([read_run(run("expert"))], "easy"), "K4-MTQ", Comfort())
    unseen = {name for group in card.unsaid for name in group.names}
    assert len(unseen) + len(card.rows) == len(habiletes())
    assert all(str(len(group.names)) in group.says for group in card.unsaid)
    assert "others" in {n.id for n in navigate.reachable(shown(card))}
    listed = {t.text for t in read(shown(card, "others").nodes)}
    assert unseen <= listed
    large = StaticLook(Comfort(text_scale=2.0))
    pages = [shown(card, *["more"] * (len(card.rows) + n), look=large) for n in range(3)]
    whole = " ".join(node.spoken for page in pages for node in page.nodes if node.id == "whole")
    assert all(lowered(name) in whole for name in unseen)
    notes = " ".join(paper_of(card, Comfort(), "0" * 32)["notes"])  # type: ignore[call-overload]
    assert all(lowered(name) in notes for name in unseen)


@pytest.mark.parametrize(
    ("states", "head"),
    [
        ((), "Pas regardé aujourd'hui"), (("unseen", "unseen"), "Pas vu aujourd'hui"),
        (("unseen", "little"), "Vu, mais trop peu"), (("unlooked",), "Pas regardé avec cet appareil"),
    ],
)  # fmt: skip
def test_what_is_not_said_says_why(states: tuple[str, ...], head: str) -> None:
    """What no workshop looks at is not « pas vu »: one may have done it. What was met too little is not either."""
    [group] = unsaid({"adaptation": states}, {"adaptation": "Changer quand le travail change"}, ONCE.t)
    assert group.says.startswith(head)
    assert group.named.startswith(head)
    assert "changer quand le travail change" in group.named


def test_a_habilete_that_a_workshop_does_not_look_at_is_never_called_not_seen() -> None:
    """The kits change in the middle of the day, and no rule there reads « changer quand le travail change »."""
    kits = workshops()["kitting_poste_40"]
    tried = read_run(robot_run("kitting_poste_40", "expert"), kits, {"device": "mouse"})
    read_there = {rule.habilete for rule in evidence_rules(kits)}
    label = {h.id: h.easy_fr for h in habiletes()}
    card = boarding_pass(what_was_shown([tried], "easy"), "K4-MTQ", Comfort())
    away = {name for group in card.unsaid if group.says.startswith("Pas regardé aujourd'hui") for name in group.names}
    assert away == {label[h.id] for h in habiletes() if h.id not in read_there}
    cut = [replace(o, category=None, why_missing="cut", events=()) if o.habilete == "organiser" else o
           for o in tried.observations]  # fmt: skip
    card = boarding_pass(what_was_shown([replace(tried, observations=tuple(cut))], "easy"), "K4-MTQ", Comfort())
    assert [group.names for group in card.unsaid if group.says.startswith("Pas vu")] == [(label["organiser"],)]
    listed = " ".join(t.text for t in read(shown(card, "others").nodes))
    assert all(lowered(name) in listed.lower() for group in card.unsaid for name in group.names)


def test_a_line_never_shows_only_the_best_of_facts_that_differ() -> None:
    """Beside a fact that stands alone it is said how all stand, just where one stands otherwise or goes less far."""
    read = what_was_shown([read_run(run("novice"))], "easy")
    [one] = read.tries
    heights = {o.rule: o.category / o.top for o in one.observations if o.category is not None}
    said = set()
    measured = {m.habilete: m for m in read.profile.measured}
    card = boarding_pass(read, "K4-MTQ", Comfort())
    paper = [(row[2], row[6]) for row in paper_of(card, Comfort(), "0" * 32)["rows"]]  # type: ignore[attr-defined]
    assert any(row.less for row in card.rows)
    for row, (lines, counts) in zip(card.rows, paper, strict=True):
        heads = {"done": "", "part": "En partie : ", "open": "Pas encore : "}
        whole = [f"{heads[state]}{fact}" for state, fact in zip(row.states, row.seen, strict=True)]
        assert (lines, counts) == (tuple(whole[: len(row.actions)]), row.less)
        m = measured[row.habilete]
        rules = [p.rule for p in m.points if not p.indirect]
        front = carried(m)[0][1]
        lower = sum(heights[rule] < heights[front] for rule in rules if rule in heights)
        assert bool(row.less) == (lower > 0 or len(set(row.states)) > 1), row.label
        assert row.front == f"{row.first} {row.less}".strip()
        assert row.less in spoken(row), "a voice says no more good than the screen"
        said.add(bool(row.less))
    assert True in said


def test_what_one_wants_first_stands_first() -> None:
    """What I showed, what to do next, where it can lead, my code; the safety points and the device are a press away."""
    seen = of_three("novice")
    card = boarding_pass(replace(seen, plan=NextSteps((("Panneau de porte", ("organiser",)),))), "K4-MTQ", Comfort())
    order = [n.id.partition(":")[0] for n in shown(card).nodes]
    places = [order.index(id) for id in ("row", "next", "to", "code", "print")]
    assert places == sorted(places)
    first = " ".join(t.text for t in read(shown(card).nodes))
    assert "Panneau de porte" in first
    rest = next(n for n in shown(card, "others").nodes if n.id == "open:others").spoken
    for said in (card.gates, card.ease, card.region):
        assert said in rest
        assert said not in first


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_code_opens_to_what_it_is_for_and_what_if_it_is_lost(scale: float) -> None:
    """Each sentence stands on a page at its size; where nothing is kept there is no code to open."""
    look = StaticLook(Comfort(text_scale=scale))
    presses, there = ["code"], ""
    for _ in range(4):
        there += " " + " ".join(t.text for t in read(shown(card(), *presses, look=look).nodes))
        presses.append("facts")
    parts = [look.t(f"boarding.code.{part}") for part in ("name", "find", "again", "paper", "lost")]
    assert [part for part in parts if part not in there] == []
    without = shown(replace(card(), code=""), look=ONCE)
    assert next(n for n in without.nodes if n.id == "code").role == "text"


@pytest.mark.parametrize("robot", ["novice", "expert"])
def test_an_opened_row_says_how_each_fact_stands(robot: str) -> None:
    """As the trade expects, in part, not yet: each fact once, under what holds of it, on the screen and for a voice."""
    seen = of_three(robot)
    whole = boarding_pass(seen, "K4-MTQ", Comfort())
    order, heads = ("done", "part", "open"), {ONCE.t(f"boarding.facts.{state}") for state in ("done", "part", "open")}
    for row in whole.rows:
        grouped = [fact for _, facts_of in row.grouped for fact in facts_of]
        assert sorted(grouped) == sorted(row.seen)
        states = [state for state, _ in row.grouped]
        assert states == [state for state in order if state in states]
        node = next(n for n in shown(whole, f"row:{row.habilete}").nodes if n.id.startswith("open:"))
        assert {head for head in heads if f" {head}." in node.spoken} == {ONCE.t(f"boarding.facts.{s}") for s in states}
    named = {fact: state for row in whole.rows for state, facts_of in row.grouped for fact in facts_of}
    for tried in seen.tries:
        title = tried.scenario.head.title.fr
        told = facts(tried.scenario, tried.observations, Comfort())
        for o in tried.observations:
            if o.category == 0 and not o.left[1] and (fact := f"{title} : {told[o.rule]}") in named:
                assert named[fact] == "open"


def test_why_a_trade_is_there_speaks_the_words_of_the_rows() -> None:
    """On the screen and on paper habiletés are called as the rows call them; paper has each short name once, beside its
    row. No workshop that may not be there is promised."""
    plan = NextSteps(((panneau().head.title.fr, ("organiser", "dexterite")),))
    card = boarding_pass(replace(of_three("novice"), plan=plan), "K4-MTQ", Comfort())
    paper = paper_of(card, Comfort(), "0" * 32)
    assert [line[2] for line in paper["destinations"]] == [to.why for to in card.destinations]  # type: ignore[attr-defined]
    assert not any("atelier" in to.why for to in card.destinations)
    notes, easy = " ".join(paper["notes"]), {lowered(h.easy_fr) for h in habiletes()}  # type: ignore[call-overload]
    assert "travailler avec précision des mains" in notes
    said = " ".join((notes, *(to.why for to in card.destinations)))
    for h in habiletes():
        if lowered(h.short("fr")) not in easy:
            assert not re.search(rf"\b{h.short('fr')}\b", said), h.short("fr")
    assert any(name in to.why for to in card.destinations for name in easy)


@pytest.mark.parametrize("wishes", [{}, {"yes": ("day",), "commute": ("near",)}, {"no": ("nights", "weekends")}])
def test_answers_of_where_and_when_come_back_with_what_they_are_for(wishes: dict[str, tuple[str, ...]]) -> None:
    """On the card and on paper: each answer by its words, that they choose destinations, or that nothing was said."""
    seen = replace(what_was_shown([read_run(run("expert"))], "easy"), wishes=wishes)
    card = boarding_pass(seen, "K4-MTQ", Comfort())
    for name in (name for names in wishes.values() for name in names):
        assert lowered(ONCE.t(f"wishes.{name}")) in card.answers
    assert ("choisir vos destinations" in card.answers) == bool(wishes)
    assert card.answers in next(n for n in shown(card, "others").nodes if n.id == "open:others").spoken
    assert card.answers in " ".join(paper_of(card, Comfort(), "0" * 32)["notes"])  # type: ignore[call-overload]


def test_many_places_are_not_all_named() -> None:
    """Of many places touched one by one the first ones and how many others: the page has room for the rest."""
    basins = asked_region().basins
    firsts = {basin.department: basin.code for basin in basins}
    codes = [basin.code for basin in basins if basin.code not in firsts.values()]
    hours = ("day", "shifts_2x8", "shifts_3x8", "weekends", "travel")
    named = answers({"yes": [*codes, *hours], "no": ["nights"]}, asked_region(), ONCE.t)
    assert f"et {len(codes) - 3} autres lieux, " in named
    # Hours are few: none of them is one of the « others », however many places there are.
    assert all(lowered(ONCE.t(f"wishes.{name}")) in named for name in (*hours, "nights"))


def test_answers_of_where_are_told_in_the_words_that_were_touched() -> None:
    """Who touched « Partout en Normandie », a department or « Tous les autres lieux : non » read a list of basins."""
    basins, region = asked_region().basins, asked_region()
    codes = [basin.code for basin in basins]
    assert f"Oui : partout en {region.name_fr}." in answers({"yes": codes}, region, ONCE.t)
    one = basins[0].department
    own = [basin.code for basin in basins if basin.department == one]
    lone = next(basin for basin in basins if basin.department != one)
    said = answers({"yes": [*own, lone.code, "day"]}, region, ONCE.t)
    assert f"Oui : {name_of(one)}, {lone.name_fr}, en journée." in said
    assert not any(basin.name_fr in said for basin in basins if basin.code in own and basin.name_fr != name_of(one))
    said = answers({"yes": [lone.code], "no": [code for code in codes if code != lone.code]}, region, ONCE.t)
    assert f"Oui : {lone.name_fr}. Non : tous les autres lieux." in said
    # Where something was left without an answer, « all the others » would say too much.
    said = answers({"yes": [lone.code], "no": own}, region, ONCE.t)
    assert f"Non : {name_of(one)}." in said


@pytest.mark.parametrize("name", ["kitting_poste_40", "aubes_soufflante", "panneau_fuselage"])
def test_what_was_done_well_stands_in_front(name: str) -> None:
    """A row to confirm had « 0 pièce abîmée sur 3 » in front, while others of its facts were as expected."""
    for robot in ("novice", "expert"):
        tried = read_run(robot_run(name, robot), workshops()[name], {"device": "mouse"})
        whole = boarding_pass(what_was_shown([tried], "easy"), "K4-MTQ", Comfort())
        for row in whole.rows:
            if row.statement != "shown":
                assert list(row.states) == sorted(row.states, key=["done", "part", "open"].index)


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(language="en"), Comfort(easy=True)])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_no_words_of_the_card_go_over_the_edge_of_their_box(scale: float, comfort: Comfort) -> None:
    """A trade measured thin and drawn bold had a line below its box at 125 %."""
    look = StaticLook(replace(comfort, text_scale=scale))
    for robot in ("novice", "expert"):
        whole = boarding_pass(of_three(robot), "K4-MTQ", look.comfort)
        for presses in ((), ("more",), ("to_more",), (f"row:{whole.rows[0].habilete}",), ("others",), ("to:0",)):
            for node in shown(whole, *presses, look=look).nodes:
                for text in (s for s in node.shapes if isinstance(s, Text)):
                    assert text.y + text.size * 1.24 <= node.rect.y + node.rect.h + 4, (node.id, text.text)
                    if text.anchor == "left":
                        wide = look.width(text.text, text.size / look.px(1), text.bold)
                        assert text.x + wide <= node.rect.x + node.rect.w + 4, (node.id, text.text)


def test_no_page_ends_with_what_it_announces() -> None:
    """« Pas encore » stood alone at the foot of a page, and its facts on the next one."""
    heads = {"Pas encore", "En partie"}
    parts = [*(f"Fait {n}." for n in range(7)), "Pas encore", *(f"Fait {n}." for n in range(7, 12))]
    high = ONCE.line_height(22) + 8
    for lines in range(2, 10):
        pages = pages_of(ONCE, parts, 22, (900, lines * high), 8, heads)
        assert [part for page in pages for part in page] == parts
        assert not any(page[-1] in heads for page in pages)


def test_what_printing_does_is_said_before_it_is_pressed() -> None:
    """Where no printer is reached the button says that it makes a file, and in which folder; in discovery, nothing."""
    whole = card()
    here = Boarding(whole, may_share=True, printer=False, place="papiers").screen(ONCE)
    button = next(n for n in here.nodes if n.id == "print")
    words = " ".join(s.text for s in button.shapes if isinstance(s, Text))
    assert "fichier" in words
    assert "« papiers »" in words
    assert "Imprimer" not in words
    other = next(n for n in Boarding(whole, may_share=True).screen(ONCE).nodes if n.id == "print")
    assert "Imprimer" in other.name
    nothing = next(n for n in Boarding(whole, may_share=False).screen(ONCE).nodes if n.id == "print")
    assert "ni papier ni fichier" in nothing.spoken


def test_where_the_file_lies_is_large_enough_to_be_read() -> None:
    """After the press: the folder and the name in words as large as the rest."""
    said = ONCE.t("paper.written", place="papiers", file="carte-2026-11-30-b57a4044")
    screen = Boarding(card(), may_share=True, printed=said, printer=False, place="papiers").screen(ONCE)
    over = [s for s in screen.decor if isinstance(s, Text) and 86 < s.y < 150 and s.text in said]
    assert " ".join(s.text for s in over) == said
    assert min(s.size for s in over) >= LEAST


def test_an_opened_trade_says_its_hours_what_it_asks_and_what_comes_next() -> None:
    """One sentence on an empty page: each habileté asked is named with what the row of the pass says of it."""
    made = boarding_pass(what_was_shown([read_run(run("novice"))], "easy"), "K4-MTQ", Comfort())
    examples = {example.title.fr: example for example in example_offers()}
    stated = {row.habilete: lowered(row.words) for row in made.rows}
    for n, to in enumerate(made.destinations):
        spoken = next(node for node in shown(made, f"to:{n}").nodes if node.id == f"open:to:{n}").spoken
        example = examples[to.title]
        assert len(to.asks) == len(example.requirements)
        for one in example.requirements:
            name = next(h.easy_fr for h in habiletes() if h.id == one.habilete)
            line = next(line for line in to.asks if line.startswith(name))
            assert line in spoken
            assert f"« {ONCE.t(f'boarding.level.{one.level}')} »" in line
            assert stated.get(one.habilete, "pas été vu") in line
        assert all(ONCE.t(f"match.constraint.{name}") in spoken for name in example.constraints)
        assert made.onward[0] in spoken


def test_what_the_way_on_is_of_can_be_read_or_is_not_there() -> None:
    """« On y regarde ceci » stood in print that nobody reads; a voice says it all the same."""
    look = StaticLook(Comfort())
    for says in ("On y regarde ceci : les gestes précis.", "On y regarde ceci : suivre les consignes, " * 4):
        node = onward(look, ("À faire ensuite : un autre atelier.", says), NEXT)
        sizes = [s.size for s in node.shapes if isinstance(s, Text)]
        assert min(sizes) >= look.px(18)
        assert says.strip() in node.spoken
