"""Who may open an account with these answers? One yes or one no: which answer was wrong is never said.

A number without file costs the same queries and the same work as one that has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from accounts.informations import adresse, cartes_vitale, coordonnees
from accounts.models import Assure, Compte
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.saisie import iban, serie
from ameli.noyau.saisie.noms import Reponse, comparer

AGE_MINIMUM = 16  # chapter 1 § 6


@dataclass(frozen=True)
class Reponses:
    """What the person typed on the first two screens; `serie` and `iban` are the last 7 characters."""

    nir: str
    nom: str
    naissance: date
    code_postal: str
    serie: str
    iban: str


def verifier(reponses: Reponses) -> Assure | None:
    """The file of who gave these answers, when an account may be opened for it. Five queries, whatever the outcome."""
    dossiers = Assure.objects.systeme("somebody proves who they are to open an account").select_related(
        "personne", "caisse"
    )
    assure = dossiers.filter(personne__nir_empreinte=empreinte("nir", reponses.nir)).first() or Assure(
        pk=0, personne_id=0
    )
    compte = Compte.objects.filter(assure_id=assure.pk).only("pk").first()
    carte = cartes_vitale.active(assure.personne_id)
    ou = adresse.actuelle(assure)
    banque = coordonnees.actuelles(assure)
    if not assure.pk or compte is not None or carte is None or ou is None or banque is None:
        return None
    personne = assure.personne
    justes = (
        comparer(reponses.nom, personne.identite) is not Reponse.AUTRE,
        personne.date_naissance == reponses.naissance,
        compare_digest(ou.code_postal.encode(), reponses.code_postal.encode()),
        compare_digest(carte.serie[-serie.FIN :].encode(), reponses.serie.encode()),
        compare_digest(banque.iban[-iban.FIN :].encode(), reponses.iban.encode()),
        personne.date_deces is None,
        personne.age(aujourdhui()) >= AGE_MINIMUM,
        personne.numero_definitif,
    )
    return assure if all(justes) else None
