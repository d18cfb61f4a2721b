"""Code signing of a Windows folder with the organisation's certificate, by osslsigncode: every exe, dll and pyd."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.packages.parts import PartError

ENDS = (".exe", ".dll", ".pyd")
TOOL = "osslsigncode"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who signs: a chain of certificates and its secret key, both PEM. The key stays where it is."""

    chain: Path
    key: Path


def lacking_tools(certificate: bool) -> list[str]:
    """Of the tools that finish a Windows folder, those that this machine has not; to sign wants one more."""
    wanted = ("wixl", TOOL) if certificate else ("wixl",)
    return [f"{tool} (Debian: {tool})" for tool in wanted if not shutil.which(tool)]


def binaries(folder: Path) -> list[Path]:
    """What Windows may refuse to load unsigned, in order. Raises PartError for one that is no Windows binary."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in ENDS and p.is_file())
    for path in paths:
        with path.open("rb") as source:
            if source.read(2) != b"MZ":
                raise PartError(f"{path.name} is named as a Windows binary and is none")
    return paths


def signed(path: Path) -> bool:
    """Whether a binary bears a signature, by its maker or by us; not whether it is trusted here."""
    answer = subprocess.run([TOOL, "verify", "-in", str(path)], capture_output=True, text=True, check=False)
    return "No signature found" not in answer.stdout + answer.stderr


def sign(folder: Path, by: Certificate, when: int) -> tuple[int, int]:
    """Sign each binary that bears no signature yet; (signed now, signed before by their makers).

    `when`, in seconds since 1970, stands in each signature: the same folder gives the same bytes. No time stamp of an
    authority is asked for, which would need a network. Raises PartError.
    """
    return sign_all(binaries(folder), by, when)


def sign_all(every: Sequence[Path], by: Certificate, when: int) -> tuple[int, int]:
    """As `sign`, for files given by name: programs, libraries or MSIs."""
    if not shutil.which(TOOL):
        raise PartError(f"{TOOL} is missing (Debian: {TOOL})")
    before = [path for path in every if signed(path)]
    for path in (p for p in every if p not in before):
        _sign_one(path, by, when)
    left = [path.name for path in every if not signed(path)]
    if left:
        raise PartError("not signed: " + ", ".join(left))
    return len(every) - len(before), len(before)


def _sign_one(path: Path, by: Certificate, when: int) -> None:
    aside = path.with_name(f"{path.name}.signed")
    words = [
        TOOL, "sign", "-certs", str(by.chain), "-key", str(by.key), "-h", "sha256", "-n", "Envol",
        "-time", str(when), "-in", str(path), "-out", str(aside),
    ]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        aside.unlink(missing_ok=True)
        raise PartError(f"{path.name} could not be signed: {(done.stderr or done.stdout).strip()[-300:]}")
    aside.replace(path)
