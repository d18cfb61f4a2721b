"""Said yes, said no, not asked: from the screen to the database and back, and what older answers can honestly mean."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from store_kit import NOW, body, keys, sealed

from export.packets.body import StatedWishes as Sent
from export.store.answers import answers_of
from export.store.intake import add_station, import_packet
from export.store.lists import kept_list
from export.store.matching import load_examples
from export.store.steps import statements
from export.store.store import Store
from game.journey.destinations import wished
from game.scenes.wishes import WishesScene
from game.screen import navigate
from game.screen.nodes import Text
from game.screen.scene import Comfort
from game.window.look import StaticLook
from scenarios.regions import regions
from scoring.match import Wishes as Said

SCHEMA = Path(__file__).parent.parent / "export" / "store" / "schema"
WHO = "a" * 32


@pytest.mark.parametrize("region", regions(), ids=lambda one: one.id)
def test_every_basin_of_the_region_can_be_said(region: Any) -> None:
    """Each basin can be reached on one of the pages, answered yes, then no, then taken back."""
    scene, met = WishesScene(region), set()
    look = StaticLook(Comfort())
    for department in dict.fromkeys(one.department for one in region.basins):
        if scene.open != department:
            page_with(scene, look, f"open:{department}")
            scene.act(f"open:{department}")
        while True:
            ids = [n.id for n in navigate.reachable(scene.screen(look)) if n.id.startswith("wish:areas:")]
            for id in ids:
                code = id.rsplit(":", 1)[1]
                for answer in ({code: "yes"}, {code: "no"}, {}):
                    scene.act(id)
                    assert scene.answers == answer
            if set(ids) <= met:
                break
            met |= set(ids)
            scene.act("more")
        scene.act("fold")
    assert {one.rsplit(":", 1)[1] for one in met} == {one.code for one in region.basins}


def page_with(scene: WishesScene, look: StaticLook, id: str) -> None:
    """Turn to the page on which something can be pressed."""
    for _ in range(9):
        if id in {n.id for n in navigate.reachable(scene.screen(look))}:
            return
        scene.act("more")
    raise AssertionError(id)


def test_a_department_is_answered_as_a_whole() -> None:
    """One press says yes to all its places, the next no, the next nothing; where they differ it holds in part."""
    scene, look = WishesScene(), StaticLook(Comfort())
    department = scene.basins[0].department
    codes = {one.code for one in scene.basins if one.department == department}
    id = f"wish:department:{department}"
    for answers in (dict.fromkeys(codes, "yes"), dict.fromkeys(codes, "no"), {}):
        scene.act(id)
        assert scene.answers == answers
    scene.act(f"wish:areas:{min(codes)}")
    node = next(n for n in scene.screen(look).nodes if n.id == id)
    assert node.value == look.t("wishes.said.some")
    scene.act(id)
    assert scene.answers == dict.fromkeys(codes, "yes")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_places_stand_by_department_with_what_each_mark_says(scale: float) -> None:
    """Opened, a department has its own places and no other; what each mark says stands beside them."""
    scene = WishesScene()
    look = StaticLook(Comfort(text_scale=scale))
    for department in dict.fromkeys(one.department for one in scene.basins):
        scene.act(f"open:{department}")
        own, seen = {one.code for one in scene.basins if one.department == department}, set[str]()
        for _ in range(9):
            screen = scene.screen(look)
            assert f"department:{department}" in {n.id for n in screen.nodes}
            seen |= {n.id.rsplit(":", 1)[1] for n in screen.nodes if n.id.startswith("wish:areas:")}
            scene.act("more")
        assert seen == own
    words = {s.text for s in screen.decor if isinstance(s, Text)}
    assert scale > 1 or {look.t(f"wishes.said.{said}") for said in ("yes", "no", "nothing")} <= words


presses = st.lists(
    st.sampled_from(["all", "only", "wish:areas:2801", "wish:hours:nights", "wish:travel:travel", "wish:commute:near"]),
    max_size=12,
)


@given(presses)
def test_only_a_press_says_something(pressed: list[str]) -> None:
    """What nobody pressed has no answer; « near home » never answers for travel in the job; passing says nothing."""
    scene = WishesScene()
    for node in pressed:
        scene.act(node)
    said = wished(scene.chosen)
    if not {"all", "only"} & set(pressed):
        assert set(said.places) <= {"2801"}
    assert set(said.conditions) <= {"nights", "travel"}
    assert ("travel" in said.conditions) == (pressed.count("wish:travel:travel") % 3 > 0)
    scene.act("skip")
    assert wished(scene.chosen) == Said()


def test_nowhere_else_is_a_no_to_the_other_basins() -> None:
    """Said by one press, taken back by the next; without a yes there is nothing to say it of."""
    scene = WishesScene()
    scene.act("only")
    assert scene.answers == {}
    scene.act("wish:areas:2801")
    scene.act("only")
    assert scene.answers["2801"] == "yes"
    assert {said for code, said in scene.answers.items() if code != "2801"} == {"no"}
    assert len(scene.answers) == len(scene.basins)
    scene.act("only")
    assert scene.answers == {"2801": "yes"}


@pytest.mark.parametrize(
    ("old", "places", "conditions"),
    [
        ({"areas": ["2801"], "shifts": ["day"], "travel": "no"}, {"2801": "yes"}, {"day": "yes"}),
        ({"areas": [], "shifts": None, "travel": "yes"}, {}, {}),
        ({"areas": ["2801", "2817"], "shifts": [], "travel": None}, {"2801": "yes", "2817": "yes"}, {}),
    ],
)
def test_an_older_packet_is_read_as_what_it_can_mean(
    old: dict[str, Any], places: dict[str, str], conditions: dict[str, str]
) -> None:
    """A tick was a yes; the rest was not asked; its travel was the way to work or the whole region."""
    read = Sent.model_validate(old)
    assert (read.places, read.conditions, read.commute) == (places, conditions, None)


@pytest.mark.parametrize(
    "wrong",
    [{"places": {"2801": "maybe"}}, {"places": {"Rouen": "no"}}, {"conditions": {"rain": "no"}}, {"areas": ["x"]}],
)
def test_other_answers_are_refused(wrong: dict[str, Any]) -> None:
    """Yes and no are the only answers, and of known conditions."""
    with pytest.raises(ValidationError):
        Sent.model_validate(wrong)


def test_answers_come_back_as_they_were_said(tmp_path: Path) -> None:
    """Packet in, the same yes and no out; a later packet takes the place of the first."""
    with Store.open(tmp_path / "m.db") as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        wishes = {"places": {"2801": "yes", "2817": "no"}, "conditions": {"nights": "no"}, "commute": "near"}
        import_packet(store, sealed(body(WHO, wishes=wishes), 1), keys()[1], NOW)
        assert answers_of(store, WHO)[WHO] == Said({"2801": "yes", "2817": "no"}, {"nights": "no"}, "near")
        import_packet(store, sealed(body(WHO, wishes={}), 2), keys()[1], NOW)
        assert answers_of(store)[WHO] == Said()


def old_base(path: Path) -> None:
    """A base of the second version: one person with ticks, a decision, a list that read an empty box as a no."""
    made = sqlite3.connect(path)
    for step in ("001_first", "002_fairs"):
        for statement in statements((SCHEMA / f"{step}.sql").read_text("utf-8")):
            made.execute(statement)
        made.execute("create table if not exists _sqlite_migrations(migration_set text, name text, applied_at text)")
        made.execute("insert into _sqlite_migrations values('envol',?,'2026-01-01')", (step,))
    explain = {
        "candidate_id": WHO, "offer_id": "o", "band": "A", "missing": [], "tenths": 8, "changes": [],
        "conditions": [{"constraint": "nights", "state": "declined"}, {"constraint": "travel", "state": "accepted"},
                       {"constraint": "area", "state": "accepted"}],
        "reasons": [{"habilete": "dexterite", "level": 1, "weight": 1.0, "state": "short", "chance": 0.004,
                     "term": -5.5, "near": True}],
    }  # fmt: skip
    rows = (
        f"insert into candidates values('{WHO}','K4-MTQ','person','fr','2026-11-01','2027-02-01',3,'no',1,'easy')",
        f"insert into candidate_areas values('{WHO}','2801')",
        f"insert into candidate_shifts values('{WHO}','day')",
        "insert into offers values('o','test','o',null,'t','t',null,'2801',1,'open',0,null,'x')",
        "insert into preselections values('l1','o','2026-11-01','AB','match-1','s',2)",
        f"insert into preselection_items values('l1','{WHO}','A',1,'{json.dumps(explain)}','x')",
        f"insert into decisions values('d1','o','{WHO}',null,null,'keep','to_meet','CD','2026-11-01',null,null)",
        "insert into fairs values('f','F','R','2026-12-03',15)",
        "insert into employers values('e',null,'E')",
        "insert into stands values('f/a','f','e','A',1,1)",
        "insert into stands values('f/b','f','e','B',1,0)",
    )
    for sql in rows:
        made.execute(sql)
    made.execute("pragma application_id=1164867180")
    made.execute("pragma user_version=2")
    made.commit()
    made.close()


def test_a_base_from_before_invents_no_no(tmp_path: Path) -> None:
    """Ticks become yes, the rest not asked; old lists say no « no »; who decided is declared; access is not asked."""
    path = tmp_path / "m.db"
    old_base(path)
    with Store.open(path) as store:
        assert answers_of(store)[WHO] == Said({"2801": "yes"}, {"day": "yes"})
        (pair,) = kept_list(store, "l1").pairs
        assert {c.constraint: c.state for c in pair.conditions} == {
            "nights": "not_asked", "travel": "not_asked", "area": "yes",
        }  # fmt: skip
        assert [reason.statement for reason in pair.reasons] == ["to_confirm"]
        assert {row["adviser_id"] for row in store.rows("select * from advisers")} == {"AB", "CD"}
        access = {row["label"]: row["access"] for row in store.rows("select * from stands")}
        assert access == {"A": None, "B": "no"}
        assert load_examples(store, NOW) == 0
