"""What the administrative team says to grant a pension: the conditions, the wages, the notice; the doctor's opinion is read, not typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from ameli.noyau import formats
from ameli.noyau.saisie import montant
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from ameli.noyau.saisie.champs_textes import ChampTexte
from ameli.noyau.saisie.signes import Illisible
from demarches.catalogue.pension_invalidite import medecin
from demarches.catalogue.pension_invalidite.champs import ChampAnneeDesRevenus, ChampParts, ChampRfr
from demarches.catalogue.pension_invalidite.formulaires import ChampDateProche
from demarches.moteur.jugements import FormulaireDecision
from paiements import pensions
from paiements.calcul.invalidite.mensualites import mensuel
from paiements.calcul.invalidite.ouverture import Ouverture, ouverture, retraite_le, smic_de_reference
from paiements.calcul.invalidite.prelevements import Avis, prelevements
from paiements.calcul.invalidite.salaire import SalaireMoyen, salaire_moyen
from paiements.calcul.mots import ZERO

LIGNE = re.compile(r"(?P<annee>(?:19|20)[0-9]{2})[\s:;]+(?P<montant>.+)")
MOIS = 12
AVANT_MANQUE = (
    "Pour 6,6 % ou 8,3 %, il faut deux années au-dessus\N{NO-BREAK SPACE}: demandez aussi les revenus {annee}. "
    "L’avis n’est pas venu\N{NO-BREAK SPACE}? Cochez la case."
)
INCONNUE = "Les chiffres de cette date ne sont pas dans les tables. Corrigez-la."
PREMIERE_ANNEE = 2002  # the first ceiling of the table


class SalairesIllisibles(ValueError):
    """A line that is not a year and an amount; its text is the argument."""


def lire_les_salaires(texte: str) -> dict[int, Decimal]:
    """« 2024 25 800,00 », a year a line. Raises SalairesIllisibles."""
    salaires: dict[int, Decimal] = {}
    for ligne in filter(None, (une.strip() for une in texte.splitlines())):
        lue = LIGNE.fullmatch(ligne)
        if lue is None or int(lue["annee"]) in salaires or int(lue["annee"]) < PREMIERE_ANNEE:
            raise SalairesIllisibles(ligne)
        try:
            salaires[int(lue["annee"])] = montant.lire(lue["montant"])
        except Illisible as faute:
            raise SalairesIllisibles(ligne) from faute
    return salaires


class DecisionPension(FormulaireDecision):
    """Two different agents. What does not open the right is refused with its reason, not granted."""

    titre = "La pension accordée"

    @dataclass(frozen=True)
    class Donnees:
        arret: date
        affilie_le: date
        heures: int
        salaires_12_mois: Decimal
        salaires: str
        effet: date
        mois_d_arret: int = 0
        apprenti: bool = False
        travaille: bool = False
        annee_rfr: int | None = None
        rfr: int | None = None
        parts: Decimal | None = None
        rfr_avant: int | None = None
        parts_avant: Decimal | None = None
        sans_avant: bool = False

        @property
        def ouverture(self) -> Ouverture:
            return ouverture(self.arret, self.affilie_le, heures=self.heures, salaires=self.salaires_12_mois)

        @property
        def moyen(self) -> SalaireMoyen:
            return salaire_moyen(lire_les_salaires(self.salaires), self.effet)

        @property
        def avis(self) -> dict[int, Avis]:
            lus = {}
            if self.annee_rfr is not None and self.rfr is not None and self.parts:
                lus[self.annee_rfr] = Avis(self.rfr, self.parts)
                if self.rfr_avant is not None:
                    lus[self.annee_rfr - 1] = Avis(self.rfr_avant, self.parts_avant or self.parts)
            return lus

    arret = ChampDateProche(
        label="Début de l’arrêt, ou jour du constat", error_messages={"required": "Écrivez ce jour."}
    )
    affilie_le = ChampDateProche(label="Affilié depuis le", error_messages={"required": "Écrivez ce jour."})
    heures = ChampEntier(
        label="Heures travaillées dans les 12 mois", min_value=0, max_value=9_999, size="5",
        faute="Écrivez les heures, 0 s’il n’y en a pas.",
    )  # fmt: skip
    salaires_12_mois = ChampMontant(label="Salaires bruts des 12 mois")
    salaires = ChampTexte(
        label="Salaires bruts de la carrière", rows=12, max_length=2000,
        help_text="Une année par ligne\N{NO-BREAK SPACE}: 2024 25 800,00. Toutes les années\N{NO-BREAK SPACE}: le calcul garde les dix meilleures.",
        error_messages={"required": "Écrivez au moins une année."},
    )  # fmt: skip
    mois_d_arret = ChampEntier(
        label="Mois en arrêt, l’année civile avant l’arrêt", min_value=0, max_value=MOIS, size="2",
        help_text="Maladie, maternité, accident du travail\N{NO-BREAK SPACE}: ils ne comptent pas dans le salaire comparé.",
        faute="Écrivez un nombre de mois, de 0 à 12.",
    )  # fmt: skip
    apprenti = forms.BooleanField(
        label="En apprentissage cette année-là\N{NO-BREAK SPACE}: le salaire comparé est au moins le SMIC",
        required=False,
    )
    effet = ChampDateProche(label="Premier jour de la pension", error_messages={"required": "Écrivez ce jour."})
    travaille = forms.BooleanField(
        label="La personne travaille encore\N{NO-BREAK SPACE}: pension jusqu’à 67 ans", required=False
    )
    annee_rfr = ChampAnneeDesRevenus(
        required=False,
        help_text="Vide, les retenues sont de 9,1\N{NO-BREAK SPACE}%. L’avis qui vient plus tard se note après la décision.",
    )
    rfr = ChampRfr(required=False)
    parts = ChampParts(required=False)
    rfr_avant = ChampRfr(
        label="Revenu fiscal de référence de l’année d’avant", required=False,
        help_text="À demander avant d’appliquer 6,6 % ou 8,3 %\N{NO-BREAK SPACE}: il faut deux années au-dessus.",
    )  # fmt: skip
    parts_avant = ChampParts(label="Parts de l’année d’avant", required=False)
    sans_avant = forms.BooleanField(
        label="L’avis de l’année d’avant a été demandé, et n’est pas venu\N{NO-BREAK SPACE}: le taux s’applique sans lui",
        required=False,
    )

    def __init__(self, *args: Any, demarche: Any, **kwargs: Any) -> None:
        super().__init__(*args, demarche=demarche, **kwargs)
        self.avis_medical = medecin.avis(demarche)
        salariee = demarche.reponses.get("salariee") or {}
        arret = salariee.get("arret")
        connus = {"arret": date.fromisoformat(arret) if arret else None, "affilie_le": demarche.assure.affilie_le}
        if self.avis_medical is not None:
            connus["effet"] = self.avis_medical.effet
        self.initial |= {nom: valeur for nom, valeur in connus.items() if valeur and nom not in self.initial}

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if self.avis_medical is None:
            self.add_error(None, "Le médecin-conseil n’a pas encore donné son avis. Attendez-le.")
        elif not self.avis_medical.reduite:
            self.add_error(
                None, "L’avis du médecin-conseil est défavorable\N{NO-BREAK SPACE}: refusez, pour le motif médical."
            )
        if pensions.en_cours(self.demarche.assure) is not None:
            self.add_error(None, "Une pension est déjà ouverte sur ce dossier.")
        try:
            if not lire_les_salaires(propres.get("salaires") or "") and not self.has_error("salaires"):
                self.add_error("salaires", "Écrivez au moins une année.")
        except SalairesIllisibles as illisible:
            self.add_error(
                "salaires",
                f"Cette ligne ne se lit pas\N{NO-BREAK SPACE}: {illisible}. Écrivez une année et un montant.",
            )
        self._dater(propres)
        if not self.errors:
            self._juger(propres)
        if not self.errors:
            self._demander_l_avis_d_avant(self.Donnees(**propres))
        return propres

    def _dater(self, propres: dict[str, Any]) -> None:
        """Each day is one of which the tables know the figures."""
        connaitre = {"arret": smic_de_reference, "effet": lambda effet: mensuel(1, ZERO, effet)}
        for nom, lire in connaitre.items():
            try:
                if propres.get(nom):
                    lire(propres[nom])
            except LookupError:
                self.add_error(nom, INCONNUE)

    def _juger(self, propres: dict[str, Any]) -> None:
        conditions = ouverture(
            propres["arret"], propres["affilie_le"], heures=propres["heures"], salaires=propres["salaires_12_mois"]
        )
        if not conditions.affiliation:
            self.add_error(
                "affilie_le",
                f"{conditions.mois} mois d’affiliation au {formats.jour(conditions.compte_au)}, il en faut {conditions.mois_exiges}\N{NO-BREAK SPACE}: refusez.",
            )
        if not conditions.activite:
            self.add_error(
                "heures",
                f"Moins de {conditions.heures_exigees} heures, et moins de {formats.montant(conditions.seuil)} du "
                f"{formats.jour(conditions.du)} au {formats.jour(conditions.au)}\N{NO-BREAK SPACE}: refusez.",
            )
        retraite = retraite_le(self.demarche.assure.personne.date_naissance, travaille=propres["travaille"])
        if propres["effet"] >= retraite:
            self.add_error(
                "effet",
                f"La retraite commence le {formats.jour(retraite)}\N{NO-BREAK SPACE}: la pension ne peut pas commencer après.",
            )

    def _demander_l_avis_d_avant(self, dite: Donnees) -> None:
        """6.6 or 8.3 % is never applied from one notice alone without having asked for the other."""
        manque = prelevements(dite.effet.year, dite.avis).anterieur_manque
        if manque is not None and not dite.sans_avant:
            self.add_error("rfr_avant", AVANT_MANQUE.format(annee=manque))


def lignes(donnees: DecisionPension.Donnees, categorie: int) -> list[tuple[str, str]]:
    """What a grant comes to, in words."""
    moyen = donnees.moyen
    return [
        ("Salaire annuel moyen", f"{formats.montant(moyen.montant)}, sur {moyen.retenues} années"),
        ("Montant brut par mois", formats.montant(mensuel(categorie, moyen.montant, donnees.effet))),
    ]
