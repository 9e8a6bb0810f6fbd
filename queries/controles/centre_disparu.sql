-- Code     : C-13
-- Level    : avertissement
-- Table    : centre
-- Message  : « {valeur} » ({centre_id}) était dans la dernière édition et n'est plus dans celle-ci.
-- Why      : Un centre oublié fait baisser l'offre de soins sans que rien n'ait changé.
-- Fix      : Le remettre, ou lui garder sa ligne avec l'état « ferme » et sa date de fermeture.
-- Returns  : une ligne par centre disparu, sans numéro de ligne ; aucune quand la règle est respectée
select
    cast(null as BIGINT) as ligne,
    'centre_id' as colonne,
    nom as valeur,
    centre_id
from precedente.centre
where centre_id not in (select present.centre_id from centre as present)
order by centre_id asc
