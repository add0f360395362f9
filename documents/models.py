"""Papers that were made, and the trace of each time one was handed over."""

from __future__ import annotations

import json
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Assure, Caisse
from accounts.models.identifiants import identifiant_public
from ameli.noyau import formats
from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.perimetre import PerimetreQuerySet
from ameli.noyau.televersement.modeles import FichierRecu


def nom_opaque(_document: Document, _nom: str) -> str:
    """Where the encrypted bytes are stored: a name that says nothing, spread over 256 folders."""
    nom = uuid4().hex
    return f"documents/{nom[:2]}/{nom}"


class DocumentQuerySet(PerimetreQuerySet["Document"]):
    def _de(self, assure: Assure) -> DocumentQuerySet:
        return self.filter(assure=assure)

    def _pour_agent(self, agent) -> DocumentQuerySet:
        return self.filter(assure__caisse=agent.caisse_id)


class Document(models.Model):
    """A PDF as it was made. The same content for the same person is one row and one file, however often it is asked for."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="documents")
    genre = models.CharField("genre", max_length=30)
    titre = models.CharField("titre", max_length=160)
    nom_fichier = models.CharField("nom du fichier", max_length=80)
    personnes = ArrayField(models.CharField(max_length=16), default=list, help_text="public ids of those it speaks of")
    empreinte = ChampEmpreinte(editable=False, help_text="keyed fingerprint of the content")
    fichier = models.FileField(upload_to=nom_opaque, editable=False, help_text="encrypted bytes")
    taille = models.PositiveIntegerField("taille du PDF, en octets")
    code_verif = models.CharField("code de vérification", max_length=16, blank=True, editable=False, db_index=True)
    fond = models.CharField(max_length=64, blank=True, editable=False, help_text="keyed fingerprint of what it proves")
    valable_au = models.DateField("valable jusqu’au", null=True, editable=False)
    resume_verif = ChampChiffre(
        "ce que la vérification montre", default="", blank=True, help_text="JSON, [label, value] pairs"
    )
    cree_le = models.DateTimeField("créé le")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ("-cree_le", "-id")
        constraints = [
            models.UniqueConstraint(fields=("assure", "genre", "empreinte"), name="un_document_par_contenu"),
        ]
        indexes = [models.Index(fields=("assure", "-cree_le", "-id"), name="documents_d_un_assure")]

    def __str__(self) -> str:
        return f"{self.genre} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("documents:telecharger", args=[self.public_id])

    @property
    def resume(self) -> list[tuple[str, str]]:
        """What whoever verifies the paper compares with it; nothing for a paper without a code."""
        return [(libelle, valeur) for libelle, valeur in json.loads(self.resume_verif or "[]")]

    @property
    def contexte_chiffrement(self) -> str:
        """Authenticated with the bytes: the file of one document does not open as another's."""
        return f"documents.document:{self.public_id}"

    @property
    def poids(self) -> str:
        """Size as people read it."""
        return formats.poids(self.taille)


class Edition(models.Model):
    """One line each time a document is made, asked for again or downloaded (chapter 4 § 7). Never changed."""

    class Geste(models.TextChoices):
        PRODUIT = "PRODUIT", "produit"
        REDEMANDE = "REDEMANDE", "redemandé à l’identique"
        TELECHARGE = "TELECHARGE", "téléchargé"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="editions")
    geste = models.CharField("geste", max_length=12, choices=Geste.choices)
    acteur = models.CharField("par", max_length=60)
    le = models.DateTimeField("le")

    class Meta:
        verbose_name = "édition"
        ordering = ("-le", "-id")
        indexes = [models.Index(fields=("document", "-le", "-id"), name="editions_d_un_document")]


class Commande(models.Model):
    """A paper that the worker makes. One row for a content; `document` is there once it is ready, `contenu` until then."""

    class Etat(models.TextChoices):
        EN_PREPARATION = "EN_COURS", "en préparation"
        PRETE = "PRETE", "prête"
        ECHEC = "ECHEC", "impossible pour le moment"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="commandes")
    genre = models.CharField("genre", max_length=30)
    empreinte = ChampEmpreinte(editable=False, help_text="keyed fingerprint of the content")
    contenu = ChampChiffre("contenu", default="", blank=True, help_text="see documents.epreuve")
    longue = models.BooleanField("longue", default=False)
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.EN_PREPARATION)
    acteur = models.CharField("par", max_length=60)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    demandee_le = models.DateTimeField("demandée le")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "commande de document"
        verbose_name_plural = "commandes de documents"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("assure", "genre", "empreinte"), name="une_commande_par_contenu"),
        ]
        indexes = [
            models.Index(fields=("longue", "id"), condition=models.Q(etat="EN_COURS"), name="commandes_a_preparer")
        ]

    def __str__(self) -> str:
        return f"{self.genre} {self.public_id}"


class PieceQuerySet(PerimetreQuerySet["Piece"]):
    """A person's own; those that the agent's caisse reads, sealed ones for the agents of their role only."""

    def _de(self, assure: Assure) -> PieceQuerySet:
        return self.filter(assure=assure)

    def _pour_agent(self, agent) -> PieceQuerySet:
        return self.filter(models.Q(scelle="") | models.Q(scelle__in=roles.de(agent)), caisse=agent.caisse_id)


class Piece(FichierRecu):
    """A paper that the person sent. `objet` ("demarche:<reference>") is what it is for, `caisse` the one that reads it.

    `place` says where it was asked for (« soins/k3f9/facture »); empty when an agent asked for it. `scelle` is the role that
    alone reads it; empty: every agent of the caisse.
    """

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="pieces")
    caisse = models.ForeignKey(Caisse, on_delete=models.PROTECT, related_name="+")
    objet = models.CharField("objet", max_length=80)
    place = models.CharField("place", max_length=60, blank=True)
    libelle = models.CharField("libellé", max_length=120)
    scelle = models.CharField("lue par", max_length=20, blank=True, default="", editable=False)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce"
        ordering = ("depose_le", "id")
        indexes = [
            models.Index(fields=("objet", "depose_le", "id"), name="pieces_d_un_objet"),
            models.Index(fields=("depose_le", "id"), condition=models.Q(controle="A_FAIRE"), name="pieces_a_verifier"),
        ]
