"""A long statement is made by the worker: its page moves on by itself, with and without script, and gives the paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.outils.pdf import pages, texte, verifier_structure
from tests.parcours.conftest import AVEC, ECRAN_SANS_SCRIPT
from tests.parcours.entree import entrer
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

ATTENTE = 60_000  # milliseconds; without script the page reads itself again every 5 seconds
QUI = {AVEC.nom: "bernard", ECRAN_SANS_SCRIPT.nom: "odette"}
LONG_MOIS = """
from datetime import timedelta
from decimal import Decimal
from accounts.models import Assure
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui
from paiements.models import Paiement, Prestation
assure = Assure.objects.systeme("essai").get(personne__nir_empreinte=empreinte("nir", "{nir}"))
le = ajouter_mois(aujourdhui().replace(day=5), -1)
soin = dict(paye=30, base=30, taux=70, verse=21, motif_taux="HAB", code="G", soins_le=le, personne=assure.personne)
paiement = Paiement.objects.create(assure=assure, emis_le=le, montant=21 * 90, famille="SOINS", rangs=1, postes=1)
for rang in range(1, 91):
    Prestation.objects.create(paiement=paiement, rang=rang, **soin)
print(f"{{le:%Y-%m}}")
"""


@pytest.mark.parametrize("maniere", [AVEC, ECRAN_SANS_SCRIPT], ids=lambda maniere: maniere.nom)
def test_a_long_statement_comes_by_itself(piloter, site: Site, maniere):
    persona, pilote = site.personas()[QUI[maniere.nom]], piloter(maniere)
    mois = site.manage("shell", "-v0", "-c", LONG_MOIS.format(nir=persona["nir"])).strip().splitlines()[-1]
    entrer(pilote, persona)
    pilote.aller("/documents/releves/")
    pilote._activer(pilote.page.locator(f'form[action$="/{mois}/"] button'))
    expect(pilote.page.locator("h1")).to_have_text("Votre document est prêt", timeout=ATTENTE)
    assert "/documents/en-preparation/" in pilote.ou
    contenu = pilote.telecharger(css="main a.bouton")
    assert pages(contenu) > 1 and "Relevé" in texte(contenu)
    assert not verifier_structure(contenu)
    pilote.aller("/documents/")
    pilote.lire("PDF, ")
