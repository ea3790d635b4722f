"""``python -m studio.cli``."""

import sys

from studio.cli.entry import main

sys.exit(main())
