-- Question : De quelle part des items traceurs les centres qui offrent le traitement antirétroviral
--            disposent-ils ?
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
-- Formula  : moyenne, sur les centres ouverts qui offrent le service, de : items traceurs présents ÷
--            items traceurs attendus
-- Source   : tables centre et centre_service
select
    entite_id,
    annee,
    numerateur,
    denominateur,
    est_masque,
    source_id,
    nature
from preparation_de(['arv'])
order by entite_id asc
