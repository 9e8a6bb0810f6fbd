-- Question : De quels comptes part une simulation des réserves ?
-- Grain    : une ligne par exercice
-- Params   : organisme                    VARCHAR    une seule mutuelle ; NULL garde tout
--            district                     VARCHAR    code du district ; NULL garde tout
--            region                       VARCHAR    code de la région ; NULL garde tout
--            commune                      VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types                        VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : annee                        INTEGER    exercice
--            cotisations_emises_fcfa      BIGINT     FCFA ; NULL si aucune mutuelle n'est complète
--            cotisations_encaissees_fcfa  BIGINT     FCFA
--            cotisations_acquises_fcfa    BIGINT     FCFA
--            produits_totaux_fcfa         BIGINT     FCFA
--            prestations_dues_fcfa        BIGINT     FCFA
--            charges_totales_fcfa         BIGINT     FCFA
--            reserves_fcfa                BIGINT     FCFA, en fin d'exercice
--            nb_completes                 BIGINT     mutuelles qui disent ces sept montants : elles seules
--                                                    comptent
--            nb_exercices                 BIGINT     mutuelles qui ont rendu cet exercice
--            nb_appeles                   BIGINT     mutuelles attendues cette année
--            champs_manquants             VARCHAR    montants qu'un exercice rendu ne dit pas, séparés par
--                                                    « ; » ; vide si aucun
--            source_id                    VARCHAR    documents, séparés par « ; »
--            nature                       VARCHAR    nature des lignes
-- Formula  : Sommes des mutuelles dont les sept montants sont connus la même année.
-- Unit     : FCFA
-- Value    : reserves_fcfa
-- Denom    : pour le taux de recouvrement, les cotisations émises des mêmes mutuelles
-- Behind   : nb_completes
-- Base     : années, une ligne par scénario
-- Owner    : $organisme
-- Source   : Exercices du jeu de données en usage
with

attendues as (
    select
        exercice.annee,
        exercice.est_renseigne,
        exercice.cotisations_emises_fcfa,
        exercice.cotisations_encaissees_fcfa,
        exercice.cotisations_acquises_fcfa,
        exercice.produits_totaux_fcfa,
        exercice.prestations_dues_fcfa,
        exercice.charges_totales_fcfa,
        exercice.reserves_fcfa,
        exercice.source_id,
        exercice.nature,
        if(
            exercice.est_renseigne,
            list_filter(
                [
                    if(exercice.cotisations_emises_fcfa is null, 'cotisations_emises_fcfa', ''),
                    if(exercice.cotisations_encaissees_fcfa is null, 'cotisations_encaissees_fcfa', ''),
                    if(exercice.cotisations_acquises_fcfa is null, 'cotisations_acquises_fcfa', ''),
                    if(exercice.produits_totaux_fcfa is null, 'produits_totaux_fcfa', ''),
                    if(exercice.prestations_dues_fcfa is null, 'prestations_dues_fcfa', ''),
                    if(exercice.charges_totales_fcfa is null, 'charges_totales_fcfa', ''),
                    if(exercice.reserves_fcfa is null, 'reserves_fcfa', '')
                ],
                lambda champ: champ <> ''
            ),
            null
        ) as manquants
    from exercice
    inner join mutuelle_situee as mutuelle
        on exercice.organisme_id = mutuelle.organisme_id
    where
        retient_un($organisme::VARCHAR, exercice.organisme_id)
        and retient_un($district::VARCHAR, mutuelle.district_code)
        and retient_un($region::VARCHAR, mutuelle.region_code)
        and retient_un($commune::VARCHAR, mutuelle.siege_commune)
        and retient($types::VARCHAR[], mutuelle.type_organisme)
)

select
    annee,
    cast(sum(cotisations_emises_fcfa) filter (where len(manquants) = 0) as BIGINT)
        as cotisations_emises_fcfa,
    cast(sum(cotisations_encaissees_fcfa) filter (where len(manquants) = 0) as BIGINT)
        as cotisations_encaissees_fcfa,
    cast(sum(cotisations_acquises_fcfa) filter (where len(manquants) = 0) as BIGINT)
        as cotisations_acquises_fcfa,
    cast(sum(produits_totaux_fcfa) filter (where len(manquants) = 0) as BIGINT) as produits_totaux_fcfa,
    cast(sum(prestations_dues_fcfa) filter (where len(manquants) = 0) as BIGINT)
        as prestations_dues_fcfa,
    cast(sum(charges_totales_fcfa) filter (where len(manquants) = 0) as BIGINT) as charges_totales_fcfa,
    cast(sum(reserves_fcfa) filter (where len(manquants) = 0) as BIGINT) as reserves_fcfa,
    count(*) filter (where len(manquants) = 0) as nb_completes,
    count(*) filter (where est_renseigne) as nb_exercices,
    count(*) as nb_appeles,
    array_to_string(list_sort(list_distinct(flatten(array_agg(coalesce(manquants, []))))), ' ; ')
        as champs_manquants,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from attendues
group by annee
order by annee asc
