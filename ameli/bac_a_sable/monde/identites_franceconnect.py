"""Who one may be at the practice provider: every persona, and people for whom it must not work."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from ameli.bac_a_sable import identites
from ameli.bac_a_sable.personas import personas

FRANCE = "99100"
# Three providers, each with its way of writing a name: the first knows capitals only.
CHEZ = {"fisc": "Impôts d’exercice", "facteur": "Poste d’exercice", "mutuelle": "Mutuelle agricole d’exercice"}


@dataclass(frozen=True)
class Identite:
    """A civil status as the register gives it. `lieu` is empty for who was born etranger; `cas` says what to expect."""

    cle: str
    nom: str
    prenoms: str
    sexe: str
    naissance: str
    lieu: str
    pays: str
    courriel: str
    cas: str = ""

    @property
    def sub(self) -> str:
        """Of this person for this site only, never the number of anything."""
        return hashlib.sha256(f"compte-ameli {self.cle}".encode()).hexdigest() + "v1"

    @property
    def affichage(self) -> str:
        return f"{self.prenoms.split(' ')[0]} {self.nom}"

    @property
    def ne_le(self) -> str:
        annee, mois, jour = self.naissance.split("-")
        return f"{jour}/{mois}/{annee}"

    def dits(self, chez: str) -> dict[str, Any]:
        """The claims of userinfo."""
        ecrire = identites.sans_accent if chez == "fisc" else str
        return {
            "sub": self.sub, "family_name": ecrire(self.nom), "given_name": ecrire(self.prenoms), "gender": self.sexe,
            "birthdate": self.naissance, "birthplace": self.lieu, "birthcountry": self.pays, "email": self.courriel,
        }  # fmt: skip

    def lignes(self, chez: str) -> list[tuple[str, str]]:
        """What the person agrees to give."""
        dits = self.dits(chez)
        return [
            ("Nom de naissance", dits["family_name"]), ("Prénoms", dits["given_name"]),
            ("Sexe", "féminin" if self.sexe == "female" else "masculin"), ("Date de naissance", self.ne_le),
            ("Lieu de naissance (code INSEE)", self.lieu or "à l’étranger"), ("Pays de naissance (code INSEE)", self.pays),
            ("Adresse électronique", self.courriel),
        ]  # fmt: skip


def _des_personas() -> list[Identite]:
    connues: list[Identite] = []
    for une in personas():
        if any(
            (c.nom, c.prenoms, c.naissance) == (une.nom, une.prenoms.replace(",", ""), une.naissance.isoformat())
            for c in connues
        ):
            continue  # homonyms are one choice
        lieu = f"{une.departement}999"
        etranger = une.departement == "99"
        connues.append(Identite(
            une.cle, une.nom, une.prenoms.replace(",", ""), "female" if une.sexe == "F" else "male",
            une.naissance.isoformat(), "" if etranger else lieu, lieu if etranger else FRANCE, une.email,
            une.cas_franceconnect,
        ))  # fmt: skip
    return connues


IDENTITES = {
    une.cle: une
    for une in (
        *_des_personas(),
        Identite(
            "marthe", "Lescure", "Marthe", "female", "1955-04-18", "40999", FRANCE, "marthe.lescure@exemple.fr",
            "inconnue de toutes les caisses",
        ),
        Identite(
            "salimata", "Keïta", "Salimata", "female", "1972-00-00", "", "99999", "salimata.keita@exemple.fr",
            "jour de naissance inconnu de l’état civil",
        ),
    )
}  # fmt: skip
