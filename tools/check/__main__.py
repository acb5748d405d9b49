import sys

from tools.check import main

sys.exit(main(sys.argv[1:]))
