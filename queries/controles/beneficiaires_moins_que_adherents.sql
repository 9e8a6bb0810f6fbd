-- Code     : E-1
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {nb_beneficiaires} bénéficiaires pour {nb_adherents} adhérents.
-- Why      : Les bénéficiaires comptent les adhérents ; ils ne peuvent être moins nombreux.
-- Fix      : Relire les deux nombres ; les bénéficiaires ne sont pas les seuls ayants droit.
-- Returns  : une ligne par exercice fautif ; aucune quand la règle est respectée
select
    ligne,
    'nb_beneficiaires' as colonne,
    cast(nb_beneficiaires as VARCHAR) as valeur,
    organisme_id,
    annee,
    nb_beneficiaires,
    nb_adherents
from organisme_exercice
where nb_beneficiaires < nb_adherents
order by ligne asc
