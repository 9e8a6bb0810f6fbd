-- Question : Quels centres ouverts sont liés à un autre par une convention de référence ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 s'il a un tel lien, 0 sinon ; NULL hors d'une région recensée
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres ouverts qui adressent ou reçoivent des patients par un lien de référence ÷
--            centres ouverts où on le sait
-- Source   : tables centre, lien_reseau et perimetre
with

liens as (
    select
        centre.centre_id,
        string_agg(distinct lien.source_id, ' ; ' order by lien.source_id) as source_id,
        string_agg(distinct lien.nature, ' ; ' order by lien.nature) as nature
    from centre
    inner join lien_reseau as lien
        on
            (lien.de_type = 'centre' and centre.centre_id = lien.de_id)
            or (lien.vers_type = 'centre' and centre.centre_id = lien.vers_id)
    where lien.type_lien = 'reference'
    group by centre.centre_id
)

select
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    case when lien.source_id is not null then 1 when recense.est_enquete then 0 end::DOUBLE as numerateur,
    case when lien.source_id is not null or recense.est_enquete then 1 end::DOUBLE as denominateur,
    false as est_masque,
    coalesce(lien.source_id, centre.source_id) as source_id,
    coalesce(lien.nature, centre.nature) as nature
from centre_situe as centre
left join liens as lien
    on centre.centre_id = lien.centre_id
left join territoires_recenses('region') as recense
    on centre.region_code = recense.territoire_code
where centre.est_ouvert
order by entite_id asc
