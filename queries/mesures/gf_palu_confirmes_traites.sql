-- Question : Pour un cas de paludisme traité, combien ont été confirmés par un test ?
-- Grain    : une ligne par centre et par année
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    année
--            numerateur         DOUBLE     cas confirmés ; NULL : inconnu ou masqué
--            denominateur       DOUBLE     cas traités ; NULL : inconnu ou masqué
--            est_masque         BOOLEAN    vrai : un des deux est entre 1 et 4
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : cas de paludisme confirmés ÷ cas de paludisme traités ; dès que l'un des deux est
--            masqué, ni l'un ni l'autre ne compte
-- Source   : tables centre et centre_activite
select
    centre_id as entite_id,
    annee,
    case when nb_palu_traites is not null then nb_palu_confirmes end::DOUBLE as numerateur,
    case when nb_palu_confirmes is not null then nb_palu_traites end::DOUBLE as denominateur,
    list_has_any(masques, ['nb_palu_confirmes', 'nb_palu_traites']) as est_masque,
    source_id,
    nature
from centre_exercice
order by entite_id asc, annee asc
