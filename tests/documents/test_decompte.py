"""Chapter 7 § 4: what the décompte says, who may have it, and that asking twice makes it once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from ameli.noyau.horloge import maintenant
from documents.editions.decompte import composer
from documents.models import Document, Edition
from documents.moteur import lire
from paiements.detail import lire as lire_le_detail
from paiements.models import Prestation, Retenue, Tiers
from tests.documents.papiers import DECOMPTE, DECOMPTE_IJ, DECOMPTE_REPRIS
from tests.documents.rendus import imprimer
from tests.fabriques import connecter, creer_assure, creer_complementaire, creer_compte
from tests.outils.pdf import pages, texte
from tests.paiements.dossier import payer, payer_une_consultation

LE = date(2026, 3, 10)


def test_each_figure_is_on_the_paper():
    lu = texte(imprimer(DECOMPTE).octets)
    for attendu in (
        "Décompte du 10 mars 2026", "37,00 €", "202603-K7MX2PQ4", "2 90 06 40 999 001 37", "FR76 •••• •••• 705",
        "Dr Anne Lartigue", "30,00 € 30,00 € 70 % 21,00 €", "Zoé Duprat", "Franchise sur les médicaments 20/02/2026",
        "−3,00 €", "42,00 € à verser, moins 5,00 € de retenues : 37,00 €", "Mutuelle des Gaves", "Page 1 sur 1",
    ):  # fmt: skip
        assert attendu in lu, attendu


def test_an_allowance_is_kept_until_the_pension_and_care_for_two_years():
    soins, indemnites = (texte(imprimer(un).octets) for un in (DECOMPTE, DECOMPTE_IJ))
    assert "Conservez-le deux ans." in soins and "retraite" not in soins
    assert "Conservez-le jusqu’à votre retraite" in indemnites and "deux ans" not in indemnites


def test_an_allowance_has_its_own_columns_and_a_returned_transfer_says_so():
    lu = texte(imprimer(DECOMPTE_IJ).octets)
    for attendu in ("379,72 €", "23,54 €", "1,90 €", "354,28 €", "11 jours", "Virement retourné par la banque"):
        assert attendu in lu, attendu
    assert "Montant payé" not in lu and "retenues" not in lu


def test_nothing_withheld_still_has_a_total_and_a_sum_taken_back_says_why():
    lu = texte(imprimer(DECOMPTE_REPRIS).octets)
    assert "Total versé : 6,10 €" in lu.replace("\u00a0", " ") and "forfait −" not in lu
    assert "Soin payé deux fois, repris sur ce paiement" in lu
    assert "Ce virement remplace celui du 3 mars 2026, retourné par la banque" in lu


@pytest.mark.django_db
class TestDeuxFois:
    @pytest.fixture
    def dossier(self):
        return creer_assure()

    def composer(self, dossier, paiement):
        detail = lire_le_detail(dossier, paiement.public_id)
        return composer(dossier, detail, instant=maintenant())

    def test_a_transfer_sent_again_names_the_returned_one_and_the_cover_is_not_told_again(self, dossier):
        mutuelle = creer_complementaire(dossier, "Mutuelle des Gaves")
        rejete = payer_une_consultation(
            dossier, LE, etat="REJETE", complementaire=mutuelle, transmis_le=date(2026, 3, 11)
        ).paiement
        encore = payer(dossier, date(2026, 3, 17), remplace=rejete)
        papier = self.composer(dossier, encore)
        assert rejete.numero in papier.remplace and "10\u00a0mars 2026" in papier.remplace
        assert papier.transmission == "Déjà informée par le décompte remplacé."
        assert not self.composer(dossier, rejete).remplace
        with pytest.raises(IntegrityError):
            payer(dossier, date(2026, 4, 17), remplace=encore, complementaire=mutuelle, transmis_le=date(2026, 4, 18))

    def test_care_taken_back_names_the_care_and_its_decompte(self, dossier):
        premier = payer_une_consultation(dossier, LE)
        encore = payer_une_consultation(dossier, date(2026, 4, 10))
        Prestation.objects.de(dossier).filter(pk=encore.pk).update(origine=premier)
        suivant = payer(dossier, date(2026, 5, 10))
        Prestation.objects.create(
            paiement=suivant, rang=1, code="IND", soins_le=date(2026, 5, 10), personne=dossier.personne, paye=0,
            verse=Decimal(-21), motif_taux="FOR", origine=encore,
        )  # fmt: skip
        (repris,) = self.composer(dossier, suivant).groupes[0].soins
        assert "Consultation de médecin généraliste, soins du 04/04/2026" in repris.precision
        assert encore.paiement.numero in repris.precision
        (double,) = self.composer(dossier, encore.paiement).groupes[0].soins
        assert double.precision.startswith("Déjà payé le 10/03/2026")


@pytest.mark.django_db
class TestTelechargement:
    @pytest.fixture
    def dossier(self):
        return creer_assure()

    def test_the_paper_of_a_payment_is_made_once_and_each_hand_over_is_traced(self, client, dossier):
        ligne = payer_une_consultation(dossier, LE)
        Retenue.objects.create(
            assure=dossier, personne=dossier.personne, prestation=ligne, genre="PF", annee=2026, acte_le=ligne.soins_le,
            montant=Decimal(2), paiement=ligne.paiement, recupere_le=LE,
        )  # fmt: skip
        connecter(client, creer_compte(dossier))
        adresse = f"/documents/decompte/{ligne.paiement.public_id}/"
        premiere, seconde = client.get(adresse), client.get(adresse)
        assert premiere.url == seconde.url
        (document,) = Document.objects.de(dossier).order_by("pk")
        lu = texte(lire(document))
        assert "Consultation de médecin généraliste" in lu and "19,00 €" in lu and pages(lire(document)) == 1
        client.get(premiere.url)
        gestes = list(Edition.objects.filter(document=document).order_by("pk").values_list("geste", flat=True))
        assert gestes == ["PRODUIT", "REDEMANDE", "TELECHARGE"]
        assert document.nom_fichier.startswith("decompte_2026-03-10_202603-")

    def test_somebody_else_s_payment_has_no_paper(self, client, dossier):
        autre = payer(creer_assure("Marc", "Lafitte", sexe="M"), LE)
        connecter(client, creer_compte(dossier))
        assert client.get(f"/documents/decompte/{autre.public_id}/").status_code == 404

    def test_the_list_and_the_detail_lead_to_it(self, client, dossier):
        pharmacie = Tiers.objects.create(genre="PRO", nom="Pharmacie")
        paiement = payer(dossier, date(2026, 3, 10), famille="TIERS", destinataire=pharmacie)
        connecter(client, creer_compte(dossier))
        adresse = f'href="/documents/decompte/{paiement.public_id}/"'
        for page in ("/mes-paiements/", f"/mes-paiements/{paiement.public_id}/"):
            assert adresse in client.get(page).content.decode()
