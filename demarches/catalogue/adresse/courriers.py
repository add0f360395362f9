"""What is to come by post while somebody moves: each open envelope, whatever téléservice it comes from."""

from __future__ import annotations

from accounts.models import Assure
from demarches.moteur import registre
from demarches.moteur.models import Demarche

A_POSTER = (
    "Elle n’est pas encore partie. Si nous enregistrons votre nouvelle adresse avant son envoi, elle y va. "
    "Sinon, elle part à l’ancienne : faites suivre votre courrier."
)
DEJA_PARTIE = "Elle est déjà partie à votre ancienne adresse : faites suivre votre courrier."


def en_chemin(assure: Assure) -> list[tuple[str, bool]]:
    """(what, does the post have it?) for each open démarche that sends something. One query."""
    salles = {t.code: t.courrier for t in registre.tous() if t.courrier is not None}
    ouvertes = Demarche.objects.de(assure).ouvertes().filter(teleservice__in=salles).order_by("id")
    return [
        (salles[code].nom, jalon in salles[code].partie) for code, jalon in ouvertes.values_list("teleservice", "jalon")
    ]


def au_recapitulatif(assure: Assure) -> list[tuple[str, str]]:
    """What the person reads of them before sending the new address."""
    return [(nom, DEJA_PARTIE if partie else A_POSTER) for nom, partie in en_chemin(assure)]
