# Two commands matter: `make demo` and `make test`. Nothing needs to be installed before, except Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
APPS := ameli accounts paiements documents demarches
REGLES = $(shell find $(APPS) -name 'regles*.py' -o -path '*/regles/*.py' -o -path 'paiements/calcul/*.py' -o -name 'prestations.py' -o -name 'baremes.py')
# Enough for Django to start where nothing is asked of a server.
FACTICE := AMELI_BAC_A_SABLE=1 DATABASE_URL=postgres://x/x REDIS_URL=redis://x
PROCESSUS ?= $(shell nproc 2>/dev/null || echo 2)
PYTEST := $(PY) -m pytest -q -n $(PROCESSUS) --dist worksteal
ENVIRONNEMENT := ameli/superviseur/environnement.py

.DEFAULT_GOAL := help
.PHONY: help demo check migration test tous nuit lint unit instants mutations captcha journeys navigateurs pieces bench images guide films shell reset verrou sbom env-demo env-dev env-navigateurs env-pieces env-films

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: env-demo ## the whole product with practice people; PORT=8000, HOST=127.0.0.1 (0.0.0.0: a class), DATABASE_URL, REDIS_URL are honoured
	@exec $(PY) -m ameli.superviseur

check: env-demo ## what a declaration, a setting or a model lacks; without database
	@$(FACTICE) $(PY) -W ignore::RuntimeWarning manage.py check

migration: env-demo ## the migration of models that changed; NOM=what_it_brings
	@$(FACTICE) $(PY) -W ignore::RuntimeWarning manage.py makemigrations $(if $(NOM),-n $(NOM))

test: env-dev ## everything that CI runs: all the tests in random order, on a Monday morning, and lint beside them
	@$(MAKE) --no-print-directory -j2 lint tous

tous: env-dev
	$(PYTEST)

nuit: env-dev instants ## what a night has time for: tests that only it has time for, the journeys with wide pages judged too, a part of the others backwards, those of `make instants`, the mutations, the guide, the other engines and the servers of others
	$(PYTEST) --nuit -m "nuit or navigateur"
	$(PYTEST) --reverse -p no:randomly -m "not navigateur and not chaos" tests/gardes tests/moteur tests/suivi tests/accueil tests/noyau tests/accounts
	@$(PY) -m tests.mutations
	@$(MAKE) --no-print-directory guide
	@$(MAKE) --no-print-directory navigateurs
	@$(MAKE) --no-print-directory pieces

lint: env-dev ## style, forbidden calls, floors, types, missing migrations, security and accessibility tables, deployment checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --diff --quiet .; false; }
	$(BIN)/djlint $(APPS) templates --lint --quiet
	$(BIN)/lint-imports --no-logo
	$(FACTICE) $(BIN)/mypy ameli/noyau ameli/entree ameli/superviseur ameli/configuration.py ameli/variables.py demarches/moteur/lues.py $(REGLES)
	$(FACTICE) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(FACTICE) $(PY) manage.py asvs
	$(FACTICE) $(PY) manage.py rgaa
	env -i PATH="$$PATH" $$($(PY) -m tests.machine.deploiement) $(PY) manage.py check --deploy --fail-level WARNING

unit: env-dev ## tests without a browser and without killed servers, in random order
	$(PYTEST) -m "not navigateur and not chaos"

instants: env-dev ## tests without a browser at strange moments: a Sunday, 29 February, New Year's Eve, the hour that comes twice, after a holiday
	@rouges=; for instant in dimanche bissextile reveillon heure-double lendemain-de-fete; do \
		$(PYTEST) -m "not navigateur and not chaos" --instant $$instant || rouges="$$rouges $$instant"; \
	done; test -z "$$rouges" || { echo "Red at:$$rouges"; exit 1; }

mutations: env-dev ## break the code in each place of a table, on a copy, and name the test that sees it; NOMS="a name"
	@$(PY) -m tests.mutations $(if $(NOMS),"$(NOMS)")

captcha: env-dev ## attack two hundred captchas, voice and image, and measure what a person is left to hear
	@$(FACTICE) OPENBLAS_NUM_THREADS=1 $(PY) -W ignore::RuntimeWarning -m tests.captcha

journeys: env-dev ## the journeys in a real browser
	$(PYTEST) -m navigateur

navigateurs: env-navigateurs ## ten journeys in Chromium, Firefox ESR and WebKit, and as an iPad of 2019; pictures in .local/navigateurs; SEULS="Firefox and naissance"
	$(PY) -m pytest -q -n 0 tests/navigateurs/recits.py $(if $(SEULS),-k "$(SEULS)")

pieces: env-pieces ## the product behind Debian's PgBouncer and with its Redis over TLS
	$(PY) -m pytest -q -n 0 tests/pieces/pooleur.py tests/pieces/redis_tls.py

bench: env-dev ## requests/s, PDFs/s, sweep and bytes, with their goals; also in .local/bench.json
	$(PY) -m tests.bench

images: env-dev ## take the pictures of the README again
	$(PY) -m tests.parcours.images

guide: env-dev ## pictures of the 21 chapters for the pages of the guide, and the guide as PDFs, in static/guide; once a night
	@rm -rf static/guide
	$(PY) -m pytest -q -n 0 tests/guide/prises.py
	$(FACTICE) $(PY) -W ignore::RuntimeWarning manage.py guide

films: env-films ## after `make guide`, silent films of its chapters with subtitles, in static/guide; SERVICE="iban" makes that one only
	$(PY) -m pytest -q -n 0 tests/guide/films.py $(if $(SERVICE),-k "$(SERVICE)")

shell: env-demo ## Django's shell on the running demo
	$(PY) manage.py shell

reset: ## forget the demo's data (not the environment)
	$(PYTHON) ameli/superviseur/remise_a_zero.py

verrou: env-dev ## lock again the packages of pyproject.toml; needs uv (PAQUET=name upgrades one, MAJ=1 all)
	sh requirements/verrouiller.sh

sbom: ## what production is made of, as CycloneDX, in .local/sbom.json; needs uv
	@mkdir -p .local
	@uvx --from cyclonedx-bom cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible requirements/production.txt -o .local/sbom.json

env-demo:
	@$(PYTHON) $(ENVIRONNEMENT) demo

env-dev:
	@$(PYTHON) $(ENVIRONNEMENT) dev

env-navigateurs:
	@$(PYTHON) $(ENVIRONNEMENT) navigateurs

env-pieces:
	@$(PYTHON) $(ENVIRONNEMENT) pieces

env-films:
	@$(PYTHON) $(ENVIRONNEMENT) films
