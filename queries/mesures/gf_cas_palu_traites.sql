-- Question : Combien de cas de paludisme chaque centre a-t-il traités ?
-- Grain    : une ligne par centre et par année
-- Params   : aucun
-- Entity   : centre
-- Aggregate: somme
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    année
--            numerateur         DOUBLE     nombre ; NULL : inconnu, ou masqué s'il est de 1 à 4
--            denominateur       DOUBLE     NULL : c'est un nombre
--            est_masque         BOOLEAN    vrai : entre 1 et 4, non montré
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : nombre
-- Formula  : somme des cas de paludisme traités ; un nombre de 1 à 4 est masqué et n'entre dans aucun
--            total
-- Source   : tables centre et centre_activite
select
    centre_id as entite_id,
    annee,
    nb_palu_traites::DOUBLE as numerateur,
    null::DOUBLE as denominateur,
    list_contains(masques, 'nb_palu_traites') as est_masque,
    source_id,
    nature
from centre_exercice
order by entite_id asc, annee asc
