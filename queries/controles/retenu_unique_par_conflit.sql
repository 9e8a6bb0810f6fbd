-- Code     : F-1
-- Level    : erreur
-- Table    : fait_publie
-- Message  : Le groupe « {groupe_conflit} » a {nb_retenus} valeurs retenues, il en faut une.
-- Why      : Quand des sources diffèrent, l'écran montre une seule valeur et nomme la règle qui l'a choisie.
-- Fix      : Mettre est_retenu à vrai sur une seule ligne du groupe.
-- Returns  : une ligne par groupe fautif ; aucune quand la règle est respectée
select
    groupe_conflit,
    min(ligne) as ligne,
    'est_retenu' as colonne,
    cast(count(*) filter (where est_retenu) as VARCHAR) as valeur,
    count(*) filter (where est_retenu) as nb_retenus
from fait_publie
where groupe_conflit is not null
group by groupe_conflit
having count(*) filter (where est_retenu) <> 1
order by groupe_conflit asc
