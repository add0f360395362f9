"""« Choisissez votre mot de passe »: the two fields that every page shares, and the one way to change a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html, format_html_join

from accounts.connexion.regles_mot_de_passe import CRITERES, Identite, fautes
from accounts.models import AncienMotDePasse, Compte, Personne
from accounts.securite import alertes, lieux, limites
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs import ChampMotDePasse
from ameli.noyau.saisie.mot_de_passe import net

declarer_genre("compte.mot_de_passe", "{acteur} : mot de passe changé ({motif})")

RETENUS = 3  # chapter 3 § 4: none of the three last ones
COURANTS = CommonPasswordValidator()  # Django's list of 20 000, read once, never asked of the network


def identite_de(personne: Personne) -> Identite:
    """What the password of `personne` may not contain."""
    return Identite(
        (personne.nom_naissance, personne.nom_usage, personne.prenoms), personne.date_naissance, personne.nir or ""
    )


def les_criteres() -> str:
    """The rules as a list, shown with the field; the script ticks them while one types."""
    lignes = format_html_join("", '<li data-critere="{}">{}</li>', ((regle.code, regle.texte) for regle in CRITERES))
    return format_html('<p>Il doit avoir :</p><ul class="criteres" data-criteres>{}</ul>', lignes)


class ChampNouveauMotDePasse(ChampMotDePasse):
    """A password that is chosen: without the spaces around, which no rule allows."""

    autocomplete = "new-password"

    def to_python(self, value: Any) -> str:
        return net(super().to_python(value) or "")


class FormulaireChoixMotDePasse(forms.Form):
    """`mot_de_passe` and `confirmation`. `compte` is the account that will have it, None before it exists."""

    mot_de_passe = ChampNouveauMotDePasse(
        label="Nouveau mot de passe", size="30",
        error_messages={"required": "Choisissez un mot de passe."},
    )  # fmt: skip
    confirmation = ChampNouveauMotDePasse(
        label="Le même mot de passe, une seconde fois", size="30",
        error_messages={"required": "Saisissez une seconde fois le mot de passe."},
    )  # fmt: skip

    def __init__(self, *args: Any, identite: Identite, compte: Compte | None = None, **kwargs: Any) -> None:
        self.identite, self.compte = identite, compte
        super().__init__(*args, **kwargs)
        self.fields["mot_de_passe"].help_text = les_criteres()

    def clean_mot_de_passe(self) -> str:
        mot = self.cleaned_data["mot_de_passe"]
        trouvees = fautes(mot, self.identite)
        if trouvees:
            raise ValidationError([ValidationError(phrase, code="regle") for phrase in trouvees])
        if mot.lower() in COURANTS.passwords:
            raise ValidationError("Ce mot de passe est trop courant. Choisissez-en un autre.", code="courant")
        if self.compte is not None and deja_servi(self.compte, mot):
            raise ValidationError("Vous avez déjà utilisé ce mot de passe. Choisissez-en un autre.", code="servi")
        return mot

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        mot, encore = donnees.get("mot_de_passe"), donnees.get("confirmation")
        if mot is not None and encore is not None and mot != encore:
            self.add_error("confirmation", "Les deux mots de passe sont différents. Saisissez deux fois le même.")
        return donnees


def deja_servi(compte: Compte, mot: str) -> bool:
    """Is it the password of now, or one of the last? As many hashes as there are to compare with."""
    anciens = AncienMotDePasse.objects.filter(compte=compte).order_by("-remplace_le", "-id")
    haches = [compte.password, *anciens.values_list("hache", flat=True)[: RETENUS - 1]]
    return any(check_password(mot, hache) for hache in haches if hache)


@transaction.atomic
def changer(compte: Compte, mot: str, *, acteur: str, motif: str) -> datetime:
    """Give `compte` its new password: every session ends, the tries on its number are forgotten, a mail tells it.

    `motif`, a key of `alertes.CHANGEMENTS`, is the reason that the journal and the mail say. The caller that keeps its own session says so to Django after.
    """
    le = maintenant()
    compte = (
        Compte.objects.select_for_update(no_key=True, of=("self",)).select_related("assure__personne").get(pk=compte.pk)
    )
    if compte.has_usable_password():
        AncienMotDePasse.objects.create(compte=compte, hache=compte.password, remplace_le=le)
        gardes = AncienMotDePasse.objects.filter(compte=compte).order_by("-remplace_le", "-id")[: RETENUS - 1]
        AncienMotDePasse.objects.filter(compte=compte).exclude(pk__in=[garde.pk for garde in gardes]).delete()
    compte.set_password(mot)
    compte.save(update_fields=["password"])
    voie, numero = _porte(compte)
    limites.oublier_tout(f"{voie}_numero", lieux.partout(numero))
    limites.oublier(f"{voie}_partout", lieux.partout(numero))
    journaliser(
        "compte.mot_de_passe", acteur=acteur, motif=motif, objet=f"compte:{compte.public_id}",
        assure_ref=compte.assure.public_id if compte.assure is not None else "",
    )  # fmt: skip
    alertes.mot_de_passe_modifie(compte, temps_reel(), motif)
    return le


def _porte(compte: Compte) -> tuple[str, str]:
    """Where this password is typed (`accounts.connexion.essai`), and the fingerprint of what is typed beside it."""
    if compte.assure is not None:
        return "connexion", compte.assure.personne.nir_empreinte or ""
    return "agent", empreinte("matricule", compte.identifiant.casefold())
