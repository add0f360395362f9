"""What the outside world of the sandbox has received, how it behaves, and the jumps of the clock."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from accounts.models.identifiants import identifiant_public


class CourrierRecu(models.Model):
    """A mail, an SMS or a letter as its recipient got it. `cle` is what makes a second copy recognised.

    `recu_le` is of the domain's clock (the day it is in the practice), `recu_reel_le` of the wall clock.
    """

    class Canal(models.TextChoices):
        COURRIEL = "courriel", "courriel"
        SMS = "sms", "SMS"
        LETTRE = "lettre", "lettre"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    canal = models.CharField("canal", max_length=8, choices=Canal.choices)
    cle = models.CharField(max_length=512, unique=True)
    message_id = models.CharField(max_length=255, blank=True)
    a = models.TextField("à")
    de = models.CharField("de", max_length=255, blank=True)
    objet = models.CharField("objet", max_length=255, blank=True)
    texte = models.TextField("texte")
    html = models.TextField("version mise en page", blank=True)
    copies = models.PositiveIntegerField("copies reçues", default=1)
    recu_le = models.DateTimeField("reçu le")
    recu_reel_le = models.DateTimeField("reçu le, horloge réelle")

    class Meta:
        verbose_name = "courrier reçu"
        verbose_name_plural = "courriers reçus"
        ordering = ("-id",)
        indexes = (models.Index(fields=("a", "-id"), name="courriers_de_quelqu_un"),)

    def __str__(self) -> str:
        return self.objet or self.get_canal_display()


class ModeSimulateur(models.Model):
    """How one service of the outside world behaves. `restants` counts down to NORMAL; empty means until further notice."""

    class Mode(models.TextChoices):
        NORMAL = "normal", "répond normalement"
        LENT = "lent", "répond lentement"
        REFUSE = "refuse", "refuse pour l’instant"
        DOUBLE = "double", "reçoit ou répond deux fois"
        MEURT = "meurt", "prend la demande et coupe sans répondre"
        LIMITE = "limite", "revenus : dit qu’on lui demande trop"
        PARTIEL = "partiel", "revenus : répond sans un organisme"
        # Lies of the identity provider, each in the tokens of one sign-in. The first one is not a lie: it must work.
        ROTATION = "rotation", "FranceConnect : change ses clés (la connexion doit réussir)"
        CLE = "cle", "FranceConnect : signe avec une autre clé"
        SANS_ALG = "sans_alg", "FranceConnect : ne signe pas"
        NONCE = "nonce", "FranceConnect : répond à une autre demande (nonce)"
        REJOUE = "rejoue", "FranceConnect : dit que le code a déjà servi"
        EMETTEUR = "emetteur", "FranceConnect : se fait passer pour un autre"
        AUDIENCE = "audience", "FranceConnect : répond pour un autre site"
        EXPIRE = "expire", "FranceConnect : donne un jeton périmé"
        SANS_ACR = "sans_acr", "FranceConnect : ne dit pas le niveau de garantie"
        AUTRE_SUB = "autresub", "FranceConnect : donne l’état civil de quelqu’un d’autre"

        @classmethod
        def mensonges(cls) -> frozenset[str]:
            """Those that only the identity provider knows."""
            return frozenset(cls.values) - {
                cls.NORMAL, cls.LENT, cls.REFUSE, cls.DOUBLE, cls.MEURT, cls.LIMITE, cls.PARTIEL,
            }  # fmt: skip

    class Service(models.TextChoices):
        SMTP = "smtp", "courriels"
        SMS = "sms", "SMS"
        LETTRES = "lettres", "lettres"
        BANQUE = "banque", "vérification bancaire"
        ADRESSES = "adresses", "recherche d’adresses"
        IDENTITE = "identite", "FranceConnect d’exercice"
        KIOSQUE = "kiosque", "kiosque bancaire"
        ETAT_CIVIL = "civil", "état civil"
        REVENUS = "revenus", "revenus (API Particulier d’exercice)"

    service = models.CharField("service", max_length=8, choices=Service.choices, unique=True)
    mode = models.CharField("mode", max_length=8, choices=Mode.choices, default=Mode.NORMAL)
    restants = models.PositiveIntegerField("demandes encore concernées", null=True, blank=True)

    class Meta:
        verbose_name = "mode d’un simulateur"
        verbose_name_plural = "modes des simulateurs"
        ordering = ("service",)


class OperationKiosque(models.Model):
    """A payment at the practice bank kiosk, as the bank knows it."""

    class Statut(models.TextChoices):
        ACCEPTE = "ACCEPTE", "accepté"
        REFUSE = "REFUSE", "refusé"
        ABANDON = "ABANDON", "abandonné"
        ATTENTE = "ATTENTE", "en attente"

    transaction = models.CharField("transaction", max_length=16, unique=True)
    centimes = models.CharField("montant, en centimes", max_length=10)
    statut = models.CharField("statut", max_length=7, choices=Statut.choices)
    reference = models.CharField("référence de la banque", max_length=12)

    class Meta:
        verbose_name = "opération du kiosque"
        verbose_name_plural = "opérations du kiosque"
        ordering = ("-id",)


class Saut(models.Model):
    """A jump of the clock: a walk from due date to due date up to `cible`, possibly in several requests."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    depuis = models.DateTimeField("depuis")
    cible = models.DateTimeField("jusqu’à")
    arrive_a = models.DateTimeField("arrivé à")
    echeances = models.PositiveIntegerField("échéances passées", default=0)
    courriers = models.PositiveIntegerField("messages envoyés", default=0)
    en_panne = models.PositiveIntegerField("échéances manquées", default=0)
    fini = models.BooleanField("terminé", default=False)

    class Meta:
        verbose_name = "saut dans le temps"
        verbose_name_plural = "sauts dans le temps"
        ordering = ("-id",)

    @property
    def pourcentage(self) -> int:
        """How much of the way is done, 0 to 100."""
        trajet = self.cible - self.depuis
        return 100 if trajet <= timedelta(0) else min(100, int(100 * ((self.arrive_a - self.depuis) / trajet)))
