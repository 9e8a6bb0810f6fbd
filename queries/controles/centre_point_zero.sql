-- Code     : C-3
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » : le point ({valeur}) est au large de l'Afrique, là où les deux axes se
--            croisent.
-- Why      : Un appareil sans signal écrit zéro : ce n'est pas une position.
-- Fix      : Laisser les coordonnées vides, ou refaire le relevé.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'latitude' as colonne,
    concat_ws(' ; ', latitude, longitude) as valeur,
    nom
from centre
where abs(latitude) <= borne('C-3', 'ecart_degres') and abs(longitude) <= borne('C-3', 'ecart_degres')
order by ligne asc
