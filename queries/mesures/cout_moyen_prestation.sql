-- Question : Combien une prestation coûte-t-elle en moyenne à chaque mutuelle ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   coût des soins et événements de l'année (FCFA) ; NULL si
--                                    inconnu
--            denominateur  DOUBLE   actes pris en charge dans l'année ; NULL si une catégorie ne
--                                    les dit pas
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : fcfa
-- Formula  : prestations dues de l'année ÷ actes pris en charge, toutes catégories ; inconnu si une
--            catégorie n'a pas son nombre d'actes
-- Source   : tables prestation_acte et organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(prestations_dues_fcfa as DOUBLE) as numerateur,
    cast(nb_actes as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from soins_annuels
order by entite_id asc, annee asc
