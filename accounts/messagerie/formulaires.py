"""What the person fills in: a new message, or a reply."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from accounts.fichiers.formulaires import AvecDepot, ChampDepot
from accounts.messagerie.ecriture import FICHIERS_MAXIMUM, SUJET_MAXIMUM, TEXTE_MAXIMUM
from accounts.messagerie.themes import THEMES
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_textes import ChampTexte


def nouveau_jeton() -> str:
    """Made with the page: a form sent twice says so."""
    return uuid4().hex


class FormulaireReponse(AvecDepot):
    """A text, with files. `jeton` makes one message of a form that is sent twice."""

    texte = ChampTexte(
        label="Votre réponse",
        max_length=TEXTE_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 8, "data-compteur": TEXTE_MAXIMUM}),
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": f"Votre message est trop long : {TEXTE_MAXIMUM} caractères au plus.",
        },
    )
    fichiers = ChampDepot(label="Joindre des fichiers", maximum=FICHIERS_MAXIMUM, required=False)
    jeton = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False, initial=nouveau_jeton)

    def clean_jeton(self) -> str:
        return self.cleaned_data["jeton"] or nouveau_jeton()


class FormulaireMessage(FormulaireReponse):
    """A new message."""

    theme = forms.ChoiceField(label="Thème", choices=[(theme.code, theme.libelle) for theme in THEMES.values()])
    sujet = ChampLigne(
        label="Sujet",
        max_length=SUJET_MAXIMUM,
        help_text="En quelques mots. Votre caisse et vous êtes les seuls à le lire.",
        error_messages={
            "required": "Donnez un sujet à votre message.",
            "max_length": f"Votre sujet est trop long : {SUJET_MAXIMUM} caractères au plus.",
        },
    )
    field_order = ("theme", "sujet", "texte", "fichiers", "jeton")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texte"].label = "Votre message"
