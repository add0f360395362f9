"""What an agent types about a procuration: by POST, for neither a code nor a number may stand in an address or in a log."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import Agent, Assure
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.champs import ChampLigne, ChampNir
from ameli.noyau.televersement import ChampFichiers
from demarches.catalogue.procuration import regles
from demarches.catalogue.procuration.formulaires import LETTRES, ChampNaissanceDUnAutre
from demarches.catalogue.procuration.models import Procuration

INCONNU = "Aucun dossier de votre caisse n’a ce numéro."
DEJA = "Une procuration est déjà en cours pour cette personne. Elle doit d’abord la révoquer."
PAS_POSSIBLE = "Cette personne ne peut pas donner de procuration : elle a moins de 18 ans, ou elle a un tuteur."


class Controle(forms.Form):
    """What stands on the paper."""

    numero = ChampLigne(
        label="Référence ou code", max_length=20, help_text="P-XXXX-XXXX, ou les 8 signes du code.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 20}),
        error_messages={"required": "Recopiez la référence ou le code du papier."},
    )  # fmt: skip
    nom = ChampLigne(
        label="Le nom du mandataire", max_length=regles.LONGUEUR, help_text="Comme sur sa pièce d’identité.",
        error_messages={"required": "Recopiez le nom de la pièce d’identité."},
    )  # fmt: skip


class Usage(forms.Form):
    """Who is there, and for what."""

    piece = forms.BooleanField(
        label="J’ai vu sa pièce d’identité : c’est la personne de la procuration.",
        error_messages={"required": "Vérifiez d’abord sa pièce d’identité."},
    )
    quoi = forms.ChoiceField(
        label="Ce que la personne demande", widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui est demandé."},
    )  # fmt: skip

    def __init__(self, procuration: Procuration, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permis = [code for code in regles.OBJETS if code in procuration.objets]
        autres = [code for code in regles.OBJETS if code not in self.permis]
        self.fields["quoi"].choices = [
            *((code, regles.OBJETS[code]) for code in self.permis),
            *((code, f"{regles.OBJETS[code]} (hors de la procuration)") for code in autres),
            *regles.INTERDITS.items(),
        ]


class Papier(forms.Form):
    """A procuration on paper: whose, to whom, for what, and its scan."""

    nir = ChampNir(label="Numéro de Sécurité sociale de l’assuré")
    civilite = forms.ChoiceField(
        label="Civilité du mandataire", choices=[("MADAME", "Madame"), ("MONSIEUR", "Monsieur")], widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la civilité du mandataire."},
    )  # fmt: skip
    nom = ChampLigne(label="Le nom du mandataire", max_length=regles.LONGUEUR)
    prenom = ChampLigne(label="Le prénom du mandataire", max_length=regles.LONGUEUR)
    naissance = ChampNaissanceDUnAutre(label="Né(e) le", help_text="Jour, mois, année. Par exemple : 12/05/1985.")
    objets = forms.MultipleChoiceField(
        label="Pour quelles démarches", choices=list(regles.OBJETS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une démarche."},
    )  # fmt: skip
    fichiers = ChampFichiers(label="La lettre et les copies des pièces d’identité, numérisées", maximum=5)

    def __init__(self, agent: Agent, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agent, self.assure = agent, None

    def clean_nir(self) -> str:
        numero: str = self.cleaned_data["nir"]
        siens = Assure.objects.pour_agent(self.agent).select_related("personne", "caisse", "compte")
        assure = siens.filter(personne__nir_empreinte=empreinte("nir", numero)).first()
        if assure is None:
            raise forms.ValidationError(INCONNU)
        le = maintenant()
        if assure.majeur_protege or assure.personne.age(jour_de(le)) < regles.AGE_DU_MANDATAIRE:
            raise forms.ValidationError(PAS_POSSIBLE)
        if Procuration.objects.de(assure).en_cours(le).exists():
            raise forms.ValidationError(DEJA)
        self.assure = assure
        return numero

    def clean_nom(self) -> str:
        return self._lettres("nom")

    def clean_prenom(self) -> str:
        return self._lettres("prenom")

    def _lettres(self, champ: str) -> str:
        if not regles.lettres_seules(self.cleaned_data[champ]):
            raise forms.ValidationError(LETTRES)
        return str(self.cleaned_data[champ])

    def clean_naissance(self) -> date:
        pourquoi_pas = regles.pourquoi_pas(self.cleaned_data["naissance"], jour_de(maintenant()))
        if pourquoi_pas:
            raise forms.ValidationError(pourquoi_pas.replace("pour vous", "pour l’assuré"))
        return self.cleaned_data["naissance"]
