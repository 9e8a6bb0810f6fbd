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
    nb_renseignes::DOUBLE as numerateur,
    nb_dus::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from score_com
where mode_score = 'seuil_objectif' and axe_id is null
order by entite_id asc, annee asc
