# Mốc. `make run` opens the dashboard, `make test` runs everything that is checked; README.md says the rest.

PYTHON ?= python3
VENV := .venv
BENCH := .venv-bench
PY := $(VENV)/bin/python
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes
PIP_COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(CURDIR)/$(VENV)/bin/pip-compile --quiet --upgrade --generate-hashes \
	--allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
CODE := metrics intake db report flows seed ui pages benchmarks settings.py manage.py app.py
TESTS ?= tests

.PHONY: help run test bench bench-growth shots lint format lock clean
.DELETE_ON_ERROR:

help:
	@echo "make run           the dashboard on http://127.0.0.1:8501 (PORT=… for another port)"
	@echo "make test          every test, with what it needs (TESTS=tests/db for a part)"
	@echo "make lint          ruff and mypy          make format    put the code in form"
	@echo "make bench         speed against peers    make bench-growth  the same data ten times as large"
	@echo "make shots         new pictures of every page in docs/shots"
	@echo "make lock          new pinned requirements from the .in files"

# Each stamp is as new as the file it was installed from, so a second start installs nothing.
$(VENV)/.made:
	@.ci/python $(PYTHON)
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.made
	@echo "Installing what Mốc runs on (once; a minute or two) …"
	@$(PY) $(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(PY) $(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

$(BENCH)/.installed: requirements.txt benchmarks/requirements.txt
	@.ci/python $(PYTHON)
	@$(PYTHON) -m venv $(BENCH)
	@echo "Installing the peers to compare with …"
	@$(BENCH)/bin/python $(PIP_INSTALL) -r requirements.txt
	@$(BENCH)/bin/python $(PIP_INSTALL) -r benchmarks/requirements.txt
	@touch $@

run: export MOC_DEMO := $(or $(MOC_DEMO),1)
run: $(VENV)/.installed
	@$(PY) manage.py setup
	@exec $(PY) manage.py run

test: $(VENV)/.installed-dev
	@.ci/needs chromium postgresql libreoffice-calc
	@$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(TESTS)

lint: $(VENV)/.installed-dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy $(CODE)

format: $(VENV)/.installed-dev
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

bench: $(BENCH)/.installed
	@.ci/needs sqlite3 chromium
	@$(BENCH)/bin/python -m benchmarks.bench

bench-growth: $(BENCH)/.installed
	@$(BENCH)/bin/python -m benchmarks.growth

shots: $(VENV)/.installed-dev
	@.ci/needs chromium
	@$(PY) -m tests.browser.shots docs/shots

lock: $(VENV)/.installed-dev
	@$(PIP_COMPILE) -o requirements.txt requirements.in
	@$(PIP_COMPILE) -o requirements-dev.txt requirements-dev.in
	@cd benchmarks && $(PIP_COMPILE) -o requirements.txt requirements.in

clean:
	rm -rf $(VENV) $(BENCH) .mypy_cache .pytest_cache .ruff_cache .hypothesis benchmarks/.data
