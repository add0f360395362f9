"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from typing import Any

from accounts.models import CarteVitale
from demarches.catalogue.iban.regles import titulaires
from demarches.moteur.codes_d_exemple import dernier_code
from demarches.moteur.declaration import Contexte, Exemples


def titulaire(contexte: Contexte) -> dict[str, Any]:
    """The person is the only holder."""
    personne = contexte.assure.personne
    return {
        "civilite": "MADAME" if personne.sexe == "F" else "MONSIEUR",
        "nom": titulaires.ecrire(personne.nom),
        "prenom": titulaires.ecrire(personne.prenom),
    }


def securite(contexte: Contexte) -> dict[str, Any]:
    """The code of the last mail, and the serial of the card."""
    carte = CarteVitale.objects.get(personne_id=contexte.assure.personne_id, etat=CarteVitale.Etat.ACTIVE)
    return {"code": dernier_code(contexte, "iban_code"), "serie": carte.serie}


TOUS = Exemples(
    valides={
        "titulaire": titulaire,
        "compte": {"iban": "FR76 3000 4001 2300 0012 3456 705"},
        "securite": securite,
    },
    invalides={
        "titulaire": (
            {"civilite": "MADAME", "nom": "ZWEIG", "prenom": "QUENTIN"},
            {"civilite": "MADAME ET MONSIEUR", "nom": "DUPRAT", "prenom": "LEA"},
            {"civilite": "MADAME", "nom": "DUPRAT 2", "prenom": "LEA"},
        ),
        "compte": (
            {"iban": "FR76 3000 4001 2300 0012 3456 706"},
            {"iban": "FR49 3000 4001 2300 0012 3456 706"},
            {"iban": "TN59 1000 6035 1835 9847 8831"},
            {"iban": "DE89 3704 0044 0532 0130 00"},
        ),
        "securite": ({"code": "12", "serie": "4012345678"}, {"code": "1234", "serie": "123"}),
    },
)
