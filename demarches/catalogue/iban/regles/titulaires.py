"""The holders: civility, names as banks write them, and whether the insured person is one of them (chapter 6 § 3 and 5). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ameli.noyau.saisie import noms
from ameli.noyau.saisie.noms import Identite, Reponse
from ameli.noyau.saisie.signes import ligne, plat, sans_accent

LONGUEUR_MAXIMALE = 38
LETTRES = re.compile(r"[A-Z' -]*")
APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4]")
SOCIETES = {"SARL", "SAS", "SASU", "EURL", "SCI", "SA", "SNC", "SCP", "SELARL", "ASSOCIATION", "ENTREPRISE", "SOCIETE"}


class Civilite(Enum):
    """Hypothesis of chapter 6 § 3 for the list. Two persons make a joint account."""

    MADAME = ("Madame", False)
    MONSIEUR = ("Monsieur", False)
    MADAME_ET_MONSIEUR = ("Madame et Monsieur", True)
    MADAME_OU_MONSIEUR = ("Madame ou Monsieur", True)
    MESSIEURS = ("Messieurs", True)
    MESDAMES = ("Mesdames", True)

    @property
    def libelle(self) -> str:
        return self.value[0]

    @property
    def compte_joint(self) -> bool:
        return self.value[1]


@dataclass(frozen=True)
class Titulaire:
    """A holder: name and given name."""

    nom: str
    prenom: str


def ecrire(texte: str) -> str:
    """As banks write it: capitals of the basic alphabet, plain apostrophes and dashes, no dot. A foreign sign stays."""
    return ligne(sans_accent(APOSTROPHES.sub("'", plat(texte))).replace(".", " ")).upper()


def lettres_seules(ecrit: str) -> bool:
    """Is a name that `ecrire` gave made of letters, apostrophes, spaces and dashes, with a letter at least?"""
    return LETTRES.fullmatch(ecrit) is not None and any(signe.isalpha() for signe in ecrit)


def concordance(titulaires: Sequence[Titulaire], assure: Identite) -> Reponse:
    """How much the insured person is one of the holders: the best of them."""
    trouvees = {noms.comparer(titulaire.nom, assure, titulaire.prenom) for titulaire in titulaires}
    return next((rang for rang in Reponse if rang in trouvees), Reponse.AUTRE)


def au_nom_d_une_societe(titulaire: Titulaire) -> bool:
    """True when a word of the name is one of those of a company."""
    return bool(SOCIETES & set(f"{titulaire.nom} {titulaire.prenom}".split()))
