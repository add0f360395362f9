"""The process is killed at each stage of an order: nothing is lost, nothing is skipped, nothing is done twice, dates are the due dates."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.noyau.test_chaos import RACINE, Monde, attendre

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("each stage is a process of its own")]
ETAPES = ("depot", "suivi", "controle", "fabrication", "expedition", "reception")
FIN = ["deposer", "prendre", "validee", "fabrication", "expedition", "accepter"]
MESSAGES = [
    "Votre carte Vitale est invalidée", "Votre commande de carte Vitale", "Votre photo est acceptée",
    "Votre carte Vitale est partie", "Votre carte Vitale doit être chez vous",
]  # fmt: skip


class Vie(Monde):
    """The whole product, with one order in it."""

    def __init__(self, dossier: Path) -> None:
        super().__init__(dossier)
        self.env["AMELI_MEDIA"] = str(dossier / "media")
        self.executer("manage.py", "migrate", "--skip-checks", "-v0")

    def vivre(self, etape: str, *, mort: bool = False) -> int:
        commande = [sys.executable, "-m", "tests.catalogue.commande_carte.vie", etape, *(["mourir"] if mort else [])]
        return subprocess.run(
            commande, cwd=RACINE, env=self.env, stdout=self.sortie, stderr=self.sortie, check=False
        ).returncode

    def photo(self) -> list[tuple]:
        """All that an order leaves: states, events, cards, messages, files, due dates that wait."""
        return self.sql(
            "SELECT (SELECT array_agg(etat ORDER BY id) FROM demarches_demarche),"
            " (SELECT array_agg(nom || le::text ORDER BY id) FROM demarches_evenement),"
            " (SELECT array_agg(etat ORDER BY id) FROM accounts_commandecartevitale),"
            " (SELECT array_agg(etat ORDER BY id) FROM accounts_cartevitale),"
            " (SELECT array_agg(cle ORDER BY id) FROM accounts_message),"
            " (SELECT array_agg(objet ORDER BY id) FROM documents_piece),"
            " (SELECT array_agg(cle || etat ORDER BY id) FROM noyau_echeance),"
            " (SELECT count(*) FROM noyau_envoi), (SELECT count(*) FROM noyau_entree)"
        )

    def evenements(self) -> list[tuple[str, datetime]]:
        return self.sql(
            "SELECT e.nom, e.le FROM demarches_evenement e JOIN demarches_demarche d ON d.id = e.demarche_id"
            " WHERE d.teleservice = 'commande-carte-vitale' ORDER BY e.id"
        )


@pytest.fixture
def vie() -> Iterator[Vie]:
    dossier = Path(tempfile.mkdtemp(prefix="ameli-chaos-"))
    dossier.chmod(0o711)
    une = Vie(dossier)
    yield une
    une.fermer()
    shutil.rmtree(dossier, ignore_errors=True)


def finie_comme_il_faut(vie: Vie) -> None:
    """Every stage once, in order, at its due date; one active card; each message once."""
    faits = vie.evenements()
    assert [nom for nom, _ in faits] == FIN
    dates = dict(faits)
    for nom, depuis, jours in (
        ("prendre", "deposer", 1),
        ("fabrication", "validee", 1),
        ("expedition", "validee", 5),
        ("accepter", "validee", 10),
    ):
        assert dates[nom] - dates[depuis] == timedelta(days=jours), nom
    assert vie.sql("SELECT etat, count(*) FROM accounts_cartevitale GROUP BY etat ORDER BY etat") == [
        ("ACTIVE", 1),
        ("PERDUE", 1),
    ]
    assert vie.sql("SELECT etat FROM accounts_commandecartevitale") == [("RECUE",)]
    assert vie.sql("SELECT count(*), count(DISTINCT cle) FROM accounts_message") == [(len(MESSAGES), len(MESSAGES))]
    assert vie.sql("SELECT count(*) FROM documents_piece WHERE objet LIKE 'demarche:%%'") == [(3,)]
    assert not vie.sql(
        "SELECT cle FROM noyau_echeance WHERE objet LIKE 'demarche:%%' AND etat IN ('EN_ATTENTE', 'EN_PANNE')"
    )


def test_killed_at_each_stage_the_order_stands_as_before_and_ends_as_if_nothing_had_happened(vie):
    assert vie.vivre("preparer") == 0
    for etape in ETAPES:
        avant = vie.photo()
        assert vie.vivre(etape, mort=True) == -signal.SIGKILL, etape
        assert vie.photo() == avant, f"{etape}: a killed process left something"
        for _ in range(1 if etape in ("depot", "controle") else 2):
            assert vie.vivre(etape) == 0, etape
        assert vie.photo() != avant
    finie_comme_il_faut(vie)


def test_a_sweeper_killed_again_and_again_over_two_weeks_ends_the_order_in_its_order(vie):
    for etape in ("preparer", "depot", "suivi", "controle"):
        assert vie.vivre(etape) == 0
    assert vie.vivre("deux_semaines") == 0
    for attente in (1.5, 3.0, 4.5):
        balayeur = vie.boucle()
        time.sleep(attente)
        vie.tuer(balayeur)
    vie.boucle()
    attendre(lambda: len(vie.evenements()) == len(FIN), 60)
    finie_comme_il_faut(vie)
