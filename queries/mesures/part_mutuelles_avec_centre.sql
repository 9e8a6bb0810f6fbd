-- Question : Quelles mutuelles possèdent ou gèrent au moins un centre de santé ?
-- Grain    : une ligne par mutuelle et par année
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    mutuelle
--            annee              INTEGER    année
--            numerateur         DOUBLE     1 si elle en déclare un, 0 sinon ; NULL : inconnu
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : mutuelles qui déclarent au moins un centre possédé ou géré en fin d'année ÷ mutuelles
--            qui en déclarent le nombre
-- Source   : table organisme_exercice
select
    organisme_id as entite_id,
    annee,
    (nb_centres > 0)::INTEGER::DOUBLE as numerateur,
    case when nb_centres is not null then 1 end::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from exercice
order by entite_id asc, annee asc
