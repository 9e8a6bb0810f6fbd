-- Question : Quelle part des points possibles chaque COM obtient-il ?
-- Grain    : une ligne par COM et par année
-- Params   : aucun
-- Entity   : com
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     points obtenus ; NULL si le score n'est pas établi
--            denominateur       DOUBLE     points possibles des indicateurs mesurés
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : points obtenus ÷ points possibles des indicateurs mesurés ; non établi si trop peu
--            d'indicateurs dus sont mesurés, une mesure contestée ne comptant nulle part
-- Source   : tables com_indicateur, com_cible et com_mesure ; seuil de com_taux_renseignement
select
    com_id as entite_id,
    annee,
    case when est_etabli then points end as numerateur,
    points_renseignes as denominateur,
    false as est_masque,
    source_id,
    nature
from score_com
where mode_score = 'seuil_objectif' and axe_id is null
order by entite_id asc, annee asc
