"""What the person is told and given of a procuration: its message, its mail with the link that revokes, its paper (chapter 20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import Compte
from accounts.securite import jetons
from ameli.noyau import formats
from ameli.noyau.envois import deposer_sms
from demarches.catalogue.procuration import regles
from demarches.catalogue.procuration.droit import donnee_par
from demarches.catalogue.procuration.models import Procuration
from demarches.catalogue.procuration.reponses import Mandat
from demarches.moteur.declaration import Papier
from demarches.moteur.models import Demarche

LIEN = "procuration"
APRES_LA_FIN = timedelta(days=1)


def accuse(demarche: Demarche) -> str:
    return "depot" if demarche.ouverte else "acceptee"


def pour_message(demarche: Demarche) -> dict[str, Any]:
    lue = Mandat.de(demarche).mandataire
    return {"qui": lue.identite.abrege, "pour_quoi": regles.en_mots(lue.permis), "procuration": donnee_par(demarche)}


def pour_l_alerte(demarche: Demarche) -> dict[str, Any]:
    """With a link that revokes without signing in, while it runs."""
    donnee = donnee_par(demarche)
    return {
        "qui": Mandat.de(demarche).mandataire.identite.abrege,
        "procuration": donnee,
        "revoquer": lien_pour_revoquer(donnee) if donnee is not None else "",
    }


def lien_pour_revoquer(procuration: Procuration) -> str:
    """An absolute address for a mail: it revokes, and does nothing else."""
    assert procuration.au is not None
    duree = procuration.au - procuration.du + APRES_LA_FIN
    jeton = jetons.creer(procuration.assure.compte, LIEN, procuration.public_id, duree)
    return f"{settings.URL_PUBLIQUE}{reverse('demarches:procuration_lien')}?jeton={jeton}"


def en_vie(demarche: Demarche) -> bool:
    """Is it still to come or to serve?"""
    donnee = donnee_par(demarche)
    return demarche.ouverte if donnee is None else donnee.clos_le is None


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    donnee = donnee_par(demarche)
    if donnee is None or donnee.clos_le is not None:
        return ()
    adresse = reverse("demarches:procuration_papier", args=[donnee.public_id])
    return (Papier("Télécharger / Imprimer", adresse, jusqu_a=donnee.au),)


def par_sms(procuration: Procuration, compte: Compte) -> None:
    """For who has no confirmed address: no mail tells them that somebody may act."""
    mandataire = procuration.mandataire
    if compte.email_valide_le is not None or not compte.telephone or mandataire is None or procuration.au is None:
        return
    deposer_sms(
        a=compte.telephone, sujet="Quelqu’un peut agir pour vous à l’accueil", cle=f"{procuration.objet}:donnee:sms",
        assure_ref=procuration.assure.public_id,
        texte=f"compte ameli : {mandataire.abrege} peut agir pour vous à l’accueil jusqu’au {formats.jour(procuration.au)}. Ce n’est pas vous ? Révoquez dans votre compte, ou appelez le 36 46.",
    )  # fmt: skip
