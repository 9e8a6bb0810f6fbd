-- Code     : E-11
-- Level    : avertissement
-- Table    : organisme_exercice
-- Message  : {organisme_id}, {annee} : {valeur} centres déclarés, {nb_listes} dans la table centre.
-- Why      : Il manque des centres à la carte, ou le nombre déclaré compte autre chose que les
--            centres possédés ou gérés.
-- Fix      : Ajouter les centres manquants, ou corriger le nombre déclaré.
-- Returns  : une ligne par organisme, pour son dernier exercice ; aucune quand la règle est respectée
with

derniers as (
    select
        organisme_id,
        max(annee) as annee
    from organisme_exercice
    group by organisme_id
),

listes as (
    select
        organisme_id,
        count(*) as nb_listes
    from centre
    where relation in ('proprietaire', 'gestionnaire') and statut_operationnel = 'ouvert'
    group by organisme_id
)

select
    organisme_exercice.ligne,
    'nb_centres' as colonne,
    cast(organisme_exercice.nb_centres as VARCHAR) as valeur,
    organisme_exercice.organisme_id,
    organisme_exercice.annee,
    coalesce(listes.nb_listes, 0) as nb_listes
from organisme_exercice
inner join derniers
    on
        organisme_exercice.organisme_id = derniers.organisme_id
        and organisme_exercice.annee = derniers.annee
left join listes
    on organisme_exercice.organisme_id = listes.organisme_id
where organisme_exercice.nb_centres <> coalesce(listes.nb_listes, 0)
order by organisme_exercice.ligne asc
