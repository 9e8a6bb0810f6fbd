-- Question : Pour quelles années les liens du réseau disent-ils quelque chose ?
-- Grain    : une ligne par année, de la première date d'un lien à la dernière
-- Params   : aucun
-- Returns  : annee   INTEGER    année
-- Source   : Liens du réseau et exercices du jeu en usage
with

dates as (
    select year(debut_de(date_debut)) as annee
    from lien_reseau
    union all
    select year(fin_de(date_fin)) as annee
    from lien_reseau
    union all
    select annee
    from organisme_exercice
),

bornes as (
    select
        min(annee) as premiere,
        max(annee) as derniere
    from dates
)

select cast(unnest(range(premiere, derniere + 1)) as INTEGER) as annee
from bornes
order by annee desc
