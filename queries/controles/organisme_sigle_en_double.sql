-- Code     : O-4
-- Level    : avertissement
-- Table    : organisme
-- Message  : Le sigle « {valeur} » ({organisme_id}) est aussi celui de « {autre_id} ».
-- Why      : « MUGEFCI » et « MUGEF-CI » sont un seul sigle : l'organisme serait compté deux fois.
-- Fix      : Garder un seul identifiant, ou vérifier le sigle si ce sont deux organismes.
-- Returns  : une ligne par organisme après le premier de même sigle ; aucune quand la règle est
--            respectée
with

rangs as (
    select
        ligne,
        organisme_id,
        sigle,
        first_value(organisme_id) over (
            partition by nom_simple(sigle) order by ligne asc, organisme_id asc
        ) as autre_id
    from organisme
    where nom_simple(sigle) <> ''
)

select
    ligne,
    'sigle' as colonne,
    sigle as valeur,
    organisme_id,
    autre_id
from rangs
where organisme_id <> autre_id
order by ligne asc
