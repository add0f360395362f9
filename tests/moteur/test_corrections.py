"""What was sent is never changed: a correction takes its place when it is sent, whole, and only until somebody takes it in hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.urls import reverse

from accounts.models import Message
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import maintenant
from demarches.accueil.services import a_terminer
from demarches.models import Brouillon, Demarche, Etat, Evenement
from demarches.moteur import brouillons, corrections, depot, transitions
from demarches.moteur.declaration import Contexte, Correction, Messages, Sujet
from demarches.moteur.depot import DepotRefuse
from demarches.moteur.models import Verrou
from demarches.moteur.passages import TransitionInterdite
from demarches.suivi import lecture
from documents.models import Piece
from tests.catalogue.marche import Marche
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils.salles import changer
from tests.salles_d_essai import soins
from tests.salles_d_essai.soins import Soins

pytestmark = pytest.mark.django_db


def pas_prise(demarche, le):
    return demarche.etat == Etat.DEPOSEE


def par_pays(contexte: Contexte) -> tuple[Sujet, ...]:
    return (Sujet(Soins.du(contexte).pays.pays + contexte.assure.public_id),)


@pytest.fixture
def marche() -> Iterator[Marche]:
    """Medicines abroad, sent; the room lets it be corrected until an agent takes it."""
    for service in soins.installer():
        salle = changer(
            service, correction=Correction(possible=pas_prise), sujets=par_pays,
            messages=Messages(depot="", acceptee="", refusee="", annulee="annulee"),
        )  # fmt: skip
        yield Marche(salle)


def corriger(marche: Marche, demarche: Demarche) -> str:
    return marche.client.post(f"/suivi/{demarche.reference}/corriger/").url


def lire(marche: Marche, adresse: str) -> str:
    return marche.client.get(adresse, follow=True).content.decode().replace("\u00a0", " ")


def en_cours(demarche: Demarche) -> list[str]:
    return list(Echeance.objects.filter(objet=demarche.objet, etat="EN_ATTENTE").values_list("genre", flat=True))


def completer(marche: Marche) -> None:
    marche.envoyer("recit", {"recit": "Une rage de dents."})
    if marche.brouillon.contenu["reponses"]["soin"] == {"soin": "pharmacie"}:
        marche.joindre_une("ordonnance")


def renvoyer(marche: Marche) -> Demarche:
    """What is sealed is given again, then the correction is sent."""
    completer(marche)
    fin = marche.adresse("verification")
    reponse = marche.client.post(fin, {"honneur": "on"})
    assert reponse.status_code == 302, reponse.content.decode()
    return Demarche.objects.de(marche.assure).get(reference=reponse.url.split("/")[2])


def test_the_draft_is_filled_with_what_was_sent_and_with_copies_of_its_files(marche):
    demarche = marche.deposer()
    assert "Corriger ma demande" in lire(marche, f"/suivi/{demarche.reference}/")
    assert "votre demande suit son cours" in lire(marche, f"/suivi/{demarche.reference}/corriger/")
    assert not Brouillon.objects.de(marche.assure).filter(etat="OUVERT"), "looking begins nothing"
    adresse = corriger(marche, demarche)
    assert adresse.endswith("/recit/"), "what is sealed is nobody's to copy: it is asked again"
    reponses = marche.brouillon.contenu["reponses"]
    assert (reponses["pays"], reponses["soin"]) == ({"pays": "es"}, {"soin": "pharmacie"})
    original = Piece.objects.de(marche.assure).get(objet=demarche.objet, place="pieces/facture")
    copie = Piece.objects.de(marche.assure).get(public_id=reponses["pieces"]["facture"][0])
    assert copie.public_id != original.public_id and copie.octets() == original.octets() and copie.nom == original.nom
    assert corriger(marche, demarche).split("/")[3] == adresse.split("/")[3], "begun once, it is taken up again"


def test_once_sent_it_takes_the_place_of_the_former_one_in_one_go(marche):
    ancienne = marche.deposer()
    corriger(marche, ancienne)
    marche.envoyer("soin", {"soin": "dentiste"})
    nouvelle, relue = renvoyer(marche), marche.relire(ancienne)
    assert (relue.etat, relue.jalon, nouvelle.etat) == (Etat.ANNULEE, "remplacee", Etat.DEPOSEE)
    assert nouvelle.remplace_id == ancienne.pk and relue.reponses == ancienne.reponses
    assert nouvelle.reponses["soin"] == {"soin": "dentiste"}
    assert "demarche.delai" in en_cours(nouvelle) and "demarche.delai" not in en_cours(relue)
    assert [verrou.demarche_id for verrou in Verrou.objects.systeme("test").all()] == [nouvelle.pk]
    assert not Message.objects.de(marche.assure).filter(fil__demarche_reference=ancienne.reference), "not « annulée »"
    assert Piece.objects.de(marche.assure).filter(objet=ancienne.objet, place="pieces/facture").exists()


def test_the_follow_up_of_both_and_the_agents_see_the_chain(marche, client):
    ancienne = marche.deposer()
    corriger(marche, ancienne)
    nouvelle = renvoyer(marche)
    page = lire(marche, f"/suivi/{ancienne.reference}/")
    assert "Remplacée par votre correction" in page and f"/suivi/{nouvelle.reference}/" in page
    assert "Corriger ma demande" not in page
    page = lire(marche, f"/suivi/{nouvelle.reference}/")
    assert "Correction envoyée" in page and f"/suivi/{ancienne.reference}/" in page
    connecter(client, creer_agent().compte)
    dire_la_raison(client, marche.assure)
    for lue, autre, mots in ((nouvelle, ancienne, "Remplace"), (ancienne, nouvelle, "Remplacée par")):
        fiche = client.get(reverse("admin:demarches_demarche_change", args=[lue.pk])).content.decode()
        assert reverse("admin:demarches_demarche_change", args=[autre.pk]) in fiche and mots in fiche


def test_a_demarche_that_an_agent_took_is_corrected_no_more_not_even_by_a_draft_that_was_begun(marche):
    demarche = marche.deposer()
    corriger(marche, demarche)
    completer(marche)
    brouillon, fin = marche.brouillon, marche.adresse("verification")
    transitions.passer(demarche, "prendre", acteur="agent:A1")
    assert "Corriger ma demande" not in lire(marche, f"/suivi/{demarche.reference}/")
    for page in (marche.client.get(fin), marche.client.post(fin, {"honneur": "on"})):
        assert "déjà traitée" in page.content.decode() and demarche.reference in page.content.decode()
    with pytest.raises(DepotRefuse):
        depot.deposer(brouillon)
    with pytest.raises(TransitionInterdite):
        corrections.ouvrir(demarche, marche.compte, le=maintenant())
    assert Demarche.objects.de(marche.assure).count() == 1 and marche.relire(demarche).etat == Etat.EN_COURS


def test_a_draft_of_a_correction_stands_beside_an_ordinary_one_and_is_offered_on_its_demarche(marche):
    demarche = marche.deposer()
    corriger(marche, demarche)
    contexte = Contexte(marche.assure, marche.compte, maintenant())
    ordinaire = brouillons.commencer(marche.teleservice, contexte)
    siens = Brouillon.objects.de(marche.assure).filter(etat="OUVERT")
    assert siens.count() == 2 and ordinaire.corrige_id is None
    assert brouillons.ouvert(marche.teleservice, contexte, "") == ordinaire
    assert f"/suivi/{demarche.reference}/corriger/" in [
        une.lien for une in a_terminer(contexte, lecture.ouvertes(marche.assure, contexte.le))
    ]
    transitions.passer(demarche, "prendre", acteur="agent:A1")
    assert f"/suivi/{demarche.reference}/corriger/" not in [
        une.lien for une in a_terminer(contexte, lecture.ouvertes(marche.assure, contexte.le))
    ]


def test_giving_up_a_correction_changes_nothing_to_what_was_sent(marche):
    demarche = marche.deposer()
    corriger(marche, demarche)
    abandon = f"/demarches/soins/{marche.brouillon.public_id}/abandonner/"
    assert "ne change pas" in lire(marche, abandon)
    marche.client.post(abandon)
    assert marche.relire(demarche).etat == Etat.DEPOSEE
    assert Piece.objects.de(marche.assure).filter(objet=demarche.objet).count() == 2
    assert not Piece.objects.de(marche.assure).exclude(objet=demarche.objet)


def test_what_an_agent_reserved_stays_reserved_once_corrected(marche):
    demarche = marche.deposer()
    demarche.reserver()
    corriger(marche, demarche)
    assert renvoyer(marche).reservee


def test_a_correction_may_be_corrected_in_turn(marche):
    premiere = marche.deposer()
    corriger(marche, premiere)
    seconde = renvoyer(marche)
    corriger(marche, seconde)
    troisieme = renvoyer(marche)
    assert (troisieme.remplace_id, seconde.remplace_id) == (seconde.pk, premiere.pk)
    assert Demarche.objects.de(marche.assure).ouvertes().get() == troisieme


@pytest.mark.parametrize("methode", ["get", "post"])
def test_nobody_else_corrects_it_and_a_room_that_does_not_offer_it_has_no_such_page(marche, client, methode):
    demarche = marche.deposer()
    voisin = creer_assure("Marc", "Voisin", sexe="M")
    connecter(client, creer_compte(voisin))
    assert getattr(client, methode)(f"/suivi/{demarche.reference}/corriger/").status_code == 404
    changer(marche.teleservice, correction=None)
    assert getattr(marche.client, methode)(f"/suivi/{demarche.reference}/corriger/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_agent_and_a_correction_at_the_same_moment_never_both_win(marche):
    demarche = marche.deposer()
    corriger(marche, demarche)
    completer(marche)
    brouillon, depart, issues = marche.brouillon, threading.Barrier(2), []

    def faire(nom, action):
        depart.wait()
        try:
            action()
            issues.append(nom)
        except (TransitionInterdite, DepotRefuse):
            pass
        finally:
            connections.close_all()

    fils = [
        threading.Thread(target=faire, args=("corrigee", lambda: depot.deposer(brouillon))),
        threading.Thread(
            target=faire, args=("prise", lambda: transitions.passer(demarche, "prendre", acteur="agent:A1"))
        ),
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    etats = {"corrigee": Etat.ANNULEE, "prise": Etat.EN_COURS}
    assert len(issues) == 1 and marche.relire(demarche).etat == etats[issues[0]]
    assert Evenement.objects.de(marche.assure).filter(demarche=demarche, nom__in=("prendre", "remplacer")).count() == 1
