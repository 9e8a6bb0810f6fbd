-- Question : Combien de personnes vivent à moins de 5 km de route d'un établissement de santé connu ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     personnes à 5 km ou moins ; NULL sans liste d'établissements
--            denominateur       DOUBLE     personnes des lieux habités
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    NULL : aucune ligne déclarée
-- Unit     : part
-- Formula  : personnes des lieux habités à 5 km ou moins (vol d'oiseau
--            × 1,3) de l'établissement le plus proche, centre ouvert ou établissement de la liste
--            officielle apportée ÷ personnes des lieux habités ; inconnu sans cette liste
-- Source   : tables centre, etablissement_connu, localite et population
select
    entite_id,
    annee,
    numerateur,
    denominateur,
    est_masque,
    source_id,
    nature
from personnes_proches('connu', 5)
order by entite_id asc
