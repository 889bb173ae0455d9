"""Where the built program begins."""

import sys

from egenkontroll.__main__ import main

sys.exit(main())
