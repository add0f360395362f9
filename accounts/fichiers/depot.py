"""Where the files of a form wait until it is sent: each is checked and kept by itself, an error never costs the others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum

from accounts.models import Assure, FichierEnAttente
from accounts.securite import limites
from accounts.securite.mots import phrase
from ameli.noyau.chiffrement import DechiffrementImpossible, empreinte
from ameli.noyau.horloge import temps_reel
from ameli.noyau.televersement import FichierPerdu, FichierRefuse, FichierSain, verifier
from ameli.noyau.televersement.champ import combien

GARDE = timedelta(days=1)
POUR = re.compile(r"([a-z]{3,10}):[\w-]{1,60}")
_MAXIMUMS: dict[str, int] = {}


def declarer(prefixe: str, maximum: int) -> None:
    """Forms named "<prefixe>:…" take so many files."""
    _MAXIMUMS[prefixe] = maximum


@dataclass(frozen=True)
class Depot:
    """The files of one person for one form (`pour`: "demarche:<reference>")."""

    assure: Assure
    pour: str

    @classmethod
    def nomme(cls, assure: Assure, pour: str) -> Depot | None:
        """None when no form has such a name."""
        lu = POUR.fullmatch(pour)
        return cls(assure, pour) if lu and lu[1] in _MAXIMUMS else None

    @property
    def maximum(self) -> int:
        return _MAXIMUMS[self.pour.partition(":")[0]]

    @cached_property
    def fichiers(self) -> list[FichierEnAttente]:
        """The oldest first; those that the antivirus put aside since are left out."""
        lignes = FichierEnAttente.objects.de(self.assure).filter(pour=self.pour, depose_le__gt=temps_reel() - GARDE)
        return [fichier for fichier in lignes.order_by("id") if not fichier.ecarte]

    def ajouter(self, envoye: UploadedFile) -> FichierEnAttente:
        """Check and keep one file. Raises FichierRefuse. Call it outside any transaction."""
        if len(self.fichiers) >= self.maximum:
            raise FichierRefuse(f"Vous pouvez envoyer {combien(self.maximum)} à la fois. Retirez-en un d’abord.")
        self._pas_trop()
        fichier = FichierEnAttente(assure=self.assure, pour=self.pour, depose_le=temps_reel())
        fichier.remplir(verifier(envoye)).save(force_insert=True)
        self.fichiers.append(fichier)
        return fichier

    def retirer(self, public_id: str) -> None:
        """Forget one. Nothing happens when it is not there."""
        for fichier in self.fichiers:
            if fichier.public_id == public_id:
                fichier.effacer()
        self._relire()

    def prendre(self) -> list[FichierSain]:
        """What waits, to be kept elsewhere; `vider` once it is."""
        return [sain for fichier in self.fichiers if (sain := _sain(fichier))]

    def vider(self) -> None:
        oublier(self.fichiers)
        self._relire()

    def _pas_trop(self) -> None:
        """A day holds so many files; what waits weighs so much."""
        compter(self.assure)
        poids = FichierEnAttente.objects.de(self.assure).aggregate(total=Sum("taille"))["total"] or 0
        if poids > settings.TELEVERSEMENT["attente_maximum"]:
            raise FichierRefuse(
                "Trop de fichiers attendent déjà. Envoyez ou retirez ceux d’un autre formulaire d’abord."
            )

    def _relire(self) -> None:
        self.__dict__.pop("fichiers", None)


def compter(assure: Assure) -> None:
    """One more file that comes by itself, wherever it goes. Raises FichierRefuse once a day has held too many."""
    prise = limites.prendre("fichiers", empreinte("fichiers", assure.public_id))
    if not prise.permis:
        raise FichierRefuse(phrase("fichiers", prise.jusqu_a))


def purger() -> int:
    """Forget what waited for more than a day; how many."""
    anciens = FichierEnAttente.objects.systeme("waited too long").filter(depose_le__lte=temps_reel() - GARDE)
    return oublier(anciens.order_by("id")[:1000])


def oublier(fichiers: Iterable[FichierEnAttente]) -> int:
    """Rows and bytes; how many."""
    oublies = list(fichiers)
    for fichier in oublies:
        fichier.effacer()
    return len(oublies)


def _sain(fichier: FichierEnAttente) -> FichierSain | None:
    try:
        return FichierSain(fichier.nom, fichier.type_mime, fichier.octets(), fichier.controle_le)
    except (FichierPerdu, DechiffrementImpossible):
        return None


declarer("message", 3)
declarer("fil", 3)
