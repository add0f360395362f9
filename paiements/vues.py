"""`/mes-paiements/`: the list and its export, one payment, what is withheld, a year of care."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.dossier import foyer
from accounts.models import Assure
from accounts.securite.dossier import dossier_de
from ameli.noyau.formats import date_courte
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie import requete
from paiements import annee as tete
from paiements import detail as lecture
from paiements import export, lignes, suivi
from paiements.creances.regles import SOLDE_MINIMUM, solde_payable
from paiements.depenses import lire as lire_les_depenses
from paiements.formulaires import FormulaireRecherche
from paiements.graphique import HAUTEUR, LARGEUR_BARRE, LARGEUR_MOIS, barres
from paiements.recherche import bornes_de_l_annee, chercher


@au_plan("Mes paiements")
@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """Payments month by month, the latest first; the search is in the address."""
    assure = dossier_de(request)
    personnes = noms(assure)
    formulaire = FormulaireRecherche(request.GET, jour=aujourdhui(), personnes=personnes)
    filtres = formulaire.filtres()
    apres = requete.place(request, "apres")
    page = chercher(assure, filtres, apres)
    solde = suivi.en_attente(assure)
    annee = None if apres else formulaire.annee
    return render(
        request,
        "paiements/liste.html",
        {
            "form": formulaire,
            "releves": lignes.releves(page, dict(personnes)),
            "tete": tete.lire(assure, annee, formulaire.jour) if annee else None,
            "annees": [(une, _annee_cherchee(une, formulaire.jour)) for une in suivi.annees(formulaire.jour)],
            "personnes": _choix_d_une_personne(request.GET, personnes),
            "plusieurs": len(personnes) > 1,
            "plus_recents": _adresse(request.GET) if apres else "",
            "plus_anciens": _adresse(request.GET, page.suivante) if page.suivante else "",
            "adresse_export": _adresse(request.GET, nom="paiements:export"),
            "solde": solde if solde >= SOLDE_MINIMUM else None,
            "solde_payable": solde_payable(solde),
        },
    )


@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One payment of the signed-in person."""
    lu = lecture.lire(dossier_de(request), public_id)
    if lu is None:
        raise Http404
    return render(request, "paiements/detail.html", {"detail": lu, "paiement": lu.paiement})


@require_GET
@never_cache
def exporter(request: HttpRequest) -> HttpResponse:
    """What the list shows with the same search, all its pages, as CSV. A faulty search exports everything."""
    assure, jour = dossier_de(request), aujourdhui()
    filtres = FormulaireRecherche(request.GET, jour=jour, personnes=noms(assure)).filtres()
    reponse = HttpResponse("".join(export.lignes(assure, filtres)), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="mes-paiements_{jour:%Y-%m-%d}.csv"'
    return reponse


@au_plan("Participations forfaitaires et franchises")
@require_GET
def retenues(request: HttpRequest) -> HttpResponse:
    """Participations forfaitaires and franchises of a year, person by person, and what is still owed."""
    annees = suivi.annees(aujourdhui())
    annee = _annee(request, annees)
    contexte = {
        "annee": annee,
        "annees": annees,
        "suivis": suivi.suivre(dossier_de(request), annee),
        "en_attente": suivi.en_attente(dossier_de(request)),
    }
    return render(request, "paiements/retenues.html", contexte)


@au_plan("Mes dépenses de santé")
@require_GET
def depenses(request: HttpRequest) -> HttpResponse:
    """A year of care in one drawing, with its table."""
    annees = suivi.annees(aujourdhui())
    annee = lire_les_depenses(dossier_de(request), _annee(request, annees))
    dessin = {"hauteur": HAUTEUR, "largeur": LARGEUR_MOIS * 12, "largeur_barre": LARGEUR_BARRE}
    contexte = {"annee": annee, "annees": annees, "barres": barres(annee.mois), "dessin": dessin}
    return render(request, "paiements/depenses.html", contexte)


def _annee(request: HttpRequest, annees: list[int]) -> int:
    """`?annee=`, or this year when it is none of those shown."""
    demandee = request.GET.get("annee", "")
    return next((annee for annee in annees if str(annee) == demandee), annees[0])


def noms(assure: Assure) -> list[tuple[int, str]]:
    """Rank and first name of the people of a file, also of those who left it: their care stays in the list."""
    return [(rang, personne.prenom) for rang, personne in foyer.de_toujours(assure).items()]


def _annee_cherchee(annee: int, jour: date) -> str:
    """This year and nothing else; the current one is what the list shows by itself."""
    du, au = bornes_de_l_annee(annee, jour)
    return _adresse(QueryDict(), sauf={"du": date_courte(du), "au": date_courte(au)} if annee != jour.year else {})


def _choix_d_une_personne(recherche: QueryDict, personnes: list[tuple[int, str]]) -> list[tuple[str, str, bool]]:
    """(first name, the same search for this person, is it the one shown?), everybody first; nothing for one person."""
    if len(personnes) < 2:
        return []
    choix = [("", "Tous"), *((str(rang), prenom) for rang, prenom in personnes)]
    return [(nom, _adresse(recherche, sauf={"qui": qui}), recherche.get("qui", "") == qui) for qui, nom in choix]


def _adresse(
    recherche: QueryDict, apres: str = "", nom: str = "paiements:liste", sauf: Mapping[str, str] | None = None
) -> str:
    """The page `nom` with the same search, but for what `sauf` says otherwise, from the place `apres` on."""
    autres = dict(sauf or {})
    gardes = [
        (cle, valeur)
        for cle, valeurs in recherche.lists() if cle not in autres
        for valeur in valeurs if cle != "apres" and valeur
    ]  # fmt: skip
    gardes += [(cle, valeur) for cle, valeur in autres.items() if valeur]
    requete = urlencode([*gardes, *([("apres", apres)] if apres else [])])
    return reverse(nom) + (f"?{requete}" if requete else "")
