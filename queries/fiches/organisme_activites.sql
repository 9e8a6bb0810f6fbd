-- Question : À quelles activités cet organisme a-t-il pris part, avec le PASS ou sans lui ?
-- Grain    : une ligne par activité, la plus récente d'abord
-- Params   : id               VARCHAR    organisme_id
-- Returns  : activite_id      VARCHAR    identifiant
--            date_debut       VARCHAR    date ISO, complète ou partielle
--            intitule_fr      VARCHAR    intitulé français
--            intitule_en      VARCHAR    intitulé anglais
--            type_activite    VARCHAR    code
--            lieu             VARCHAR    lieu
--            resultat_fr      VARCHAR    résultat ou sujet, en français
--            resultat_en      VARCHAR    résultat ou sujet, en anglais
--            est_pass         BOOLEAN    activité du PASS
--            source_id        VARCHAR    document
--            nature           VARCHAR    nature de la ligne
-- Source   : Activités du jeu en usage
select
    activite.activite_id,
    activite.date_debut,
    activite.intitule_fr,
    activite.intitule_en,
    activite.type_activite,
    activite.lieu,
    activite.resultat_fr,
    activite.resultat_en,
    activite.est_pass,
    activite.source_id,
    activite.nature
from activite
where
    activite.activite_id in (
        select activite_partenaire.activite_id
        from activite_partenaire
        where activite_partenaire.organisme_id = $id
    )
order by activite.date_debut desc nulls last, activite.activite_id asc
