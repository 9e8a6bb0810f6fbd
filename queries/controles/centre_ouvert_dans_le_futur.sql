-- Code     : C-16
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » est dit ouvert, mais son ouverture, le {valeur}, est encore à venir.
-- Why      : Un centre seulement annoncé ne doit jamais apparaître comme ouvert.
-- Fix      : Mettre l'état à annonce, ou corriger la date d'ouverture.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'date_ouverture' as colonne,
    date_ouverture as valeur,
    nom
from centre
where statut_operationnel = 'ouvert' and debut_de(date_ouverture) > current_date
order by ligne asc
