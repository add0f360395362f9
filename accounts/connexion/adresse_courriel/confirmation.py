"""Ask for the confirmation of an address, and confirm it. Several accounts may hope for an address; one confirms it.

No screen says that an address is another account's: the mail that goes to it says so, to the one who reads it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Compte, JetonSecurite
from accounts.securite import alertes, jetons
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.envois import deposer_courriel
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("compte.courriel_confirme", "{acteur} : adresse de courriel confirmée")

USAGE = "courriel_a_confirmer"
VALABLE = timedelta(days=7)  # chapter 1 § 3.1

Issue = Literal["confirmee", "prise", "perdue"]


@transaction.atomic
def demander(compte: Compte) -> None:
    """Send the link to the address of `compte`, or a word to the account that has it already. Former links die.

    A link is drawn in both cases, and its end stored: no page can tell them apart.
    """
    JetonSecurite.objects.filter(compte=compte, usage=USAGE, utilise_le=None).update(utilise_le=maintenant())
    jeton = jetons.creer(compte, USAGE, _hacher(compte.email), VALABLE)
    cle = f"courriel:{compte.public_id}:{temps_reel().timestamp():.6f}"
    titulaire = titulaire_de_l_adresse(compte)
    if titulaire is not None:
        deposer_courriel(
            a=compte.email, gabarit="adresse_deja_prise", contexte={}, cle=cle, assure_ref=_ref(titulaire)
        )  # fmt: skip
        return
    contexte = {
        "prenom": compte.assure.personne.prenom if compte.assure is not None else "",
        "lien": f"{settings.URL_PUBLIQUE}{reverse('adresse_confirmer')}?jeton={jeton}",
        "jusqu_a": jusqu_a(compte),
    }
    deposer_courriel(a=compte.email, gabarit="adresse_a_confirmer", contexte=contexte, cle=cle, assure_ref=_ref(compte))


def jusqu_a(compte: Compte) -> str:
    """The day and hour at which the last link of `compte` ends, for its mail and each page; empty when none works."""
    liens = JetonSecurite.objects.filter(compte=compte, usage=USAGE, utilise_le=None, expire_le__gt=maintenant())
    fin = liens.order_by("-id").values_list("expire_le", flat=True).first()
    return formats.quand(fin) if fin else ""


def vivante(jeton: str) -> JetonSecurite | None:
    """The link, while its account still hopes for that address. Writes nothing."""
    ligne = jetons.lire(jeton, USAGE) if jeton else None
    return ligne if ligne is not None and ligne.liaison == _hacher(ligne.compte.email) else None


def confirmer(jeton: str) -> Issue:
    """Spend the link: from now on the account writes to this address."""
    if vivante(jeton) is None:
        return "perdue"
    try:
        with transaction.atomic():
            ligne = jetons.consommer(jeton, USAGE)
            if ligne is None:
                return "perdue"
            compte = (
                Compte.objects.select_for_update(no_key=True, of=("self",))
                .select_related("assure")
                .get(pk=ligne.compte_id)
            )
            premiere = compte.email_valide_le is None
            compte.email_valide_le = compte.contact_change_le = maintenant()
            compte.save(update_fields=["email_valide_le", "contact_change_le"])
            journaliser(
                "compte.courriel_confirme", acteur=compte.acteur, objet=f"compte:{compte.public_id}",
                assure_ref=_ref(compte),
            )  # fmt: skip
            if premiere:
                alertes.bienvenue(compte)
    except IntegrityError:  # somebody else confirmed it between the mail and the click
        return "prise"
    return "confirmee"


def corriger(compte: Compte, courriel: str) -> None:
    """Another address, while none is confirmed yet, and its link."""
    with transaction.atomic():
        Compte.objects.filter(pk=compte.pk, email_valide_le=None).update(email=courriel.strip().lower())
        compte.refresh_from_db(fields=["email"])
        demander(compte)


def titulaire_de_l_adresse(compte: Compte) -> Compte | None:
    """The other account that has confirmed the address of `compte`."""
    confirmes = Compte.objects.filter(email=compte.email, email_valide_le__isnull=False)
    return confirmes.exclude(pk=compte.pk).select_related("assure").first()


def _ref(compte: Compte) -> str:
    return compte.assure.public_id if compte.assure is not None else ""


def _hacher(courriel: str) -> str:
    return empreinte("courriel", courriel)[:32]
