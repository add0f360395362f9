"""Agents give a provisional code: check who is there, choose how it is handed over, show it once (chapter 3 § 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.admin.perimetre import agent_de
from accounts.connexion.code_provisoire import codes
from accounts.connexion.premiere_visite.preuve import AGE_MINIMUM
from accounts.dossier import complementaires, foyer
from accounts.informations import adresse, cartes_vitale, coordonnees
from accounts.models import Assure, CodeProvisoire
from accounts.securite import limites
from accounts.securite.mots import phrase
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.masquage import masquer_telephone
from ameli.noyau.saisie.champs import ChampLigne, ChampMobile

declarer_genre("code_provisoire.controle", "{acteur} : réponses de contrôle affichées", lecture=True)
declarer_genre("code_provisoire.refuse", "{acteur} : code provisoire refusé, l’identité n’a pas été prouvée")

QUESTIONS = 3


@dataclass(frozen=True)
class Question:
    """What the agent asks, and what the file answers."""

    cle: str
    texte: str
    reponse: str


class Delivrance(forms.Form):
    """The identity check and the way the code is handed over."""

    canal = forms.ChoiceField(
        label="Où est la personne ?", widget=forms.RadioSelect,
        choices=[("ACCUEIL", "À l’accueil, devant moi"), ("TELEPHONE", "Au téléphone")],
        error_messages={"required": "Dites où est la personne."},
    )  # fmt: skip
    piece = forms.BooleanField(label="À l’accueil : j’ai vu sa pièce d’identité", required=False)
    nouveau_mobile = ChampMobile(
        label="Au téléphone : autre mobile que celui que nous connaissons", required=False, help_text="Laissez vide pour le mobile connu.",
    )  # fmt: skip
    contre_verification = ChampLigne(
        label="Autre mobile : comment l’avez-vous vérifié ?", required=False, max_length=120,
        help_text="Exemple : rappel du numéro fixe connu.",
    )  # fmt: skip
    motif = ChampLigne(
        label="Pourquoi ce code ?", max_length=120, help_text="Exemple : mot de passe perdu, boîte de courriel fermée."
    )

    def __init__(
        self, questions: list[Question], mobile: str, gele: bool, telephone_ferme: str, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.mobile, self.gele, self.telephone_ferme = questions, mobile, gele, telephone_ferme
        for question in questions:
            self.fields[f"question_{question.cle}"] = forms.ChoiceField(
                label=question.texte, help_text=f"Dans le dossier : {question.reponse}", required=False,
                choices=[("juste", "Réponse juste"), ("fausse", "Réponse fausse")], widget=forms.RadioSelect,
            )  # fmt: skip
        self.order_fields(
            [
                "canal",
                "piece",
                *(f"question_{q.cle}" for q in questions),
                "nouveau_mobile",
                "contre_verification",
                "motif",
            ]
        )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("canal") == "ACCUEIL" and not donnees.get("piece"):
            self.add_error("piece", "Sans pièce d’identité, ne donnez pas de code à l’accueil.")
        if donnees.get("canal") == "TELEPHONE" and self.telephone_ferme:
            self.add_error("canal", self.telephone_ferme)
        elif donnees.get("canal") == "TELEPHONE" and self.gele:
            self.add_error(
                "canal", "Son compte est gelé : un code ne l’ouvre qu’à l’accueil, avec une pièce d’identité."
            )
        elif donnees.get("canal") == "TELEPHONE" and len(self.questions) < QUESTIONS:
            self.add_error(
                "canal",
                "Le dossier ne permet pas trois questions : le code se donne à l’accueil, avec une pièce d’identité.",
            )
        elif donnees.get("canal") == "TELEPHONE":
            for question in self.questions:
                if not donnees.get(f"question_{question.cle}"):
                    self.add_error(f"question_{question.cle}", "Posez cette question et notez la réponse.")
            if donnees.get("nouveau_mobile") and not donnees.get("contre_verification"):
                self.add_error("contre_verification", "Dites comment vous avez vérifié ce nouveau numéro.")
            if not donnees.get("nouveau_mobile") and not self.mobile:
                self.add_error("nouveau_mobile", "Nous ne connaissons pas de mobile. Saisissez-en un, et vérifiez-le.")
        return donnees

    @property
    def identite_prouvee(self) -> bool:
        """At the desk the paper proves it; over the phone every answer must be right."""
        if self.cleaned_data["canal"] == "ACCUEIL":
            return True
        return len(self.questions) >= QUESTIONS and all(
            self.cleaned_data[f"question_{question.cle}"] == "juste" for question in self.questions
        )


class DelivreDesCodes:
    """Mixed into the admin of files: `<pk>/code-provisoire/` and its cancellation."""

    def urls_des_codes(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("<int:pk>/code-provisoire/", vue(self.delivrer), name="accounts_assure_code_provisoire"),
            path(
                "<int:pk>/code-provisoire/<slug:code>/annuler/", vue(self.annuler), name="accounts_assure_code_annuler"
            ),
        ]

    def delivrer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows the questions and is journalised; POST checks, then shows the code once or says that the SMS left."""
        assure, agent = self.get_object(request, str(pk)), agent_de(request)
        if agent is None:
            raise Http404
        empeche = _empechement(assure)
        compte = codes.compte_de(assure)
        mobile = compte.telephone if compte is not None else ""
        gele = compte is not None and compte.gele_le is not None
        telephone_ferme = _telephone_ferme(assure)
        formulaire = Delivrance(questions(assure), mobile, gele, telephone_ferme, request.POST or None)
        contexte = {
            **self.admin_site.each_context(request), "title": "Donner un code provisoire", "formulaire": formulaire,
            "empeche": empeche, "telephone_ferme": telephone_ferme, "mobile": masquer_telephone(mobile) if mobile else "",
            "retour": reverse("admin:accounts_assure_change", args=[pk]), "bouton": "Donner le code",
        }  # fmt: skip
        if request.method == "POST" and not empeche and formulaire.is_valid():
            return self._delivrer(request, assure, formulaire, contexte)
        if request.method == "GET" and not empeche:
            self._noter_la_lecture(request, assure)
        return render(request, "admin/accounts/assure/code_provisoire.html", contexte)

    def _delivrer(self, request: HttpRequest, assure: Assure, formulaire: Delivrance, contexte: dict) -> HttpResponse:
        agent, choix = agent_de(request), formulaire.cleaned_data
        if not formulaire.identite_prouvee:
            return self._refuser(request, assure, contexte)
        au_telephone = choix["canal"] == "TELEPHONE"
        telephone = (choix["nouveau_mobile"] or formulaire.mobile) if au_telephone else ""
        verification = f", mobile vérifié : {choix['contre_verification']}" if choix["nouveau_mobile"] else ""
        code, clair = codes.delivrer(
            assure, choix["canal"], agent=agent, telephone=telephone, motif=f"{choix['motif']}{verification}"[:200]
        )
        return render(
            request, "admin/accounts/assure/code_donne.html",
            {
                **contexte, "title": "Code provisoire donné", "code": "" if au_telephone else clair, "donne": code,
                "telephone": masquer_telephone(telephone) if telephone else "",
                "annuler": reverse("admin:accounts_assure_code_annuler", args=[assure.pk, code.public_id]),
            },
        )  # fmt: skip

    def _refuser(self, request: HttpRequest, assure: Assure, contexte: dict) -> HttpResponse:
        """Nobody is told which answer was wrong; the second failure of a day closes the phone for the file, never the desk."""
        with transaction.atomic():
            limites.prendre("controle_identite", assure.public_id)
            journaliser("code_provisoire.refuse", acteur=request.user.acteur, assure_ref=assure.public_id)
        return render(
            request, "admin/accounts/assure/code_refuse.html", {**contexte, "title": "Code provisoire refusé"}
        )

    def annuler(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        assure, agent = self.get_object(request, str(pk)), agent_de(request)
        ligne = CodeProvisoire.objects.de(assure).filter(public_id=code).first()
        if request.method != "POST" or ligne is None or agent is None:
            raise Http404
        fait = codes.annuler(ligne, agent)
        self.message_user(request, "Le code est annulé." if fait else "Ce code ne servait déjà plus.")
        return redirect("admin:accounts_assure_change", pk)

    def _noter_la_lecture(self, request: HttpRequest, assure: Assure) -> None:
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            journaliser(
                "code_provisoire.controle", acteur=request.user.acteur, assure_ref=assure.public_id,
                motif=assure.acces.motif,
            )  # fmt: skip


def questions(assure: Assure) -> list[Question]:
    """Three that the file can answer, the same all day for the same file: asking again draws no other."""
    possibles = _toutes(assure)
    jour = aujourdhui().isoformat()
    possibles.sort(key=lambda q: empreinte("question", f"{assure.public_id}:{jour}:{q.cle}"))
    return possibles[:QUESTIONS]


def _toutes(assure: Assure) -> list[Question]:
    """What the file knows and a stranger does not: nothing that is used to find the file (name, birth, post code, caisse)."""
    ou, banque = adresse.actuelle(assure), coordonnees.actuelles(assure)
    medecin = assure.medecins_traitants.filter(personne=assure.personne_id).first()
    proches = [membre for membre in foyer.lire(assure, aujourdhui()).presents if not (membre.soi or membre.decede)]
    mutuelles = complementaires.de_toujours(assure).get(assure.personne_id, [])
    carte = cartes_vitale.active(assure.personne_id)
    trouvees = [
        Question("adresse", "Quelle est votre adresse ?", ", ".join(ou.lignes) if ou else ""),
        Question("banque", "Dans quelle banque recevez-vous vos remboursements ?", banque.banque if banque else ""),
        Question("medecin", "Qui est votre médecin traitant ?", medecin.nom if medecin else ""),
        Question("proches", "Qui est inscrit sur votre dossier, et né quand ?",
                 ", ".join(f"{p.personne} ({formats.jour(p.personne.date_naissance)})" for p in proches)),
        Question("mutuelle", "Quelle est votre complémentaire santé ?", mutuelles[-1].organisme.nom if mutuelles else ""),
        Question("carte", "Quels sont les 4 derniers chiffres du numéro de série de votre carte Vitale ?",
                 carte.serie[-4:] if carte else ""),
    ]  # fmt: skip
    return [question for question in trouvees if question.reponse]


def _empechement(assure: Assure) -> str:
    """Why no code may be given for this file, or nothing."""
    personne = assure.personne
    if personne.date_deces is not None:
        return "Cette personne est décédée."
    if personne.sans_numero:
        return "Son numéro est en cours d’attribution : il n’y a pas de compte sans lui."
    if not personne.numero_definitif:
        return "Son numéro est provisoire : il faut d’abord finir son immatriculation."
    if codes.compte_de(assure) is None and personne.age(aujourdhui()) < AGE_MINIMUM:
        return f"Elle a moins de {AGE_MINIMUM} ans : son dossier est dans le compte d’un parent."
    return ""


def _telephone_ferme(assure: Assure) -> str:
    """Why no code may be given over the phone for this file now, or nothing. Only a check over the phone can fail."""
    jusqu_a = limites.en_cours("controle_identite", assure.public_id)
    return (
        f"{phrase('controle_identite', jusqu_a)} À l’accueil, avec une pièce d’identité, c’est possible."
        if jusqu_a
        else ""
    )
