"""Who will manage the cover, who lets the caisse ask for incomes, and what the organisms do not know (chapter 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from accounts.dossier.solidaire.calcul import douze_mois
from accounts.dossier.solidaire.natures import A_DECLARER, A_LA_MAIN, NATURES, Genre
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampLigne, ChampMontant
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.c2s import foyer, organismes, regles
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.grilles import Grille
from demarches.moteur.lues import NON, OUI
from demarches.moteur.termes import Contexte

CAISSE, ORGANISME = "CAISSE", "ORGANISME"
CHAQUE_MOIS, UNE_FOIS = "MOIS", "FOIS"
COURTS = {"salaire": "Salaire", "chomage": "Chômage", "retraite": "Retraite", "famille": "Famille"}
J_ACCEPTE = "J’accepte que ma caisse demande mes revenus aux organismes"


class Organisme(FormulaireEtape):
    """The caisse, or one of the list; and the contract that runs."""

    @dataclass(frozen=True)
    class Donnees:
        gestion: str
        organisme: str = ""
        contrat: str = "AUCUN"
        contrat_fin: date | None = None

        @property
        def choisi(self) -> str:
            """The public id of the organism that was chosen; nothing for the caisse."""
            return self.organisme if self.gestion == ORGANISME else ""

    gestion = forms.ChoiceField(
        label="Qui doit gérer votre Complémentaire santé solidaire\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        choices=((CAISSE, "Ma caisse d’assurance maladie"), (ORGANISME, "Un organisme de la liste")),
        error_messages={"required": "Choisissez qui doit gérer votre Complémentaire santé solidaire."},
    )  # fmt: skip
    organisme = forms.ChoiceField(
        label="L’organisme de la liste", required=False, help_text="Seulement si ce n’est pas votre caisse.",
        error_messages={"invalid_choice": "Cet organisme n’est plus dans la liste. Choisissez-en un autre."},
    )  # fmt: skip
    contrat = forms.ChoiceField(
        label="Avez-vous déjà une complémentaire santé\N{NO-BREAK SPACE}?", widget=forms.RadioSelect, initial="AUCUN",
        choices=(
            ("AUCUN", "Non"), ("INDIVIDUEL", "Oui, un contrat que je paie"),
            ("EMPLOYEUR", "Oui, le contrat obligatoire de mon employeur"),
        ),
        help_text="Avec la C2S, vous pouvez demander à votre employeur d’être dispensé de son contrat.",
    )  # fmt: skip
    contrat_fin = ChampDate(label="Fin de ce contrat", required=False, help_text="Si vous la connaissez.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisme"].choices = [
            ("", "Choisissez dans la liste"), *organismes.choix(jour_de(self.contexte.le))
        ]  # fmt: skip
        for nom in ("organisme", "contrat_fin"):
            self.fields[nom].selon_les_cas = True

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("gestion") == ORGANISME and not propres.get("organisme") and not self.has_error("organisme"):
            self.add_error("organisme", "Choisissez un organisme de la liste, ou votre caisse.")
        if propres.get("gestion") == CAISSE:
            propres["organisme"] = ""
        return propres


class Consentements(Grille):
    """Each adult: their own tick, or what the asker certifies for them. A no leads to their twelve months, by hand."""

    template_name = "c2s/consentements.html"
    entete = "Personne"
    colonnes: ClassVar[Mapping[str, forms.Field]] = {
        "accord": forms.ChoiceField(label="Réponse", choices=((OUI, "Oui"), (NON, "Non")), widget=forms.RadioSelect)
    }

    @dataclass(frozen=True)
    class Donnees:
        cle: str
        accord: bool

    @staticmethod
    def lignes(contexte: Contexte) -> list[tuple[str, str]]:
        presents = foyer.du_contexte(contexte)
        return [(un.cle, un.prenom) for un in foyer.adultes(presents, jour_de(contexte.le))]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cle, prenom in self.connues:
            champ, soi = self.fields[f"{cle}__accord"], cle == foyer.MOI
            champ.label = J_ACCEPTE if soi else f"Je certifie que {prenom} est informé(e), et accepte aussi"
            refus = "Non, j’écris mes douze mois" if soi else f"Non, j’écris les douze mois {formats.de(prenom)}"
            champ.choices = [(OUI, "Oui"), (NON, refus)]
            champ.error_messages["required"] = f"{prenom}\N{NO-BREAK SPACE}: répondez oui ou non."

    def add_error(self, field: str | None, error: Any) -> None:
        """The sentence names who has not answered already."""
        FormulaireEtape.add_error(self, field, error)

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        oui = "Revenus demandés aux organismes"
        return [
            (prenom, oui if reponses.get(f"{cle}__accord") == OUI else "Douze mois écrits à la main")
            for cle, prenom in self.connues
        ]


class Mois(Grille):
    """The twelve months of each adult who does not consent: net amounts, month by month."""

    entete = "Mois"
    colonnes: ClassVar[Mapping[str, forms.Field]] = {
        nature.code: ChampMontant(label=COURTS[nature.code], required=False) for nature in A_LA_MAIN
    }

    @dataclass(frozen=True)
    class Donnees:
        cle: str
        salaire: Decimal | None = None
        chomage: Decimal | None = None
        retraite: Decimal | None = None
        famille: Decimal | None = None

        @property
        def qui(self) -> str:
            return self.cle.rpartition(".")[0]

        @property
        def mois(self) -> date:
            return date.fromisoformat(f"{self.cle.rpartition('.')[2]}-01")

        @property
        def montants(self) -> list[tuple[str, Decimal]]:
            """(nature, euros) of what was written."""
            dits = [(nature.code, getattr(self, nature.code)) for nature in A_LA_MAIN]
            return [(code, montant) for code, montant in dits if montant]

    @staticmethod
    def lignes(contexte: Contexte) -> list[tuple[str, str]]:
        accords = contexte.reponses.get("consentement", {})
        sans = [un for un in foyer.du_contexte(contexte) if accords.get(f"{un.cle}__accord") == NON]
        seul = len(sans) == 1 and sans[0].soi
        return [
            (f"{un.cle}.{mois:%Y-%m}", f"{en_tete(mois)}{'' if seul else f', {un.prenom}'}")
            for un in sans
            for mois in douze_mois(jour_de(contexte.le))
        ]


def en_tete(mois: date) -> str:
    """« Octobre 2025 », which may be on two lines in a narrow column."""
    return regles.mois_en_mots(mois).capitalize().replace(formats.INSECABLE, " ")


class Revenu(FormulaireEtape):
    """What the organisms do not tell: whose, what, how much, when."""

    @dataclass(frozen=True)
    class Donnees:
        id: str
        qui: str
        nature: str
        montant: Decimal
        frequence: str
        du: date
        au: date | None = None
        precision: str = ""

    qui = forms.ChoiceField(
        label="Qui reçoit cette somme\N{NO-BREAK SPACE}?", error_messages={"required": "Choisissez la personne."}
    )
    nature = forms.ChoiceField(
        label="Nature", choices=[("", "Choisissez dans la liste"), *((n.code, n.libelle) for n in A_DECLARER)],
        error_messages={"required": "Choisissez la nature de cette somme."},
    )  # fmt: skip
    precision = ChampLigne(
        label="Précision", max_length=60, required=False, help_text="Par exemple l’organisme, ou le pays."
    )
    montant = ChampMontant(label="Montant", help_text="Net de cotisations, de CSG et de CRDS, en euros.")
    frequence = forms.ChoiceField(
        label="Ce montant est reçu", choices=((CHAQUE_MOIS, "Chaque mois"), (UNE_FOIS, "Une seule fois, ou en un an")),
        widget=forms.RadioSelect, error_messages={"required": "Dites si c’est chaque mois ou une seule fois."},
    )  # fmt: skip
    du = ChampDate(label="Du", help_text="Le jour, ou le début.", error_messages={"required": "Écrivez la date."})
    au = ChampDate(label="Au", required=False, help_text="Si c’est chaque mois.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["qui"].choices = [(un.cle, un.prenom) for un in foyer.du_contexte(self.contexte)]
        self.fields["au"].selon_les_cas = True

    def clean_montant(self) -> Decimal:
        if self.cleaned_data["montant"] <= 0:
            raise forms.ValidationError(
                "Écrivez un montant plus grand que zéro. Une pension que vous versez a sa propre nature."
            )
        return self.cleaned_data["montant"]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        du, au, nature = propres.get("du"), propres.get("au"), NATURES.get(propres.get("nature") or "")
        if propres.get("frequence") == UNE_FOIS:
            propres["au"] = au = None
        elif du and not au and not self.has_error("au"):
            self.add_error("au", "Écrivez aussi la fin de la période.")
        if nature is not None and du:
            self._juger(nature.genre is Genre.PATRIMOINE, du, au or du)
        return propres

    def _juger(self, patrimoine: bool, du: date, au: date) -> None:
        premier, dernier = regles.bornes(jour_de(self.contexte.le), patrimoine)
        if au < du:
            self.add_error("au", "La fin vient après le début. Corrigez une des deux dates.")
        elif du < premier or au > dernier:
            quoi = "Pour un loyer ou un placement, nous regardons" if patrimoine else "Nous regardons"
            periode = f"du {formats.jour(premier)} au {formats.jour(dernier)}"
            self.add_error("du" if du < premier else "au", f"{quoi} la période {periode}. Corrigez cette date.")
