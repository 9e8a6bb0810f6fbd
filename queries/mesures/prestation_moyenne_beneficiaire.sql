-- Question : Combien de prestations chaque mutuelle doit-elle par bénéficiaire et par an ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   coût des soins et événements de l'année (FCFA) ; NULL si
--                                    inconnu
--            denominateur  DOUBLE   moyenne des bénéficiaires au début et en fin d'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : fcfa
-- Formula  : prestations dues ÷ nombre moyen de bénéficiaires (moyenne du début et de la fin de
--            l'année)
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(prestations_dues_fcfa as DOUBLE) as numerateur,
    cast(nb_beneficiaires_moyen as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
