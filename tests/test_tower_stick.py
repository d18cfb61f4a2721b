"""A room without a network: the card, the cards of its computers, its results and the receipts all go by one stick."""

import re
import time
from pathlib import Path

import pytest
from post_kit import PostWork
from tower_kit import Browser, browsing, ready, words

from assets.texts import Catalogue
from export.packets.cards import make_card, write_card
from export.packets.keys import station_keys
from export.packets.outbox import Outbox
from export.store.store import Store
from game.station.courier import Courier, by_sticks
from game.station.joining import cards_near
from lab.waiting import until
from tower.pages.carried import leaflets_of

SEATS = 12
SOON = "aubes_soufflante"
"""A workshop that a robot has soon played: what a stick carries is no matter of which one."""


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that is plugged in at the tower, until the test pulls it."""
    folder = tmp_path / "cle"
    folder.mkdir()
    there = lambda: [folder] if folder.is_dir() else []  # noqa: E731
    monkeypatch.setattr("tower.pages.carried.plugged_in", there)
    monkeypatch.setattr("tower.pages.house.plugged_in", there)
    # Where the folders are being built beside the tests one would be found.
    for room in ("carried", "house"):
        monkeypatch.setattr(f"tower.pages.{room}.player_folder", lambda: None)
    return folder


def refused(address: tuple[str, int], path: str, data: bytes) -> bytes:
    """No network."""
    raise ConnectionRefusedError


def waiting(post: PostWork) -> int:
    """How many results wait at a post."""
    return len(Outbox(post.folder / "outbox").waiting())


def joined_room(browser: Browser, stick: Path, tmp_path: Path) -> list[PostWork]:
    """Twelve computers join by the stick, one after the other, and are enrolled off it."""
    browser.see("/house/stations")
    browser.send("/house/stations/stick", {"stick": str(stick)})
    assert "La fiche est sur la clé" in words(browser.text)
    posts = []
    for n in range(SEATS):
        post = PostWork(SOON)
        post.home(str(tmp_path / f"post{n}"))
        post.join(str(stick))
        posts.append(post)
    browser.send("/house/stations/stick/enrol", {"stick": str(stick)})
    return posts


@pytest.mark.usefixtures("engine")
def test_twelve_computers_join_share_and_forget_by_one_stick(stick: Path, tmp_path: Path) -> None:
    """Each is enrolled in the order in which the room was gone through; each robot's result comes in, told by
    computer; the receipts let each forget its own, and a second round says that all is known."""
    db = ready(tmp_path / "m.db")
    with browsing(db) as browser:
        browser.enter()
        posts = joined_room(browser, stick, tmp_path)
        with Store.open(db) as store:
            named = {row["station_id"]: row["label"] for row in store.rows("select station_id, label from stations")}
        own = [named[cards_of(post)] for post in posts]
        assert own == [own[0], *(f"{own[0]} {n}" for n in range(2, SEATS + 1))], "in the order of the room"
        codes = [post.play(("novice", "expert")[n % 2], str(3 + n)) for n, post in enumerate(posts)]
        for post in posts:
            (found,) = by_sticks(post.folder, [stick])
            assert found.laid == 1
        browser.see("/people/stick")
        assert f"{SEATS} résultats à bord" in words(browser.text)
        browser.send("/people/stick/take", {"stick": str(stick)})
        page = words(browser.text)
        assert f"{SEATS} résultats sont entrés" in page
        assert f"{own[0]} (1), {own[1]} (1)" in page
        assert all(code in browser.see("/people").text for code in codes)
        assert [waiting(post) for post in posts] == [1] * SEATS
        for post in posts:
            by_sticks(post.folder, [stick])
        assert [waiting(post) for post in posts] == [0] * SEATS
        browser.see("/people/stick")
        assert "0 résultat à bord" in words(browser.text)


def cards_of(post: PostWork) -> str:
    """The id under which a post signs."""
    return station_keys(post.folder).station_id


def test_a_computer_without_a_network_lays_its_results_on_its_own_organisations_stick(
    stick: Path, tmp_path: Path
) -> None:
    """By itself, while the game is open; a stick with the card of another organisation, or none, is not touched."""
    db = ready(tmp_path / "m.db")
    other, bare = tmp_path / "autre", tmp_path / "nue"
    other.mkdir()
    bare.mkdir()
    write_card(other / "organisation.card", make_card("organisation", "Cap emploi", bytes([7] * 32), ["10.0.0.2:1"]))
    settled: list[int] = []
    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/stations")
        browser.send("/house/stations/stick", {"stick": str(stick)})
        post = PostWork(SOON)
        post.home(str(tmp_path / "post"))
        post.join(str(stick))
        post.play("novice", "3")
        before = time.monotonic()
        courier = Courier(post.folder, lambda: settled.append(1), refused, 0.05, plugged=lambda: [bare, other, stick])
        courier._searched = before + 1000
        try:
            assert until(lambda: any((stick / "envol").rglob("*.envol")), 20) is not None
            assert not (bare / "envol").exists()
            assert not (other / "envol").exists()
            browser.see("/house/stations")
            browser.send("/house/stations/stick/enrol", {"stick": str(stick)})
            browser.see("/people/stick")
            browser.send("/people/stick/take", {"stick": str(stick)})
            assert until(lambda: waiting(post) == 0, 20) is not None
            assert until(lambda: bool(settled), 20) is not None
        finally:
            courier.close()
    assert len(cards_near([stick])) == 1


def test_what_is_wrong_with_a_stick_is_a_sentence(stick: Path, tmp_path: Path) -> None:
    """Pulled out, never there, with no card on it, or with a result of a computer that is not enrolled."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/house/stations")
        browser.send("/house/stations/stick", {"stick": str(tmp_path)})
        assert "n'est plus branchée" in words(browser.text)
        browser.send("/house/stations/stick/enrol", {"stick": str(stick)})
        assert "Aucune fiche d'ordinateur sur cette clé" in words(browser.text)
        browser.send("/house/stations/stick", {"stick": str(stick)})
        post = PostWork(SOON)
        post.home(str(tmp_path / "post"))
        post.join(str(stick))
        post.play("novice", "3")
        by_sticks(post.folder, [stick])
        browser.see("/people/stick")
        browser.send("/people/stick/take", {"stick": str(stick)})
        assert re.search(r"1 résultat n'est pas entré : vient d'un (poste|ordinateur)", words(browser.text))
        by_sticks(post.folder, [stick])
        assert waiting(post) == 1
        stick.rename(tmp_path / "partie")
        browser.see("/people/stick")
        assert "Aucune clé n'est branchée" in words(browser.text)


@pytest.mark.usefixtures("engine")
def test_from_its_sources_a_seat_is_had_without_a_stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder of the game is there to copy, the card is laid beside the sources, the game opened from them
    joins, and the computer is enrolled; where a folder is there no such place is offered, nor any other ever taken."""
    sources = tmp_path / "sources"
    sources.mkdir()
    monkeypatch.setattr("tower.pages.house.plugged_in", list)
    for page in ("house", "home"):
        monkeypatch.setattr(f"tower.pages.{page}.from_sources", lambda: True)
    for place in ("house", "carried"):
        monkeypatch.setattr(f"tower.pages.{place}.checkout", lambda: sources)
    named = {"stick": str(sources)}
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        page = words(browser.see("/house/stations").text)
        assert "make play" in page
        assert "make package" in page
        # One seat is had so, and no twelve: said before what to do, with what twelve take.
        assert page.index("une seule place peut jouer") < page.index("make play") < page.index("make package")
        assert "une seule place peut jouer" in words(browser.see("/").text)
        browser.see("/house/stations")
        browser.send("/house/stations/stick/enrol", named)
        assert "Aucune fiche d'ordinateur n'est encore posée dans ce dossier" in words(browser.text)
        browser.send("/house/stations/stick", named)
        assert (sources / "organisation.card").exists()
        assert "La fiche est posée" in words(browser.text)
        post = PostWork(SOON)
        post.home(str(tmp_path / "post"))
        post.join(str(sources))
        browser.send("/house/stations/stick/enrol", named)
        assert "est inscrit" in words(browser.text)
        assert str(sources) not in browser.see("/people/stick").text, "results come off a stick alone"
        page = browser.see("/house/stations").text
        for place in ("house", "carried"):
            monkeypatch.setattr(f"tower.pages.{place}.checkout", lambda: None)
        browser.text = page
        browser.send("/house/stations/stick", named)
        assert "Cette clé n'est plus branchée" in words(browser.text)


@pytest.fixture
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The player's folder beside the tower's, one file of a megabyte."""
    folder = tmp_path / "envol-player-9"
    folder.mkdir()
    (folder / "envol").write_bytes(b"p" * 1_000_000)
    for room in ("carried", "house"):
        monkeypatch.setattr(f"tower.pages.{room}.player_folder", lambda: folder)
    return folder


def prepare(browser: Browser, stick: Path) -> str:
    """Press « Préparer la clé » and read what came of it."""
    browser.see("/house/stations")
    answer = browser.send("/house/stations/stick", {"stick": str(stick)})
    if browser.path != "/house/stations":
        look = lambda: browser.see("/house/stations/stick/work").url.path == "/house/stations"  # noqa: E731
        assert until(look, 60) is not None
    else:
        assert answer.url.fragment == "enrol", "the page goes where it was pressed"
    (said,) = re.findall(r'role="(?:alert|status)">(?:<p>)?(.*?)</p>', browser.text)
    return words(said)


def test_what_a_stick_refuses_is_said_where_it_was_pressed_with_what_to_do(
    stick: Path, game: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed without a stick, full, shut against writing, pulled while it is copied: each its own words; nothing half
    made is left as if it were whole, and the next press does it."""
    free = [500_000]
    usage = type("Usage", (), {"free": property(lambda _: free[0])})
    with browsing(ready(tmp_path / "m.db")) as browser, monkeypatch.context() as patched:
        browser.enter()
        stick.rename(tmp_path / "poche")
        browser.see("/house/stations")
        answer = browser.send("/house/stations/stick/look")
        assert answer.url.fragment == "enrol"
        assert "Aucune clé ne se voit encore" in words(browser.text)
        (tmp_path / "poche").rename(stick)
        browser.send("/house/stations/stick/look")
        assert "1 clé est branchée" in words(browser.text)
        patched.setattr("tower.pages.carried.shutil.disk_usage", lambda _: usage())
        assert "est pleine : il y faut 1 Mo, il y en a 0 de libres" in prepare(browser, stick)
        assert list(stick.iterdir()) == [], "nothing is begun that has no room"
        free[0] = 10**9

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as shut:
            shut.setattr("tower.pages.carried.write_whole", refuse)
            assert "On ne peut pas écrire sur la clé" in prepare(browser, stick)

        def pulled(*_: object, **__: object) -> None:
            stick.rename(tmp_path / "poche")
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as out:
            out.setattr("tower.pages.carried.shutil.copytree", pulled)
            assert "ne répond plus" in prepare(browser, stick)
        (tmp_path / "poche").rename(stick)
        assert "La clé est prête" in prepare(browser, stick)
    assert (stick / game.name / "envol").stat().st_size == 1_000_000


@pytest.mark.parametrize(("program", "opens"), [("envol", "Linux"), ("envol.exe", "Windows")])
def test_the_root_of_a_stick_says_what_it_is_for_and_what_to_press_on_each_system(
    program: str, opens: str, tmp_path: Path
) -> None:
    """Three lines of its own, not the inner folder's; of the system for which the game is not, that it is not."""
    game = tmp_path / "envol-player-9"
    game.mkdir()
    (game / program).write_bytes(b"")
    leaflets = leaflets_of(Catalogue.load(), game)
    assert set(leaflets) == {"LISEZ-MOI.txt", "READ-ME.txt"}
    for raw in leaflets.values():
        said = raw.decode("utf-8-sig")
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert max(map(len, said.splitlines())) <= 96
        assert game.name in said
    french = " ".join(leaflets["LISEZ-MOI.txt"].decode("utf-8-sig").split())
    other = {"Linux": "Windows", "Windows": "Linux"}[opens]
    assert f"{opens} : double-cliquez sur « envol »" in french
    assert f"{other} : le jeu de cette clé ne s'y ouvre pas" in french
    assert "« Rejoindre »" in french
