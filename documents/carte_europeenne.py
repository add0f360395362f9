"""The European card on screen and its provisional certificate on paper (chapter 15 § 3), for those of the signed-in person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import CarteEuropeenne, CertificatProvisoire
from accounts.securite.dossier import dossier_de
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import peut_ecrire
from documents.commande import Echec, remettre
from documents.editions.certificat_europeen import composer, grouper, institution_de


@peut_ecrire("the certificate is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def certificat(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF of a certificate, made now or found again. 404 once it is worth nothing."""
    assure = dossier_de(request)
    trouve = get_object_or_404(
        CertificatProvisoire.objects.de(assure).valables(aujourdhui()).select_related("personne", "carte"),
        public_id=public_id,
    )
    try:
        return remettre(request, composer(assure, trouve), assure=assure, personnes=[trouve.personne.public_id])
    except Echec as echec:
        messages.error(
            request,
            f"Le certificat n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("demarches:suivi")


@never_cache
@require_safe
def image(request: HttpRequest, public_id: str) -> HttpResponse:
    """The face of a valid card, to look at and to print."""
    cartes = CarteEuropeenne.objects.de(dossier_de(request)).filter(etat=CarteEuropeenne.Etat.ACTIVE)
    carte = get_object_or_404(cartes.select_related("personne", "demandee_par__caisse"), public_id=public_id)
    if not carte.valable(aujourdhui()):
        raise Http404
    personne, caisse = carte.personne, carte.demandee_par.caisse
    return render(
        request,
        "documents/carte_europeenne.html",
        {
            "carte": carte,
            "personne": personne,
            "rubriques": [
                {"libelle": "Nom", "valeur": personne.nom.upper()},
                {"libelle": "Prénoms", "valeur": personne.prenoms},
                {"libelle": "Date de naissance", "valeur": formats.date_courte(personne.date_naissance)},
                {
                    "libelle": "Numéro personnel d’identification",
                    "valeur": formats.nir(personne.nir_complet),
                },
                {"libelle": "Institution", "valeur": institution_de(caisse)},
                {"libelle": "Numéro de la carte", "valeur": grouper(carte.numero)},
                {"libelle": "Date d’expiration", "valeur": formats.date_courte(carte.fin)},
            ],
        },
    )
