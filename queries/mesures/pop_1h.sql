-- Question : Combien de personnes vivent à moins d'une heure de voiture d'un établissement de santé connu ?
-- Grain    : une ligne par région
-- Params   : aucun
-- Entity   : region
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    région
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     personnes à une heure ou moins ; NULL sans liste d'établissements
--            denominateur       DOUBLE     personnes des lieux habités
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    NULL : aucune ligne déclarée
-- Unit     : part
-- Formula  : personnes des lieux habités à une heure ou moins (vol d'oiseau
--            × 1,3, à 40 km/h) de l'établissement le plus proche, centre ouvert ou établissement de la liste
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
from personnes_proches('connu', 40)
order by entite_id asc
