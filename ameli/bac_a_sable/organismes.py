"""The complementary organisms of the practice world, and the covers of the practice people."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from accounts.dossier import complementaires
from accounts.models import Assure, Beneficiaire, LiaisonComplementaire, OrganismeComplementaire
from ameli.bac_a_sable.personas import DONNEES
from ameli.noyau.calendrier import ajouter_mois


@cache
def connus() -> tuple[dict[str, Any], ...]:
    """As `donnees/organismes.toml` writes them."""
    return tuple(tomllib.loads((DONNEES / "organismes.toml").read_text(encoding="utf-8"))["organisme"])


def installer() -> dict[str, OrganismeComplementaire]:
    """Put those in the database that are not there yet; all of them, by their name."""
    OrganismeComplementaire.objects.bulk_create(
        [OrganismeComplementaire(**un) for un in connus()], ignore_conflicts=True
    )
    noms = [un["nom"] for un in connus()]
    return {un.nom: un for un in OrganismeComplementaire.objects.filter(nom__in=noms)}


def couvrir(assure: Assure, beneficiaire: Beneficiaire | None, mutuelles: Iterable[dict[str, Any]], jour: date) -> None:
    """The covers of one person of a practice file; `mois_de_debut` counts from the first of this month.

    Without an organism it is the caisse itself that manages the Complémentaire santé solidaire.
    """
    for mutuelle in mutuelles:
        valeurs = {**mutuelle}
        nom = valeurs.pop("organisme", "")
        valeurs["du"] = ajouter_mois(jour.replace(day=1), valeurs.pop("mois_de_debut", -18))
        organisme = OrganismeComplementaire.objects.get(nom=nom) if nom else complementaires.organisme_de(assure.caisse)
        LiaisonComplementaire.objects.create(
            assure=assure, beneficiaire=beneficiaire, organisme=organisme, cause="dossier d’origine", **valeurs
        )
