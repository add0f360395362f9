"""The pages of the guide that no address alone opens: what follows a forgotten password, and a payment."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from accounts.models import Compte
from paiements.creances import dette
from paiements.models import Avis, PaiementEnLigne
from tests.accounts.test_oubli import choisir, demander, liens
from tests.fabriques import connecter
from tests.paiements.dossier import annoncer, nouvelle_du_kiosque


def de(chapitre: str, courriel: str) -> Iterator[tuple[str, Client, str]]:
    """(name of the screen, who sees it, where), in their order, as the account of `courriel` meets them."""
    compte = Compte.objects.get(email=courriel)
    if chapitre == "mot-de-passe-oublie":
        yield from _apres_l_oubli(compte)
    elif chapitre == "creances":
        yield from _apres_la_reference(compte)


def _apres_l_oubli(compte: Compte) -> Iterator[tuple[str, Client, str]]:
    client = Client()
    personne = compte.assure.personne
    demander(personne.nir_complet, f"{personne.date_naissance:%d/%m/%Y}", client=client)
    yield "oubli-envoye", client, reverse("oubli_envoye")
    jeton = liens()[-1]
    yield "oubli-choisir", client, f"{reverse('oubli_nouveau')}?jeton={jeton}"
    choisir(jeton, client=client)
    yield "oubli-fait", client, reverse("oubli_fait")


def _apres_la_reference(compte: Compte) -> Iterator[tuple[str, Client, str]]:
    client = connecter(Client(), compte)
    avis = next(
        un for un in Avis.objects.de(compte.assure).order_by("id") if any(due.payable for due in dette.lire(un))
    )
    page = client.post(reverse("paiements:creances"), {"reference": avis.reference})["Location"]
    yield "creances-avis", client, page
    rang, due = next((rang, due) for rang, due in enumerate(dette.lire(avis), 1) if due.payable)
    attente = client.post(page, {f"payer_{rang}": "on", f"montant_{rang}": str(due.payable)})["Location"]
    yield "creances-kiosque", client, attente
    client.post(f"{attente}depart/")
    annoncer(nouvelle_du_kiosque(PaiementEnLigne.objects.de(compte.assure).latest("pk")))
    yield "creances-etat", client, attente
