-- Question : Dans quels domaines des indicateurs sont-ils calculés, et combien sont connus des comparés ?
-- Grain    : une ligne par domaine
-- Params   : quoi             VARCHAR    organisme, centre ou region
--            ids              VARCHAR[]  identifiants de ceux que l'on compare
-- Returns  : domaine          VARCHAR    code
--            nb_indicateurs   BIGINT     indicateurs calculés
--            nb_connus        BIGINT     indicateurs dont une valeur est connue de l'un au moins
-- Source   : Catalogue des indicateurs et fichiers de queries/mesures
with

connus as (
    select distinct mesure.indicateur_id
    from mesure
    left join entite_situee as entite
        on mesure.entite = entite.entite and mesure.entite_id = entite.entite_id
    where
        mesure.numerateur is not null
        and list_contains(
            $ids::VARCHAR[], case $quoi when 'region' then entite.region_code else mesure.entite_id end
        )
)

select
    indicateur.domaine,
    count(*) as nb_indicateurs,
    count(connus.indicateur_id) as nb_connus
from mesure_sorte as sorte
inner join indicateur
    on sorte.indicateur_id = indicateur.indicateur_id
left join connus
    on sorte.indicateur_id = connus.indicateur_id
left join code_liste as domaine
    on domaine.liste = 'domaine' and indicateur.domaine = domaine.code
where
    sorte.entite = $quoi
    or ($quoi = 'region' and sorte.entite in ('organisme', 'centre') and sorte.agregation <> 'aucune')
group by indicateur.domaine
order by any_value(domaine.ordre) asc, indicateur.domaine asc
