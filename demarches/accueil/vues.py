"""`/`: what matters today. `/demarches/`: everything that can be asked, and what was."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.messagerie.contexte import nombre_non_lus
from accounts.securite.connexions import precedente
from ameli.noyau.horloge import maintenant
from demarches.accueil import services
from demarches.moteur.declaration import Contexte, Rubrique
from demarches.suivi import lecture


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """The home of an insured person; an agent's is the queue."""
    assure, le = request.user.assure, maintenant()
    if assure is None:
        return redirect("admin:index")
    derniere_connexion, a_terminer = precedente(request), services.a_terminer(assure, le)
    contexte, ouvertes = Contexte(assure, request.user, le), lecture.ouvertes(assure, le)
    return render(
        request,
        "accueil/accueil.html",
        {
            "prenom": assure.personne.prenom,
            "derniere_connexion": derniere_connexion,
            "a_terminer": a_terminer,
            "a_completer": [suivie for suivie in ouvertes if suivie.attendu],
            "en_cours": ouvertes,
            "messages_non_lus": nombre_non_lus(assure),  # the tab reads it too: one count for both
            "courriel_refuse": request.user.injoignable,
            "courriel_a_confirmer": request.user.email_valide_le is None and not request.user.injoignable,
            "deux_clics": services.entrees(Rubrique.EN_DEUX_CLICS, contexte, ouvertes),
        },
    )


@require_safe
def mes_demarches(request: HttpRequest) -> HttpResponse:
    """The catalogue by blocks, after what is to finish and what is on its way."""
    assure, le = request.user.assure, maintenant()
    if assure is None:
        raise Http404
    contexte, ouvertes = Contexte(assure, request.user, le), lecture.ouvertes(assure, le)
    return render(
        request,
        "accueil/demarches.html",
        {
            "a_terminer": services.a_terminer(assure, le),
            "en_cours": ouvertes,
            "blocs": services.blocs(contexte, ouvertes),
        },
    )
