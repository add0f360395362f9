"""Redis is closed, silent or slow: everything that people and agents do works, limits hold, and all is quick again after."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis as redis_py

from tests.bench.attente import attendre
from tests.machine.visite import Visite
from tests.outils.relais import Relais
from tests.parcours.site import Site

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("the site is a process of its own")]


@contextmanager
def ferme(site: Site, relais: Relais) -> Iterator[None]:
    site.redis.processus.kill()
    site.redis.processus.wait()
    try:
        yield
    finally:
        site.redis.demarrer()


@contextmanager
def muet(site: Site, relais: Relais) -> Iterator[None]:
    os.kill(site.redis.processus.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(site.redis.processus.pid, signal.SIGCONT)


@contextmanager
def lent(site: Site, relais: Relais) -> Iterator[None]:
    relais.retard = 2.0
    try:
        yield
    finally:
        relais.retard = 0.0


# A code a minute for a person, a code of an application every half minute for an agent: each manner has its own.
MANIERES = {
    ferme: ("nadia", "odette", "LANDES-01"),
    muet: ("patrick", "marc", "LANDES-02"),
    lent: ("bernard", "thomas", "GIRONDE-01"),
}


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.__name__)
def test_without_redis_people_and_agents_do_everything(site: Site, relais: Relais, maniere: Callable):
    qui, distrait, matricule = MANIERES[maniere]
    personas = site.personas()
    personne, agent = Visite(site), Visite(site)
    with maniere(site, relais):
        personne.entrer(personas[qui])
        personne.lire("/mes-paiements/", "Mes paiements")
        personne.lire("/messagerie/", "Ma messagerie")
        personne.lire("/healthz", "ok")
        _commander_une_carte_europeenne(personne)
        personne.lire("/documents/", "Mes documents")
        agent.entrer_au_guichet(matricule)
        agent.lire("/healthz", "ok")
        _cinq_essais_ferment_la_porte(Visite(site), personas[distrait])
        agent.sortir("/agents/", "/agents/logout/")
    _tout_est_rapide(site, personne)
    personne.sortir("/", "/deconnexion/")


def _commander_une_carte_europeenne(personne: Visite) -> None:
    """From the start to the confirmation, and its certificate."""
    personne.lire("/demarches/ceam/")
    personne.envoyer()
    personne.envoyer()
    personne.envoyer(proche="oui", date_depart="", pays="")
    personne.envoyer()
    assert "Votre commande est enregistrée" in personne.page


def _cinq_essais_ferment_la_porte(inconnu: Visite, persona: dict) -> None:
    essais = ["Pas-Le-Bon-2026"] * 5 + [persona["mot_de_passe"]]
    for essai in essais:
        inconnu.lire("/connexion/")
        statut = inconnu.demander(
            "POST", "/connexion/", inconnu.reponses() | {"nir": persona["nir"], "mot_de_passe": essai}
        )
    assert statut == 429, inconnu.texte()


def _tout_est_rapide(site: Site, personne: Visite) -> None:
    """Within ten seconds the site speaks to Redis again: what it looks up is kept there."""
    client = redis_py.Redis.from_url(site.redis.url())
    client.flushall()
    personne.lire("/")
    jeton = personne.jeton()

    def gardee() -> bool:
        question = {"csrfmiddlewaretoken": jeton, "q": f"rue {secrets.token_hex(4)}"}
        assert personne.demander("POST", "/demarches/adresse/suggestions/", question) == 200
        time.sleep(0.3)
        return any(b"adresse:" in cle for cle in client.keys("*"))

    attendre(gardee, lambda: "Redis came back, and the site did not see it", secondes=10)
    client.close()
