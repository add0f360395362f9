"""`{% fige %} … {% endfige %}`: HTML that never changes is drawn once in the life of a process.

Half of what a page costs is its frame. What stands between the two tags is drawn with nothing but the variables that
the tag names, so that nothing of a person, a request or a token can be kept by mistake.
"""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

# Tabs × counts of unread messages is the widest use; what does not fit is drawn again each time.
MAXIMUM = 200
SIMPLES = (str, SafeString, int, bool, type(None))


class Fige(template.Node):
    """Drawn once for each set of values of its variables."""

    child_nodelists = ("contenu",)

    def __init__(self, contenu: NodeList, variables: list[str]) -> None:
        self.contenu, self.variables = contenu, variables
        self.dessins: dict[tuple[object, ...], str] = {}

    def render(self, context: Context) -> str:
        valeurs = tuple(context.get(nom) for nom in self.variables)
        if any(type(valeur) not in SIMPLES for valeur in valeurs):
            raise TypeError(f"fige {' '.join(self.variables)}: only words, numbers and yes or no make a drawing")
        cle = tuple((type(valeur), valeur) for valeur in valeurs)  # a word that is safe is drawn otherwise
        dessin = self.dessins.get(cle)
        if dessin is None:
            dessin = self.contenu.render(context.new(dict(zip(self.variables, valeurs, strict=True))))
            if len(self.dessins) < MAXIMUM:
                self.dessins[cle] = dessin
        return dessin


@register.tag
def fige(parser: Parser, token: Token) -> Fige:
    """`{% fige bac_a_sable %}`: simple names of the context, each a string, a number, a boolean or None."""
    variables = token.split_contents()[1:]
    if not all(nom.isidentifier() for nom in variables):
        raise template.TemplateSyntaxError("fige takes simple names of variables")
    contenu = parser.parse(("endfige",))
    parser.delete_first_token()
    return Fige(contenu, variables)
