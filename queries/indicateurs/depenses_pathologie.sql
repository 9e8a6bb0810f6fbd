-- Question : Combien les mutuelles dépensent-elles par maladie, année par année ?
-- Grain    : une ligne par année et par pathologie
-- Params   : organisme          VARCHAR    identifiant d'une mutuelle ; NULL les garde toutes
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            lentille           VARCHAR    palu, tb, vih, maternite, toutes (les trois) ou
--                                          avec_autres ; NULL vaut toutes
-- Returns  : annee                 INTEGER    année de l'exercice
--            pathologie            VARCHAR    code
--            nb_exercices          BIGINT     organismes qui ont rendu cet exercice
--            nb_organismes         BIGINT     organismes dont le coût de cette pathologie est montré
--            montant_fcfa          BIGINT     FCFA ; NULL si aucun ne le dit
--            prestations_dues_fcfa BIGINT     FCFA dus par ces mêmes organismes ; NULL si inconnues
--            part_prestations_dues DOUBLE     part de 0 à 1 de leurs prestations dues
--            nb_cas                BIGINT     cas montrés ; NULL s'il n'y en a aucun
--            nb_masques            BIGINT     organismes dont l'effectif, de 1 à 4, est masqué
--            source_id             VARCHAR    documents, séparés par « ; »
--            nature                VARCHAR    nature des lignes comptées
-- Formula  : Montants de la pathologie ÷ prestations dues des organismes qui disent les deux. Un organisme
--            de 1 à 4 cas n'entre dans aucun total : son montant dirait leur nombre. Sous-estime la
--            maladie quand un programme national fournit les médicaments gratuitement.
-- Unit     : FCFA
-- Value    : montant_fcfa
-- Base     : années et pathologies
-- Denom    : prestations dues des mutuelles qui disent ce montant
-- Behind   : nb_organismes
-- Owner    : $organisme
-- Source   : Prestations par pathologie et exercices du jeu en usage
with

organismes as (
    select organisme_id
    from organisme_situe
    where
        retient_un($organisme::VARCHAR, organisme_id)
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, siege_commune)
        and retient($types::VARCHAR[], type_organisme)
),

exercices as (
    select
        exercice.annee,
        count(*) as nb_exercices
    from organisme_exercice as exercice
    inner join organismes
        on exercice.organisme_id = organismes.organisme_id
    group by exercice.annee
)

select
    soin.annee,
    soin.pathologie,
    coalesce(any_value(exercices.nb_exercices), 0) as nb_exercices,
    count(soin.montant_fcfa) filter (where not soin.est_masque) as nb_organismes,
    cast(sum(soin.montant_fcfa) filter (where not soin.est_masque) as BIGINT) as montant_fcfa,
    cast(
        sum(exercice.prestations_dues_fcfa) filter (
            where soin.montant_fcfa is not null and not soin.est_masque
        ) as BIGINT
    ) as prestations_dues_fcfa,
    sum(soin.montant_fcfa) filter (
        where exercice.prestations_dues_fcfa is not null and not soin.est_masque
    )
    / nullif(
        sum(exercice.prestations_dues_fcfa) filter (
            where soin.montant_fcfa is not null and not soin.est_masque
        ),
        0
    ) as part_prestations_dues,
    cast(sum(soin.nb_cas) as BIGINT) as nb_cas,
    count(*) filter (where soin.est_masque) as nb_masques,
    string_agg(distinct soin.source_id, ' ; ' order by soin.source_id) as source_id,
    string_agg(distinct soin.nature, ' ; ' order by soin.nature) as nature
from prestation_pathologie_diffusable as soin
inner join organismes
    on soin.organisme_id = organismes.organisme_id
inner join lentille_pathologie as choix
    on soin.pathologie = choix.pathologie and choix.lentille = coalesce($lentille::VARCHAR, 'toutes')
left join organisme_exercice as exercice
    on soin.organisme_id = exercice.organisme_id and soin.annee = exercice.annee
left join exercices
    on soin.annee = exercices.annee
group by soin.annee, soin.pathologie
order by soin.pathologie asc, soin.annee asc
