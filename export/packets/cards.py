"""Cards: what a post and an organisation show each other, as a file to carry. Only public halves are ever in one."""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Literal

from nacl.bindings import crypto_scalarmult
from nacl.exceptions import CryptoError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from export.files.whole import read_whole, write_whole
from export.packets.keys import KeyFileError, is_public, secrets_in
from scenarios.plain import is_plain
from scenarios.safe import SourceErrors, parse_json, text_of

MAX_BYTES = 10_000
CARD_FILE = "organisation.card"
"""Where a post keeps the card of its organisation."""


def _plain(text: str) -> str:
    if not is_plain(text) or not text.strip():
        raise ValueError("hidden signs")
    return text


Words = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_plain)]


class Card(BaseModel):
    """Who it is, the public half of their key (hexadecimal), and where they answer; nothing secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_card: Literal[1] = 1
    kind: Literal["station", "organisation"]
    label: Words
    public_key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    addresses: Annotated[tuple[Words, ...], Field(max_length=16)] = ()
    signing_key: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """Of an organisation: what its receipts are signed with. Cards of earlier versions have none."""

    @property
    def check(self) -> str:
        """Eight signs that follow from the card: read aloud, they say that both sides hold the same one."""
        text = json.dumps(self.plain(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def plain(self) -> dict[str, object]:
        """As it is written; a card without a signing key is what it was before there were any."""
        whole = self.model_dump(mode="json")
        return whole if self.signing_key else {name: value for name, value in whole.items() if name != "signing_key"}


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
    if not _halves_fit(card):
        raise KeyFileError("key_card.altered", path)
    return card


def refuse_secret(card: Card, path: Path, *folders: Path) -> None:
    """Raise KeyFileError where a card bears the secret half of a key that is kept in one of these folders."""
    if secrets_in(*folders) & {bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key)}:
        raise KeyFileError("key_card.secret", path)


def _halves_fit(card: Card) -> bool:
    """Whether each key of a card can be what it is there for: results are sealed to an organisation's public half, its
    receipts are told by the other; a post has one alone. Halves put the one for the other fit in no card of a key made
    since keys are chosen for it (`keys.organisation_keys`); of an older key, once in sixteen."""
    if card.kind == "station":
        return not card.signing_key
    signing = bytes.fromhex(card.signing_key)
    return seals_to(bytes.fromhex(card.public_key)) and (not signing or is_public(signing))


def is_secret(text: bytes) -> bool:
    """Whether a text is what a key file holds, the secret half: 64 hexadecimal signs and nothing else."""
    return len(text) == 64 and not set(text) - set(b"0123456789abcdefABCDEF")


def seals_to(key: bytes) -> bool:
    """Whether results can be sealed to these bytes: of a few points of the curve every secret would be known."""
    try:
        return bool(crypto_scalarmult(bytes(range(32)), key))
    except CryptoError:
        return False


def spaced(check: str) -> str:
    """Check signs in two halves, for whoever reads them aloud."""
    return f"{check[:4]} {check[4:]}"
