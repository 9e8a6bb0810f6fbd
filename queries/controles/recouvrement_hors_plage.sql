-- Code     : E-4
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA encaissés pour {cotisations_emises_fcfa} émis,
--            soit {rapport}, hors de {minimum} à {maximum}.
-- Why      : On encaisse rarement plus qu'on n'émet, sauf des arriérés ; un écart si grand vient
--            souvent d'une unité ou d'une colonne.
-- Fix      : Vérifier que les deux montants sont en francs et de la même année.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'cotisations_encaissees_fcfa' as colonne,
    cast(cotisations_encaissees_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee,
    cotisations_emises_fcfa,
    round(cotisations_encaissees_fcfa / cotisations_emises_fcfa, 4) as rapport,
    borne('E-4', 'minimum') as minimum,
    borne('E-4', 'maximum') as maximum
from organisme_exercice
where
    cotisations_encaissees_fcfa / nullif(cotisations_emises_fcfa, 0)
    not between borne('E-4', 'minimum') and borne('E-4', 'maximum')
order by ligne asc
