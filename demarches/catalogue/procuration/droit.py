"""The life of a procuration: it begins, is told before its end, ends; a year later nobody can tell who the mandataire was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from accounts.dossier import droits
from accounts.dossier.droits import TERME, Rappel
from accounts.dossier.panneaux import panneau
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from ameli.noyau import echeances
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.catalogue.procuration import regles
from demarches.catalogue.procuration.models import Procuration
from demarches.moteur import transitions
from demarches.moteur.models import Demarche
from documents import moteur as papiers

OUBLI, DONNEE = "procuration.oubli", "procuration.donnee"
declarer_genre(DONNEE, "{acteur} : procuration donnée, quelqu’un peut agir pour vous à l’accueil", toujours=True)
JALONS = {TERME: "terminee", Procuration.REMPLACEE: "remplacee", Procuration.DECES: "terminee"}


def ouvrir(
    assure: Assure, mandataire: regles.Mandataire, objets: Collection[str], *, acteur: str, le: datetime, cause: str = ""
) -> Procuration:  # fmt: skip
    """It begins at once, in the place of the one that runs, if any."""
    for courante in Procuration.objects.de(assure).en_cours(le).select_related("assure", "personne"):
        droits.clore(courante, acteur=acteur, le=le, motif=Procuration.REMPLACEE)
    du = jour_de(le)
    identite = {
        "civilite": mandataire.civilite, "nom": mandataire.nom, "prenom": mandataire.prenom,
        "naissance": mandataire.naissance.isoformat(),
    }  # fmt: skip
    neuve = Procuration(
        assure=assure, personne=assure.personne, du=du, au=regles.dernier_jour(du), cause=cause, identite=identite,
        objets=list(objets),
    )  # fmt: skip
    journaliser(DONNEE, acteur=acteur, assure_ref=assure.public_id, objet=neuve.objet)
    return droits.ouvrir(neuve, acteur=acteur, le=le)


def finit_bientot(procuration: Procuration, le: datetime) -> None:
    """Three days before, whether it served or not."""
    dire(procuration, "finit_bientot", "Votre procuration finit bientôt", le)


def finir(procuration: Procuration, le: datetime) -> None:
    """Its paper goes at once, the name of the mandataire in a year; the démarche says that it is over."""
    papiers.oublier_ceux(procuration.assure, nom_fichier(procuration))
    echeances.planifier(
        OUBLI, objet=f"oubli:{procuration.objet}", du_le=regles.CONSERVATION.apres(le), cle=f"oubli:{procuration.objet}"
    )
    demarche = demarche_de(procuration)
    if demarche is not None and procuration.motif in JALONS:
        transitions.noter(demarche, JALONS[procuration.motif], le=le, meme_close=True)


def demarche_de(procuration: Procuration) -> Demarche | None:
    """The démarche that gave it; None for one on paper."""
    return Demarche.objects.de(procuration.assure).filter(reference=procuration.cause).first()


def donnee_par(demarche: Demarche) -> Procuration | None:
    """The procuration that this démarche gave."""
    siennes = Procuration.objects.de(demarche.assure).filter(cause=demarche.reference)
    return siennes.select_related("assure__caisse", "personne").first()


def dire(procuration: Procuration, gabarit: str, sujet: str, le: datetime, suite: str = "", **contexte: object) -> None:
    """A message in the thread of its démarche, once."""
    deposer_message(
        procuration.assure, sujet=sujet, gabarit=f"procuration/{gabarit}",
        contexte={"procuration": procuration, "mandataire": procuration.mandataire, "caisse": procuration.assure.caisse, "le": le, **contexte},
        cle=f"{procuration.objet}:{gabarit}{suite}", demarche_reference=procuration.cause, le=le,
    )  # fmt: skip


def nom_fichier(procuration: Procuration) -> str:
    return f"procuration_{procuration.reference}.pdf"


@gestionnaire(OUBLI)
def oublier(echeance: Echeance) -> None:
    """A year after the end: the journal of uses keeps the reference, and nothing tells who."""
    public_id = echeance.objet.rpartition(":")[2]
    Procuration.objects.systeme("kept long enough").filter(public_id=public_id).update(identite={}, objets=[])


@dataclass(frozen=True)
class Donnees:
    """The procuration that runs, if any, and those that have ended, the latest first."""

    courante: Procuration | None
    finies: list[Procuration]


@panneau("procurations", ordre=60, gabarit="procuration/panneau.html")
def panneau_des_procurations(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, Donnees]:
    """Only on one's own card, and only when one is of age."""
    if assure.personne_id not in personnes or assure.personne.age(jour) < regles.AGE_DU_MANDATAIRE:
        return {}
    siennes = list(Procuration.objects.de(assure).order_by("-du", "-id")[:6])
    courante = next((une for une in siennes if une.clos_le is None and une.au is not None and jour <= une.au), None)
    return {assure.personne_id: Donnees(courante, [une for une in siennes if une is not courante])}


droits.declarer(Procuration, rappels=(Rappel(regles.RAPPEL, finit_bientot),), a_la_fin=finir)
