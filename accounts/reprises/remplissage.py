"""Write what somebody had typed into the form of a page. Pure: HTML in, HTML out; what is not a field stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

CHAMP = "saisie_gardee"  # the field that names what was kept
COCHES = ("checkbox", "radio")
JAMAIS = ("hidden", "password", "submit", "button", "image", "reset")

Attributs = list[tuple[str, str | None]]


def remplir(
    html: str, page: str, chemin: str, champs: Mapping[str, Sequence[str]], fichiers: Mapping[str, Iterable[str]],
    avis: str = "", reprise: str = "",
) -> str:  # fmt: skip
    """The page, its form that is sent to `chemin` filled with `champs`; the page as it is when there is no such form.

    `page` is the address of the page; `fichiers` the names of the files kept for each field, which the browser then no
    longer demands. `avis` is written before the form; `reprise` is sent with it, so that the kept files are taken.
    """
    lecteur = _Remplisseur(page, chemin, champs, fichiers)
    lecteur.avis, lecteur.cachet = (
        avis,
        f'<input type="hidden" name="{CHAMP}" value="{escape(reprise)}">' if reprise else "",
    )
    lecteur.feed(html)
    lecteur.close()
    return "".join(lecteur.sortie)


class _Remplisseur(HTMLParser):
    avis = cachet = ""

    def __init__(self, page: str, chemin: str, champs: Mapping, fichiers: Mapping) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.chemin, self.fichiers = page, chemin, fichiers
        self.champs = {nom: list(valeurs) for nom, valeurs in champs.items()}
        self.sortie: list[str] = []
        self.dedans = False
        self.a_sauter = ""  # a textarea whose former text is dropped
        self.choix: list[str] | None = None  # the values of the select that is being read

    def handle_starttag(self, balise: str, attributs: Attributs) -> None:
        texte, lus = self.get_starttag_text() or "", dict(attributs)
        if balise == "form":
            self.dedans = self._est_le_notre(lus)
            self.sortie += [self.avis, texte, self.cachet] if self.dedans else [texte]
            self.avis = "" if self.dedans else self.avis  # said once
            return
        nom = lus.get("name") or ""
        if not self.dedans or "disabled" in lus:
            self.sortie.append(texte)
        elif balise == "input":
            self.sortie.append(self._champ(texte, attributs, lus, nom))
        elif balise == "textarea" and nom in self.champs:
            self.sortie += [texte, "\n", escape(self._prendre(nom))]
            self.a_sauter = "textarea"
        elif balise == "select" and nom in self.champs:
            self.choix = self.champs[nom]
            self.sortie.append(texte)
        elif balise == "option" and self.choix is not None:
            self.sortie.append(_marquer(balise, attributs, "selected", lus.get("value") in self.choix))
        else:
            self.sortie.append(texte)

    def handle_startendtag(self, balise: str, attributs: Attributs) -> None:
        self.handle_starttag(balise, attributs)

    def handle_endtag(self, balise: str) -> None:
        if balise == "form":
            self.dedans = False
        elif balise == "select":
            self.choix = None
        if balise == self.a_sauter:
            self.a_sauter = ""
        self._copier(f"</{balise}>")

    def handle_data(self, data: str) -> None:
        self._copier(data)

    def handle_entityref(self, name: str) -> None:
        self._copier(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copier(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._copier(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._copier(f"<!{decl}>")

    def _copier(self, texte: str) -> None:
        if not self.a_sauter:
            self.sortie.append(texte)

    def _est_le_notre(self, lus: Mapping[str, str | None]) -> bool:
        if (lus.get("method") or "").lower() != "post":
            return False
        return urlsplit(urljoin(self.page, lus.get("action") or "")).path == self.chemin

    def _champ(self, texte: str, attributs: Attributs, lus: Mapping[str, str | None], nom: str) -> str:
        genre = (lus.get("type") or "text").lower()
        if genre in JAMAIS or not nom:
            return texte
        if genre == "file":
            gardes = ", ".join(self.fichiers.get(nom, ()))
            if not gardes:
                return texte
            return f'{_sans(attributs, "required")}<p class="indice">Déjà reçu : {escape(gardes)}</p>'
        if genre in COCHES:
            return _marquer("input", attributs, "checked", (lus.get("value") or "on") in self.champs.get(nom, ()))
        if nom not in self.champs:
            return texte
        return _balise("input", [(cle, v) for cle, v in attributs if cle != "value"] + [("value", self._prendre(nom))])

    def _prendre(self, nom: str) -> str:
        """Fields of one name take their values in order."""
        valeurs = self.champs[nom]
        return valeurs.pop(0) if len(valeurs) > 1 else valeurs[0] if valeurs else ""


def _marquer(balise: str, attributs: Attributs, marque: str, mise: bool) -> str:
    autres: Attributs = [(cle, valeur) for cle, valeur in attributs if cle != marque]
    return _balise(balise, [*autres, (marque, None)] if mise else autres)


def _sans(attributs: Attributs, *marques: str) -> str:
    return _balise("input", [(cle, valeur) for cle, valeur in attributs if cle not in marques])


def _balise(balise: str, attributs: Attributs) -> str:
    ecrits = "".join(f" {cle}" if valeur is None else f' {cle}="{escape(valeur)}"' for cle, valeur in attributs)
    return f"<{balise}{ecrits}>"
