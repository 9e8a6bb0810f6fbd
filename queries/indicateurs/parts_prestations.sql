-- Question : Qui paie les soins des mutualistes : la CMU, la mutuelle ou le patient ?
-- Grain    : une ligne par année et par catégorie de soins
-- Params   : organisme          VARCHAR    identifiant d'une mutuelle ; NULL les garde toutes
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            annee              INTEGER    année ; NULL les garde toutes
-- Returns  : annee                 INTEGER  année des soins
--            categorie_prestation  VARCHAR  code
--            montant_facture_fcfa  BIGINT   FCFA facturés ; NULL si personne ne dit les trois montants
--            part_cmu_fcfa         BIGINT   FCFA payés par la CMU
--            part_mutuelle_fcfa    BIGINT   FCFA payés par la mutuelle
--            reste_a_charge_fcfa   BIGINT   FCFA laissés au patient : déclarés, sinon le reste de la facture
--            ecart_fcfa            BIGINT   FCFA facturés que les trois parts n'expliquent pas
--            part_reste_a_charge   DOUBLE   part de 0 à 1 de la facture, laissée au patient
--            nb_disent             BIGINT   mutuelles dont les trois montants sont connus
--            nb_rendent            BIGINT   mutuelles qui ont une ligne pour cette catégorie
--            nb_appeles            BIGINT   mutuelles attendues cette année
--            nb_ecarts             BIGINT   mutuelles dont les parts ne font pas la facture
--            nb_deduits            BIGINT   mutuelles dont le reste à charge est déduit de la facture
--            source_id             VARCHAR  documents, séparés par « ; »
--            nature                VARCHAR  nature des lignes comptées
-- Formula  : Facturé = part de la CMU + part de la mutuelle + reste à charge + écart ; lignes dont le
--            facturé, la part de la CMU et celle de la mutuelle sont connus, sans les allocations. Part
--            laissée au patient = reste à charge ÷ facturé.
-- Unit     : FCFA
-- Denom    : pour la part laissée au patient, le montant facturé de ces mêmes soins
-- Value    : montant_facture_fcfa
-- Base     : catégories de soins et années
-- Behind   : nb_disent
-- Owner    : $organisme
-- Source   : Prestations par nature de soins du jeu de données en usage
with

attendus as (
    select
        exercice.organisme_id,
        exercice.annee
    from exercice
    inner join organisme_situe as organisme
        on exercice.organisme_id = organisme.organisme_id
    where
        retient_un($organisme::VARCHAR, exercice.organisme_id)
        and retient_un($district::VARCHAR, organisme.district_code)
        and retient_un($region::VARCHAR, organisme.region_code)
        and retient_un($commune::VARCHAR, organisme.siege_commune)
        and retient($types::VARCHAR[], organisme.type_organisme)
        and retient_un($annee::INTEGER, exercice.annee)
),

appeles as (
    select
        annee,
        count(*) as nb_appeles
    from attendus
    group by annee
),

soins as (
    select
        soin.annee,
        soin.categorie_prestation,
        soin.source_id,
        soin.nature,
        soin.montant_facture_fcfa,
        soin.part_cmu_fcfa,
        soin.part_mutuelle_fcfa,
        soin.reste_calcule_fcfa is not null as est_connu,
        soin.reste_a_charge_fcfa is null as est_deduit,
        coalesce(soin.reste_a_charge_fcfa, soin.reste_calcule_fcfa) as reste_fcfa,
        coalesce(soin.reste_calcule_fcfa - soin.reste_a_charge_fcfa, 0) as ecart_fcfa
    from soin_facture as soin
    inner join attendus
        on soin.organisme_id = attendus.organisme_id and soin.annee = attendus.annee
),

sommes as (
    select
        annee,
        categorie_prestation,
        cast(sum(montant_facture_fcfa) filter (where est_connu) as BIGINT) as montant_facture_fcfa,
        cast(sum(part_cmu_fcfa) filter (where est_connu) as BIGINT) as part_cmu_fcfa,
        cast(sum(part_mutuelle_fcfa) filter (where est_connu) as BIGINT) as part_mutuelle_fcfa,
        cast(sum(reste_fcfa) filter (where est_connu) as BIGINT) as reste_a_charge_fcfa,
        cast(sum(ecart_fcfa) filter (where est_connu) as BIGINT) as ecart_fcfa,
        count(*) filter (where est_connu) as nb_disent,
        count(*) as nb_rendent,
        count(*) filter (where est_connu and ecart_fcfa <> 0) as nb_ecarts,
        count(*) filter (where est_connu and est_deduit) as nb_deduits,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from soins
    group by annee, categorie_prestation
)

select
    sommes.annee,
    sommes.categorie_prestation,
    sommes.montant_facture_fcfa,
    sommes.part_cmu_fcfa,
    sommes.part_mutuelle_fcfa,
    sommes.reste_a_charge_fcfa,
    sommes.ecart_fcfa,
    sommes.reste_a_charge_fcfa / nullif(sommes.montant_facture_fcfa, 0) as part_reste_a_charge,
    sommes.nb_disent,
    sommes.nb_rendent,
    appeles.nb_appeles,
    sommes.nb_ecarts,
    sommes.nb_deduits,
    sommes.source_id,
    sommes.nature
from sommes
inner join appeles
    on sommes.annee = appeles.annee
order by
    sommes.annee asc,
    sommes.montant_facture_fcfa desc nulls last,
    sommes.categorie_prestation asc
