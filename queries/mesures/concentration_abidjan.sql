-- Question : Quels centres ouverts se trouvent dans le district d'Abidjan ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 à Abidjan, 0 ailleurs ; NULL : région inconnue
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres ouverts du district d'Abidjan ÷ centres ouverts dont la région est connue
-- Source   : tables centre et region
select
    centre_id as entite_id,
    null::INTEGER as annee,
    (district_code = 'abidjan')::INTEGER::DOUBLE as numerateur,
    case when district_code is not null then 1 end::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from centre_situe
where est_ouvert
order by entite_id asc
