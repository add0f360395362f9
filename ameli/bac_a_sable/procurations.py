"""Practice procurations: one that ends tomorrow, one that ended yesterday, one that served twice at the desk. Odette gives hers herself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from accounts.dossier import droits
from accounts.models import Agent, Assure
from ameli.noyau.calendrier import PARIS, ajouter_mois, fin_du_jour
from ameli.noyau.horloge import maintenant
from demarches.catalogue.procuration.models import Procuration, UsageProcuration

ACTEUR = "agent:LANDES-01"  # given by letter: these people have no démarche to show for it
# persona, last day (days from today), mandataire, what for, when it served (days ago, what for)
DONNEES = (
    ("bernard", 1, ("MADAME", "Lesbats", "Maïté", "1971-06-18"), ("IJ", "ARRET"), ()),
    ("patrick", -1, ("MONSIEUR", "Darricau", "Jean-Luc", "1958-01-09"), ("C2S",), ()),
    ("thomas", 12, ("MADAME", "Laborde", "Élise", "1983-09-27"), ("IJ", "ARRET", "ATMP"), ((9, "ARRET"), (4, "IJ"))),
)


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """Write them, once for an empty base."""
    agent = Agent.objects.get(matricule="LANDES-01")
    for cle, reste, (civilite, nom, prenom, naissance), objets, usages in DONNEES:
        au, assure = jour + timedelta(days=reste), assures[cle]
        procuration = Procuration(
            assure=assure, personne=assure.personne, du=ajouter_mois(au, -1), au=au, objets=list(objets),
            identite={"civilite": civilite, "nom": nom, "prenom": prenom, "naissance": naissance},
        )  # fmt: skip
        if reste < 0:
            procuration.clos_le, procuration.clos_par, procuration.motif = (
                fin_du_jour(midi(au)),
                "horloge",
                droits.TERME,
            )
            procuration.save()
        else:
            droits.ouvrir(procuration, acteur=ACTEUR, le=maintenant())
        for avant, quoi in usages:
            UsageProcuration.objects.create(
                procuration=procuration, agent=agent, caisse_id=agent.caisse_id, demarche=quoi,
                le=midi(jour - timedelta(days=avant)),
            )  # fmt: skip


def midi(jour: date) -> datetime:
    """Noon of that day in Paris: the desks are open."""
    return datetime.combine(jour, time(12), PARIS)
