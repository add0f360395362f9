"""The address in France: chosen among suggestions, or typed by hand (chapter 5 § 2, 3 and 7).

One step, two faces: `mode` is empty or "liste" for the search (with its results as radio buttons), "manuelle" for the
fields of the postal norm, the communes of the postal code as radio buttons. The page's script only spares the way through
the lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.dossier import caisses
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampCodePostal
from ameli.noyau.saisie.code_postal import lire as lire_code_postal
from ameli.noyau.saisie.noms import cle
from ameli.noyau.saisie.signes import Illisible, serrer
from demarches.catalogue.adresse import courriers, foyer, geocodage, lecture
from demarches.catalogue.adresse.formulaires import DEJA_CONNUE, champ_texte
from demarches.catalogue.adresse.geocodage import Indisponible, Proposition
from demarches.catalogue.adresse.lecture import LISTE, MANUELLE
from demarches.catalogue.adresse.regles import postal
from demarches.catalogue.adresse.regles.traitement import Situation
from demarches.moteur.formulaires import FormulaireEtape

A_LA_MAIN = ("numero", "indice", "voie", "lieu_dit", "code_postal", "commune")
COMMUNE_A_ECRIRE = "Nous ne connaissons pas les communes de ce code postal. Écrivez le nom de la vôtre."
PANNE = "La recherche d’adresses ne répond pas pour le moment. Saisissez votre adresse à la main."
AUCUNE = "Aucune adresse ne ressemble à ce que vous avez écrit. Vérifiez-la, ou saisissez-la à la main."
CHOISIR = "Choisissez votre adresse dans la liste."
SANS_CAISSE = "Aucune caisse du régime général n’a ce code postal. Vérifiez-le, ou appelez le 36 46."
CHOISIR_LA_COMMUNE = "Choisissez la commune dans la liste."
HORS_DU_CODE = "Cette commune n’a pas ce code postal. Choisissez dans la liste, ou corrigez le code postal."
SANS_VOIE = "Indiquez la rue, ou à défaut le lieu-dit."
CEDEX = "Indiquez l’adresse où vous habitez : un Cedex est réservé aux entreprises."


class AdresseEnFrance(FormulaireEtape):
    """See the module. What is kept says where the address comes from: `choix` (signed), or `insee` and `normalisee`."""

    mode = forms.CharField(required=False, widget=forms.HiddenInput)
    recherche = champ_texte(
        "Votre nouvelle adresse",
        postal.RECHERCHE_MAXIMUM,
        objet="address-line1",
        obligatoire="Indiquez votre nouvelle adresse.",
        aide="Numéro, rue et ville. Par exemple : 12 rue des Acacias Bordeaux.",
        size=0,
    )
    choix = forms.CharField(
        label="Adresses proposées", required=False, widget=forms.RadioSelect, error_messages={"required": CHOISIR}
    )
    numero = champ_texte("Numéro", 20, size=6)
    indice = champ_texte("Bis, ter ou lettre", 6, size=6)
    voie = champ_texte(
        "Type et nom de la voie",
        postal.LIGNE_MAXIMUM,
        objet="address-line1",
        obligatoire=SANS_VOIE,
        aide="Par exemple : rue des Acacias.",
    )
    lieu_dit = champ_texte("Lieu-dit ou boîte postale", postal.LIGNE_MAXIMUM, objet="address-level3")
    code_postal = ChampCodePostal(
        label="Code postal",
        error_messages={"required": "Indiquez le code postal.", "invalid": "Un code postal compte 5 chiffres."},
    )
    commune = champ_texte("Commune", postal.COMMUNE_MAXIMUM, objet="address-level2", obligatoire="Indiquez la commune.")
    complement_1 = champ_texte(
        "Chez, bâtiment, étage",
        postal.LIGNE_MAXIMUM,
        objet="address-line2",
        aide="Par exemple : chez M. Petit, ou bâtiment B.",
    )
    complement_2 = champ_texte("Résidence, entrée", postal.LIGNE_MAXIMUM, objet="address-line3")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saisies: Mapping[str, Any] = self.data if self.is_bound else self.initial
        self.face = saisies.get("mode") or ""
        self.indisponible, self.indice_du_numero = False, ""
        self.commune_insee, self.reconnue = "", False
        self.communes: Mapping[str, str] = {}
        if self.face == MANUELLE:
            for nom in ("recherche", "choix"):
                del self.fields[nom]
            self.fields["voie"].required = not (saisies.get("lieu_dit") or "").strip()
            self._offrir_les_communes(saisies.get("code_postal") or "")
            return
        for nom in A_LA_MAIN:
            del self.fields[nom]
        self._offrir(self._propositions(saisies))

    @property
    def manuelle(self) -> bool:
        return self.face == MANUELLE

    @property
    def communes_a_demander(self) -> bool:
        """Is the commune to be written, before its postal code has been looked up?"""
        return self.manuelle and not self.communes

    @property
    def a_choisir(self) -> bool:
        """Are there radio buttons to show?"""
        return "choix" in self.fields and self.fields["choix"].required

    def _propositions(self, saisies: Mapping[str, Any]) -> list[Proposition]:
        """Those of the list when it is asked for, with the one already chosen on top."""
        choisie = geocodage.lire(saisies.get("choix") or "")
        trouvees = [] if self.is_bound or self.face != LISTE else self._chercher(saisies.get("recherche") or "")
        return list(dict.fromkeys([*([choisie] if choisie else []), *trouvees]))

    def _chercher(self, texte: str) -> list[Proposition]:
        try:
            return geocodage.proposer(texte)
        except Indisponible:
            self.indisponible = True
            return []

    def _offrir(self, propositions: list[Proposition]) -> None:
        champ: Any = self.fields["choix"]
        champ.widget.choices = [(une.jeton, str(une)) for une in propositions]
        champ.required = bool(propositions)

    def clean_mode(self) -> str:
        return self.face if self.face in (LISTE, MANUELLE) else ""

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if self.manuelle:
            self._composer(propres)
        elif geocodage.lire(propres.get("choix") or "") is None:
            self._faire_choisir(propres)
        if not self.errors:
            nouvelle = lecture.en_france({**propres, **self._deduit()})
            contexte = self.contexte
            if nouvelle is not None and lecture.deja_connue(nouvelle, contexte.assure, contexte.reponses, contexte.le):
                self.add_error("voie" if self.manuelle else "recherche", DEJA_CONNUE)
        return propres

    # The search

    def _faire_choisir(self, propres: dict[str, Any]) -> None:
        texte = propres.get("recherche") or ""
        if not texte:
            return
        if len(postal.serrer(texte)) < postal.RECHERCHE_MINIMUM:
            self.add_error("recherche", f"Écrivez au moins {postal.RECHERCHE_MINIMUM} caractères.")
            return
        propositions = self._chercher(texte)
        self._offrir(propositions)
        if propositions:
            self.add_error("choix", CHOISIR)
        else:
            self.add_error("recherche", PANNE if self.indisponible else AUCUNE)

    # By hand

    def clean_numero(self) -> str:
        """The index may be typed with the number."""
        if not self.cleaned_data["numero"]:
            return ""
        try:
            numero, self.indice_du_numero = postal.lire_numero(self.cleaned_data["numero"])
        except Illisible as faute:
            raise ValidationError(str(faute)) from faute
        return numero

    def clean_indice(self) -> str:
        indice = serrer(self.cleaned_data["indice"]).lower() or self.indice_du_numero
        if indice and not postal.INDICE.fullmatch(indice):
            raise ValidationError("Écrivez bis, ter, quater, ou une seule lettre.")
        return indice

    def clean_code_postal(self) -> str:
        code: str = self.cleaned_data["code_postal"]
        if not caisses.caisse_de(code, le=jour_de(self.contexte.le)):
            raise ValidationError(SANS_CAISSE)
        return code

    def _composer(self, propres: dict[str, Any]) -> None:
        """On a line of an envelope; no Cedex; a commune of that postal code."""
        ligne = postal.voie(propres.get("numero") or "", propres.get("indice") or "", propres.get("voie") or "")
        if len(ligne) > postal.LIGNE_MAXIMUM:
            self.add_error("voie", f"Numéro et voie : {postal.LIGNE_MAXIMUM} caractères au plus. Abrégez.")
        for nom in ("voie", "lieu_dit", "commune"):
            if postal.CEDEX.search(propres.get(nom) or ""):
                self.add_error(nom, CEDEX)
        if not self.errors:
            self._reconnaitre(propres, ligne)

    def _offrir_les_communes(self, code_postal: str) -> None:
        """Those of the postal code as radio buttons, the only one chosen; when nobody knows them, the commune is written."""
        try:
            self.communes = geocodage.communes(lire_code_postal(code_postal))
        except (Illisible, Indisponible):
            return
        if self.communes:
            champ: Any = self.fields["commune"]
            champ.widget = forms.RadioSelect(choices=[(nom, nom) for nom in sorted(self.communes)])
            champ.error_messages["required"] = CHOISIR_LA_COMMUNE
            self._cocher_la_commune()

    def _cocher_la_commune(self) -> None:
        """The one that was typed, however it was spelled; before an answer, the only one there is."""
        if self.is_bound:
            officielle = self._officielle(self.data.get("commune") or "")
            if officielle:
                self.data = self.data.copy()
                self.data["commune"] = officielle
            return
        seule = next(iter(self.communes)) if len(self.communes) == 1 else ""
        self.initial = {**self.initial, "commune": self._officielle(self.initial.get("commune") or "") or seule}

    def _officielle(self, ecrite: str) -> str:
        """A commune as its postal code spells it; empty when it has no such commune."""
        return {cle(nom): nom for nom in self.communes}.get(cle(ecrite), "")

    def _reconnaitre(self, propres: dict[str, Any], ligne: str) -> None:
        """Spell the commune as its postal code knows it, and see whether the service knows the street."""
        if not self.communes:
            return
        officielle = self._officielle(propres["commune"])
        if not officielle:
            self.add_error("commune", HORS_DU_CODE)
            return
        propres["commune"], self.commune_insee = officielle, self.communes[officielle]
        voulue = postal.cle([ligne, propres["code_postal"], officielle])
        self.reconnue = bool(propres.get("voie")) and any(
            postal.cle([une.voie, une.code_postal, une.commune]) == voulue
            for une in self._chercher(f"{ligne} {propres['code_postal']} {officielle}")
        )

    def _deduit(self) -> dict[str, Any]:
        return {"insee": self.commune_insee, "normalisee": self.reconnue} if self.manuelle else {}

    def a_conserver(self) -> dict[str, Any]:
        return {**super().a_conserver(), **self._deduit()}

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        nouvelle = lecture.en_france(reponses)
        if nouvelle is None:
            return []
        contexte = self.contexte
        situation = lecture.situation_de(nouvelle, contexte.reponses, contexte.assure.caisse, contexte.le)
        lignes = [("Adresse", nouvelle.en_ligne)]
        if situation is Situation.AUTRE_CAISSE:
            cible = lecture.caisse_cible(nouvelle, contexte.reponses, contexte.assure.caisse, contexte.le)
            nom = caisses.table(jour_de(contexte.le)).organismes[cible].nom
            lignes.append(("Nouvelle caisse", f"{nom}. Nous transférons votre dossier."))
        if foyer.partants(contexte.reponses).moi:
            lignes += courriers.au_recapitulatif(contexte.assure)
        return [*lignes, ("Délai", situation.annonce(controle=not nouvelle.normalisee))]
