"""`python -m cli`, and what a package starts: the command `envol`."""

import sys
from multiprocessing import freeze_support

from cli.main import main

if __name__ == "__main__":
    # In a package a helper process starts this very file again: it must find its own work before any command is read.
    freeze_support()
    sys.exit(main())
