"""Reply templates: what agents write often, written once, with fields filled from the démarche."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import Caisse
from ameli.noyau import formats
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur import registre
from demarches.moteur.models import Demarche

LONGUEUR = 2000
CHAMPS = {
    "prenom": "le prénom de la personne",
    "nom": "son nom",
    "demarche": "le nom de la démarche",
    "reference": "sa référence",
    "envoyee_le": "la date d’envoi",
    "delai": "la date de réponse prévue",
    "caisse": "le nom de votre caisse",
}


def exiger_des_champs_connus(texte: str) -> None:
    """Raises ValidationError in French for a field outside CHAMPS, or for a brace that opens none."""
    possibles = ", ".join(f"{{{champ}}}" for champ in CHAMPS)
    try:
        lus = list(Formatter().parse(texte))
    except ValueError as malforme:
        raise ValidationError(f"Une accolade est seule. Écrivez un champ entier : {possibles}.") from malforme
    for _, champ, forme, conversion in lus:
        if champ is not None and (champ not in CHAMPS or forme or conversion):
            raise ValidationError(f"Le champ {{{champ}}} n’existe pas. Champs possibles : {possibles}.")


class ModeleReponseQuerySet(PerimetreQuerySet["ModeleReponse"]):
    """Those of every caisse, and those of the agent's own."""

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(Q(caisse=None) | Q(caisse_id=agent.caisse_id))

    def utilisables(self, teleservice: str, jour: date) -> Self:
        """Active on `jour` (Paris), written for `teleservice` or for all."""
        return self.filter(
            Q(fin_le=None) | Q(fin_le__gte=jour), actif=True, debut_le__lte=jour, teleservice__in=("", teleservice)
        )


class ModeleReponse(models.Model):
    """A text that an agent may start from. `texte` names fields of CHAMPS in braces. Dates are Paris days, both included."""

    titre = models.CharField("titre", max_length=80)
    texte = models.TextField(
        "texte", max_length=LONGUEUR, validators=[exiger_des_champs_connus],
        help_text="Champs possibles : " + ", ".join(f"{{{nom}}} ({sens})" for nom, sens in CHAMPS.items()) + ".",
    )  # fmt: skip
    teleservice = models.CharField(
        "téléservice", max_length=40, blank=True, help_text="Laissez vide pour proposer ce modèle partout."
    )
    caisse = models.ForeignKey(
        Caisse, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Vide : toutes les caisses.",
    )  # fmt: skip
    actif = models.BooleanField("actif", default=True)
    debut_le = models.DateField("proposé à partir du")
    fin_le = models.DateField("proposé jusqu’au", null=True, blank=True)

    objects = ModeleReponseQuerySet.as_manager()

    class Meta:
        verbose_name = "modèle de réponse"
        verbose_name_plural = "modèles de réponse"
        ordering = ("titre", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fin_le=None) | Q(fin_le__gte=F("debut_le")), name="modele_fin_apres_debut",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.titre

    def rempli(self, demarche: Demarche) -> str:
        """The text for this démarche. Without a planned date, {delai} reads « une date que nous vous donnerons »."""
        personne = demarche.assure.personne
        prevue = formats.jour(demarche.prevue_le) if demarche.prevue_le else "une date que nous vous donnerons"
        return self.texte.format(
            prenom=personne.prenom, nom=personne.nom, demarche=registre.celui_de(demarche.teleservice).titre,
            reference=demarche.reference, envoyee_le=formats.jour(demarche.deposee_le), delai=prevue,
            caisse=str(demarche.caisse),
        )  # fmt: skip
