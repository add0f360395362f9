"""Fill a form from a terminal: what the options do not say is asked, what is wrong is told and asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError

Formulaire = Callable[[dict[str, Any]], forms.Form | forms.ModelForm]


class Questions:
    """Asks with `input()`, or never (`muettes`): then what is missing is named by its option."""

    def __init__(self, commande: BaseCommand, *, muettes: bool) -> None:
        self.commande, self.muettes = commande, muettes

    def demander(self, libelle: str, propose: str = "") -> str:
        """One line. The proposal is taken by an empty answer. Raises CommandError when the terminal is closed."""
        try:
            return input(f"{libelle}{f' [{propose}]' if propose else ''} : ").strip() or propose
        except EOFError as fin:
            raise CommandError(
                "Rien n’a été répondu. Ajoutez les options de la commande, ou répondez dans un terminal."
            ) from fin

    def remplir(
        self,
        formulaire: Formulaire,
        dits: Mapping[str, str],
        propositions: Mapping[str, str] | None = None,
        noms: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The clean values of the form. `dits` are the options given, `propositions` what an empty answer takes.

        `noms` are the options whose name is not that of their field. Raises CommandError for what nobody can be asked.
        """
        propositions, noms = propositions or {}, noms or {}
        valeurs = {nom: valeur for nom, valeur in dits.items() if valeur}
        a_demander = [nom for nom in formulaire({}).fields if nom not in valeurs]
        while True:
            for nom in a_demander:
                propose = propositions.get(nom, "")
                libelle = str(formulaire({}).fields[nom].label)
                valeurs[nom] = propose if self.muettes else self.demander(libelle, propose)
            rempli = formulaire(valeurs)
            if rempli.is_valid():
                return rempli.cleaned_data
            fautes = [
                f"--{noms.get(nom, nom)} : {phrase}" for nom, phrases in rempli.errors.items() for phrase in phrases
            ]
            if self.muettes:
                raise CommandError("\n".join(fautes))
            for faute in fautes:
                self.commande.stderr.write(self.commande.style.ERROR(faute.removeprefix("--")))
            a_demander = list(rempli.errors)
