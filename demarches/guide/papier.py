"""The guide to print: one page of HTML, for `documents.rendu`."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from ameli.noyau.glossaire import MOTS
from demarches.guide import images
from demarches.guide.chapitres import CHAPITRES, Chapitre, Vue

ENTIER = "guide.pdf"


def nom_du_papier(chapitre: Chapitre) -> str:
    """« chapitre-07.pdf »."""
    return f"chapitre-{chapitre.numero:02}.pdf"


def ecrire(dossier: Path | None = None, numeros: tuple[int, ...] = ()) -> str:
    """Every chapter, or those of `numeros`, with the pictures of the folder."""
    chapitres = [
        {"chapitre": un, "parties": list(_parties(un, dossier))}
        for un in CHAPITRES
        if not numeros or un.numero in numeros
    ]
    entier = len(chapitres) == len(CHAPITRES)
    return render_to_string("documents/guide.html", {"chapitres": chapitres, "entier": entier, "mots": MOTS})


def _parties(chapitre: Chapitre, dossier: Path | None) -> Iterator[tuple[str, list[tuple[Vue, dict[str, Any] | None]]]]:
    for titre, vues in chapitre.vues:
        yield titre, [(vue, _montree(vue, dossier)) for vue in vues]


def _montree(vue: Vue, dossier: Path | None) -> dict[str, Any] | None:
    """The picture itself, inside the page: a paper asks for no file."""
    image = images.de(vue, dossier) if dossier else None
    if image is None:
        return None
    octets = base64.b64encode((dossier / image.fichier).read_bytes()).decode()
    return {"adresse": f"data:image/webp;base64,{octets}", "alternative": image.alternative(vue)}
