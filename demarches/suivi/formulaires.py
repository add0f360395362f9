"""What is asked on the page of a démarche that waits for a document."""

from __future__ import annotations

from typing import Any

from accounts.fichiers.depot import Depot
from accounts.fichiers.formulaires import AvecDepot, ChampDepot
from ameli.noyau.horloge import maintenant
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces
from demarches.moteur.renvois import formulaire_de_renvoi


class FormulairePieces(AvecDepot):
    """The document that the caisse asked for, in as many photos or pages as it takes."""

    fichiers = ChampDepot(label="Votre document, en photo ou en PDF")


def formulaire_attendu(
    demarche: Demarche, demande: Attente, data: Any = None, files: Any = None
) -> FormulairePieces | FormulaireDePieces:
    """The step that was reopened, with its own checks; otherwise any document, whose files wait beside the form."""
    if not demande.place:
        return FormulairePieces(data, files, depot=Depot(demarche.assure, demarche.objet))
    contexte = Contexte(demarche.assure, demarche.compte, maintenant(), reponses=demarche.reponses)
    return formulaire_de_renvoi(demarche, demande.place, contexte, data, files)
