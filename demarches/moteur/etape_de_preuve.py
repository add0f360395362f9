"""The step on which somebody proves who they are (`demarches.moteur.preuves`): its page, its form, « Renvoyer le code »."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html

from ameli.noyau import formats
from ameli.noyau.envois import Trajet
from ameli.noyau.saisie.champs import ChampCode, ChampSerie
from demarches.moteur import preuves
from demarches.moteur.etapes import Action, Etape
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.preuves import CHIFFRES, Preuve
from demarches.moteur.termes import Contexte

if TYPE_CHECKING:
    from collections.abc import Mapping


class FormulaireDePreuve(FormulaireEtape):
    """The code received, and the serial of the Vitale card where it is asked. Neither is kept: only that they were right."""

    @dataclass(frozen=True)
    class Donnees:
        liaison: str
        carte: str = ""

    code = ChampCode(
        CHIFFRES,
        label="Code de sécurité",
        invalid="Le code de sécurité comporte 4 chiffres.",
        error_messages={"required": "Indiquez le code de sécurité reçu par courriel."},
    )
    serie = ChampSerie(
        label="Numéro de série de votre carte Vitale",
        help_text=format_html('10 chiffres. <a href="{}">Où le trouver ?</a>', "#ou-le-trouver"),
        error_messages={"required": "Indiquez le numéro de série de votre carte Vitale."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Once proved for this very object, coming back asks for nothing more."""
        super().__init__(*args, **kwargs)
        self.trouvee: Mapping[str, Any] = {}
        if not self.exigee.serie:
            del self.fields["serie"]
        self.confirmee = self.place in self.contexte.reponses and self.etape.tient(self.contexte)
        if self.confirmee:
            self.trouvee = self.contexte.reponses[self.place]
            self.fields.clear()
        elif self.contexte.brouillon is not None:
            if self.exigee.par_sms(self.contexte):
                self.fields["code"].error_messages["required"] = "Indiquez le code de sécurité reçu par SMS."
            self.fields["code"].help_text = self._ou_est_le_code()

    @property
    def exigee(self) -> Preuve:
        return self.etape.exigee

    def _ou_est_le_code(self) -> str:
        ou, envoye_le = self.exigee.destination(self.contexte), preuves.envoye_le(self.exigee, self.contexte)
        sms, trajet = (
            self.exigee.par_sms(self.contexte),
            preuves.trajet_du_code(self.exigee, self.contexte, envoye_le),
        )
        if trajet is Trajet.RETARDE:
            return (
                f"4 chiffres. Notre service de {'SMS' if sms else 'courriels'} ne répond pas : le code partira dès son retour. Vos"
                " réponses sont gardées, vous pouvez revenir plus tard."
            )
        if trajet is Trajet.ARRETE:
            return format_html(
                "4 chiffres. Notre {} n’a pas pu être remis {} {}. Vérifiez {} dans « Mes informations », ou appelez le 36 46.",
                *(("SMS", "au", ou, "ce numéro") if sms else ("courriel", "à", ou, "cette adresse")),
            )
        if envoye_le is None:
            return "4 chiffres. Aucun code n’est valable : cliquez sur « Renvoyer le code »."
        return format_html("4 chiffres, envoyés {} {} à {}.", "au" if sms else "à", ou, formats.heure(envoye_le))

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if not self.errors and not self.confirmee:
            try:
                self.trouvee = preuves.prouver(
                    self.exigee, self.contexte, code=propres["code"], serie=propres.get("serie", "")
                )
            except preuves.PreuveRefusee as refus:
                self.add_error(refus.champ, refus.phrase)
        return propres

    def a_conserver(self) -> dict[str, Any]:
        return dict(self.trouvee)


@dataclass(frozen=True)
class EtapeDePreuve(Etape):
    """A step of proof. The step before it sends the code: `apres=STEP.envoyer`."""

    formulaire: type[FormulaireEtape] = FormulaireDePreuve
    au_recapitulatif: bool = False
    gabarit: str = "moteur/preuve.html"
    exigee: Preuve = field(kw_only=True)

    def __post_init__(self) -> None:
        """What every step of proof does the same way."""
        object.__setattr__(self, "preuve", self.tient)
        object.__setattr__(self, "actions", (Action("renvoyer_le_code", "Renvoyer le code", faire=self.renvoyer),))

    def envoyer(self, contexte: Contexte) -> None:
        """Send a code, unless one is alive for this draft and this very object, or it is proved already. Raises RefusAction."""
        suivi = preuves.suivre(self.exigee, contexte)
        if suivi.vivant is None and not (suivi.prouve and self.nom in contexte.reponses):
            preuves.envoyer(self.exigee, contexte, suivi)

    def renvoyer(self, contexte: Contexte) -> str:
        """« Renvoyer le code »."""
        preuves.envoyer(self.exigee, contexte)
        return "Un nouveau code vient de partir. L’ancien ne vaut plus rien."

    def tient(self, contexte: Contexte) -> bool:
        """Does what was proved still hold?"""
        return preuves.tient_encore(self.exigee, contexte, dict(contexte.reponses.get(self.nom, {})))
