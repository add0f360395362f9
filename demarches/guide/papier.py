"""The guide to print: one page of HTML, for `documents.rendu`."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.template.loader import render_to_string

from ameli.noyau.glossaire import MOTS
from ameli.noyau.horloge import temps_reel
from demarches.guide import images
from demarches.guide.chapitres import CHAPITRES, Chapitre, Vue

ENTIER = "guide.pdf"
SANS_IMAGE = 4  # screens without picture, one under the other


class Montree(NamedTuple):
    """A screen of the paper: its rank in its part, and its picture when there is one."""

    rang: int
    vue: Vue
    image: dict[str, str] | None


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
    contexte = {"chapitres": chapitres, "entier": entier, "mots": MOTS, "le": temps_reel()}
    return render_to_string("documents/guide.html", contexte)


def _parties(chapitre: Chapitre, dossier: Path | None) -> Iterator[tuple[str, list[list[list[Montree]]]]]:
    """Each title with its lines of two places; a place holds one screen with its picture, or a few that have none."""
    for titre, vues in chapitre.vues:
        places: list[list[Montree]] = []
        for rang, vue in enumerate(vues, 1):
            montree = Montree(rang, vue, _image(vue, dossier))
            if places and not montree.image and not places[-1][-1].image and len(places[-1]) < SANS_IMAGE:
                places[-1].append(montree)
            else:
                places.append([montree])
        yield titre, [places[debut : debut + 2] for debut in range(0, len(places), 2)]


def _image(vue: Vue, dossier: Path | None) -> dict[str, str] | None:
    """The picture itself, inside the page: a paper asks for no file."""
    image = images.de(vue, dossier) if dossier else None
    if image is None or dossier is None:
        return None
    octets = base64.b64encode((dossier / image.fichier).read_bytes()).decode()
    return {"adresse": f"data:image/webp;base64,{octets}", "alternative": image.alternative(vue)}
