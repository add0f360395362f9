"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.models import Assure
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.journal import auteur
from demarches.catalogue.ressources_invalidite.formulaires import Mois
from demarches.catalogue.ressources_invalidite.periode import declaration_du
from demarches.moteur.declaration import Contexte, Exemples
from paiements import pensions
from paiements.calcul.invalidite.effet import SALAIRES
from paiements.ressources import vie


def mois(contexte: Contexte) -> dict[str, str]:
    """800 € of wages in each month."""
    une = declaration_du(contexte)
    assert une is not None
    cles = [f"{un:%Y-%m}" for un in une.mois]
    return {f"{cle}__{nature}": "800,00" if nature == SALAIRES else "0" for cle in cles for nature in Mois.colonnes}


def informations(contexte: Contexte) -> dict[str, str]:
    return {"famille": "SEUL", "activite": "SALARIE", "depuis": f"{jour_de(contexte.le):%d/%m/%Y}"}


def avec_une_pension(assure: Assure) -> None:
    """Somebody paid for two years, of whom incomes are asked today."""
    le = horloge.maintenant()
    du = ajouter_mois(jour_de(le).replace(day=1), -24)
    with auteur("systeme:exemple"):
        assure.situation = Assure.Situation.INVALIDE
        assure.save(update_fields=["situation"])
    pension = pensions.ouvrir(
        pensions.Octroi(
            assure, 2, Decimal(24_000), du, None, servie_depuis=ajouter_mois(jour_de(le).replace(day=1), -1),
            mensuel=Decimal(1_000), declaration_le=jour_de(le),
        ),
        acteur="systeme:exemple", le=le,
    )  # fmt: skip
    vie.ouvrir(pension.public_id, le)


RIEN: Mapping[str, Any] = {"rien": "on"}
TOUS = Exemples(
    valides={"changement": {"change": "oui"}, "informations": informations, "mois": mois},
    preparer=avec_une_pension,
    variantes=({"changement": {"change": "non"}, "mois": RIEN},),
    invalides={
        "changement": ({"change": "peut-être"},),
        "informations": (
            {"famille": "SEUL", "activite": "SALARIE", "depuis": "01/01/2001"},
            {"famille": "SEUL", "activite": "SALARIE", "depuis": "01/01/2099"},
            {"famille": "LUNE", "activite": "SALARIE", "depuis": ""},
        ),
    },
)
