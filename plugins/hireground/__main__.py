"""Run the one command, as `python -m hireground VERB`."""

import sys

from hireground.cli import main

if __name__ == "__main__":
    sys.exit(main())
