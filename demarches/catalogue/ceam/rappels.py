"""Two months before its end, a card is said to be renewable; once, and not when another one exists."""

from __future__ import annotations

from datetime import datetime, time

from accounts.messagerie.depot import deposer_message
from accounts.models import CarteEuropeenne
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.ceam import famille
from demarches.catalogue.ceam.regles import validite

HEURE = time(9)


def planifier(carte: CarteEuropeenne) -> None:
    """In the transaction that makes `carte` active."""
    if carte.fin is None or carte.debut is None:
        return
    jour = max(validite.renouvelable_des(carte.fin), carte.debut)
    echeances.planifier(
        "carte_europeenne.renouveler", objet=f"carte_europeenne:{carte.public_id}",
        du_le=datetime.combine(jour, HEURE, PARIS), cle=f"carte_europeenne:{carte.public_id}:renouveler",
    )  # fmt: skip


@gestionnaire("carte_europeenne.renouveler")
def rappeler(echeance: Echeance) -> None:
    """Nothing is said of a card that was lost, that another one follows already, or whose holder has no rights any more."""
    carte = (
        CarteEuropeenne.objects.systeme("its reminder is due")
        .select_related("personne", "demandee_par__personne", "demandee_par__caisse")
        .get(public_id=echeance.objet.removeprefix("carte_europeenne:"))
    )
    autres = CarteEuropeenne.objects.systeme("is another card on its way?").filter(
        personne=carte.personne, demandee_le__gt=carte.demandee_le
    )
    suivie = autres.exclude(etat=CarteEuropeenne.Etat.ANNULEE).exists()
    titulaire = next(
        (m for m in famille.lire(carte.demandee_par, echeance.du_le) if m.personne.pk == carte.personne_id), None
    )
    if carte.etat != CarteEuropeenne.Etat.ACTIVE or suivie or titulaire is None or not titulaire.droits_ouverts:
        return
    deposer_message(
        carte.demandee_par, sujet="Une carte européenne à renouveler", gabarit="ceam/renouveler",
        contexte={"carte": carte, "personne": carte.personne, "caisse": carte.demandee_par.caisse},
        cle=f"carte_europeenne:{carte.public_id}:renouveler", le=echeance.du_le,
    )  # fmt: skip
