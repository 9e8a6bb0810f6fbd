-- Code     : T-2
-- Level    : avertissement
-- Table    : projet
-- Message  : « {projet_id} » en est à l'étape « {etape} », avec {acquis_fcfa} FCFA acquis sur
--            {valeur}.
-- Why      : À cette étape le financement est acquis : il en manque dans la table, ou l'étape est en
--            avance.
-- Fix      : Ajouter les financements accordés ou versés, ou corriger l'étape.
-- Returns  : une ligne par projet ; aucune quand la règle est respectée
with

sommes as (
    select
        projet_id,
        sum(montant_fcfa) as acquis_fcfa
    from financement_projet
    where statut in ('accorde', 'verse')
    group by projet_id
)

select
    projet.ligne,
    'etape' as colonne,
    cast(projet.montant_fcfa as VARCHAR) as valeur,
    projet.projet_id,
    projet.etape,
    coalesce(sommes.acquis_fcfa, 0) as acquis_fcfa
from projet
left join sommes
    on projet.projet_id = sommes.projet_id
where
    projet.etape in ('accord', 'realisation', 'service')
    and projet.statut <> 'abandonne'
    and coalesce(sommes.acquis_fcfa, 0) < projet.montant_fcfa * borne('T-2', 'part_minimale')
order by projet.ligne asc
