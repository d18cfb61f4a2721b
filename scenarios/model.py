"""A scenario as the rest of the house sees it: checked, frozen, hashed."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Protocol, runtime_checkable

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SerializeAsAny
from pydantic_core import PydanticCustomError

from scenarios.rule import Rule


def not_blank(text: str) -> str:
    """A text as it is. Raises PydanticCustomError where it holds no letter and no figure."""
    if not any(sign.isalnum() for sign in text):
        raise PydanticCustomError("blank", "this text is blank")
    return text


def latin(text: str) -> str:
    """A text as it is. Raises PydanticCustomError for a letter of another alphabet, which passes for one of ours."""
    for sign in () if text.isascii() else text:
        if sign.isalpha() and not unicodedata.name(sign, "").startswith(("LATIN ", "MASCULINE ", "FEMININE ")):
            raise PydanticCustomError("other_alphabet", "{got} is of another alphabet", {"got": sign})
    return text


SaidText = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(not_blank)]
"""A text that stands for something, an address or a source: never blank."""
Label = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(not_blank), AfterValidator(latin)]
"""Words that a person reads, in French or English: never blank."""


def once(names: Iterable[str]) -> None:
    """Raise PydanticCustomError for a name given twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PydanticCustomError("twice", "{name} is given twice", {"name": name})
        seen.add(name)


def alike(text: str) -> str:
    """A text as one remembers it: without capitals, accents, spaces and marks."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def once_said(texts: Iterable[str]) -> None:
    """Raise PydanticCustomError for words that a reader takes for others beside them; the sentence names the later."""
    seen: set[str] = set()
    for text in texts:
        if (same := alike(text)) in seen:
            raise PydanticCustomError("twice", "{name} is given twice", {"name": text})
        seen.add(same)


def each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    once(names)
    return names


def nearest(word: object, known: Iterable[str]) -> str:
    """The known word that looks most like one, or that begins like it; "" when none does.

    Capitals and accents make no difference, and a part of a name is one: « leoo » is near « colleague_leo ».
    """
    names, got = list(known), _plain(str(word))
    parts = {part: name for name in reversed(names) for part in _plain(name).split("_")}
    parts |= {_plain(name): name for name in names}
    close = get_close_matches(got, parts, 1, 0.5)
    begins = [name for name in names if len(got) > 2 and _plain(name).startswith(got)]
    return parts[close[0]] if close else "".join(begins[:1])


def _plain(word: str) -> str:
    """A word without capitals and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word).lower() if not unicodedata.combining(sign))


def unlike(got: str, known: Iterable[str]) -> dict[str, str]:
    """The values of the sentence `unknown_name`: what was written, what exists (the likest of many), the nearest."""
    names = list(known)
    some = names if len(names) <= 20 else sorted(get_close_matches(got, names, 5, 0.2)) or [*names[:5], "…"]
    expected = ", ".join(some)
    return {"got": got, "expected": expected, "nearest": nearest(got, names)}


def among(names: Iterable[str], known: Iterable[str]) -> None:
    """Raise PydanticCustomError for a name that is not among those known, with the one it looks most like."""
    there = list(known)
    for name in names:
        if name not in there:
            raise PydanticCustomError("unknown_name", "{got} does not exist", {**unlike(name, there)})


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Trade(Strict, title="Métier et son code ROME"):
    """A trade of the reference list and its ROME 4.0 code."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$", title="Métier")]
    rome: Annotated[str, Field(pattern=r"^[A-N][0-9]{4}$", title="Code ROME")]


class Title(Strict, title="Titre dans les deux langues"):
    fr: Annotated[Label, Field(max_length=60, title="Titre en français")]
    en: Annotated[Label, Field(max_length=60, title="Titre en anglais")]

    def of(self, language: str) -> str:
        """The title in a language; in French where it has none of its own."""
        return self.en if language == "en" else self.fr


Dots = Annotated[int, Field(ge=0, le=2)]
AircraftPlace = Literal["rear", "front", "engine", "platform"]
"""Where on the aircraft a workshop's work is seen: two lengths of the fuselage, the engine, the platform beside it."""


class Needs(Strict, title="Ce que l'atelier demande"):
    """How much one must see, aim and read there: 0 not at all, 1 a little, 2 a lot."""

    sight: Annotated[Dots, Field(title="Voir")] = 1
    pointer: Annotated[Dots, Field(title="Viser")] = 1
    reading: Annotated[Dots, Field(title="Lire")] = 1


CARD = frozenset({"needs", "aircraft", "hangar"})
"""What the hangar alone shows of a workshop: it changes no result, so no hash."""


class Head(Strict, title="Atelier d'Envol"):
    """Everything of a scenario's file but what its mechanic checks (`params`)."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,40}$", title="Identifiant")]
    version: Annotated[int, Field(ge=1, title="Version")]
    mechanic: Annotated[str, Field(pattern=r"^[a-z_]+@[0-9]+$", title="Mécanique et version")]
    trade: Annotated[Trade, Field(title="Métier")]
    mentor: Annotated[str, Field(min_length=1, title="Mentor")]
    title: Annotated[Title, Field(title="Titre")]
    minutes: Annotated[int, Field(ge=1, le=60, title="Durée annoncée (minutes)")]
    """What the hangar says before one chooses it; no clock counts it."""
    needs: Annotated[Needs, Field(title="Vue, visée et lecture qu'il demande")] = Needs()
    aircraft: Annotated[AircraftPlace, Field(title="Place sur l'avion")] = "rear"
    hangar: Annotated[int, Field(ge=1, le=99, title="Place dans le hangar, la plus petite d'abord")] = 50
    fictitious_values: Annotated[Literal[True], Field(title="Valeurs inventées pour l'exercice")]
    resume_within_s: Annotated[int, Field(ge=0, le=600, title="Reprise possible (secondes ; dix minutes au plus)")]
    gates: Annotated[tuple[str, ...], Field(title="Points de sécurité"), AfterValidator(each_once)]
    debrief: Annotated[
        tuple[str, ...],
        Field(min_length=1, max_length=8, title="Règles reprises au débriefing"),
        AfterValidator(each_once),
    ]
    params: Annotated[dict[str, Any], Field(title="Réglages de la mécanique")]


@runtime_checkable
class Gated(Protocol):
    """Params of a mechanic that say which safety gates it tells of only when they are broken."""

    def silent_gates(self) -> Mapping[str, str]:
        """Each of them, with the kind of event from which it is kept unless it says otherwise."""
        ...


@runtime_checkable
class ClockBound(Protocol):
    """Params of a mechanic that say how long the clock leaves, practice apart."""

    def longest_s(self) -> tuple[int, bool]:
        """The ceilings together, in seconds, and whether every movement but the last has one."""
        ...


class Scenario(Strict):
    """A whole scenario: its head, the params its mechanic accepted, its evidence rules, its texts by language."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    head: Head
    params: SerializeAsAny[BaseModel]
    evidence: tuple[SerializeAsAny[Rule], ...]
    hash: str
    texts: Mapping[str, Mapping[str, str]] = {}

    @property
    def bench(self) -> str:
        """The hash of what was played, whatever rules read it: the mechanic and its params, with what is right in them.

        Two versions with the same bench differ in rules and words alone: what was played with one, the rules of the
        other may read.
        """
        text = _canonical({"mechanic": self.head.mechanic, "params": self.params.model_dump(mode="json")})
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def watched(self) -> Mapping[str, str]:
        """The safety gates of the head, each as scoring reads it; see `scoring.profile.Watched`."""
        silent = self.params.silent_gates() if isinstance(self.params, Gated) else {}
        return {gate: silent.get(gate, "") for gate in self.head.gates}


def canonical_hash(head: BaseModel, params: BaseModel, evidence: tuple[BaseModel, ...]) -> str:
    """SHA-256 of the canonical JSON of the validated models: comments and layout of the file do not count."""
    whole = {
        "head": head.model_dump(mode="json", exclude={"params", *CARD}),
        "params": params.model_dump(mode="json"),
        "evidence": [rule.model_dump(mode="json") for rule in evidence],
    }
    return hashlib.sha256(_canonical(whole).encode()).hexdigest()


def _canonical(whole: Mapping[str, Any]) -> str:
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
