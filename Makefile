# The two commands: `make run` and `make test`. The others help the maintainer.
PYTHON ?= python3
BIN := .venv/bin
.PHONY: run test check coverage fix bench store lock sbom audit image lint types sql catalogue stores
.PHONY: unit browser clean

run: .venv/ready
	$(BIN)/python -m cartomut build --if-needed
	$(BIN)/streamlit run app.py

test: .venv/dev-ready
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.office
	$(BIN)/python -m tests.postgres
	$(BIN)/python -m tests.nginx
	$(MAKE) check

check: .venv/dev-ready
	$(MAKE) --jobs=2 types sql lint catalogue stores
	$(MAKE) --jobs=2 browser unit

# The browser's tests wait half of the time; the others take what they leave, and never before them.
browser:
	$(BIN)/pytest -m browser

unit:
	nice -n 15 $(BIN)/pytest -m "not browser" -n 2 --dist loadfile

coverage: .venv/dev-ready
	$(BIN)/pytest -m "not browser" -n 2 --dist loadfile --cov --cov-report=term-missing:skip-covered

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

sql:
	$(BIN)/sqlfluff lint queries

stores:
	$(BIN)/python -m cartomut build --if-needed

catalogue:
	$(BIN)/python -m cartomut.translations check

fix: .venv/dev-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix queries
	$(BIN)/python -m cartomut.translations update

bench: .venv/dev-ready
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m bench
	$(BIN)/python -m bench echelle

store: .venv/ready
	$(BIN)/python -m cartomut build

lock: .venv/dev-ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate requirements-dev.in -o requirements-dev.txt

# What the app is made of, with its licences (docs/sbom.json); what is known against it.
sbom: .venv/dev-ready
	$(BIN)/python -m tests.inventory

audit: .venv/dev-ready
	$(BIN)/python -m tests.inventory audit $(if $(OSV),--osv)

# The container image, built and tried without an engine; in root, a quarter of an hour.
image:
	sh deploy/essai-image.sh $(BUILDAH)

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev-ready: .venv/ready requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv .venv-inventaire data/store static/carte
