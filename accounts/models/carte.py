"""Vitale cards: their serial number, one of the two proofs asked for a change of IBAN; how they are opposed and ordered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DUnePersonneQuerySet
from accounts.models.personne import Personne
from ameli.noyau.chiffrement import ChampChiffre, Empreinte, empreinte
from ameli.noyau.empreintes import ChampEmpreinte


class CarteVitale(models.Model):
    """A card. A failing one still proves rights, until the one that replaces it is active. The serial has 10 digits (chapter 1 § 3.1, an 11th digit 9 is tolerated at input and dropped).

    `identite_empreinte` is the fingerprint of the name and number that were printed on it, empty for a card of which we
    do not know it: when they are no longer those of the person, another card may be ordered.
    """

    class Etat(models.TextChoices):
        ACTIVE = "ACTIVE", "active"
        PERDUE = "PERDUE", "déclarée perdue"
        VOLEE = "VOLEE", "déclarée volée"
        DEFAILLANTE = "DEFAILLANTE", "déclarée en panne"
        REMPLACEE = "REMPLACEE", "remplacée"

    EN_SERVICE = (Etat.ACTIVE, Etat.DEFAILLANTE)

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="cartes_vitale")
    serie = ChampChiffre("numéro de série")
    serie_empreinte = ChampEmpreinte(
        unique=True, editable=False, refaire=lambda une: empreinte("serie_vitale", une.serie)
    )
    identite_empreinte = ChampEmpreinte(blank=True, editable=False, refaire=lambda une: identite(une.personne))
    avec_photo = models.BooleanField("avec photo", default=True)
    etat = models.CharField("état", max_length=12, choices=Etat.choices, default=Etat.ACTIVE)
    emise_le = models.DateField("émise le")
    etat_depuis = models.DateTimeField("dans cet état depuis")

    objects = models.Manager()
    du_perimetre = DUnePersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "carte Vitale"
        verbose_name_plural = "cartes Vitale"
        ordering = ("-emise_le", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("personne",), condition=Q(etat__in=("ACTIVE", "DEFAILLANTE")), name="une_carte_en_service"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.serie_empreinte = empreinte("serie_vitale", self.serie)
        if self._state.adding and not self.identite_empreinte:
            self.identite_empreinte = identite(self.personne)
        super().save(*args, **kwargs)


def identite(personne: Personne) -> Empreinte:
    """Fingerprint of what is printed on a card: the name used every day, the given name, the number if there is one."""
    return empreinte("identite_vitale", f"{personne.nom}|{personne.prenom}|{personne.nir or ''}")


class Opposition(models.Model):
    """A card that was declared at `le`: lost or stolen, its serial proves nothing any more; failing, it serves until it is
    replaced (chapter 9).

    The new card may be ordered online until `commander_avant`. `levee_le`: it was a mistake, the card serves again.
    `rendue_le`: the old card came back to the caisse.
    """

    class Motif(models.TextChoices):
        PERTE = "PERTE", "perte"
        VOL = "VOL", "vol"
        DYSFONCTIONNEMENT = "DYSFONCTIONNEMENT", "carte qui ne marche plus"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    carte = models.ForeignKey(CarteVitale, on_delete=models.PROTECT, related_name="oppositions")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="oppositions")
    declaree_par = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+", verbose_name="déclarée par")
    motif = models.CharField("motif", max_length=20, choices=Motif.choices)
    le = models.DateTimeField("déclarée le")
    commander_avant = models.DateTimeField("commande en ligne jusqu’au")
    levee_le = models.DateTimeField("levée le", null=True, blank=True)
    rendue_le = models.DateTimeField("carte rendue le", null=True, blank=True)
    cause = models.CharField("démarche", max_length=60)

    objects = DUnePersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "opposition"
        ordering = ("-le", "-id")
        constraints = (models.UniqueConstraint(fields=("carte", "cause"), name="une_opposition_par_declaration"),)

    def __str__(self) -> str:
        return self.public_id

    def ouvre_une_commande(self, le: datetime) -> bool:
        """May the new card be ordered online at `le`?"""
        return self.levee_le is None and le <= self.commander_avant


class CommandeCarteVitale(models.Model):
    """A card on its way to somebody (chapter 10). `carte` is the new one, from the day when it is held to have arrived."""

    class Origine(models.TextChoices):
        PERTE = "PERTE", "carte perdue"
        VOL = "VOL", "carte volée"
        DYSFONCTIONNEMENT = "DYSFONCTIONNEMENT", "carte qui ne marche plus"
        IDENTITE = "IDENTITE", "changement de nom ou de numéro de Sécurité sociale"
        IMMATRICULATION = "IMMATRICULATION", "nouvelle immatriculation"
        AYANT_DROIT = "AYANT_DROIT", "première carte d’un ayant droit"

    class Etat(models.TextChoices):
        DEMANDEE = "DEMANDEE", "commandée"
        FABRICATION = "FABRICATION", "en fabrication"
        EXPEDIEE = "EXPEDIEE", "envoyée par la poste"
        RETOURNEE = "RETOURNEE", "revenue à la caisse"
        RECUE = "RECUE", "reçue"
        ANNULEE = "ANNULEE", "annulée"

    EN_CHEMIN = (Etat.DEMANDEE, Etat.FABRICATION, Etat.EXPEDIEE, Etat.RETOURNEE)

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="commandes_vitale")
    demandee_par = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+", verbose_name="demandée par")
    origine = models.CharField("origine", max_length=20, choices=Origine.choices)
    etat = models.CharField("état", max_length=12, choices=Etat.choices, default=Etat.DEMANDEE)
    demandee_le = models.DateTimeField("commandée le")
    etat_depuis = models.DateTimeField("dans cet état depuis")
    carte = models.OneToOneField(
        CarteVitale, on_delete=models.PROTECT, null=True, blank=True, related_name="commande", verbose_name="carte"
    )
    cause = models.CharField("démarche", max_length=60, unique=True)

    objects = DUnePersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "commande de carte Vitale"
        verbose_name_plural = "commandes de cartes Vitale"
        ordering = ("-demandee_le", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("personne",),
                condition=Q(etat__in=("DEMANDEE", "FABRICATION", "EXPEDIEE", "RETOURNEE")),
                name="une_carte_vitale_en_chemin",
            ),
        )

    def __str__(self) -> str:
        return self.public_id
