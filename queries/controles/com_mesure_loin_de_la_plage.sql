-- Code     : K-5
-- Level    : avertissement
-- Table    : com_mesure
-- Message  : « {indicateur_id} », {annee} : {valeur} mesuré pour une plage de {plage_min} à
--            {plage_max}.
-- Why      : Plus loin que la tolérance, la note est nulle ; une telle mesure vient parfois d'une
--            unité (75 au lieu de 0,75).
-- Fix      : Vérifier la mesure et son unité ; si elle est juste, l'alerte est une information.
-- Returns  : une ligne par mesure ; aucune quand la règle est respectée
select
    com_mesure.ligne,
    'realise' as colonne,
    cast(com_mesure.realise as VARCHAR) as valeur,
    com_mesure.indicateur_id,
    com_mesure.annee,
    com_indicateur.plage_min,
    com_indicateur.plage_max
from com_mesure
inner join com_indicateur
    on com_mesure.indicateur_id = com_indicateur.indicateur_id
where
    com_indicateur.sens = 'plage'
    and (
        com_mesure.realise < com_indicateur.plage_min - coalesce(com_indicateur.tolerance, 0)
        or com_mesure.realise > com_indicateur.plage_max + coalesce(com_indicateur.tolerance, 0)
    )
order by com_mesure.ligne asc
