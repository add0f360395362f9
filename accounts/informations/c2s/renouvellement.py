"""A year that follows another: asked for from four months before, opened by itself for RSA, ASPA and ASI (chapter 11 § 11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.dossier import c2s, c2s_lue, foyer
from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Zone, mensualite
from accounts.dossier.solidaire.voisins import Beneficie
from accounts.models import MinimumSocial
from accounts.models.c2s import AccordC2S, DroitC2S
from ameli.noyau.calendrier import jour_de

Nature = MinimumSocial.Nature
SANS_DEMANDE = (Nature.RSA, Nature.ASPA, Nature.ASI)


def suivi(droit: DroitC2S) -> bool:
    """Is the next year open already, or granted and awaiting its adhesion?"""
    plus_tard = DroitC2S.objects.de(droit.assure).filter(clos_le=None, au__gt=droit.dernier_jour)
    return plus_tard.exists() or AccordC2S.objects.de(droit.assure).filter(etat=AccordC2S.Etat.ATTENTE).exists()


def minimum(droit: DroitC2S, le: datetime) -> str | None:
    """The minimum income that renews it without a request, as the caisse knows it; RSA first, which is free."""
    jour = jour_de(le)
    courants = MinimumSocial.objects.de(droit.assure).filter(Q(au=None) | Q(au__gte=jour), du__lte=jour)
    natures = set(courants.filter(nature__in=SANS_DEMANDE).values_list("nature", flat=True))
    return next((str(une) for une in SANS_DEMANDE if une in natures), None)


def automatique(droit: DroitC2S, le: datetime) -> bool:
    """Open the next year by itself, if it may. Unpaid participations come first."""
    nature = minimum(droit, le)
    if nature is None or droit.impaye_depuis is not None:
        return False
    c2s.renouveler(
        droit, _membres(droit, le, gratuite := nature == Nature.RSA), gratuite=gratuite, acteur="horloge", le=le
    )
    return True


def _membres(droit: DroitC2S, le: datetime, gratuite: bool) -> tuple[Beneficie, ...]:
    """Those who are still there, each with what their age makes them pay in the new year."""
    du = droit.dernier_jour + timedelta(days=1)
    zone, chiffres = Zone.du_departement(droit.assure.caisse.departement), bareme.lire()
    gardes = []
    for un in c2s_lue.membres_de(droit.accord):
        membre = foyer.lire(un.assure, le).de_la_personne(un.personne_id)
        if membre is None or membre.decede or membre not in foyer.lire(un.assure, le).presents:
            continue
        prix = Decimal(0) if gratuite else mensualite(un.personne.date_naissance, du, zone, chiffres, jour_de(le))
        gardes.append(Beneficie(un.personne, prix))
    return tuple(gardes)
