"""The stay, what was agreed beforehand, the story of an emergency, and the choice of a tariff (chapter 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from ameli.noyau import pays
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.champs_textes import ChampTexte
from demarches.catalogue.soins_etranger import natures
from demarches.catalogue.soins_etranger.formulaires import CHOISIR_OUI_NON, EXEMPLE, OUI_NON, PAS_ENCORE
from demarches.moteur.formulaires import FormulaireEtape

FIN_AVANT_DEBUT = "La fin est avant le début. Corrigez une des deux dates."
RECIT_AU_MOINS, RECIT_AU_PLUS = 50, 2000
RETARDE, CORRIGER = "RETARDE", "CORRIGER"
S2_RECU, S2_DEMANDE, SANS_S2 = "RECU", "DEMANDE", "SANS"
FRANCAIS, ETAT_DE_SEJOUR = "FRANCAIS", "ETAT"
TARIFS = ((FRANCAIS, "Tarif français"), (ETAT_DE_SEJOUR, "Tarif de l’État de séjour"))


class Periode(FormulaireEtape):
    """A beginning, and an end that does not come before it."""

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        du, au = propres.get("du"), propres.get("au")
        if du and du > jour_de(self.contexte.le):
            self.add_error("du", PAS_ENCORE)
        if du and au and au < du:
            self.add_error("au", FIN_AVANT_DEBUT)
        return propres


class Sejour(Periode):
    """Where, from when, until when, why; what was paid there already."""

    @dataclass(frozen=True)
    class Donnees:
        pays: str
        du: date
        au: date
        motif: str
        hopital: bool
        ceam: bool
        deja_pris: bool

    pays = forms.ChoiceField(
        label="Pays des soins", choices=[natures.CHOISIR, *pays.a_l_etranger()],
        error_messages={
            "required": "Choisissez le pays des soins.",
            "invalid_choice": "Ce pays n’est pas dans la liste. Choisissez-en un.",
        },
    )  # fmt: skip
    du = ChampDate(
        label="Début du séjour", help_text=EXEMPLE, error_messages={"required": "Écrivez le début du séjour."}
    )
    au = ChampDate(label="Fin du séjour", help_text=EXEMPLE, error_messages={"required": "Écrivez la fin du séjour."})
    motif = forms.ChoiceField(
        label="Motif du séjour", choices=natures.MOTIFS_DE_SEJOUR,
        error_messages={"required": "Choisissez le motif du séjour."},
    )  # fmt: skip
    hopital = forms.ChoiceField(
        label="La personne soignée a-t-elle dormi à l’hôpital ?", choices=OUI_NON, widget=forms.RadioSelect,
        error_messages=CHOISIR_OUI_NON,
    )  # fmt: skip
    ceam = forms.ChoiceField(
        label="La carte européenne d’assurance maladie a-t-elle été présentée ?", choices=OUI_NON, widget=forms.RadioSelect,
        help_text="Hors d’Europe, répondez non.", error_messages=CHOISIR_OUI_NON,
    )  # fmt: skip
    deja_pris = forms.ChoiceField(
        label="Une partie a-t-elle déjà été prise en charge sur place ?", choices=OUI_NON, widget=forms.RadioSelect,
        help_text="Par exemple : une assurance a payé l’hôpital.", error_messages=CHOISIR_OUI_NON,
    )  # fmt: skip


class Hopital(Periode):
    """A night in hospital, or more."""

    @dataclass(frozen=True)
    class Donnees:
        du: date
        au: date
        etablissement: str

    du = ChampDate(
        label="Entrée à l’hôpital",
        help_text=EXEMPLE,
        error_messages={"required": "Écrivez la date d’entrée à l’hôpital."},
    )
    au = ChampDate(
        label="Sortie de l’hôpital",
        help_text=EXEMPLE,
        error_messages={"required": "Écrivez la date de sortie de l’hôpital."},
    )
    etablissement = ChampLigne(
        label="Nom de l’hôpital", max_length=80, error_messages={"required": "Écrivez le nom de l’hôpital."}
    )


class Retard(FormulaireEtape):
    """A care outside the dates of the stay: asked once, and accepted."""

    @dataclass(frozen=True)
    class Donnees:
        retard: str

    retard = forms.ChoiceField(
        label="Votre départ a-t-il été retardé ?", widget=forms.RadioSelect,
        choices=[(RETARDE, "Oui, le séjour a commencé plus tôt ou fini plus tard"), (CORRIGER, "Non, une date est fausse")],
        help_text="Un soin n’est pas entre le début et la fin du séjour.",
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip

    def clean_retard(self) -> str:
        retard: str = self.cleaned_data["retard"]
        if retard == CORRIGER:
            raise forms.ValidationError("Revenez aux soins ou au séjour avec « Retour », et corrigez la date.")
        return retard


class Accord(FormulaireEtape):
    """Planned care: heavy equipment, and the form S2 that the caisse gave, or was asked for."""

    @dataclass(frozen=True)
    class Donnees:
        lourd: bool
        s2: str
        s2_demande_le: date | None

    lourd = forms.ChoiceField(
        label="Une nuit à l’hôpital, ou un équipement lourd (scanner, IRM, TEP, rayons) ?", choices=OUI_NON,
        widget=forms.RadioSelect, error_messages=CHOISIR_OUI_NON,
    )  # fmt: skip
    s2 = forms.ChoiceField(
        label="Votre caisse a-t-elle donné son accord avant les soins (formulaire S2) ?", widget=forms.RadioSelect,
        choices=[
            (S2_RECU, "Oui, j’ai le formulaire S2"), (S2_DEMANDE, "Je l’ai demandé, sans réponse"),
            (SANS_S2, "Non, ou ce n’était pas nécessaire"),
        ],
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
    s2_demande_le = ChampDate(label="Demandé le", required=False, help_text="Si la caisse n’a pas répondu.")

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("s2") != S2_DEMANDE:
            propres["s2_demande_le"] = None
        elif not propres.get("s2_demande_le") and not self.has_error("s2_demande_le"):
            self.add_error("s2_demande_le", "Écrivez la date de votre demande de formulaire S2.")
        return propres


class Recit(FormulaireEtape):
    """The emergency, for the medical service alone."""

    @dataclass(frozen=True)
    class Donnees:
        recit: str

    recit = ChampTexte(
        label="Racontez ce qui s’est passé", max_length=RECIT_AU_PLUS, rows=8,
        help_text=f"Entre {RECIT_AU_MOINS} et {RECIT_AU_PLUS} signes. Le jour, les signes de la maladie, pourquoi il fallait soigner tout de suite.",
        error_messages={"required": "Racontez l’urgence : le médecin-conseil en a besoin."},
    )  # fmt: skip

    def clean_recit(self) -> str:
        recit: str = self.cleaned_data["recit"]
        if len(recit.strip()) < RECIT_AU_MOINS:
            raise forms.ValidationError(f"Racontez l’urgence en {RECIT_AU_MOINS} signes au moins.")
        return recit


class Tarif(FormulaireEtape):
    """French, or that of the State of stay: the law's default is never chosen in silence."""

    @dataclass(frozen=True)
    class Donnees:
        tarif: str

    tarif = forms.ChoiceField(
        label="Quel tarif choisissez-vous ?", choices=TARIFS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un tarif. Nous ne choisissons pas pour vous."},
    )  # fmt: skip
