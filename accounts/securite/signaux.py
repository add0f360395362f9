"""Facts about an account that make a change of bank details suspect: read here, weighed by the room that asks (chapter 6 § 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Subquery, Sum

from accounts.models import AncienMotDePasse, Appareil, CodeProvisoire, CodeSecurite, Compte, LienFranceConnect

# Hypotheses of November 2026: a theft is played within days, a household changes its telephone once a year.
RECENT = timedelta(days=7)
CONTACT_RECENT = timedelta(days=30)
COMPTE_RECENT = timedelta(days=30)
APPAREIL_RECENT = timedelta(days=2)
CODES_FAUX = 2


@dataclass(frozen=True)
class Signaux:
    """Each is true when it happened shortly before."""

    mot_de_passe_recent: bool = False
    contact_recent: bool = False
    compte_recent: bool = False
    appareil_recent: bool = False
    franceconnect_recent: bool = False
    code_provisoire_recent: bool = False
    codes_faux: bool = False

    @property
    def presents(self) -> list[str]:
        return [nom for nom, vrai in vars(self).items() if vrai]


def lire(compte: Compte, le: datetime, le_reel: datetime) -> Signaux:
    """`le` is the domain clock, `le_reel` the wall clock of devices. One query."""
    faits = Compte.objects.filter(pk=compte.pk).values(
        mot_de_passe=Exists(AncienMotDePasse.objects.filter(compte=OuterRef("pk"), remplace_le__gt=le - RECENT)),
        franceconnect=Exists(LienFranceConnect.objects.filter(compte=OuterRef("pk"), lie_le__gt=le - RECENT)),
        code_provisoire=Exists(
            CodeProvisoire.objects.systeme("signals of a theft").filter(
                assure=OuterRef("assure"), utilise_le__gt=le - RECENT
            )
        ),
        appareil=Subquery(
            Appareil.objects.filter(compte=OuterRef("pk")).order_by("-vu_dernier", "-id").values("vu_premier")[:1]
        ),
        faux=Subquery(
            CodeSecurite.objects.filter(compte=OuterRef("pk"), emis_le__gt=le - RECENT, essais__gt=0)
            .order_by().values("compte").annotate(n=Sum("essais") - Count("utilise_le")).values("n")
        ),
    ).get()  # fmt: skip
    return Signaux(
        mot_de_passe_recent=faits["mot_de_passe"],
        contact_recent=_depuis(compte.contact_change_le, le, CONTACT_RECENT),
        compte_recent=_depuis(compte.ouvert_le, le, COMPTE_RECENT),
        appareil_recent=_depuis(faits["appareil"], le_reel, APPAREIL_RECENT),
        franceconnect_recent=faits["franceconnect"],
        code_provisoire_recent=faits["code_provisoire"],
        codes_faux=(faits["faux"] or 0) >= CODES_FAUX,
    )


def _depuis(moment: datetime | None, le: datetime, duree: timedelta) -> bool:
    return moment is not None and le - moment < duree
