-- Code     : F-4
-- Level    : erreur
-- Table    : affirmation
-- Message  : « {affirmation_id} » a le verdict écrit « {verdict} » ; le calcul donne
--            « {verdict_calcule} » : {valeur_recalculee} pour {valeur_enoncee} énoncé.
-- Why      : Un verdict est recalculé à chaque construction : un chiffre corrigé ne
--            laisse jamais un verdict d'hier.
-- Fix      : Corriger le verdict et son explication, ou bien calcul_numerateur, calcul_denominateur,
--            qualificatif et tolerance.
-- Returns  : une ligne par faute ; aucune quand la règle est respectée
select
    affirmation.ligne,
    'verdict' as colonne,
    affirmation.verdict as valeur,
    affirmation.affirmation_id,
    affirmation.verdict,
    verifiee.verdict_calcule,
    coalesce(cast(round(verifiee.valeur_recalculee, 6) as VARCHAR), '–') as valeur_recalculee,
    coalesce(affirmation.valeur_enoncee, '–') as valeur_enoncee
from affirmation
inner join affirmation_verifiee as verifiee
    on affirmation.affirmation_id = verifiee.affirmation_id
where affirmation.verdict <> verifiee.verdict_calcule
order by affirmation.ligne asc
