-- Question : Quelles mutuelles ont rendu un exercice ou des comptes de la santé ?
-- Grain    : une ligne par mutuelle, par nom
-- Params   : texte              VARCHAR    mots du nom ou du sigle ; NULL garde tout
--            organisme          VARCHAR    mutuelle gardée en plus de celles que le texte trouve
--            combien            INTEGER    mutuelles au plus, les premières par nom ; NULL : toutes
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : organisme_id       VARCHAR    identifiant
--            nom                VARCHAR    nom
-- Source   : Exercices et comptes de la santé du jeu en usage
with

gardees as (
    select
        mutuelle.organisme_id,
        mutuelle.nom,
        mutuelle.rang
    from mutuelle_resumee as mutuelle
    where
        mutuelle.a_des_comptes
        and est_enquetee(mutuelle.type_organisme)
        and retient_un($district::VARCHAR, mutuelle.district_code)
        and retient_un($region::VARCHAR, mutuelle.region_code)
        and retient_un($commune::VARCHAR, mutuelle.siege_commune)
        and retient($types::VARCHAR[], mutuelle.type_organisme)
        and (
            porte_les_mots(mutuelle.nom_compare, $texte::VARCHAR)
            or mutuelle.organisme_id = $organisme::VARCHAR
        )
),

premieres as (
    select rang
    from gardees
    order by rang asc
    limit $combien::INTEGER
)

select
    organisme_id,
    nom
from gardees
where
    rang in (select premieres.rang from premieres)
    or organisme_id = $organisme::VARCHAR
order by rang asc
