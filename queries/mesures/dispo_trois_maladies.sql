-- Question : Quels centres ouverts couvrent à la fois le VIH, la tuberculose et le paludisme ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 s'il offre les quatre services, 0 s'il en manque un ; NULL sinon
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres ouverts qui offrent le dépistage du VIH, le diagnostic de la tuberculose, le
--            diagnostic et le traitement du paludisme ÷ centres ouverts où la réponse est connue (un
--            seul « non » suffit à la connaître)
-- Source   : tables centre et centre_service
with

reponses as (
    select
        centre_id,
        count(*) filter (where disponible) as nb_oui,
        count(*) filter (where not disponible) as nb_non,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from centre_service
    where service in ('depistage_vih', 'tb_diagnostic', 'palu_diagnostic', 'palu_traitement')
    group by centre_id
)

select
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    case when reponses.nb_non > 0 then 0 when reponses.nb_oui = 4 then 1 end::DOUBLE as numerateur,
    case when reponses.nb_non > 0 or reponses.nb_oui = 4 then 1 end::DOUBLE as denominateur,
    false as est_masque,
    coalesce(reponses.source_id, centre.source_id) as source_id,
    coalesce(reponses.nature, centre.nature) as nature
from centre_situe as centre
left join reponses
    on centre.centre_id = reponses.centre_id
where centre.est_ouvert
order by entite_id asc
