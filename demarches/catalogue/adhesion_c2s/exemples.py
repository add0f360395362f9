"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.dossier import c2s
from accounts.dossier.solidaire.voisins import Beneficie, Octroi
from accounts.models import Assure
from ameli.noyau.horloge import maintenant
from demarches.catalogue.adhesion_c2s.regles import AUTRE, CONNU, EN_LIGNE, PAPIER, TIERS
from demarches.moteur.codes_d_exemple import dernier_code
from demarches.moteur.declaration import Contexte, Exemples

IBAN = "FR7630004001230000123456705"


def code(contexte: Contexte) -> dict[str, Any]:
    """The code of the last mail."""
    return {"code": dernier_code(contexte, "adhesion_c2s_code")}


def accorde(assure: Assure) -> None:
    """A decision with participation waits for its adhesion."""
    octroi = Octroi((Beneficie(assure.personne, Decimal(14)),), False, "", f"E-{assure.public_id}", None)
    c2s.accorder(assure, octroi, acteur="systeme:exemple", le=maintenant())


EN_LIGNE_AUSSI = {"maniere": EN_LIGNE, "adhere": True}
SIGNE = {"signe_caisse": True, "signe_banque": True}
TOUS = Exemples(
    preparer=accorde,
    valides={
        "bulletin": {"maniere": PAPIER, "adhere": True},
        "mandat": {"compte": AUTRE, "iban": IBAN, "titulaire": "Jeanne Belkacem"},
        "code": code,
    },
    variantes=(
        {"bulletin": EN_LIGNE_AUSSI, "mandat": {"compte": CONNU, **SIGNE}},
        {"bulletin": EN_LIGNE_AUSSI, "mandat": {"compte": TIERS, "iban": IBAN, "titulaire": "Jeanne Belkacem"}},
    ),
    invalides={
        "bulletin": ({"maniere": "", "adhere": True}, {"maniere": PAPIER}),
        "mandat": (
            {"compte": ""},
            {"compte": AUTRE, "iban": "", "titulaire": "Jeanne Belkacem"},
            {"compte": AUTRE, "iban": IBAN, "titulaire": ""},
            {"compte": AUTRE, "iban": "FR76", "titulaire": "Jeanne Belkacem"},
        ),
    },
)
