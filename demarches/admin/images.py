"""« Photos à vérifier »: the images of a démarche, what is known and what is wrong with them on one screen; then the next one opens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Window
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse

from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.horloge import temps_reel
from ameli.noyau.lecture_seule import ecriture_autorisee
from demarches.admin import concurrence, delais, gestes
from demarches.admin.file import VOISINES
from demarches.admin.verdict import Verdict
from demarches.moteur import avis, examens, pieces, registre, transitions
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from demarches.moteur.transitions import TransitionInterdite
from documents.models import Piece

TITRE = "Photos à vérifier"
RACCOURCIS = "raccourcis_clavier"  # in the session: an agent who switched the keys off finds them off on the next page
PREMIERES = 20
VIDE = "Aucune photo n’attend : tout est vérifié, ou ouvert par un collègue."


class Images:
    """Mixed into the admin of démarches."""

    def urls_des_images(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("photos/", vue(self.photos), name="demarches_demarche_photos"),
            path("photos/suivante/", vue(self.photo_suivante), name="demarches_demarche_photo_suivante"),
            path("photos/rendre/", vue(self.rendre_la_photo), name="demarches_demarche_photo_rendre"),
            path("<int:pk>/images/", vue(self.images), name="demarches_demarche_images"),
            path("<int:pk>/images/<slug:public_id>/", vue(self.image), name="demarches_demarche_image"),
        ]

    def photos(self, request: HttpRequest) -> HttpResponse:
        """How many wait, and the oldest of them."""
        agent = self.agent(request)
        file = examens.a_verifier(agent)
        premieres = file.select_related("assure__personne", "examen__agent").sans_contenu()
        lignes = [(une, _ouverte_par(une, agent), delais.echeance(une)) for une in premieres[:PREMIERES]]
        contexte = {"title": TITRE, "nombre": file.count(), "lignes": lignes, "minutes": examens.MINUTES}
        return self.page(request, "photos", contexte)

    def photo_suivante(self, request: HttpRequest) -> HttpResponse:
        """The oldest one, given to nobody else while it is open."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._suivante(request)

    def rendre_la_photo(self, request: HttpRequest) -> HttpResponse:
        """The agent walks away: by the button, or the page says so when it is closed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        examens.rendre(self.agent(request), request.POST.get("jeton", ""))
        return redirect("admin:demarches_demarche_photos")

    def images(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One démarche, one decision."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        if not registre.celui_de(demarche.teleservice).agents.renvois:
            raise Http404
        if request.method == "POST":
            request.session[RACCOURCIS] = "raccourcis" in request.POST
            return self._decider(request, demarche, agent)
        with ecriture_autorisee("reading is in the journal, and holds the démarche for who reads it"):
            self.noter_la_lecture(request, demarche)
            return self._ecran(request, demarche, agent)

    def image(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """One image in full, for whoever has no script to enlarge it."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        piece = Piece.objects.pour_agent(agent).filter(objet=demarche.objet, public_id=public_id).first()
        if piece is None or not piece.type_mime.startswith("image/"):
            raise Http404
        return self.page(request, "image", {"title": piece.libelle, "demarche": demarche, "piece": piece})

    def _suivante(self, request: HttpRequest) -> HttpResponse:
        suivante = examens.ouvrir_la_suivante(self.agent(request))
        if suivante is None:
            messages.info(request, VIDE)
            return redirect("admin:demarches_demarche_photos")
        return redirect("admin:demarches_demarche_images", suivante.pk)

    def _decider(self, request: HttpRequest, demarche: Demarche, agent: Agent) -> HttpResponse:
        formulaire = Verdict(request.POST, demarche=demarche, agent=agent)
        if not formulaire.is_valid():
            return self._ecran(request, demarche, agent, formulaire)
        try:
            with transaction.atomic():
                ligne = transitions.verrouiller(demarche)
                concurrence.exiger_inchangee(ligne, formulaire.cleaned_data["vu"], agent)
                phrase = formulaire.appliquer(ligne)
                examens.rendre(agent)
        except (concurrence.Depassee, TransitionInterdite) as refusee:
            demarche.refresh_from_db()
            formulaire.montrer_a_nouveau(concurrence.jeton(demarche))
            return self._ecran(request, demarche, agent, formulaire, conflit=refusee.phrase)
        messages.success(request, f"{demarche.reference} : {phrase}")
        return self._suivante(request)

    def _ecran(
        self, request: HttpRequest, demarche: Demarche, agent: Agent, formulaire: Verdict | None = None,
        *, conflit: str = "",
    ) -> HttpResponse:  # fmt: skip
        teleservice = registre.celui_de(demarche.teleservice)
        premier = _premier_avis(demarche, agent)
        a_decider = gestes.a_controler(demarche) and not (premier and premier["a_moi"])
        examen = examens.ouvrir(demarche, agent) if a_decider else None
        libre = examen is not None and examen.agent_id == agent.pk
        vierge = Verdict(initial={"vu": concurrence.jeton(demarche)}, demarche=demarche, agent=agent)
        ecrit = formulaire.data.get("precision", "") if formulaire is not None and not libre else ""
        if (
            formulaire is not None and examen is None and not conflit
        ):  # decided meanwhile, before this form was even right
            conflit = concurrence.dernier_geste(demarche, agent)[1]
        formulaire = formulaire or vierge
        recues = [piece for piece in pieces.pieces_de(demarche) if not piece.scelle]
        file = _file(agent)
        contexte = {
            "title": f"{TITRE} : {demarche.reference}",
            "demarche": demarche,
            "voisins": _voisines(file, demarche),
            "voisins_titre": TITRE,
            "personne": str(demarche.assure.personne),
            "deposee": concurrence.moment(demarche.deposee_le),
            "echeance": delais.echeance(demarche),
            "formulaire": formulaire if libre else None,
            "point": formulaire["discordance"] if "discordance" in formulaire.fields else None,
            "champs": [formulaire["motif"], formulaire["precision"]],
            "vues": _par_etape(demarche, recues, formulaire),
            "connu": [] if demarche.oubliee_le else teleservice.agents.connu(demarche),
            "sections": demarche.recapitulatif.get("sections", []),
            "renvoyees": _renvoyees(demarche, agent),
            "premier": premier,
            "ouverte_par": examen.agent if examen is not None and not libre else None,
            "examen": examen,
            "controle": teleservice.agents.controle,
            "refus": teleservice.agents.refus,
            "restent": file[0].en_tout if file else 0,
            "conflit": conflit,
            "ecrit": ecrit,
            "raccourcis": request.session.get(RACCOURCIS, True),
        }
        return self.page(request, "images", contexte)


def _file(agent: Agent) -> list[Demarche]:
    """The first that wait, each with how many wait in all (`en_tout`). One query."""
    file = examens.a_verifier(agent).annotate(en_tout=Window(Count("pk")))
    return list(file.select_related("assure__personne").sans_contenu()[:VOISINES])


def _voisines(file: list[Demarche], ouverte: Demarche) -> list[dict[str, Any]]:
    """For the side of the page of `ouverte`."""
    return [
        {
            "adresse": reverse("admin:demarches_demarche_images", args=[une.pk]),
            "titre": str(une.assure.personne),
            "detail": delais.echeance(une),
            "ici": une.pk == ouverte.pk,
        }
        for une in file
    ]


def _par_etape(demarche: Demarche, recues: list[Piece], formulaire: Verdict) -> list[dict[str, Any]]:
    """The images of each step that may be asked again, with the box of what is wrong with them."""
    renvois = registre.celui_de(demarche.teleservice).agents.renvois
    return [
        {
            "etape": etape,
            "libelle": renvoi.libelle,
            "pieces": [piece for piece in recues if piece.place.startswith(f"{etape}/")],
            "champ": formulaire[f"motifs_{etape}"],
        }
        for etape, renvoi in renvois.items()
    ]


def _renvoyees(demarche: Demarche, agent: Agent) -> list[dict[str, str]]:
    """What was asked again before, and why: nobody asks twice for different things without knowing it."""
    demandes = Attente.objects.pour_agent(agent).filter(demarche=demarche).exclude(place="")
    return [{"le": formats.jour(d.ouverte_le), "libelle": d.libelle, "motif": d.motif} for d in demandes]


def _premier_avis(demarche: Demarche, agent: Agent) -> dict[str, Any] | None:
    """What a colleague wants and the second agent has to confirm, or not."""
    premier = avis.premier(demarche)
    if premier is None or not demarche.ouverte:
        return None
    return {
        "a_moi": premier.auteur == agent.compte.acteur,
        "qui": concurrence.nommer(premier.auteur, concurrence.noms([premier.auteur])),
        "le": concurrence.moment(premier.le),
        "quoi": "valider" if premier.nom == avis.ACCORD else "refuser",
        "motif": premier.motif,
    }


def _ouverte_par(demarche: Demarche, agent: Agent) -> str:
    """Who has it open, in words; empty when it is free."""
    examen = getattr(demarche, "examen", None)
    if examen is None or examen.jusqu_a <= temps_reel():
        return ""
    return "vous" if examen.agent_id == agent.pk else str(examen.agent)
