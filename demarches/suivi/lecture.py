"""A démarche as its owner reads it: a state in the words of its room, what is expected and when, what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.preparees import preparee
from demarches.models import Attente, Demarche, Etat, Evenement
from demarches.moteur import passages, registre, statut
from demarches.moteur.attendus import De, Genre
from demarches.moteur.declaration import Lien, Papier, Teleservice

PAR_PAGE = 20
EN_HEURES = timedelta(days=3)
DES_ATTENTES = ("demander", "attendre", "completer", "repondre", "reprendre")
EN_VERIFICATION = "Un conseiller vérifie votre demande."
PAR_UN_AUTRE = "Par la personne qui agit pour vous."
NOUS_ECRIRONS = "Nous vous écrivons dès que c’est fait."


@dataclass(frozen=True)
class EnCours:
    """What is on its way: one's own démarches, the latest first, and the answers that those of others wait for."""

    ouvertes: list[Suivie]
    pour_d_autres: list[Attente]


@dataclass(frozen=True)
class Page:
    """`suivante` is the reference after which the next page begins; empty on the last one."""

    demarches: list[Suivie]
    suivante: str


@dataclass(frozen=True)
class Suivie:
    """`demarche` at the instant `le` of the domain's clock; `attentes` are those of the waits that stop it, the first asked first."""

    demarche: Demarche
    le: datetime
    attentes: tuple[Attente, ...] = ()

    @cached_property
    def teleservice(self) -> Teleservice:
        return registre.celui_de(self.demarche.teleservice)

    @property
    def discrete(self) -> bool:
        """Do its pages keep silent about what it was?"""
        return self.teleservice.discrete(self.demarche)

    @property
    def attendu(self) -> Attente | None:
        """The document that its owner must send, if one is awaited."""
        return next((une for une in self.siennes if une.genre == Genre.PIECE), None)

    @property
    def siennes(self) -> tuple[Attente, ...]:
        """What its owner must answer, the nearest day first."""
        return tuple(sorted((une for une in self.attentes if une.de == De.ASSURE), key=lambda une: une.echeance))

    @property
    def titre(self) -> str:
        return "Votre démarche" if self.discrete else self.teleservice.titre_suivi or self.teleservice.titre

    @property
    def titre_discret(self) -> str:
        """For a page that is read over a shoulder."""
        return self.titre if self.discrete else self.teleservice.nom_discret

    @property
    def adresse(self) -> str:
        return reverse("demarches:detail", args=[self.demarche.reference])

    @property
    def etat(self) -> str:
        """The badge: « En contrôle »."""
        return statut.statut(self.demarche)

    @property
    def genre(self) -> str:
        return statut.genre(self.demarche)

    @property
    def papiers(self) -> list[Papier]:
        """What can be downloaded beside the summary, while it is worth something."""
        jour = jour_de(self.le)
        papiers = self.teleservice.papiers(self.demarche)
        return [papier for papier in papiers if papier.jusqu_a is None or jour <= papier.jusqu_a]

    @cached_property
    def _dit_par_la_salle(self) -> Lien | None:
        return self.teleservice.a_suivre(self.demarche, self.le)

    @property
    def au_choix(self) -> Lien | None:
        """What the person may do besides, and nobody waits for."""
        dit = self._dit_par_la_salle
        return dit if dit is not None and dit.au_choix else None

    @cached_property
    def a_suivre(self) -> Lien | None:
        """What the person does next, with the time left: what the room says, else to write when the caisse is late."""
        prochaine = None if self.au_choix else self._dit_par_la_salle
        if prochaine is not None or not self.en_retard:
            return prochaine
        ecrire = f"{reverse('messagerie:ecrire')}?demarche={self.demarche.reference}"
        return Lien("Écrire à ma caisse", ecrire, self.excuse)

    @property
    def sans_la_personne(self) -> bool:
        """Does it go on by itself? Somebody who waits for a late one may write, and need not."""
        return not self.siennes and (self.a_suivre is None or self.en_retard)

    @property
    def en_retard(self) -> bool:
        """The date that was told has passed, and nobody waits for the person."""
        demarche = self.demarche
        attendue = demarche.ouverte and demarche.etat != Etat.A_COMPLETER and demarche.prevue_le is not None
        return attendue and demarche.prevue_le <= self.le

    @property
    def excuse(self) -> str:
        """What a late démarche says."""
        jour = formats.jour_semaine(self.demarche.prevue_le or self.le)
        return f"Cela prend plus de temps que prévu\u00a0: nous pensions terminer vers le {jour}. Nous vous prions de nous excuser. {NOUS_ECRIRONS}"

    @property
    def echeance(self) -> str:
        """« Enregistrée avant le mercredi 25 novembre à 9 h 12 », while that can still be promised; else empty."""
        if self.promise_le is None or self.a_suivre is not None:
            return ""
        return f"{self.issue} {self.promesse}"

    @property
    def issue(self) -> str:
        """What the promised date brings. Whoever must say what is granted may refuse: no word of it is promised."""
        decide = self.teleservice.agents.se_remplit
        return "Réponse" if decide else self.teleservice.etats.get(Etat.ACCEPTEE, "Réponse")

    @property
    def promesse(self) -> str:
        """The promised date: its hour for a wait of hours, its day alone for what takes days, « vers » for an average."""
        if self.promise_le is None:
            return ""
        if self.teleservice.en_moyenne:
            return f"vers le {formats.jour_promis(self.promise_le, jour_de(self.le))}"
        if self.promise_le - self.demarche.deposee_le > EN_HEURES:
            return f"au plus tard le {formats.jour_promis(self.promise_le, jour_de(self.le))}"
        return f"avant le {formats.quand(self.promise_le)}"

    @property
    def attente(self) -> str:
        """One sentence: what is expected, of the person first (a control comes after the end), else how it ended."""
        demarche = self.demarche
        if self.siennes:
            premiere = self.siennes[0]
            quoi = "Document à envoyer" if premiere.genre == Genre.PIECE else "Réponse à donner"
            return f"{quoi} au plus tard le {formats.jour(premiere.echeance)}"
        if not demarche.ouverte:
            return f"Terminée le {formats.jour(demarche.close_le or demarche.deposee_le)}"
        if self.attentes:
            return f"Nous attendons une réponse\u00a0: {self.attentes[0].libelle}"
        if self.a_suivre is not None:
            return self.a_suivre.phrase
        if demarche.alertes:
            return " ".join([EN_VERIFICATION, *self._estimee, NOUS_ECRIRONS])
        return self.echeance or f"Envoyée le {formats.jour(demarche.deposee_le)}"

    @property
    def _estimee(self) -> list[str]:
        """How long the caisse takes, when somebody there must look: an estimate."""
        prevue = self.demarche.prevue_le
        return [f"Comptez jusqu’au {formats.jour_promis(prevue, jour_de(self.le))} environ."] if prevue else []

    @property
    def part(self) -> float | None:
        """How much of the wait has run, 0 to 100; None when no date is promised."""
        if self.promise_le is None:
            return None
        envoyee = self.demarche.deposee_le
        return 100 * ((self.le - envoyee) / max(self.promise_le - envoyee, timedelta(seconds=1)))

    @property
    def sections(self) -> list[dict[str, Any]]:
        """What was sent, frozen and masked, for the summary lists."""
        return [
            {
                "titre": section["titre"],
                "lignes": [{"libelle": libelle, "valeur": valeur} for libelle, valeur in section["lignes"]],
            }
            for section in self.demarche.recapitulatif.get("sections", [])
        ]

    @property
    def honneur(self) -> str:
        return self.demarche.recapitulatif.get("honneur", "")

    @property
    def suites(self) -> list[str]:
        return list(self.demarche.recapitulatif.get("suites", []))

    @property
    def promise_le(self) -> datetime | None:
        """The date that can be said: to come, and hanging neither on a person's look nor on a document."""
        demarche = self.demarche
        if demarche.etat == Etat.A_COMPLETER:
            return None
        if not demarche.ouverte or demarche.alertes or demarche.prevue_le is None or demarche.prevue_le <= self.le:
            return None
        return demarche.prevue_le


def ouvertes(assure: Assure, le: datetime) -> list[Suivie]:
    """What is still on its way, the latest first. One query, which leaves the answers encrypted where they are."""
    return _suivies(assure, _miennes(assure), le)


def en_cours(assure: Assure, le: datetime) -> EnCours:
    """`ouvertes`, and what is asked of this person for somebody else's: two queries."""
    miennes, attentes = _miennes(assure), _attentes(assure)
    pour_d_autres = [une for une in attentes if une.tiers_id == assure.pk]
    return EnCours([_suivie(demarche, le, attentes) for demarche in miennes], pour_d_autres)


@preparee
def _miennes(assure: Assure) -> QuerySet[Demarche]:
    return Demarche.objects.de(assure).ouvertes().sans_contenu().order_by("-deposee_le", "-id")


@preparee
def _attentes(assure: Assure) -> QuerySet[Attente]:
    return Attente.objects.de(assure).ouvertes()


def actions(suivies: Sequence[Suivie]) -> list[tuple[Suivie, Lien]]:
    """What goes on only with the person, beside the documents that are awaited: a query only for a room that needs one."""
    return [(suivie, suivie.a_suivre) for suivie in suivies if suivie.a_suivre is not None and not suivie.en_retard]


def une(assure: Assure, demarche: Demarche, le: datetime) -> Suivie:
    """One démarche of `assure`, with the document that it waits for."""
    return _suivies(assure, [demarche], le)[0]


def lire_page(assure: Assure, le: datetime, *, apres: str = "") -> Page:
    """All of a person's démarches, the latest first. An unknown `apres` begins at the top."""
    miennes = Demarche.objects.de(assure)
    borne = miennes.filter(reference=apres).values_list("deposee_le", "id").first() if apres else None
    if borne is not None:
        deposee_le, numero = borne
        miennes = miennes.filter(Q(deposee_le__lt=deposee_le) | Q(deposee_le=deposee_le, id__lt=numero))
    lues = list(miennes.sans_contenu().order_by("-deposee_le", "-id")[: PAR_PAGE + 1])
    suivante = lues[PAR_PAGE - 1].reference if len(lues) > PAR_PAGE else ""
    return Page(_suivies(assure, lues[:PAR_PAGE], le), suivante)


def _suivies(assure: Assure, demarches: list[Demarche], le: datetime) -> list[Suivie]:
    """One more query when some of them wait for something, and only then."""
    en_attente = [demarche.pk for demarche in demarches if _peut_attendre(demarche)]
    attentes = list(Attente.objects.de(assure).filter(demarche__in=en_attente).ouvertes()) if en_attente else []
    return [_suivie(demarche, le, attentes) for demarche in demarches]


def _suivie(demarche: Demarche, le: datetime, attentes: Sequence[Attente]) -> Suivie:
    """With those of these waits that stop it, or that its owner must answer."""
    if not _peut_attendre(demarche):
        return Suivie(demarche, le)
    siennes = (une for une in attentes if une.demarche_id == demarche.pk)
    return Suivie(demarche, le, tuple(une for une in siennes if une.suspend or une.de == De.ASSURE))


def _peut_attendre(demarche: Demarche) -> bool:
    """Its state says it, or its room may ask without stopping the clocks, or after the end."""
    teleservice = registre.celui_de(demarche.teleservice)
    if demarche.ouverte:
        return demarche.etat == Etat.A_COMPLETER or teleservice.demande_sans_arreter
    return teleservice.demande_apres_la_fin


def evenements(assure: Assure, demarche: Demarche) -> list[Evenement]:
    """The deposit, what changed its state and the room's milestones, in order."""
    jalons = registre.celui_de(demarche.teleservice).jalons
    lus = Evenement.objects.de(assure).filter(demarche=demarche).order_by("le", "id")
    return [
        evenement
        for evenement in lus
        if evenement.nom in ("deposer", *jalons) or (evenement.de and evenement.de != evenement.vers)
    ]


def frise(suivie: Suivie, passes: list[Evenement]) -> list[dict[str, str]]:
    """The timeline: sent, what followed, where it stands, what comes."""
    demarche, teleservice = suivie.demarche, suivie.teleservice
    envoyee = "Demande envoyée" if demarche.remplace_id is None else "Correction envoyée"
    depot = next((fait for fait in passes if fait.nom == "deposer"), None)
    passes = [fait for fait in passes if fait is not depot]
    points = [_point(envoyee, "passe", demarche.deposee_le, _par_qui(depot))]
    ailleurs = (*DES_ATTENTES, *teleservice.notes)  # they do not say where it stands
    courant = passes[-1] if demarche.ouverte and passes and passes[-1].nom not in ailleurs else None
    points += [
        _point(_libelle(teleservice, fait), "passe", fait.le, _par_qui(fait)) for fait in passes if fait is not courant
    ]
    if demarche.ouverte:
        ici, depuis = (_libelle(teleservice, courant), courant.le) if courant else (suivie.etat, None)
        points.append(_point(ici, "courant", depuis, "" if suivie.echeance or suivie.a_suivre else suivie.attente))
        fin, prevue = teleservice.prochaine, ""
        if suivie.echeance:
            fin = fin if teleservice.agents.se_remplit else suivie.issue
            prevue = suivie.promesse[0].upper() + suivie.promesse[1:]
        points.append({"libelle": fin, "etat": "a_venir", "date": prevue, "detail": ""})
    return points


def _libelle(teleservice: Teleservice, evenement: Evenement) -> str:
    """The milestone, the document, or the state that was reached; for a démarche that was stopped, by whom."""
    if evenement.nom in teleservice.jalons:
        return teleservice.jalons[evenement.nom]
    if evenement.nom == "annuler" and evenement.acteur == Evenement.Acteur.MANDATAIRE:
        return "Annulée"
    if evenement.nom in DES_ATTENTES or (evenement.vers == Etat.ANNULEE and evenement.nom in passages.PASSAGES):
        return passages.PASSAGES[evenement.nom].libelle
    return statut.libelle_etat(teleservice, evenement.vers)


def _par_qui(evenement: Evenement | None) -> str:
    """Said when it was not the person: what the caisse does needs no word."""
    par_un_autre = evenement is not None and evenement.acteur == Evenement.Acteur.MANDATAIRE
    return PAR_UN_AUTRE if par_un_autre else ""


def _point(libelle: str, etat: str, le: datetime | None, detail: str = "") -> dict[str, str]:
    quand = f"Le {formats.quand(le)}" if le else ""
    return {"libelle": libelle, "etat": etat, "date": quand, "detail": detail}
