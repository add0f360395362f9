"""The films of the guide: one for a chapter, silent, with subtitles. `make films` makes those that somebody asks for; no page needs them.

A film stands in the table of the pictures. It is shown as long as the guide says of every screen of its chapter what it said then.
"""

from __future__ import annotations

from pathlib import Path

from demarches.guide import images
from demarches.guide.chapitres import Chapitre, Vue


def nom(chapitre: Chapitre) -> str:
    """« film-07 »: of its three files."""
    return f"film-{chapitre.numero:02}"


def de(chapitre: Chapitre, dossier: Path) -> images.Image | None:
    """That of the chapter, unless nobody made it or a screen has other words since."""
    return images.de(_vue(chapitre), dossier)


def inscrire(dossier: Path, chapitre: Chapitre, taille: tuple[int, int]) -> None:
    """Say in the table that it is there."""
    images.inscrire(dossier, _vue(chapitre), f"{nom(chapitre)}.mp4", taille)


def _vue(chapitre: Chapitre) -> Vue:
    """The chapter as one thing to show: its name, and all that the guide says of its screens."""
    vues = [vue for _, vues in chapitre.vues for vue in vues]
    return Vue(nom(chapitre), chapitre.titre, "\n".join(f"{vue.nom} {vue.titre} {vue.texte}" for vue in vues))
