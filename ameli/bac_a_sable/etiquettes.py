"""A sheet of practice labels to print and to scan: each product's label, and the code of its packet, which is not the one to keep."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import zxingcpp
from django.template.loader import render_to_string

from ameli.bac_a_sable.produits import ProduitFictif, produits
from documents.rendu import rendre_html

NOM = "etiquettes-a-scanner.pdf"
GRANDEUR = 2  # twice the least width of a bar: any telephone reads it on office paper


@dataclass(frozen=True)
class Etiquette:
    """A product with its two codes, each drawn as a data: address."""

    produit: ProduitFictif
    etiquette: str
    article: str


@cache
def feuille() -> bytes:
    """The PDF, made at its first download."""
    return rendre_html(render_to_string("bac_a_sable/etiquettes_pdf.html", {"etiquettes": list(_etiquettes())}))


def _etiquettes() -> Iterator[Etiquette]:
    for un in produits():
        yield Etiquette(un, barres(un.code), barres(un.article))


def barres(code: str) -> str:
    """The bars of an EAN-13, or of an EAN-8, with its digits."""
    genre = zxingcpp.BarcodeFormat.EAN8 if len(code) == 8 else zxingcpp.BarcodeFormat.EAN13
    dessin = zxingcpp.create_barcode(code, genre).to_svg(scale=GRANDEUR, add_hrt=True)
    return f"data:image/svg+xml;base64,{b64encode(dessin.encode()).decode()}"
