"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from typing import Any

from ameli.noyau.calendrier import jour_de
from demarches.moteur.declaration import Contexte, Exemples
from tests.exemple_teleservice import regles


def jour(contexte: Contexte) -> dict[str, Any]:
    return {"le": f"{regles.premier_jour(jour_de(contexte.le)):%d/%m/%Y}"}


def preuve(contexte: Contexte) -> dict[str, Any]:
    return {"naissance": f"{contexte.assure.personne.date_naissance:%d/%m/%Y}"}


TOUS = Exemples(
    valides={"sujet": {"sujet": "droits"}, "lieu": {"lieu": "accueil"}, "jour": jour, "preuve": preuve},
    variantes=(
        {"lieu": {"lieu": "telephone"}, "telephone": {"numero": "06 39 98 12 34"}},
        {"sujet": {"sujet": "autre", "precision": "Un courrier que je ne comprends pas"}},
    ),
    invalides={
        "sujet": ({"sujet": "autre"}, {"sujet": "ailleurs"}),
        "telephone": ({"numero": "06 39"},),
        "jour": ({"le": "01/01/2020"}, {"le": "31/12/2099"}, {"le": "demain"}),
        "preuve": ({"naissance": "01/01/1900"},),
    },
)
