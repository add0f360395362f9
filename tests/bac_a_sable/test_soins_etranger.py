"""Care abroad in the practice world: rates, bills to download, one request that waits, one refused, one paid in part."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Compte
from ameli.bac_a_sable import factures
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.soins_etranger import avis
from demarches.models import Demarche, Etat
from demarches.moteur import dehors
from paiements import cours
from paiements.devises import EURO, devises
from paiements.models import DepenseEtrangere
from tests.outils.monde import monde_installe

pytestmark = pytest.mark.django_db


def la_demande_de(prenom: str) -> Demarche:
    compte = Compte.objects.select_related("assure").get(email__startswith=f"{prenom}.")
    return Demarche.objects.de(compte.assure).select_related("assure").get(teleservice="soins-etranger")


def test_the_practice_world_shows_each_end_of_a_request():
    monde_installe()
    ingrid, fabrice, amandine = map(la_demande_de, ("ingrid", "fabrice", "amandine"))
    assert (ingrid.etat, ingrid.jalon) == (Etat.EN_COURS, avis.A_VANNES) and dehors.depuis(ingrid, avis.VANNES)
    assert fabrice.etat == Etat.REFUSEE and avis.rendu(fabrice) is False
    assert (amandine.etat, amandine.jalon) == (Etat.ACCEPTEE, "accordee_en_partie")
    depense = DepenseEtrangere.objects.de(amandine.assure).get()
    assert (depense.devise, depense.prestation.paye, depense.prestation.verse) == ("GBP", D("91.84"), D("21.00"))
    for code in devises():
        assert code == EURO or cours.au(code, jour_de(maintenant())).valeur > 0


def test_each_bill_is_a_picture_that_anybody_downloads_in_their_language():
    assert len({une.devise for une in factures.factures().values()}) >= 4
    assert len({une.pays.split(", ")[1] for une in factures.factures().values()}) == 4
    for cle in factures.factures():
        reponse = Client().get(reverse("bac_a_sable:facture", args=[cle]))
        assert (reponse.status_code, reponse["Content-Type"]) == (200, "image/jpeg")
    assert Client().get(reverse("bac_a_sable:facture", args=["lune"])).status_code == 404
    fiche = Client().get(reverse("bac_a_sable:personne", args=["chloe"])).content.decode()
    assert reverse("bac_a_sable:facture", args=["toronto"]) in fiche
