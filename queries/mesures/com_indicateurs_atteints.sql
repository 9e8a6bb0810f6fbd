-- Question : Quelle part de ses cibles chaque COM a-t-il atteinte ?
-- Grain    : une ligne par COM et par année
-- Params   : aucun
-- Entity   : com
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     indicateurs dont la cible est atteinte
--            denominateur       DOUBLE     indicateurs mesurés
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : indicateurs qui atteignent leur cible, restent dans leur plage ou achèvent leur jalon ÷
--            indicateurs mesurés
-- Source   : tables com_indicateur, com_cible et com_mesure
select
    com_id as entite_id,
    annee,
    count(*) filter (where est_atteint)::DOUBLE as numerateur,
    count(est_atteint)::DOUBLE as denominateur,
    false as est_masque,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from note_com
group by com_id, annee
order by entite_id asc, annee asc
