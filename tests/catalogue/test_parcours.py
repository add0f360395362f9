"""Every téléservice of the catalogue, walked with its own examples: empty, invalid, valid, back and change, twice, expired, cancelled, due.

The téléservice of the engine's tests is walked too, so that these tests are themselves held when the catalogue is simple.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.televersement import verifier
from demarches.models import OUVERTS, Brouillon, Demarche, Etat
from demarches.moteur import pieces, registre, transitions
from demarches.moteur.declaration import Contexte, Etape, Teleservice
from demarches.moteur.parcours import Parcours
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.fabriques_fichiers import envoi, photo
from tests.moteur import essai as salle_d_essai

pytestmark = pytest.mark.django_db
CODES = [teleservice.code for teleservice in registre.tous()]


class Marche:
    """A person in their browser, before one téléservice, typing what its examples say."""

    def __init__(self, teleservice: Teleservice) -> None:
        self.teleservice = teleservice
        self.assure = creer_assure()
        self.compte = creer_compte(self.assure)
        if teleservice.exemples.preparer:
            teleservice.exemples.preparer(self.assure)
        self.client = connecter(Client(), self.compte)
        self.porte = reverse("demarches:depart", args=[teleservice.code])

    def commencer(self) -> None:
        assert self.client.post(self.porte).status_code == 302

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).get(teleservice=self.teleservice.code, etat="OUVERT")

    @property
    def parcours(self) -> Parcours:
        return Parcours(
            self.teleservice, Contexte(self.assure, self.compte, horloge.maintenant(), brouillon=self.brouillon)
        )

    def adresse(self, nom: str) -> str:
        return reverse("demarches:etape", args=[self.teleservice.code, self.brouillon.public_id, nom])

    def saisie(self, etape: Etape) -> Mapping[str, Any]:
        valides = self.teleservice.exemples.valides[etape.nom]
        return valides(self.parcours.contexte) if callable(valides) else valides

    def envoyer(self, nom: str, saisie: Mapping[str, Any], suite: str = "") -> HttpResponse:
        return self.client.post(self.adresse(nom) + suite, {**saisie, "tour": self.brouillon.tour})

    def repondre(self) -> list[tuple[Etape, Mapping[str, Any]]]:
        """Every step that is asked, answered as its example does; what was typed at each."""
        faites: list[tuple[Etape, Mapping[str, Any]]] = []
        while (etape := self.parcours.premiere_sans_reponse()) is not None:
            assert self.client.get(self.adresse(etape.nom)).status_code == 200, etape.nom
            saisie = self.saisie(etape)
            reponse = self.envoyer(etape.nom, saisie)
            assert reponse.status_code == 302, (etape.nom, reponse.content.decode())
            faites.append((etape, saisie))
        return faites

    def deposer(self) -> Demarche:
        self.commencer()
        self.repondre()
        fin = self.adresse("verification")
        assert self.client.get(fin).status_code == 200
        premiere, seconde = (self.client.post(fin, {"honneur": "on"}) for _ in range(2))
        demarche = Demarche.objects.de(self.assure).get()
        assert premiere.url == seconde.url == reverse("demarches:confirmation", args=[demarche.reference])
        return demarche

    def relire(self, demarche: Demarche) -> Demarche:
        return Demarche.objects.de(self.assure).get(pk=demarche.pk)


@pytest.fixture(params=[*CODES, "essai"])
def marche(request: pytest.FixtureRequest) -> Iterator[Marche]:
    if request.param != "essai":
        yield Marche(registre.celui_de(request.param))
        return
    for teleservice in salle_d_essai.installer():
        yield Marche(teleservice)


def pas_a_pas(marche: Marche) -> Iterator[Etape]:
    """Each step when it is the next to answer; it is answered afterwards."""
    marche.commencer()
    while (etape := marche.parcours.premiere_sans_reponse()) is not None:
        yield etape
        assert marche.envoyer(etape.nom, marche.saisie(etape)).status_code == 302, etape.nom


def test_the_start_page_says_what_it_is_for_and_lets_start(marche):
    page = marche.client.get(marche.porte).content.decode()
    assert marche.teleservice.titre in page and marche.teleservice.accroche in page
    assert "Commencer" in page


def test_an_empty_step_says_what_is_missing_and_keeps_the_person_there(marche):
    for etape in pas_a_pas(marche):
        vide = marche.envoyer(etape.nom, {})
        if vide.status_code == 302:  # nothing is required there
            return
        assert "<title>Erreur" in vide.content.decode(), etape.nom
        assert etape.nom not in marche.brouillon.contenu.get("reponses", {})


def test_each_invalid_example_is_refused_in_words_and_stays_on_the_screen(marche):
    for etape in pas_a_pas(marche):
        for saisie in marche.teleservice.exemples.invalides.get(etape.nom, ()):
            page = marche.envoyer(etape.nom, saisie)
            assert page.status_code == 200, (etape.nom, saisie)
            assert "<title>Erreur" in page.content.decode(), (etape.nom, saisie)
            contenu = marche.brouillon.contenu
            assert etape.nom not in contenu["reponses"]
            if not etape.preuve:
                assert saisie.items() <= contenu["saisies"][etape.nom].items()


def test_the_valid_examples_lead_to_one_demarche_its_confirmation_and_its_follow_up(marche):
    demarche = marche.deposer()
    assert demarche.version == marche.teleservice.version
    assert bool(demarche.verrou) == marche.teleservice.exclusive
    for nom in ("confirmation", "detail"):
        page = marche.client.get(reverse(f"demarches:{nom}", args=[demarche.reference])).content.decode()
        assert demarche.reference in page
    assert marche.teleservice.nom_court in marche.client.get("/suivi/").content.decode()


def test_what_must_be_masked_is_on_no_page_after_the_deposit(marche):
    demarche = marche.deposer()
    secrets = [
        str(demarche.reponses[etape.nom][champ])
        for etape in marche.teleservice.etapes
        for champ in etape.formulaire.masques
        if demarche.reponses.get(etape.nom, {}).get(champ)
    ]
    adresses = ["/", "/suivi/", "/messagerie/", "/mes-informations/"]
    adresses += [reverse(f"demarches:{nom}", args=[demarche.reference]) for nom in ("confirmation", "detail")]
    for adresse in adresses:
        page = re.sub(r"\s", "", marche.client.get(adresse).content.decode())
        assert not [secret for secret in secrets if secret in page], adresse
    assert not [secret for secret in secrets if secret in str(demarche.recapitulatif)]


def test_every_answer_can_be_changed_from_the_check_page_and_comes_back_to_it(marche):
    marche.commencer()
    faites = marche.repondre()
    page = marche.client.get(marche.adresse("verification")).content.decode()
    for etape, saisie in faites:
        if not etape.au_recapitulatif:
            continue
        modifier = f"{marche.adresse(etape.nom)}?retour=verification"
        assert f'href="{modifier}"' in page, etape.nom
        assert marche.client.get(modifier).status_code == 200
        reponse = marche.envoyer(etape.nom, saisie, suite="?retour=verification")
        assert reponse.url == marche.adresse("verification"), etape.nom


def test_going_back_from_any_step_loses_nothing_and_opens_the_one_before(marche):
    marche.commencer()
    faites = marche.repondre()
    avant = marche.brouillon.contenu["reponses"]
    for rang, (etape, saisie) in enumerate(faites):
        attendue = marche.adresse(faites[rang - 1][0].nom) if rang else marche.porte
        assert marche.envoyer(etape.nom, {**saisie, "action": "retour"}).url == attendue
    assert marche.brouillon.contenu["reponses"] == avant


def test_nobody_else_opens_the_draft_nor_the_demarche(marche):
    autre = connecter(Client(), creer_compte(creer_assure("Marc", "Autre", sexe="M")))
    marche.commencer()
    premiere = marche.adresse(marche.teleservice.etapes[0].nom)
    assert autre.get(premiere).status_code == 404
    marche.repondre()
    assert autre.post(marche.adresse("verification"), {"honneur": "on"}).status_code == 404
    marche.client.post(marche.adresse("verification"), {"honneur": "on"})
    demarche = Demarche.objects.de(marche.assure).get()
    for nom in ("confirmation", "detail", "annuler", "recapitulatif"):
        assert autre.get(reverse(f"demarches:{nom}", args=[demarche.reference])).status_code == 404


def test_a_second_one_is_refused_while_an_exclusive_one_is_open(marche):
    marche.deposer()
    marche.client.post(marche.porte)
    ouvert = Brouillon.objects.de(marche.assure).filter(etat="OUVERT").exists()
    assert ouvert is not marche.teleservice.exclusive


def test_a_draft_that_is_too_old_is_not_offered_any_more(marche):
    marche.commencer()
    limite = marche.brouillon.expire_le - horloge.maintenant()
    horloge.regler_decalage(limite + timedelta(minutes=1))
    page = connecter(Client(), marche.compte).get(marche.porte).content.decode()
    assert "Reprendre" not in page and "Commencer" in page


def test_cancelling_ends_it_frees_the_way_and_wakes_no_delay(marche):
    if not marche.teleservice.annulable_jusqu_a:
        return
    demarche = marche.deposer()
    marche.client.post(reverse("demarches:annuler", args=[demarche.reference]))
    relue = marche.relire(demarche)
    assert (relue.etat, relue.verrou) == (Etat.ANNULEE, None)
    assert not Echeance.objects.filter(objet=demarche.objet, etat=Echeance.Etat.EN_ATTENTE).exists()
    marche.commencer()


def test_each_delay_runs_once_at_its_date_and_fails_nowhere(marche):
    demarche = marche.deposer()
    noms = [delai.nom for delai in marche.teleservice.delais if delai.au_depot]
    prevues = Echeance.objects.filter(objet=demarche.objet, genre="demarche.delai")
    assert sorted(e.donnees["delai"] for e in prevues) == sorted(noms)
    if not noms:
        return
    dernier = max(e.du_le for e in prevues)
    horloge.regler_decalage(dernier - demarche.deposee_le + timedelta(minutes=1))
    balayer()
    balayer()
    restees = Echeance.objects.filter(objet=demarche.objet, du_le__lte=horloge.maintenant())
    assert not restees.filter(etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE)).exists()
    assert not restees.exclude(erreur="").exists()
    relue = marche.relire(demarche)
    assert relue.etat != Etat.DEPOSEE
    assert (relue.verrou is None) == (relue.etat not in OUVERTS or not marche.teleservice.exclusive)
    detail = connecter(Client(), marche.compte).get(reverse("demarches:detail", args=[demarche.reference]))
    assert detail.status_code == 200


def test_a_document_can_be_asked_for_and_then_a_person_decides(marche, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    demarche, agent = marche.deposer(), creer_agent(caisse=marche.assure.caisse)
    demande = {"libelle": "Acte de naissance", "motif": "Le nom ne se lit pas.", "le": demarche.deposee_le}
    pieces.demander(demarche, agent, **demande)
    horloge.regler_decalage(timedelta(days=25))
    balayer()
    assert marche.relire(demarche).etat == Etat.A_COMPLETER
    adresse = reverse("demarches:detail", args=[demarche.reference])
    page = connecter(Client(), marche.compte).get(adresse).content.decode()
    assert "Acte de naissance" in page and 'type="file"' in page
    photos = [verifier(envoi("acte.jpg", photo()))]
    pieces.recevoir(demarche, photos, marche.compte, le=demarche.deposee_le + timedelta(days=25))
    horloge.regler_decalage(timedelta(days=90))
    balayer()
    balayer()
    assert not Echeance.objects.filter(objet=demarche.objet).exclude(erreur="").exists()
    assert marche.relire(demarche).etat == Etat.EN_COURS
    assert connecter(Client(), marche.compte).get(adresse).status_code == 200
    transitions.passer(demarche, "accepter", acteur=agent.compte.acteur)
    assert marche.relire(demarche).etat == Etat.ACCEPTEE
