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
-- Owner    : entite_id
-- Behind   : nb_disent
-- Parts    : nullif(entite_id, 'pairs')
-- Source   : tables organisme_exercice et centre_activite
with

voulus as (
    select
        unnest(coalesce($ids::VARCHAR[], [])) as code,
        false as est_pair
    union all
    select
        unnest(coalesce($pairs::VARCHAR[], [])) as code,
        true as est_pair
),

exercices as (
    select
        exercice.annee,
        exercice.source_id,
        exercice.nature,
        exercice.cotisations_acquises_fcfa,
        exercice.prestations_dues_fcfa,
        exercice.frais_fonctionnement_fcfa,
        exercice.reserves_fcfa,
        voulus.code,
        voulus.est_pair
    from exercice
    inner join mutuelle_situee as mutuelle
        on exercice.organisme_id = mutuelle.organisme_id
    inner join voulus
        on voulus.code = case $quoi when 'region' then mutuelle.region_code else mutuelle.organisme_id end
    where $quoi in ('organisme', 'region')
),

comptes as (
    select
        exercices.code,
        exercices.est_pair,
        exercices.annee,
        poste.poste,
        exercices.source_id,
        exercices.nature,
        case poste.poste
            when 'cotisations_acquises_fcfa' then exercices.cotisations_acquises_fcfa
            when 'prestations_dues_fcfa' then exercices.prestations_dues_fcfa
            when 'frais_fonctionnement_fcfa' then exercices.frais_fonctionnement_fcfa
            when 'reserves_fcfa' then exercices.reserves_fcfa
        end as montant
    from exercices
    cross join
        (
            values
            ('cotisations_acquises_fcfa'),
            ('prestations_dues_fcfa'),
            ('frais_fonctionnement_fcfa'),
            ('reserves_fcfa')
        ) as poste (poste)
    union all
    select
        voulus.code,
        voulus.est_pair,
        activite.annee,
        poste.poste,
        activite.source_id,
        activite.nature,
        case poste.poste
            when 'recettes_fcfa' then activite.recettes_fcfa
            when 'charges_fcfa' then activite.charges_fcfa
        end as montant
    from centre_activite_diffusable as activite
    inner join voulus
        on activite.centre_id = voulus.code
    cross join (values ('recettes_fcfa'), ('charges_fcfa')) as poste (poste)
    where $quoi = 'centre'
),

totaux_pairs as (
    select
        poste,
        annee,
        code,
        sum(montant) as montant
    from comptes
    where est_pair
    group by poste, annee, code
),

medianes as (
    select
        poste,
        annee,
        median(montant)::BIGINT as montant_fcfa,
        count(montant) as nb_disent,
        count(*) as nb_appeles
    from totaux_pairs
    group by poste, annee
),

documents as (
    select
        poste,
        annee,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from comptes
    where est_pair
    group by poste, annee
),

faces as (
    select
        code as entite_id,
        poste,
        annee,
        sum(montant)::BIGINT as montant_fcfa,
        count(montant) as nb_disent,
        count(*) as nb_appeles,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from comptes
    where not est_pair
    group by code, poste, annee
    union all
    select
        'pairs' as entite_id,
        medianes.poste,
        medianes.annee,
        medianes.montant_fcfa,
        medianes.nb_disent,
        medianes.nb_appeles,
        documents.source_id,
        documents.nature
    from medianes
    inner join documents
        on medianes.poste = documents.poste and medianes.annee = documents.annee
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
