-- Question : Combien de mutuelles agréées ont répondu à l'enquête, chaque année ?
-- Grain    : une ligne par année d'enquête ou d'exercice
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : annee              INTEGER    année
--            nb_reponses        BIGINT     mutuelles de la base qui ont répondu
--            nb_agreees         BIGINT     base : mutuelles agréées ou immatriculées au 31 décembre
--            taux_reponse       DOUBLE     part de 0 à 1 ; NULL si la base est vide
--            nb_hors_base       BIGINT     réponses de mutuelles qui n'étaient pas agréées
--            source_id          VARCHAR    documents des statuts, séparés par « ; »
--            nature             VARCHAR    nature des statuts
-- Formula  : Mutuelles agréées qui ont donné au moins des adhérents, des bénéficiaires, des cotisations
--            ou des prestations pour l'année ÷ mutuelles agréées ou immatriculées au 31 décembre.
-- Unit     : part des mutuelles agréées, de 0 à 1
-- Value    : taux_reponse
-- Base     : années
-- Denom    : mutuelles agréées cette année-là
-- Source   : Statuts juridiques et exercices du jeu en usage
with

annees as (
    select annee from organisme_exercice
    union distinct
    select annee from perimetre
    where est_enquete
),

mutuelles as (
    select organisme_id
    from organisme_situe
    where
        est_enquetee(type_organisme)
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, siege_commune)
        and retient($types::VARCHAR[], type_organisme)
),

statuts as materialized (
    select
        statut.organisme_id,
        statut.source_id,
        statut.nature,
        debut_de(statut.date_debut) as debut,
        fin_de(statut.date_fin) as fin
    from organisme_statut as statut
    inner join mutuelles
        on statut.organisme_id = mutuelles.organisme_id
    where statut.statut_juridique in ('agreee', 'immatriculee')
),

valides as (
    select
        annees.annee,
        statuts.organisme_id,
        statuts.source_id,
        statuts.nature
    from annees
    inner join statuts
        on
            coalesce(statuts.debut <= make_date(annees.annee, 12, 31), true)
            and coalesce(statuts.fin > make_date(annees.annee, 12, 31), true)
),

base as (
    select distinct
        annee,
        organisme_id
    from valides
),

documents as (
    select
        annee,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from valides
    group by annee
),

reponses as (
    select
        annee,
        organisme_id
    from organisme_exercice
    where
        coalesce(
            nb_adherents,
            nb_beneficiaires,
            cotisations_emises_fcfa,
            cotisations_encaissees_fcfa,
            prestations_dues_fcfa,
            prestations_payees_fcfa
        ) is not null
)

select
    annees.annee,
    count(base.organisme_id) filter (where reponses.organisme_id is not null) as nb_reponses,
    count(base.organisme_id) as nb_agreees,
    count(base.organisme_id) filter (where reponses.organisme_id is not null)
    / nullif(count(base.organisme_id), 0) as taux_reponse,
    count(reponses.organisme_id) filter (where base.organisme_id is null) as nb_hors_base,
    any_value(documents.source_id) as source_id,
    any_value(documents.nature) as nature
from annees
cross join mutuelles
left join base
    on annees.annee = base.annee and mutuelles.organisme_id = base.organisme_id
left join documents
    on annees.annee = documents.annee
left join reponses
    on annees.annee = reponses.annee and mutuelles.organisme_id = reponses.organisme_id
group by annees.annee
order by annees.annee asc
