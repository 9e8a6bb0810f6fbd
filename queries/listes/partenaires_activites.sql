-- Question : Quels partenaires ont pris part à des activités, et à combien ?
-- Grain    : une ligne par partenaire, le plus présent d'abord
-- Params   : aucun
-- Returns  : code               VARCHAR    organisme_id ; à défaut, le nom
--            nom                VARCHAR    sigle, à défaut nom
--            nb_activites       BIGINT     activités où il est cité
--            nb_activites_pass  BIGINT     dont menées par le PASS
-- Source   : Partenaires des activités du jeu en usage
select
    coalesce(activite_partenaire.organisme_id, activite_partenaire.nom) as code,
    any_value(coalesce(organisme.sigle, organisme.nom, activite_partenaire.nom)) as nom,
    count(distinct activite.activite_id) as nb_activites,
    count(distinct activite.activite_id) filter (where activite.est_pass) as nb_activites_pass
from activite_partenaire
inner join activite
    on activite_partenaire.activite_id = activite.activite_id
left join organisme
    on activite_partenaire.organisme_id = organisme.organisme_id
group by coalesce(activite_partenaire.organisme_id, activite_partenaire.nom)
order by nb_activites desc, nom collate fr asc, code asc
