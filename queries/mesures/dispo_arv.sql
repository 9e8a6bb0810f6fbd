-- Question : Quels centres ouverts offrent le traitement antirétroviral ?
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
-- Formula  : centres ouverts qui offrent le service (traitement antirétroviral) ÷ centres ouverts où
--            la réponse est connue
-- Source   : tables centre et centre_service
select
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    service.disponible::INTEGER::DOUBLE as numerateur,
    case when service.disponible is not null then 1 end::DOUBLE as denominateur,
    false as est_masque,
    coalesce(service.source_id, centre.source_id) as source_id,
    coalesce(service.nature, centre.nature) as nature
from centre_situe as centre
left join centre_service as service
    on centre.centre_id = service.centre_id and service.service = 'arv'
where centre.est_ouvert
order by entite_id asc
