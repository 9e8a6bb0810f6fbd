-- Code     : O-1
-- Level    : avertissement
-- Table    : organisme
-- Message  : {organisme_id} : création en {valeur}, avant {premiere_annee}.
-- Why      : Une mutuelle aussi ancienne serait antérieure au droit ivoirien des associations ; c'est
--            souvent une faute de frappe, qui fausse l'âge des mutuelles.
-- Fix      : Relire l'acte de création, ou laisser la date vide si elle est inconnue.
-- Returns  : une ligne par organisme ; aucune quand la règle est respectée
select
    ligne,
    'date_creation' as colonne,
    date_creation as valeur,
    organisme_id,
    cast(borne('O-1', 'premiere_annee') as INTEGER) as premiere_annee
from organisme
where est_mutuelle(type_organisme) and year(fin_de(date_creation)) < borne('O-1', 'premiere_annee')
order by ligne asc
