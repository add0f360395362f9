"""A case from its opening to its conclusion: the words are in a thread of the messagerie, the state is a row beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from accounts.messagerie import ecriture, reponse
from accounts.models import Agent, Assure, Fil
from ameli.noyau import formats
from ameli.noyau.formats import jour_semaine
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from paiements.models.dossier import Dossier

declarer_genre("dossier.conclu", "{acteur} : réponse à ce que vous avez signalé ou contesté")
Un = TypeVar("Un", bound=Dossier)


class DejaConclu(RuntimeError):
    """A colleague was faster."""


def ouvrir(
    modele: type[Un],
    assure: Assure,
    *,
    theme: str,
    sujet: str,
    texte: str,
    cle: str,
    motif: str,
    acteur: str,
    **objet: Any,
) -> Un:
    """The case about `objet` (its one field) and its thread, opened once. Raises ecriture.EcritureRefusee."""
    le = maintenant()
    with transaction.atomic():
        fil = ecriture.ecrire(assure, theme=theme, sujet=sujet, texte=texte, cle=cle, acteur=acteur, le=le)
        dossier, _ = modele.objects.de(assure).get_or_create(
            **objet, defaults={"assure": assure, "fil": fil, "motif": motif, "ouvert_le": le}
        )
    return dossier


def conclure(
    dossier: Un, agent: Agent, *, conclusion: str, texte: str, dernier_vu: int,
    effet: Callable[[Un, datetime], None] = lambda dossier, le: None,
) -> None:  # fmt: skip
    """Decide, once: the answer goes into the thread, which is closed, and `effet` happens with it.

    `dernier_vu` is the last message that the agent read. Raises DejaConclu, or reponse.ReponseRefusee.
    """
    le = maintenant()
    modele = type(dossier)
    with transaction.atomic():
        lignes = modele.objects.pour_agent(agent).select_for_update(of=("self",), no_key=True)
        un = lignes.select_related("fil__assure").get(pk=dossier.pk)
        if un.conclu_le is not None:
            raise DejaConclu
        if un.fil.ferme_le is not None:  # somebody closed the talk without deciding
            Fil.objects.pour_agent(agent).filter(pk=un.fil_id).update(ferme_le=None, reponse_possible=True)
        un.conclusion, un.conclu_le = conclusion, le
        un.save(update_fields=["conclusion", "conclu_le"])
        effet(un, le)
        reponse.repondre(
            un.fil, agent, texte=f"{un.get_conclusion_display()}.\n\n{texte}", cle=f"conclusion:{un.public_id}",
            dernier_vu=dernier_vu, clore=True, le=le,
        )  # fmt: skip
        journaliser(
            "dossier.conclu", acteur=agent.compte.acteur, assure_ref=un.fil.assure.public_id,
            objet=f"{modele._meta.model_name}:{un.public_id}",
        )  # fmt: skip


def frise(dossier: Dossier, jour: date) -> list[dict[str, str]]:
    """What has happened and what comes, for « composants/frise.html »; `fil` must be loaded."""
    conclu, prevue = dossier.conclu_le, dossier.fil.reponse_prevue_le
    if conclu is not None:
        attente = ""
    elif prevue is None:
        attente = "Votre caisse vous a écrit. Lisez son message."
    elif dossier.fil.en_retard(jour):
        attente = f"La réponse était promise pour le {jour_semaine(prevue)}. Elle est en retard, nous nous en excusons."
    else:
        attente = f"Réponse au plus tard le {jour_semaine(prevue)}."
    return [
        {"libelle": "Envoyé à votre caisse", "etat": "passe", "date": f"Le {formats.jour(dossier.ouvert_le)}"},
        {"libelle": "Étude par un agent", "etat": "courant" if conclu is None else "passe", "detail": attente},
        {"libelle": "Réponse", "etat": "a_venir"}
        if conclu is None
        else {
            "libelle": "Réponse",
            "etat": "passe",
            "date": f"Le {formats.jour(conclu)}",
            "detail": f"{dossier.etat}.",
        },
    ]
