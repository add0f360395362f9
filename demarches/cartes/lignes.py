"""A card as a step shows it: whose it is, in what state, and the one thing that may be done for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.html import format_html

from demarches.moteur.declaration import Lien


@dataclass(frozen=True)
class Etat:
    """The state of a card: a word or two, their kind (`composants/pastille.html`), one sentence.

    `presse`: it waits for the person. `dessin` is what of it is drawn: "carte", "barree", "vide" or "enfant".
    """

    texte: str
    genre: str
    phrase: str
    dessin: str = "carte"
    presse: bool = False


@dataclass(frozen=True)
class Ligne:
    """One person. `options` are the buttons of the form; `lien` is what may be done elsewhere instead; neither: nothing."""

    nom: str
    prenom: str
    etat: Etat
    options: Sequence[Any] = ()
    lien: Lien | None = None


def libelle(action: str, prenom: str) -> str:
    """The label of a button: what it does, and for whom to those who do not see in which card it stands."""
    return format_html('{}<span class="hors-ecran"> {}</span>', action, f"pour {prenom}")


def options(champ: BoundField) -> Mapping[str, Any]:
    """The buttons of a field of choices, by their value."""
    return {str(option.data["value"]): option for option in champ}


def ranger(lignes: Iterable[Ligne]) -> list[Ligne]:
    """What waits for the person first, then as they come."""
    return sorted(lignes, key=lambda ligne: not ligne.etat.presse)
