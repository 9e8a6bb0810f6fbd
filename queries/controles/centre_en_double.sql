-- Code     : C-12
-- Level    : avertissement
-- Table    : centre
-- Message  : « {valeur} » ({centre_id}) porte les mêmes mots que « {autre_nom} » ({autre_id}), même
--            lieu.
-- Why      : Un centre écrit de deux façons serait compté deux fois.
-- Fix      : Garder un seul identifiant, ou préciser les noms si ce sont deux centres.
-- Returns  : une ligne par centre après le premier de même nom au même lieu ; aucune quand la règle
--            est respectée
with

cles as (
    select
        ligne,
        centre_id,
        nom,
        coalesce(commune, ville, '') as lieu,
        mots_tries(nom) as cle
    from centre
),

doubles as (
    select cle
    from cles
    where cle <> ''
    group by cle
    having count(*) > 1
),

homonymes as (
    select
        cles.ligne,
        cles.centre_id,
        cles.nom,
        cles.lieu,
        cles.cle
    from cles
    semi join doubles
        on cles.cle = doubles.cle
),

rangs as (
    select
        ligne,
        centre_id,
        nom,
        first_value(centre_id) over (
            partition by cle, nom_simple(lieu) order by ligne asc, centre_id asc
        ) as autre_id,
        first_value(nom) over (
            partition by cle, nom_simple(lieu) order by ligne asc, centre_id asc
        ) as autre_nom
    from homonymes
)

select
    ligne,
    'nom' as colonne,
    nom as valeur,
    centre_id,
    autre_nom,
    autre_id
from rangs
where centre_id <> autre_id
order by ligne asc
