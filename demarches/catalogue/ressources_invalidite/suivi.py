"""What the follow-up of a declaration shows besides, its papers, and the door to the history (chapter 19)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from accounts.models import Assure
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.ressources_invalidite import effets, regles
from demarches.catalogue.ressources_invalidite.explication import lignes_de
from demarches.catalogue.ressources_invalidite.reponses import de_la_demarche, est_invalide
from demarches.moteur.declaration import Encart, Lien, Papier
from demarches.moteur.models import Demarche
from paiements.models import DeclarationRessources
from paiements.ressources import mots

HISTORIQUE = "Invalidité\u00a0: Historique de mes déclarations de ressources"


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """The calculation, once it is used, with the appeal."""
    une = de_la_demarche(demarche)
    if une is None or une.exploitee_le is None or demarche.oubliee_le is not None:
        return None
    return Encart("ressources_invalidite/calcul.html", {
        "lignes": lignes_de(une.explication), "reduite": reduite(une), "suspendue": suspendue(une),
        "recours_avant": effets.recours_jusqu_au(jour_de(une.exploitee_le)), "prochaine": une.pension.declaration_le,
    })  # fmt: skip


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    """The notification of what changes, and the attestation that the rights are kept when nothing is left."""
    une = de_la_demarche(demarche)
    if une is None or une.exploitee_le is None or demarche.oubliee_le is not None:
        return ()
    donnes = [("Notification du calcul", "notification")] if reduite(une) else []
    donnes += [("Attestation de suspension, droits conservés", "attestation")] if suspendue(une) else []
    return tuple(
        Papier(libelle, reverse("demarches:ressources_papier", args=[demarche.reference, quoi]))
        for libelle, quoi in donnes
    )


def reduite(une: DeclarationRessources) -> bool:
    return Decimal(une.explication["retenue"]) > 0


def suspendue(une: DeclarationRessources) -> bool:
    """Nothing is left of the pension: the rights stay."""
    return Decimal(une.explication["verse"]) == 0 and Decimal(une.explication["due"]) > 0


def historique(assure: Assure) -> Lien | None:
    return Lien(HISTORIQUE, reverse("demarches:ressources_historique")) if est_invalide(assure) else None


def lignes(assure: Assure, le: datetime) -> list[dict[str, object]]:
    """Those sent within two years, the latest first. One query."""
    envoyees = DeclarationRessources.objects.de(assure).connues().reverse().select_related("pension")
    return [
        {
            "declaration": une, "periode": mots.titre(une), "remplacee": une.remplacee,
            "retenue": Decimal(une.explication["retenue"]) if une.explication else None,
            "mois": une.effet_mois, "depuis": mots.de(une.effet_mois) if une.effet_mois else "",
            "total": sum((m for natures in une.lues.values() for m in natures.values()), Decimal(0)),
        }
        for une in envoyees.avec_remplacee()
        if regles.dans_l_historique(une, le)
    ]  # fmt: skip
