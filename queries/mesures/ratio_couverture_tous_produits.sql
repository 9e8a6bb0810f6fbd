-- Question : Quelle part de leurs charges tous les produits de chaque mutuelle paient-ils ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   produits, subventions comprises (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   charges de l'activité d'assurance (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : produits totaux ÷ charges totales, comptes des centres à part
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(produits_totaux_fcfa as DOUBLE) as numerateur,
    cast(charges_totales_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
