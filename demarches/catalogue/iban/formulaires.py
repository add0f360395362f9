"""The three steps of chapter 6: whose account, which account, the two proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.informations import coordonnees
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.saisie.champs import ChampBic, ChampIban, ChampLigne
from ameli.noyau.saisie.noms import Reponse
from demarches.catalogue.iban.regles import banques, iban, titulaires
from demarches.catalogue.iban.regles.titulaires import Civilite
from demarches.catalogue.iban.regles.titulaires import Titulaire as Holder
from demarches.moteur.formulaires import FormulaireEtape

TIERS = (
    "Vous n’êtes pas parmi les titulaires. Le compte d’une autre personne n’est pas accepté en ligne. "
    "Envoyez un RIB et l’accord écrit du titulaire à votre caisse, ou appelez le 36 46."
)
SECONDS = ("second_nom", "second_prenom")
SOCIETE = "Un compte au nom d’une société n’est pas accepté. Indiquez un compte à votre nom, ou appelez le 36 46 pour en parler."


class Titulaire(FormulaireEtape):
    """Civility and names, as on the RIB. Accents are taken off for the banks, and the check of the answers shows it."""

    @dataclass(frozen=True)
    class Donnees:
        civilite: str
        nom: str
        prenom: str
        second_nom: str = ""
        second_prenom: str = ""

        @property
        def holders(self) -> list[Holder]:
            seconds = [Holder(self.second_nom, self.second_prenom)] if self.second_nom else []
            return [Holder(self.nom, self.prenom), *seconds]

        @property
        def noms(self) -> list[str]:
            """As banks write them: « DUPRAT LEA »."""
            return [f"{un.nom} {un.prenom}" for un in self.holders]

    NOMS: ClassVar[dict[str, str]] = {
        "nom": "le nom du titulaire",
        "prenom": "le prénom du titulaire",
        "second_nom": "le nom du second titulaire",
        "second_prenom": "le prénom du second titulaire",
    }

    civilite = forms.ChoiceField(
        label="Civilité du titulaire",
        choices=[(c.name, c.libelle) for c in Civilite],
        widget=forms.RadioSelect,
        help_text="Choisissez une civilité double si le compte est joint.",
        error_messages={"required": "Choisissez la civilité du ou des titulaires."},
    )
    nom = ChampLigne(
        label="Nom du titulaire",
        help_text="Comme sur votre RIB. Nous retirons les accents.",
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false", "size": 38}),
        error_messages={"required": "Indiquez le nom du titulaire."},
    )
    prenom = ChampLigne(
        label="Prénom du titulaire",
        help_text="Comme sur votre RIB. Nous retirons les accents.",
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false", "size": 38}),
        error_messages={"required": "Indiquez le prénom du titulaire."},
    )
    second_nom = ChampLigne(
        label="Nom du second titulaire",
        help_text="Pour un compte joint seulement.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 38}),
    )
    second_prenom = ChampLigne(
        label="Prénom du second titulaire",
        help_text="Pour un compte joint seulement.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 38}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in SECONDS:
            self.fields[nom].selon_les_cas = True

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        self._exiger_le_second(propres)
        for nom in self.NOMS:
            if propres.get(nom):
                self._ecrire(nom, propres)
        if not self.errors:
            self._chercher_l_assure(propres)
        return propres

    def _exiger_le_second(self, propres: dict[str, Any]) -> None:
        """A joint account has two holders; otherwise what was typed for a second one is dropped."""
        if propres.get("civilite") and not Civilite[propres["civilite"]].compte_joint:
            propres["second_nom"] = propres["second_prenom"] = ""
        elif propres.get("civilite"):
            for nom in SECONDS:
                if not propres.get(nom):
                    self.add_error(nom, f"Le compte est joint : indiquez {self.NOMS[nom]}.")

    def _ecrire(self, champ: str, propres: dict[str, Any]) -> None:
        nom, libelle = titulaires.ecrire(propres[champ]), str(self.fields[champ].label)
        if not titulaires.lettres_seules(nom):
            self.add_error(champ, f"{libelle} : n’écrivez que des lettres, des espaces, des tirets et des apostrophes.")
        elif len(nom) > titulaires.LONGUEUR_MAXIMALE:
            self.add_error(
                champ, f"{libelle} : {titulaires.LONGUEUR_MAXIMALE} signes au plus. Abrégez comme sur votre RIB."
            )
        else:
            propres[champ] = nom

    def _chercher_l_assure(self, propres: dict[str, Any]) -> None:
        holders = holders_de(propres)
        if titulaires.concordance(holders, self.contexte.assure.personne.identite) is Reponse.AUTRE:
            self.add_error("nom", SOCIETE if any(map(titulaires.au_nom_d_une_societe, holders)) else TIERS)

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        holders = holders_de(reponses)
        lignes = [("Civilité", Civilite[reponses["civilite"]].libelle)]
        titres = ("Titulaire", "Second titulaire")
        return lignes + [(titre, f"{h.nom} {h.prenom}") for titre, h in zip(titres, holders, strict=False)]


class Compte(FormulaireEtape):
    """The IBAN, checked like on the page. A foreign one asks for its BIC."""

    masques: ClassVar[Mapping[str, Any]] = {"iban": masquer_iban}

    @dataclass(frozen=True)
    class Donnees:
        iban: str
        bic: str | None
        premier: bool = False  # the first account that the caisse knows

    iban = ChampIban(
        label="IBAN",
        help_text="Tel qu’il est affiché sur votre RIB. Indiquez un compte courant : un livret d’épargne n’est pas accepté.",
        widget=forms.TextInput(
            attrs={"data-controle": "iban", **{f"data-message-{code}": phrase for code, phrase in iban.PHRASES.items()}}
        ),
        error_messages={"required": "Indiquez l’IBAN de votre compte."},
    )
    bic = ChampBic(
        label="BIC",
        help_text="Seulement pour une banque hors de France : 8 ou 11 caractères, écrits près de l’IBAN.",
        required=False,
    )

    def clean_iban(self) -> str:
        numero: str = self.cleaned_data["iban"]
        verdict = iban.controler(numero)
        if not verdict.juste:
            raise ValidationError(verdict.phrase)
        actuelles = coordonnees.actuelles(self.contexte.assure)
        self.premier = actuelles is None
        if actuelles is not None and iban.serrer(actuelles.iban) == numero:
            raise ValidationError("C’est déjà le compte sur lequel nous vous payons. Vous n’avez rien à changer.")
        return numero

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        numero = propres.get("iban")
        if not numero or iban.francais(numero):
            propres["bic"] = ""
            return propres
        bic = propres.get("bic") or ""
        if not bic:
            self.add_error("bic", "Cette banque n’est pas en France : indiquez aussi son BIC.")
        elif not iban.bic_valide(bic, numero):
            self.add_error(
                "bic", "Ce BIC ne va pas avec cet IBAN. Il compte 8 ou 11 caractères et figure sur votre RIB."
            )
        return propres

    def a_conserver(self) -> dict[str, Any]:
        """With whether it is the first account that the caisse knows: what follows is told accordingly."""
        return {**super().a_conserver(), "premier": self.premier}

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        banque = banques.nommer(reponses["iban"])
        return super().au_recapitulatif(reponses) + ([("Banque", banque)] if banque else [])


def holders_de(reponses: Mapping[str, Any]) -> list[Holder]:
    """The holders in the answers of the first step."""
    holders = [Holder(reponses["nom"], reponses["prenom"])]
    if reponses.get("second_nom"):
        holders.append(Holder(reponses["second_nom"], reponses["second_prenom"]))
    return holders
