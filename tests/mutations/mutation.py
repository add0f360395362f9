"""One change that must turn a test red."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class TexteIntrouvable(LookupError):
    """The code has changed: the text to change is no longer there, or is there more than once."""


@dataclass(frozen=True)
class Mutation:
    """In `fichier` (from the root), `avant` becomes `apres`; `mal` is what would then happen, `tests` who should see it."""

    nom: str
    mal: str
    fichier: str
    avant: str
    apres: str
    tests: tuple[str, ...]

    def texte(self, racine: Path) -> str:
        """The file as it is. Raises TexteIntrouvable unless `avant` stands in it exactly once."""
        texte = (racine / self.fichier).read_text(encoding="utf-8")
        if texte.count(self.avant) != 1:
            raise TexteIntrouvable(f"{self.nom}: {texte.count(self.avant)} times in {self.fichier}: {self.avant!r}")
        return texte

    def mute(self, racine: Path) -> str:
        """The file as it would be. Raises TexteIntrouvable."""
        return self.texte(racine).replace(self.avant, self.apres)
