"""The pensions of the practice world are those of the one engine: what was paid of them before today is what it reckons, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.messagerie import lecture as lecture_des_messages
from accounts.models import Assure, Message
from ameli.bac_a_sable.declarations_de_ressources import SITUATIONS
from ameli.bac_a_sable.personas import persona
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.formats import montant
from demarches.models import Demarche, Evenement
from documents.editions import attestation_pension, releve_fiscal
from documents.models import Document
from documents.verification.controle import Etat, verifier
from paiements import pensions
from paiements.calcul.invalidite.mensualites import du_mois, mois_jusqu_a
from paiements.models import MoisDePension, Paiement, Pension, Prestation
from paiements.prestations import libelle
from paiements.revenus_verses import entre, lire
from tests.fabriques import connecter
from tests.outils.monde import monde_installe
from tests.outils.pdf import texte

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monde():
    monde_installe()


def de(cle: str) -> Assure:
    return Assure.objects.systeme("test").get(personne__nir_empreinte=empreinte("nir", persona(cle).nir))


def dus(pension: Pension) -> list[date]:
    """The months whose day has passed."""
    aujourdhui = horloge.aujourdhui()
    tous = mois_jusqu_a(pension.servie_depuis, aujourdhui)
    return [mois for mois in tous if pensions.paye_le(mois).date() <= aujourdhui]


@pytest.mark.parametrize("cle", SITUATIONS)
def test_each_month_that_is_due_was_paid_as_the_engine_reckons_it(cle):
    pension = pensions.en_cours(de(cle))
    mois = dus(pension)
    assert pension.servie_depuis == pension.du and len(mois) >= 2
    lignes = Prestation.objects.de(pension.assure).filter(code="INV").order_by("soins_le")
    assert [(une.soins_le, une.verse) for une in lignes] == [(un, du_mois(pension.titre, un).net) for un in mois]
    assert [un.mois for un in pensions.lire_les_mois(pension)] == mois


@pytest.mark.parametrize("cle", SITUATIONS)
def test_the_next_due_date_finds_every_month_before_it_paid(cle):
    pension = pensions.en_cours(de(cle))
    *_, dernier = dus(pension)
    (prevue,) = Echeance.objects.filter(objet=f"pension_due:{pension.public_id}", genre=pensions.VERSER)
    assert prevue.donnees["mois"] in (f"{ajouter_mois(dernier, 1)}", f"{dernier}"), "on the 8th before nine o'clock"
    avant = Paiement.objects.de(pension.assure).count()
    assert pensions.verser(pension.public_id, dernier, horloge.maintenant()) is None
    assert Paiement.objects.de(pension.assure).count() == avant


def test_jocelynes_pension_is_reduced_in_her_payments_from_the_month_that_her_declaration_says():
    pension = pensions.en_cours(de("jocelyne"))
    (depuis,) = pension.titre.retenues
    mois = {un.mois: un.brut for un in MoisDePension.objects.de(pension.assure)}
    avant = ajouter_mois(depuis, -1)
    assert mois[avant] - mois[depuis] == pension.titre.retenues[depuis] > Decimal(0)


def test_serge_reads_his_pension_in_his_payments_in_his_papers_and_in_his_statement_for_taxes(client: Client):
    serge = de("serge")
    client = connecter(client, serge.compte)
    dernier = Paiement.objects.de(serge).filter(famille="INVAL").latest("emis_le")
    adresse = reverse("paiements:detail", args=[dernier.public_id])
    assert adresse in client.get(reverse("paiements:liste")).content.decode()
    assert libelle("INV") in client.get(adresse).content.decode()
    annees = client.get(reverse("documents:releve_fiscal")).context["annees"]
    assert annees == releve_fiscal.disponibles(serge, horloge.aujourdhui()) != []
    client.post(reverse("documents:releve_fiscal"), {"annee": annees[0]})
    document = Document.objects.de(serge).get(genre="releve_fiscal")
    lu = texte(client.get(reverse("documents:telecharger", args=[document.public_id])).content)
    assert libelle("INV") in lu and "plus grand que le net" not in lu, "nothing is withheld of his pension"


def test_serge_has_an_attestation_of_what_was_paid_in_a_year_that_anybody_may_check(client: Client):
    serge, jour = de("serge"), horloge.aujourdhui()
    client, annee = connecter(client, serge.compte), attestation_pension.disponibles(serge)[0]
    page = client.post(reverse("documents:pension"), {"annee": annee})
    document = Document.objects.de(serge).get(genre="attestation_pension")
    assert page.url == reverse("documents:pension_prete", args=[document.public_id])
    mois = entre(lire(serge, ("INVAL",), jour), date(annee, 1, 1), jour)
    lu = texte(client.get(reverse("documents:telecharger", args=[document.public_id])).content)
    total = " ".join(montant(sum(un.net for un in mois)).split())
    assert total in lu and all(f"{un.paye_le:%d/%m/%Y}" in lu for un in mois)
    assert verifier(document.code_verif, "Duviella") is Etat.VALIDE
    Paiement.objects.de(serge).filter(famille="INVAL").update(etat=Paiement.Etat.REJETE)
    assert verifier(document.code_verif, "Duviella") is Etat.REMPLACE


@pytest.mark.parametrize("cle", [cle for cle, une in SITUATIONS.items() if une.utilisee is not None])
def test_who_declared_reads_it_in_their_messages_and_in_their_follow_up(cle: str):
    qui = de(cle)
    envoyee = Demarche.objects.de(qui).get(teleservice="ressources-invalidite")
    assert envoyee.etat == "ACCEPTEE" and envoyee.close_le == envoyee.prevue_le
    vu_par_un_agent = Evenement.objects.de(qui).filter(demarche=envoyee, nom="prendre").exists()
    assert vu_par_un_agent == (cle == "jocelyne"), "a first reduction alone is signed"
    sujets = [un.sujet for un in Message.objects.de(qui).order_by("envoye_le")]
    assert sujets[:3] == [
        "Une déclaration vous attend", "Votre déclaration est arrivée", "Votre déclaration est prise en compte",
    ]  # fmt: skip
    if SITUATIONS[cle].ouverte is None:
        assert lecture_des_messages.dernier(qui).sujet == "Votre déclaration est prise en compte", (
            "nothing waits any more"
        )
