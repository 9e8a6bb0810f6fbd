-- Question : Quels services chaque entité comparée offre-t-elle ?
-- Grain    : une ligne par entité (« pairs » pour le groupe) et service demandé dans l'étude
-- Params   : quoi           VARCHAR    centre ou region
--            ids            VARCHAR[]  identifiants à comparer
--            pairs          VARCHAR[]  identifiants des pairs ; NULL sans pairs
-- Returns  : entite_id      VARCHAR    identifiant, ou pairs
--            service        VARCHAR    code
--            nb_offrent     BIGINT     centres ouverts qui offrent le service
--            nb_repondent   BIGINT     centres ouverts dont la réponse est connue
--            nb_centres     BIGINT     centres ouverts
--            part_offrent   DOUBLE     part de 0 à 1 des réponses connues ; NULL si aucune
--            source_id      VARCHAR    documents, séparés par « ; »
--            nature         VARCHAR    nature des lignes
-- Formula  : Centres qui offrent le service ÷ centres dont la réponse est connue. Un centre à qui l'on n'a
--            pas demandé ne compte pas comme un non.
-- Unit     : part des centres dont la réponse est connue
-- Value    : part_offrent
-- Base     : services
-- Denom    : centres du groupe dont la réponse sur ce service est connue
-- Source   : table centre_service
with

voulus as (
    select
        unnest(coalesce($ids::VARCHAR[], [])) as code,
        false as est_pair
    union all
    select
        unnest(coalesce($pairs::VARCHAR[], [])) as code,
        true as est_pair
),

centres as (
    select
        centre.centre_id,
        centre.source_id,
        centre.nature,
        case when voulus.est_pair then 'pairs' else voulus.code end as entite_id
    from centre_situe as centre
    inner join voulus
        on voulus.code = case $quoi when 'region' then centre.region_code else centre.centre_id end
    where centre.est_ouvert or (not voulus.est_pair and $quoi = 'centre')
),

services as (
    select service
    from lentille_service
    where lentille = 'toutes'
)

select
    centres.entite_id,
    services.service,
    count(*) filter (where reponse.disponible) as nb_offrent,
    count(reponse.disponible) as nb_repondent,
    count(*) as nb_centres,
    count(*) filter (where reponse.disponible) / nullif(count(reponse.disponible), 0) as part_offrent,
    string_agg(distinct coalesce(reponse.source_id, centres.source_id), ' ; ' order by coalesce(
        reponse.source_id, centres.source_id
    )) as source_id,
    string_agg(distinct coalesce(reponse.nature, centres.nature), ' ; ' order by coalesce(
        reponse.nature, centres.nature
    )) as nature
from centres
cross join services
left join centre_service as reponse
    on centres.centre_id = reponse.centre_id and services.service = reponse.service
left join code_liste as nom
    on nom.liste = 'service' and services.service = nom.code
group by centres.entite_id, services.service
order by any_value(nom.ordre) asc nulls last, services.service asc, centres.entite_id asc
