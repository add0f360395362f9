"""What the registry knows of the Complémentaire santé solidaire, read (chapter 11); `accounts.dossier.c2s` writes it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Zone, mensualite, premier_du_mois_suivant
from accounts.dossier.solidaire.voisins import EnCours
from accounts.models import Assure
from accounts.models.c2s import AccordC2S, DroitC2S, MembreC2S
from accounts.models.complementaires import LiaisonComplementaire
from ameli.noyau.calendrier import ajouter_mois, jour_de

MOIS_DE_DROIT = 12
Etat, Nature = AccordC2S.Etat, LiaisonComplementaire.Nature


def en_cours(dossier: Assure, le: date) -> EnCours | None:
    """The running right of a file, or the last that ended; None when there was never one. One query.

    Of a file that came with a cover whose decision is not known here (`importation`), the cover says it.
    """
    dernier = dernier_de(dossier)
    if dernier is not None:
        au = min(dernier.dernier_jour, jour_de(dernier.clos_le)) if dernier.clos_le else dernier.dernier_jour
        return EnCours(dernier.du, au, dernier.accord.gratuite, dernier.impaye_depuis is not None)
    siennes = LiaisonComplementaire.objects.de(dossier).filter(
        beneficiaire=None, nature__in=LiaisonComplementaire.SOLIDAIRES
    )
    une = siennes.order_by("-du", "-id").first()
    if une is None:
        return None
    return EnCours(une.du, une.au or _fin(une.du, le), une.nature == Nature.C2S)


def dernier_de(dossier: Assure) -> DroitC2S | None:
    """The right of this file that ends last, with its accord."""
    siens = DroitC2S.objects.de(dossier).select_related("accord__organisme", "assure__personne", "personne")
    return siens.order_by("-au", "-id").first()


def _fin(du: date, le: date) -> date:
    """Of a cover without end, the last day of the year that runs on `le`."""
    fin = ajouter_mois(du, MOIS_DE_DROIT)
    while fin <= le:
        fin = ajouter_mois(fin, MOIS_DE_DROIT)
    return fin - timedelta(days=1)


def droit_qui_couvre(assure: Assure, public_id: str) -> DroitC2S | None:
    """The right of this public id, if it covers somebody through this file."""
    siens = MembreC2S.objects.de(assure).filter(assure=assure, accord__droit__public_id=public_id)
    membre = siens.select_related("accord__droit__accord__organisme").first()
    return membre.accord.droit if membre is not None else None


def attendu_de(dossier: Assure) -> AccordC2S | None:
    """The adhesion that this file is awaited for."""
    siens = AccordC2S.objects.de(dossier).filter(etat=Etat.ATTENTE)
    return siens.select_related("organisme", "assure__personne", "assure__caisse").first()


def mandat_de(dossier: Assure) -> AccordC2S | None:
    """The accord whose adhesion brought the mandate in force: it goes on through the renewals. One query."""
    signes = AccordC2S.objects.de(dossier).filter(assure=dossier, etat=Etat.OUVERT).exclude(recue_le=None)
    return signes.order_by("-recue_le", "-id").first()


def membres_de(accord: AccordC2S) -> list[MembreC2S]:
    """With their file and their person, in the order of the decision. Nobody who has died: they are neither named nor paid for."""
    return [un for un in tous_les_membres_de(accord) if un.personne.date_deces is None]


def tous_les_membres_de(accord: AccordC2S) -> list[MembreC2S]:
    """The dead too, for agents."""
    siens = MembreC2S.objects.systeme("the accord was found in a perimeter").filter(accord=accord)
    return list(siens.select_related("assure__caisse", "personne").order_by("id"))


# Its first day, and what it costs


def premier_jour(accord: AccordC2S, jour: date) -> date:
    """Of a right that is decided, or whose adhesion comes, on that day."""
    return _premier_jour(accord.suite_de, jour)


def ouverture(dossier: Assure, jour: date) -> date:
    """The same before anything is decided. One query."""
    ancien = en_cours(dossier, jour)
    return _premier_jour(ancien.au if ancien else None, jour)


def _premier_jour(suite_de: date | None, jour: date) -> date:
    """The day after the right that it renews, when that has not passed; else the first of the next month."""
    suite = suite_de + timedelta(days=1) if suite_de else None
    return suite if suite is not None and suite > jour else premier_du_mois_suivant(jour)


def prix(accord: AccordC2S, naissance: date, du: date) -> Decimal:
    """Euros a month for a member born on that day, when it opens on `du`: the age on 1 January of that year counts."""
    if accord.gratuite:
        return Decimal(0)
    zone = Zone.du_departement(accord.assure.caisse.departement)
    return mensualite(naissance, du, zone, bareme.lire(), jour_de(accord.accorde_le))


def membres_au(accord: AccordC2S, jour: date) -> list[MembreC2S]:
    """With what each pays if the adhesion comes on that day. The decision said it for the year that it foresaw; another one has its own."""
    membres, du = membres_de(accord), premier_jour(accord, jour)
    if du.year != premier_jour(accord, jour_de(accord.accorde_le)).year:
        for un in membres:
            un.mensualite = prix(accord, un.personne.date_naissance, du)
    return membres


def plus_tard(accord: AccordC2S, jour: date) -> tuple[int, Decimal] | None:
    """The year after, and what the foyer pays a month if it opens only then; None where an adhesion in time changes nothing."""
    if accord.adherer_avant is None:
        return None
    du, maintenant, ensuite = (
        premier_jour(accord, accord.adherer_avant),
        *(sum((un.mensualite for un in membres_au(accord, le)), Decimal(0)) for le in (jour, accord.adherer_avant)),
    )
    return (du.year, ensuite) if ensuite != maintenant else None
