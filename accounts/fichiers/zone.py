"""How files are sent in any form: a line for each that is kept, then the browser's control; where there is script each leaves by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from ameli.noyau.televersement.champ import ChoixFichiers
from ameli.noyau.televersement.controle import PDF
from ameli.noyau.televersement.modeles import FichierRecu, afficher, rangs


@dataclass(frozen=True)
class Ligne:
    """A kept file, as its line shows it.

    `voir` is where it is looked at, empty while nobody may; `retirer` is where the script takes it back, empty when it asks
    the address of the form; `valeur` is what its button « Retirer » sends; `rang` its place among the lines of one name.
    """

    id: str
    nom: str
    poids: str
    voir: str
    image: bool
    valeur: str
    retirer: str = ""
    rang: int = 1

    @property
    def affiche(self) -> str:
        """« photo.jpg (2) »."""
        return afficher(self.nom, self.rang)

    @classmethod
    def de(cls, fichier: FichierRecu, voir: str, *, valeur: str = "", retirer: str = "") -> Ligne:
        """The line of a file that is in quarantine says so, and leads nowhere."""
        vu = fichier.consultable
        return cls(
            id=fichier.public_id, nom=fichier.nom, voir=voir if vu else "", image=vu and fichier.type_mime != PDF,
            poids=fichier.poids if vu else f"{fichier.poids}, en cours de vérification",
            valeur=valeur or fichier.public_id, retirer=retirer,
        )  # fmt: skip

    def en_json(self, **aussi: Any) -> dict[str, Any]:
        """What the script draws a line from."""
        ligne = asdict(self)
        del ligne["rang"]  # the script counts the lines that it sees
        return {**ligne, **aussi}


class ZoneDeFichiers(ChoixFichiers):
    """The control and its lines.

    `lire` gives the lines, `autres` files that are kept elsewhere and may serve here too.
    `depot` is the address that takes one file (empty: that of the form, which is told the field), `pour` what it is told there.
    `nommees`: each line posts its id under the name of the field. `ajouter`: without script, a button sends what was chosen.
    """

    template_name = "fichiers/zone.html"
    titre, garde = (
        "Fichiers prêts à partir",
        "Ils sont gardés un jour\N{NO-BREAK SPACE}: ne les choisissez pas de nouveau.",
    )

    def __init__(self, attrs: dict[str, Any] | None = None, *, plusieurs: bool = True) -> None:
        super().__init__(attrs, plusieurs=plusieurs)
        self.lire: Callable[[], Iterable[Ligne]] = tuple
        self.autres: Iterable[Ligne] = ()
        self.depot = self.pour = self.camera = self.libelle = ""
        self.nommees, self.ajouter = False, True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contexte = super().get_context(name, None, attrs)
        lignes, autres = list(self.lire()), list(self.autres)
        places = rangs(une.nom for une in (*lignes, *autres))
        numerotees = [replace(une, rang=rang) for une, rang in zip((*lignes, *autres), places, strict=True)]
        contexte["widget"] |= {"zone": self, "lignes": numerotees[: len(lignes)], "autres": numerotees[len(lignes) :]}
        return contexte
