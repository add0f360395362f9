"""`/suivi/`: what was sent, where it stands, its papers. Everything starts from the perimeter of the signed-in person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Assure, Fil
from accounts.securite.dossier import dossier_de
from ameli.noyau import formats
from ameli.noyau.entetes import permettre
from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie import requete
from demarches.models import Demarche, Etat
from demarches.moteur import corrections, decisions, passages, registre
from demarches.moteur.declaration import Par
from demarches.moteur.pieces import pieces_de
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces
from demarches.suivi import lecture, papier
from demarches.suivi.formulaires import FormulairePieces, formulaire_attendu
from documents.commande import Echec, remettre

OUBLIEE = "Nous ne gardons plus le détail de cette démarche : elle est terminée depuis longtemps."


@au_plan("Suivre mes démarches")
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """All the démarches of the person, 20 a page."""
    apres, assure = requete.place(request, "apres"), dossier_de(request)
    page = lecture.lire_page(assure, maintenant(), apres=apres)
    base = reverse("demarches:suivi")
    return render(
        request,
        "suivi/liste.html",
        {
            "demarches": page.demarches,
            "historiques": [lien for un in registre.tous() if (lien := un.historique(assure))],
            "plus_recentes": base if apres else "",
            "plus_anciennes": f"{base}?apres={page.suivante}" if page.suivante else "",
        },
    )


@require_safe
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One démarche: state, timeline, what is asked, what was sent, what can still be done."""
    return page_detail(request, trouver(dossier_de(request), reference))


def page_detail(
    request: HttpRequest, demarche: Demarche, form: FormulairePieces | FormulaireDePieces | None = None
) -> HttpResponse:
    """The page of a démarche; `form` is what was sent and could not be taken."""
    assure = demarche.assure
    suivie = lecture.une(assure, demarche, maintenant())
    if suivie.discrete:
        return render(request, "suivi/discrete.html", {"suivie": suivie})
    evenements = lecture.evenements(assure, suivie.demarche)
    envoyees = (
        pieces_de(demarche)
        if suivie.teleservice.avec_pieces
        or any(e.nom in ("completer", *suivie.teleservice.apportent) for e in evenements)
        else []
    )
    fil = Fil.objects.de(assure).filter(demarche_reference=demarche.reference).order_by("-dernier_le", "-id").first()
    refusee, classee = (suivie.demarche.etat == etat for etat in (Etat.REFUSEE, Etat.CLASSEE))
    form = form or (formulaire_attendu(demarche, suivie.attendu) if suivie.attendu else None)
    page = render(
        request,
        "suivi/detail.html",
        {
            "suivie": suivie,
            "demarche": suivie.demarche,
            "frise": lecture.frise(suivie, evenements),
            "motif": next((e.motif for e in reversed(evenements) if e.vers == demarche.etat), "")
            if refusee or classee
            else "",
            "refusee": refusee,
            "classee": classee,
            "jugees": _jugees(demarche),
            "fil": fil,
            "gestes": suivie.teleservice.gestes_possibles(suivie.demarche, Par.ASSURE, suivie.le),
            "correction": suivie.teleservice.correction if corrections.possible(demarche, suivie.le) else None,
            "remplacante": corrections.remplacante(demarche),
            "annulable": passages.annulable(suivie.demarche),
            "attendu": suivie.attendu,
            "prevenu": suivie.teleservice.attendu(suivie.attendu.nom).prevenu if suivie.attendu else "",
            "attentes": [une for une in suivie.attentes if une != suivie.attendu],
            "form": form,
            "pieces": envoyees,
            "oubliee": OUBLIEE if demarche.oubliee_le else "",
            "papiers": suivie.papiers,
            "a_suivre": suivie.a_suivre,
            "encart": None if demarche.oubliee_le else suivie.teleservice.encart(suivie.demarche, suivie.le),
        },
    )
    return permettre(page, "camera") if getattr(form, "camera", False) else page


def _jugees(demarche: Demarche) -> list[dict[str, str]]:
    """What was judged, once it is decided: what a first agent proposes is not told."""
    if demarche.etat != Etat.ACCEPTEE:
        return []
    return [{"libelle": libelle, "valeur": valeur} for libelle, valeur in decisions.jugees(demarche)]


@require_safe
def confirmation(request: HttpRequest, reference: str) -> HttpResponse:
    """It is sent. The page stays true when it is opened again later."""
    demarche = trouver(dossier_de(request), reference)
    suivie = lecture.Suivie(demarche, maintenant())
    if suivie.discrete:
        return redirect(suivie.adresse)
    envoyee = f"Envoyée le {formats.jour(demarche.deposee_le)} à {formats.heure(demarche.deposee_le)}."
    return render(
        request,
        "suivi/confirmation.html",
        {
            "suivie": suivie,
            "teleservice": suivie.teleservice,
            "titre": suivie.teleservice.titre_confirmation,
            "reference": reference,
            "le": f"{envoyee} {suivie.echeance}." if suivie.echeance else envoyee,
            "suites": suivie.suites if suivie.teleservice.en_vie(demarche) else [],
            "close": not suivie.teleservice.en_vie(demarche),
            "papiers": suivie.papiers,
            "a_suivre": suivie.a_suivre,
            "pour": "",
            "url_suivi": suivie.adresse,
            "url_pdf": reverse("demarches:recapitulatif", args=[reference]),
            "url_accueil": reverse("accueil"),
        },
    )


@peut_ecrire("the summary is made at its first download, kept, and each hand-over of a paper is traced")
@never_cache
@require_safe
def recapitulatif(request: HttpRequest, reference: str) -> HttpResponse:
    """The summary as a PDF: made once from the frozen copy, then the same paper again."""
    demarche = trouver(dossier_de(request), reference)
    if demarche.oubliee_le is not None:
        messages.info(request, OUBLIEE)
        return redirect("demarches:detail", reference)
    personnes = [demarche.assure.personne.public_id]
    try:
        return remettre(request, papier.composer(demarche), assure=demarche.assure, personnes=personnes)
    except Echec:
        messages.error(request, "Le récapitulatif n’a pas pu être préparé. Réessayez dans quelques minutes.")
        return redirect("demarches:detail", reference)


def trouver(assure: Assure, reference: str) -> Demarche:
    """The démarche of this reference, if it is this person's. Raises Http404."""
    return get_object_or_404(
        Demarche.objects.de(assure).select_related("caisse", "assure__personne"), reference=reference
    )
