"""Cards: what a post and an organisation show each other, as a file to carry. Only public halves are ever in one."""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Literal

from nacl.bindings import crypto_scalarmult
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from export.files.signed import signed_by
from export.files.whole import read_whole, write_whole
from export.packets.keys import KeyFileError, is_public, secrets_in
from export.packets.receipts import signing_of
from scenarios.plain import is_plain
from scenarios.safe import SourceErrors, text_of
from scenarios.safe_json import parse_json

PROOF = b"envol card 1\0"
MAX_BYTES = 10_000
CARD_FILE = "organisation.card"
"""Where a post keeps the card of its organisation."""


def _plain(text: str) -> str:
    if not is_plain(text) or not text.strip():
        raise ValueError("hidden signs")
    return text


CardWords = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_plain)]


class Card(BaseModel):
    """Who it is, the public half of their key (hexadecimal), and where they answer; nothing secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_card: Literal[1] = 1
    kind: Literal["station", "organisation"]
    label: CardWords
    public_key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    addresses: Annotated[tuple[CardWords, ...], Field(max_length=16)] = ()
    signing_key: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """Of an organisation: what its receipts are signed with. Cards of earlier versions have none."""
    proof: Annotated[str, Field(pattern=r"^([0-9a-f]{128})?$")] = ""
    """Of an organisation whose key is so old that either half could be the other: that the second signed for the first.
    Of a newer key there is nothing to prove, and its card is written as it was."""

    @property
    def check(self) -> str:
        """Eight signs that follow from the card: shown as `check_signs.read_aloud` says, the same on both sides."""
        text = json.dumps(self.plain(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def plain(self) -> dict[str, object]:
        """As it is written; a card without a signing key or a proof is what it was before there were any."""
        whole = self.model_dump(mode="json")
        return {name: value for name, value in whole.items() if value or name not in ("signing_key", "proof")}


def card_text(card: Card) -> bytes:
    """A card as text that a person may read."""
    text = json.dumps({**card.plain(), "check": card.check}, ensure_ascii=False, indent=1)
    return text.encode() + b"\n"


def write_card(path: Path, card: Card) -> None:
    """Write a card. Raises OSError, OutputError."""
    write_whole(path, card_text(card), private=False)


def make_card(
    kind: Literal["station", "organisation"], label: str, key: bytes, addresses: list[str], signing: bytes = b""
) -> Card:
    """A card of one's own. Raises KeyFileError for a name or an address that is empty, too long or hides signs."""
    try:
        return Card(kind=kind, label=label, public_key=key.hex(), addresses=tuple(addresses), signing_key=signing.hex())
    except ValidationError as error:
        raise KeyFileError("key_card.bad_words", Path(label)) from error


def card_of_key(secret: PrivateKey, label: str, addresses: list[str]) -> Card:
    """The card of an organisation's key; of an older one, with the proof of which half is which.

    Raises KeyFileError as `make_card`.
    """
    signing, public = signing_of(secret), bytes(secret.public_key)
    card = make_card("organisation", label, public, addresses, bytes(signing.verify_key))
    if not is_public(public):
        return card
    return card.model_copy(update={"proof": signing.sign(PROOF + public).signature.hex()})


def refuse_older(card: Card, path: Path) -> None:
    """Raise KeyFileError for a card to join by of which nobody can tell whether its halves stand the right way round:
    one of an older key, that was made before there were proofs. A card made again says it."""
    if card.signing_key and not card.proof and is_public(bytes.fromhex(card.public_key)):
        raise KeyFileError("key_card.older", path)


def read_card(path: Path, kind: str) -> Card:
    """The card of a file, of the kind that is wanted. Raises OSError, and KeyFileError with what it is instead."""
    raw = read_whole(path, MAX_BYTES)
    if raw is None:
        raise KeyFileError("key_card.not_a_card", path)
    if is_secret(raw.strip()):
        raise KeyFileError("key_card.secret", path)
    try:
        parsed = parse_json(text_of(raw, path.name), path.name)
        said = parsed.pop("check") if isinstance(parsed, dict) else None
        card = Card.model_validate_json(json.dumps(parsed))
    except (ValueError, KeyError, SourceErrors) as error:
        raise KeyFileError("key_card.not_a_card", path) from error
    if said != card.check:
        raise KeyFileError("key_card.altered", path)
    if card.kind != kind:
        raise KeyFileError(f"key_card.is_{card.kind}", path)
    if kind == "station" and not is_public(bytes.fromhex(card.public_key)):
        raise KeyFileError("key_card.secret", path)
    if _shows_secret(card):
        raise KeyFileError("key_card.secret", path)
    if not _halves_fit(card):
        raise KeyFileError("key_card.altered", path)
    return card


def refuse_secret(card: Card, path: Path, *folders: Path) -> None:
    """Raise KeyFileError where a card bears the secret half of a key that is kept in one of these folders."""
    if secrets_in(*folders) & {bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key)}:
        raise KeyFileError("key_card.secret", path)


def _shows_secret(card: Card) -> bool:
    """Whether one half of an organisation's card is the secret of the other: what follows from it stands beside it."""
    halves = {bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key)} - {b""}
    keys = [PrivateKey(half) for half in halves if card.kind == "organisation"]
    return any(halves & {bytes(key.public_key), bytes(signing_of(key).verify_key)} for key in keys)


def _halves_fit(card: Card) -> bool:
    """Whether each key of a card can be what it is there for: results are sealed to an organisation's public half, its
    receipts are told by the other; a post has one alone. Halves put the one for the other fit in no card of a key made
    since keys are chosen for it (`keys.organisation_keys`), and in no card with a proof; in a card of an older key
    without one, once in sixteen: nobody joins by it (`refuse_older`). A secret half is told apart (`_shows_secret`)."""
    if card.kind == "station":
        return not card.signing_key and not card.proof
    public, signing = bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key)
    if card.proof and not signed_by(signing, PROOF + public, bytes.fromhex(card.proof)):
        return False
    return seals_to(public) and (not signing or is_public(signing))


def is_secret(text: bytes) -> bool:
    """Whether a text is what a key file holds, the secret half: 64 hexadecimal signs and nothing else."""
    return len(text) == 64 and not set(text) - set(b"0123456789abcdefABCDEF")


def seals_to(key: bytes) -> bool:
    """Whether results can be sealed to these bytes: of a few points of the curve every secret would be known."""
    try:
        return bool(crypto_scalarmult(bytes(range(32)), key))
    except CryptoError:
        return False
