"""What PostgreSQL itself guards: append-only tables, the chain written at commit, changes that must name an author."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import migrations

# Any number does, as long as nothing else in this database locks on it: "ameli" on a phone's keys.
VERROU_CHAINE = 26354

FONCTIONS = f"""
CREATE FUNCTION noyau_ajout_seul() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused: % is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- Each field with its length in bytes before it, so that no two entries share a text.
CREATE FUNCTION noyau_entree_texte(e noyau_entree) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(octet_length(convert_to(champ, 'UTF8')) || ':' || champ, '' ORDER BY rang)
    FROM unnest(ARRAY[
        e.id::text, e.genre, e.acteur, e.assure_ref, e.objet, e.motif, e.donnees::text,
        to_char(e.le AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        to_char(e.ecrite_le AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    ]) WITH ORDINALITY AS champs(champ, rang)
$$;

CREATE FUNCTION noyau_chainer_entree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    dernier_rang bigint;
    derniere_empreinte text;
BEGIN
    PERFORM pg_advisory_xact_lock({VERROU_CHAINE});
    SELECT rang, empreinte INTO dernier_rang, derniere_empreinte FROM noyau_maillon ORDER BY rang DESC LIMIT 1;
    INSERT INTO noyau_maillon (rang, entree_id, empreinte) VALUES (
        coalesce(dernier_rang, 0) + 1,
        NEW.id,
        encode(sha256(convert_to(coalesce(derniere_empreinte, '') || noyau_entree_texte(NEW), 'UTF8')), 'hex')
    );
    RETURN NULL;
END $$;

CREATE FUNCTION noyau_exiger_auteur() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('ameli.auteur', true), '') = '' THEN
        RAISE EXCEPTION '% of % names no author', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege', HINT = 'Wrap the change in ameli.noyau.journal.auteur(...).';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ajout_seul BEFORE UPDATE OR DELETE OR TRUNCATE ON noyau_entree
    FOR EACH STATEMENT EXECUTE FUNCTION noyau_ajout_seul();
CREATE TRIGGER ajout_seul BEFORE UPDATE OR DELETE OR TRUNCATE ON noyau_maillon
    FOR EACH STATEMENT EXECUTE FUNCTION noyau_ajout_seul();
CREATE CONSTRAINT TRIGGER chainer AFTER INSERT ON noyau_entree
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION noyau_chainer_entree();
"""

RETRAIT = """
DROP TRIGGER chainer ON noyau_entree;
DROP TRIGGER ajout_seul ON noyau_maillon;
DROP TRIGGER ajout_seul ON noyau_entree;
DROP FUNCTION noyau_exiger_auteur();
DROP FUNCTION noyau_chainer_entree();
DROP FUNCTION noyau_entree_texte(noyau_entree);
DROP FUNCTION noyau_ajout_seul();
"""


def exiger_auteur(table: str, colonnes: Sequence[str], *, insertion: bool = False) -> migrations.RunSQL:
    """Migration operation: PostgreSQL refuses to change `colonnes` of `table` outside `journal.auteur(...)`.

    An UPDATE that leaves these columns as they are passes (an encrypted column always changes when it is written).
    With `insertion`, new rows need an author too: for dated tables, where the new row is the change. The migration
    depends on ("noyau", "0001_initial").
    """
    noms = ", ".join(f'"{colonne}"' for colonne in colonnes)
    change = " OR ".join(f'OLD."{colonne}" IS DISTINCT FROM NEW."{colonne}"' for colonne in colonnes)
    au_changement = f'BEFORE UPDATE OF {noms} ON "{table}" FOR EACH ROW WHEN ({change})'
    creer = [f"CREATE TRIGGER exiger_auteur {au_changement} EXECUTE FUNCTION noyau_exiger_auteur()"]
    retirer = [f'DROP TRIGGER exiger_auteur ON "{table}"']
    if insertion:
        a_l_insertion = f'BEFORE INSERT ON "{table}" FOR EACH ROW'
        creer.append(f"CREATE TRIGGER exiger_auteur_insertion {a_l_insertion} EXECUTE FUNCTION noyau_exiger_auteur()")
        retirer.append(f'DROP TRIGGER exiger_auteur_insertion ON "{table}"')
    return migrations.RunSQL("; ".join(creer), "; ".join(retirer))
