# Makes .venv from the hashed lock, then hands over to Invoke (tasks.py).
PY ?= python3
READY := .venv/.ready
TESTS_READY := .venv/.ready-for-tests
VERBS := serve build check diff publish new-post new-seminar

# make new-post TITLE="…": as it is written, dollars too.
override TITLE := $(value TITLE)
export TITLE

.PHONY: $(VERBS) test lint format
$(VERBS): $(READY)
test lint format: $(TESTS_READY)
$(VERBS) test lint format:
	@.venv/bin/python -m invoke $@

$(READY): requirements.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@test -x .venv/bin/python || $(PY) -m venv .venv || { echo "On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing the libraries that requirements.txt names (once)"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TESTS_READY): $(READY) tests/requirements.txt
	@echo "Installing what the tests need beside them (once)"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@
