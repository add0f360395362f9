"""`/composants/`: each component of the look in all its states. The sandbox only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from accounts.a_faire import Ligne, Urgence
from accounts.fichiers.formulaires import AvecDepot, ChampDepot
from ameli.noyau.calendrier import PARIS
from ameli.noyau.formats import INSECABLE, montant, quand
from ameli.noyau.saisie.champs import ChampIban, ChampLigne, ChampMotDePasse, ChampSerie
from ameli.noyau.saisie.champs_dates import ChampNaissance
from ameli.noyau.saisie.champs_textes import ChampTexte
from demarches.cartes import lignes
from demarches.cartes.lignes import Etat
from demarches.moteur.declaration import Apercu, Lien

DESSINS = Path(settings.TEMPLATES[0]["DIRS"][0]) / "illustrations"
MOMENT = datetime(2026, 11, 25, 9, 12, tzinfo=PARIS)
MERE = format_html('{}<span class="choix__detail">{}</span>', "Léa Duprat", "vous-même, née le 14 mai 1985")

A_FAIRE = (
    Ligne(
        "droits", "Vos droits sont fermés", "Vos soins ne sont plus remboursés.", "#a-faire", "Écrire à ma caisse",
        "attention", "depuis le", le=date(2026, 7, 31), urgence=Urgence.PERDU,
    ),
    Ligne(
        "carte", "Commander votre carte Vitale", "Commandez-la en ligne jusqu’au 1er décembre.", "#a-faire", "Commander",
        "carte", "jusqu’au", le=date(2026, 12, 1), reste=f"Il reste 2{INSECABLE}jours", urgence=Urgence.PRESSE,
    ),
    Ligne("brouillon", "Terminer votre changement d’adresse", "Gardé jusqu’au 27 décembre.", "#a-faire", "Reprendre",
          "crayon", "brouillon"),
)  # fmt: skip

APERCU = Apercu(
    ("Remboursement estimé", montant(Decimal("33.54"))),
    (("Pain sans gluten, 2 paquets", montant(Decimal("9.14"))), ("Pâtes sans gluten, 4 paquets", montant(Decimal("24.40")))),
)  # fmt: skip

ETATS = {
    "basile": Etat("Déclarée perdue le 27 novembre", "attention", f"La carte ne sert plus. Il reste 2{INSECABLE}jours.", "barree", presse=True),
    "jade": Etat("Pas encore de carte", "info", "Première carte.", "vide"),
    "delphine": Etat("En fabrication", "info", "Nouvelle carte commandée le 24 novembre."),
    "nino": Etat("Sur votre carte", "neutre", "Ses soins passent sur la vôtre.", "enfant"),
}  # fmt: skip

CONNECTE = {
    "user": SimpleNamespace(is_authenticated=True, assure_id=1),
    "identite": SimpleNamespace(nom="Léa Duprat", caisse="CPAM des Landes", beneficiaires=2),
    "onglet_actif": "accueil",
    "messages_non_lus": 2,
    "session_expire_dans": 1200,
    "session_url": "/composants/",
    "session_visiteur": False,
}


class Exemple(forms.Form):
    """One field of each kind."""

    prefix = "vierge"
    iban = ChampIban(
        label="IBAN",
        help_text="27 caractères pour un compte français, avec ou sans espaces.",
        widget=forms.TextInput(attrs={"data-controle": "iban"}),
    )
    serie = ChampSerie(label="Numéro de série de votre carte Vitale", help_text="10 chiffres, à droite de la photo.")
    naissance = ChampNaissance(help_text="Par exemple 14/05/1985.")
    mot_de_passe = ChampMotDePasse(label="Mot de passe")
    civilite = forms.ChoiceField(
        label="Civilité du titulaire", choices=[("", "Choisissez"), ("mme", "Madame"), ("m", "Monsieur")]
    )
    beneficiaire = forms.ChoiceField(
        label="Pour qui est cette démarche ?",
        help_text="Une seule personne à la fois.",
        choices=[("lea", MERE), ("tom", "Tom Duprat"), ("zoe", "Zoé Duprat")],
        widget=forms.RadioSelect,
    )
    avis = forms.MultipleChoiceField(
        label="Comment vous prévenir ?",
        choices=[("courriel", "Par courriel"), ("sms", "Par SMS")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    justificatif = forms.FileField(
        label="Justificatif", help_text="Photo JPEG ou PNG, ou PDF. 5 Mo au plus.", required=False
    )
    message = ChampTexte(
        label="Votre message",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "data-compteur": 500}),
        required=False,
    )
    fige = ChampLigne(label="Caisse", initial="CPAM des Landes", disabled=True, required=False)
    honneur = forms.BooleanField(label="Je certifie que ces informations sont exactes.")


class ExempleEnErreur(Exemple):
    """The same fields, with sentences of error that say what to do."""

    prefix = "faux"

    def clean(self) -> dict[str, object]:
        phrases = {
            "iban": "Cet IBAN comporte une erreur. Comparez-le avec votre RIB.",
            "serie": "Le numéro de série comporte 10 chiffres. Vous en avez saisi 6.",
            "naissance": "Saisissez une date qui existe, par exemple 14/05/1985.",
            "beneficiaire": "Choisissez la personne concernée.",
            "justificatif": "Ce fichier dépasse 5 Mo. Choisissez-en un plus léger.",
            "honneur": "Cochez la case pour certifier vos informations.",
        }
        self.errors.clear()
        for champ, phrase in phrases.items():
            self.add_error(champ, phrase)
        return self.cleaned_data


class ExempleDeCartes(forms.Form):
    """What may be done for the card of each person."""

    prefix = "cartes"
    personnes = forms.MultipleChoiceField(
        label=f"Pour qui{INSECABLE}?",
        widget=forms.CheckboxSelectMultiple,
        choices=[(nom, lignes.libelle("Commander sa carte", nom.title())) for nom in ("basile", "jade")],
    )

    @property
    def lignes(self) -> list[lignes.Ligne]:
        boutons, suivre = lignes.options(self["personnes"]), Lien("Suivre la commande", "#cartes_personnes")
        return [
            lignes.Ligne(
                nom.title(), nom.title(), etat, [boutons[nom]] if nom in boutons else [], suivre if nom == "delphine" else None
            )
            for nom, etat in ETATS.items()
        ]  # fmt: skip


class ExempleDepot(AvecDepot):
    """Files that leave one by one."""

    prefix = "depot"
    fichiers = ChampDepot(label="Vos documents")


@login_not_required
def composants(request: HttpRequest) -> HttpResponse:
    """Show them all. `?connecte=1` shows the head as a signed-in person sees it."""
    en_erreur = ExempleEnErreur(
        {"faux-iban": "FR76 3000 4001 2300 0012 3456 706", "faux-serie": "123456", "faux-naissance": "31/02/1985"}
    )
    contexte = {"moment": MOMENT, **_exemples(), "en_erreur": en_erreur}
    if request.GET.get("connecte"):
        contexte |= CONNECTE
        request.dossier = CONNECTE["identite"]
    contexte["fichiers"] = [
        {"nom": "Acte de naissance.pdf", "affiche": "Acte de naissance.pdf", "poids": "240 ko", "consultable": True},
        {"nom": "RIB.jpg", "consultable": False},
        {"nom": "facture.pdf", "consultable": False, "ecarte": True},
    ]
    recu = SimpleNamespace(
        public_id="exemple", nom="Facture du 3 mai.pdf", poids="240 ko", consultable=True, type_mime="application/pdf"
    )
    contexte["dessins"] = sorted(fichier.stem for fichier in DESSINS.glob("*.svg"))
    contexte["cartes"] = ExempleDeCartes()
    contexte["depot"] = ExempleDepot(depot=SimpleNamespace(pour="exemple:x", fichiers=[recu]))
    return render(request, "composants_demo/page.html", contexte)


def _exemples() -> dict[str, object]:
    return {
        "formulaire": Exemple(),
        "attente": f"Enregistrées avant{INSECABLE}le {quand(MOMENT)}",
        "montant_exemple": Decimal("1216.55"),
        "a_faire": A_FAIRE,
        "apercu": APERCU,
        "lignes": [
            {"libelle": "Titulaire", "valeur": "LEA DUPRAT", "modifier": "#recapitulatif"},
            {"libelle": "IBAN", "valeur": "FR76 •••• •••• 705", "modifier": "#recapitulatif"},
            {"libelle": "Caisse", "valeur": "CPAM des Landes"},
        ],
        "colonnes": ["Date", "Acte", {"libelle": "Versé", "nombre": True}],
        "rangees": [
            ["19/11/2026", "Consultation, généraliste", "16,55 €"],
            ["02/11/2026", "Pharmacie", "8,40 €"],
            ["12/10/2026", "Analyses", "32,10 €"],
        ],
        "evenements": [
            {"libelle": "Demande reçue", "etat": "passe", "date": "lundi 23 novembre à 9 h 12"},
            {"libelle": "Vérification : 48 heures", "etat": "courant", "date": f"jusqu’au {quand(MOMENT)}"},
            {"libelle": "Compte enregistré", "etat": "a_venir", "detail": "Un message vous préviendra."},
        ],
        "suites": [
            {"libelle": "Nous vérifions le compte.", "date": f"jusqu’au {quand(MOMENT)}"},
            {"libelle": "Vos versements arrivent sur ce compte."},
            "Un message vous prévient dans votre messagerie.",
        ],
        "volets": [
            {"libelle": "En cours", "url": "#onglets", "actif": True},
            {"libelle": "Terminées", "url": "#onglets", "actif": False},
        ],
        "erreurs_exemple": [{"cible": "resume", "texte": "Le code de sécurité comporte 4 chiffres."}],
        "pages": SimpleNamespace(precedente="#pagination", suivante="#pagination"),
    }
