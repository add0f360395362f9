"""Masked everywhere; shown once, by POST, for a reason that the person reads."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.informations import coordonnees
from ameli.noyau import formats
from ameli.noyau.models import Entree
from demarches.models import Demarche
from tests.demarches_agents.salle import deposer, sur
from tests.fabriques import connecter, creer_agent, creer_caisse, dire_la_raison
from tests.fabriques_iban import iban_francais

pytestmark = pytest.mark.django_db


def test_a_number_is_shown_once_for_the_reason_of_the_opening_and_the_person_reads_it(guichet, agent):
    demarche = deposer()
    nir = formats.nir(demarche.assure.personne.nir)
    question = guichet.get(sur("reveler", demarche)).content.decode()
    assert nir not in question
    assert "Traitement d’une démarche" in question and "<select" not in question and "<textarea" not in question
    reponse = guichet.post(sur("reveler", demarche), {"donnee": "nir"})
    assert nir in reponse.content.decode()
    assert "no-store" in reponse["Cache-Control"]
    entree = Entree.objects.get(genre="donnee.revelee")
    assert (entree.assure_ref, entree.acteur) == (demarche.assure.public_id, agent.compte.acteur)
    assert "Un agent de votre caisse : donnée affichée en entier – Numéro de Sécurité sociale (traitement" in (
        entree.phrase.replace("\xa0", " ")
    )
    page = guichet.get(sur("change", demarche)).content.decode()
    assert nir not in page and "Donnée affichée en entier" in page


def test_what_is_not_masked_there_is_not_shown(guichet):
    demarche = deposer()
    html = guichet.post(sur("reveler", demarche), {"donnee": "carte"}).content.decode()
    assert formats.nir(demarche.assure.personne.nir) not in html and 'id="id_donnee_error"' in html
    assert not Entree.objects.filter(genre="donnee.revelee").exists()


def test_the_reading_in_clear_is_given_up_when_it_cannot_be_written_down(guichet, monkeypatch):
    demarche = deposer()

    def casser(*args, **champs):
        raise RuntimeError("no journal")

    monkeypatch.setattr("accounts.admin.revelation.journaliser", casser)
    with pytest.raises(RuntimeError):
        guichet.post(sur("reveler", demarche), {"donnee": "nir"})


def test_an_answer_that_a_form_masks_can_be_shown(guichet):
    from demarches.catalogue.iban.teleservice import SERVICE as IBAN

    iban = iban_francais(30004, 12, 7_000_004)
    demarche = deposer(salle=IBAN)
    Demarche.objects.systeme("test").filter(pk=demarche.pk).update(
        reponses={
            "compte": {"iban": iban, "bic": ""},
            "titulaire": {"civilite": "MADAME", "nom": "DUPRAT", "prenom": "LEA"},
        }
    )
    assert formats.iban(iban) not in guichet.get(sur("change", demarche)).content.decode()
    html = guichet.post(sur("reveler", demarche), {"donnee": "compte.iban"}).content.decode()
    assert formats.iban(iban) in html


def test_the_file_of_a_person_reveals_number_and_bank_details_too(guichet):
    assure = deposer().assure
    adresse = reverse("admin:accounts_assure_reveler", args=[assure.pk])
    rib = coordonnees.actuelles(assure)
    dire_la_raison(guichet, assure, raison="partenaire")
    assert adresse in guichet.get(reverse("admin:accounts_assure_change", args=[assure.pk])).content.decode()
    html = guichet.post(adresse, {"donnee": "iban"}).content.decode()
    assert formats.iban(rib.iban) in html
    entree = Entree.objects.get(genre="donnee.revelee")
    assert (entree.assure_ref, entree.donnees) == (assure.public_id, {"donnee": "iban", "raison": "partenaire"})
    assert "(demande d’un partenaire" in entree.motif


def test_another_caisse_reveals_nothing(client):
    demarche = deposer()
    ailleurs = connecter(client, creer_agent(creer_caisse("331", "CPAM de la Gironde"), superviseur=False).compte)
    saisies = {"donnee": "nir"}
    assert ailleurs.post(sur("reveler", demarche), saisies).status_code == 404
    assert (
        ailleurs.post(reverse("admin:accounts_assure_reveler", args=[demarche.assure_id]), saisies).status_code == 404
    )
