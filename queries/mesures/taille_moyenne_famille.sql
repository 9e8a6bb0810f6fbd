-- Question : Combien de personnes chaque mutuelle couvre-t-elle par adhérent ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   bénéficiaires en fin d'année ; NULL si inconnu
--            denominateur  DOUBLE   adhérents en fin d'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : personnes
-- Formula  : bénéficiaires ÷ adhérents, en fin d'année ; l'adhérent est compris
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(nb_beneficiaires as DOUBLE) as numerateur,
    cast(nb_adherents as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
