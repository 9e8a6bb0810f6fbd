-- Code     : E-14
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} FCFA de prestations payées, mais aucun bénéficiaire.
-- Why      : Zéro veut dire « compté, et il n'y en a pas » : l'argent n'irait à personne.
-- Fix      : Laisser la cellule vide si le nombre est inconnu, ou l'écrire.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
select
    ligne,
    'nb_beneficiaires' as colonne,
    cast(prestations_payees_fcfa as VARCHAR) as valeur,
    organisme_id,
    annee
from organisme_exercice
where nb_beneficiaires = 0 and prestations_payees_fcfa > 0
order by ligne asc
