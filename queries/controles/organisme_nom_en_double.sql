-- Code     : O-3
-- Level    : avertissement
-- Table    : organisme
-- Message  : « {valeur} » ({organisme_id}) porte les mêmes mots que « {autre_nom} » ({autre_id}).
-- Why      : Une mutuelle écrite de deux façons serait comptée deux fois.
-- Fix      : Garder un seul identifiant, ou préciser les noms si ce sont deux organismes.
-- Returns  : une ligne par organisme après le premier de même nom ; aucune quand la règle est
--            respectée
with

cles as (
    select
        ligne,
        organisme_id,
        nom,
        mots_tries(nom) as cle
    from organisme
),

doubles as (
    select cle
    from cles
    where cle <> ''
    group by cle
    having count(*) > 1
),

rangs as (
    select
        cles.ligne,
        cles.organisme_id,
        cles.nom,
        first_value(cles.organisme_id) over (
            partition by cles.cle order by cles.ligne asc, cles.organisme_id asc
        ) as autre_id,
        first_value(cles.nom) over (
            partition by cles.cle order by cles.ligne asc, cles.organisme_id asc
        ) as autre_nom
    from cles
    semi join doubles
        on cles.cle = doubles.cle
)

select
    ligne,
    'nom' as colonne,
    nom as valeur,
    organisme_id,
    autre_nom,
    autre_id
from rangs
where organisme_id <> autre_id
order by ligne asc
