"""Who makes the foyer, and how it lives: the first screens of chapter 11."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from accounts.dossier import foyer as dossier
from accounts.dossier.foyer import Membre as Connu
from accounts.dossier.solidaire.calcul import Logement
from accounts.models import Assure, MinimumSocial
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_nir
from ameli.noyau.saisie.champs import ChampLigne, ChampMontant, ChampNir
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.c2s import regles
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.termes import Contexte

CONJOINT, ENFANT, AUTRE = "CONJOINT", "ENFANT", "AUTRE"
EN_COUPLE = ("MARIE", "PACSE", "CONCUBIN")
SITUATIONS = (
    ("CELIBATAIRE", "Célibataire"), ("MARIE", "Marié(e)"), ("PACSE", "Pacsé(e)"), ("CONCUBIN", "En concubinage"),
    ("SEPARE", "Séparé(e)"), ("DIVORCE", "Divorcé(e)"), ("VEUF", "Veuf ou veuve"),
)  # fmt: skip
LOGEMENTS = (
    (Logement.LOCATAIRE.value, "Locataire, sans aide au logement"),
    (Logement.AIDE.value, "Locataire, avec une aide au logement (APL, ALS, ALF)"),
    (Logement.PROPRIETAIRE.value, "Propriétaire"), (Logement.HEBERGE.value, "Hébergé(e) gratuitement"),
    (Logement.ETABLISSEMENT.value, "En foyer ou en établissement"), (Logement.SANS_DOMICILE.value, "Sans domicile"),
)  # fmt: skip
MINIMA = (
    ("", "Aucune de ces allocations"), ("RSA", "Le RSA"), ("ASPA", "L’allocation de solidarité aux personnes âgées (ASPA)"),
    ("ASI", "L’allocation supplémentaire d’invalidité (ASI)"), ("AAH", "L’allocation aux adultes handicapés (AAH)"),
)  # fmt: skip
LIENS = (
    (CONJOINT, "La personne avec qui je vis en couple (mariage, PACS, concubinage)"),
    (ENFANT, "Mon enfant, ou celui de la personne avec qui je vis en couple"),
    (AUTRE, "Une autre personne à ma charge"),
)  # fmt: skip
SA_PROPRE_DEMANDE = "À 25 ans, une personne fait sa propre demande, depuis son compte. Retirez-la de la liste."
POUR_UN_MINEUR = "La résidence alternée est pour un enfant de moins de 18 ans. Décochez la case, ou vérifiez la date."


def connus(contexte: Contexte) -> list[Connu]:
    """Who is in the file beside the asker and may be of the foyer. One query a request."""
    return [m for m in _dossier(contexte).presents if not m.soi and not m.decede]


def du_dossier(contexte: Contexte) -> list[Connu]:
    """Everybody of the file, those who have died or left it since the request too. One query a request."""
    return [m for m in _dossier(contexte).membres if not m.soi]


def _dossier(contexte: Contexte) -> dossier.Foyer:
    lu: dossier.Foyer | None = contexte.assure.__dict__.get("_foyer_c2s")
    if lu is None:
        lu = contexte.assure.__dict__["_foyer_c2s"] = dossier.lire(contexte.assure, contexte.le)
    return lu


def trop_age(naissance: date, lien: str, le: date) -> bool:
    """Is this person somebody who asks for themselves, on the day of the deposit?"""
    return lien != CONJOINT and regles.age(naissance, le) >= regles.AGE_LIMITE


def minimum_connu(assure: Assure, le: date) -> str:
    """The minimum income that the caisse knows of on that day. One query."""
    siens = MinimumSocial.objects.de(assure).filter(du__lte=le).exclude(au__lt=le)
    return siens.values_list("nature", flat=True).first() or ""


class Situation(FormulaireEtape):
    """Family, housing, and what makes the rest shorter."""

    @dataclass(frozen=True)
    class Donnees:
        familiale: str
        logement: Logement
        aide: Decimal | None
        minimum: str
        etranger: bool = False

        @property
        def en_couple(self) -> bool:
            return self.familiale in EN_COUPLE

    familiale = forms.ChoiceField(
        label="Votre situation familiale", choices=SITUATIONS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre situation familiale."},
    )  # fmt: skip
    logement = forms.ChoiceField(
        label="Votre logement", choices=LOGEMENTS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre logement."},
    )  # fmt: skip
    aide = ChampMontant(
        label="Montant de l’aide au logement, par mois", required=False,
        help_text="Seulement si vous en recevez une. Il est écrit sur l’attestation de la Caf ou de la MSA.",
    )  # fmt: skip
    minimum = forms.ChoiceField(
        label="Recevez-vous une de ces allocations\N{NO-BREAK SPACE}?", choices=MINIMA, widget=forms.RadioSelect, required=False,
        help_text="Avec elle, vous avez moins de questions.",
    )  # fmt: skip
    etranger = forms.BooleanField(
        label="J’ai vécu à l’étranger pendant ces douze mois", required=False,
        help_text="Nous vous demanderons un avis d’imposition de ce pays.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aide"].selon_les_cas = True

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("logement") != Logement.AIDE.value:
            propres["aide"] = None
        elif not propres.get("aide") and not self.has_error("aide"):
            self.add_error("aide", "Écrivez le montant de votre aide au logement.")
        return propres


class Connus(FormulaireEtape):
    """Those of the file who are of the foyer, ticked, and the children who live with both parents by turns."""

    @dataclass(frozen=True)
    class Donnees:
        concernes: tuple[str, ...]
        alternes: tuple[str, ...] = ()

    concernes = forms.MultipleChoiceField(
        label="Qui vit avec vous\N{NO-BREAK SPACE}?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Nous connaissons ces personnes. Décochez celles qui ne sont pas à votre charge.",
    )  # fmt: skip
    alternes = forms.MultipleChoiceField(
        label="Qui vit en résidence alternée\N{NO-BREAK SPACE}?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="L’enfant compte alors dans le foyer de chaque parent. S’il est rattaché à un seul pour l’impôt, ne cochez pas.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jour, tous = jour_de(self.contexte.le), connus(self.contexte)
        possibles = [m for m in tous if not trop_age(m.personne.date_naissance, lien_de(m), jour)]
        self.trop_ages = [m for m in tous if m not in possibles]
        mineurs = [m for m in possibles if m.age < regles.MAJORITE and lien_de(m) == ENFANT]
        self._proposer("concernes", possibles)
        self._proposer("alternes", mineurs)
        if self.trop_ages:
            noms = ", ".join(m.personne.prenom for m in self.trop_ages)
            self.fields["concernes"].help_text += f" À 25 ans, on fait sa propre demande\N{NO-BREAK SPACE}: {noms}."

    def _proposer(self, champ: str, membres: list[Connu]) -> None:
        if membres:
            self.fields[champ].choices = [(m.cle, str(m.personne)) for m in membres]
        else:
            del self.fields[champ]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if set(propres.get("alternes", ())) - set(propres.get("concernes", ())):
            self.add_error("alternes", "Cochez aussi cet enfant dans la liste du dessus.")
        return propres

    def a_conserver(self) -> dict[str, Any]:
        return {"concernes": [], "alternes": [], **super().a_conserver()}


def lien_de(membre: Connu) -> str:
    return CONJOINT if membre.lien == "conjoint" else ENFANT


class Autre(FormulaireEtape):
    """Somebody of the foyer whom the file does not have."""

    @dataclass(frozen=True)
    class Donnees:
        id: str
        nom: str
        prenoms: str
        naissance: date
        lien: str
        nir: str = ""
        alternee: bool = False

    masques: ClassVar[Mapping[str, Any]] = {"nir": masquer_nir}
    lien = forms.ChoiceField(
        label="Qui est cette personne pour vous\N{NO-BREAK SPACE}?", choices=LIENS, widget=forms.RadioSelect,
        error_messages={"required": "Dites qui est cette personne pour vous."},
    )  # fmt: skip
    nom = ChampLigne(label="Nom", max_length=50, error_messages={"required": "Écrivez le nom."})
    prenoms = ChampLigne(label="Prénom", max_length=80, error_messages={"required": "Écrivez le prénom."})
    naissance = ChampDate(
        label="Né(e) le", help_text="Par exemple 12/05/1985.",
        error_messages={"required": "Écrivez la date de naissance."},
    )  # fmt: skip
    nir = ChampNir(
        label="Numéro de Sécurité sociale", required=False, help_text="Si vous le connaissez\N{NO-BREAK SPACE}: 13 ou 15 chiffres.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    alternee = forms.BooleanField(
        label="Cet enfant vit en résidence alternée",
        required=False,
        help_text="Il compte dans le foyer de ses deux parents.",
    )

    def clean_naissance(self) -> date:
        naissance, jour = self.cleaned_data["naissance"], jour_de(self.contexte.le)
        if naissance > jour:
            raise forms.ValidationError("Cette date n’est pas encore passée. Corrigez-la.")
        if trop_age(naissance, self.cleaned_data.get("lien", AUTRE), jour):
            raise forms.ValidationError(SA_PROPRE_DEMANDE)
        return naissance

    def clean_nir(self) -> str:
        nir = self.cleaned_data["nir"]
        if nir and self.contexte.assure.personne.a_pour_numero(nir):
            raise forms.ValidationError("C’est votre numéro. Écrivez celui de cette personne, ou laissez vide.")
        return nir

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        naissance = propres.get("naissance")
        majeur = naissance and regles.age(naissance, jour_de(self.contexte.le)) >= regles.MAJORITE
        if propres.get("alternee") and (majeur or propres.get("lien") != ENFANT):
            self.add_error("alternee", POUR_UN_MINEUR)
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Where a child lives is said of a child alone."""
        d_un_enfant = reponses.get("lien") == ENFANT
        lignes = super().au_recapitulatif(reponses)
        return [une for une in lignes if d_un_enfant or une[0] != self.fields["alternee"].label]


class SansConjoint(FormulaireEtape):
    """« Marié » without a spouse in the foyer: asked once, whatever the answer it goes on."""

    @dataclass(frozen=True)
    class Donnees:
        pourquoi: str

    pourquoi = forms.ChoiceField(
        label="Pourquoi votre conjoint ou conjointe n’est pas dans la demande\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        choices=(
            ("SEPARATION", "Nous sommes séparés, ou en train de nous séparer"),
            ("DEPART", "J’ai dû partir, ou il est parti"),
            ("AUTRE", "Une autre raison"),
        ),
        help_text="Vous l’avez oublié\N{NO-BREAK SPACE}? Revenez à la page précédente pour l’ajouter.",
        error_messages={"required": "Choisissez une réponse. Aucune n’empêche votre demande."},
    )  # fmt: skip


class Presomption(FormulaireEtape):
    """With a minimum income and nobody at work, nothing of the incomes is asked, unless the person hopes for more."""

    @dataclass(frozen=True)
    class Donnees:
        travail: bool
        gratuite: bool = False

    travail = forms.ChoiceField(
        label="Quelqu’un de votre foyer a-t-il travaillé ces trois derniers mois\N{NO-BREAK SPACE}?",
        choices=(("oui", "Oui"), ("non", "Non")), widget=forms.RadioSelect,
        error_messages={"required": "Répondez oui ou non."},
    )  # fmt: skip
    gratuite = forms.BooleanField(
        label="Je pense avoir droit à la gratuité", required=False,
        help_text="Nous regardons alors vos ressources. Sinon, vous avez la C2S avec participation, sans autre question.",
    )  # fmt: skip
