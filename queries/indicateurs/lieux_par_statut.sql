-- Question : Combien de lieux de soins sont connus, par gestionnaire et par statut ?
-- Grain    : une ligne par relation au propriétaire et par statut
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : relation           VARCHAR    code
--            statut             VARCHAR    code du statut opérationnel
--            nb_centres         BIGINT     lieux de soins
--            nb_situes          BIGINT     lieux de soins qui ont une position
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes comptées
-- Unit     : lieux de soins
-- Value    : nb_centres
-- Base     : groupes de lieux
-- Source   : Pages publiques citées ligne par ligne
select
    relation,
    statut_operationnel as statut,
    count(*) as nb_centres,
    count(latitude) as nb_situes,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from
    centres_retenus(
        'region',
        $commune::VARCHAR,
        $types::VARCHAR[],
        $etablissements::VARCHAR[],
        $relations::VARCHAR[],
        $statuts::VARCHAR[]
    )
where
    retient_un($district::VARCHAR, district_code)
    and retient_un($region::VARCHAR, region_code)
group by relation, statut_operationnel
order by nb_centres desc, relation asc, statut asc
