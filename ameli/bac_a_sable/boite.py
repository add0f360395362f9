"""The practice letter box: what was received, kept once however many copies came."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import ChangementContact, Compte
from ameli.bac_a_sable.models import CourrierRecu
from ameli.bac_a_sable.personas import Persona, personas
from ameli.noyau import horloge
from ameli.noyau.calendrier import PARIS
from ameli.noyau.chiffrement import empreinte


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


def compte_de(une: Persona) -> Compte | None:
    """Their account, once they have opened one."""
    return Compte.objects.filter(assure__personne__nir_empreinte=empreinte("nir", une.nir)).order_by("pk").first()


def courriers_d_une_persona(une: Persona) -> QuerySet[CourrierRecu]:
    """Newest first: at the addresses of the file, those the account has, had or waits for, and by post."""
    return _recus(f"{une.prenom} {une.nom_courant}", {une.email, une.telephone}, compte_de(une))


def courriers_d_un_compte(compte: Compte) -> QuerySet[CourrierRecu]:
    """The same for who is signed in. A persona is known by their file too: what came before the account is there."""
    personne = compte.assure.personne  # type: ignore[union-attr]
    une = next((une for une in personas() if une.nir == personne.nir), None)
    return courriers_d_une_persona(une) if une else _recus(f"{personne.prenom} {personne.nom}", set(), compte)


def _recus(nom: str, adresses: set[str], compte: Compte | None) -> QuerySet[CourrierRecu]:
    """`nom` is how the block of an address begins on a letter."""
    if compte is not None:
        adresses |= {compte.email, compte.telephone}
        for change in ChangementContact.objects.filter(compte=compte).order_by("-id")[:10]:
            adresses |= {change.ancien, change.nouveau}
    filtre = Q(canal="lettre", a__istartswith=nom)
    for adresse in adresses - {""}:
        filtre |= Q(a__iexact=adresse)
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
