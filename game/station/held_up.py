"""What the rest of the machine makes a process wait for."""

from pathlib import Path


def waited_s(pid: int) -> float:
    """For how many seconds a process has been ready to work and waited for a processor, since it began.

    Linux counts it for the main thread, which is the one that must give signs; 0 where no system tells.
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
