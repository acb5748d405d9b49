# Makes .venv from the hashed lock; then `make VERB` is `hireground VERB`, and ARGS holds its options.
PY ?= python3
READY := .venv/.ready
TESTS_READY := .venv/.ready-for-tests
HIREGROUND := .venv/bin/python -m hireground
VERBS := serve build check diff publish undo server messages lint-ics deploy-files host-build from-issue override update upcoming stats announce help
TASKS := test test-quick lint format

# What pip gets of the environment: where it installs from, and nothing that is a secret of anybody else's.
KEPT := PATH HOME TMPDIR XDG_CONFIG_HOME XDG_CACHE_HOME SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE \
    HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy $(filter PIP_%,$(.VARIABLES))
BARE = env -i $(foreach name,$(KEPT),$(if $(value $(name)),$(name)="$$$(name)"))
INSTALL = $(BARE) .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all:

# make new-post TITLE="…": as it is written, dollars too.
override TITLE := $(value TITLE)
export TITLE

# make start FOLDER="../my site": a site of one's own.
FOLDER ?= ../my-site
export FOLDER

.PHONY: next start $(VERBS) new-post new-seminar audit $(TASKS)
next:
	@echo 'make serve                 show the site in a browser, and anew after every edit'
	@echo 'make check                 say everything that is wrong with what was written'
	@echo 'make check ARGS=--fix      options of a verb stand in ARGS'
	@echo 'make publish               publish it'
	@echo 'make start                 begin a site of your own in ../my-site, or FOLDER=…'
	@echo 'make help                  everything else'
	@echo 'make test                  everything that must be true of the code'
	@echo 'make test-quick            what the last edit can have broken, in a minute; ROOM=calendar for one room'

$(VERBS): $(READY)
	@$(HIREGROUND) $@ $(ARGS)

start: $(READY)
	@$(HIREGROUND) new $(ARGS) -- "$$FOLDER"

new-post: $(READY)
	@$(HIREGROUND) $@ $(ARGS) $${DATE:+"--date=$$DATE"} $${TITLE:+-- "$$TITLE"}

new-seminar: $(READY)
	@$(HIREGROUND) $@ $(ARGS) $${DATE:+"--date=$$DATE"} $${PLACE:+"--place=$$PLACE"} $${TITLE:+-- "$$TITLE"}

$(TASKS): $(TESTS_READY)
	@.venv/bin/python -m invoke $@ $(if $(ROOM),--room=$(ROOM)) $(ARGS)

# The mark says that all is there: while it is missing .venv is made anew, whatever an install that was stopped has left.
$(READY): requirements.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@! grep -n '[$$]' $^ || { echo "$^: pip would write what the environment says in place of a dollar; take it out"; exit 1; }
	@test -e $@ || $(PY) -m venv --clear .venv || { echo "On Debian: apt-get install python3-venv"; exit 1; }
	@rm -f $@
	@echo "Installing the libraries that $^ names (once)"
	@$(INSTALL) -r $^
	@echo ../../../../plugins > "$$(echo .venv/lib/python3*/site-packages)/hireground.pth"
	@touch $@

$(TESTS_READY): $(READY) tests/requirements.txt
	@rm -f $(READY) $@
	@echo "Installing what the tests need beside them (once)"
	@$(INSTALL) -r tests/requirements.txt
	@touch $(READY) $@

# Says which libraries have a weakness that is known by now; it asks the index, so it needs a network.
audit:
	@$(PY) -m venv --clear .cache/audit
	@$(BARE) .cache/audit/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: pip-audit==2.10.1
	@.cache/audit/bin/pip-audit --disable-pip --no-deps --require-hashes -r requirements.txt -r tests/requirements.txt
