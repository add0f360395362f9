"""What this floor tells agents of somebody, beside the file itself: how to reach them, their messages, who read the file."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.admin.volets import LIGNES, Rangee, volet
from accounts.informations.securite import lecture
from accounts.models import Agent, Assure, CodeProvisoire, Compte, Connexion, Fil
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.masquage import masquer_courriel, masquer_telephone


@volet("compte", 10, "Compte et contacts", "Aucun compte n’est ouvert.")
def compte(assure: Assure, agent: Agent) -> list[Rangee]:
    """Mail, telephones, last sign-in, provisional code: what somebody who cannot get in asks about. Two queries."""
    sien = getattr(assure, "compte", None)
    return [*(_contacts(sien) if sien else ()), *_code_en_cours(assure)]


def _contacts(sien: Compte) -> Iterator[Rangee]:
    courriel = "confirmée" if sien.email_valide_le else "pas encore confirmée"
    yield Rangee(
        "Adresse de courriel",
        f"{masquer_courriel(sien.email)}, {'elle refuse nos courriels' if sien.injoignable else courriel}",
    )
    for nom, numero in (("Téléphone mobile", sien.telephone), ("Téléphone fixe", sien.telephone_fixe)):
        yield Rangee(nom, masquer_telephone(numero) if numero else "aucun")
    if sien.contact_change_le:
        yield Rangee("Courriel ou mobile changé", formats.quand(sien.contact_change_le))
    derniere = Connexion.objects.filter(compte=sien).order_by("-le", "-id").first()
    if derniere is None:
        yield Rangee("Dernière connexion", "jamais connecté")
    else:
        yield Rangee(
            "Dernier essai de connexion",
            f"{formats.quand(derniere.le)}\N{NO-BREAK SPACE}: {derniere.get_resultat_display()}",
        )


def _code_en_cours(assure: Assure) -> Iterator[Rangee]:
    vivants = CodeProvisoire.objects.de(assure).filter(utilise_le=None, annule_le=None, expire_le__gt=maintenant())
    for code in vivants:
        yield Rangee(
            "Code provisoire en cours",
            f"donné {formats.quand(code.emis_le)} ({code.get_canal_display()}), valable jusqu’au {formats.jour(code.expire_le)} à {formats.heure(code.expire_le)}",
        )


@volet("messages", 30, "Messages", "Aucun message.")
def messages(assure: Assure, agent: Agent) -> list[Rangee]:
    """The latest threads. One query."""
    fils = Fil.objects.de(assure).order_by("-dernier_le", "-id")[:LIGNES]
    return [Rangee(fil.intitule, _du_fil(fil), reverse("admin:accounts_fil_change", args=[fil.pk])) for fil in fils]


def _du_fil(fil: Fil) -> str:
    attend = f", réponse promise le {formats.jour(fil.reponse_prevue_le)}" if fil.reponse_prevue_le else ""
    return f"Dernier message {formats.quand(fil.dernier_le)}{attend}"


@volet("consultations", 90, "Qui a consulté", "Personne n’a consulté ce dossier.")
def consultations(assure: Assure, agent: Agent) -> list[Rangee]:
    """As the person reads it: agents are not named. Two queries."""
    return [
        Rangee(
            f"{une.phrase} ({une.fois} fois)" if une.fois > 1 else une.phrase,
            ", ".join(filter(None, (formats.quand(une.le), une.service, une.raison))),
        )
        for une in lecture.consultations(assure).lignes[:LIGNES]
    ]
