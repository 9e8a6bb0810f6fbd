-- Code     : C-17
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » ferme le {valeur}, avant d'ouvrir ({date_ouverture}).
-- Why      : Le centre n'aurait existé à aucune date.
-- Fix      : Corriger l'une des deux dates.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'date_fermeture' as colonne,
    date_fermeture as valeur,
    nom,
    date_ouverture
from centre
where fin_de(date_fermeture) < debut_de(date_ouverture)
order by ligne asc
