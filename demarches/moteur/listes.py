"""The list of a Groupe: which items it has, which are still to be finished, and whether it may be closed.

Items stand flat, by place: « enfants/k3f9 » has its answers, its typed values and its files as a step has. The order is the
answer of the list itself: {"items": ["k3f9", …]}, among the typed values while it is made, among the answers once closed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demarches.moteur.formulaires import FormulaireEtape

if TYPE_CHECKING:
    from demarches.moteur.etapes import Groupe, Item

LETTRES = "abcdefghjkmnpqrstuvwxyz"
LONGUEUR = 4
ITEMS = "items"
A_COMPLETER = "À compléter"


def nouvelle_cle(prises: Sequence[str]) -> str:
    """Four letters that no item of the list has: its identity, wherever it stands in the order."""
    while True:
        cle = "".join(secrets.choice(LETTRES) for _ in range(LONGUEUR))
        if cle not in prises:
            return cle


def cles(nom: str, contenu: Mapping[str, Any]) -> list[str]:
    """The items of the Groupe `nom`, in their order, in the content of a draft ({"reponses": …, "saisies": …})."""
    for ou in ("saisies", "reponses"):
        trouvee = contenu.get(ou, {}).get(nom)
        if trouvee is not None:
            return list(trouvee.get(ITEMS, []))
    return []


@dataclass(frozen=True)
class Ligne:
    """An item as the list shows it: its page, what was answered or typed, and what is wrong with it."""

    item: Item
    reponses: Mapping[str, Any]
    a_completer: bool

    @property
    def titre(self) -> str:
        return self.item.titre


def lignes(groupe: Groupe, contenu: Mapping[str, Any]) -> list[Ligne]:
    """Every item of the list, in its order."""
    return list(_lignes(groupe, contenu))


def _lignes(groupe: Groupe, contenu: Mapping[str, Any]) -> Iterator[Ligne]:
    reponses, saisies = contenu.get("reponses", {}), contenu.get("saisies", {})
    for rang, cle in enumerate(cles(groupe.nom, contenu), start=1):
        place = f"{groupe.nom}/{cle}"
        connues = saisies.get(place) or reponses.get(place) or {}
        yield Ligne(groupe.en_item(cle, rang, connues), connues, place not in reponses or place in saisies)


class Liste(FormulaireEtape):
    """What judges the list: every item finished, enough of them, not too many, and the room's own word on the whole.

    Its `contexte` reads the list as it would be closed now, with the items that are finished.
    """

    etape: Groupe

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brouillon = self.contexte.brouillon
        contenu = brouillon.contenu if brouillon else {"reponses": self.contexte.reponses}
        self.lignes = lignes(self.etape, contenu)
        finies = {ITEMS: [ligne.item.cle for ligne in self.lignes if not ligne.a_completer]}
        self.contexte = replace(self.contexte, reponses={**self.contexte.reponses, self.etape.nom: finies})

    def clean(self) -> dict[str, Any]:
        groupe, combien = self.etape, len(self.lignes)
        for ligne in self.lignes:
            if ligne.a_completer:
                titre = f"«\N{NO-BREAK SPACE}{ligne.titre}\N{NO-BREAK SPACE}»"
                self.add_error(None, f"{titre} est à compléter. Ouvrez cette page, ou retirez-la de la liste.")
        if combien < groupe.minimum:
            self.add_error(None, f"La liste est trop courte\N{NO-BREAK SPACE}: il en faut au moins {groupe.minimum}.")
        if combien > groupe.maximum:
            self.add_error(
                None,
                f"La liste est trop longue\N{NO-BREAK SPACE}: {groupe.maximum} au plus. Retirez ce qui est en trop.",
            )
        if not self.errors and groupe.ensemble is not None:
            phrase = groupe.ensemble(self.contexte)
            if phrase:
                self.add_error(None, phrase)
        return {}

    def a_conserver(self) -> dict[str, Any]:
        return {ITEMS: [ligne.item.cle for ligne in self.lignes]}

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """How many, before each of them; nothing for a single one, which says it itself."""
        return [] if len(reponses.get(ITEMS, [])) == 1 else self.a_verifier(reponses)

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """How many, or what was answered in place of a list, always: it is changed from there."""
        combien = len(reponses.get(ITEMS, []))
        return [("Nombre", str(combien)) if combien else ("Réponse", self.etape.aucun or "Aucun")]
