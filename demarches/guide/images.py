"""The pictures of the guide. `make guide` takes them into a folder of static files that no repository keeps; without them, words tell all.

A table beside them says of each what it shows: its size, the button that is framed, and the words that the guide had of its
screen. When these words have changed the picture is not shown any more.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from demarches.guide.chapitres import Vue

TABLE = "images.json"


@dataclass(frozen=True)
class Image:
    """A picture: its file, its size on a page, the button that is framed (empty: none), the words that it was taken for."""

    fichier: str
    largeur: int
    hauteur: int
    bouton: str
    mots: str

    def alternative(self, vue: Vue) -> str:
        """What it shows, for whoever does not see it."""
        encadre = f" Le bouton «\N{NO-BREAK SPACE}{self.bouton}\N{NO-BREAK SPACE}» est encadré." if self.bouton else ""
        return f"L’écran «\N{NO-BREAK SPACE}{vue.titre}\N{NO-BREAK SPACE}».{encadre}"


def de(vue: Vue, dossier: Path) -> Image | None:
    """Its picture, unless there is none or the screen has other words than when it was taken."""
    image = lire(dossier).get(vue.nom)
    return image if image and image.mots == mots(vue) else None


@cache
def lire(dossier: Path) -> dict[str, Image]:
    """Every picture of the folder, by the name of its screen; read once in a process."""
    table = dossier / TABLE
    lues = json.loads(table.read_text(encoding="utf-8")) if table.is_file() else {}
    return {nom: Image(**dite) for nom, dite in lues.items()}


def inscrire(dossier: Path, vue: Vue, fichier: str, taille: tuple[int, int], bouton: str = "") -> None:
    """Say in the table what the picture of `vue` shows."""
    lire.cache_clear()
    table = {nom: asdict(image) for nom, image in lire(dossier).items()}
    table[vue.nom] = asdict(Image(fichier, *taille, bouton, mots(vue)))
    (dossier / TABLE).write_text(json.dumps(table, ensure_ascii=False, indent=1), encoding="utf-8")
    lire.cache_clear()


def mots(vue: Vue) -> str:
    """A fingerprint of what the guide says of a screen: its title, and what it asks."""
    return hashlib.sha256(f"{vue.titre}\n{vue.texte}".encode()).hexdigest()[:16]
