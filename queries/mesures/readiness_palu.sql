-- Question : De quelle part des items traceurs les centres qui offrent le diagnostic ou le traitement
--            du paludisme disposent-ils ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     score du centre, de 0 à 1 ; NULL : items non comptés
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : score
-- Formula  : moyenne, sur les centres ouverts qui offrent au moins un des deux services, de : items
--            traceurs présents ÷ items traceurs attendus, pour les services que le centre offre ;
--            inconnu si l'un d'eux n'a pas été compté
-- Source   : tables centre et centre_service
select
    entite_id,
    annee,
    numerateur,
    denominateur,
    est_masque,
    source_id,
    nature
from preparation_de(['palu_diagnostic', 'palu_traitement'])
order by entite_id asc
