-- Question : Combien de personnes vivent à moins de deux heures de voiture d'un hôpital connu ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     personnes à deux heures ou moins ; NULL sans liste des niveaux
--            denominateur       DOUBLE     personnes des lieux habités
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    NULL : aucune ligne déclarée
-- Unit     : part
-- Formula  : personnes des lieux habités à deux heures ou moins (vol d'oiseau × 1,3, à 40 km/h) du plus
--            proche centre ouvert ou établissement de la liste officielle apportée, de niveau secondaire
--            ou tertiaire (la liste ne dit pas les urgences) ÷ personnes des lieux habités ; inconnu sans
--            cette liste, ou si elle ne dit pas les niveaux
-- Source   : tables centre, etablissement_connu, localite et population
select
    entite_id,
    annee,
    numerateur,
    denominateur,
    est_masque,
    source_id,
    nature
from personnes_proches('hopital', 80)
order by entite_id asc
