-- Question : Quelles conventions citent cet organisme parmi leurs parties ?
-- Grain    : une ligne par convention, la plus récente d'abord
-- Params   : id                 VARCHAR    organisme_id
-- Returns  : convention_id      VARCHAR    identifiant
--            date_signature     VARCHAR    date ISO, complète ou partielle
--            parties            VARCHAR    parties, séparées par « ; »
--            objet_fr           VARCHAR    objet, en français
--            objet_en           VARCHAR    objet, en anglais
--            echeance           VARCHAR    date ISO, complète ou partielle
--            statut_convention  VARCHAR    code
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Source   : Conventions du jeu en usage ; une partie se reconnaît à son nom ou à son sigle entier
with

parties as (
    select
        convention_id,
        nom_simple(unnest(string_split(parties, ';'))) as partie
    from convention
)

select
    convention.convention_id,
    convention.date_signature,
    convention.parties,
    convention.objet_fr,
    convention.objet_en,
    convention.echeance,
    convention.statut as statut_convention,
    convention.source_id,
    convention.nature
from convention
where
    convention.convention_id in (
        select parties.convention_id
        from parties
        inner join organisme
            on parties.partie in (nom_simple(organisme.nom), nom_simple(organisme.sigle))
        where organisme.organisme_id = $id
    )
order by convention.date_signature desc nulls last, convention.convention_id asc
