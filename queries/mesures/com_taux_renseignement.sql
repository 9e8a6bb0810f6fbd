-- Question : Quelle part des indicateurs dus chaque COM a-t-il mesurée ?
-- Grain    : une ligne par COM et par année
-- Params   : aucun
-- Entity   : com
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     indicateurs mesurés
--            denominateur       DOUBLE     indicateurs dus dans l'année, sans les contestés
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : indicateurs mesurés ÷ indicateurs qui ont une cible dans l'année ; une mesure contestée
--            ne compte nulle part
-- Source   : tables com_indicateur, com_cible et com_mesure
select
    com_id as entite_id,
    annee,
    count(note) filter (where not est_conteste)::DOUBLE as numerateur,
    count(*) filter (where not est_conteste)::DOUBLE as denominateur,
    false as est_masque,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from note_com
group by com_id, annee
order by entite_id asc, annee asc
