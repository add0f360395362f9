"""What « Mes démarches » offers: papers made at once and téléservices, in blocks, each with the reason when it is not offered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.preparees import preparee
from demarches.models import Brouillon
from demarches.moteur import acces, corrections, registre
from demarches.moteur.declaration import Canaux, Contexte, Rubrique, Teleservice
from demarches.suivi.lecture import Suivie


@dataclass(frozen=True)
class Service:
    """A page that is not a téléservice: a paper made at once, something to look up. `code` is its address in the help pages."""

    code: str
    titre: str
    nom_url: str
    rubriques: tuple[Rubrique, ...]
    accroche: str
    pour_qui: tuple[str, ...]
    avantages: tuple[str, ...]
    icone: str
    duree: str = "1 minute"
    canaux: Canaux = Canaux()


SERVICES = (
    Service(
        code="attestation-de-droits",
        titre="Attestation de droits",
        nom_url="documents:attestation_droits",
        rubriques=(Rubrique.EN_DEUX_CLICS, Rubrique.TELECHARGER),
        accroche="La preuve de vos droits, pour vous ou pour votre famille.",
        pour_qui=("Toute personne qui a un compte, pour elle et pour ses bénéficiaires.",),
        avantages=(
            "Le PDF est prêt tout de suite.",
            "Vous pouvez le télécharger autant de fois que vous voulez.",
            "Un lecteur d’écran lit le même document.",
        ),
        icone="bouclier",
    ),
    Service(
        code="attestation-indemnites-journalieres",
        titre="Attestation de paiement d’indemnités journalières",
        nom_url="documents:indemnites",
        rubriques=(Rubrique.EN_DEUX_CLICS, Rubrique.TELECHARGER),
        accroche="Ce que nous avons payé pendant vos arrêts de travail.",
        pour_qui=("Toute personne qui a reçu des indemnités journalières ces 8 dernières années.",),
        avantages=(
            "Le PDF est prêt tout de suite.",
            "Vous choisissez une année, ou vos propres dates.",
            "Vous décidez des mentions qui apparaissent.",
        ),
        icone="calendrier",
    ),
    Service(
        code="releve-fiscal",
        titre="Relevé fiscal",
        nom_url="documents:releve_fiscal",
        rubriques=(Rubrique.TELECHARGER,),
        accroche="Ce que vous avez à déclarer des sommes versées l’année dernière.",
        pour_qui=("Toute personne qui a reçu des indemnités journalières ou une pension.",),
        avantages=(
            "Vous comparez avec votre déclaration préremplie.",
            "Les relevés de quatre années restent disponibles.",
        ),
        icone="recu",
    ),
    Service(
        code="mes-documents",
        titre="Mes documents",
        nom_url="documents:liste",
        rubriques=(Rubrique.TELECHARGER,),
        accroche="Retrouver un document que vous avez déjà demandé.",
        pour_qui=("Toute personne qui a un compte.",),
        avantages=(
            "Attestations, décomptes et récapitulatifs sont au même endroit.",
            "Vous cherchez par type, par personne ou par date.",
        ),
        icone="dossier",
    ),
    Service(
        code="mes-delais",
        titre="Consulter les délais de traitements de ma CPAM",
        nom_url="demarches:delais",
        rubriques=(Rubrique.EN_DEUX_CLICS,),
        accroche="La date à laquelle votre demande devrait être traitée.",
        pour_qui=("Toute personne qui a un compte, pour une demande déjà envoyée, en ligne ou par courrier.",),
        avantages=(
            "Vous connaissez le délai de votre caisse à tout moment.",
            "Il est le même pour tous les assurés de votre caisse.",
            "Si la date est dépassée, un message à votre caisse est déjà préparé.",
        ),
        icone="horloge",
    ),
)


@dataclass(frozen=True)
class Entree:
    """One tile. `etat` and `raison` say, in a word and in a sentence, why it is not offered now; both empty when it is.

    `possible` is false when it is refused to this person, true when it was only asked for already. `detail` is a
    few words for home: how long it takes, what one finds there.
    """

    code: str
    titre: str
    lien: str
    icone: str
    accroche: str
    canaux: Canaux
    etat: str = ""
    raison: str = ""
    detail: str = ""
    possible: bool = True


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


def entrees(rubrique: Rubrique, contexte: Contexte, ouvertes: Sequence[Suivie]) -> tuple[Entree, ...]:
    """Papers made at once, then the téléservices, of one block, as `contexte` may use them.

    No query, however many there are, but that of a room that lists itself for some people only (`propose`): `ouvertes` are the person's open démarches, already read. What a room can only
    know with a query is told by its start page.
    """
    return (
        *(_papier(s) for s in SERVICES if rubrique in s.rubriques),
        *(_tuile(t, contexte, ouvertes) for t in _teleservices(contexte, lambda t: t.rubrique is rubrique)),
    )


def toutes(contexte: Contexte, ouvertes: Sequence[Suivie], codes: Collection[str] | None = None) -> tuple[Entree, ...]:
    """Every service once, whatever its blocks; those of `codes` only when they are given. Queries: those of `entrees`."""
    return (
        *(_papier(s) for s in SERVICES if codes is None or s.code in codes),
        *(_tuile(t, contexte, ouvertes) for t in _teleservices(contexte, lambda t: codes is None or t.code in codes)),
    )


def blocs(contexte: Contexte, ouvertes: Sequence[Suivie]) -> list[Bloc]:
    """The blocks of « Mes démarches » that hold something, in their order."""
    return [
        Bloc(rubrique.value, contenu) for rubrique in Rubrique if (contenu := entrees(rubrique, contexte, ouvertes))
    ]


def _teleservices(contexte: Contexte, voulu: Callable[[Teleservice], bool]) -> Iterator[Teleservice]:
    """Those of the menu that list themselves for this person, once nothing else leaves them out: asking may cost a query."""
    return (t for t in registre.tous() if t.au_menu and voulu(t) and t.propose(contexte))


def _papier(service: Service) -> Entree:
    return Entree(
        service.code, service.titre, reverse(service.nom_url), service.icone, service.accroche, service.canaux,
        detail=service.duree,
    )  # fmt: skip


def _tuile(teleservice: Teleservice, contexte: Contexte, ouvertes: Sequence[Suivie]) -> Entree:
    lien, etat, raison = reverse("demarches:depart", args=[teleservice.code]), "", ""
    refus = teleservice.a_premiere_vue(contexte)
    ouverte = next((s for s in ouvertes if s.demarche.teleservice == teleservice.code), None)
    if refus is not None:
        etat, raison = refus.etat, refus.motif
        lien = reverse(refus.ou) if refus.ou else lien
    elif teleservice.exclusive and ouverte is not None:
        lien, etat = ouverte.adresse, ouverte.etat
        raison = f"Demande envoyée le {formats.jour(ouverte.demarche.deposee_le)}. Une seule est possible à la fois."
    return Entree(
        teleservice.code, teleservice.titre, lien, teleservice.icone, teleservice.accroche, teleservice.canaux,
        etat, raison, teleservice.duree, possible=refus is None,
    )  # fmt: skip


def a_terminer(contexte: Contexte, ouvertes: Sequence[Suivie]) -> list[ATerminer]:
    """What has open drafts that can still be finished and sent, the latest first: one that leads to a refusal is not offered,
    and several of one téléservice are told by its start page.

    One query, and those of each draft's own rules; answers are not read.
    """
    en_cours = {suivie.demarche.teleservice: suivie.demarche.reference for suivie in ouvertes}
    derniers: dict[tuple[str, str | None], tuple[int, datetime, datetime]] = {}
    for code, corrigee, *reste in _brouillons(contexte.assure, contexte.le):
        derniers.setdefault((code, corrigee), tuple(reste))
    corrigeables = {
        suivie.demarche.reference for suivie in ouvertes if any(suivie.demarche.reference == cle[1] for cle in derniers)
        and corrections.possible(suivie.demarche, contexte.le)
    }  # fmt: skip
    return [
        ATerminer(teleservice.nom_discret, _ou_reprendre(code, corrigee), enregistre_le, expire_le)
        for (code, corrigee), (version, enregistre_le, expire_le) in derniers.items()
        if (teleservice := registre.trouver(code)) is not None
        and teleservice.version == version
        and (corrigee in corrigeables if corrigee else acces.refus(teleservice, contexte, en_cours) is None)
    ]


@preparee
def _brouillons(assure: Assure, le: datetime) -> QuerySet[Brouillon, tuple[Any, ...]]:
    return (
        Brouillon.objects.de(assure)
        .filter(etat=Brouillon.EtatBrouillon.OUVERT, expire_le__gt=le)
        .order_by("-enregistre_le", "-id")
        .values_list("teleservice", "corrige__reference", "version", "enregistre_le", "expire_le")
    )


def _ou_reprendre(code: str, corrigee: str | None) -> str:
    """The page that offers to take the draft up again: that of the démarche that it corrects, or the start page."""
    return reverse("demarches:corriger", args=[corrigee]) if corrigee else reverse("demarches:depart", args=[code])
