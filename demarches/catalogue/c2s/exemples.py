"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from typing import Any

from accounts.dossier.solidaire.calcul import douze_mois
from accounts.models import Assure
from ameli.noyau.calendrier import jour_de
from demarches.cartes.exemples import ajouter_un_enfant
from demarches.catalogue.c2s.regles import bornes
from demarches.moteur.declaration import Contexte, Exemples

CONJOINT = {"lien": "CONJOINT", "nom": "Lafitte", "prenoms": "Samir", "naissance": "12/05/1985"}
BEBE = {"lien": "ENFANT", "nom": "Lafitte", "prenoms": "Zoé", "naissance": "02/03/2021", "alternee": "on"}
CAISSE = {"gestion": "CAISSE", "contrat": "AUCUN"}


def situation(**champs: Any) -> dict[str, Any]:
    return {"familiale": "CELIBATAIRE", "logement": "SANS_DOMICILE", "minimum": "", **champs}


def accords(contexte: Contexte) -> dict[str, str]:
    return {"moi__accord": "oui"}


def a_la_main(contexte: Contexte) -> dict[str, str]:
    return {f"moi.{mois:%Y-%m}__salaire": "900" for mois in douze_mois(jour_de(contexte.le))}


def pension(contexte: Contexte) -> list[dict[str, Any]]:
    premier, dernier = bornes(jour_de(contexte.le), patrimoine=False)
    return [
        {
            "qui": "moi", "nature": "pension_alimentaire", "montant": "150", "frequence": "MOIS",
            "du": f"{premier:%d/%m/%Y}", "au": f"{dernier:%d/%m/%Y}",
        }
    ]  # fmt: skip


def avec_un_enfant(assure: Assure) -> None:
    """A child of the file: the page that shows whom we know is asked."""
    ajouter_un_enfant(assure)


TOUS = Exemples(
    valides={
        "situation": situation(),
        "connus": {},
        "autres": [],
        "organisme": CAISSE,
        "consentement": accords,
        "revenus": [],
    },
    variantes=(
        {"situation": situation(familiale="MARIE", etranger="on"), "sans_conjoint": {"pourquoi": "DEPART"}},
        {"situation": situation(minimum="RSA")},
        {"situation": situation(minimum="ASPA"), "presomption": {"travail": "non"}},
        {"situation": situation(minimum="ASPA"), "presomption": {"travail": "non", "gratuite": "on"}},
        {"consentement": {"moi__accord": "non"}, "mois": a_la_main, "revenus": pension},
        {"autres": [BEBE]},
    ),
    invalides={
        "situation": ({}, situation(logement="AIDE"), situation(logement="AIDE", aide="beaucoup")),
        "autres": (
            {**BEBE, "naissance": "31/12/2099"}, {**BEBE, "naissance": "01/01/1990"}, {**CONJOINT, "alternee": "on"},
            {**CONJOINT, "nir": "1 85 05 40 999 001 11"},
        ),
        "organisme": ({}, {"gestion": "ORGANISME", "contrat": "AUCUN"}),
        "consentement": ({},),
        "revenus": (
            {"qui": "moi", "nature": "bourse", "montant": "-5", "frequence": "FOIS", "du": "01/01/2026"},
            {"qui": "moi", "nature": "bourse", "montant": "5", "frequence": "FOIS", "du": "01/01/2020"},
        ),
        "mois": ({"moi.2026-01__salaire": "beaucoup"},),
    },
    preparer=avec_un_enfant,
    decision={"issue": "gratuite", "ressources": "0", "personnes": "1", "plafond": "10421"},
)  # fmt: skip
