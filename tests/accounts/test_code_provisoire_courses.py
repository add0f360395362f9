"""A provisional code under several hands at once: three tries are three, one use is one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import pytest
from django.db import connections
from django.test import Client

from accounts.connexion.code_provisoire import codes
from accounts.models import CodeProvisoire, Compte
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.models import Entree
from tests.fabriques import creer_agent

pytestmark = pytest.mark.django_db(transaction=True)
MOTS = ("Maree-basse-79", "Maree-haute-80")


def ensemble(gestes: Iterable[Callable[[], object]]) -> list[object]:
    """What each gives, started at the same instant."""
    gestes, rendus = list(gestes), []
    depart = threading.Barrier(len(gestes))

    def un(geste: Callable[[], object]) -> None:
        try:
            depart.wait(10)
            rendus.append(geste())
        finally:
            connections.close_all()

    fils = [threading.Thread(target=un, args=(geste,)) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(20)
    return rendus


def donner(assure) -> str:
    return codes.delivrer(assure, codes.Canal.ACCUEIL, motif="essai", agent=creer_agent())[1]


def test_of_two_passwords_chosen_at_the_same_instant_one_holds(lea):
    code, navigateurs = donner(lea), [Client(), Client()]
    for navigateur in navigateurs:
        entree = navigateur.post("/connexion/code-provisoire/", {"nir": lea.personne.nir, "code": code})
        assert entree.url == "/connexion/code-provisoire/choisir/"
    adresses = ensemble(
        lambda n=navigateur, m=mot: (
            n.post("/connexion/code-provisoire/choisir/", {"mot_de_passe": m, "confirmation": m}).url
        )
        for navigateur, mot in zip(navigateurs, MOTS, strict=True)
    )
    assert sorted(adresses) == ["/", "/connexion/code-provisoire/?servi=1"]
    compte = Compte.objects.get(assure=lea)
    assert sum(compte.check_password(mot) for mot in MOTS) == 1
    assert sum(navigateur.get("/mes-informations/").status_code == 200 for navigateur in navigateurs) == 1
    assert Entree.objects.filter(genre="code_provisoire.utilise").count() == 1


def test_ten_guesses_at_the_same_instant_are_three_tries(lea):
    code = donner(lea)
    faux = [f"{(int(code) + rang) % 10_000:04}" for rang in range(1, 11)]
    nir_empreinte = empreinte("nir", lea.personne.nir)
    assert set(ensemble(lambda f=f: codes.essayer(nir_empreinte, f) for f in faux)) == {None}
    assert CodeProvisoire.objects.de(lea).get().essais == codes.ESSAIS
    assert codes.essayer(nir_empreinte, code) is None


def test_of_two_codes_given_at_the_same_instant_one_is_alive(lea):
    agents = [creer_agent(), creer_agent()]
    rendus = ensemble(
        lambda a=agent: codes.delivrer(lea, codes.Canal.ACCUEIL, motif="essai", agent=a)[1] for agent in agents
    )
    assert len(rendus) == 2
    assert CodeProvisoire.objects.de(lea).filter(annule_le=None).count() == 1
