"""`python -m allreport`."""

import sys

from allreport.cli import main

sys.exit(main())
