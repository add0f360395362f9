"""Files that leave one by one: what the script of a page sends while the rest is being typed, and the documents of the check page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict

from accounts.fichiers.depot import compter
from ameli.noyau.televersement import FichierRefuse
from demarches.moteur.declaration import Etape
from demarches.moteur.etapes import PIECES
from demarches.moteur.parcours import Parcours, saisie_brute
from demarches.moteur.pieces_du_brouillon import pieces_de
from demarches.moteur.stockage import StockageBrouillon
from demarches.moteur.verification import VERIFICATION


class AvecPieces:
    """Mixed into the Assistant, which gives `get_form`, `get_step_url`, `_donnees`, `_retenir`, `_enregistrer` and `_verifier`."""

    request: HttpRequest
    brouillon: Any
    parcours: Parcours
    storage: StockageBrouillon
    le: Any
    get_form: Any
    get_step_url: Any
    _donnees: Any
    _retenir: Any
    _retour: Any
    _enregistrer: Any
    _tour_lu: Any
    _verifier: Any
    _page: Any
    pieces_a_part = False  # documents on a page of their own, not on the check page

    def _piece_seule(self, etape: Etape) -> HttpResponse | None:
        """One file that came by itself, one taken back, one that serves a second time; None when the page itself was sent."""
        if "champ" in self.request.POST:
            return self._recevoir(etape, self.request.POST["champ"])
        for geste in ("retirer", "reprendre"):
            if geste in self.request.POST:
                champ, _, cle = self.request.POST[geste].partition("/")
                return self._changer(etape, champ, cle, garder=geste == "reprendre")
        return self._ajouter(etape) if etape.nom == PIECES else None

    def _recevoir(self, etape: Etape, champ: str) -> HttpResponse:
        fichiers = MultiValueDict({champ: self.request.FILES.getlist("fichier")[:1]})
        form = self.get_form(etape.nom, data=self._donnees(etape), files=fichiers)
        if champ not in form.champs_de_pieces():
            raise Http404
        try:
            compter(self.brouillon.assure)
            ligne = form.recevoir(champ, self.le)
        except FichierRefuse as refus:
            return JsonResponse({"phrase": refus.phrase}, status=422)
        saisie = saisie_brute(form, self._donnees(etape)) | {champ: form.cleaned_data[champ]}
        return JsonResponse(ligne.en_json(**self._noter(etape, saisie)))

    def _changer(self, etape: Etape, champ: str, cle: str, *, garder: bool) -> HttpResponse:
        """The file `cle` serves this field too, or no more: it goes when no other answer names it."""
        form = self.get_form(etape.nom, data=self._donnees(etape))
        if champ not in form.champs_de_pieces():
            raise Http404
        saisie = saisie_brute(form, self._donnees(etape))
        autres = [une for une in saisie.get(champ) or [] if une != cle]
        if garder and len(autres) < form.fields[champ].maximum and form.peut_resservir(champ, cle):
            autres.append(cle)
        dit = self._noter(etape, saisie | {champ: autres})
        if self.request.headers.get("Accept") == "application/json":
            return JsonResponse(dit)
        return redirect(self._url_pieces() if etape.nom == PIECES else self.get_step_url(etape.nom) + self._retour())

    def _ajouter(self, etape: Etape) -> HttpResponse:
        """« Ajouter ces fichiers », without script: what is right is kept, what is not is said beside its document."""
        form = self.get_form(PIECES, data=self._donnees(etape), files=self.request.FILES)
        form.is_valid()
        gardees = form.garder(self.le)
        self._noter(etape, saisie_brute(form, self._donnees(etape)) | gardees)
        if form.errors:
            return self._page(etape, form) if self.pieces_a_part else self._verifier(pieces=form)
        return redirect(self._url_pieces())

    def _noter(self, etape: Etape, saisie: dict[str, Any]) -> dict[str, Any]:
        """Keep with the draft which files it names. The check page is told its new state, unless it was out of date already."""
        if etape.nom != PIECES:
            self._retenir(etape, saisie)
            return {}
        lu = self._tour_lu()
        a_jour = not self.storage.changee_depuis(lu)
        self.storage.retenir(self.parcours, etape, {cle: cles for cle, cles in saisie.items() if cles})
        self._enregistrer()
        return {"tour": self.brouillon.tour if a_jour else lu}

    def _laisser_les_pieces(self) -> None:
        """The answers changed: what they ask for no more goes, and the next page says which documents."""
        tombees = {f"{PIECES}/{cle}" for cle in self.storage.laisser_les_pieces(self.parcours)}
        if not tombees:
            return
        siennes = [piece.libelle for piece in pieces_de(self.parcours.contexte) if piece.place in tombees]
        for libelle in dict.fromkeys(siennes):
            messages.info(
                self.request, f"Ce document n’est plus demandé, nous l’avons retiré\N{NO-BREAK SPACE}: {libelle}."
            )

    def _url_pieces(self) -> str:
        return f"{self.get_step_url(VERIFICATION)}#{PIECES}"
