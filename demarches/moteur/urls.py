"""Addresses that every téléservice shares."""

from django.urls import path, register_converter

from demarches.moteur import besoins, interception, registre
from demarches.moteur.assistant import Assistant
from demarches.moteur.declaration import Besoin
from demarches.moteur.pages import Abandonner, Depart, piece_du_brouillon, recommencer
from demarches.moteur.relais import ordinateur, telephone


class CodeConnu:
    """The code of a téléservice of the catalogue. Any other finds no page, and `{% url %}` gives no address for it."""

    regex = "[-a-z0-9_]+"

    def to_python(self, value: str) -> str:
        if registre.trouver(value) is None:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return self.to_python(value)


class PourUnBesoin:
    """What answers a need, as a page of a lower floor offers it without knowing which room does: `{% url %}` gives the address
    of its start page, and none when no room of the catalogue answers. A request is never read by it.
    """

    regex = CodeConnu.regex

    def to_python(self, value: str) -> str:
        raise ValueError(value)

    def to_url(self, value: str) -> str:
        teleservice = besoins.teleservice(Besoin(value))
        if teleservice is None:
            raise ValueError(value)
        return teleservice.code


class Lieu:
    """A step, or an item of a step that repeats: « enfants », « enfants/k3f9 »."""

    regex = r"[-a-zA-Z0-9_]+(?:/[a-z]{4})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConnu, "teleservice")
register_converter(PourUnBesoin, "besoin")
register_converter(Lieu, "lieu")

urlpatterns = [
    path("a-l-entree/", interception.montrer, name="a_l_entree"),
    path("demarches/<teleservice:code>/", Depart.as_view(), name="depart"),
    path("demarches/<besoin:besoin>/", Depart.as_view(), name="pour"),
    path("demarches/<teleservice:code>/recommencer/", recommencer, name="recommencer"),
    path("demarches/<teleservice:code>/<slug:brouillon>/abandonner/", Abandonner.as_view(), name="abandonner"),
    path("demarches/<teleservice:code>/<slug:brouillon>/<lieu:step>/", Assistant.as_view(), name="etape"),
    path("demarches/<teleservice:code>/<slug:brouillon>/<lieu:step>/telephone/", ordinateur.attendre, name="relais"),
    path(
        "demarches/<teleservice:code>/<slug:brouillon>/<lieu:step>/telephone/etat/",
        ordinateur.etat,
        name="relais_etat",
    ),
    # after the relay of the documents, whose address looks like a file of theirs
    path(
        "demarches/<teleservice:code>/<slug:brouillon>/pieces/<slug:public_id>/",
        piece_du_brouillon,
        name="piece_du_brouillon",
    ),
    path("telephone/", telephone.entrer, name="telephone"),
    path("telephone/etape/", telephone.AssistantAuTelephone.as_view(), name="telephone_etape"),
]
