-- Code     : C-5
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » : le point ({valeur}) est hors de la Côte d'Ivoire.
-- Why      : Le centre serait dessiné à l'étranger et ne compterait dans aucune région.
-- Fix      : Vérifier le signe (au pays, la longitude est négative) et la virgule décimale.
-- Returns  : une ligne par centre, sauf ce que disent déjà C-3 et C-4 ; aucune quand la règle est
--            respectée
select
    ligne,
    'latitude' as colonne,
    concat_ws(' ; ', latitude, longitude) as valeur,
    nom
from centre
where
    not dans_le_cadre(latitude, longitude)
    and not dans_le_cadre(longitude, latitude)
    and greatest(abs(latitude), abs(longitude)) > borne('C-3', 'ecart_degres')
order by ligne asc
