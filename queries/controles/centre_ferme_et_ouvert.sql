-- Code     : C-18
-- Level    : erreur
-- Table    : centre
-- Message  : « {nom} » est dit ouvert, mais a fermé le {valeur}.
-- Why      : La carte enverrait des patients vers une porte fermée.
-- Fix      : Mettre l'état à ferme, ou retirer la date de fermeture.
-- Returns  : une ligne par centre ; aucune quand la règle est respectée
select
    ligne,
    'date_fermeture' as colonne,
    date_fermeture as valeur,
    nom
from centre
where statut_operationnel = 'ouvert' and fin_de(date_fermeture) < current_date
order by ligne asc
