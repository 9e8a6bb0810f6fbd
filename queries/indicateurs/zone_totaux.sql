-- Question : Combien de lieux, de lits, de soignants et de bénéficiaires compte la zone dessinée ?
-- Grain    : une ligne par sujet et par code, y compris les sommes dont rien n'est connu
-- Params   : latitudes          DOUBLE[]   sommets du polygone, ou milieu du cercle (degrés)
--            longitudes         DOUBLE[]   les mêmes points (degrés)
--            rayon_km           DOUBLE     rayon du cercle ; NULL pour un polygone
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : sujet              VARCHAR    nb_lieux, nb_lits, nb_personnel, nb_beneficiaires, statut ou
--                                          type_etablissement
--            code               VARCHAR    genre, statut ou type compté ; NULL s'il est inconnu
--            valeur             BIGINT     lieux, lits ou personnes ; NULL quand rien n'est connu
--            nb_valeurs         BIGINT     lieux dont la valeur est connue
--            nb_lieux           BIGINT     lieux de la zone que cela concerne
--            nb_approches       BIGINT     dont la position est approchée (quartier, commune, ville)
--            annee_min          INTEGER    première année des bénéficiaires
--            annee_max          INTEGER    dernière année des bénéficiaires
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes
-- Formula  : Somme des valeurs connues ; chaque lieu compte une fois.
-- Unit     : lieux, lits ou personnes
-- Value    : valeur
-- Base     : comptes
-- Source   : Centres, organismes et exercices du jeu en usage
with

dedans as materialized (
    select lieu.*
    from lieu_situe as lieu
    inner join
        lieux_dans_zone($latitudes::DOUBLE[], $longitudes::DOUBLE[], $rayon_km::DOUBLE) as zone
        on lieu.genre = zone.genre and lieu.id = zone.id
    where
        retient_un($district::VARCHAR, lieu.district_code)
        and retient_un($region::VARCHAR, lieu.region_code)
        and retient_un($commune::VARCHAR, lieu.commune)
        and retient($types::VARCHAR[], lieu.type_organisme)
        and retient($etablissements::VARCHAR[], lieu.type_etablissement)
        and retient($relations::VARCHAR[], lieu.relation)
        and retient($statuts::VARCHAR[], lieu.statut)
),

comptes as (
    select
        1 as rang,
        'nb_lieux' as sujet,
        genre as code,
        1 as valeur,
        null as annee,
        precision,
        source_id,
        nature
    from dedans
    union all
    select
        2 as rang,
        'nb_lits' as sujet,
        genre as code,
        nb_lits as valeur,
        null as annee,
        precision,
        source_id,
        nature
    from dedans
    where genre = 'centre'
    union all
    select
        3 as rang,
        'nb_personnel' as sujet,
        genre as code,
        nb_personnel as valeur,
        null as annee,
        precision,
        source_id,
        nature
    from dedans
    where genre = 'centre'
    union all
    select
        4 as rang,
        'nb_beneficiaires' as sujet,
        genre as code,
        nb_beneficiaires as valeur,
        annee,
        precision,
        source_id,
        nature
    from dedans
    where genre = 'siege'
    union all
    select
        5 as rang,
        'statut' as sujet,
        statut as code,
        1 as valeur,
        null as annee,
        precision,
        source_id,
        nature
    from dedans
    where genre = 'centre'
    union all
    select
        6 as rang,
        'type_etablissement' as sujet,
        type_etablissement as code,
        1 as valeur,
        null as annee,
        precision,
        source_id,
        nature
    from dedans
    where genre = 'centre'
)

select
    sujet,
    code,
    cast(sum(valeur) as BIGINT) as valeur,
    count(valeur) as nb_valeurs,
    count(*) as nb_lieux,
    count(*) filter (where precision <> 'gps') as nb_approches,
    cast(min(annee) as INTEGER) as annee_min,
    cast(max(annee) as INTEGER) as annee_max,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from comptes
group by rang, sujet, code
order by rang asc, valeur desc nulls last, code asc
