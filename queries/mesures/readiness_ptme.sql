-- Question : De quelle part des items traceurs les centres qui offrent la prévention de la
--            transmission de la mère à l'enfant disposent-ils ?
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
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    service.items_traceurs_presents / nullif(service.items_traceurs_attendus, 0) as numerateur,
    case
        when service.items_traceurs_presents is not null and service.items_traceurs_attendus > 0 then 1
    end::DOUBLE as denominateur,
    false as est_masque,
    service.source_id,
    service.nature
from centre_situe as centre
inner join centre_service as service
    on centre.centre_id = service.centre_id and service.service = 'ptme'
where centre.est_ouvert and service.disponible
order by entite_id asc
