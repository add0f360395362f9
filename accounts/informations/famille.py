"""The people of a file as a summary tells them: who is covered until when, with which doctor, cover and cards. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import (
    AccordC2S,
    Assure,
    CarteEuropeenne,
    CarteVitale,
    CommandeCarteVitale,
    DroitC2S,
    LiaisonComplementaire,
    Opposition,
    Personne,
)
from ameli.noyau.calendrier import jour_de
from ameli.noyau.preparees import preparee

SERVIES = (CarteVitale.Etat.ACTIVE, CarteVitale.Etat.REMPLACEE)  # what was declared about them is over


@dataclass(frozen=True, slots=True)
class Membre:
    """One person of the file; `cle` is how forms and addresses name them. `mutuelles` is how many covers run, `mutuelle` the name of one of them.

    `carte` is the state of their latest Vitale card, empty when they never had one; `carte_en_route`: a new one is ordered.
    `a_commander_avant` is the last moment to order online the one that replaces a card declared lost, stolen or failing,
    None when nothing is to be ordered; `declaration` is the démarche that declared it. `ceam_fin` is the last day of the
    European card in hand, None when another one is on its way. Of the insured person alone: until when an adhesion to the
    Complémentaire santé solidaire is awaited, its last day, and whether it is suspended.
    """

    cle: str
    prenom: str
    soi: bool
    droits_du: date | None
    droits_au: date | None
    medecin: str
    mutuelle: str
    mutuelles: int
    carte: str
    carte_en_route: bool
    a_commander_avant: datetime | None
    declaration: str
    ceam_fin: date | None
    c2s_a_adherer_avant: date | None = None
    c2s_au: date | None = None
    c2s_suspendue: bool = False

    def droits_ouverts(self, le: date) -> bool:
        """As `Assure.droits_ouverts`."""
        return self.droits_du is not None and self.droits_du <= le and (self.droits_au is None or le <= self.droits_au)


def lire(assure: Assure, le: datetime) -> list[Membre]:
    """The insured person first, then those they cover, in the order of their ranks. `assure.personne` need not be loaded."""
    return [_membre(assure, personne) for personne in _personnes(assure, jour_de(le))]


@preparee
def _personnes(assure: Assure, jour: date) -> QuerySet[Personne]:
    return (
        Personne.objects.alias(
            lien=FilteredRelation("rattachements", condition=Q(rattachements__assure=assure)),
            declare=FilteredRelation("medecins_traitants", condition=Q(medecins_traitants__assure=assure)),
        )
        .filter(Q(pk=assure.personne_id) | Q(lien__isnull=False, lien__silence_le=None))
        .annotate(
            rang=F("lien__rang"),
            ouverts_du=F("lien__droits_du"),
            ouverts_au=F("lien__droits_au"),
            medecin=F("declare__nom"),
            **_couvertures(assure, jour),
            **_cartes(),
            **_solidaire(assure),
        )
        .order_by(F("rang").asc(nulls_first=True))
        .defer("nir")
    )


def _couvertures(assure: Assure, jour: date) -> dict:
    """Those of this file alone; one organism is one cover, whatever its contracts."""
    de_qui = Q(beneficiaire__personne=OuterRef("pk")) | Q(beneficiaire=None, assure__personne=OuterRef("pk"))
    en_cours = LiaisonComplementaire.objects.de(assure).filter(
        de_qui, Q(au=None) | Q(au__gte=jour), du__lte=jour, ecartee_le=None
    )
    nombre = en_cours.order_by().values("assure").annotate(nombre=Count("organisme", distinct=True)).values("nombre")
    return {
        "mutuelle": Subquery(en_cours.order_by("du", "id").values("organisme__nom")[:1]),
        "mutuelles": Subquery(nombre),
    }


def _solidaire(assure: Assure) -> dict:
    attendus = AccordC2S.objects.de(assure).filter(etat=AccordC2S.Etat.ATTENTE, recue_le=None)
    droits = DroitC2S.objects.de(assure).filter(clos_le=None).order_by("-au", "-id")
    return {
        "c2s_a_adherer_avant": Subquery(attendus.values("adherer_avant")[:1]),
        "c2s_au": Subquery(droits.values("au")[:1]),
        "c2s_suspendue_le": Subquery(droits.values("suspendu_le")[:1]),
    }


def _cartes() -> dict:
    siennes = {"personne": OuterRef("pk")}
    vitale = CarteVitale.objects.filter(**siennes)
    oppositions = Opposition.objects.systeme("of people of the file").filter(levee_le=None, **siennes)
    derniere = oppositions.exclude(carte__etat__in=SERVIES).order_by("-le", "-id")
    commandes = CommandeCarteVitale.objects.systeme("of people of the file").filter(**siennes)
    europeennes = CarteEuropeenne.objects.systeme("of people of the file").filter(**siennes)
    return {
        "carte": Subquery(vitale.order_by("-emise_le", "-id").values("etat")[:1]),
        "en_route": Exists(commandes.filter(etat__in=CommandeCarteVitale.EN_CHEMIN)),
        "opposee_jusqu_a": Subquery(derniere.values("commander_avant")[:1]),
        "declaration": Subquery(derniere.values("cause")[:1]),
        "ceam_attendue": Exists(europeennes.filter(etat__in=CarteEuropeenne.ATTENDUES)),
        "ceam_fin": Subquery(
            europeennes.filter(etat=CarteEuropeenne.Etat.ACTIVE).order_by("-fin", "-id").values("fin")[:1]
        ),
    }


def _membre(assure: Assure, personne: Personne) -> Membre:
    soi = personne.pk == assure.personne_id
    lue = vars(personne)
    return Membre(
        cle=personne.public_id,
        prenom=personne.prenom,
        soi=soi,
        droits_du=assure.droits_du if soi else lue["ouverts_du"],
        droits_au=assure.droits_au if soi else lue["ouverts_au"],
        medecin=lue["medecin"] or "",
        mutuelle=lue["mutuelle"] or "",
        mutuelles=lue["mutuelles"] or 0,
        carte=lue["carte"] or "",
        carte_en_route=lue["en_route"],
        a_commander_avant=None if lue["en_route"] else lue["opposee_jusqu_a"],
        declaration=lue["declaration"] or "",
        ceam_fin=None if lue["ceam_attendue"] else lue["ceam_fin"],
        c2s_a_adherer_avant=lue["c2s_a_adherer_avant"] if soi else None,
        c2s_au=lue["c2s_au"] if soi else None,
        c2s_suspendue=soi and lue["c2s_suspendue_le"] is not None,
    )
