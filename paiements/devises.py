"""Currencies of bills abroad (chapter 21): ISO code, French name, digits after the comma. Pure; the table is donnees/devises.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from ameli.noyau import formats
from paiements.calcul.mots import arrondi
from paiements.prestations import DONNEES

EURO = "EUR"


@dataclass(frozen=True, slots=True)
class Devise:
    """`decimales`: how many digits may stand after the comma."""

    code: str
    nom: str
    decimales: int

    @property
    def libelle(self) -> str:
        """ "Yen japonais (JPY)"."""
        return f"{self.nom[:1].upper()}{self.nom[1:]} ({self.code})"

    def accepte(self, montant: Decimal) -> bool:
        """Has this amount no more digits after the comma than the currency?"""
        return montant == round(montant, self.decimales)

    def en_mots(self, montant: Decimal) -> str:
        """ "8 500 JPY", "120,00 CAD", "60,00 €"."""
        if self.code == EURO:
            return formats.montant(montant)
        chiffres = f"{montant:,.{self.decimales}f}".replace(",", formats.FINE).replace(".", ",")
        return f"{chiffres}{formats.INSECABLE}{self.code}"


@dataclass(frozen=True, slots=True)
class Cours:
    """Euros for one unit, as published on `publie_le`; a euro is worth one, and nobody publishes it."""

    devise: str
    valeur: Decimal
    publie_le: date | None = None

    def en_euros(self, montant: Decimal) -> Decimal:
        """To the cent."""
        return arrondi(montant * self.valeur)

    def en_mots(self, montant: Decimal) -> str:
        """How this amount became euros, in a sentence; empty for euros."""
        if self.publie_le is None:
            return ""
        valeur = f"{self.valeur:.6f}"
        valeur = valeur[:-2] + valeur[-2:].rstrip("0")  # as they are published: four digits, more when they matter
        un = f"1{formats.INSECABLE}{self.devise} = {valeur.replace('.', ',')}{formats.INSECABLE}€"
        facture, euros = devises()[self.devise].en_mots(montant), formats.montant(self.en_euros(montant))
        return f"Facture de {facture}{formats.INSECABLE}: {euros}, au cours publié le {formats.jour(self.publie_le)} ({un})."


@cache
def devises() -> Mapping[str, Devise]:
    """By ISO code, in the order of the table."""
    brut = tomllib.loads((DONNEES / "devises.toml").read_text(encoding="utf-8"))["devises"]
    return {code: Devise(code, une["nom"], une["decimales"]) for code, une in brut.items()}
