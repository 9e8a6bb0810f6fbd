-- Question : De quelles lignes d'une table de l'étude un chiffre vient-il, sous les mêmes filtres ?
-- Grain    : une ligne par ligne gardée de la table
-- Params   : table_nom          VARCHAR    nom de la table
--            entites            VARCHAR[]  identifiants d'entités à garder ; NULL les garde toutes
--            annees             INTEGER[]  années à garder ; NULL les garde toutes
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
--            nombre             BIGINT     nombre de lignes à rendre ; NULL les rend toutes
-- Returns  : entite_id          VARCHAR    identifiant de l'entité ; NULL si la ligne n'en nomme pas
--            nom                VARCHAR    nom de l'entité
--            annee              INTEGER    année ; NULL si la table n'en a pas
--            ligne              BIGINT     ligne du fichier source
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
--            contenu            VARCHAR    la ligne entière, en JSON
--            nb_lignes          BIGINT     lignes de la table sous ces filtres
-- Only     : entite_id
-- Restricted: rows where $table_nom not in ('organisme', 'organisme_statut', 'organisme_exercice',
--            'perimetre', 'centre', 'centre_service', 'centre_activite', 'lien_reseau',
--            'fait_publie', 'affirmation', 'district', 'region', 'source', 'code_liste') ; columns
--            contenu as json_merge_patch(contenu, '{"est_autorise": null, "recettes_fcfa": null,
--            "charges_fcfa": null}')::VARCHAR where $table_nom in ('centre', 'centre_activite') ;
--            columns contenu as json_object('organisme_id', contenu->'organisme_id', 'annee',
--            contenu->'annee', 'nb_adherents', contenu->'nb_adherents', 'nb_beneficiaires',
--            contenu->'nb_beneficiaires', 'population_cible', contenu->'population_cible',
--            'source_id', contenu->'source_id', 'nature', contenu->'nature')::VARCHAR where
--            $table_nom = 'organisme_exercice'
-- Source   : Tables de l'étude du jeu de données en usage
select
    ligne_etude.entite_id,
    situee.nom,
    ligne_etude.annee,
    ligne_etude.ligne,
    ligne_etude.source_id,
    ligne_etude.nature,
    ligne_etude.contenu,
    count(*) over () as nb_lignes
from ligne_etude
left join entite_situee as situee
    on ligne_etude.entite = situee.entite and ligne_etude.entite_id = situee.entite_id
where
    ligne_etude.table_nom = $table_nom::VARCHAR
    and retient($entites::VARCHAR[], ligne_etude.entite_id)
    and (ligne_etude.annee is null or retient($annees::INTEGER[], ligne_etude.annee))
    -- Une ligne qui ne nomme personne ne se situe pas : un filtre de lieu ou de type ne l'écarte pas.
    and (
        situee.entite is null
        or (
            retient_un($district::VARCHAR, situee.district_code)
            and retient_un($region::VARCHAR, situee.region_code)
        )
    )
    and (
        situee.entite not in ('organisme', 'centre')
        or situee.entite is null
        or (
            retient_un($commune::VARCHAR, situee.commune)
            and retient($types::VARCHAR[], situee.type_organisme)
        )
    )
    and (
        situee.entite <> 'centre'
        or situee.entite is null
        or (
            retient($etablissements::VARCHAR[], situee.type_etablissement)
            and retient($relations::VARCHAR[], situee.relation)
            and retient($statuts::VARCHAR[], situee.statut)
        )
    )
order by
    ligne_etude.annee desc nulls last,
    situee.nom collate fr asc nulls last,
    ligne_etude.entite_id asc nulls last,
    ligne_etude.ligne asc nulls last,
    ligne_etude.contenu asc
limit $nombre::BIGINT
