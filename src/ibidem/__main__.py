"""`python -m ibidem`: the command line."""

import sys

from ibidem.cli import main

sys.exit(main())
