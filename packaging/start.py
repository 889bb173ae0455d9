"""Where the built program begins."""

import multiprocessing
import sys

from egenkontroll.__main__ import main

if __name__ == "__main__":
    # The process that draws sheets beside this one begins here too, and never goes further.
    multiprocessing.freeze_support()
    sys.exit(main())
