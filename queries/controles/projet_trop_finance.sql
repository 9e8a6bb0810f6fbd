-- Code     : T-1
-- Level    : avertissement
-- Table    : financement_projet
-- Message  : « {projet_id} » : {valeur} FCFA accordés ou versés pour un projet de {montant_fcfa}.
-- Why      : Un projet n'est pas financé plus qu'il ne coûte : un financement est compté deux fois,
--            ou le montant a changé.
-- Fix      : Vérifier les financements, puis le montant du projet.
-- Returns  : une ligne par projet, celle de son premier financement ; aucune quand la règle est
--            respectée
with

sommes as (
    select
        projet_id,
        min(ligne) as ligne,
        sum(montant_fcfa) as acquis_fcfa
    from financement_projet
    where statut in ('accorde', 'verse')
    group by projet_id
)

select
    sommes.ligne,
    'montant_fcfa' as colonne,
    cast(sommes.acquis_fcfa as VARCHAR) as valeur,
    sommes.projet_id,
    projet.montant_fcfa
from sommes
inner join projet
    on sommes.projet_id = projet.projet_id
where sommes.acquis_fcfa > projet.montant_fcfa * (1 + borne('T-1', 'ecart'))
order by sommes.ligne asc
