"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.informations import parametres
from accounts.models import Assure
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import aujourdhui, maintenant
from demarches.catalogue.sans_gluten import accords, regles
from demarches.catalogue.sans_gluten.models import AccordCoeliaque, ProduitSansGluten
from demarches.moteur.declaration import Contexte, Exemples
from demarches.moteur.fichiers_d_exemple import Fichier, piece

GALETTE, PAIN, INCONNU = "0498030009597", "0498030002741", "0498990000016"
TABLE = (
    (GALETTE, "0411040014771", "Galette", "biscuits", 500),
    (PAIN, "0411040004222", "Pain de campagne", "pain", 300),
)


def preparer(assure: Assure) -> None:
    """The service is on, the agreement runs since two months, the table has two products."""
    parametres.regler(assure.compte, regles.PREFERENCE, actif=True)
    if not AccordCoeliaque.objects.de(assure).exists():
        accords.ouvrir(
            assure, assure.personne, du=aujourdhui() - timedelta(days=70), au=aujourdhui() + timedelta(days=300),
            medecin="Dr Jean Sourbié", acteur="systeme:exemple", le=maintenant(),
        )  # fmt: skip
    for code, article, designation, famille, grammes in TABLE:
        ProduitSansGluten.objects.get_or_create(
            code=code,
            defaults={"article": article, "designation": designation, "famille": famille, "grammes": grammes},
        )


def pour_moi(contexte: Contexte) -> dict[str, Any]:
    return {"personne": contexte.assure.personne.public_id, "mois": f"{jour_de(contexte.le):%Y-%m-01}"}


def produits(contexte: Contexte) -> list[dict[str, Any]]:
    return [
        {"code": GALETTE, "prix": "18,95", "quantite": "2"},
        {"code": PAIN, "prix": "4,20", "quantite": "1"},
        {"code": INCONNU, "prix": "3,10", "quantite": "1", "photo": Fichier("etiquette.jpg", piece("ETIQUETTE"))},
    ]


TOUS = Exemples(
    valides={"mode-d-emploi": {}, "mois": pour_moi, "produits": produits},
    invalides={
        "mois": ({}, {"personne": "quelqu-un", "mois": "2026-11-01"}),
        "produits": (
            {"code": "0498030009598", "prix": "18,95", "quantite": "1"},
            {"code": GALETTE, "prix": "0", "quantite": "1"},
            {"code": GALETTE, "prix": "100", "quantite": "1"},
            {"code": GALETTE, "prix": "", "quantite": "1"},
            {"code": GALETTE, "prix": "4,60", "quantite": "0"},
            {"code": "", "prix": "4,60", "quantite": "1"},
        ),
    },
    preparer=preparer,
)
