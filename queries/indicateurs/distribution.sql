-- Question : Comment les valeurs d'un indicateur se répartissent-elles entre les mutuelles ?
-- Grain    : une ligne par indicateur et par année
-- Params   : indicateurs        VARCHAR[]  identifiants du catalogue ; NULL les garde tous
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : indicateur_id      VARCHAR    identifiant du catalogue
--            annee              INTEGER    année
--            nb_valeurs         BIGINT     mutuelles dont la valeur est connue
--            nb_entites         BIGINT     mutuelles attendues
--            quartile_bas       DOUBLE     un quart des mutuelles est en dessous ; NULL à moins de 5 valeurs
--            mediane            DOUBLE     la moitié est en dessous ; NULL à moins de 5 valeurs
--            quartile_haut      DOUBLE     un quart est au-dessus ; NULL à moins de 5 valeurs
--            borne_basse        DOUBLE     premier quartile − 1,5 × l'écart entre les quartiles
--            borne_haute        DOUBLE     troisième quartile + 1,5 × l'écart entre les quartiles
--            nb_sous_borne      BIGINT     mutuelles sous la borne basse ; NULL à moins de 5 valeurs
--            nb_sur_borne       BIGINT     mutuelles au-dessus de la borne haute ; NULL à moins de 5 valeurs
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes
-- Formula  : Quartiles par interpolation entre les valeurs rangées. Est atypique une valeur à plus de
--            1,5 fois l'écart entre les quartiles au-delà d'un quartile (règle de Tukey) : elle est loin
--            des autres, ce qui ne dit pas qu'elle est fausse.
-- Unit     : selon l'indicateur
-- Value    : mediane
-- Base     : années
-- Behind   : nb_valeurs
-- Source   : Fichiers de queries/mesures, sur le jeu de données en usage
with

valeurs as (
    select
        indicateur_id,
        annee,
        valeur,
        source_id,
        nature
    from mesure_situee
    where
        entite = 'organisme'
        and annee is not null
        and retient($indicateurs::VARCHAR[], indicateur_id)
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, commune)
        and retient($types::VARCHAR[], type_organisme)
),

quartiles as (
    select
        indicateur_id,
        annee,
        count(valeur) as nb_valeurs,
        count(*) as nb_entites,
        if(count(valeur) >= 5, quantile_cont(valeur, 0.25), null) as quartile_bas,
        if(count(valeur) >= 5, median(valeur), null) as mediane,
        if(count(valeur) >= 5, quantile_cont(valeur, 0.75), null) as quartile_haut,
        quartile_bas - 1.5 * (quartile_haut - quartile_bas) as borne_basse,
        quartile_haut + 1.5 * (quartile_haut - quartile_bas) as borne_haute,
        list(valeur) as valeurs,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from valeurs
    group by indicateur_id, annee
)

select
    indicateur_id,
    annee,
    nb_valeurs,
    nb_entites,
    quartile_bas,
    mediane,
    quartile_haut,
    borne_basse,
    borne_haute,
    case
        when borne_basse is not null
            then len(list_filter(valeurs, lambda valeur: valeur < borne_basse))
    end as nb_sous_borne,
    case
        when borne_haute is not null
            then len(list_filter(valeurs, lambda valeur: valeur > borne_haute))
    end as nb_sur_borne,
    source_id,
    nature
from quartiles
order by indicateur_id asc, annee asc
