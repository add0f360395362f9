"""A stored file: a row that says what it is, and its bytes encrypted under a name that says nothing."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import Any, Self, TypeVar
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models, transaction

from ameli.noyau import formats
from ameli.noyau.chiffrement import ChampChiffre, chiffrer_octets, dechiffrer_octets, prefixe, trousseau
from ameli.noyau.televersement import antivirus
from ameli.noyau.televersement.controle import FichierSain

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def rangs(noms: Iterable[str]) -> list[int]:
    """The place of each name among those that are the same: of two « photo.jpg », 1 and 2. Telephones call every photo « image.jpg »."""
    comptes: Counter[str] = Counter()
    trouves = []
    for nom in noms:
        comptes[nom.casefold()] += 1
        trouves.append(comptes[nom.casefold()])
    return trouves


def afficher(nom: str, rang: int) -> str:
    """« photo.jpg », « photo.jpg (2) »: no two files of a page bear one name."""
    return f"{nom} ({rang})" if rang > 1 else nom


class FichierPerdu(RuntimeError):
    """The row exists, its file does not."""


def identifiant() -> str:
    """16 random characters without look-alikes, for an address that cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def nom_opaque(_instance: Any, _nom: str) -> str:
    """Where the encrypted bytes are stored, spread over 256 folders."""
    nom = uuid4().hex
    return f"fichiers/{nom[:2]}/{nom}"


class FichierChiffre(models.Model):
    """Base of what people send. The subclass adds whose it is, and its perimeter.

        piece = Piece(assure=…, depose_le=…).remplir(sain)
        piece.save()

    Bytes are written before the row: a crash between the two leaves a file that no row knows, never a row without one.
    The name is encrypted too: people write what they suffer from in it.
    """

    public_id = models.CharField(max_length=16, unique=True, default=identifiant, editable=False)
    nom = ChampChiffre("nom")
    type_mime = models.CharField("type", max_length=40)
    taille = models.PositiveIntegerField("taille, en octets")
    fichier = models.FileField(upload_to=nom_opaque, editable=False, help_text="encrypted bytes")
    depose_le = models.DateTimeField("envoyé le")
    rang = 1

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.public_id}"

    @property
    def contexte_chiffrement(self) -> str:
        """Authenticated with the bytes: the file of one row does not open as another's."""
        return f"{self._meta.label_lower}:{self.public_id}"

    @property
    def affiche(self) -> str:
        """Its name among the files that a page shows with it (`distinguer`)."""
        return afficher(self.nom, self.rang)

    @property
    def poids(self) -> str:
        """Size as people read it."""
        return formats.poids(self.taille)

    def remplir(self, sain: FichierSain) -> Self:
        """Take name, type and bytes from a checked file; the row is not saved yet."""
        self.nom, self.type_mime = sain.nom, sain.type_mime
        self.ecrire(sain.octets)
        return self

    def ecrire(self, octets: bytes) -> None:
        """Encrypt and store; `taille` and `fichier` are set, the row is not saved."""
        self.taille = len(octets)
        self.fichier.save("octets", ContentFile(chiffrer_octets(octets, self.contexte_chiffrement)), save=False)

    def octets(self) -> bytes:
        """In clear. Raises FichierPerdu when the file is gone, DechiffrementImpossible when it was altered or moved."""
        return dechiffrer_octets(self._lus(), self.contexte_chiffrement)

    def effacer(self) -> None:
        """Forget the row and, once that is certain, its bytes."""
        stockage, nom = self.fichier.storage, str(self.fichier.name)
        self.delete()
        transaction.on_commit(lambda: stockage.delete(nom))

    def rechiffrer(self) -> bool:
        """Rewrite the bytes with the current key; False when they already are. Raises FichierPerdu."""
        if self._lus().startswith(prefixe(trousseau().courante)):
            return False
        clair, ancien, stockage = self.octets(), str(self.fichier.name), self.fichier.storage
        self.ecrire(clair)
        self.save(update_fields=["fichier"])
        stockage.delete(ancien)
        return True

    def _lus(self) -> bytes:
        try:
            with self.fichier.open("rb") as fichier:
                return fichier.read()
        except FileNotFoundError as absence:
            raise FichierPerdu(f"{self._meta.label_lower} {self.public_id}") from absence


F = TypeVar("F", bound=FichierChiffre)


def distinguer(fichiers: Iterable[F]) -> list[F]:
    """The files that one page shows, in their order: those of one name are told apart."""
    tous = list(fichiers)
    for fichier, rang in zip(tous, rangs(un.nom for un in tous), strict=True):
        fichier.rang = rang
    return tous


class Controle(models.TextChoices):
    A_FAIRE = "A_FAIRE", "en cours de vérification"
    SAIN = "SAIN", "vérifié"
    ECARTE = "ECARTE", "écarté : dangereux"


class FichierRecu(FichierChiffre):
    """Base of what strangers send: in quarantine until the antivirus has answered, when there is one (`AMELI_CLAMD`)."""

    controle = models.CharField("vérification", max_length=8, choices=Controle.choices, default=Controle.A_FAIRE)
    controle_le = models.DateTimeField("vérifié le", null=True, editable=False)

    class Meta:
        abstract = True

    def remplir(self, sain: FichierSain) -> Self:
        """Also what the antivirus said of it."""
        self.controle_le = sain.controle_le
        self.controle = Controle.SAIN if sain.controle_le else Controle.A_FAIRE
        return super().remplir(sain)

    @property
    def ecarte(self) -> bool:
        """Dangerous: its bytes are gone."""
        return self.controle == Controle.ECARTE

    @property
    def consultable(self) -> bool:
        """May anybody open it?"""
        return self.controle == Controle.SAIN or (self.controle == Controle.A_FAIRE and not antivirus.configure())

    def octets(self) -> bytes:
        if self.ecarte:
            raise FichierPerdu(f"{self._meta.label_lower} {self.public_id}")
        return super().octets()
