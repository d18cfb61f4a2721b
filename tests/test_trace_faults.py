"""A trace altered in any way: `envol replay --verify` says so in a sentence, with status 1, and never a traceback."""

import copy
import hashlib
import json
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import panneau, run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cli.main import main
from game.simulation.trace import MAX_TICKS, TraceError, from_bytes
from lab.robots import trace_of

Data = dict[str, Any]


@cache
def packed() -> bytes:
    """A novice's trace, as it is written."""
    scenario = panneau()
    return trace_of(scenario, run("novice"), "novice", 5).to_bytes()


def changed(change: Callable[[Data], object]) -> bytes:
    """The same trace with something changed inside, and its checksum made right again: a wish to deceive."""
    data = copy.deepcopy(json.loads(zlib.decompress(packed())[32:]))
    change(data)
    plain = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return zlib.compress(hashlib.sha256(plain).digest() + plain, 9)


def verify(path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Status and words of `envol replay --verify`."""
    path.write_bytes(data)
    return main(["--lang", "fr", "replay", str(path), "--verify"]), capsys.readouterr().out


def test_an_untouched_trace_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Facts, digests and result are the same, status 0."""
    status, said = verify(tmp_path / "t", packed(), capsys)
    assert status == 0
    assert said.count("identiques") == 3


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda b: b[:400] + bytes([b[400] ^ 1]) + b[401:], "changé ou coupé"),
        (lambda b: b[:-1] + bytes([b[-1] ^ 1]), "changé ou coupé"),
        (lambda b: b[:-30], "changé ou coupé"),
        (lambda b: b + b"more", "changé ou coupé"),
        (lambda b: b"", "changé ou coupé"),
        (lambda b: b"%PDF-1.7 " + b, "n'est pas une trace"),
    ],
)
def test_bytes_changed_cut_or_added_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[bytes], bytes], said: str
) -> None:
    """One byte is enough: status 1 and why."""
    status, words = verify(tmp_path / "t", spoil(packed()), capsys)
    assert status == 1
    assert said in words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["header"].update(hash="0" * 64), "une autre version de l'atelier"),
        (lambda d: d["header"].update(mechanic="assemble@9"), "une autre version de l'atelier"),
        (lambda d: d["header"].update(scenario="autre"), "« autre » n'est pas installé ici"),
        (lambda d: d["header"].pop("scenario"), "n'est pas installé ici"),
        (lambda d: d["header"].pop("seed"), "n'est pas une trace"),
        (lambda d: d["header"].update(seed="x"), "n'est pas une trace"),
        (lambda d: d["header"].update(seed=99), "Première différence"),
        (lambda d: d["header"].update(score={}), "résultat : différents"),
        (lambda d: d["actions"][5].__setitem__(1, "nonsense"), "Faits : différents"),
        (lambda d: d["actions"][5].__setitem__(0, -5), "n'est pas une trace"),
        (lambda d: d["actions"].clear(), "Faits : différents"),
        (lambda d: d["events"].__setitem__(5, [1, "place", {}]), "résultat : différents"),
        (lambda d: d["events"].pop(), "Faits : différents"),
        (lambda d: d["digests"][3].__setitem__(1, "0" * 16), "empreintes : différents"),
        (lambda d: d["digests"].append([MAX_TICKS + 1, "x"]), "n'est pas une trace"),
        (lambda d: d.update(header=[1]), "n'est pas une trace"),
        (lambda d: d.update(actions="abc"), "n'est pas une trace"),
        (lambda d: d.update(format=2), "une version plus récente"),
    ],
)
def test_a_trace_rewritten_with_care_is_still_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Data], object], said: str
) -> None:
    """With a right checksum, what was changed inside shows when it is played again: status 1, and what differs."""
    status, words = verify(tmp_path / "t", changed(change), capsys)
    assert status == 1
    assert said in words


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
@example(233, 52)
def test_no_one_byte_changed_tells_anything_else(at: int, by: int) -> None:
    """A changed byte is refused, or the trace says the very same: deflate can write one text in two ways."""
    data = bytearray(packed())
    data[at % len(data)] ^= by
    try:
        read = from_bytes(bytes(data))
    except TraceError:
        return
    assert read == from_bytes(packed())
