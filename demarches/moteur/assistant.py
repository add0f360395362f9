"""The wizard: formtools' named steps over a draft of ours.

Its traps are closed here (docs/decisions/0006-assistant-formtools.md): only a POST deposits, nothing on a GET changes
the draft, no step opens before the ones ahead of it, « Retour » keeps what is typed, only declared fields are stored,
a draft opens only for its own person and téléservice, and it is read once and written once a request.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, ClassVar

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from formtools.wizard.views import NamedUrlWizardView

from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.entetes import permettre
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import brouillons, corrections, sujets
from demarches.moteur.declaration import Action, Contexte, Etape, Groupe, Item, RefusAction
from demarches.moteur.etapes import PIECES, EtapeDesPieces
from demarches.moteur.formulaires import FormulaireEtape, ValeurForgee
from demarches.moteur.groupes import AvecListe
from demarches.moteur.listes import Liste
from demarches.moteur.models import Brouillon
from demarches.moteur.pages import page_de_refus, teleservice_ou_404
from demarches.moteur.parcours import Parcours, saisie_brute
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces, oublier_les_anonymes
from demarches.moteur.relais import ordinateur as relais
from demarches.moteur.saisie import AvecSaisie
from demarches.moteur.stockage import StockageBrouillon
from demarches.moteur.une_a_une import AvecPieces
from demarches.moteur.verification import VERIFICATION, AvecVerification

CALCULER, ENCORE = "calculer", "encore"
declarer_genre("demarche.forgee", "{acteur} : envoi refusé, il ne vient pas d’une de nos pages")
DEPASSE = (
    "Votre brouillon n’est plus valable : il est trop ancien, ou les questions ont changé. Recommencez la démarche."
)


class Assistant(AvecSaisie, AvecPieces, AvecListe, AvecVerification, NamedUrlWizardView):
    """One step of one draft. Its last page, where answers are checked and sent, is `AvecVerification`."""

    storage_name = "demarches.moteur.stockage.StockageBrouillon"
    http_method_names: ClassVar[list[str]] = ["get", "head", "post"]
    storage: StockageBrouillon

    @classmethod
    def get_initkwargs(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The steps come from the declaration, at each request."""
        return {
            "form_list": {}, "initial_dict": {}, "instance_dict": {}, "condition_dict": {},
            "url_name": "demarches:etape", "done_step_name": VERIFICATION,
        }  # fmt: skip

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return self._ouvrir(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return self._ouvrir(request, *args, **kwargs)
        except ValeurForgee as forgee:
            self._consigner(forgee)
            raise

    def _consigner(self, forgee: ValeurForgee) -> None:
        """What was being written is undone; that it was tried is not."""
        journaliser(
            "demarche.forgee", acteur=acteur_de(self.request), assure_ref=self.brouillon.assure.public_id,
            objet=f"brouillon:{self.brouillon.public_id}", motif=forgee.champ,
        )  # fmt: skip

    def _ouvrir(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.teleservice = teleservice_ou_404(kwargs["code"])
        brouillon = self._brouillon(request, kwargs["brouillon"])
        if brouillon.etat == Brouillon.EtatBrouillon.DEPOSE:
            return self._deja_envoye(request, brouillon)
        self.le = maintenant()
        if brouillon.etat == Brouillon.EtatBrouillon.ABANDONNE or brouillon.depasse(self.teleservice.version, self.le):
            if brouillon.etat == Brouillon.EtatBrouillon.OUVERT:
                messages.info(request, DEPASSE)
            return redirect("demarches:depart", self.teleservice.code)
        trop_tard = corrections.refus(brouillon, self.le)
        if trop_tard is not None:
            return page_de_refus(request, self.teleservice, trop_tard)
        request.brouillon = self.brouillon = brouillon  # type: ignore[attr-defined]
        self._relire()
        return super().dispatch(request, *args, **kwargs)

    def _brouillon(self, request: HttpRequest, public_id: str) -> Brouillon:
        """This person's draft of this téléservice, locked when something will be written; 404 otherwise."""
        chercher = brouillons.a_ecrire if request.method == "POST" else brouillons.a_lire
        brouillon = next(iter(chercher(dossier_de(request), public_id, self.teleservice.code)), None)
        if brouillon is None:
            raise Http404
        brouillon.assure, brouillon.compte = dossier_de(request), request.user
        return brouillon

    def _relire(self) -> None:
        contexte = Contexte(self.brouillon.assure, self.brouillon.compte, self.le, self.brouillon)
        self.parcours = Parcours(self.teleservice, contexte)

    # What formtools asks

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f"{self.teleservice.code}-{self.brouillon.public_id}"

    def get_form_list(self) -> OrderedDict[str, type[FormulaireEtape]]:
        """The steps that this person is asked; read once, not at each question of formtools."""
        return OrderedDict((etape.nom, etape.formulaire) for etape in self.parcours.etapes)

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> FormulaireEtape:
        """Each step has its own page: its fields keep their own names."""
        etape = self._etape(step or self.storage.current_step)
        if isinstance(etape, EtapeDesPieces):  # they come one by one: the deposit judges whether all are there
            recues = self.parcours.pieces_posees()
            return etape.remplir(self.parcours.contexte, data, files, initial=recues, exiger=False)
        return etape.remplir(self.parcours.contexte, data, files, initial=self.parcours.valeurs_affichees(etape))

    def process_step(self, form: FormulaireEtape) -> dict[str, Any]:
        """Only what the form decides to keep, never the request."""
        return form.a_conserver()

    def get_step_url(self, step: str) -> str:
        return reverse("demarches:etape", args=(self.teleservice.code, self.brouillon.public_id, step))

    # GET

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        nom = kwargs["step"]
        if nom == VERIFICATION:
            return self._verifier()
        etape = self._etape(nom)
        manque = self.parcours.premiere_sans_reponse(avant=etape)
        if manque is not None:
            return redirect(self.get_step_url(manque.nom))
        if etape.nom == PIECES and not self.pieces_a_part:
            return redirect(self._url_pieces())
        self.storage.current_step = nom
        return self._avant_la_page(etape) or self._page(etape, self.get_form(nom))

    # POST

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        nom = kwargs["step"]
        if nom == VERIFICATION:
            return self._deposer()
        etape = self._etape(nom)
        manque = self.parcours.premiere_sans_reponse(avant=etape)
        if manque is not None:
            return redirect(self.get_step_url(manque.nom))
        self.storage.current_step = nom
        demande = self.request.POST.get("action", "")
        if etape.avec_pieces and not isinstance(etape, Groupe):
            envoi = self._passer_au_telephone(etape) if demande == "telephone" else self._piece_seule(etape)
            if envoi is not None:
                return envoi
        if demande == "retour":
            return self._revenir(etape)
        if demande == "retirer" and isinstance(etape, Item):
            return self._retirer(etape)
        if demande == CALCULER and etape.avec_calcul:
            return self._avancer(etape, calculer=True)
        for action in etape.actions:
            if action.nom == demande:
                return self._agir(etape, action)
        return self._avancer(etape)

    def _avancer(self, etape: Etape, *, calculer: bool = False) -> HttpResponse:
        """The step is answered. « Calculer » judges it as much, but what is right stays typed: the page shows its estimate."""
        form = self.get_form(etape.nom, data=self._donnees(etape), files=self.request.FILES)
        try:
            valide = form.is_valid()
        except RefusAction as refus:
            return self._refuser(etape, form, refus)
        gardees = form.garder(self.le) if isinstance(form, FormulaireDePieces) else {}
        if not valide or form.errors:
            return self._refaire(etape, form, gardees)
        if calculer:
            if etape.nom not in self.storage.reponses or form.has_changed():
                self._retenir(etape, {**saisie_brute(form, self._donnees(etape)), **gardees})
            return redirect(f"{self.get_step_url(etape.nom)}{self._retour()}#apercu-{etape.nom}")
        reponses = self.process_step(form)
        if self.storage.modifiee_ailleurs(etape.nom, self._tour_lu(), reponses):
            form.add_error(None, self._conflit(etape))
            return self._page(etape, form)
        avant = {cle: dict(valeur) for cle, valeur in self.brouillon.contenu.items()}
        tombees = self.storage.retenir(self.parcours, etape, reponses)
        self._relire()
        if etape.apres is not None:
            try:
                with transaction.atomic():
                    etape.apres(self.parcours.contexte)
            except RefusAction as refus:
                self.brouillon.contenu = avant
                self._relire()
                self.storage = StockageBrouillon(self.prefix, self.request)
                return self._refuser(etape, form, refus)
        self._laisser_les_pieces()
        self._enregistrer()
        self._laisser_tomber(tombees)
        return redirect(self._apres(etape))

    def _refaire(self, etape: Etape, form: FormulaireEtape, gardees: dict[str, list[str]]) -> HttpResponse:
        """Show the step again; what was typed is kept in the draft too, but for what must never be stored."""
        self._retenir(etape, {**saisie_brute(form, self._donnees(etape)), **gardees})
        return self._page(etape, form)

    def _refuser(self, etape: Etape, form: FormulaireEtape, refus: RefusAction) -> HttpResponse:
        if refus.fin:
            return self._finir(refus)
        form.errors  # noqa: B018 - the form must have been cleaned before an error is added
        form.add_error(None, refus.phrase)
        return self._page(etape, form)

    def _enregistrer(self) -> None:
        """One write of the draft for the whole request, under its subject once the answers say it; the files that nothing in
        it names any more go."""
        self._relire()
        avant = self.brouillon.sujet
        brouillons.nommer(self.brouillon, sujets.empreinte_du_brouillon(self.teleservice, self.parcours.contexte))
        try:
            with transaction.atomic() if self.brouillon.sujet != avant else nullcontext():
                self.storage.enregistrer(self.le)
        except IntegrityError:  # another tab has just taken that subject
            self.brouillon.sujet = ""
            self.storage.enregistrer(self.le)
        if self.teleservice.avec_pieces:
            oublier_les_anonymes(self.brouillon)

    def _finir(self, refus: RefusAction) -> HttpResponse:
        """The draft ends here; the start page says why."""
        brouillons.effacer(Brouillon.objects.de(self.brouillon.assure).filter(pk=self.brouillon.pk))
        messages.error(self.request, refus.phrase)
        return redirect("demarches:depart", self.teleservice.code)

    def _revenir(self, etape: Etape) -> HttpResponse:
        """« Retour »: nothing typed is lost, nothing is checked."""
        self._garder_la_saisie(etape)
        return redirect(self._url_precedente(etape))

    def _passer_au_telephone(self, etape: Etape) -> HttpResponse:
        """« Continuer sur mon téléphone »: what is typed or chosen stays, a code opens this step there."""
        if etape.nom == PIECES:
            ajoutees = self._ajouter(etape)
            if ajoutees.status_code != 302:
                return ajoutees
        else:
            self._garder_la_saisie(etape)
        return relais.demander(self.request, self.brouillon, etape.nom)

    def _agir(self, etape: Etape, action: Action) -> HttpResponse:
        """An extra button of the step. What is typed beside it comes back, without its faults being shown."""
        form = self.get_form(etape.nom, data=None if etape.preuve else self.request.POST)
        saisie = saisie_brute(form, self.request.POST)
        try:
            with transaction.atomic():
                phrase = action.faire(replace(self.parcours.contexte, saisie=saisie))
        except RefusAction as refus:
            if refus.fin:
                return self._finir(refus)
            messages.warning(self.request, refus.phrase)
        else:
            if phrase:
                messages.success(self.request, phrase)
        if etape.preuve:
            # What proves something is never stored, so it cannot cross a redirect: it goes straight back to the page.
            form.initial = {**form.initial, **saisie}
            return self._page(etape, form)
        self._retenir(etape, saisie)
        return redirect(self.get_step_url(etape.nom) + self._retour())

    # Pages

    def _page(self, etape: Etape, form: FormulaireEtape) -> HttpResponse:
        page = render(
            self.request,
            etape.gabarit,
            {
                **self.get_context_data(form=form),
                "etape": etape,
                "numero": self.parcours.numero(etape),
                "url_precedente": self._url_precedente(etape),
                "libelle_suivant": etape.libelle_suivant,
                "tour": self.brouillon.tour,
                "contexte": self.parcours.contexte,
                "apercu": etape.estimer(form.contexte) if isinstance(form, Liste) else self.parcours.apercu(etape),
                "deja": sujets.deja(self.teleservice, self.parcours.contexte),
                **self._commun(),
                **self._de_la_liste(etape, form),
            },
        )
        return permettre(page, "camera") if getattr(form, "camera", False) else page

    def _commun(self) -> dict[str, Any]:
        return {
            "teleservice": self.teleservice,
            "total": len(self.parcours.etapes) + 1,
            "brouillon": self.brouillon,
            "url_abandon": reverse("demarches:abandonner", args=(self.teleservice.code, self.brouillon.public_id)),
        }

    def _etape(self, nom: str) -> Etape:
        etape = self.parcours.etape(nom)
        if etape is None:
            raise Http404
        return etape

    def _apres(self, etape: Etape) -> str:
        """After an item, its list, or the next item when that was asked. After « Modifier », back to the check; otherwise the next step."""
        if isinstance(etape, Item):
            return self._apres_l_item(etape, encore=self.request.POST.get("action") == ENCORE)
        if self._retour():
            manque = self.parcours.premiere_sans_reponse()
            return self.get_step_url(manque.nom if manque else VERIFICATION)
        suivante = self.parcours.suivante(self.parcours.etape(etape.nom) or etape)
        return self.get_step_url(suivante.nom if suivante else VERIFICATION)

    def _retour(self) -> str:
        """What the address keeps between « Modifier » on the check page and the end of that change."""
        return f"?retour={VERIFICATION}" if self.request.GET.get("retour") == VERIFICATION else ""

    def _url_precedente(self, etape: Etape) -> str:
        precedente = self.parcours.precedente(etape)
        return self.get_step_url(precedente.nom) if precedente else self._url_depart()

    def _url_depart(self) -> str:
        return reverse("demarches:depart", args=(self.teleservice.code,))

    def _laisser_tomber(self, noms: list[str]) -> None:
        """The answers of these steps fell with a change, and the person is told once."""
        if not noms:
            return
        titres = " ; ".join(f"« {self.teleservice.etape(nom).titre} »" for nom in noms)
        messages.info(self.request, f"Vous avez changé une réponse. Répondez de nouveau à\N{NO-BREAK SPACE}: {titres}.")
