"""Three tables: what is being written, what was sent (frozen), what happened to it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import Agent, Assure, Compte
from accounts.models.identifiants import ALPHABET, identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.chiffrement import ChampJsonChiffre as ChampJsonChiffre  # migrations name it here
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.perimetre import PerimetreQuerySet


class Etat(models.TextChoices):
    """Where a démarche stands. The room gives the words that the person reads (`Teleservice.etats`)."""

    DEPOSEE = "DEPOSEE", "reçue"
    EN_COURS = "EN_COURS", "en cours de traitement"
    A_COMPLETER = "A_COMPLETER", "à compléter"
    ACCEPTEE = "ACCEPTEE", "acceptée"
    REFUSEE = "REFUSEE", "refusée"
    ANNULEE = "ANNULEE", "annulée"
    CLASSEE = "CLASSEE", "classée sans suite"


RESERVEES = "traiter_reservees"  # the permission of trained agents
OUVERTS = (Etat.DEPOSEE, Etat.EN_COURS, Etat.A_COMPLETER)


def nouvelle_reference() -> str:
    """« D-7K3M-92QX-4HTB »: 12 random characters without look-alikes (58 bits), easy to read over the phone."""
    tirage = "".join(secrets.choice(ALPHABET) for _ in range(12)).upper()
    return f"D-{tirage[:4]}-{tirage[4:8]}-{tirage[8:]}"


class BrouillonQuerySet(DuDossierQuerySet):
    """Drafts of a person."""

    def a_reprendre(self, teleservice: str, version: int, le: datetime) -> Self:
        """Open, not too old at `le`, and written for the questions as they are asked today."""
        return self.filter(etat="OUVERT", teleservice=teleservice, version=version, expire_le__gt=le)


class Brouillon(models.Model):
    """Answers on their way. One open draft for each person, téléservice and subject; `tour` counts the writes, so two tabs are seen.

    One that corrects a démarche that was sent (`corrige`) stands beside the others, one for each.

    `sujet` is the keyed fingerprint of the one thing that it is about; empty while the answers do not say it, for several,
    and when that is the file itself.

    `contenu` is {"reponses": {step: answers}, "saisies": {step: typed but not valid yet}}.
    """

    class EtatBrouillon(models.TextChoices):
        OUVERT = "OUVERT", "ouvert"
        DEPOSE = "DEPOSE", "envoyé"
        ABANDONNE = "ABANDONNE", "abandonné"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="brouillons")
    compte = models.ForeignKey(Compte, on_delete=models.PROTECT, related_name="brouillons")
    teleservice = models.CharField("téléservice", max_length=40)
    version = models.PositiveSmallIntegerField("version de la déclaration", default=1)
    contenu = ChampJsonChiffre("réponses", default=dict)
    sujet = ChampEmpreinte(blank=True, default="", editable=False)
    corrige = models.ForeignKey("Demarche", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    tour = models.PositiveIntegerField(default=0)
    etat = models.CharField("état", max_length=10, choices=EtatBrouillon.choices, default=EtatBrouillon.OUVERT)
    commence_le = models.DateTimeField("commencé le")
    enregistre_le = models.DateTimeField("enregistré le")
    expire_le = models.DateTimeField("expire le")
    envoye_depuis = models.CharField("envoyé depuis", max_length=80, blank=True, default="")

    objects = BrouillonQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon"
        ordering = ("-enregistre_le", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("assure", "teleservice", "sujet"),
                condition=Q(etat="OUVERT", corrige=None),
                name="un_brouillon_par_sujet",
            ),
            models.UniqueConstraint(
                fields=("corrige",), condition=Q(etat="OUVERT"), name="un_brouillon_par_correction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teleservice} {self.public_id}"

    def depasse(self, version: int, le: datetime) -> bool:
        """Too old at `le`, or written for questions that have changed: its answers may not be sent any more."""
        return self.expire_le <= le or self.version != version


def visibles(agent: Any, par: str = "") -> Q:
    """Those of the agent's caisse; what is reserved, for trained agents only. `par` leads to the démarche ("demarche__")."""
    siennes = Q(**{f"{par}caisse_id": agent.caisse_id})
    return siennes if agent.compte.has_perm(f"demarches.{RESERVEES}") else siennes & Q(**{f"{par}reservee": False})


class DemarcheQuerySet(DuDossierQuerySet):
    """Démarches: a person's own, or those of the agent's caisse as it was at the deposit, unless they are reserved."""

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(visibles(agent))

    def ouvertes(self) -> Self:
        return self.filter(etat__in=OUVERTS)

    def a_traiter(self) -> Self:
        """What an agent has to look at: the open ones, and the ended ones of which something has come since."""
        return self.filter(Q(etat__in=OUVERTS) | Q(a_revoir=True))

    def sans_contenu(self) -> Self:
        """For lists: what was answered and decided stays encrypted where it is."""
        return self.defer("reponses", "recapitulatif", "decision")


class Demarche(models.Model):
    """What was sent, frozen: answers, recap as it was shown, version of the declaration.

    `alertes` are the reasons for which a person at the caisse must look: [{"code", "phrase"}]; while there are any
    and nobody has decided, no delay accepts by itself. `jalon` is the last milestone since the last change of state: it
    says better than the state where things stand. While something is awaited the clocks stand still: `suspendue_le` says
    since when, `delais_suspendus` what they will take up ([{"delai", "du_le" (ISO)}]), `temps_suspendu` how long they have
    stood in all. `a_revoir`: something came after its end, and nobody at the caisse has looked yet. `decision` is what was said with the end (`demarches.moteur.decisions`). `reservee`: agents who are not
    trained for it do not see it. `remplace` is the one that it corrects, whose place it took. From `oubliee_le` on, what was answered and decided is gone for good.
    """

    reference = models.CharField("référence", max_length=20, unique=True, default=nouvelle_reference)
    brouillon = models.OneToOneField(Brouillon, on_delete=models.PROTECT, related_name="demarche")
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="demarches")
    remplace = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="remplacee_par", verbose_name="remplace"
    )
    compte = models.ForeignKey(Compte, on_delete=models.PROTECT, related_name="demarches")
    caisse = models.ForeignKey("accounts.Caisse", on_delete=models.PROTECT, related_name="demarches")
    teleservice = models.CharField("téléservice", max_length=40)
    version = models.PositiveSmallIntegerField("version de la déclaration")
    reponses = ChampJsonChiffre("réponses")
    recapitulatif = ChampJsonChiffre("récapitulatif")
    decision = ChampJsonChiffre("décision", default=dict)
    etat = models.CharField("état", max_length=12, choices=Etat.choices, default=Etat.DEPOSEE)
    jalon = models.CharField("dernier jalon", max_length=30, blank=True)
    deposee_le = models.DateTimeField("envoyée le")
    prevue_le = models.DateTimeField("traitement prévu le", null=True, blank=True)
    alerte_le = models.DateTimeField("en retard à partir du", null=True, blank=True)
    close_le = models.DateTimeField("terminée le", null=True, blank=True)
    suspendue_le = models.DateTimeField("délais arrêtés le", null=True, blank=True)
    delais_suspendus = models.JSONField(default=list, blank=True)
    temps_suspendu = models.DurationField("temps d’attente", default=timedelta)
    oubliee_le = models.DateTimeField("réponses effacées le", null=True, blank=True)
    reservee = models.BooleanField("réservée aux agents formés", default=False)
    alertes = models.JSONField("points à contrôler", default=list, blank=True)
    a_revoir = models.BooleanField("à revoir après sa fin", default=False)
    prise_par = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="demarches", verbose_name="suivie par"
    )

    objects = DemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "démarche"
        ordering = ("-deposee_le", "-id")
        permissions: ClassVar = [(RESERVEES, "Traiter les démarches réservées aux agents formés")]
        indexes: ClassVar = [
            models.Index(fields=("assure", "-deposee_le", "-id"), name="demarches_d_un_assure"),
            models.Index(fields=("caisse", "etat", "alerte_le"), name="bannette_d_une_caisse"),
            models.Index(
                fields=("caisse", "deposee_le", "id"), condition=Q(etat__in=("DEPOSEE", "EN_COURS")) & ~Q(alertes=[]),
                name="a_verifier_dans_une_caisse",
            ),
            models.Index(fields=("caisse",), condition=Q(a_revoir=True), name="a_revoir_dans_une_caisse"),
            models.Index(
                fields=("caisse", "teleservice", "-close_le"), condition=Q(etat__in=("ACCEPTEE", "REFUSEE")),
                name="delais_d_une_caisse",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def acteur(self) -> str:
        """Who sent it, in the journal of its file."""
        return self.compte.acteur_pour(self.assure_id)

    @property
    def objet(self) -> str:
        """How due dates and the journal name it."""
        return f"demarche:{self.reference}"

    @property
    def objet_du_renvoi(self) -> str:
        """How pieces that are sent again name it, until all of them are there."""
        return f"renvoi:{self.reference}"

    @property
    def ouverte(self) -> bool:
        return self.etat in OUVERTS

    def reserver(self) -> None:
        """From now on only trained agents see it (a protected address, a grief); a colleague who followed it does not."""
        self.reservee, self.prise_par = True, None
        self.save(update_fields=["reservee", "prise_par"])

    def noter_a_revoir(self, oui: bool) -> None:
        """After its end: does something wait for an agent?"""
        if self.a_revoir != oui:
            self.a_revoir = oui
            self.save(update_fields=["a_revoir"])

    def signaler(self, code: str, phrase: str) -> None:
        """Ask that a person at the caisse looks, and why (French sentence without personal data). Twice the same is once.
        After the end of the démarche it comes back among those that agents have to look at.
        """
        if not self.ouverte:
            self.noter_a_revoir(True)
        alerte = {"code": code, "phrase": phrase}
        if all(connue["code"] != code for connue in self.alertes):
            self.alertes = [*self.alertes, alerte]
        # Added by PostgreSQL to what the row holds now: a point noted meanwhile by somebody else is not lost.
        Demarche.objects.systeme("a point to check").filter(pk=self.pk).exclude(
            alertes__contains=[{"code": code}]
        ).update(
            alertes=Func(
                F("alertes"), Value([alerte], models.JSONField()), arg_joiner=" || ", template="%(expressions)s"
            )
        )


class DUneDemarcheQuerySet(PerimetreQuerySet):
    """Rows that hang on a démarche."""

    def _de(self, assure: Any) -> Self:
        return self.filter(demarche__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(visibles(agent, "demarche__"))


class Verrou(models.Model):
    """A subject (`Sujet`) that an open démarche holds: no other one may be sent on it, whoever sends it.

    `empreinte` is keyed, so that the table tells nothing of whom or what it is about. The row goes with the end.
    """

    empreinte = ChampEmpreinte(primary_key=True)
    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="verrous")

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "verrou"

    def __str__(self) -> str:
        return f"{self.demarche_id}"


class Evenement(models.Model):
    """One thing that happened, said once: the timeline is read from here."""

    class Acteur(models.TextChoices):
        ASSURE = "ASSURE", "vous"
        MANDATAIRE = "MANDATAIRE", "la personne qui agit pour vous"
        AGENT = "AGENT", "votre caisse"
        HORLOGE = "HORLOGE", "traitement automatique"
        TIERS = "TIERS", "une autre personne"
        PARTENAIRE = "PARTENAIRE", "un partenaire"
        MEDECIN = "MEDECIN", "le service médical"

    demarche = models.ForeignKey(Demarche, on_delete=models.PROTECT, related_name="evenements")
    nom = models.CharField("événement", max_length=30)
    de = models.CharField("avant", max_length=12, blank=True)
    vers = models.CharField("après", max_length=12, choices=Etat.choices)
    acteur = models.CharField("par", max_length=10, choices=Acteur.choices)
    auteur = models.CharField("auteur", max_length=60)
    motif = models.TextField("motif", blank=True)
    le = models.DateTimeField("le")

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        ordering = ("le", "id")
