-- Code     : C-6
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » : le point ({valeur}) est en mer ou de l'autre côté de la frontière.
-- Why      : Il est hors du contour du pays de plus que l'erreur de ce contour : le centre ne peut y
--            être.
-- Fix      : Refaire le relevé, ou laisser les coordonnées vides.
-- Returns  : une ligne par centre que le cadre de C-5 laisse passer ; aucune quand la règle est
--            respectée
select
    centre.ligne,
    'latitude' as colonne,
    concat_ws(' ; ', centre.latitude, centre.longitude) as valeur,
    centre.nom
from centre
inner join position_controle
    on centre.centre_id = position_controle.objet_id and position_controle.objet = 'centre'
where
    position_controle.est_en_mer
    and dans_le_cadre(centre.latitude, centre.longitude)
order by centre.ligne asc
