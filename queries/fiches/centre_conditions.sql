-- Question : Comment ce centre est-il tenu, ouvert à qui, et placé où ?
-- Grain    : une ligne, ou aucune quand l'identifiant est inconnu
-- Params   : id                   VARCHAR    centre_id
-- Returns  : centre_id            VARCHAR    identifiant
--            organisme_id         VARCHAR    organisme lié ; NULL s'il est inconnu
--            proprietaire         VARCHAR    sigle et nom de l'organisme ; NULL s'il est inconnu
--            gestionnaire         VARCHAR    association ou structure qui gère le centre
--            relation             VARCHAR    code
--            date_fermeture       VARCHAR    date ISO, complète ou partielle
--            est_ouvert_public    BOOLEAN    ouvert à tous ; NULL si inconnu
--            est_autorise         BOOLEAN    autorisation d'ouverture ; pour les seuls rôles qui y ont droit
--            latitude             DOUBLE     degrés ; NULL sans position
--            longitude            DOUBLE     degrés ; NULL sans position
--            precision            VARCHAR    code ; NULL sans position
--            region_code          VARCHAR    code
--            est_comparable       BOOLEAN    la position est assez précise pour une distance
--            source_id            VARCHAR    document
--            nature               VARCHAR    nature de la ligne
-- Owner    : centre_id
-- Restricted: columns est_autorise
-- Source   : Centres et organismes du jeu en usage
select
    situe.centre_id,
    situe.organisme_id,
    nullif(concat_ws(' – ', situe.organisme_sigle, situe.organisme_nom), '') as proprietaire,
    situe.gestionnaire,
    situe.relation,
    centre.date_fermeture,
    centre.est_ouvert_public,
    centre.est_autorise,
    situe.latitude,
    situe.longitude,
    situe.precision,
    situe.region_code,
    est_place_assez(situe.precision) as est_comparable,
    situe.source_id,
    situe.nature
from centre_situe as situe
inner join centre
    on situe.centre_id = centre.centre_id
where situe.centre_id = $id::VARCHAR
order by situe.centre_id asc
