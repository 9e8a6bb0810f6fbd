-- Question : Quelles mutuelles ont rendu un exercice ou des comptes de la santé ?
-- Grain    : une ligne par mutuelle, par nom
-- Params   : texte              VARCHAR    mots du nom ou du sigle ; NULL garde tout
--            organisme          VARCHAR    mutuelle gardée en plus de celles que le texte trouve
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : organisme_id       VARCHAR    identifiant
--            nom                VARCHAR    nom
-- Source   : Exercices et comptes de la santé du jeu en usage
with

tenues as (
    select distinct organisme_id
    from organisme_exercice
    union
    select distinct organisme_id
    from depense_sha
)

select
    mutuelle.organisme_id,
    mutuelle.nom
from mutuelle_situee as mutuelle
inner join tenues
    on mutuelle.organisme_id = tenues.organisme_id
where
    est_enquetee(mutuelle.type_organisme)
    and retient_un($district::VARCHAR, mutuelle.district_code)
    and retient_un($region::VARCHAR, mutuelle.region_code)
    and retient_un($commune::VARCHAR, mutuelle.siege_commune)
    and retient($types::VARCHAR[], mutuelle.type_organisme)
    and (
        porte_les_mots(
            nom_simple(concat_ws(' ', mutuelle.sigle, mutuelle.nom)), $texte::VARCHAR
        )
        or mutuelle.organisme_id = $organisme::VARCHAR
    )
order by mutuelle.nom collate fr asc, mutuelle.organisme_id asc
