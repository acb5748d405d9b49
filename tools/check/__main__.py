import sys

from tools.check import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
