"""At the deposit the procuration begins, unless an agent must look first; it is revoked at any time (chapter 20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.dossier import droits
from accounts.securite import jetons
from demarches.catalogue.procuration import droit, regles
from demarches.catalogue.procuration.models import Procuration
from demarches.catalogue.procuration.reponses import Mandat
from demarches.moteur import accords, transitions
from demarches.moteur.declaration import Geste, Papier, Par
from demarches.moteur.models import Demarche

LIEN = "procuration"
APRES_LA_FIN = timedelta(days=1)


def deposer(demarche: Demarche) -> None:
    if demarche.alertes:
        transitions.programmer(demarche, "verification", depuis=demarche.deposee_le)
    else:
        demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=demarche.deposee_le).etat


def verifier(demarche: Demarche, le: datetime) -> None:
    """Nobody at the caisse has looked yet."""
    transitions.prendre(demarche, le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted by itself or by an agent, it begins that day."""
    if evenement == "accepter":
        lue = Mandat.de(demarche).mandataire
        droit.ouvrir(demarche.assure, lue.identite, lue.permis, acteur=acteur, le=le, cause=demarche.reference)


def contester(demarche: Demarche, acteur: str, le: datetime) -> None:
    """« Ce n’est pas moi », once it has begun: revoked like the rest is stopped."""
    if revocable(demarche, le):
        accords.faire(demarche, REVOQUER, acteur, {})


def donnee_par(demarche: Demarche) -> Procuration | None:
    """The procuration that this démarche gave."""
    siennes = Procuration.objects.de(demarche.assure).filter(cause=demarche.reference)
    return siennes.select_related("assure__caisse", "personne").first()


def revocable(demarche: Demarche, le: datetime) -> bool:
    donnee = donnee_par(demarche)
    return donnee is not None and donnee.ouvert(le)


def _revoquer(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    donnee = donnee_par(demarche)
    assert donnee is not None  # `possible` found it in this transaction
    return _clore(donnee, acteur, le)


def revoquer(procuration: Procuration, acteur: str, le: datetime) -> str:
    """At once, everywhere, from any page. Raises TransitionInterdite or DroitClos when it is over already."""
    demarche = droit.demarche_de(procuration)
    return _clore(procuration, acteur, le) if demarche is None else accords.faire(demarche, REVOQUER, acteur, {})


def _clore(procuration: Procuration, acteur: str, le: datetime) -> str:
    """No message and no mail: whoever is afraid of somebody at home leaves no banner behind. The pages and the journal say it."""
    droits.clore(procuration, acteur=acteur, le=le, motif=Procuration.REVOQUEE)
    return "Votre procuration est révoquée. Elle ne vaut plus rien dès maintenant."


REVOQUER = Geste(
    "revoquer",
    "Révoquer ma procuration",
    "Elle ne vaudra plus rien tout de suite, dans tous les accueils. Nous n’écrivons pas à votre mandataire.",
    par=Par.ASSURE,
    possible=revocable,
    faire=_revoquer,
)


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
