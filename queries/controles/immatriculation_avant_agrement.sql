-- Code     : J-3
-- Level    : erreur
-- Table    : organisme_statut
-- Message  : {organisme_id} : immatriculée le {valeur}, avant l'agrément ({date_agrement}).
-- Why      : L'immatriculation suit l'agrément ; l'une des deux dates est fausse.
-- Fix      : Relire les deux actes et corriger la date fausse.
-- Returns  : une ligne par immatriculation ; aucune quand la règle est respectée
with

agrements as (
    select
        organisme_id,
        min(date_debut) as date_agrement
    from organisme_statut
    where statut_juridique = 'agreee'
    group by organisme_id
)

select
    organisme_statut.ligne,
    'date_debut' as colonne,
    organisme_statut.date_debut as valeur,
    organisme_statut.organisme_id,
    agrements.date_agrement
from organisme_statut
inner join agrements
    on organisme_statut.organisme_id = agrements.organisme_id
where
    organisme_statut.statut_juridique = 'immatriculee'
    and fin_de(organisme_statut.date_debut) < debut_de(agrements.date_agrement)
order by organisme_statut.ligne asc
