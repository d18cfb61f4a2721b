"""What a kiosk is told: one YAML file, checked whole, every problem with its line."""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from assets.texts import languages
from export.files.ticket import Printer, PrinterError
from scenarios.load import problems_of
from scenarios.model import Strict, among, once
from scenarios.safe import SourceErrors
from scenarios.short_forms import short_forms
from scenarios.source import read_yaml

COST = 2**14
"""Of scrypt: about 50 ms a try. A PIN of four figures stops a passer-by, and guards nothing secret."""


StandName = Annotated[str, Field(min_length=1, max_length=24)]


class KioskConfig(Strict):
    """One kiosk. `pin`: what `envol kiosk --pin` writes; `printer`: "" for none; `roll`: tickets of a new roll.

    `claim_days`: how long a result may wait here to be claimed; 0 for not at all.
    """

    language: str = "fr"
    workshops: Annotated[tuple[str, ...], Field(min_length=1)]
    pin: str
    printer: str = ""
    roll: Annotated[int, Field(ge=1, le=5000)] = 300
    stands: dict[str, StandName] = Field(default_factory=dict)
    idle_s: Annotated[int, Field(ge=1, le=600)] = 60
    countdown_s: Annotated[int, Field(ge=1, le=60)] = 20
    stick: str = ""
    claim_days: Annotated[int, Field(ge=0, le=31)] = 0

    @field_validator("pin")
    @classmethod
    def _hashed(cls, pin: str) -> str:
        if (
            len(parts := pin.split("$")) != 3
            or parts[0] != "scrypt"
            or any(set(p) - set("0123456789abcdef") for p in parts[1:])
        ):
            raise PydanticCustomError("not_a_pin", "envol kiosk --pin writes it")
        return pin

    @field_validator("printer")
    @classmethod
    def _printer(cls, word: str) -> str:
        try:
            if word:
                Printer.read(word)
        except PrinterError as error:
            raise PydanticCustomError("not_a_printer", "no printer") from error
        return word

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Workshops that have a short form, each once; a language that is here."""
        once(self.workshops)
        among(self.workshops, short_forms())
        among([self.language], languages())
        return self

    def opens(self, pin: str) -> bool:
        """Whether somebody typed the PIN."""
        _, salt, kept = self.pin.split("$")
        return hmac.compare_digest(_derived(pin, bytes.fromhex(salt)), kept)


def hashed_pin(pin: str) -> str:
    """What stands in the file for a PIN of 4 to 8 figures. Raises ValueError for anything else."""
    if not (4 <= len(pin) <= 8 and pin.isascii() and pin.isdigit()):
        raise ValueError("pin")
    salt = secrets.token_bytes(8)
    return f"scrypt${salt.hex()}${_derived(pin, salt)}"


def _derived(pin: str, salt: bytes) -> str:
    return hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=8, p=1, dklen=16).hex()


def read_config(path: Path) -> KioskConfig:
    """The kiosk of a file. Raises SourceErrors with every problem, OSError."""
    data, lines = read_yaml(path)
    try:
        return KioskConfig.model_validate(data)
    except ValidationError as error:
        raise SourceErrors(problems_of(error, KioskConfig, path.name, lines, ())) from error
