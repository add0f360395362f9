"""Who one may be: a list that one searches, and a sheet for each person, to read, to print, or to sign in at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.securite import session
from ameli.bac_a_sable import banque, etiquettes, factures
from ameli.bac_a_sable.boite import compte_de
from ameli.bac_a_sable.formateur import est_formateur
from ameli.bac_a_sable.identites import sans_accent
from ameli.bac_a_sable.personas import Persona, agents, persona, personas, pour_commencer
from ameli.bac_a_sable.voies import voies
from ameli.noyau.horloge import aujourdhui, temps_reel
from ameli.noyau.saisie.signes import ligne
from demarches.guide.chapitres import CHAPITRES

PAR_NUMERO = "accounts.connexion.identification.ParNir"


@login_not_required
@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """The people, those whose sheet holds the words of `?q=` alone; chapters of the catalogue, ways in, practice accounts, agents."""
    cherche = ligne(request.GET.get("q", ""))
    contexte = {
        "personas": [une for une in personas() if _repond(une, cherche)],
        "cherche": cherche,
        "formateur": est_formateur(request),
        "chapitres": [(un, pour_commencer()[un.numero], _autres(un.numero)) for un in CHAPITRES],
        "voies": voies(),
        "agents": agents(),
        "comptes": banque.comptes_d_exercice(),
        "mot_de_passe": personas()[0].mot_de_passe,
    }
    return render(request, "bac_a_sable/accueil.html", contexte)


@login_not_required
@require_safe
def personne(request: HttpRequest, cle: str) -> HttpResponse:
    """The sheet of one person: card, account, number, password, bills to send, what to try with them."""
    une = persona_ou_404(cle)
    return render(request, "bac_a_sable/personne.html", {"une": une, "factures": factures.de(cle)})


@login_not_required
@require_safe
def facture(request: HttpRequest, cle: str) -> HttpResponse:
    """A bill from abroad, to download and to send: drawn, dated by the practice clock, nobody's."""
    une = factures.factures().get(cle)
    if une is None:
        raise Http404
    nom = f"facture-{une.cle}.jpg"
    return HttpResponse(
        une.image(aujourdhui()),
        content_type="image/jpeg",
        headers={"Content-Disposition": f'attachment; filename="{nom}"'},
    )


@login_not_required
@require_safe
def etiquettes_a_scanner(request: HttpRequest) -> HttpResponse:
    """Labels of food without gluten for a class: printed once, scanned by everybody."""
    entetes = {"Content-Disposition": f'attachment; filename="{etiquettes.NOM}"'}
    return HttpResponse(etiquettes.feuille(), content_type="application/pdf", headers=entetes)


@login_not_required
@never_cache
@require_POST
def se_connecter(request: HttpRequest, cle: str) -> HttpResponse:
    """« Me connecter comme … »: the password is public, so this only saves typing it. No code is asked, no mail leaves."""
    compte = compte_de(persona_ou_404(cle))
    if compte is None or not compte.is_active or compte.gele_le is not None:
        messages.warning(request, "Cette personne n’a pas de compte ouvert en ce moment.")
        return redirect("bac_a_sable:personne", cle)
    logout(request)
    login(request, compte, backend=PAR_NUMERO)
    session.ouvrir(request.session, temps_reel())
    return redirect("accueil")


def persona_ou_404(cle: str) -> Persona:
    try:
        return persona(cle)
    except KeyError:
        raise Http404 from None


def _autres(chapitre: int) -> list[Persona]:
    """Those who show something else of it: a refusal, a wait, what comes after."""
    return [une for une in personas() if chapitre in une.chapitres and une is not pour_commencer()[chapitre]]


def _repond(une: Persona, cherche: str) -> bool:
    fiche = sans_accent(f"{une.prenoms} {une.nom} {une.nom_usage} {une.description} {une.bon_pour}")
    return all(mot in fiche for mot in sans_accent(cherche).split())
