"""What the code of the product never does: run text, draw secrets by a weak generator, trust HTML, keep data in the browser."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
APPS = ("ameli", "accounts", "paiements", "documents", "demarches")
MODULES = sorted(chemin for app in APPS for chemin in (RACINE / app).rglob("*.py") if "migrations" not in chemin.parts)
SCRIPTS = sorted((RACINE / "static" / "js").rglob("*.js"))
GABARITS = sorted(
    chemin for dossier in ("templates", *APPS) for chemin in (RACINE / dossier).rglob("*.html") if chemin.is_file()
)
# Noise of an image or of a voice, people of the practice population: nothing that is guessed is gained.
HASARD_PERMIS = ("accounts/securite/captcha/", "ameli/bac_a_sable/")
# A hint is ours, written in a form; it may hold a list.
CONFIANCE_PERMISE = {"templates/composants/champ.html"}


@cache
def arbre(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def par_genre() -> dict[type[ast.AST], list[tuple[str, ast.AST]]]:
    """Every node of the product by its type, with where it stands: read once for all the rules below."""
    ranges: dict[type[ast.AST], list[tuple[str, ast.AST]]] = defaultdict(list)
    for module in MODULES:
        nom = module.relative_to(RACINE)
        for noeud in ast.walk(arbre(module)):
            ranges[type(noeud)].append((f"{nom}:{getattr(noeud, 'lineno', 0)}", noeud))
    return ranges


def noeuds(*genres: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    return chain.from_iterable(par_genre().get(genre, ()) for genre in genres)


def importes() -> Iterator[tuple[str, str]]:
    for ou, noeud in noeuds(ast.Import, ast.ImportFrom):
        if isinstance(noeud, ast.ImportFrom):
            yield ou, noeud.module or ""
        elif isinstance(noeud, ast.Import):
            yield from ((ou, alias.name) for alias in noeud.names)


@cache
def appels() -> list[tuple[str, ast.Call, str]]:
    return [(ou, noeud, ast.unparse(noeud.func)) for ou, noeud in noeuds(ast.Call) if isinstance(noeud, ast.Call)]


def test_no_text_is_ever_run_as_code():
    interdits = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
    assert not [f"{ou} {nom}" for ou, _, nom in appels() if nom in interdits]


def test_no_command_goes_through_a_shell():
    """A command is a list of words: no text is cut into words, nor read by a shell."""
    fautes = []
    for ou, appel, nom in appels():
        if any(mot.arg == "shell" and ast.unparse(mot.value) != "False" for mot in appel.keywords):
            fautes.append(f"{ou} {nom}")
        if re.fullmatch(r"subprocess\.(run|Popen|call|check_call|check_output)", nom):
            commande = appel.args[0] if appel.args else ast.Constant("")
            fautes += [f"{ou} {nom}"] if isinstance(commande, ast.Constant | ast.JoinedStr | ast.BinOp) else []
        if re.fullmatch(r"(subprocess\.get(status)?output|pty\.spawn|shlex\.split)", nom):
            fautes.append(f"{ou} {nom}")
    assert not fautes


def test_nothing_is_read_by_a_format_that_builds_objects():
    dangereux = {"pickle", "marshal", "shelve", "yaml", "jsonpickle", "dill"}
    assert not [f"{ou} {nom}" for ou, nom in importes() if nom.split(".")[0] in dangereux]


def test_nothing_parses_xml_ldap_or_latex():
    absents = {
        "xml",
        "lxml",
        "ldap",
        "ldap3",
        "pylatex",
        "memcache",
        "pymemcache",
        "graphene",
        "channels",
        "websockets",
    }
    assert not [f"{ou} {nom}" for ou, nom in importes() if nom.split(".")[0] in absents]


def test_what_must_not_be_guessed_is_drawn_by_the_system():
    assert not [f"{ou} {nom}" for ou, nom in importes() if nom == "random" and not ou.startswith(HASARD_PERMIS)]


def test_no_broken_hash_nor_cipher_is_used():
    faibles = re.compile(r"\b(md5|sha1|MD5|SHA1|DES|RC4|ARC4|Blowfish|ECB|CBC|CFB|OFB|PKCS1v15)\b")
    fautes = [f"{ou} {nom}" for ou, _, nom in appels() if faibles.search(nom)]
    assert not fautes


def test_only_known_libraries_cipher_sign_and_hash():
    """cryptography, hashlib, hmac, secrets and PyJWT; AES-GCM for what is kept, AES-CTR for a body that waits in a process."""
    chiffres = {
        (ou.rpartition(":")[0], alias.name)
        for ou, noeud in noeuds(ast.ImportFrom)
        if isinstance(noeud, ast.ImportFrom) and (noeud.module or "").startswith("cryptography") and "ciphers" in (noeud.module or "")
        for alias in noeud.names
    }  # fmt: skip
    assert chiffres == {
        ("ameli/noyau/chiffrement.py", "AESGCM"), ("ameli/entree/tampon.py", "Cipher"), ("ameli/entree/tampon.py", "AES"),
        ("ameli/entree/tampon.py", "CTR"),
    }  # fmt: skip
    haches = {trouve for _, _, nom in appels() for trouve in re.findall(r"\bhashlib\.(\w+)", nom)}
    assert haches <= {"sha256", "sha384", "sha512", "file_digest"}
    ailleurs = {
        "Crypto",
        "Cryptodome",
        "nacl",
        "rsa",
        "ecdsa",
        "pyaes",
        "jose",
        "authlib",
        "crypt",
        "bcrypt",
        "passlib",
    }
    assert not [f"{ou} {nom}" for ou, nom in importes() if nom.split(".")[0] in ailleurs]


def constantes(module: Path) -> dict[str, ast.expr]:
    """What the module names once at its top level, by name."""
    return {
        cible.id: noeud.value
        for noeud in arbre(module).body if isinstance(noeud, ast.Assign)
        for cible in noeud.targets if isinstance(cible, ast.Name)
    }  # fmt: skip


def ecrit_mot_a_mot(argument: ast.expr, module: Path) -> bool:
    """A text of ours: written here, or a constant of the module that is. A variable may hold anything."""
    if isinstance(argument, ast.Name):
        argument = constantes(module).get(argument.id, argument)
    return isinstance(argument, ast.Constant)


SQL = ("execute", "executemany", "copy", "RawSQL", "raw", "extra", "SQL", "Composed", "mogrify", "callproc")
# Pass on the query of somebody else.
RELAIS = ("ameli/noyau/lecture_seule.py", "ameli/noyau/perimetre.py", "ameli/noyau/postgresql/base.py")
# What may be written into the text of a query: names of tables and columns, a delay of our settings, the places of values.
NOMS_DE_SQL = {
    "ameli/noyau/echeances/balayage.py": {"duree"},
    "ameli/noyau/echange/ecriture.py": {"self.table", "self.pk", "self.colonnes", "self.meme", "cle", "voulus", "differe"},
    "ameli/noyau/unicite.py": {"nommer(modele._meta.db_table)", "nommer('cle')", "nommer('id')", "colonnes", "', '.join(['%s'] * len(champs))"},
    "ameli/noyau/sauvegarde/releve.py": {"connection.ops.quote_name(nom)"},
    "ameli/bac_a_sable/installation.py": {"noms"},
    "ameli/bac_a_sable/histoires/copie.py": {"modele._meta.db_table", "colonnes", "ordre"},
}  # fmt: skip


def test_no_query_is_written_with_a_value_in_its_text():
    """Values go beside a query. A text that is built is built here, in sight, of names of tables and columns alone."""
    fautes = []
    for ou, appel, nom in appels():
        fichier = ou.rpartition(":")[0]
        if nom.split(".")[-1] not in SQL or fichier in RELAIS or (nom.endswith(".copy") and not appel.args):
            continue
        if appel.args and isinstance(appel.args[0], ast.JoinedStr):
            morceaux = {ast.unparse(m.value) for m in appel.args[0].values if isinstance(m, ast.FormattedValue)}
            fautes += [f"{ou} {morceau}" for morceau in morceaux - NOMS_DE_SQL.get(fichier, set())]
        elif not appel.args or not ecrit_mot_a_mot(appel.args[0], RACINE / fichier):
            fautes.append(f"{ou} {ast.unparse(appel)[:80]}")
    assert not fautes


def test_nothing_inside_postgresql_builds_a_query():
    """Triggers and functions of the migrations run fixed statements."""
    migrations = [chemin for app in APPS for chemin in (RACINE / app).rglob("migrations/*.py")]
    textes = [*migrations, RACINE / "ameli/noyau/journal/declencheurs.py"]
    assert len(textes) > 20
    assert not [str(lu) for lu in textes if re.search(r"\bEXECUTE\s+(?!FUNCTION|PROCEDURE)", lu.read_text("utf-8"))]


def test_html_is_trusted_in_one_place_only():
    """`mark_safe` and its kind trust a text; `format_html` escapes what it is given, but for its own first text."""
    de_confiance = ("mark_safe", "SafeString", "SafeText", "html_safe", "SafeData")
    modeles = {"format_html": 0, "format_html_join": 1}
    fautes = []
    for ou, appel, nom in appels():
        court = nom.split(".")[-1]
        if court in de_confiance and not ou.startswith("ameli/noyau/templatetags/composants.py"):
            fautes.append(f"{ou} {nom}")
        if court in modeles and not ecrit_mot_a_mot(appel.args[modeles[court]], RACINE / ou.rpartition(":")[0]):
            fautes.append(f"{ou} {ast.unparse(appel)[:80]}")
    fautes += [f"{ou} __html__" for ou, noeud in noeuds(ast.FunctionDef) if getattr(noeud, "name", "") == "__html__"]
    assert not fautes


def test_no_certificate_goes_unchecked():
    douteux = [
        ou
        for ou, appel, nom in appels()
        for mot in appel.keywords
        if (mot.arg == "verify" and ast.unparse(mot.value) == "False") or "_create_unverified_context" in nom
    ]
    douteux += [
        ou
        for ou, noeud in noeuds(ast.Attribute)
        if isinstance(noeud, ast.Attribute) and noeud.attr in ("CERT_NONE", "CERT_OPTIONAL")
    ]
    douteux += [
        ou for ou, noeud in noeuds(ast.Assign)
        if isinstance(noeud, ast.Assign) and any(ast.unparse(cible).endswith((".check_hostname", ".verify")) for cible in noeud.targets)
    ]  # fmt: skip
    assert not douteux


def test_the_shared_cache_keeps_nothing_of_a_person():
    """What is kept in Redis is named here: addresses and keys of FranceConnect, streets and communes of the geocoder."""
    gestes = re.compile(r"(?:^|\.)cache\.(set|add|set_many|get_or_set)$")
    gardent = {ou.rpartition(":")[0] for ou, _, nom in appels() if gestes.search(nom)}
    assert gardent == {"accounts/connexion/franceconnect/client.py", "demarches/catalogue/adresse/geocodage.py"}


def test_what_is_typed_is_decoded_by_the_framework_alone():
    """A text that was decoded once more after it was judged would not be the one that was judged."""
    decodent = {
        "unquote",
        "unquote_plus",
        "unescape",
        "b64decode",
        "urlsafe_b64decode",
        "a85decode",
        "fromhex",
        "parse_qs",
        "parse_qsl",
    }
    ou_et_pourquoi = {
        "ameli/noyau/chiffrement.py", "ameli/regles_de_configuration.py", "ameli/configuration.py",  # keys of the configuration
        "accounts/securite/captcha/defi.py", "accounts/connexion/cles/adaptateur.py",  # what we ciphered
        "accounts/connexion/premiere_visite/attente.py", "accounts/reprises/garde.py",
        "ameli/noyau/courtier.py",  # the address of Redis
        "ameli/bac_a_sable/",
    }  # fmt: skip
    fautes = [
        f"{ou} {nom}"
        for ou, _, nom in appels()
        if nom.split(".")[-1] in decodent and not ou.startswith(tuple(ou_et_pourquoi))
    ]
    assert not fautes


def test_no_form_takes_all_the_fields_of_a_row():
    """A form made from a model would let a request fill a column that it does not show."""
    fautes = [
        ou
        for ou, noeud in noeuds(ast.ClassDef)
        if isinstance(noeud, ast.ClassDef) and any("ModelForm" in ast.unparse(base) for base in noeud.bases)
        and "__all__" in ast.unparse(noeud)
    ]  # fmt: skip
    assert not fautes


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_writes_text_never_html_and_keeps_nothing(script):
    code = script.read_text(encoding="utf-8")
    for interdit in ("eval(", "new Function", "document.write", "insertAdjacentHTML", "outerHTML", "postMessage",
                     "localStorage", "sessionStorage", "indexedDB", "document.cookie", "__proto__", "srcdoc",
                     "createContextualFragment", "setTimeout('", 'setTimeout("'):  # fmt: skip
        assert interdit not in code, interdit
    for ecrit in re.findall(r"innerHTML\s*=(.*?);", code, re.DOTALL):
        morceaux = [morceau.strip() for morceau in re.split(r"\+\s*\n", ecrit)]
        assert all(re.fullmatch(r"'[^']*'|\"[^\"]*\"", morceau) for morceau in morceaux), (
            "a text of ours, word for word"
        )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_compares_values_of_one_kind(script):
    assert not re.search(r"[^=!]==[^=]|!=[^=]", script.read_text(encoding="utf-8"))


def test_no_page_asks_for_a_plugin():
    fautes = [
        str(chemin) for chemin in GABARITS if re.search(r"<(object|embed|applet|frameset)\b", chemin.read_text("utf-8"))
    ]
    assert not fautes


def test_every_value_is_escaped_by_the_template():
    fautes = [
        str(chemin.relative_to(RACINE))
        for chemin in GABARITS
        if re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq", chemin.read_text(encoding="utf-8"))
    ]
    assert set(fautes) <= CONFIANCE_PERMISE


def test_no_template_is_made_from_a_text_that_somebody_typed():
    """Templates are files of ours: no text becomes one, whatever the engine is called."""
    fabriques = {"Template", "from_string", "Engine", "Environment", "get_template_from_string"}
    fautes = [f"{ou} {nom}" for ou, _, nom in appels() if nom.split(".")[-1] in fabriques]
    fautes += [
        f"{ou} {nom}"
        for ou, nom in importes()
        if nom.split(".")[0] in ("jinja2", "mako", "chevron", "markdown", "bbcode")
    ]
    assert not fautes


# Sentences of a declaration; and the replies that agents write, whose fields are checked one by one (reponses_types).
FORMATS = {"genre.phrase", "geste.avertissement", "PHRASES[code]", "demarches/moteur/reponses_types.py self.texte"}


def test_no_format_is_made_from_what_is_typed():
    """`.format` is called on texts of ours: written there, constants, sentences of a declaration."""
    fautes = []
    for ou, appel, nom in appels():
        if nom.split(".")[-1] in ("format", "format_map", "vformat") and isinstance(appel.func, ast.Attribute):
            recu = ast.unparse(appel.func.value)
            a_nous = isinstance(appel.func.value, ast.Constant) or recu.isupper() or recu in FORMATS
            if not a_nous and f"{ou.rpartition(':')[0]} {recu}" not in FORMATS:
                fautes.append(f"{ou} {recu}")
    assert not fautes


MOTIFS_COMPOSES = {"demarches/catalogue/adresse/regles/postal.py": {"long"}}  # a word of a table of ours


def test_no_regular_expression_is_made_from_what_is_typed():
    """A pattern is written in the code; a value that enters one goes through `re.escape`, or is a word of a table of ours."""
    fautes = []
    for ou, appel, nom in appels():
        if (
            not re.fullmatch(r"re\.(compile|match|fullmatch|search|sub|subn|split|findall|finditer)", nom)
            or not appel.args
        ):
            continue
        motif, fichier = appel.args[0], ou.rpartition(":")[0]
        if isinstance(motif, ast.JoinedStr):
            morceaux = {
                ast.unparse(morceau.value) for morceau in ast.walk(motif) if isinstance(morceau, ast.FormattedValue)
            }
            libres = {un for un in morceaux if not un.startswith("re.escape(") and not un.replace("_", "").isupper()}
            fautes += [f"{ou} {libre}" for libre in libres - MOTIFS_COMPOSES.get(fichier, set())]
        elif not isinstance(motif, ast.Constant) and not ast.unparse(motif).isupper() and "bac_a_sable" not in fichier:
            fautes.append(f"{ou} {ast.unparse(motif)}")
    assert not fautes


DECIDE_DU_DOSSIER = "accounts/securite/dossier.py"


def test_one_place_alone_decides_whose_file_a_request_is_about():
    """A page takes the file of `dossier_de(request)`, which may be somebody else's, and writes who acts by `acteur_de(request)`."""
    lues = {
        ou: ast.unparse(noeud) for ou, noeud in noeuds(ast.Attribute)
        if not ou.startswith(DECIDE_DU_DOSSIER) and "admin" not in Path(ou.partition(":")[0]).with_suffix("").parts
    }  # fmt: skip
    assert not {ou: texte for ou, texte in lues.items() if texte in ("request.user.assure", "request.user.acteur")}


def test_a_template_names_the_file_of_the_request_not_that_of_the_account():
    fautes = [gabarit for gabarit in GABARITS if re.search(r"\buser\.assure\b(?!_id)", gabarit.read_text("utf-8"))]
    assert not fautes
