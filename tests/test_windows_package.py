"""A Windows folder is finished whole: every program and library signed, listed and wrapped as MSIs; or not at all."""

import shutil
import subprocess
from pathlib import Path

import pytest
import setuptools

from export.files.manifest import compare
from lab.packages.msi import SCOPES, source
from lab.packages.parts import PartError
from lab.packages.sign import Certificate, binaries, sign, signed
from lab.packages.windows import finish, main

SIGNER = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which("openssl")), reason="needs osslsigncode and openssl"
)
WRAPPER = pytest.mark.skipif(
    not (shutil.which("wixl") and shutil.which("msiextract")), reason="needs wixl and msitools"
)


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """Three real Windows binaries, small ones that setuptools brings, under the three kinds of name."""
    folder = tmp_path / "frozen"
    (folder / "_internal").mkdir(parents=True)
    programs = Path(setuptools.__file__).parent
    for name, target in (
        ("cli-64.exe", "envol.exe"),
        ("gui-64.exe", "_internal/a.dll"),
        ("cli-32.exe", "_internal/b.pyd"),
    ):
        shutil.copy(programs / name, folder / target)
    (folder / "_internal" / "été 1.txt").write_text("text")
    return folder


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """A throw-away one."""
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Essai", "-days", "2"]
    words += ["-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(chain)]
    subprocess.run(words, check=True, capture_output=True)
    return Certificate(chain, key)


@SIGNER
def test_every_program_and_library_is_signed(frozen: Path, certificate: Certificate) -> None:
    """All of exe, dll and pyd; the signatures hold against the certificate; a second time nothing is signed again."""
    assert not any(signed(path) for path in binaries(frozen))
    assert sign(frozen, certificate, 1_780_000_000) == (3, 0)
    for path in binaries(frozen):
        words = ["osslsigncode", "verify", "-CAfile", str(certificate.chain), "-in", str(path)]
        assert subprocess.run(words, capture_output=True, check=False).returncode == 0, path
    before = {path: path.read_bytes() for path in binaries(frozen)}
    assert sign(frozen, certificate, 1_780_000_000) == (0, 3)
    assert {path: path.read_bytes() for path in binaries(frozen)} == before


@SIGNER
def test_a_key_that_is_not_the_certificates_signs_nothing(
    frozen: Path, certificate: Certificate, tmp_path: Path
) -> None:
    """The reason is told, no half-signed file is left."""
    (tmp_path / "other.pem").write_text("none")
    with pytest.raises(PartError, match=r"a\.dll could not be signed"):
        sign(frozen, Certificate(certificate.chain, tmp_path / "other.pem"), 0)
    assert not list(frozen.rglob("*.signed"))


def test_a_library_that_is_none_is_named(frozen: Path) -> None:
    """A text under a library's name stops the work."""
    (frozen / "_internal" / "c.dll").write_text("text")
    with pytest.raises(PartError, match=r"c\.dll"):
        binaries(frozen)


def test_the_source_of_an_msi_follows_from_names_alone(frozen: Path) -> None:
    """The same folder gives the same words; a new version keeps the upgrade code, not the product's."""
    one, again = (source(frozen, "player", "1.0.0", "machine") for _ in range(2))
    newer = source(frozen, "player", "1.0.1", "machine")
    assert one == again
    code = next(word for word in one.split() if word.startswith("UpgradeCode"))
    assert code in newer
    assert next(w for w in one.splitlines() if "<Product" in w) not in newer
    assert 'InstallScope="perUser"' in source(frozen, "player", "1.0.0", "account")


@SIGNER
@WRAPPER
def test_a_folder_is_finished_whole(frozen: Path, certificate: Certificate, tmp_path: Path) -> None:
    """Signed, with a manifest that holds, and one signed MSI a scope with every file; what was given is untouched."""
    finish(frozen, tmp_path / "out", "player", certificate, None)
    (made,) = [p for p in (tmp_path / "out").iterdir() if p.is_dir()]
    assert compare(made).sound
    assert all(signed(path) for path in binaries(made))
    assert not any(signed(path) for path in binaries(frozen))
    packed = sorted((tmp_path / "out").glob("*.msi"))
    assert len(packed) == len(SCOPES)
    for path in packed:
        assert signed(path)
        told = subprocess.run(["msiextract", "-l", str(path)], capture_output=True, text=True, check=True).stdout
        names = {line.split("/", 1)[1] for line in told.splitlines() if "/" in line}
        assert names == {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}


def test_a_folder_without_the_program_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, one sentence, and nothing made."""
    out = tmp_path / "out"
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / "empty"), "--out", str(out)]) == 1
    assert "envol.exe" in capsys.readouterr().err
    assert not out.exists()
