"""« Écrire à ma caisse »: the theme, the message, its confirmation; and replying in a thread."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.fichiers.depot import Depot
from accounts.messagerie import ecriture, themes
from accounts.messagerie.amorces import amorcer
from accounts.messagerie.formulaires import FormulaireMessage, FormulaireReponse
from accounts.messagerie.vues import depot_de, mon_fil, page_fil
from accounts.models import Fil
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie.reference import lire_demarche
from ameli.noyau.saisie.signes import Illisible

NOUVEAU = "message:nouveau"  # whose files wait for a message that has no thread yet


@au_plan("Écrire à ma caisse")
@require_GET
def choisir(request: HttpRequest) -> HttpResponse:
    """What is it about? `?demarche=` is carried to the message."""
    suite = f"?demarche={_demarche(request)}" if _demarche(request) else ""
    return render(request, "messagerie/themes.html", {"themes": themes.THEMES.values(), "suite": suite})


@require_http_methods(["GET", "HEAD", "POST"])
def ecrire(request: HttpRequest, theme: str) -> HttpResponse:
    """The message. What is typed stays when something is wrong, and so do the files."""
    if theme not in themes.THEMES:
        raise Http404
    depot = Depot(dossier_de(request), NOUVEAU)
    if request.method == "POST":
        formulaire = FormulaireMessage(request.POST, request.FILES, depot=depot)
        if formulaire.is_valid():
            donnees = formulaire.cleaned_data
            try:
                fil = ecriture.ecrire(
                    dossier_de(request), theme=donnees["theme"], sujet=donnees["sujet"], texte=donnees["texte"],
                    cle=donnees["jeton"], acteur=acteur_de(request), fichiers=donnees["fichiers"],
                )  # fmt: skip
            except ecriture.EcritureRefusee as refus:
                return _page(request, themes.THEMES[theme], formulaire, refus)
            depot.vider()
            return redirect("messagerie:envoye", fil.public_id)
    else:
        reference = _demarche(request)
        sujet = f"Démarche {reference}" if reference else ""
        amorce = amorcer(dossier_de(request), request.GET)
        formulaire = FormulaireMessage(initial={"theme": theme, "sujet": sujet, **amorce}, depot=depot)
    return _page(request, themes.THEMES[theme], formulaire)


def _page(
    request: HttpRequest, theme: themes.Theme, formulaire: FormulaireMessage,
    refus: ecriture.EcritureRefusee | None = None,
) -> HttpResponse:  # fmt: skip
    caisse = dossier_de(request).caisse
    theme = themes.THEMES.get(str(formulaire["theme"].value()), theme)
    contexte = {
        "theme": theme,
        "form": formulaire,
        "refus": refus,
        "delai": themes.delai_promis(theme.code, caisse, aujourdhui()),
    }
    return render(request, "messagerie/ecrire.html", contexte)


@never_cache
@require_GET
def envoye(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is sent: when the caisse answers, and what happens until then. Reading it again says the same."""
    fil = mon_fil(request, public_id)
    if fil.reponse_prevue_le is None:
        return redirect("messagerie:fil", public_id)
    suites = [
        "Votre caisse lit votre message. Vous verrez ici la date de lecture.",
        f"Elle vous répond au plus tard le {formats.jour_semaine(fil.reponse_prevue_le)}.",
        "Un courriel vous prévient de la réponse. Il n’en donne pas le contenu.",
    ]
    return render(request, "messagerie/envoye.html", {"fil": fil, "suites": suites})


@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST sends the reply; what is wrong is said on the page of the thread."""
    fil = mon_fil(request, public_id)
    if request.method != "POST":
        return redirect("messagerie:fil", public_id)
    formulaire = FormulaireReponse(request.POST, request.FILES, depot=depot_de(fil))
    if formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            ecriture.repondre(
                fil, texte=donnees["texte"], cle=donnees["jeton"], acteur=acteur_de(request),
                fichiers=donnees["fichiers"],
            )  # fmt: skip
        except ecriture.EcritureRefusee as refus:
            formulaire.add_error("texte", refus.phrase)
        else:
            depot_de(fil).vider()
            messages.success(request, f"Votre message est envoyé.{_au_plus_tard(request, fil)}")
            return redirect(f"{reverse('messagerie:fil', args=[public_id])}#dernier")
    return page_fil(request, fil, formulaire)


def _au_plus_tard(request: HttpRequest, fil: Fil) -> str:
    prevue = mon_fil(request, fil.public_id).reponse_prevue_le
    return f" Votre caisse vous répond au plus tard le {formats.jour_semaine(prevue)}." if prevue else ""


def _demarche(request: HttpRequest) -> str:
    """The reference given in the address, when it looks like one."""
    try:
        return lire_demarche(request.GET.get("demarche", ""))
    except Illisible:
        return ""
