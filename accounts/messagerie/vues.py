"""`/messagerie/`: the list, one thread, put aside."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.messagerie import lecture
from accounts.models import Fil
from ameli.noyau.lecture_seule import ecriture_autorisee


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """The received threads, or those put aside with `?boite=archives`."""
    archives = request.GET.get("boite") == "archives"
    apres = request.GET.get("apres", "")
    page = lecture.lire_page(request.user.assure, archives=archives, apres=apres)
    base = f"{reverse('messagerie:liste')}?{'boite=archives&' if archives else ''}"
    return render(
        request,
        "messagerie/liste.html",
        {
            "fils": page.fils,
            "archives": archives,
            "plus_recents": base.rstrip("?&") if apres else "",
            "plus_anciens": f"{base}apres={page.suivante}" if page.suivante else "",
        },
    )


@require_GET
def fil(request: HttpRequest, public_id: str) -> HttpResponse:
    """One thread. Opening it is reading it: the mark is written on this GET, and nothing else is."""
    trouve = get_object_or_404(Fil.objects.de(request.user.assure), public_id=public_id)
    recus = list(trouve.messages.order_by("envoye_le", "id"))
    if any(message.lu_le is None for message in recus):
        with ecriture_autorisee(
            "a message is read when its page opens; asking for one more button would leave it unread"
        ):
            lecture.marquer_lus(trouve)
    return render(request, "messagerie/fil.html", {"fil": trouve, "recus": recus})


@require_POST
@transaction.atomic
def archiver(request: HttpRequest, public_id: str) -> HttpResponse:
    trouve = get_object_or_404(Fil.objects.de(request.user.assure), public_id=public_id)
    lecture.archiver(trouve)
    messages.success(request, "Le message est archivé. Vous le retrouvez dans « Archivés ».")
    return redirect("messagerie:liste")


@require_POST
@transaction.atomic
def ressortir(request: HttpRequest, public_id: str) -> HttpResponse:
    trouve = get_object_or_404(Fil.objects.de(request.user.assure), public_id=public_id)
    lecture.ressortir(trouve)
    messages.success(request, "Le message est de nouveau dans « Reçus ».")
    return redirect("messagerie:fil", public_id=public_id)
