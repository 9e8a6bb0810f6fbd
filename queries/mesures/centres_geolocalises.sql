-- Question : Quels centres ont des coordonnées valides ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 si le point est dans la région déclarée, 0 sinon
--            denominateur       DOUBLE     1 par centre
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres dont les coordonnées tombent dans le pays et dans la région déclarée, à la marge
--            de la règle C-7 près ÷ tous les centres
-- Source   : tables centre, position_controle et borne_controle
select
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    coalesce(
        centre.latitude is not null
        and centre.longitude is not null
        and not place.est_en_mer
        and coalesce(place.distance_km <= borne('C-7', 'marge_km'), place.region_trouvee is not null),
        false
    )::INTEGER::DOUBLE as numerateur,
    1::DOUBLE as denominateur,
    false as est_masque,
    centre.source_id,
    centre.nature
from centre
left join position_controle as place
    on place.objet = 'centre' and centre.centre_id = place.objet_id
order by entite_id asc
