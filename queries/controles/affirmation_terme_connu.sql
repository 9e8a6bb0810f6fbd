-- Code     : F-5
-- Level    : erreur
-- Table    : affirmation
-- Message  : Le calcul de « {affirmation_id} » nomme « {terme} », qui n'est ni un chiffre publié, ni
--            un nombre.
-- Why      : Sans ce terme, l'affirmation passerait pour invérifiable.
-- Fix      : Écrire un fait_id de fait_publie ou un nombre, séparés par « + » ou « - » entre deux espaces.
-- Returns  : une ligne par faute ; aucune quand la règle est respectée
select
    affirmation.ligne,
    'calcul_' || terme.role as colonne,
    terme.terme as valeur,
    affirmation.affirmation_id,
    terme.terme
from affirmation
inner join affirmation_terme as terme
    on affirmation.affirmation_id = terme.affirmation_id
where not terme.est_connu
order by affirmation.ligne asc, terme.role asc, terme.rang asc
