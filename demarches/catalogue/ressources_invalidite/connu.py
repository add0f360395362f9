"""What the caisse knows of who declares, shown and never asked: identity, family, address, account."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.dossier import foyer
from accounts.informations import adresse, coordonnees
from accounts.models import Adresse, Personne
from ameli.noyau import formats
from demarches.moteur.termes import Contexte


@dataclass(frozen=True)
class Connu:
    """`compte` is masked, empty without an account; `proches` are those whom the file covers, in words."""

    personne: Personne
    proches: str
    adresse: Adresse | None
    compte: str


def lire(contexte: Contexte) -> Connu:
    """Three queries."""
    assure, le = contexte.assure, contexte.le
    autres = [un.personne.prenom for un in foyer.lire(assure, le).membres if not un.soi and not un.decede]
    compte = coordonnees.actuelles(assure)
    return Connu(
        assure.personne, formats.enumerer(autres), adresse.actuelle(assure, le), compte.iban_masque if compte else ""
    )
