-- Question : De quelle part des items traceurs les centres qui offrent le diagnostic ou le traitement
--            du paludisme disposent-ils ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     score du centre, de 0 à 1 ; NULL : items non comptés
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : score
-- Formula  : moyenne, sur les centres ouverts qui offrent au moins un des deux services, de : items
--            traceurs présents ÷ items traceurs attendus, pour les services que le centre offre ;
--            inconnu si l'un d'eux n'a pas été compté
-- Source   : tables centre et centre_service
with

items as (
    select
        centre_id,
        sum(items_traceurs_presents) as presents,
        sum(items_traceurs_attendus) as attendus,
        bool_and(items_traceurs_presents is not null and items_traceurs_attendus > 0) as est_complet,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from centre_service
    where service in ('palu_diagnostic', 'palu_traitement') and disponible
    group by centre_id
)

select
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    case when items.est_complet then items.presents / nullif(items.attendus, 0) end as numerateur,
    case when items.est_complet then 1 end::DOUBLE as denominateur,
    false as est_masque,
    items.source_id,
    items.nature
from centre_situe as centre
inner join items
    on centre.centre_id = items.centre_id
where centre.est_ouvert
order by entite_id asc
