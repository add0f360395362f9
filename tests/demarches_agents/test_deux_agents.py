"""Two agents on one file: one wins, the other is told who did what and when, and keeps what was typed."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.models import Entree
from demarches.admin import file
from demarches.models import Demarche, Etat, Evenement
from demarches.moteur import registre, transitions
from tests.demarches_agents.salle import A_CONTROLER, ALERTE, LISTE, caches, deposer, remplir, sur
from tests.fabriques import connecter, creer_agent, creer_caisse, dire_la_raison
from tests.suivi.salle import LUNDI


@pytest.fixture
def collegue(agent):
    return creer_agent(superviseur=False)


@pytest.fixture
def voisin(collegue):
    return connecter(Client(), collegue.compte)


@pytest.mark.django_db
def test_the_second_decision_is_told_who_was_faster_and_keeps_its_text(guichet, voisin, collegue):
    demarche = deposer()
    ouverte = caches(guichet.get(sur("refuser", demarche)).content.decode())
    remplir(voisin, "accepter", demarche)
    reponse = guichet.post(sur("refuser", demarche), {**ouverte, "motif": "nom", "precision": "Un texte bien long."})
    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert f"Cette démarche a déjà été acceptée par {collegue}, le " in html
    assert "Un texte bien long." in html and 'Refuser la démarche"' not in html
    demarche.refresh_from_db()
    assert demarche.etat == Etat.ACCEPTEE


@pytest.mark.django_db
def test_a_colleague_who_took_it_meanwhile_is_named_and_the_decision_can_be_confirmed(guichet, voisin, collegue):
    demarche = deposer()
    ouverte = caches(guichet.get(sur("refuser", demarche)).content.decode())
    voisin.post(sur("prendre", demarche))
    saisies = {"motif": "nom", "precision": "Un texte bien long."}
    html = guichet.post(sur("refuser", demarche), {**ouverte, **saisies}).content.decode()
    assert f"Cette démarche a été prise par {collegue}, le " in html and "Un texte bien long." in html
    guichet.post(sur("refuser", demarche), {**caches(html), **saisies})
    demarche.refresh_from_db()
    assert demarche.etat == Etat.REFUSEE


@pytest.mark.django_db
def test_what_an_agent_did_in_another_tab_does_not_stop_them(guichet):
    demarche = deposer()
    ouverte = caches(guichet.get(sur("accepter", demarche)).content.decode())
    guichet.post(sur("prendre", demarche))
    assert guichet.post(sur("accepter", demarche), ouverte).status_code == 302


@pytest.mark.django_db
def test_a_decision_already_made_by_the_clock_is_said_before_anything_is_typed(guichet):
    demarche = deposer()
    transitions.passer(demarche, "accepter", acteur="horloge", le=horloge.maintenant())
    dire_la_raison(guichet, demarche.assure)
    html = guichet.get(sur("refuser", demarche), follow=True).content.decode()
    assert "a déjà été acceptée par traitement automatique" in html


@pytest.mark.django_db
def test_a_file_is_put_back_or_handed_to_a_colleague_of_the_caisse_only(guichet, voisin, agent, collegue):
    etranger = creer_agent(creer_caisse("331", "CPAM de la Gironde"), superviseur=False)
    demarche = deposer(prise_par=agent, etat=Etat.EN_COURS)
    assert guichet.get(sur("rendre", demarche)).status_code == 405
    guichet.post(sur("rendre", demarche))
    demarche.refresh_from_db()
    assert (demarche.prise_par, demarche.etat) == (None, Etat.EN_COURS)
    assert "déjà dans la file" in guichet.post(sur("rendre", demarche), follow=True).content.decode()
    refus = remplir(guichet, "confier", demarche, collegue=etranger.pk)
    assert refus.status_code == 200 and 'id="id_collegue_error"' in refus.content.decode()
    remplir(guichet, "confier", demarche, collegue=collegue.pk)
    demarche.refresh_from_db()
    assert demarche.prise_par == collegue
    assert demarche.reference in voisin.get(f"{reverse(LISTE)}?suivi=moi").content.decode()
    assert "vous" in voisin.get(sur("change", demarche)).content.decode()
    genres = Entree.objects.filter(objet=demarche.objet).values_list("genre", flat=True)
    assert {"demarche.rendue", "demarche.confiee"} <= set(genres)


@pytest.mark.django_db
def test_a_demarche_moved_to_another_caisse_is_in_the_new_queue_only(guichet, agent):
    bordeaux = creer_caisse("331", "CPAM de la Gironde")
    ailleurs = connecter(Client(), creer_agent(bordeaux, superviseur=False).compte)
    demarche = deposer(prise_par=agent)
    ouverte = caches(guichet.get(sur("refuser", demarche)).content.decode())

    with registre.avec(replace(A_CONTROLER, jalons={"transfert": "Transmise à votre nouvelle caisse"})):
        transitions.noter(demarche, "transfert", le=LUNDI, caisse=bordeaux)
        assert demarche.reference not in guichet.get(reverse(LISTE)).content.decode()
        assert guichet.get(sur("change", demarche)).status_code == 404
        assert guichet.post(sur("refuser", demarche), {**ouverte, "motif": "nom"}).status_code == 404
        assert demarche.reference in ailleurs.get(reverse(LISTE)).content.decode()
        page = ailleurs.get(sur("change", demarche)).content.decode()
        assert "Transmise à votre nouvelle caisse" in page and "dossier d’une autre caisse" in page


@pytest.mark.django_db(transaction=True)
def test_two_agents_at_the_same_instant_get_two_files_and_a_third_none(agent):
    premiere, seconde = deposer(alertes=ALERTE), deposer("Paul")
    agents = [agent, creer_agent(superviseur=False), creer_agent(superviseur=False)]
    depart, prises = threading.Barrier(3), {}

    def prendre(qui):
        try:
            depart.wait(10)
            prises[qui.pk] = file.prendre_la_suivante(qui)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=prendre, args=(qui,)) for qui in agents]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(20)
    assert sorted(d.pk for d in prises.values() if d) == [premiere.pk, seconde.pk]
    for qui, demarche in prises.items():
        if demarche:
            assert Demarche.objects.systeme("test").get(pk=demarche.pk).prise_par_id == qui


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_instant_one_is_made(agent):
    demarche = deposer()
    guichets = [connecter(Client(), agent.compte), connecter(Client(), creer_agent(superviseur=False).compte)]
    ouvertes = [caches(guichet.get(sur("accepter", demarche)).content.decode()) for guichet in guichets]
    depart, codes = threading.Barrier(2), []

    def accepter(guichet, ouverte):
        try:
            depart.wait(10)
            codes.append(guichet.post(sur("accepter", demarche), ouverte).status_code)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=accepter, args=paire) for paire in zip(guichets, ouvertes, strict=True)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(20)
    assert sorted(codes) == [200, 302]
    assert Evenement.objects.systeme("test").filter(demarche=demarche, nom="accepter").count() == 1
