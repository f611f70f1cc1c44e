# make serve   set up, build and serve on http://127.0.0.1:8000
# make site    set up and build into site/
# make test    set up, check and run every test
# make check   lint, types, catalogue, committed pages
# make spell   every word against real dictionaries
# make clean   remove what these made
#
# Needs Python 3.11 or newer with venv, and make. Everything else comes by pip into .venv; the tests also
# want Chromium and dictionaries, which tests/install-system-packages.sh brings where it can.

PYTHON ?= python3
PORT ?= 8000
SITE_URL ?=
export SITE_URL

VENV := .venv
RUN := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
INPUTS := $(shell find catalogue sources overrides scripts -type f ! -name '*.pyc' 2>/dev/null) mkdocs.yml
SITE := $(STAMPS)/site$(subst /,_,$(subst :,_,$(SITE_URL)))

.DEFAULT_GOAL := help
.PHONY: help serve site test check spell clean

help:
	@sed -n 's/^# make/make/p' Makefile

$(STAMPS)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements.txt $(STAMPS)/python
	@echo "Installing requirements.txt into .venv (a minute, once)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(STAMPS)/test: requirements-test.txt $(STAMPS)/run
	@echo "Installing requirements-test.txt into .venv (once)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --requirement requirements-test.txt
	@touch $@

serve: $(STAMPS)/run
	@$(RUN) -m scripts serve --port $(PORT)

site: $(SITE)
	@echo "The site is in site/"

$(SITE): $(STAMPS)/run $(INPUTS)
	@$(RUN) -m scripts site
	@rm -f $(STAMPS)/site* && touch $(SITE)

check: $(STAMPS)/test
	@$(VENV)/bin/ruff check scripts tests
	@$(VENV)/bin/ruff format --check scripts tests
	@$(VENV)/bin/mypy
	@$(RUN) -m scripts check

spell: $(STAMPS)/run
	@sh tests/install-system-packages.sh
	@$(RUN) -m tests.spell

test: check spell
	@$(RUN) -m pytest

clean:
	@rm -rf site $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
