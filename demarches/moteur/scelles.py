"""What only one role of agents reads: answers of a step, documents of the check page. Sealed at the deposit, once and for all.

The démarche itself keeps nothing of them: its answers, its summary, its PDF and what agents reveal are made without. A room
cannot read them either, once they are sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import models

from accounts.connexion.agents import roles
from accounts.models import Agent
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur.declaration import Lecteurs
from demarches.moteur.etapes import PIECES, Etape
from demarches.moteur.models import ChampJsonChiffre, Demarche
from demarches.moteur.parcours import Parcours
from documents.models import Piece

RIEN_ICI = "Réponse scellée"
POURQUOI = "the démarche was found in a perimeter"
declarer_genre("demarche.scelle_lu", "{acteur}\N{NO-BREAK SPACE}: réponses scellées lues", lecture=True)


class ScelleQuerySet(PerimetreQuerySet["Scelle"]):
    """A person's own; for an agent, those of their roles in the démarches that they may see."""

    def _de(self, assure: Any) -> Self:
        return self.filter(demarche__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(demarche__in=Demarche.objects.pour_agent(agent), role__in=roles.de(agent))


class Scelle(models.Model):
    """Answers that one role reads. `contenu` is {"reponses": {place: answers}, "sections": as those of the summary}."""

    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="scelles")
    role = models.CharField("lu par", max_length=20)
    contenu = ChampJsonChiffre("réponses")

    objects = ScelleQuerySet.as_manager()

    class Meta:
        verbose_name = "réponses scellées"
        verbose_name_plural = "réponses scellées"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("demarche", "role"), name="un_scelle_par_role"),)

    def __str__(self) -> str:
        return f"{self.demarche_id} {self.role}"


@dataclass
class Tri:
    """What is to be frozen in the open, and what is sealed for each role."""

    reponses: dict[str, dict[str, Any]]
    sections: list[dict[str, Any]]
    scelles: dict[Lecteurs, dict[str, Any]] = field(default_factory=dict)

    def sceller(self, lecteurs: Lecteurs, place: str, reponses: dict[str, Any], section: dict[str, Any] | None) -> None:
        contenu = self.scelles.setdefault(lecteurs, {"reponses": {}, "sections": []})
        contenu["reponses"].setdefault(place, {}).update(reponses)
        if section is not None:
            contenu["sections"].append(section)


def trier(parcours: Parcours) -> Tri:
    """The answers of a draft, place by place, as the deposit keeps them."""
    tri = Tri(parcours.reponses_posees(), [])
    for section in parcours.sections(figees=True):
        tri.sections.append(_ecrire(section.etape, section.lignes))
    for lieu in parcours.lieux:
        if lieu.lecteurs is not None:
            siennes = next((une for une in tri.sections if une["etape"] == lieu.nom), None)
            tri.sceller(lieu.lecteurs, lieu.nom, tri.reponses.pop(lieu.nom), siennes and dict(siennes))
            if siennes is not None:
                siennes["lignes"] = [[RIEN_ICI, f"Lue par {lieu.lecteurs.service} seulement"]]
    if parcours.des_pieces is not None:
        _trier_les_pieces(tri, parcours)
    return tri


def _trier_les_pieces(tri: Tri, parcours: Parcours) -> None:
    """Sealed documents leave the list of the summary, which says how many there are."""
    assert parcours.des_pieces is not None
    recues, section = tri.reponses[PIECES], next((une for une in tri.sections if une["etape"] == PIECES), None)
    scellees = {v.cle: v for v in parcours.des_pieces.voulues(parcours.contexte) if v.scellee and v.cle in recues}
    combien: Counter[Lecteurs] = Counter()
    for cle, voulue in scellees.items():
        assert voulue.scellee is not None
        combien[voulue.scellee] += len(recues[cle])
        lignes = [ligne for ligne in section["lignes"] if ligne[0] == voulue.libelle] if section else []
        tri.sceller(voulue.scellee, PIECES, {cle: recues.pop(cle)}, section and {**section, "lignes": lignes})
        if section is not None:
            section["lignes"] = [ligne for ligne in section["lignes"] if ligne[0] != voulue.libelle]
    if section is not None:
        section["lignes"] += [[f"Documents {lui.quoi.split()[1]}", compter(n, lui)] for lui, n in combien.items()]


def _ecrire(etape: Etape, lignes: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"etape": etape.nom, "titre": etape.titre, "lignes": [list(ligne) for ligne in lignes]}


def deposer(demarche: Demarche, tri: Tri) -> list[str]:
    """Keep what is sealed, and seal its files; the ids of these."""
    fichiers = []
    for lecteurs, contenu in tri.scelles.items():
        Scelle.objects.create(demarche=demarche, role=lecteurs.value, contenu=contenu)
        siens = [
            cle for reponses in contenu["reponses"].values() for valeur in reponses.values() if isinstance(valeur, list)
            for cle in valeur
        ]  # fmt: skip
        Piece.objects.de(demarche.assure).filter(public_id__in=siens).update(scelle=lecteurs.value)
        fichiers += siens
    return fichiers


def compter(nombre: int, lecteurs: Lecteurs) -> str:
    """« 1 document médical, lu par le service médical »."""
    un, plusieurs = lecteurs.quoi.split()
    mots = f"document {un}, lu" if nombre == 1 else f"documents {plusieurs}, lus"
    return f"{nombre} {mots} par {lecteurs.service}"


def lire(demarche: Demarche, agent: Agent, *, raison: str = "") -> list[dict[str, Any]]:
    """The sealed sections that `agent` may read, each with its `service`; the person finds in the journal that they were read, and why."""
    lus = list(Scelle.objects.pour_agent(agent).filter(demarche=demarche))
    if lus:
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            journaliser(
                "demarche.scelle_lu", acteur=agent.compte.acteur, assure_ref=demarche.assure.public_id,
                objet=demarche.objet, motif=raison,
            )  # fmt: skip
    return [
        {**section, "service": Lecteurs(scelle.role).service}
        for scelle in lus
        for section in scelle.contenu.get("sections", [])
    ]


def fermes(pieces: Iterable[Piece], lisibles: Iterable[Piece]) -> list[str]:
    """What is said of the sealed files that an agent may not read, among all `pieces` of a démarche."""
    lus = {piece.pk for piece in lisibles}
    combien = Counter(piece.scelle for piece in pieces if piece.scelle and piece.pk not in lus)
    return [compter(nombre, Lecteurs(role)) for role, nombre in combien.items()]


def oublier(demarche: Demarche) -> None:
    """Kept long enough."""
    Scelle.objects.systeme(POURQUOI).filter(demarche=demarche).delete()
