"""When a démarche should be over: one date, told wherever it is read, and told again to the person when it has passed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, jour_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.models import Echeance
from demarches.delais import estimation, grille
from demarches.delais.models import Estimation
from demarches.moteur import registre
from demarches.moteur.models import Demarche

RETARD, PREFIXE = "demarche.retard", "promesse:"
DERNIERE_SECONDE = time(23, 59, 59)
MATIN = time(8)
PLUS_TARD = timedelta(minutes=1)


def promettre(demarche: Demarche, au: datetime | None) -> None:
    """`demarche` should be over at `au` (saved with its `alerte_le`); None while only the person can make it go on. The morning after, they are told."""
    demarche.prevue_le = au
    demarche.save(update_fields=["prevue_le", "alerte_le"])
    if au is not None:
        objet = f"{PREFIXE}{demarche.reference}"
        echeances.planifier(RETARD, objet=objet, du_le=lendemain(au), cle=f"{objet}:{au:%Y%m%d%H%M%S}")


def promettre_a_l_envoi(demarche: Demarche) -> None:
    """At the deposit, unless the room promised something itself: the last of its own delays; what the caisse takes, when
    somebody there must look."""
    if demarche.prevue_le is not None:
        return
    declares = [delai for delai in registre.celui_de(demarche.teleservice).delais if delai.au_depot]
    if demarche.alertes or not declares:
        promettre(demarche, delai_de_la_caisse(demarche))
    else:
        promettre(demarche, max(delai.duree.apres(demarche.deposee_le) for delai in declares))


def delai_de_la_caisse(demarche: Demarche) -> datetime:
    """The end of the day when its caisse should have treated it: as « Mes délais » says it, measured when it can be.

    What that service does not know is due when the agents' queue says that it is late.
    """
    teleservice, le = registre.celui_de(demarche.teleservice), demarche.deposee_le
    if not teleservice.precision:
        return teleservice.agents.retard.apres(le)
    _, precision = grille.PRECISIONS[teleservice.precision]
    delai = estimation.delai_de(demarche.assure, precision, Estimation.Canal.EN_LIGNE, le)
    jour = estimation.calculer(demarche.assure, precision, Estimation.Canal.EN_LIGNE, jour_de(le), delai).prevue
    return datetime.combine(jour, DERNIERE_SECONDE, PARIS)


def lendemain(au: datetime) -> datetime:
    """The morning when a promise that was not kept is told."""
    return datetime.combine(jour_de(au) + timedelta(days=1), MATIN, PARIS)


def des_etapes_attendent(demarche: Demarche, au: datetime) -> bool:
    """Is something of `demarche` due before `au` still to be done? It may end what looks late."""
    return Echeance.objects.filter(
        objet=f"demarche:{demarche.reference}", etat=Echeance.Etat.EN_ATTENTE, du_le__lt=au
    ).exists()


def redire_plus_tard(echeance: Echeance) -> None:
    """The same question in a minute."""
    du_le = maintenant() + PLUS_TARD
    echeances.planifier(RETARD, objet=echeance.objet, du_le=du_le, cle=f"{echeance.objet}:{du_le:%Y%m%d%H%M%S%f}")
