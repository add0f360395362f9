"""Is this child in another file? Asked once the register knows the child; told to agents, never to a parent (edge cases 6 and 7)."""

from __future__ import annotations

from typing import Any

from accounts.models import Beneficiaire
from ameli.noyau.saisie import noms
from demarches.catalogue.naissance import doublons
from demarches.catalogue.naissance.models import EnfantDeclare

POURQUOI = "the same child in another file"
premier = doublons.cle


def autre_dossier(enfant: EnfantDeclare, recue: dict[str, Any]) -> Beneficiaire | None:
    """The attachment that came first of the same child to somebody else: same name, sex, day and town.

    Of two declarations, the one that was sent first keeps the child.
    """
    assert enfant.rattachement is not None  # the register is asked about children of a file
    memes = Beneficiaire.objects.systeme(POURQUOI).filter(
        lien=Beneficiaire.Lien.ENFANT, personne__date_naissance=recue["naissance"], personne__sexe=recue["sexe"],
        personne__lieu_naissance_insee__in=("", recue.get("commune", "")),
    )  # fmt: skip
    for un in memes.exclude(assure=enfant.rattachement.assure).select_related("personne", "assure").order_by("pk"):
        connu = un.personne
        if noms.cle(connu.nom_naissance) != noms.cle(recue["nom"]) or premier(connu.prenoms) != premier(
            recue["prenoms"]
        ):
            continue
        if not _declare_apres(un, enfant):
            return un
    return None


def _declare_apres(autre: Beneficiaire, enfant: EnfantDeclare) -> bool:
    """Was the other attachment declared here, and later?"""
    declarations = EnfantDeclare.objects.systeme(POURQUOI).filter(rattachement=autre)
    sien = declarations.select_related("demarche").first()
    if sien is None:
        return False
    return (sien.demarche.deposee_le, sien.pk) > (enfant.demarche.deposee_le, enfant.pk)
