-- Code     : E-15
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id} a un exercice {valeur}, mais est « {statut_juridique} » depuis
--            {date_statut}.
-- Why      : Un organisme dissous ou fondu dans un autre n'a plus d'adhérents : ils seraient comptés
--            deux fois.
-- Fix      : Vérifier l'année et le statut ; une liquidation peut durer.
-- Returns  : une ligne par exercice ; aucune quand la règle est respectée
with

disparitions as (
    select
        organisme_id,
        min(date_debut) as date_statut,
        arg_min(statut_juridique, date_debut) as statut_juridique
    from organisme_statut
    where statut_juridique in ('dissoute', 'fusionnee')
    group by organisme_id
)

select
    organisme_exercice.ligne,
    'annee' as colonne,
    cast(organisme_exercice.annee as VARCHAR) as valeur,
    organisme_exercice.organisme_id,
    disparitions.statut_juridique,
    disparitions.date_statut
from organisme_exercice
inner join disparitions
    on organisme_exercice.organisme_id = disparitions.organisme_id
where organisme_exercice.annee > year(fin_de(disparitions.date_statut))
order by organisme_exercice.ligne asc
