"""A file, line by line, never whole in memory: UTF-8, parted by semicolons, its columns named by its first line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from ameli.noyau.echange.fichiers import Fichier, Valeurs

SEPARATEUR = ";"
RETENUES = 20_000  # values of a column whose reading is remembered: names, towns and days come again and again
ILLISIBLE = "\ufffd"


class FichierInconnu(ValueError):
    """The file is not one that this version reads; the message is a French sentence."""


@dataclass(slots=True)
class Arrivee:
    """A line: its number as an editor shows it, what it says, and what is wrong in it (column, French sentence)."""

    numero: int
    valeurs: Valeurs = field(default_factory=dict)
    fautes: list[tuple[str, str]] = field(default_factory=list)


def lots(chemin: Path, fichier: Fichier, taille: int) -> Iterator[list[Arrivee]]:
    """The lines, `taille` at a time. Raises FichierInconnu, OSError."""
    with chemin.open(encoding="utf-8-sig", errors="replace", newline="") as texte:
        rangees = csv.reader(texte, delimiter=SEPARATEUR, strict=True)
        lecteur = _Lecteur(fichier, _rangee(rangees) or [])
        arrivees = _arrivees(rangees, lecteur)
        while lot := list(islice(arrivees, taille)):
            yield lot


def _arrivees(rangees: Any, lecteur: _Lecteur) -> Iterator[Arrivee]:
    numero = rangees.line_num + 1
    while (rangee := _rangee(rangees)) is not None:
        if rangee:
            yield lecteur.lire(numero, rangee)
        numero = rangees.line_num + 1


def _rangee(rangees: Any) -> list[str] | None:
    debut = rangees.line_num + 1
    try:
        return next(rangees, None)
    except csv.Error as faute:
        raise FichierInconnu(f"La ligne {debut} n’est pas du CSV\u00a0: un guillemet y reste ouvert, ou suit un autre texte.") from faute  # fmt: skip


class _Lecteur:
    """Reads the lines of one file with its fields."""

    def __init__(self, fichier: Fichier, colonnes: list[str]) -> None:
        self.colonnes, self.verifier = [nom.strip() for nom in colonnes], fichier.verifier
        inconnues = sorted(set(self.colonnes) - set(fichier.champs))
        manquantes = [nom for nom in fichier.obligatoires if nom not in self.colonnes]
        if manquantes or inconnues or len(set(self.colonnes)) < len(self.colonnes):
            dites = [f"manque\u00a0: {', '.join(manquantes)}"] * bool(manquantes)
            dites += [f"colonnes inconnues\u00a0: {', '.join(nom[:40] for nom in inconnues)}"] * bool(inconnues)
            raise FichierInconnu(
                f"La première ligne nomme les colonnes, séparées par des points-virgules\u00a0; {'; '.join(dites) or 'une colonne y est deux fois'}."
            )
        self.nettoyer: list[tuple[str, Callable[[str], Any]]] = [
            (nom, lru_cache(RETENUES)(fichier.champs[nom].clean)) for nom in self.colonnes
        ]

    def lire(self, numero: int, rangee: list[str]) -> Arrivee:
        arrivee = Arrivee(numero)
        if len(rangee) != len(self.colonnes):
            arrivee.fautes.append(("ligne", f"Cette ligne a {len(rangee)} valeurs pour {len(self.colonnes)} colonnes."))
            return arrivee
        for (nom, nettoyer), texte in zip(self.nettoyer, rangee, strict=True):
            try:
                if ILLISIBLE in texte:
                    raise ValidationError("Ce texte n’est pas écrit en UTF-8.")
                valeur = nettoyer(texte)
            except ValidationError as faute:
                arrivee.fautes.extend((nom, phrase) for phrase in faute.messages)
            else:
                if valeur not in ("", None):
                    arrivee.valeurs[nom] = valeur
        if not arrivee.fautes:
            arrivee.fautes.extend(self.verifier(arrivee.valeurs))
        return arrivee
