-- Code     : B-10
-- Level    : avertissement
-- Table    : centre_activite
-- Message  : {centre_id}, {annee} : {valeur} FCFA de recettes par consultation, hors de {minimum} à
--            {maximum}.
-- Why      : Un tel montant vient souvent de recettes écrites en milliers ou en millions.
-- Fix      : Écrire les recettes en francs, et vérifier le nombre de consultations.
-- Returns  : une ligne par centre et année ; aucune quand la règle est respectée
select
    ligne,
    'recettes_fcfa' as colonne,
    cast(cast(round(recettes_fcfa / nb_consultations) as BIGINT) as VARCHAR) as valeur,
    centre_id,
    annee,
    cast(borne('B-10', 'minimum') as BIGINT) as minimum,
    cast(borne('B-10', 'maximum') as BIGINT) as maximum
from centre_activite
where
    recettes_fcfa > 0
    and recettes_fcfa / nullif(nb_consultations, 0)
    not between borne('B-10', 'minimum') and borne('B-10', 'maximum')
order by ligne asc
