-- Code     : J-2
-- Level    : erreur
-- Table    : organisme_statut
-- Message  : {organisme_id} : « {statut_juridique} » le {valeur}, avant sa création
--            ({date_creation}).
-- Why      : Une mutuelle ne peut être agréée ni immatriculée avant d'exister.
-- Fix      : Corriger la date de création ou celle de l'acte.
-- Returns  : une ligne par statut ; aucune quand la règle est respectée
select
    organisme_statut.ligne,
    'date_debut' as colonne,
    organisme_statut.date_debut as valeur,
    organisme_statut.organisme_id,
    organisme_statut.statut_juridique,
    organisme.date_creation
from organisme_statut
inner join organisme
    on organisme_statut.organisme_id = organisme.organisme_id
where
    organisme_statut.statut_juridique in ('agrement_demande', 'agreee', 'immatriculee')
    and fin_de(organisme_statut.date_debut) < debut_de(organisme.date_creation)
order by organisme_statut.ligne asc
