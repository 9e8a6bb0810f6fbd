-- Code     : E-2
-- Level    : erreur
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} dans {colonne}, pour {nb_beneficiaires} bénéficiaires
--            en tout.
-- Why      : Femmes, secteur informel et bénéficiaires à jour sont compris dans le total ; leur part
--            dépasserait 100 %.
-- Fix      : Relire les deux nombres ; le total compte les adhérents et leurs ayants droit.
-- Returns  : une ligne par nombre trop grand ; aucune quand la règle est respectée
with

parties as (
    unpivot (
        select
            ligne,
            organisme_id,
            annee,
            nb_beneficiaires,
            nb_beneficiaires_femmes,
            nb_beneficiaires_informel,
            nb_beneficiaires_a_jour
        from organisme_exercice
    )
    on nb_beneficiaires_femmes, nb_beneficiaires_informel, nb_beneficiaires_a_jour
    into name colonne value nombre
)

select
    ligne,
    colonne,
    cast(nombre as VARCHAR) as valeur,
    organisme_id,
    annee,
    nb_beneficiaires
from parties
where nombre > nb_beneficiaires
order by ligne asc, colonne asc
