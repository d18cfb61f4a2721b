"""A Debian 13 of the build's own, below `build/`: its Wine is the first in which the locked parts load.

It is made once by debootstrap from the mirror that this machine's own apt names. Programs run in it between walls of
their own: what is mounted for them, and every process they leave behind, goes with them.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lab.packages.parts import PartError

SUITE = "trixie"
PACKAGES = ("wine", "wine64")
TOOLS = {"debootstrap": "debootstrap", "unshare": "util-linux", "chroot": "coreutils"}
"""What it takes here, and the Debian package of each."""
ROOM_MB = 3500
"""Of the disk: 2.2 GB of system, Wine, Python and its libraries, then two builds and what they are finished in."""
UCRT = "usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll"
ALONE = (
    "setpriv", "--pdeathsig", "KILL",
    "unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private",
)  # fmt: skip
"""Before the words of a program: its mounts and processes are in name spaces of their own, which end with it, and it
ends with who started it. Nothing is left to clean up."""
WALLS = """
set -e
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
while [ "$1" != -- ]; do mkdir -p "$root$1"; mount --bind "$1" "$root$1"; shift; done
shift
exec chroot "$root" "$@"
"""


def mirror(etc: Path = Path("/etc/apt")) -> str | None:
    """The address from which apt takes Debian itself here: that of a list whose path ends in `debian`."""
    lists = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*.list"))]
    news = sorted((etc / "sources.list.d").glob("*.sources"))
    lines = [line for path in lists if path.is_file() for line in path.read_text("utf-8").splitlines()]
    mirrors = [m[1] for line in lines if (m := re.match(r"deb\s+(?:\[[^]]*\]\s+)?(\S+)\s", line))]
    for path in news:
        mirrors += [word for m in re.findall(r"^URIs:(.*)$", path.read_text("utf-8"), re.M) for word in m.split()]
    return next(
        (address_said.rstrip("/") for address_said in mirrors if re.match(r"https?://.*/debian/?$", address_said)), None
    )


def lacking(root: Path, tools_here: Iterable[str], rights: bool, address: str | None, free_mb: float) -> list[str]:
    """What it takes to make or use the root and is not here, one by one; `tools_here`: those of `TOOLS` that are."""
    held = set(tools_here)
    lacks = [] if rights else ["root's rights (debootstrap and chroot want them)"]
    root_ready = (root / "ready").exists()
    wanted = [tool for tool in TOOLS if tool not in held and not (root_ready and tool == "debootstrap")]
    lacks += [f"{tool} (Debian: {TOOLS[tool]})" for tool in wanted]
    if not root_ready:
        lacks += [] if address else ["a mirror of Debian (none in /etc/apt)"]
        lacks += [] if free_mb >= ROOM_MB else [f"{ROOM_MB} MB of disk (here: {free_mb:.0f})"]
    return lacks


def lacking_here(root: Path) -> list[str]:
    """`lacking` as this machine answers it."""
    place = next(parent for parent in root.absolute().parents if parent.exists())
    return lacking(
        root,
        [tool for tool in TOOLS if shutil.which(tool)],
        os.name == "posix" and os.geteuid() == 0,
        mirror(),
        shutil.disk_usage(place).free / 1e6,
    )


def prepare(root: Path) -> None:
    """Make the root unless it is there. Raises PartError with what is missing or what debootstrap said last."""
    lacks = lacking_here(root)
    if lacks:
        raise PartError("what is missing to make a Windows folder here: " + "; ".join(lacks))
    if (root / "ready").exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    words = ["debootstrap", "--variant=minbase", "--force-check-gpg", f"--include={','.join(PACKAGES)}", SUITE]
    words = [*ALONE, "--mount-proc", *words, str(root), mirror() or ""]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        last = " / ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        raise PartError(f"debootstrap stopped with {done.returncode}: {last}")
    for heap in (root / "var" / "cache" / "apt" / "archives").glob("*.deb"):
        heap.unlink()
    (root / "ready").write_text(f"{SUITE}: {' '.join(PACKAGES)}\n", "utf-8")


def inside(root: Path, words: Sequence[str], shown: Iterable[Path] = ()) -> list[str]:
    """The words that run a program in the root, with folders of this machine `shown` there under their own names."""
    folders = [str(path.absolute()) for path in shown]
    return [*ALONE, "sh", "-c", WALLS, "sh", str(root.absolute()), *folders, "--", *words]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a program in the root knows of its surroundings: nothing of who builds."""
    return {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/envol", "LC_ALL": "C.UTF-8", "WINEDEBUG": "-all",
        "WINEPREFIX": "/envol/prefix", "WINEARCH": "win64", "WINEDLLOVERRIDES": "winemenubuilder.exe,mscoree,mshtml=",
        "XDG_RUNTIME_DIR": "/tmp", "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        **(more or {}),
    }  # fmt: skip


def run(root: Path, words: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    """Run a program in the root to its end; what it said on both outputs. Raises PartError, with its last words.

    Its standard handles are pipes: a Windows Python that is given files or nothing dies as it starts.
    """
    done = subprocess.run(
        inside(root, words), env=environment(more), input="\n", capture_output=True, text=True, errors="replace",
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise PartError(f"{words[0]} stopped with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout + done.stderr


WINE = 'wine "$@"; status=$?; wineserver -w; exit $status'
"""Wine's registry is written to disk when its server ends: it is waited for, before the walls fall."""


def wine(root: Path, words: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    """As `run`, a Windows program."""
    return run(root, ["sh", "-c", WINE, "wine", *words], more)
