-- Question : Quels centres ouverts offrent la vaccination ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 si le centre l'offre, 0 sinon ; NULL : non demandé
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres ouverts qui offrent le service (vaccination) ÷ centres ouverts où la réponse est
--            connue
-- Source   : tables centre et centre_service
select
    entite_id,
    annee,
    numerateur,
    denominateur,
    est_masque,
    source_id,
    nature
from disponibilite_de('vaccination')
order by entite_id asc
