"""`/`: what matters today, or what this site is. `/demarches/`: everything that can be asked, and what was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import a_faire
from accounts.a_faire import Regard
from accounts.connexion import voies
from accounts.connexion.abandon import abandonner
from accounts.connexion.commune import dessiner
from accounts.connexion.middleware import pour_les_visiteurs
from accounts.informations import couverture, famille
from accounts.messagerie.lecture import dernier
from accounts.models import Personne
from accounts.securite.connexions import precedente
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.plan import au_plan
from demarches.accueil import raccourcis, services
from demarches.moteur.declaration import Contexte
from demarches.suivi import lecture
from paiements import bilan


@require_safe
def accueil_public(request: HttpRequest) -> HttpResponse:
    """The home of whoever is not signed in: what this site does, and the ways in that are open. What was begun is left."""
    abandonner(request)
    ouvertes = voies.ouvertes()
    return dessiner(request, "accueil/public.html", {"voies": ouvertes}, ouvertes)


@au_plan("Accueil")
@require_safe
@pour_les_visiteurs(accueil_public)
def accueil(request: HttpRequest) -> HttpResponse:
    """The home of an insured person: what to do, am I covered, what did I receive. An agent's is the queue."""
    assure, le = dossier_de(request), maintenant()
    regard, contexte = Regard(assure, request.user, le), Contexte(assure, request.user, le)
    lignes, ouvertes, message = a_faire.lire(regard), regard.lire(lecture.en_cours).ouvertes, dernier(assure)
    return render(
        request,
        "accueil/accueil.html",
        {
            "prenom": assure.personne.prenom,
            "elle": assure.personne.sexe == Personne.Sexe.FEMME,
            "derniere_connexion": precedente(request),
            "lignes": lignes,
            "en_cours": [suivie for suivie in ouvertes if suivie.sans_la_personne],
            "couverture": couverture.juger(regard.lire(famille.lire), regard.jour),
            "bilan": regard.lire(bilan.lire),
            "message": message,
            "messages_non_lus": message.non_lus if message else 0,  # the tab shows it too: one count for both
            "raccourcis": raccourcis.avec_ce_qui_attend(raccourcis.lire(contexte, ouvertes), lignes),
        },
    )


@au_plan("Mes démarches")
@require_safe
def mes_demarches(request: HttpRequest) -> HttpResponse:
    """The catalogue by blocks, after what is to finish and what is on its way."""
    assure, le = dossier_de(request), maintenant()
    contexte, ouvertes = Contexte(assure, request.user, le), lecture.ouvertes(assure, le)
    return render(
        request,
        "accueil/demarches.html",
        {
            "a_terminer": services.a_terminer(contexte, ouvertes),
            "en_cours": ouvertes,
            "blocs": services.blocs(contexte, ouvertes),
        },
    )
