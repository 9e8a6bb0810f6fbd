-- Question : Dans quels domaines des indicateurs sont-ils calculés pour une mutuelle, un centre, une région ?
-- Grain    : une ligne par domaine
-- Params   : quoi             VARCHAR    organisme, centre ou region
-- Returns  : domaine          VARCHAR    code
--            nb_indicateurs   BIGINT     indicateurs calculés
-- Source   : Catalogue des indicateurs et fichiers de queries/mesures
select
    indicateur.domaine,
    count(*) as nb_indicateurs
from mesure_sorte as sorte
inner join indicateur
    on sorte.indicateur_id = indicateur.indicateur_id
left join code_liste as domaine
    on domaine.liste = 'domaine' and indicateur.domaine = domaine.code
where
    sorte.entite = $quoi
    or ($quoi = 'region' and sorte.entite in ('organisme', 'centre') and sorte.agregation <> 'aucune')
group by indicateur.domaine
order by any_value(domaine.ordre) asc, indicateur.domaine asc
