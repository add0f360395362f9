"""What an operator says of a caisse and of an agent, checked as everything that is typed is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.connexion.agents.roles import ROLES
from accounts.dossier import caisses
from accounts.models import Caisse, Compte
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.saisie.champs import ChampCourriel, ChampLigne, ChampMatricule

CODE = RegexValidator(r"^\d{3}\Z", "Le code d’une caisse a 3 chiffres, comme 401.")
DEPARTEMENT = RegexValidator(r"^(\d{2,3}|2[AB])\Z", "Un département s’écrit 40, 2A ou 974.")
CENTRE = RegexValidator(r"^\d{4}\Z", "Un centre a 4 chiffres, comme 0000.")
REGIME = RegexValidator(r"^\d{2}\Z", "Un régime a 2 chiffres, comme 01.")
MATRICULE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{1,31}\Z", "Un matricule a de 2 à 32 lettres sans accent, chiffres, points ou tirets."
)


class FormulaireCaisse(forms.ModelForm):
    """`adresse` on one line: its lines are separated by « / »."""

    code = ChampLigne(label="Code de la caisse (3 chiffres)", validators=[CODE])
    nom = ChampLigne(label="Nom de la caisse", max_length=80)
    departement = ChampLigne(label="Département", validators=[DEPARTEMENT])
    centre = ChampLigne(label="Centre (4 chiffres)", validators=[CENTRE])
    regime = ChampLigne(label="Régime (2 chiffres)", validators=[REGIME])
    adresse = ChampLigne(label="Adresse postale, ses lignes séparées par « / »", max_length=200)

    class Meta:
        model = Caisse
        fields = ("code", "nom", "departement", "centre", "regime", "adresse")

    def clean_adresse(self) -> str:
        return lignes_d_adresse(self.cleaned_data["adresse"])

    @staticmethod
    def propositions(code: str) -> dict[str, str]:
        """What need not be typed: the table knows the caisses of the general scheme and of special ones by their code."""
        connu = caisses.organisme(code, le=aujourdhui())
        sues = {"nom": connu.nom, "departement": connu.departement, "regime": connu.regime} if connu else {}
        return {"centre": "0000", "regime": caisses.GENERAL, **sues}


def lignes_d_adresse(texte: str) -> str:
    """The lines that « / » parts, one under the other. Raises ValidationError."""
    lignes = [ligne.strip() for ligne in texte.split("/") if ligne.strip()]
    if len(lignes) < 2:
        raise ValidationError("Écrivez au moins la rue et la ville\u00a0: 12 rue des Pins / 40000 MONT-DE-MARSAN.")
    return "\n".join(lignes)


class FormulaireAgent(forms.Form):
    """An agent to add."""

    matricule = ChampMatricule(label="Matricule de l’agent", validators=[MATRICULE])
    nom = ChampLigne(label="Prénom et nom", max_length=80)
    courriel = ChampCourriel(label="Courriel professionnel")
    equipe = ChampLigne(label="Équipe (facultatif)", max_length=60, required=False)
    roles = forms.MultipleChoiceField(
        label=f"Rôles, séparés par une virgule\u00a0: {', '.join(ROLES)} (facultatif)", required=False,
        choices=list(ROLES.items()),
        error_messages={"invalid_choice": f"Les rôles sont {formats.enumerer(ROLES)}."},
    )  # fmt: skip

    def __init__(self, donnees: dict[str, Any]) -> None:
        roles = [role.strip() for role in donnees.get("roles", "").split(",") if role.strip()]
        super().__init__({**donnees, "roles": roles})

    def clean_matricule(self) -> str:
        matricule = self.cleaned_data["matricule"]
        if Compte.objects.filter(identifiant__iexact=matricule).exists():
            raise ValidationError("Ce matricule est déjà celui d’un agent.", code="pris")
        return matricule
