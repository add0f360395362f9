"""The login. An insured person signs in with their NIR, an agent with a matricule; neither is stored here in clear."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from accounts.models.caisse import Caisse
from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from ameli.noyau.chiffrement import ChampChiffre, Empreinte, empreinte
from ameli.noyau.empreintes import ChampEmpreinte


def empreinte_du_telephone(numero: str) -> Empreinte | None:
    """Of a number as it is kept; mobile or not, so that one search finds both. None when there is no number."""
    return empreinte("telephone", numero) if numero else None


class ComptesManager(BaseUserManager):
    """Accounts are opened by the ways in of `accounts.connexion`, agents by `creer_agent`."""

    def creer_pour(self, assure: Assure, *, courriel: str, mot_de_passe: str | None) -> Compte:
        """Open the account of `assure`; the registry itself is not touched."""
        compte = self.model(assure=assure, email=courriel.strip().lower())
        compte.set_password(mot_de_passe)
        compte.save(using=self._db)
        return compte

    def creer_agent(
        self, matricule: str, *, caisse: Caisse, nom: str, courriel: str, mot_de_passe: str | None
    ) -> Compte:
        """An agent of `caisse`, allowed into the agents' site once there is a password."""
        compte = self.model(identifiant=matricule, email=courriel.strip().lower(), is_staff=True)
        compte.set_password(mot_de_passe)
        compte.save(using=self._db)
        Agent.objects.create(compte=compte, caisse=caisse, nom=nom, matricule=matricule)
        return compte


class Compte(AbstractBaseUser, PermissionsMixin):
    """An account; `assure` is empty for agents. `identifiant` is opaque for insured people, the matricule for agents.

    `email` and `email_valide_le` are the only truth about the address: it belongs to the one account that confirmed it
    (chapter 1 § 6), several may hope for it, so
    allauth's table of addresses stays empty and its flows read this column (`ACCOUNT_USER_MODEL_EMAIL_FIELD`).
    """

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    identifiant = models.CharField(max_length=32, unique=True, default=identifiant_public)
    assure = models.OneToOneField(Assure, on_delete=models.PROTECT, null=True, blank=True, related_name="compte")
    email = models.EmailField("adresse électronique")
    email_valide_le = models.DateTimeField("adresse validée le", null=True, blank=True)
    email_refuse = models.EmailField(
        "adresse refusée", blank=True, default="", db_default="", editable=False,
        help_text="the address for which a mail server said, for good, that there is nobody there",
    )  # fmt: skip
    contact_change_le = models.DateTimeField(
        "courriel ou mobile changé le", null=True, blank=True, help_text="first confirmation included; domain clock"
    )
    telephone = ChampChiffre("téléphone mobile", blank=True, default="")
    telephone_fixe = ChampChiffre("téléphone fixe", blank=True, default="")
    telephone_empreinte = ChampEmpreinte(
        null=True, editable=False, refaire=lambda un: empreinte_du_telephone(un.telephone)
    )
    telephone_fixe_empreinte = ChampEmpreinte(
        null=True, editable=False, refaire=lambda un: empreinte_du_telephone(un.telephone_fixe)
    )
    cgu_version = models.CharField("conditions acceptées", max_length=10, blank=True, default="")
    cgu_acceptees_le = models.DateTimeField("conditions acceptées le", null=True, blank=True)
    alerte_chaque_connexion = models.BooleanField("alerte à chaque connexion", default=True)
    notifier_les_messages = models.BooleanField("courriel pour chaque message", default=True)
    services_actives = models.JSONField(
        "services activés", default=list, db_default=models.Value([], models.JSONField()), blank=True, editable=False,
        help_text="codes of the switches that are on (accounts.informations.parametres)",
    )  # fmt: skip
    raccourcis = models.JSONField(
        "raccourcis choisis", null=True, default=None, blank=True, editable=False,
        help_text="codes of what stands on home (demarches.accueil.raccourcis); null: nothing was ever chosen",
    )  # fmt: skip
    informations_prevention = models.BooleanField("informations de prévention", default=False)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("agent", default=False)
    ouvert_le = models.DateTimeField("ouvert le", null=True, blank=True)
    gele_le = models.DateTimeField("gelé le", null=True, blank=True)
    gel_motif = models.CharField("motif du gel", max_length=120, blank=True)
    generation_sessions = models.PositiveIntegerField(default=0, editable=False)

    TELEPHONES: ClassVar[tuple[str, ...]] = ("telephone", "telephone_fixe")  # each with a fingerprint beside it
    USERNAME_FIELD = "identifiant"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = ComptesManager()

    class Meta:
        verbose_name = "compte"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("email",), name="comptes_d_une_adresse"),
            *(
                models.Index(fields=(champ,), condition=models.Q((f"{champ}__isnull", False)), name=nom)
                for champ, nom in (
                    ("telephone_empreinte", "comptes_d_un_mobile"),
                    ("telephone_fixe_empreinte", "comptes_d_un_fixe"),
                )
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("email",), condition=models.Q(email_valide_le__isnull=False), name="une_adresse_un_compte"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A telephone and its fingerprint are written together, or neither is."""
        ecrits = kwargs.get("update_fields")
        changes = (
            set(self.TELEPHONES) - self.get_deferred_fields() if ecrits is None else {*self.TELEPHONES} & {*ecrits}
        )
        for champ in changes:
            setattr(self, f"{champ}_empreinte", empreinte_du_telephone(getattr(self, champ)))
        if ecrits is not None:
            kwargs["update_fields"] = {*ecrits, *(f"{champ}_empreinte" for champ in changes)}
        super().save(*args, **kwargs)

    @property
    def injoignable(self) -> bool:
        """Do mails to the address of today come back? Another address begins with a clean sheet."""
        return self.email != "" and self.email_refuse == self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end when the password changes (Django) and when `generation_sessions` rises (sign everybody out)."""
        return salted_hmac(
            "accounts.Compte.session", f"{self.password}:{self.generation_sessions}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def acteur(self) -> str:
        """How the journal names whoever holds this account."""
        return f"assure:{self.public_id}" if self.assure_id else f"agent:{self.identifiant}"

    def acteur_pour(self, dossier_id: int) -> str:
        """The same, in the journal of that file: somebody who acts for its owner is not the owner."""
        return self.acteur if dossier_id == self.assure_id else f"mandataire:{self.public_id}"


class Agent(models.Model):
    """Someone who works at a caisse and sees only its files."""

    compte = models.OneToOneField(Compte, on_delete=models.PROTECT, related_name="agent")
    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="agents")
    nom = models.CharField("nom", max_length=80)
    matricule = models.CharField("matricule", max_length=32, unique=True)
    equipe = models.CharField("équipe", max_length=60, blank=True)

    class Meta:
        verbose_name = "agent"
        ordering = ("matricule",)

    def __str__(self) -> str:
        return self.nom
