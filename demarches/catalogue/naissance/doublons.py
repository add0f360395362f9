"""Is this child known already? In the parent's own file it is told to the parent; in another one, to agents only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Assure, Beneficiaire
from ameli.noyau.saisie import noms
from demarches.catalogue.naissance.models import EnfantDeclare, premier_prenom


@dataclass(frozen=True)
class Deja:
    """The child in the parent's file, or the declaration that runs (`reference`)."""

    prenom: str
    reference: str = ""

    @property
    def phrase(self) -> str:
        if self.reference:
            return f"Vous avez déjà déclaré {self.prenom}. Vous n’avez pas à recommencer."
        return f"{self.prenom} est déjà dans votre dossier. Vous n’avez rien à déclarer."


def meme_enfant(naissance: date, prenoms: str, autre_naissance: date, autres_prenoms: str) -> bool:
    """Same day and same first name, whatever the accents, dashes and capitals."""
    return naissance == autre_naissance and cle(prenoms) == cle(autres_prenoms)


def cle(prenoms: str) -> str:
    """The first given name, folded."""
    return noms.cle(premier_prenom(prenoms))


def chercher(assure: Assure, naissance: date, prenoms: str) -> Deja | None:
    """What this file holds of that child. Two queries, whoever else may know the child."""
    couverts = Beneficiaire.objects.de(assure).filter(lien=Beneficiaire.Lien.ENFANT, personne__date_naissance=naissance)
    for un in couverts.select_related("personne"):
        if cle(un.personne.prenoms) == cle(prenoms):
            return Deja(un.personne.prenom)
    for enfant in EnfantDeclare.objects.de(assure).filter(rattachement=None).select_related("demarche"):
        if enfant.demarche.ouverte and meme_enfant(enfant.naissance, enfant.identite["prenoms"], naissance, prenoms):
            return Deja(enfant.prenom, enfant.demarche.reference)
    return None
