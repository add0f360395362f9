"""Who asks, who was treated, and each care (chapter 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from accounts.dossier import foyer
from accounts.informations import coordonnees
from ameli.noyau import pays
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_iban, masquer_telephone
from ameli.noyau.saisie.champs import ChampDecimal, ChampTelephone
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.soins_etranger import natures
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.lues import NON, OUI
from paiements.devises import EURO, devises

OUI_NON = ((OUI, "Oui"), (NON, "Non"))
AGENT = "agent"
TIERS = ((NON, "Non"), (OUI, "Oui"), (AGENT, "Je préfère en parler à un agent"))
EXEMPLE = "Jour, mois, année. Par exemple : 12/08/2026."
PAS_ENCORE = "Cette date n’est pas encore passée. Corrigez-la."
MONTANT = "Écrivez le montant de la facture, par exemple 120,50."
CHOISIR_OUI_NON = {"required": "Choisissez oui ou non."}


class Assure(FormulaireEtape):
    """The insured person, even when somebody else was treated. The account that is paid is shown, never asked."""

    @dataclass(frozen=True)
    class Donnees:
        nationalite: str
        situation: str
        telephone: str

    masques = {"telephone": masquer_telephone}
    nationalite = forms.ChoiceField(
        label="Votre nationalité", choices=[natures.CHOISIR, (pays.FRANCE, "France"), *pays.a_l_etranger()],
        error_messages={"required": "Choisissez votre nationalité."},
    )  # fmt: skip
    situation = forms.ChoiceField(
        label="Votre situation au moment des soins", choices=natures.SITUATIONS,
        help_text="Celle du jour des soins, même si elle a changé.",
        error_messages={"required": "Choisissez votre situation au moment des soins."},
    )  # fmt: skip
    telephone = ChampTelephone(
        label="Votre téléphone", help_text="Pour vous appeler si une facture ne se lit pas.",
        error_messages={"required": "Écrivez un numéro de téléphone."},
    )  # fmt: skip

    @property
    def compte(self) -> str:
        """The account that will be paid, masked."""
        connu = coordonnees.actuelles(self.contexte.assure)
        return masquer_iban(connu.iban) if connu is not None else ""


class Beneficiaire(FormulaireEtape):
    """One person of the file, whatever became of them since, and why they were treated."""

    @dataclass(frozen=True)
    class Donnees:
        personne: str
        raison: str
        tiers: str

    personne = forms.ChoiceField(
        label="Qui a reçu les soins ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une personne."},
    )
    raison = forms.ChoiceField(
        label="Pourquoi ces soins ?", choices=natures.RAISONS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
    )  # fmt: skip
    tiers = forms.ChoiceField(
        label="Quelqu’un d’autre a-t-il causé l’accident ou la maladie ?", choices=TIERS, widget=forms.RadioSelect,
        help_text="Nous n’écrivons à personne à partir de cette réponse.",
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        membres = foyer.lire(self.contexte.assure, self.contexte.le).membres
        choix = [(membre.cle, membre.nom) for membre in membres if not membre.silencieux]
        champ: Any = self.fields["personne"]
        champ.choices = choix
        if len(choix) == 1:
            champ.initial = choix[0][0]


class Soin(FormulaireEtape):
    """One care, as its bill says it."""

    @dataclass(frozen=True)
    class Donnees:
        id: str
        le: date
        nature: str
        montant: Decimal
        devise: str
        prescrit: bool

    le = ChampDate(label="Date du soin", help_text=EXEMPLE, error_messages={"required": "Écrivez la date du soin."})
    nature = forms.ChoiceField(
        label="Nature du soin",
        choices=[natures.CHOISIR, *((code, nom) for code, (nom, _) in natures.NATURES.items())],
        error_messages={"required": "Choisissez la nature du soin."},
    )
    montant = ChampDecimal(
        label="Montant payé", faute=MONTANT, help_text="Celui de la facture, dans la monnaie du pays.", max_digits=11,
        decimal_places=3, min_value=Decimal("0.01"),
    )  # fmt: skip
    devise = forms.ChoiceField(
        label="Monnaie", choices=[(une.code, une.libelle) for une in devises().values()], initial=EURO,
        error_messages={"required": "Choisissez la monnaie de la facture."},
    )  # fmt: skip
    prescrit = forms.ChoiceField(
        label="Ce soin était-il prescrit par un médecin ?", choices=OUI_NON, widget=forms.RadioSelect,
        error_messages=CHOISIR_OUI_NON,
    )  # fmt: skip

    def clean_le(self) -> date:
        le: date = self.cleaned_data["le"]
        if le > jour_de(self.contexte.le):
            raise forms.ValidationError(PAS_ENCORE)
        return le

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        montant, devise = propres.get("montant"), devises().get(propres.get("devise") or "")
        if montant is not None and devise is not None and not devise.accepte(montant):
            self.add_error("montant", _trop_precis(devise))
        return propres

    def au_recapitulatif(self, reponses: Any) -> list[tuple[str, str]]:
        """The amount with its currency, on one line."""
        devise = devises().get(str(reponses.get("devise")))
        lignes = [ligne for ligne in super().au_recapitulatif(reponses) if ligne[0] != "Monnaie"]
        if devise is None or not reponses.get("montant"):
            return lignes
        paye = devise.en_mots(Decimal(str(reponses["montant"])))
        return [(libelle, paye if libelle == "Montant payé" else valeur) for libelle, valeur in lignes]


def _trop_precis(devise: Any) -> str:
    if not devise.decimales:
        return f"Cette monnaie n’a pas de centimes : {devise.nom}. Écrivez un montant sans virgule."
    return f"Cette monnaie a {devise.decimales} chiffres après la virgule au plus. Corrigez le montant."
