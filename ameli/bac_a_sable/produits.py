"""The products without gluten of the practice site, read from `donnees/produits.toml`. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from paiements.calcul.sans_gluten import Achat, FamilleProduit

TABLE = Path(__file__).parent / "donnees" / "produits.toml"


@dataclass(frozen=True)
class ProduitFictif:
    """`prix` in euros for one packet of `grammes`; `connu`: is it in the table of the caisse?"""

    code: str
    article: str
    marque: str
    designation: str
    famille: FamilleProduit
    grammes: int
    prix: Decimal
    agrement: str
    connu: bool = True

    def achat(self, quantite: int) -> Achat:
        return Achat(self.famille, self.grammes, self.prix, quantite)


@cache
def produits() -> tuple[ProduitFictif, ...]:
    """All of them, in the order of the file."""
    lignes = tomllib.loads(TABLE.read_text(encoding="utf-8"))["produit"]
    return tuple(
        ProduitFictif(**{**une, "famille": FamilleProduit(une["famille"]), "prix": Decimal(une["prix"])})
        for une in lignes
    )
