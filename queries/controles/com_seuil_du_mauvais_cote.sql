-- Code     : K-7
-- Level    : erreur
-- Table    : com_cible
-- Message  : « {indicateur_id} », {annee} : le sens est « {sens} », mais le seuil ({seuil}) est du
--            mauvais côté de la cible ({valeur}).
-- Why      : La note donnerait des points à qui s'éloigne de la cible.
-- Fix      : Échanger seuil et cible, ou corriger le sens.
-- Returns  : une ligne par cible ; aucune quand la règle est respectée
select
    com_cible.ligne,
    'cible' as colonne,
    cast(com_cible.cible as VARCHAR) as valeur,
    com_cible.indicateur_id,
    com_cible.annee,
    com_cible.seuil,
    com_indicateur.sens
from com_cible
inner join com_indicateur
    on com_cible.indicateur_id = com_indicateur.indicateur_id
where
    (com_indicateur.sens = 'hausse' and com_cible.seuil > com_cible.cible)
    or (com_indicateur.sens = 'baisse' and com_cible.seuil < com_cible.cible)
order by com_cible.ligne asc
