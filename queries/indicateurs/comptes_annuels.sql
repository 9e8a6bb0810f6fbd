-- Question : Combien les mutuelles reçoivent-elles, dépensent-elles et gardent-elles, année par année ?
-- Grain    : une ligne par poste et par année
-- Params   : organisme          VARCHAR    identifiant d'une mutuelle ; NULL les garde toutes
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : poste                     VARCHAR  colonne de l'exercice
--            annee                     INTEGER  année de l'exercice
--            montant_fcfa              BIGINT   FCFA ; NULL si aucune mutuelle ne le dit
--            nb_disent                 BIGINT   mutuelles qui disent ce poste
--            nb_rendus                 BIGINT   mutuelles qui ont rendu cet exercice
--            nb_appeles                BIGINT   mutuelles attendues cette année
--            nb_deux_ans               BIGINT   mutuelles qui le disent cette année et celle d'avant
--            deux_ans_avant_fcfa       BIGINT   FCFA de ces mêmes mutuelles, l'année d'avant
--            deux_ans_fcfa             BIGINT   FCFA de ces mêmes mutuelles, cette année
--            part_changement           DOUBLE   part de l'année d'avant ; NULL si elle n'est pas positive
--            premiere_annee            INTEGER  première année où le poste est connu
--            nb_depuis_premiere        BIGINT   mutuelles qui le disent cette année et la première
--            premiere_fcfa             BIGINT   FCFA de ces mêmes mutuelles, la première année
--            depuis_premiere_fcfa      BIGINT   FCFA de ces mêmes mutuelles, cette année
--            part_depuis_premiere      DOUBLE   part de la première année ; NULL si elle n'est pas positive
--            source_id                 VARCHAR  documents, séparés par « ; »
--            nature                    VARCHAR  nature des lignes
-- Formula  : Montant : somme de ce que disent les mutuelles. Changement : (somme de l'année − somme de
--            l'année de départ) ÷ somme de l'année de départ, des seules mutuelles qui disent les deux
--            années : une mutuelle de plus ou de moins n'y passe jamais pour une hausse ou une baisse.
-- Unit     : FCFA
-- Denom    : pour un changement, le montant de l'année de départ des mutuelles qui disent les deux années
-- Value    : montant_fcfa
-- Base     : postes et années
-- Behind   : nb_disent
-- Reserved : deux_ans_avant_fcfa, deux_ans_fcfa, premiere_fcfa, depuis_premiere_fcfa
-- Owner    : $organisme
-- Source   : Exercices du jeu de données en usage
with

exercices as (
    select
        exercice.organisme_id,
        exercice.annee,
        exercice.est_renseigne,
        exercice.cotisations_acquises_fcfa,
        exercice.prestations_dues_fcfa,
        exercice.frais_fonctionnement_fcfa,
        exercice.resultat_net_fcfa,
        exercice.source_id,
        exercice.nature
    from exercice
    inner join organisme_situe as organisme
        on exercice.organisme_id = organisme.organisme_id
    where
        retient_un($organisme::VARCHAR, exercice.organisme_id)
        and retient_un($district::VARCHAR, organisme.district_code)
        and retient_un($region::VARCHAR, organisme.region_code)
        and retient_un($commune::VARCHAR, organisme.siege_commune)
        and retient($types::VARCHAR[], organisme.type_organisme)
),

documents as (
    select
        annee,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from exercices
    group by annee
),

-- L'année d'avant est cherchée une fois par exercice, et non par poste.
suivis as (
    select
        exercices.*,
        avant.cotisations_acquises_fcfa as cotisations_avant,
        avant.prestations_dues_fcfa as prestations_avant,
        avant.frais_fonctionnement_fcfa as frais_avant,
        avant.resultat_net_fcfa as resultat_avant
    from exercices
    left join exercices as avant
        on exercices.organisme_id = avant.organisme_id and exercices.annee - 1 = avant.annee
),

lignes as (
    select
        poste.rang,
        poste.poste,
        suivis.organisme_id,
        suivis.annee,
        suivis.est_renseigne,
        case poste.rang
            when 1 then suivis.cotisations_acquises_fcfa
            when 2 then suivis.prestations_dues_fcfa
            when 3 then suivis.frais_fonctionnement_fcfa
            when 4 then suivis.resultat_net_fcfa
        end as montant,
        case poste.rang
            when 1 then suivis.cotisations_avant
            when 2 then suivis.prestations_avant
            when 3 then suivis.frais_avant
            when 4 then suivis.resultat_avant
        end as montant_avant
    from suivis
    cross join
        (
            values
            (1, 'cotisations_acquises_fcfa'),
            (2, 'prestations_dues_fcfa'),
            (3, 'frais_fonctionnement_fcfa'),
            (4, 'resultat_net_fcfa')
        ) as poste (rang, poste)
),

connues as (
    select
        rang,
        min(annee) as annee
    from lignes
    where montant is not null
    group by rang
),

premieres as (
    select
        lignes.rang,
        lignes.organisme_id,
        lignes.montant
    from lignes
    inner join connues
        on lignes.rang = connues.rang and lignes.annee = connues.annee
    where lignes.montant is not null
),

suites as (
    select
        ligne.rang,
        ligne.poste,
        ligne.annee,
        ligne.est_renseigne,
        ligne.montant,
        connues.annee as premiere_annee,
        case when ligne.montant is not null then ligne.montant_avant end as avant,
        case when ligne.montant is not null and ligne.annee > connues.annee then premiere.montant end
            as premiere
    from lignes as ligne
    left join connues
        on ligne.rang = connues.rang
    left join premieres as premiere
        on ligne.rang = premiere.rang and ligne.organisme_id = premiere.organisme_id
),

sommes as (
    select
        rang,
        poste,
        annee,
        any_value(premiere_annee) as premiere_annee,
        cast(sum(montant) as BIGINT) as montant_fcfa,
        count(montant) as nb_disent,
        count(*) filter (where est_renseigne) as nb_rendus,
        count(*) as nb_appeles,
        count(avant) as nb_deux_ans,
        cast(sum(avant) as BIGINT) as deux_ans_avant_fcfa,
        cast(sum(montant) filter (where avant is not null) as BIGINT) as deux_ans_fcfa,
        count(premiere) as nb_depuis_premiere,
        cast(sum(premiere) as BIGINT) as premiere_fcfa,
        cast(sum(montant) filter (where premiere is not null) as BIGINT) as depuis_premiere_fcfa
    from suites
    group by rang, poste, annee
)

select
    sommes.poste,
    sommes.annee,
    sommes.montant_fcfa,
    sommes.nb_disent,
    sommes.nb_rendus,
    sommes.nb_appeles,
    sommes.nb_deux_ans,
    sommes.deux_ans_avant_fcfa,
    sommes.deux_ans_fcfa,
    case
        when sommes.deux_ans_avant_fcfa > 0
            then (sommes.deux_ans_fcfa - sommes.deux_ans_avant_fcfa) / nullif(sommes.deux_ans_avant_fcfa, 0)
    end as part_changement,
    sommes.premiere_annee,
    sommes.nb_depuis_premiere,
    sommes.premiere_fcfa,
    sommes.depuis_premiere_fcfa,
    case
        when sommes.premiere_fcfa > 0
            then (sommes.depuis_premiere_fcfa - sommes.premiere_fcfa) / nullif(sommes.premiere_fcfa, 0)
    end as part_depuis_premiere,
    documents.source_id,
    documents.nature
from sommes
inner join documents
    on sommes.annee = documents.annee
order by sommes.rang asc, sommes.annee asc
