"""What this floor has to say on home: rights that ended or are about to, an address at which no mail arrives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from accounts.a_faire import Ligne, Regard, Urgence
from accounts.informations import famille
from accounts.informations.famille import Membre
from ameli.noyau import formats

BIENTOT = timedelta(days=60)  # hypothesis: time enough to send papers and to have them read (14 working days)


def droits(regard: Regard) -> Iterable[Ligne]:
    """Rights of the insured person that are closed, or that end within two months; those of somebody they cover as well.

    When the insured person has none, nobody has any: one line says it.
    """
    membres = regard.lire(famille.lire)
    concernes = [membre for membre in membres if _finissent(membre, regard)]
    soi = next((membre for membre in concernes if membre.soi), None)
    for membre in concernes:
        if membre.soi or soi is None or membre.droits_au != soi.droits_au:
            yield _droits(membre, regard)


def contacts(regard: Regard) -> Iterable[Ligne]:
    """Mails that come back, and an address that nobody confirmed."""
    if regard.pour_autrui:
        return
    if regard.compte.injoignable:
        yield Ligne(
            "courriel", "Nos courriels ne vous arrivent pas",
            "Votre messagerie dit que votre adresse n’existe pas. Vérifiez-la, ou donnez-en une autre.",
            reverse("informations:courriel"), "Changer d’adresse", "messagerie", "à corriger", urgence=Urgence.PRESSE,
        )  # fmt: skip
    elif regard.compte.email_valide_le is None:
        yield Ligne(
            "courriel", "Votre adresse électronique n’est pas confirmée",
            "Sans elle, nous ne pouvons pas vous prévenir. Vérifiez-la dans « Mes informations ».",
            reverse("informations:accueil"), "Vérifier", "messagerie", "à confirmer",
        )  # fmt: skip


def _finissent(membre: Membre, regard: Regard) -> bool:
    """Closed today, or soon. Rights of a beneficiary that ended long ago are no news: they left the file."""
    if membre.soi and not membre.droits_ouverts(regard.jour):
        return True
    fin = membre.droits_au
    return fin is not None and regard.jour <= fin <= regard.jour + BIENTOT


def _droits(membre: Membre, regard: Regard) -> Ligne:
    ecrire = reverse("messagerie:ecrire_sur", args=["droits"])
    fin = membre.droits_au
    if not membre.droits_ouverts(regard.jour):
        passee = fin if fin is not None and fin < regard.jour else None
        return Ligne(
            "droits", "Vos droits sont fermés",
            "Vos soins ne sont plus remboursés. Dites-nous où vous vivez et ce que vous faites : nous vous répondons "
            "avec les papiers à envoyer.",
            ecrire, "Écrire à ma caisse", "attention", "depuis le" if passee else "à régler", le=passee,
            urgence=Urgence.PERDU,
        )  # fmt: skip
    assert fin is not None
    de_qui = "Vos droits finissent" if membre.soi else f"Les droits {formats.de(membre.prenom)} finissent"
    return Ligne(
        "droits", f"{de_qui} bientôt",
        "Votre situation a changé, ou vous n’êtes pas sûr ? Demandez-nous maintenant ce qu’il faut envoyer.",
        ecrire, "Écrire à ma caisse", "bouclier", "finit le", le=fin, urgence=Urgence.PRESSE,
    )  # fmt: skip
