"""Reply templates: what agents write often, written once, with fields filled from the démarche."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from string import Formatter
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import Caisse, Fil
from ameli.noyau import formats
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur import registre
from demarches.moteur.models import Demarche

LONGUEUR = 2000
SANS_DATE = "une date que nous vous donnerons"
CHAMPS = {
    "prenom": "le prénom de la personne",
    "nom": "son nom",
    "demarche": "le nom de la démarche",
    "reference": "sa référence",
    "envoyee_le": "la date d’envoi",
    "delai": "la date de réponse prévue",
    "caisse": "le nom de votre caisse",
}


SANS_DEMARCHE = ("prenom", "nom", "delai", "caisse")  # those that a message has too
TOUS_LES_THEMES = "tous"


def exiger_des_champs_connus(texte: str, possibles: Collection[str] = CHAMPS) -> None:
    """Raises ValidationError in French for a field outside `possibles`, or for a brace that opens none."""
    permis, possibles = possibles, ", ".join(f"{{{champ}}}" for champ in possibles)
    try:
        lus = list(Formatter().parse(texte))
    except ValueError as malforme:
        raise ValidationError(f"Une accolade est seule. Écrivez un champ entier : {possibles}.") from malforme
    for _, champ, forme, conversion in lus:
        if champ is not None and (champ not in permis or forme or conversion):
            raise ValidationError(f"Le champ {{{champ}}} n’existe pas. Champs possibles : {possibles}.")


class ModeleReponseQuerySet(PerimetreQuerySet["ModeleReponse"]):
    """Those of every caisse, and those of the agent's own."""

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(Q(caisse=None) | Q(caisse_id=agent.caisse_id))

    def utilisables(self, teleservice: str, jour: date) -> Self:
        """Active on `jour` (Paris), written for `teleservice` or for all."""
        return self.filter(*_en_vigueur(jour), theme="", teleservice__in=("", teleservice))

    def pour_un_message(self, theme: str, jour: date) -> Self:
        """Active on `jour`, written for messages of `theme` or for all."""
        return self.filter(*_en_vigueur(jour), theme__in=(TOUS_LES_THEMES, theme))


def _en_vigueur(jour: date) -> tuple[Q, ...]:
    return Q(fin_le=None) | Q(fin_le__gte=jour), Q(actif=True, debut_le__lte=jour)


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
    theme = models.CharField(
        "messages", max_length=30, blank=True, default="", db_default="",
        help_text="Ce modèle sert à répondre à un message, et non à une démarche.",
    )  # fmt: skip
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
            models.CheckConstraint(
                condition=Q(theme="") | Q(teleservice=""), name="modele_d_un_message_ou_d_une_demarche",
                violation_error_message="Choisissez un téléservice ou des messages, pas les deux.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.titre

    def clean(self) -> None:
        """A message has no démarche to speak of."""
        if self.theme:
            try:
                exiger_des_champs_connus(self.texte, SANS_DEMARCHE)
            except ValidationError as faute:
                raise ValidationError({"texte": faute.messages}) from faute

    def rempli_pour(self, fil: Fil) -> str:
        """The text for a conversation."""
        personne = fil.assure.personne
        prevue = formats.jour(fil.reponse_prevue_le) if fil.reponse_prevue_le else SANS_DATE
        return self.texte.format(prenom=personne.prenom, nom=personne.nom, delai=prevue, caisse=str(fil.assure.caisse))

    def rempli(self, demarche: Demarche) -> str:
        """The text for this démarche. Without a planned date, {delai} reads « une date que nous vous donnerons »."""
        personne = demarche.assure.personne
        prevue = formats.jour(demarche.prevue_le) if demarche.prevue_le else SANS_DATE
        return self.texte.format(
            prenom=personne.prenom, nom=personne.nom, demarche=registre.celui_de(demarche.teleservice).titre,
            reference=demarche.reference, envoyee_le=formats.jour(demarche.deposee_le), delai=prevue,
            caisse=str(demarche.caisse),
        )  # fmt: skip
