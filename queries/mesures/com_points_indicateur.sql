-- Question : Combien de points chaque indicateur de COM obtient-il ?
-- Grain    : une ligne par indicateur de COM et par année
-- Params   : aucun
-- Entity   : com_indicateur
-- Aggregate: somme
-- Returns  : entite_id          VARCHAR    indicateur de COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     points obtenus ; NULL : non mesuré ou contesté
--            denominateur       DOUBLE     NULL : c'est un nombre
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : points
-- Formula  : poids × part du chemin parcourue du seuil à la cible, de 0 à 1 (dans une plage : 1
--            dedans, moins selon la distance ; un jalon : étape ÷ 3)
-- Source   : tables com_indicateur, com_cible et com_mesure
select
    indicateur_id as entite_id,
    annee,
    poids * note as numerateur,
    null::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from note_com
order by entite_id asc, annee asc
