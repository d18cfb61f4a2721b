"""A post and an organisation meet by files: public halves only, one command on each side, nothing made unasked."""

import json
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from store_kit import NOW, body, keys

from cli.main import main
from export.packets.cards import Card, card_of_key, card_text, make_card, read_card, write_card
from export.packets.keys import KeyFileError, is_public, organisation_keys, station_keys
from export.packets.outbox import Outbox
from export.packets.receipts import signing_of
from export.store.intake import add_station
from export.store.store import Store, StoreError
from game.station.checkup import keys as checkup
from scenarios.load import workshop_files

Capture = pytest.CaptureFixture[str]
RULES = str(workshop_files()[0].with_name("evidence.yaml"))


def envol(capsys: Capture, *words: str) -> tuple[int, str]:
    """Status and all that was said, in French."""
    capsys.readouterr()
    status = main(["--lang", "fr", *words])
    out, err = capsys.readouterr()
    return status, out + err


def test_the_whole_way_from_a_post_to_the_base(tmp_path: Path, capsys: Capture) -> None:
    """Cards both ways, the same check signs on both sides, then a packet of the post comes in."""
    post, desk = tmp_path / "post", tmp_path / "desk.db"
    card, org = str(tmp_path / "poste.card"), str(tmp_path / "org.card")
    status, said = envol(capsys, "station", "card", "--out", card, "--home", str(post), "--label", "Poste de Méaulte")
    assert status == 0
    check = said.split(" : ")[-1].strip()
    status, said = envol(capsys, "organisation", "card", "--out", org, "--db", str(desk), "--address", "192.0.2.4:7000")
    assert status == 0
    assert "Clé de l'organisation faite" in said
    assert envol(capsys, "organisation", "card", "--out", org, "--db", str(desk))[1].count("\n") == 1
    status, said = envol(capsys, "station", "enrol", card, "--db", str(desk))
    assert status == 0
    assert check in said
    assert "Poste de Méaulte" in said
    assert envol(capsys, "station", "join", org, "--home", str(post))[0] == 0
    joined = read_card(post / "organisation.card", "organisation")
    private = organisation_keys(tmp_path / "desk.db.home")
    assert joined.public_key == bytes(private.public_key).hex()
    Outbox(post / "outbox").put(body(), station_keys(post), private.public_key)
    status, said = envol(capsys, "packets", "import", str(post / "outbox"), "--db", str(desk))
    assert (status, "1 paquet dans la base sur 1" in said) == (0, True)


def test_a_card_holds_nothing_secret(tmp_path: Path) -> None:
    """No secret half of any key of the machine is in a card."""
    main(["station", "card", "--out", str(tmp_path / "p.card"), "--home", str(tmp_path / "h")])
    main(["organisation", "card", "--out", str(tmp_path / "o.card"), "--db", str(tmp_path / "m.db")])
    secrets = [path.read_text().strip() for path in tmp_path.rglob("*.key")]
    assert len(secrets) == 2
    for card in tmp_path.glob("*.card"):
        assert not any(secret in card.read_text() for secret in secrets)


def test_a_secret_key_given_as_public_is_refused(tmp_path: Path, capsys: Capture) -> None:
    """The key file in the place of a card, its text in the place of a public key: refused, and never said again."""
    station_keys(tmp_path)
    secret = (tmp_path / "station.key").read_text().strip()
    db = ["--db", str(tmp_path / "m.db")]
    for words in (["enrol", str(tmp_path / "station.key")], ["add", secret, "--label", "x"]):
        status, said = envol(capsys, "station", *words, *db)
        assert status == 1
        assert "secrète" in said
        assert secret not in said
    wrong = [key for key in (bytes([n] * 32) for n in range(64)) if not is_public(key)]
    assert len(wrong) > 50
    with Store.open(tmp_path / "m.db") as store:
        assert store.rows("select 1 from stations") == []
        for key in wrong:
            with pytest.raises(StoreError, match="not_public"):
                add_station(store, key, "x", NOW)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"check": 1}', b"[" * 9000, b"x" * 20_000])
def test_what_is_no_card_is_a_sentence(content: bytes, tmp_path: Path, capsys: Capture) -> None:
    """Empty, cut, another text, too big: status 1, and no post is enrolled."""
    (tmp_path / "x.card").write_bytes(content)
    status, said = envol(capsys, "station", "enrol", str(tmp_path / "x.card"), "--db", str(tmp_path / "m.db"))
    assert status == 1
    assert "n'est pas une fiche" in said


def test_a_card_that_says_one_thing_twice_is_none(tmp_path: Path, capsys: Capture) -> None:
    """Two readers could take one for the other: it is refused, whichever comes last."""
    signing = SigningKey(bytes(range(32)))
    text = card_text(make_card("station", "vm", bytes(signing.verify_key), [])).decode()
    (tmp_path / "x.card").write_text(text.replace("{", '{"label": "autre",', 1))
    status, said = envol(capsys, "station", "enrol", str(tmp_path / "x.card"), "--db", str(tmp_path / "m.db"))
    assert status == 1
    assert "n'est pas une fiche" in said


def test_an_altered_or_other_card_is_named(tmp_path: Path, capsys: Capture) -> None:
    """One sign changed, or the card of the other side: each has its sentence; names show all their signs."""
    key = bytes(SigningKey.generate().verify_key)
    path = tmp_path / "x.card"
    db = ["--db", str(tmp_path / "m.db")]
    write_card(path, make_card("station", "Poste 1", key, []))
    path.write_text(path.read_text().replace("Poste 1", "Poste 2"))
    assert "changée ou abîmée" in envol(capsys, "station", "enrol", str(path), *db)[1]
    write_card(path, make_card("organisation", "Agence", key, []))
    assert "fiche d'une organisation" in envol(capsys, "station", "enrol", str(path), *db)[1]
    write_card(path, make_card("station", "Poste", key, []))
    assert "fiche d'un poste" in envol(capsys, "station", "join", str(path), "--home", str(tmp_path / "h"))[1]
    for label in ("", "a\u202eb", "x" * 81):
        with pytest.raises(KeyFileError, match="bad_words"):
            make_card("station", label, key, [])
    made = json.loads(path.read_text())
    assert Card.model_validate_json(json.dumps({k: v for k, v in made.items() if k != "check"})).check == made["check"]


@pytest.mark.parametrize("command", ["packets import {folder} --db {db}", "rescore {db} --rules {rules}"])
def test_a_missing_key_is_named_and_none_is_made(command: str, tmp_path: Path, capsys: Capture) -> None:
    """What opens packets never makes a key: one that is new opens nothing, and hides that the right one is gone."""
    db = tmp_path / "m.db"
    with Store.open(db) as store:
        add_station(store, keys()[0].verify_key, "Poste", NOW)
    status, said = envol(capsys, *command.format(db=db, folder=tmp_path, rules=RULES).split())
    assert status == 1
    assert f"manque : {db}.home/organisation.key" in said
    assert not list(tmp_path.rglob("*.key"))


def test_joining_leaves_the_posts_own_card_on_the_stick(tmp_path: Path, capsys: Capture) -> None:
    """One command a post: its card stands beside the organisation's, once; another of that name has a figure."""
    db, stick = tmp_path / "m.db", tmp_path / "stick"
    stick.mkdir()
    org = str(stick / "organisation.card")
    assert envol(capsys, "organisation", "card", "--db", str(db), "--out", org)[0] == 0
    for home in ("one", "one", "two"):
        status, said = envol(capsys, "station", "join", org, "--home", str(tmp_path / home))
        assert status == 0
        assert "à côté" in said
    cards = sorted(stick.glob("poste-*.card"))
    assert len(cards) == 2
    assert len({read_card(one, "station").public_key for one in cards}) == 2


def card_of(path: Path, **fields: object) -> Path:
    """A card as somebody wrote it by hand: its check signs follow from what it says."""
    card = Card.model_construct(envol_card=1, **{"addresses": (), "signing_key": "", **fields})  # type: ignore[arg-type]
    path.write_bytes(card_text(card))
    return path


def test_an_organisations_card_whose_halves_cannot_be_its_own_joins_nothing(tmp_path: Path, capsys: Capture) -> None:
    """Halves put one for the other, a secret half, points that every secret is known of: once joined, results were
    sealed to nobody, or the share of a person ended in a traceback. Nothing is kept on the post."""
    db, card = tmp_path / "m.db", tmp_path / "x.card"
    # Of these keys the public half is no point of the other curve.
    secret = next(key for key in map(PrivateKey, (bytes([n] * 32) for n in range(1, 64)))
                  if not is_public(bytes(key.public_key)) and not is_public(bytes(key)))  # fmt: skip
    sealing, signing = bytes(secret.public_key).hex(), bytes(signing_of(secret).verify_key).hex()
    post = tmp_path / "post"
    own = bytes(station_keys(post).signing).hex()
    low = ["00" * 32, "01" + "00" * 31, "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"]
    wrong = [(signing, sealing), (sealing, bytes(secret).hex()), (own, signing), (sealing, "00" * 32)]
    for public, sign in [*wrong, *((key, signing) for key in low)]:
        card_of(card, kind="organisation", label="A", public_key=public, signing_key=sign)
        status, said = envol(capsys, "station", "join", str(card), "--home", str(post))
        assert status == 1, (public, sign)
        assert "secrète" in said if {public, sign} & {own, bytes(secret).hex()} else "changée ou abîmée" in said
        assert not (post / "organisation.card").exists()
    card_of(card, kind="organisation", label="A", public_key=sealing, signing_key=signing)
    assert envol(capsys, "station", "join", str(card), "--home", str(post))[0] == 0
    assert not db.exists()


def test_no_new_key_has_a_half_that_could_stand_for_the_other(tmp_path: Path, capsys: Capture) -> None:
    """Of a key left to chance, swapped halves joined a post once in sixteen; of a hundred new ones, never."""
    post = tmp_path / "post"
    for n in range(100):
        secret, station = organisation_keys(tmp_path / f"o{n}"), station_keys(tmp_path / f"s{n}")
        assert not is_public(bytes(station.signing))
        assert is_public(station.verify_key)
        sealing, signing = bytes(secret.public_key).hex(), bytes(signing_of(secret).verify_key).hex()
        for public, sign in ((signing, sealing), (sealing, bytes(secret).hex())):
            card = card_of(tmp_path / "x.card", kind="organisation", label="A", public_key=public, signing_key=sign)
            with pytest.raises(KeyFileError):
                read_card(card, "organisation")
    assert not post.exists()
    assert capsys.readouterr().out == ""


def test_swapped_halves_of_an_older_key_join_nothing(tmp_path: Path, capsys: Capture) -> None:
    """Of a key made before keys were chosen, swapped halves joined a post once in sixteen: its results were sealed to
    nobody. Its card bears a proof now; one made before is asked to be made again, and the doctor of a post says so."""
    made = (PrivateKey(bytes([n, k] * 16)) for n in range(99) for k in range(9))
    secret = next(key for key in made if is_public(bytes(key.public_key)))
    card = card_of_key(secret, "Agence", ["10.0.0.9:1"])
    path, post = tmp_path / "x.card", tmp_path / "post"
    swapped = {"public_key": card.signing_key, "signing_key": card.public_key}
    altered, older = "changée ou abîmée", "d'une clé ancienne"
    for changes, says in (
        (swapped, altered), ({**swapped, "proof": ""}, older), ({"proof": ""}, older), ({"proof": "0" * 128}, altered),
    ):  # fmt: skip
        path.write_bytes(card_text(card.model_copy(update=changes)))
        status, said = envol(capsys, "station", "join", str(path), "--home", str(post))
        assert status == 1
        assert says in said, changes
        assert not (post / "organisation.card").exists()
    path.write_bytes(card_text(card))
    assert envol(capsys, "station", "join", str(path), "--home", str(post))[0] == 0
    assert checkup(post)[-1].state == "fine"
    (post / "organisation.card").write_bytes(card_text(card.model_copy(update={"proof": ""})))
    assert checkup(post)[-1].state == "older"
    newer = organisation_keys(tmp_path / "new")
    assert b"proof" not in card_text(card_of_key(newer, "Agence", []))


def test_the_secret_half_of_an_older_key_is_told_by_the_other(tmp_path: Path, capsys: Capture) -> None:
    """Where that key is not kept, a secret half that is a point passed for a receipts' key, once in sixteen; that of a
    post that is enrolled, for another post's public half."""
    secret = next(key for key in (PrivateKey(bytes([n, k] * 16)) for n in range(99) for k in range(9))
                  if is_public(bytes(key)) and not is_public(bytes(key.public_key)))  # fmt: skip
    path, sealing, hidden = tmp_path / "x.card", bytes(secret.public_key).hex(), bytes(secret).hex()
    for public, sign in ((sealing, hidden), (hidden, bytes(signing_of(secret).verify_key).hex())):
        card_of(path, kind="organisation", label="A", public_key=public, signing_key=sign)
        status, said = envol(capsys, "station", "join", str(path), "--home", str(tmp_path / "post"))
        assert (status, "secrète" in said, hidden in said) == (1, True, False)
    seed = next(key for key in (bytes([n] * 32) for n in range(64)) if is_public(key))
    with Store.open(tmp_path / "m.db") as store:
        add_station(store, bytes(SigningKey(seed).verify_key), "P", NOW)
        card_of(path, kind="station", label="Q", public_key=seed.hex())
        status, said = envol(capsys, "station", "enrol", str(path), "--db", str(tmp_path / "m.db"))
        assert (status, "secrète" in said) == (1, True)
        assert len(store.rows("select 1 from stations")) == 1


def test_a_posts_card_with_a_second_key_or_a_known_secret_enrols_nobody(tmp_path: Path, capsys: Capture) -> None:
    """A post has one key; a secret half kept beside the base is told by that, also where it could be a public one."""
    db, card = tmp_path / "m.db", tmp_path / "x.card"
    seed = next(key for key in (bytes([n] * 32) for n in range(64)) if is_public(key))
    (tmp_path / "station.key").write_text(seed.hex())
    key = bytes(SigningKey(seed).verify_key).hex()
    for fields, says in (
        ({"public_key": key, "signing_key": key}, "changée ou abîmée"),
        ({"public_key": seed.hex()}, "secrète"),
    ):
        card_of(card, kind="station", label="P", **fields)
        status, said = envol(capsys, "station", "enrol", str(card), "--db", str(db))
        assert status == 1
        assert says in said
    with Store.open(db) as store:
        assert store.rows("select 1 from stations") == []


def test_a_post_whose_own_key_is_damaged_has_not_joined(tmp_path: Path, capsys: Capture) -> None:
    """Status 1 and no card of an organisation: else the game took the half-joined post for a joined one."""
    org, post = tmp_path / "org.card", tmp_path / "post"
    assert envol(capsys, "organisation", "card", "--db", str(tmp_path / "m.db"), "--out", str(org))[0] == 0
    post.mkdir()
    (post / "station.key").write_text("zz")
    status, said = envol(capsys, "station", "join", str(org), "--home", str(post))
    assert status == 1
    assert "abîmée" in said
    assert [path.name for path in post.iterdir()] == ["station.key"]
