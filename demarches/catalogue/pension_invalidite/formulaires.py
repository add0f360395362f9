"""The screens of chapter 18 that everybody sees: who asks, in which situation, the check of what was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from ameli.noyau import pays
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs_choses import ChampNumero
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.moteur.formulaires import FormulaireEtape

SALARIEE, NON_SALARIEE, CHOMAGE, AUTRE = "SALARIEE", "NON_SALARIEE", "CHOMAGE", "AUTRE"
SITUATIONS = (
    (SALARIEE, "Activité salariée"), (NON_SALARIEE, "Activité non salariée"), (CHOMAGE, "Chômage indemnisé"),
    (AUTRE, "Autre"),
)  # fmt: skip
OUI, NON, AGENT = "oui", "non", "agent"
OUI_NON = ((OUI, "Oui"), (NON, "Non"))
ACCIDENT = ((NON, "Non"), (OUI, "Oui"), (AGENT, "Je préfère en parler à un agent"))
# The European Union, the European Economic Area and Switzerland: no permit is asked for.
SANS_TITRE = frozenset({
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
TITRES = (
    ("", "Choisissez dans la liste"), ("RESIDENT", "Carte de résident"), ("SEJOUR", "Carte de séjour"),
    ("VISA", "Visa de long séjour"), ("RECEPISSE", "Récépissé"), ("AUTRE", "Un autre titre"),
)  # fmt: skip
TITRE_FINI = "Ce titre est terminé. Cela ne bloque pas votre demande : demandez son renouvellement."


class ChampDateProche(ChampDate):
    """A date of a life at work, or of a paper: up to fifty years before, up to twenty years after."""

    fenetre = (50, 20)


class Informations(FormulaireEtape):
    """Nationality; from outside the Union, the permit."""

    @dataclass(frozen=True)
    class Donnees:
        nationalite: str
        titre: str = ""
        titre_numero: str = ""
        titre_fin: date | None = None

    nationalite = forms.ChoiceField(
        label="Votre nationalité", initial=pays.FRANCE,
        choices=[("", "Choisissez dans la liste"), (pays.FRANCE, "France"), *pays.a_l_etranger()],
        error_messages={"required": "Choisissez votre nationalité."},
    )  # fmt: skip
    titre = forms.ChoiceField(
        label="Votre titre de séjour", choices=TITRES, required=False,
        help_text="Seulement si vous êtes d’un pays hors de l’Union européenne, de l’Espace économique européen et de la Suisse.",
    )  # fmt: skip
    titre_numero = ChampNumero(
        label="Numéro du titre", max_length=20, required=False, help_text="Il est écrit en haut de la carte."
    )
    titre_fin = ChampDateProche(
        label="Valable jusqu’au", required=False, help_text="Jour, mois, année. Par exemple\N{NO-BREAK SPACE}: 12/05/2028.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("titre", "titre_numero", "titre_fin"):
            self.fields[nom].selon_les_cas = True

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("nationalite") in SANS_TITRE:
            propres |= {"titre": "", "titre_numero": "", "titre_fin": None}
        elif propres.get("nationalite"):
            for nom, phrase in (
                ("titre", "Choisissez votre titre de séjour."), ("titre_numero", "Écrivez le numéro du titre."),
                ("titre_fin", "Écrivez jusqu’à quand le titre est valable."),
            ):  # fmt: skip
                if not propres.get(nom) and not self.has_error(nom):
                    self.add_error(nom, phrase)
        return propres

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """With a word on a permit that is over: a warning, nothing more."""
        lignes, fin = super().a_verifier(reponses), reponses.get("titre_fin")
        if fin and date.fromisoformat(fin) < jour_de(self.contexte.le):
            lignes.append(("À savoir", TITRE_FINI))
        return lignes


class Situation(FormulaireEtape):
    """What the person does; whether somebody helps them, and whether somebody else caused it."""

    @dataclass(frozen=True)
    class Donnees:
        situation: str
        tierce_personne: str
        accident: str

    situation = forms.ChoiceField(
        label="Votre situation actuelle", choices=SITUATIONS, widget=forms.RadioSelect,
        help_text="En arrêt de travail, choisissez celle que vous aviez juste avant.",
        error_messages={"required": "Choisissez votre situation."},
    )  # fmt: skip
    tierce_personne = forms.ChoiceField(
        label="Avez-vous besoin de quelqu’un pour les gestes de tous les jours\N{NO-BREAK SPACE}?", choices=OUI_NON,
        widget=forms.RadioSelect, help_text="Par exemple\N{NO-BREAK SPACE}: se laver, s’habiller, manger, se déplacer.",
        error_messages={"required": "Choisissez oui ou non."},
    )  # fmt: skip
    accident = forms.ChoiceField(
        label="Votre état vient-il d’un accident causé par quelqu’un\N{NO-BREAK SPACE}?", choices=ACCIDENT,
        widget=forms.RadioSelect, help_text="Nous n’écrivons à personne à partir de cette réponse.",
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
