"""Bills from abroad to download, and what currencies were worth on the last Fridays: all invented (chapter 21)."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from ameli.bac_a_sable.personas import DONNEES
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de
from documents.rendu import PAPETERIE
from paiements.models import CoursDevise

VENDREDI = 4
SEMAINES = 13
MARGE, HAUTEUR_DE_LIGNE = 90, 90
POLICE = PAPETERIE / "Papier-Regular.ttf"  # that of Pillow has no accents


@dataclass(frozen=True)
class Facture:
    """A bill of `qui` (a practice person), `jours` days old; `lignes` is what it says, in the language of its country."""

    cle: str
    qui: str
    devise: str
    pays: str
    jours: int
    lignes: tuple[str, ...]

    def le(self, jour: date) -> date:
        return jour - timedelta(days=self.jours)

    def image(self, jour: date) -> bytes:
        """A JPEG, as photographed flat."""
        feuille = Image.new("RGB", (1000, 1200), "#fbfaf6")
        dessin = ImageDraw.Draw(feuille)
        dessin.rectangle((30, 30, 970, 1170), outline="#8a8f98", width=4)
        dessin.text((MARGE, 70), "SPECIMEN", fill="#b7bcc6", font_size=60)
        for rang, ligne in enumerate((*self.lignes, f"{self.le(jour):%d.%m.%Y}")):
            dessin.text(
                (MARGE, 200 + HAUTEUR_DE_LIGNE * rang),
                ligne,
                fill="#1c2733",
                font=ImageFont.truetype(POLICE, 44 if rang else 56),
            )
        sortie = io.BytesIO()
        feuille.save(sortie, "JPEG", quality=88)
        return sortie.getvalue()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((DONNEES / "factures.toml").read_text(encoding="utf-8"))


@cache
def factures() -> dict[str, Facture]:
    """By their key."""
    return {une["cle"]: Facture(**{**une, "lignes": tuple(une["lignes"])}) for une in _table()["facture"]}


def de(cle: str) -> list[Facture]:
    """Those of a practice person."""
    return [une for une in factures().values() if une.qui == cle]


def publier_les_cours() -> None:
    """One rate a currency for each of the last Fridays. In the caller's transaction."""
    le = horloge.maintenant()
    jour = jour_de(le)
    dernier = jour - timedelta(days=(jour.weekday() - VENDREDI) % 7)
    CoursDevise.objects.bulk_create(
        CoursDevise(
            devise=devise, valeur=Decimal(valeur), publie_le=dernier - timedelta(days=7 * semaine),
            source="cours d’exercice", ecrit_le=le, ecrit_par="systeme:bac à sable",
        )
        for devise, valeur in _table()["cours"].items()
        for semaine in range(SEMAINES)
    )  # fmt: skip
