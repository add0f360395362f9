"""A closed démarche is kept for as long as its declaration says, then what was answered goes; that it existed remains.

What goes: answers, summary and its PDF, documents that were sent, the decision and reasons written by hand. What stays: reference, states
and their dates, and the journal, which holds identifiers only.
"""

from __future__ import annotations

from datetime import datetime

from ameli.noyau import echeances
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import registre, scelles, transitions
from demarches.moteur.models import Demarche, Evenement
from demarches.moteur.models_acces import AccesTiers
from demarches.moteur.models_attente import Attente
from documents import moteur as papiers
from documents import pieces
from documents.editions.recapitulatif import nom_fichier

PIECES = "demarche.pieces"
declarer_genre("demarche.pieces_oubliees", "{acteur} : démarche – documents effacés, ils ont servi")
declarer_genre("demarche.oubliee", "{acteur} : démarche – réponses et documents effacés, à la fin de leur conservation")
POURQUOI = "kept long enough"


def compter_les_pieces(demarche: Demarche, *, depuis: datetime) -> None:
    """The files of this démarche have served at `depuis`: they go after `Conservation.pieces`. Said twice, it is said once."""
    duree = registre.celui_de(demarche.teleservice).conservation.pieces
    if duree is not None:
        objet = f"pieces:{demarche.reference}"
        echeances.planifier(PIECES, objet=objet, du_le=duree.apres(depuis), cle=objet)


@gestionnaire(PIECES)
def oublier_les_pieces(echeance: Echeance) -> None:
    """What was sent as files goes before the rest."""
    reference = echeance.objet.removeprefix("pieces:")
    trouvee = Demarche.objects.systeme(POURQUOI).only("pk").get(reference=reference)
    demarche = transitions.verrouiller(trouvee)
    effacees = pieces.oublier(demarche.objet)
    if effacees:
        journaliser(
            "demarche.pieces_oubliees", acteur="horloge", assure_ref=demarche.assure.public_id, objet=demarche.objet,
            donnees={"pieces": effacees},
        )  # fmt: skip


@gestionnaire("demarche.conservation")
def oublier(echeance: Echeance) -> None:
    """The retention has run. If the declaration keeps longer now than it did at the end of the démarche, wait for that."""
    reference = echeance.objet.removeprefix("conservation:")
    trouvee = Demarche.objects.systeme(POURQUOI).only("pk").get(reference=reference)
    demarche = transitions.verrouiller(trouvee)
    if demarche.close_le is None or demarche.oubliee_le is not None:
        return
    fin = registre.celui_de(demarche.teleservice).conservation.close.apres(demarche.close_le)
    if fin > echeance.du_le:
        transitions.conserver(demarche)
        return
    demarche.reponses, demarche.recapitulatif, demarche.decision, demarche.oubliee_le = {}, {}, {}, echeance.du_le
    demarche.save(update_fields=["reponses", "recapitulatif", "decision", "oubliee_le"])
    scelles.oublier(demarche)
    papiers.oublier_ceux(demarche.assure, nom_fichier(demarche.reference))
    effacees = pieces.oublier(demarche.objet) + pieces.oublier(demarche.objet_du_renvoi)
    Evenement.objects.systeme(POURQUOI).filter(demarche=demarche).update(motif="")
    AccesTiers.objects.systeme(POURQUOI).filter(attente__demarche=demarche).delete()
    Attente.objects.systeme(POURQUOI).filter(demarche=demarche).update(motif="", libelle="", reponse={}, tiers=None)
    journaliser(
        "demarche.oubliee", acteur="horloge", assure_ref=demarche.assure.public_id, objet=demarche.objet,
        donnees={"pieces": effacees},
    )  # fmt: skip
