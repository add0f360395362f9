"""What a person may choose to receive."""

from __future__ import annotations

from django import forms

from accounts.models import Compte


class FormulaireNotifications(forms.ModelForm):
    """Security alerts are not here: they cannot be switched off (chapter 2 § 5)."""

    class Meta:
        model = Compte
        fields = ("alerte_chaque_connexion", "notifier_les_messages", "informations_prevention")
        labels = {
            "alerte_chaque_connexion": "Un courriel à chaque connexion",
            "notifier_les_messages": "Un courriel quand votre caisse vous écrit",
            "informations_prevention": "Des informations de prévention : dépistages, vaccins",
        }
        help_texts = {
            "alerte_chaque_connexion": "Décochez pour n’en recevoir qu’un par jour sur chaque appareil connu."
            " Une connexion depuis un nouvel appareil est toujours signalée.",
        }
