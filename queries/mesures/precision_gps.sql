-- Question : Quels points ont été relevés à 20 mètres près ou mieux ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 à 20 m ou mieux, 0 sinon ; NULL : précision inconnue
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres relevés au GPS à 20 m ou mieux ÷ centres relevés au GPS dont la précision est
--            connue
-- Source   : table centre
select
    centre_id as entite_id,
    null::INTEGER as annee,
    (precision_m <= 20)::INTEGER::DOUBLE as numerateur,
    case when precision_m is not null then 1 end::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from centre
where latitude is not null and longitude is not null and precision = 'gps'
order by entite_id asc
