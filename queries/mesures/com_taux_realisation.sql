-- Question : À quel point chaque indicateur de COM a-t-il atteint sa cible ?
-- Grain    : une ligne par indicateur de COM et par année
-- Params   : aucun
-- Entity   : com_indicateur
-- Aggregate: aucune
-- Returns  : entite_id          VARCHAR    indicateur de COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     réalisé, ou cible si le sens est la baisse
--            denominateur       DOUBLE     cible, ou réalisé si le sens est la baisse
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : réalisé ÷ cible à la hausse, cible ÷ réalisé à la baisse ; ni plage, ni jalon, ni valeur
--            négative, ni mesure contestée
-- Source   : tables com_indicateur, com_cible et com_mesure
select
    indicateur_id as entite_id,
    annee,
    taux_numerateur as numerateur,
    taux_denominateur as denominateur,
    false as est_masque,
    source_id,
    nature
from note_com
order by entite_id asc, annee asc
