"""Agreements, products and requests on paper of practice people, for food without gluten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Sum

from accounts.models import Assure, Beneficiaire, Personne
from ameli.bac_a_sable.personas import personas
from ameli.bac_a_sable.produits import produits
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from demarches.catalogue.sans_gluten import accords
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, ProduitSansGluten
from paiements.calcul.sans_gluten import ACTE
from paiements.models import Prestation

ACTEUR = "systeme:bac à sable"


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """In the caller's transaction, once payments are there."""
    ProduitSansGluten.objects.bulk_create(
        ProduitSansGluten(
            code=un.code, article=un.article, marque=un.marque, designation=un.designation, famille=un.famille,
            grammes=un.grammes, agrement=un.agrement,
        )
        for un in produits()
        if un.connu
    )  # fmt: skip
    for une in personas():
        assure = assures[une.cle]
        if une.accord_sans_gluten:
            _accorder(assure, assure.personne, une.accord_sans_gluten, jour)
            _sur_papier(assure)
        if any(enfant.accord_sans_gluten for enfant in une.enfants):
            rattaches = Beneficiaire.objects.de(assure).select_related("personne").order_by("rang")
            for rattache, enfant in zip(rattaches, une.enfants, strict=False):
                if enfant.accord_sans_gluten:
                    _accorder(assure, rattache.personne, enfant.accord_sans_gluten, jour)


def _accorder(assure: Assure, personne: Personne, accord: Mapping[str, int], jour: date) -> None:
    accords.ouvrir(
        assure, personne, du=ajouter_mois(jour, accord["mois_de_debut"]), au=jour + timedelta(days=accord["jours_de_fin"]),
        medecin="Dr Jean Sourbié", acteur=ACTEUR, le=horloge.maintenant(),
    )  # fmt: skip


def _sur_papier(assure: Assure) -> None:
    """What was paid for requests on paper takes its place in its month."""
    lignes = Prestation.objects.de(assure).filter(code=ACTE).order_by("paiement", "personne", "soins_le")
    for une in lignes.values("paiement", "personne", "soins_le").annotate(total=Sum("verse")):
        DemandeSansGluten.objects.create(
            assure=assure, personne_id=une["personne"], mois=une["soins_le"].replace(day=1), compte=une["total"],
            regle=une["total"], paiement_id=une["paiement"],
        )  # fmt: skip
