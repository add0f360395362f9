"""The practice civil register: it knows every birth as it was declared, but for the first names of `donnees/etat_civil.toml`.

A number is given 19 days after the town hall: 14 after the first day when the birth may be declared to the caisse, in the commune that does not exist. The same child has the same number, whoever asks.
"""

from __future__ import annotations

import tomllib
import zlib
from datetime import date, timedelta
from functools import cache
from typing import Any

from accounts.models import Personne
from ameli.bac_a_sable import identites
from ameli.bac_a_sable.personas import DONNEES
from ameli.noyau import horloge
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie import noms

NUMERO_APRES = timedelta(days=19)
CHAMPS = ("nom", "prenoms", "sexe", "naissance", "departement", "declaree_le")
PREMIER_ORDRE, DERNIER_ORDRE = 500, 999  # those below are given to the practice people


@cache
def cas() -> tuple[dict[str, str], ...]:
    """First names to which the register answers otherwise: `prenom`, `resultat`, `usage` (a sentence), and what differs."""
    return tuple(tomllib.loads((DONNEES / "etat_civil.toml").read_text(encoding="utf-8"))["cas"])


def repondre(donnees: dict[str, Any], le: date | None = None) -> dict[str, str]:
    """The answer to `{"nom", "prenoms", "sexe", "naissance", "departement", "declaree_le"}`, today or on the day `le`. Raises ValueError."""
    if absents := [champ for champ in CHAMPS if not donnees.get(champ)]:
        raise ValueError(f"`{absents[0]}` is required")
    force = next((un for un in cas() if noms.cle(un["prenom"]) == _premier(donnees["prenoms"])), None)
    if force is not None and force["resultat"] == "inconnu":
        return {"resultat": "inconnu"}
    naissance, le = date.fromisoformat(donnees["naissance"]), le or horloge.aujourdhui()
    departement = str(donnees["departement"])[:2]
    inscrit = {
        "nom": str(donnees["nom"]), "prenoms": str(donnees["prenoms"]), "sexe": str(donnees["sexe"]),
        "naissance": naissance.isoformat(), "commune": f"{departement}{identites.COMMUNE_RESERVEE}",
    }  # fmt: skip
    if force is not None and force["resultat"] == "decede":
        return {"resultat": "decede", **inscrit, "deces": (naissance + timedelta(days=1)).isoformat()}
    if force is not None:
        inscrit["prenoms"] = force["inscrit"]
    if le >= date.fromisoformat(donnees["declaree_le"]) + NUMERO_APRES:
        inscrit["nir"] = _numero(inscrit, naissance, departement)
    return {"resultat": "trouve", **inscrit}


def _numero(inscrit: dict[str, str], naissance: date, departement: str) -> str:
    """That of the registry if somebody has it already; else the first free one, from a rank that the name gives."""
    memes = Personne.objects.filter(date_naissance=naissance, sexe=inscrit["sexe"], nir__isnull=False)
    for une in memes.order_by("pk"):
        if _meme(une, inscrit) and une.nir is not None:
            return une.nir
    depart = zlib.crc32(f"{inscrit['nom']}{inscrit['prenoms']}".encode()) % (DERNIER_ORDRE - PREMIER_ORDRE)
    for pas in range(DERNIER_ORDRE - PREMIER_ORDRE):
        ordre = PREMIER_ORDRE + (depart + pas) % (DERNIER_ORDRE - PREMIER_ORDRE)
        nir = identites.nir(inscrit["sexe"], naissance, departement, ordre)
        if not Personne.objects.filter(nir_empreinte=empreinte("nir", nir)).exists():
            return nir
    raise ValueError("no practice number is left for this month")


def _meme(une: Personne, inscrit: dict[str, str]) -> bool:
    return noms.cle(une.nom_naissance) == noms.cle(inscrit["nom"]) and _premier(une.prenoms) == _premier(
        inscrit["prenoms"]
    )


def _premier(prenoms: str) -> str:
    return noms.cle(prenoms.replace(",", " ").split(" ")[0])
