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
    select indicateur_id
    from mesure_par_entite
    where
        $quoi <> 'region'
        and est_connue
        and entite_id in (select unnest($ids::VARCHAR[]))
    union
    select indicateur_id
    from mesure_de_region
    where
        $quoi = 'region'
        and nb_valeurs > 0
        and list_contains($ids::VARCHAR[], region_code)
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
