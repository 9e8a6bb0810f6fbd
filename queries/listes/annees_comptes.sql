-- Question : Pour quelles années les mutuelles ont-elles rendu un exercice ou des comptes de la santé ?
-- Grain    : une ligne par année, la plus récente d'abord
-- Params   : aucun
-- Returns  : annee            INTEGER    exercice
--            nb_exercices     BIGINT     mutuelles qui ont rendu un exercice
--            nb_appeles       BIGINT     mutuelles attendues cette année ; 0 si seuls des comptes existent
-- Source   : Exercices et comptes de la santé du jeu en usage
with

annees as (
    select distinct annee
    from depense_sha
    union
    select distinct annee
    from exercice
    where est_renseigne
)

select
    annees.annee,
    count(exercice.organisme_id) filter (where exercice.est_renseigne) as nb_exercices,
    count(exercice.organisme_id) as nb_appeles
from annees
left join exercice
    on annees.annee = exercice.annee
group by annees.annee
order by annees.annee desc
