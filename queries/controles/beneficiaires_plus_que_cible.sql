-- Code     : E-3
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} bénéficiaires pour une population cible de
--            {population_cible}.
-- Why      : Le taux de pénétration dépasserait 100 % ; la cible oublie sans doute les ayants droit.
-- Fix      : Compter dans la cible les ayants droit, ou corriger l'un des deux nombres.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'population_cible' as colonne,
    cast(nb_beneficiaires as VARCHAR) as valeur,
    organisme_id,
    annee,
    population_cible
from organisme_exercice
where nb_beneficiaires > population_cible
order by ligne asc
