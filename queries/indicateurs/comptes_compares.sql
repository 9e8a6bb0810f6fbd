-- Question : Combien d'argent chaque entité comparée reçoit-elle, dépense-t-elle et garde-t-elle par an ?
-- Grain    : une ligne par entité (« pairs » pour leur médiane), poste et année
-- Params   : quoi           VARCHAR    organisme, centre ou region
--            ids            VARCHAR[]  identifiants à comparer
--            pairs          VARCHAR[]  identifiants des pairs ; NULL sans pairs
-- Returns  : entite_id      VARCHAR    identifiant, ou pairs
--            poste          VARCHAR    colonne de l'exercice ou de l'activité du centre
--            annee          INTEGER    année
--            montant_fcfa   BIGINT     FCFA ; NULL si personne ne le dit ; médiane pour les pairs
--            nb_disent      BIGINT     mutuelles ou centres qui le disent (pairs connus, pour leur médiane)
--            nb_appeles     BIGINT     mutuelles ou centres attendus cette année
--            source_id      VARCHAR    documents, séparés par « ; »
--            nature         VARCHAR    nature des lignes
-- Formula  : Région : somme de ce que disent les mutuelles qui y ont leur siège. Pairs : médiane de ceux qui
--            le disent.
-- Unit     : FCFA
-- Value    : montant_fcfa
-- Base     : années et postes
-- Source   : tables organisme_exercice et centre_activite
with

groupe as (
    select unnest(coalesce($pairs::VARCHAR[], [])) as code
),

voulus as (
    select unnest(coalesce($ids::VARCHAR[], [])) as code
    union
    select groupe.code
    from groupe
),

comptes as (
    select
        exercice.annee,
        poste.poste,
        exercice.source_id,
        exercice.nature,
        case $quoi when 'region' then mutuelle.region_code else mutuelle.organisme_id end as code,
        case poste.poste
            when 'cotisations_acquises_fcfa' then exercice.cotisations_acquises_fcfa
            when 'prestations_dues_fcfa' then exercice.prestations_dues_fcfa
            when 'frais_fonctionnement_fcfa' then exercice.frais_fonctionnement_fcfa
            when 'reserves_fcfa' then exercice.reserves_fcfa
        end as montant
    from exercice
    inner join mutuelle_situee as mutuelle
        on exercice.organisme_id = mutuelle.organisme_id
    cross join
        (
            values
            ('cotisations_acquises_fcfa'),
            ('prestations_dues_fcfa'),
            ('frais_fonctionnement_fcfa'),
            ('reserves_fcfa')
        ) as poste (poste)
    where $quoi in ('organisme', 'region')
    union all
    select
        activite.annee,
        poste.poste,
        activite.source_id,
        activite.nature,
        activite.centre_id as code,
        case poste.poste
            when 'recettes_fcfa' then activite.recettes_fcfa
            when 'charges_fcfa' then activite.charges_fcfa
        end as montant
    from centre_activite_diffusable as activite
    cross join (values ('recettes_fcfa'), ('charges_fcfa')) as poste (poste)
    where $quoi = 'centre'
),

totaux as (
    select
        comptes.code,
        comptes.poste,
        comptes.annee,
        sum(comptes.montant) as montant,
        count(comptes.montant) as nb_disent,
        count(*) as nb_appeles,
        string_agg(distinct comptes.source_id, ' ; ' order by comptes.source_id) as source_id,
        string_agg(distinct comptes.nature, ' ; ' order by comptes.nature) as nature
    from comptes
    semi join voulus
        on comptes.code = voulus.code
    group by comptes.code, comptes.poste, comptes.annee
),

faces as (
    select
        code as entite_id,
        poste,
        annee,
        montant::BIGINT as montant_fcfa,
        nb_disent,
        nb_appeles,
        source_id,
        nature
    from totaux
    where list_contains($ids::VARCHAR[], code)
    union all
    select
        'pairs' as entite_id,
        totaux.poste,
        totaux.annee,
        median(totaux.montant)::BIGINT as montant_fcfa,
        count(totaux.montant) as nb_disent,
        count(*) as nb_appeles,
        string_agg(distinct totaux.source_id, ' ; ' order by totaux.source_id) as source_id,
        string_agg(distinct totaux.nature, ' ; ' order by totaux.nature) as nature
    from totaux
    semi join groupe
        on totaux.code = groupe.code
    group by totaux.poste, totaux.annee
)

select
    entite_id,
    poste,
    annee,
    montant_fcfa,
    nb_disent,
    nb_appeles,
    source_id,
    nature
from faces
order by poste asc, entite_id asc, annee asc
