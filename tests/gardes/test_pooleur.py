"""Nothing that the product says to PostgreSQL outlives its transaction: behind PgBouncer the next one may be somebody else's.

`make pieces` runs the product behind the real one; here the words themselves are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from ameli.configuration import Configuration
from ameli.superviseur.environnement import RACINE
from tests.noyau.test_stockage_distant import MINIMUM

DE_SESSION = {
    "a lock of the session": r"pg_(try_)?advisory_(lock|unlock)\w*\(",
    "a setting of the session": r"(?:^|[;\"'(]\s*)SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)(SESSION\s+)?\w+\s*(=|TO)|set_config\([^)]*,\s*false\)",
    "a table of the session": r"CREATE\s+TEMP(ORARY)?\s+TABLE(?!.*ON COMMIT DROP)",
    "a prepared statement": r"\bPREPARE\s+\w+\s*(\(|AS)|prepare_threshold|prepare=True",
    "a cursor of the session": r"WITH\s+HOLD|\.cursor\(name",
    "a wait for news": r"\bLISTEN\s+\w",
}
# The patience of the few long pages, and the plans of `ameli.noyau.preparees`: none of them behind a pooler.
PERMIS = {
    ("ameli/noyau/postgresql/base.py", "a setting of the session"),
    ("ameli/noyau/postgresql/base.py", "a prepared statement"),
}


def paroles(texte: str) -> set[str]:
    return {quoi for quoi, motif in DE_SESSION.items() if re.search(motif, texte)}


def sources() -> Iterator[Path]:
    for app in ("ameli", "accounts", "paiements", "documents", "demarches"):
        yield from (une for une in (RACINE / app).rglob("*.py") if "migrations" not in une.parts)


def test_no_code_leaves_something_in_a_session_of_postgresql():
    trouvees = {
        (str(une.relative_to(RACINE)), quoi) for une in sources() for quoi in paroles(une.read_text(encoding="utf-8"))
    }
    assert trouvees == PERMIS


@pytest.mark.parametrize(
    "texte",
    [
        "SELECT pg_try_advisory_lock(%s)", "SELECT pg_advisory_unlock(1)", "SET lock_timeout = '3s'", "SET SESSION work_mem TO '1MB'",
        "SELECT set_config(%s, %s, false)", "CREATE TEMPORARY TABLE arrivee (a int)", "PREPARE x AS SELECT 1", "LISTEN nouvelles",
        "DECLARE c CURSOR WITH HOLD",
    ],
)  # fmt: skip
def test_what_stays_in_a_session_is_seen(texte):
    assert len(paroles(texte)) == 1


@pytest.mark.parametrize(
    "texte",
    [
        "SELECT pg_advisory_xact_lock(1)", "SET LOCAL lock_timeout = '3s'", "UPDATE t SET nom = 'x'", "UPDATE t\nSET nom = 'x'", "SELECT set_config('a', %s, true)",
        "CREATE TEMPORARY TABLE arrivee (LIKE x) ON COMMIT DROP",
    ],
)  # fmt: skip
def test_what_ends_with_its_transaction_passes(texte):
    assert not paroles(texte)


def test_behind_a_pooler_nothing_is_asked_of_the_session_and_cursors_stay_in_their_transaction(settings):
    connexion = connections.create_connection(DEFAULT_DB_ALIAS)
    assert "idle_in_transaction_session_timeout" in connexion.get_connection_params()["options"]
    settings.POOLEUR = True
    parametres = connexion.get_connection_params()
    assert "options" not in parametres
    assert parametres["prepare_threshold"] is None
    for valeur, sans_curseurs in (("0", False), ("1", True)):
        base = Configuration({**MINIMUM, "AMELI_POOLEUR": valeur}).base_de_donnees()
        assert base["DISABLE_SERVER_SIDE_CURSORS"] is sans_curseurs
