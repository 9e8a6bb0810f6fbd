-- Question : Quelle part de ses charges chaque centre couvre-t-il par ses recettes ?
-- Grain    : une ligne par centre et par année
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    année
--            numerateur         DOUBLE     recettes de l'année (FCFA)
--            denominateur       DOUBLE     charges de l'année (FCFA)
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : recettes du centre ÷ charges du centre, pour les centres ouverts dans l'année
-- Source   : tables centre et centre_activite
select
    centre_id as entite_id,
    annee,
    recettes_fcfa::DOUBLE as numerateur,
    charges_fcfa::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from centre_exercice
order by entite_id asc, annee asc
