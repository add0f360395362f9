"""A practice couple with one adhesion to the C2S: Anaïs sent it three days ago, and Ludovic, whose account pays, has not signed the mandate yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from accounts.informations import coordonnees
from accounts.models import Assure
from accounts.securite import codes
from ameli.bac_a_sable.demandes_c2s import commencer, envoyer
from ameli.bac_a_sable.solidaires import accorder
from ameli.noyau.horloge import maintenant
from demarches.catalogue.adhesion_c2s.regles import EN_LIGNE
from demarches.catalogue.adhesion_c2s.teleservice import CODE, SERVICE
from demarches.moteur import preuves
from demarches.moteur.declaration import Contexte
from demarches.moteur.preuves import CHIFFRES

ACCORDEE, ENVOYEE = timedelta(days=20), timedelta(days=3)


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction."""
    anais, ludovic, le = assures["anais"], assures["ludovic"], maintenant() - ENVOYEE
    accorder(anais, maintenant() - ACCORDEE, ludovic, gratuite=False)
    compte = coordonnees.actuelles(ludovic)
    assert compte is not None
    reponses = {
        "bulletin": {"maniere": EN_LIGNE, "adhere": True},
        "mandat": {
            "compte": ludovic.personne.public_id, "iban": compte.iban, "titulaire": str(ludovic.personne),
            "signe_caisse": False, "signe_banque": False,
        },
    }  # fmt: skip
    brouillon = commencer(SERVICE, anais, le)
    contexte = Contexte(anais, anais.compte, le, brouillon, reponses)
    envoyer(brouillon, {**reponses, CODE.nom: _signer(contexte)}, "rib", le)


def _signer(contexte: Contexte) -> dict[str, Any]:
    """With a code, as she did."""
    preuve = CODE.exigee
    code = codes.emettre(contexte.compte, preuve.usage, preuve.liaison(contexte), chiffres=CHIFFRES, duree=preuve.duree)
    return preuves.prouver(preuve, contexte, code=code)
