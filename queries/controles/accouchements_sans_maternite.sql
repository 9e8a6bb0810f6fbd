-- Code     : B-5
-- Level    : avertissement
-- Table    : centre_activite
-- Message  : {centre_id}, {annee} : {valeur} accouchements, sans service d'accouchement ni maternité.
-- Why      : Les accouchements seraient comptés là où l'offre dit qu'on n'accouche pas.
-- Fix      : Ajouter le service, ou vérifier le nombre d'accouchements.
-- Returns  : une ligne par centre et année ; rien tant qu'aucun service du centre n'est connu ;
--            aucune quand la règle est respectée
with

offres as (
    select
        centre_id,
        bool_or(service in ('accouchement', 'maternite') and disponible is distinct from false)
            as est_maternite
    from centre_service
    group by centre_id
)

select
    centre_activite.ligne,
    'nb_accouchements' as colonne,
    cast(centre_activite.nb_accouchements as VARCHAR) as valeur,
    centre_activite.centre_id,
    centre_activite.annee
from centre_activite
inner join offres
    on centre_activite.centre_id = offres.centre_id
where centre_activite.nb_accouchements > 0 and not offres.est_maternite
order by centre_activite.ligne asc
