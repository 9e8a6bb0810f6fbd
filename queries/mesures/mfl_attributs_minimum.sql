-- Question : Quels centres ont un nom, un type et un lieu ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 s'ils sont tous connus, 0 sinon
--            denominateur       DOUBLE     1 par centre
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres dont on connaît l'identifiant, le nom, le type, la région, et la commune, la
--            ville ou le point ÷ tous les centres
-- Source   : table centre
select
    centre_id as entite_id,
    null::INTEGER as annee,
    (
        nom is not null
        and type_etablissement is not null
        and region_code is not null
        and (coalesce(commune, ville) is not null or (latitude is not null and longitude is not null))
    )::INTEGER::DOUBLE as numerateur,
    1::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from centre
order by entite_id asc
