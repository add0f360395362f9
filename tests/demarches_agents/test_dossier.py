"""The file of a person for agents: who they are always in sight, and what each floor knows of them in tabs."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.admin import volets
from accounts.models import Assure, Beneficiaire, CodeProvisoire, Compte, Connexion
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from tests.demarches_agents.salle import deposer
from tests.fabriques import creer_assure, creer_caisse, creer_compte, creer_enfant, dire_la_raison
from tests.outils.requetes import requetes
from tests.paiements.dossier import creer_avis, payer
from tests.suivi.salle import ecrire_a

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(db):
    return creer_assure()


def ouvrir(guichet, assure: Assure, volet: str = "") -> str:
    """The page of the file, or one of its tabs, as it is read."""
    adresse = reverse("admin:accounts_assure_change", args=[assure.pk])
    reponse = dire_la_raison(guichet, assure).get(adresse, {"volet": volet} if volet else {})
    assert reponse.status_code == 200
    return unescape(reponse.content.decode())


def test_who_it_is_and_whether_they_are_protected_stand_on_every_tab_in_words(guichet, lea):
    for nom in ("", *(un.nom for un in volets.tous())):
        page = ouvrir(guichet, lea, nom)
        assert f"<strong>{lea.personne}</strong>" in page
        assert "Majeur protégé\u00a0: <strong>non</strong>" in page
        assert page.count('aria-current="page"') == 1
    with auteur("systeme:essai"):
        Assure.objects.de(lea).update(majeur_protege=True, adresse_protegee=True)
    page = ouvrir(guichet, lea)
    assert "Majeur protégé\u00a0: <strong>oui</strong>" in page and "<strong>Adresse protégée</strong>" in page
    assert "icon-no" not in page and "violence" not in page, "neither a cross nor what a column is for"


def test_rights_that_are_over_are_said_closed(guichet, lea):
    assert "Droits ouverts" in ouvrir(guichet, lea)
    with auteur("systeme:essai"):
        Assure.objects.de(lea).update(droits_au=aujourdhui() - timedelta(days=1))
    assert "Droits fermés" in ouvrir(guichet, lea)


def test_how_to_reach_the_person_and_whether_they_can_get_in(guichet, lea):
    assert "Aucun compte n’est ouvert." in ouvrir(guichet, lea, "compte")
    compte = creer_compte(lea)
    Compte.objects.filter(pk=compte.pk).update(telephone="0639980001", email_refuse=compte.email)
    Connexion.objects.create(compte=compte, le=maintenant(), resultat="BLOQUEE", resume="Chromium")
    CodeProvisoire.objects.create(
        assure=lea, canal="TELEPHONE", sel="s", empreinte="e", emis_le=maintenant(),
        expire_le=maintenant() + timedelta(days=2),
    )  # fmt: skip
    page = ouvrir(guichet, lea, "compte")
    assert compte.email not in page and "0639980001" not in page
    assert "elle refuse nos courriels" in page
    assert "compte bloqué" in page
    assert "Code provisoire en cours" in page and "(téléphone)" in page
    CodeProvisoire.objects.de(lea).update(annule_le=maintenant())
    assert "Code provisoire en cours" not in ouvrir(guichet, lea, "compte")


def test_payments_debts_and_messages_lead_to_where_they_are_handled(guichet, lea):
    payer(lea, aujourdhui(), "22.50")
    avis = creer_avis(lea, "12.00", "8.00")
    fil = ecrire_a(lea)
    assert "22,50 €" in ouvrir(guichet, lea, "argent").replace("\u00a0", " ").replace("\u202f", " ")
    assert reverse("admin:paiements_avis_change", args=[avis.pk]) in ouvrir(guichet, lea, "argent")
    assert reverse("admin:accounts_fil_change", args=[fil.pk]) in ouvrir(guichet, lea, "messages")


def test_a_demarche_is_in_the_file_of_its_person(guichet):
    demarche = deposer()
    page = ouvrir(guichet, demarche.assure, "demarches")
    assert reverse("admin:demarches_demarche_change", args=[demarche.pk]) in page
    assert demarche.reference in page


def test_another_persons_rows_are_in_no_tab(guichet, lea):
    voisin = creer_assure("Tom", "Bidart")
    payer(voisin, aujourdhui(), "77.70")
    creer_avis(voisin, "12.00")
    ecrire_a(voisin)
    for un in volets.tous():
        if un.nom not in ("compte", "consultations"):
            assert un.vide in ouvrir(guichet, lea, un.nom), un.nom


def test_a_tab_asks_for_a_reason_writes_the_reading_and_is_of_the_agents_caisse(guichet, lea):
    adresse = reverse("admin:accounts_assure_change", args=[lea.pk])
    assert "raison" in guichet.get(adresse, {"volet": "argent"})["Location"]
    ouvrir(guichet, lea, "argent")
    assert Entree.objects.filter(genre="dossier.consulte", assure_ref=lea.public_id).count() == 1
    ailleurs = creer_assure("Tom", "Bidart", caisse=creer_caisse("641", "CPAM de Bayonne"))
    adresse = reverse("admin:accounts_assure_change", args=[ailleurs.pk])
    assert dire_la_raison(guichet, ailleurs).get(adresse, {"volet": "argent"}).status_code == 404


def test_a_tab_that_nobody_declared_is_the_file_itself(guichet, lea):
    assert "Comptes bancaires" in ouvrir(guichet, lea, "inconnu")


@pytest.mark.parametrize("nom", [un.nom for un in volets.tous()])
def test_a_tab_costs_no_more_for_more_rows(guichet, lea, nom):
    for tour in range(2):
        payer(lea, aujourdhui() - timedelta(days=tour))
        creer_avis(lea, "12.00", reference=f"401260300000{tour}231N")
        ecrire_a(lea)
        ouvrir(guichet, lea, nom)
        with requetes() as faites:
            guichet.get(reverse("admin:accounts_assure_change", args=[lea.pk]), {"volet": nom})
        assert len(faites) <= 20, "\n".join(q[-200:] for q in faites)


def test_a_child_is_found_by_their_own_number_in_the_file_of_their_first_parent(guichet, lea):
    enfant = creer_enfant(lea, "Tom")
    second = creer_assure("Marc", "Duprat")
    Beneficiaire.objects.create(
        assure=second, personne=enfant.personne, rang=2, lien="ENFANT", parent_referent=False, droits_du=aujourdhui()
    )
    reponse = guichet.post(reverse("admin:accounts_assure_trouver"), {"nir": enfant.personne.nir_complet})
    assert reponse["Location"] == reverse("admin:accounts_assure_change", args=[lea.pk])


def test_a_notice_says_its_lines_and_what_is_left(guichet, lea):
    avis = creer_avis(lea, "12.00", "8.50")
    page = (
        unescape(
            dire_la_raison(guichet, lea).get(reverse("admin:paiements_avis_change", args=[avis.pk])).content.decode()
        )
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )
    assert "12,00 €, reste 12,00 €" in page
    assert "Reste à payer : 20,50 €" in page
    assert "icon-no" not in page


@pytest.mark.parametrize(
    "liste", ["accounts_assure", "paiements_avis", "paiements_ecartcreance", "accounts_cartevitale"]
)
def test_a_list_is_called_by_what_is_in_it(guichet, liste):
    page = unescape(guichet.get(reverse(f"admin:{liste}_changelist")).content.decode())
    assert "Sélectionnez l" not in page
