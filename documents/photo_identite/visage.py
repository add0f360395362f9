"""Where the faces are, when the optional detector is installed (`visage` in pyproject.toml); nothing about whose they are.

Without it nothing is guessed: `chercher` gives None, the page says that an agent looks, and the agent does.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image

from documents.photo_identite.regles import Visage

MODELE = "haarcascade_frontalface_default.xml"
TAILLE = 640  # pixels of the long side: enough for a face that must fill the frame
PART_MINIMALE = 0.2  # of the short side: a smaller one is a drawing on the wall
# The detector's square goes from the middle of the forehead to the chin: the crown is about a seventh of it higher.
TETE = 1.15
_un_a_la_fois = threading.Lock()  # the detector of a process is not thread-safe


def disponible() -> bool:
    """Is there a detector?"""
    return _detecteur() is not None


def chercher(image: Image.Image) -> tuple[Visage, ...] | None:
    """The faces of a picture, the largest first; None without a detector."""
    detecteur = _detecteur()
    if detecteur is None:
        return None
    gris = image.convert("L")
    gris.thumbnail((TAILLE, TAILLE))
    points = import_module("numpy").asarray(gris)
    cote = round(min(gris.size) * PART_MINIMALE)
    with _un_a_la_fois:
        boites = detecteur.detectMultiScale(points, scaleFactor=1.05, minNeighbors=6, minSize=(cote, cote))
    grandes = sorted(([int(v) for v in boite] for boite in boites), key=lambda boite: -boite[3])
    return tuple(_visage(boite, gris.size) for boite in grandes)


def _visage(boite: list[int], taille: tuple[int, int]) -> Visage:
    x, y, largeur, hauteur = boite
    haut = y + hauteur - TETE * hauteur
    return Visage((x + largeur / 2) / taille[0], max(0.0, haut / taille[1]), TETE * hauteur / taille[1])


@cache
def _detecteur() -> Any:
    """OpenCV's classifier of frontal faces, or None: not installed, or a version that does not bring its model."""
    try:
        cv2 = import_module("cv2")
        modele = Path(cv2.data.haarcascades) / MODELE
        detecteur = cv2.CascadeClassifier(str(modele)) if modele.exists() else None
    except (ImportError, AttributeError):
        return None
    return None if detecteur is None or detecteur.empty() else detecteur
