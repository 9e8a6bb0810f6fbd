-- Question : Combien de bénéficiaires chaque mutuelle a-t-elle pour un centre ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    mutuelle
--            annee              INTEGER    année
--            numerateur         DOUBLE     bénéficiaires en fin d'année
--            denominateur       DOUBLE     centres déclarés, possédés ou gérés
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : personnes
-- Formula  : bénéficiaires en fin d'année ÷ centres possédés ou gérés ; une mutuelle sans centre n'a
--            pas de valeur, mais ses bénéficiaires comptent dans le total d'un groupe
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    nb_beneficiaires::DOUBLE as numerateur,
    nb_centres::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
