-- Question : Dans quelle région l'étude est-elle la plus complète, et où manque-t-il le plus ?
-- Grain    : une ligne par région de la référence, et une pour ce dont la région est inconnue
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
-- Returns  : code               VARCHAR    code de la région ; NULL si elle est inconnue
--            nom_region         VARCHAR    nom de la région ; NULL si elle est inconnue
--            nb_organismes      BIGINT     organismes qui y ont leur siège
--            nb_centres         BIGINT     centres qui s'y trouvent
--            annee              INTEGER    dernière année d'enquête ; NULL s'il n'y en a pas
--            part_completude    DOUBLE     part de 0 à 1 des champs connus ; NULL sans organisme ni centre
--            nb_connus          BIGINT     champs connus
--            nb_attendus        BIGINT     champs attendus
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes
-- Formula  : Somme des poids des champs connus ÷ somme des poids des champs attendus, sur tous les
--            organismes et centres de la région ; un grand dossier y pèse plus qu'un petit.
-- Unit     : part des champs attendus, de 0 à 1
-- Value    : part_completude
-- Base     : régions
-- Denom    : champs attendus des dossiers de la région, chacun avec son poids
-- Source   : Lignes du jeu en usage ; poids de data/reference/poids_completude.csv
with

dossiers as (
    select
        objet,
        objet_id,
        sum(poids_attendu) as poids_attendu,
        sum(poids_connu) as poids_connu,
        sum(nb_connus) as nb_connus,
        sum(nb_attendus) as nb_attendus
    from partie_attendue
    group by objet, objet_id
),

-- Par région et document d'abord : peu de lignes restent à rassembler.
parties as (
    select
        objets.region_code,
        objets.source_id,
        objets.nature,
        count(*) filter (where objets.objet = 'organisme') as nb_organismes,
        count(*) filter (where objets.objet = 'centre') as nb_centres,
        sum(dossiers.poids_attendu) as poids_attendu,
        sum(dossiers.poids_connu) as poids_connu,
        sum(dossiers.nb_connus) as nb_connus,
        sum(dossiers.nb_attendus) as nb_attendus
    from dossiers
    inner join objet_attendu as objets
        on dossiers.objet = objets.objet and dossiers.objet_id = objets.objet_id
    group by objets.region_code, objets.source_id, objets.nature
)

select
    coalesce(region.region_code, parties.region_code) as code,
    region.nom as nom_region,
    cast(coalesce(sum(parties.nb_organismes), 0) as BIGINT) as nb_organismes,
    cast(coalesce(sum(parties.nb_centres), 0) as BIGINT) as nb_centres,
    annee_enquete() as annee,
    part_pesee(parties.poids_connu, parties.poids_attendu, true) as part_completude,
    cast(coalesce(sum(parties.nb_connus), 0) as BIGINT) as nb_connus,
    cast(coalesce(sum(parties.nb_attendus), 0) as BIGINT) as nb_attendus,
    string_agg(distinct parties.source_id, ' ; ' order by parties.source_id) as source_id,
    string_agg(distinct parties.nature, ' ; ' order by parties.nature) as nature
from region
full join parties
    on region.region_code = parties.region_code
where
    retient_un($district::VARCHAR, region.district_code)
    and retient_un($region::VARCHAR, region.region_code)
group by all
order by part_completude asc nulls last, code asc nulls last
