"""What « Mes démarches » offers beside the catalogue, and how both are laid out in blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import Assure
from ameli.noyau import formats
from demarches.models import Brouillon
from demarches.moteur import registre
from demarches.moteur.declaration import Rubrique


@dataclass(frozen=True)
class Service:
    """A page that is not a téléservice: a paper made at once."""

    titre: str
    nom_url: str
    rubrique: Rubrique
    icone: str = "document"
    accroche: str = ""


SERVICES = (
    Service(
        "Attestation de droits",
        "documents:attestation_droits",
        Rubrique.EN_DEUX_CLICS,
        accroche="La preuve de vos droits, pour vous ou pour votre famille.",
    ),
)


@dataclass(frozen=True)
class Entree:
    """One tile."""

    titre: str
    lien: str
    icone: str
    accroche: str


@dataclass(frozen=True)
class Bloc:
    """A block of « Mes démarches »; never empty."""

    titre: str
    entrees: tuple[Entree, ...]


@dataclass(frozen=True)
class ATerminer:
    """A draft of the person, with the page that offers to take it up again."""

    titre: str
    lien: str
    enregistre_le: datetime
    expire_le: datetime

    @property
    def texte(self) -> str:
        """« Enregistrée lundi 23 novembre à 9 h 12, gardée jusqu’au 23 décembre 2026 »."""
        return f"Enregistrée {formats.quand(self.enregistre_le)}, gardée jusqu’au {formats.jour(self.expire_le)}"


def entrees(rubrique: Rubrique) -> tuple[Entree, ...]:
    """Papers made at once, then the téléservices, of one block."""
    papiers = [Entree(s.titre, reverse(s.nom_url), s.icone, s.accroche) for s in SERVICES if s.rubrique is rubrique]
    demandes = [
        Entree(t.nom_court, reverse("demarches:depart", args=[t.code]), t.icone, t.accroche)
        for t in registre.tous()
        if t.rubrique is rubrique
    ]
    return (*papiers, *demandes)


def blocs() -> list[Bloc]:
    """The blocks of « Mes démarches » that hold something, in their order."""
    return [Bloc(rubrique.value, contenu) for rubrique in Rubrique if (contenu := entrees(rubrique))]


def a_terminer(assure: Assure, le: datetime) -> list[ATerminer]:
    """The open drafts that can still be finished at `le`, the latest first. One query; answers are not read."""
    brouillons = (
        Brouillon.objects.de(assure)
        .filter(etat=Brouillon.EtatBrouillon.OUVERT, expire_le__gt=le)
        .order_by("-enregistre_le", "-id")
        .values_list("teleservice", "version", "enregistre_le", "expire_le")
    )
    return [
        ATerminer(teleservice.nom_court, reverse("demarches:depart", args=[code]), enregistre_le, expire_le)
        for code, version, enregistre_le, expire_le in brouillons
        if (teleservice := registre.trouver(code)) is not None and teleservice.version == version
    ]
