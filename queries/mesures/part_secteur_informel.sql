-- Question : Quelle part des bénéficiaires de chaque mutuelle vit du secteur informel ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  exercice
--            numerateur    DOUBLE   bénéficiaires du secteur informel ; NULL si inconnu
--            denominateur  DOUBLE   bénéficiaires en fin d'année
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : bénéficiaires du secteur informel ÷ bénéficiaires, en fin d'année
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    cast(nb_beneficiaires_informel as DOUBLE) as numerateur,
    cast(nb_beneficiaires as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
