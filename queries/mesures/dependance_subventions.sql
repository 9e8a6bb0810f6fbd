-- Question : Quelle part de ses produits chaque mutuelle reçoit-elle en subventions ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   subventions (FCFA) ; NULL si inconnu
--            denominateur  DOUBLE   produits, subventions comprises (FCFA)
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : subventions ÷ produits totaux
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(subventions_fcfa as DOUBLE) as numerateur,
    cast(produits_totaux_fcfa as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
