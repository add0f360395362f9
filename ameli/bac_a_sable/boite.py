"""The practice letter box: what was received, kept once however many copies came."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import ChangementContact, Compte
from ameli.bac_a_sable.models import CourrierRecu
from ameli.bac_a_sable.personas import Persona
from ameli.noyau import horloge
from ameli.noyau.chiffrement import empreinte

PARIS = horloge.PARIS


def recevoir(
    canal: CourrierRecu.Canal,
    cle: str,
    *,
    a: str,
    texte: str,
    de: str = "",
    objet: str = "",
    html: str = "",
    message_id: str = "",
) -> bool:
    """Keep what came, or count one more copy of what is here already; True for a first copy."""
    courrier, nouveau = CourrierRecu.objects.get_or_create(
        cle=f"{canal.value}:{cle}"[:512],
        defaults={
            "canal": canal, "a": a, "de": de[:255], "objet": objet[:255], "texte": texte, "html": html,
            "message_id": message_id[:255], "recu_le": horloge.maintenant(), "recu_reel_le": horloge.temps_reel(),
        },
    )  # fmt: skip
    if not nouveau:
        CourrierRecu.objects.filter(pk=courrier.pk).update(copies=F("copies") + 1)
    return nouveau


def courriers_de(adresse: str = "") -> QuerySet[CourrierRecu]:
    """Oldest first; those of one mail address or phone number (spaces tolerated), or all of them."""
    courriers = CourrierRecu.objects.order_by("id")
    if not adresse:
        return courriers
    return courriers.filter(Q(a__iexact=adresse.strip()) | Q(a="".join(adresse.split())))


def courriers_d_une_persona(une: Persona) -> QuerySet[CourrierRecu]:
    """Newest first: at the addresses of the file, those the account has, had or waits for, and by post (the block begins with the name)."""
    filtre = (
        Q(a__iexact=une.email)
        | Q(a=une.telephone)
        | Q(canal="lettre", a__istartswith=f"{une.prenom} {une.nom_courant}")
    )
    compte = Compte.objects.filter(assure__personne__nir_empreinte=empreinte("nir", une.nir)).first()
    if compte is not None:
        filtre |= Q(a__iexact=compte.email)
        if compte.telephone:
            filtre |= Q(a=compte.telephone)
        for change in ChangementContact.objects.filter(compte=compte).order_by("-id")[:10]:
            for adresse in (change.ancien, change.nouveau):
                filtre |= Q(a__iexact=adresse) if adresse else Q()
    return CourrierRecu.objects.filter(filtre).order_by("-id")


def en_clair(courrier: CourrierRecu) -> dict[str, Any]:
    """What `manage.py courrier --format json` prints; dates in Paris time, ISO 8601."""
    return {
        "canal": courrier.canal,
        "a": courrier.a,
        "de": courrier.de,
        "objet": courrier.objet,
        "texte": courrier.texte,
        "html": courrier.html,
        "recu_le": courrier.recu_le.astimezone(PARIS).isoformat(),
        "recu_reel_le": courrier.recu_reel_le.astimezone(PARIS).isoformat(),
        "message_id": courrier.message_id,
        "copies": courrier.copies,
    }
