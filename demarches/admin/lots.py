"""Several démarches at once: ticked, confirmed on a page, done one by one, each with its own result. Nothing is skipped in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path

from accounts.models import Agent
from ameli.noyau.journalisation import decrire_panne
from ameli.noyau.saisie.champs_textes import ChampTexte
from ameli.noyau.saisie.requete import numero
from demarches.admin import concurrence, file
from demarches.admin.formulaires import LU
from demarches.admin.gestes import PREMIER_ACCORD
from demarches.moteur import accords, registre, transitions
from demarches.moteur.models import Demarche
from demarches.moteur.reponses_types import LONGUEUR
from demarches.moteur.transitions import TransitionInterdite

journal_technique = structlog.get_logger()
MAXIMUM = 50
SESSION = "lot_de_demarches"
PANNE = "une erreur technique l’a empêché, rien n’a changé. Réessayez, ou prévenez le support."
UNE_A_UNE = "ses images se vérifient une à une, dans « Photos à vérifier »."
A_REMPLIR = "sa décision se remplit sur sa page."
ABSENTE = "elle n’est plus dans les démarches de votre caisse."
ACTIONS = {
    "prendre": ("Prendre", "Prise en charge."),
    "rendre": ("Remettre dans la file", "Remise dans la file."),
    "accepter": ("Accepter", "Acceptée. La personne en est prévenue."),
    "refuser": ("Refuser", "Refusée. La personne en est prévenue."),
}


class MotifsDuLot(forms.Form):
    """One reason for each téléservice among the ticked rows, and what the agent adds for all."""

    def __init__(self, codes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motifs = {code: registre.celui_de(code).agents.motifs for code in codes}
        for code, motifs in self.motifs.items():
            if motifs:
                titre = registre.celui_de(code).agents.titre
                choix = [("", "Choisissez un motif"), *motifs.items()]
                self.fields[f"motif_{code}"] = forms.ChoiceField(label=f"Motif du refus : {titre}", choices=choix)
        self.fields["precision"] = ChampTexte(
            label="Précision (facultatif)" if all(self.motifs.values()) else "Motif du refus",
            required=not all(self.motifs.values()), max_length=LONGUEUR, help_text=f"{LU} Le même texte pour toutes.",
        )  # fmt: skip

    def raison(self, code: str) -> dict[str, str]:
        """What `accords.refuser` takes for a démarche of this téléservice."""
        return {"motif": self.cleaned_data.get(f"motif_{code}", ""), "precision": self.cleaned_data["precision"]}


class Lots:
    """Mixed into the admin of démarches."""

    def urls_des_lots(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("lot/", vue(self.lot), name="demarches_demarche_lot"),
            path("lot/resultat/", vue(self.resultat_du_lot), name="demarches_demarche_lot_resultat"),
        ]

    def lot(self, request: HttpRequest) -> HttpResponse:
        """First POST: from the queue, nothing is written, the page asks. Second POST (`confirme`): done."""
        action = request.POST.get("index", "")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        numeros = [n for n in request.POST.getlist("_selected_action") if numero(n) is not None]
        if action not in ACTIONS or not numeros:
            messages.warning(request, "Cochez au moins une démarche, puis choisissez ce que vous voulez en faire.")
            return redirect("admin:demarches_demarche_changelist")
        if len(numeros) > MAXIMUM:
            messages.warning(request, f"Cochez au plus {MAXIMUM} démarches à la fois.")
            return redirect("admin:demarches_demarche_changelist")
        agent = self.agent(request)
        trouvees = list(
            Demarche.objects.pour_agent(agent).filter(pk__in=numeros).select_related("assure__personne", "prise_par")
            .sans_contenu().order_by(*file.ORDRE)
        )  # fmt: skip
        confirme = "confirme" in request.POST
        codes = sorted({demarche.teleservice for demarche in trouvees if demarche.ouverte})
        formulaire = MotifsDuLot(codes, request.POST if confirme else None) if action == "refuser" and codes else None
        if not confirme or (formulaire is not None and not formulaire.is_valid()):
            return self._page_du_lot(request, action, numeros, trouvees, formulaire)
        resultats = [_un(action, demarche, agent, request.POST, formulaire) for demarche in trouvees]
        connus = {str(demarche.pk) for demarche in trouvees}
        absentes = [n for n in dict.fromkeys(numeros) if n not in connus]
        resultats += [{"reference": "", "pk": 0, "fait": False, "phrase": ABSENTE} for _ in absentes]
        request.session[SESSION] = {"titre": ACTIONS[action][0], "lignes": resultats}
        return redirect("admin:demarches_demarche_lot_resultat")

    def resultat_du_lot(self, request: HttpRequest) -> HttpResponse:
        """What became of each row."""
        lot = request.session.get(SESSION)
        if not lot:
            return redirect("admin:demarches_demarche_changelist")
        faites = sum(ligne["fait"] for ligne in lot["lignes"])
        contexte = {
            "title": f"{lot['titre']} : résultat",
            "lignes": lot["lignes"],
            "faites": faites,
            "refusees": len(lot["lignes"]) - faites,
        }
        return self.page(request, "lot_resultat", contexte)

    def _page_du_lot(
        self, request: HttpRequest, action: str, numeros: list[str], trouvees: list[Demarche],
        formulaire: MotifsDuLot | None,
    ) -> HttpResponse:  # fmt: skip
        vus = {pk: request.POST.get(f"vu_{pk}") or jeton for pk, jeton in concurrence.jetons(trouvees).items()}
        contexte = {
            "title": f"{ACTIONS[action][0]} : {len(trouvees)} démarche{'s' if len(trouvees) > 1 else ''}",
            "action": action,
            "bouton": ACTIONS[action][0],
            "definitive": action in ("accepter", "refuser"),
            "numeros": numeros,
            "lignes": [(demarche, self.bannette(demarche), vus[demarche.pk]) for demarche in trouvees],
            "absentes": len(set(numeros)) - len(trouvees),
            "formulaire": formulaire,
        }
        return self.page(request, "lot", contexte)


def _un(action: str, demarche: Demarche, agent: Agent, saisies: Any, formulaire: MotifsDuLot | None) -> dict[str, Any]:
    """One row, in a transaction of its own."""
    fait, phrase = False, ""
    try:
        with transaction.atomic():
            dit = _faire(action, demarche, agent, saisies.get(f"vu_{demarche.pk}", ""), formulaire)
        fait, phrase = True, dit or ACTIONS[action][1]
    except (concurrence.Depassee, TransitionInterdite) as refusee:
        phrase = refusee.phrase
    except Exception as panne:  # noqa: BLE001 - one row that breaks must not stop the others: it is told, and written down
        journal_technique.error("lot_en_panne", action=action, demarche=demarche.reference, panne=decrire_panne(panne))
        phrase = PANNE
    return {"reference": demarche.reference, "pk": demarche.pk, "fait": fait, "phrase": phrase}


def _faire(action: str, demarche: Demarche, agent: Agent, vu: str, formulaire: MotifsDuLot | None) -> str:
    """Do it; a sentence when it is not the usual one."""
    deplacements: dict[str, Callable[[Demarche, Agent], None]] = {"prendre": file.prendre, "rendre": file.rendre}
    if action in deplacements:
        deplacements[action](demarche, agent)
        return ""
    ligne = transitions.verrouiller(demarche)
    concurrence.exiger_inchangee(ligne, vu, agent)
    if action == "accepter":
        bannette = registre.celui_de(ligne.teleservice).agents
        if bannette.renvois or bannette.se_remplit:
            raise TransitionInterdite(UNE_A_UNE if bannette.renvois else A_REMPLIR)
        return "" if accords.accepter(ligne, agent.compte.acteur) else PREMIER_ACCORD
    raison = formulaire.raison(ligne.teleservice) if formulaire is not None and ligne.ouverte else {}
    return "" if accords.refuser(ligne, agent.compte.acteur, **raison) else PREMIER_ACCORD
