"""« Statistiques »: what the caisse decided, how long it took, why it refused. Counts alone: no row names anybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth

from accounts.models import Agent
from ameli.noyau.calendrier import PARIS, ajouter_mois
from ameli.noyau.formats import MOIS
from demarches.moteur import decisions, registre
from demarches.moteur.models import Demarche, Etat

PERIODES = (3, 6, 12)  # months, this one included
MOTIFS = 12  # the most frequent ones
LARGEUR, RANG, BARRE = 320, 28, 16  # of the drawings
AUTRE = "Motif écrit par l’agent"


class Mediane(Aggregate):
    """Half of the rows are below."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Barre:
    """A line of a drawing and of its table: a name, a figure, and how far its bar goes. `dont`: the part of it that was refused."""

    nom: str
    nombre: int
    dont: int = 0
    y: int = 0
    longueur: int = 0
    longueur_dont: int = 0

    @property
    def texte_y(self) -> int:
        return self.y + BARRE - 3


@dataclass(frozen=True)
class Delai:
    """Of a téléservice: decided, refused, days that half of them took at most, decided after the day promised."""

    titre: str
    decidees: int
    refusees: int
    jours: int
    retard: int


@dataclass(frozen=True)
class Statistiques:
    mois: tuple[Barre, ...]
    delais: tuple[Delai, ...]
    motifs: tuple[Barre, ...]

    @property
    def decidees(self) -> int:
        return sum(un.nombre for un in self.mois)


def lire(agent: Agent, jour: date, mois: int) -> Statistiques:
    """The last `mois` months until `jour`, of what this agent may see. Three queries."""
    premier = ajouter_mois(jour.replace(day=1), 1 - mois)
    decidees = Demarche.objects.pour_agent(agent).filter(
        etat__in=(Etat.ACCEPTEE, Etat.REFUSEE), close_le__gte=datetime.combine(premier, time(), PARIS)
    )
    return Statistiques(_par_mois(decidees, premier, mois), _par_teleservice(decidees), _par_motif(decidees))


def barres(comptes: list[tuple[str, int, int]]) -> tuple[Barre, ...]:
    """(name, how many, of which) drawn one under the other; the largest takes the whole width. Pure."""
    maximum = max((nombre for _, nombre, _ in comptes), default=0) or 1
    return tuple(
        Barre(nom, nombre, dont, rang * RANG, round(LARGEUR * nombre / maximum), round(LARGEUR * dont / maximum))
        for rang, (nom, nombre, dont) in enumerate(comptes)
    )


def _par_mois(decidees, premier: date, mois: int) -> tuple[Barre, ...]:
    comptes = {
        compte["mois"].date().replace(day=1): (compte["nombre"], compte["refusees"])
        for compte in decidees.order_by().annotate(mois=TruncMonth("close_le", tzinfo=PARIS)).values("mois")
        .annotate(nombre=Count("pk"), refusees=Count("pk", filter=Q(etat=Etat.REFUSEE)))
    }  # fmt: skip
    tous = [ajouter_mois(premier, rang) for rang in range(mois)]
    return barres([(f"{MOIS[un.month - 1]} {un.year}", *comptes.get(un, (0, 0))) for un in tous])


def _par_teleservice(decidees) -> tuple[Delai, ...]:
    """What stood still while the person was waited for is not counted: it is not the caisse's time."""
    duree = ExpressionWrapper(F("close_le") - F("deposee_le") - F("temps_suspendu"), output_field=DurationField())
    comptes = (
        decidees.order_by().values("teleservice").annotate(
            nombre=Count("pk"), refusees=Count("pk", filter=Q(etat=Etat.REFUSEE)), mediane=Mediane(duree),
            retard=Count("pk", filter=Q(prevue_le__lt=F("close_le"))),
        ).order_by("-nombre", "teleservice")
    )  # fmt: skip
    return tuple(
        Delai(
            registre.celui_de(un["teleservice"]).agents.titre, un["nombre"], un["refusees"],
            round(un["mediane"] / timedelta(days=1)), un["retard"],
        )
        for un in comptes
    )  # fmt: skip


def _par_motif(decidees) -> tuple[Barre, ...]:
    """By the code of the reason, never by what an agent typed: that may speak of somebody."""
    refusees = decidees.filter(etat=Etat.REFUSEE, oubliee_le=None).only("teleservice", "decision", "oubliee_le")
    comptes = Counter((un.teleservice, decisions.de(un).motif) for un in refusees.iterator(chunk_size=500))
    dits: Counter[str] = Counter()
    for (code, motif), nombre in comptes.items():
        bannette = registre.celui_de(code).agents
        dits[f"{bannette.titre}\N{NO-BREAK SPACE}: {bannette.motifs.get(motif, AUTRE)}"] += nombre
    return barres([(nom, nombre, 0) for nom, nombre in sorted(dits.items(), key=lambda un: (-un[1], un[0]))[:MOTIFS]])
