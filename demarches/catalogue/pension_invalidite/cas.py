"""The questions of each situation: an employer, a trade, a benefit, something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampLigne, ChampMontant
from ameli.noyau.saisie.champs_textes import ChampTexte
from ameli.noyau.saisie.signes import Illisible, nombre
from demarches.catalogue.pension_invalidite import regles
from demarches.catalogue.pension_invalidite.formulaires import OUI_NON, ChampDateProche
from demarches.moteur.formulaires import FormulaireEtape

EXEMPLE = "Jour, mois, année. Par exemple\N{NO-BREAK SPACE}: 12/02/2026."
PAS_ENCORE = "Cette date n’est pas encore passée. Corrigez-la."
AVANT = "Cette date est avant celle du début. Corrigez une des deux."
STATUTS = (
    ("", "Choisissez dans la liste"), ("ARTISAN", "Artisan ou artisane"), ("COMMERCANT", "Commerçant ou commerçante"),
    ("LIBERAL", "Profession libérale"), ("MICRO", "Micro-entreprise"), ("CONJOINT", "Conjoint collaborateur ou conjointe collaboratrice"),
    ("AUTEUR", "Artiste-auteur ou artiste-autrice"),
)  # fmt: skip
ALLOCATIONS = (
    ("", "Choisissez dans la liste"), ("ARE", "Allocation d’aide au retour à l’emploi (ARE)"),
    ("ASS", "Allocation de solidarité spécifique (ASS)"), ("AUTRE", "Une autre allocation"),
)  # fmt: skip
AUTRES = (
    ("", "Choisissez dans la liste"), ("SANS", "Sans activité"), ("ETUDES", "Études"), ("CONGE", "Congé parental"),
    ("FORMATION", "Formation"), ("DETENTION", "Détention"), ("AUTRE", "Autre"),
)  # fmt: skip


class ChampSiret(ChampLigne):
    """14 digits, as on a pay slip."""

    attributs: ClassVar[dict[str, str]] = {"autocomplete": "off", "inputmode": "numeric", "size": "20"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 20, "label": "Numéro SIRET", **options})

    def lire(self, texte: str) -> str:
        siret = nombre(texte)
        if not regles.siret_juste(siret):
            raise Illisible(
                "Ce numéro SIRET n’est pas juste. Il a 14 chiffres : recopiez-le de votre bulletin de paie."
            )
        return siret


class Periode(FormulaireEtape):
    """A beginning that has passed, and an end that comes after it."""

    debut_nom, fin_nom = "debut", "fin"

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        debut, fin = propres.get(self.debut_nom), propres.get(self.fin_nom)
        if debut and debut > jour_de(self.contexte.le):
            self.add_error(self.debut_nom, PAS_ENCORE)
        elif debut and fin and fin < debut:
            self.add_error(self.fin_nom, AVANT)
        return propres


class Salariee(Periode):
    """The one employer."""

    @dataclass(frozen=True)
    class Donnees:
        employeur: str
        siret: str
        poste: str
        embauche: date
        temps: str
        arret: date | None
        maintien: str

    debut_nom, fin_nom = "embauche", "arret"
    employeur = ChampLigne(
        label="Nom de l’employeur", max_length=80, error_messages={"required": "Écrivez le nom de l’employeur."}
    )
    siret = ChampSiret(
        help_text="14 chiffres, sur votre bulletin de paie.", error_messages={"required": "Écrivez le numéro SIRET."}
    )
    poste = ChampLigne(label="Votre poste", max_length=60, error_messages={"required": "Écrivez votre poste."})
    embauche = ChampDateProche(
        label="Date d’embauche", help_text=EXEMPLE, error_messages={"required": "Écrivez la date d’embauche."}
    )
    temps = forms.ChoiceField(
        label="Temps de travail", choices=[("PLEIN", "Temps plein"), ("PARTIEL", "Temps partiel")], widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre temps de travail."},
    )  # fmt: skip
    arret = ChampDateProche(
        label="Date de l’arrêt de travail", required=False, help_text=f"Si vous êtes en arrêt. {EXEMPLE}"
    )
    maintien = forms.ChoiceField(
        label="Votre employeur vous verse-t-il encore un salaire\N{NO-BREAK SPACE}?", choices=OUI_NON, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )  # fmt: skip


class NonSalariee(Periode):
    """A trade of one's own."""

    @dataclass(frozen=True)
    class Donnees:
        metier: str
        statut: str
        siret: str
        debut: date
        revenu: Decimal
        fin: date | None = None

    metier = ChampLigne(label="Votre métier", max_length=60, error_messages={"required": "Écrivez votre métier."})
    statut = forms.ChoiceField(
        label="Votre statut", choices=STATUTS, error_messages={"required": "Choisissez votre statut."}
    )
    siret = ChampSiret(required=False, help_text="14 chiffres. Si vous en avez un.")
    debut = ChampDateProche(
        label="Début de l’activité", help_text=EXEMPLE, error_messages={"required": "Écrivez la date de début."}
    )
    revenu = ChampMontant(
        label="Revenu de la dernière année", help_text="Le bénéfice, ou le chiffre d’affaires d’un micro-entrepreneur.",
    )  # fmt: skip
    fin = ChampDateProche(label="Fin de l’activité", required=False, help_text="Si elle est arrêtée.")


class Chomage(Periode):
    """A benefit."""

    @dataclass(frozen=True)
    class Donnees:
        allocation: str
        debut: date
        journalier: Decimal
        fin: date | None = None

    allocation = forms.ChoiceField(
        label="Votre allocation", choices=ALLOCATIONS, error_messages={"required": "Choisissez votre allocation."}
    )
    debut = ChampDateProche(
        label="Reçue depuis le", help_text=EXEMPLE, error_messages={"required": "Écrivez la date de début."}
    )
    journalier = ChampMontant(
        label="Montant brut d’un jour", help_text="Sur votre attestation de France Travail.",
    )  # fmt: skip
    fin = ChampDateProche(label="Jusqu’au", required=False, help_text="Si vous connaissez la date.")


class Autre(FormulaireEtape):
    """Something else, in a few words."""

    @dataclass(frozen=True)
    class Donnees:
        nature: str
        precision: str = ""

    nature = forms.ChoiceField(
        label="Votre situation", choices=AUTRES, error_messages={"required": "Choisissez votre situation."}
    )
    precision = ChampTexte(
        label="Une précision", max_length=200, required=False, rows=3,
        help_text="200 caractères au plus. N’écrivez rien sur votre santé.",
    )  # fmt: skip
