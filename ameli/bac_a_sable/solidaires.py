"""Practice people whose Complémentaire santé solidaire lives: one awaits an adhesion, one may renew tomorrow, one has an unpaid month.

Each asked on paper: they have no démarche to show for it. Written before the payments, which have two parts from its first day on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.dossier import c2s
from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Zone, mensualite
from accounts.dossier.solidaire.voisins import Beneficie, Octroi
from accounts.informations import coordonnees
from accounts.models import AccordC2S, Assure
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, ajouter_mois
from paiements import participations
from paiements.models import TermeC2S

ACTEUR = "agent:LANDES-01"
ATTEND_DEPUIS = timedelta(days=40)  # one reminder has come
REFUSE_DEPUIS = timedelta(days=20)  # reminded five days ago, suspended in 25 days


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """In the caller's transaction."""
    accorder(assures["fatou"], midi(jour - ATTEND_DEPUIS), gratuite=False)
    du = ajouter_mois(ajouter_mois(jour + timedelta(days=1), 4), -12)
    accorder(assures["gaston"], midi(du - timedelta(days=20)), gratuite=True, du=du)
    _impaye(assures["lucie"], jour)


def accorder(assure: Assure, le: datetime, *autres: Assure, gratuite: bool, du: date | None = None) -> AccordC2S:
    """To this person, and to `autres` who live with them."""
    zone, jour = Zone.du_departement(assure.caisse.departement), le.astimezone(PARIS).date()
    membres = []
    for une in (assure.personne, *(un.personne for un in autres)):
        prix = Decimal(0) if gratuite else mensualite(une.date_naissance, jour, zone, bareme.lire(), jour)
        membres.append(Beneficie(une, prix))
    octroi = Octroi(tuple(membres), gratuite, "", f"P-{assure.public_id}", du)
    return c2s.accorder(assure, octroi, acteur=ACTEUR, le=le)


def _impaye(assure: Assure, jour: date) -> None:
    """Open since three months; the bank refused the latest month that it could."""
    decidee = ajouter_mois(jour.replace(day=1), -4) + timedelta(days=9)
    accord = accorder(assure, midi(decidee), gratuite=False)
    compte, signe_le = coordonnees.actuelles(assure), midi(decidee + timedelta(days=6))
    mandat = {
        "iban": compte.iban if compte else "", "titulaire": compte.titulaire if compte else "", "signe_le": signe_le.isoformat(),
        "reference": accord.reference_du_mandat, "preuve": "papier",
    }  # fmt: skip
    c2s.recevoir(accord, mandat, cause="", le=signe_le)
    droit = c2s.adherer(accord, acteur=ACTEUR, le=signe_le)
    refuse_le = jour - REFUSE_DEPUIS
    pris = list(TermeC2S.objects.de(assure).filter(droit=droit, le__lte=jour).order_by("rang"))
    for terme in pris:
        participations.prelever(terme.public_id, midi(terme.le))
        echeances.annuler(objet=terme.objet)
    dernier = [terme for terme in pris if terme.le < refuse_le][-1]
    participations.refuser(dernier, acteur=ACTEUR, le=midi(refuse_le))


def midi(jour: date) -> datetime:
    """Noon of that day in Paris."""
    return datetime.combine(jour, time(12), PARIS)
