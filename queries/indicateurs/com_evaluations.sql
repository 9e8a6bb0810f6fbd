-- Question : L'organisme, l'évaluateur indépendant et la tutelle donnent-ils la même note au COM ?
-- Grain    : une ligne par COM, année et type d'évaluation, faite ou non
-- Params   : com                VARCHAR    COM à garder ; NULL garde tout
--            annee              INTEGER    année à garder ; NULL garde tout
-- Returns  : com_id             VARCHAR    COM
--            annee              INTEGER    année évaluée
--            type_evaluation    VARCHAR    auto, independante ou tutelle
--            mode_score         VARCHAR    mode de calcul choisi par l'évaluateur
--            score              DOUBLE     score donné ; NULL s'il n'est pas établi ou pas donné
--            taux_renseignement DOUBLE     indicateurs renseignés selon l'évaluateur, de 0 à 1
--            appreciation       VARCHAR    code ; NULL si l'évaluation n'est pas faite
--            date_evaluation    DATE       date
--            auteur             VARCHAR    institution ou cabinet
--            recommandations_fr VARCHAR    recommandations
--            recommandations_en VARCHAR    recommandations, en anglais
--            score_recalcule    DOUBLE     score strict des mesures de l'étude, dans le même mode
--            ecart_recalcule    DOUBLE     score donné − score recalculé
--            nb_avis            BIGINT     évaluations faites cette année-là, sur trois
--            ecart_avis         DOUBLE     plus haut score donné − plus bas
--            accord_avis        VARCHAR    accord, ecart, desaccord, un_seul_avis ou aucun_avis
--            nb_organismes      BIGINT     1 : la ligne est celle d'un organisme
--            source_id          VARCHAR    document ; NULL si l'évaluation n'est pas faite
--            nature             VARCHAR    nature de la ligne
-- Unit     : part des points, de 0 à 1
-- Value    : score
-- Base     : évaluations attendues
-- Behind   : nb_organismes
-- Denom    : points possibles des indicateurs que l'évaluateur tient pour dus
-- Formula  : Les scores sont ceux que les évaluateurs ont donnés. Désaccord : leurs appréciations
--            diffèrent ; écart : même appréciation, scores qui diffèrent au dixième de pour cent.
-- Owner    : com_id
-- Source   : table com_evaluation ; score recalculé de com_indicateur, com_cible et com_mesure
with

sortes as (
    select unnest(['auto', 'independante', 'tutelle']) as type_evaluation
),

attendues as (
    select distinct
        note_com.com_id,
        note_com.annee,
        sortes.type_evaluation
    from note_com
    cross join sortes
    where retient_un($com::VARCHAR, note_com.com_id) and retient_un($annee::INTEGER, note_com.annee)
),

avis as (
    select
        com_id,
        annee,
        count(*) as nb_avis,
        max(score) - min(score) as ecart_avis,
        count(distinct coalesce(appreciation, appreciation_com(score))) as nb_appreciations
    from com_evaluation
    group by com_id, annee
)

select
    attendue.com_id,
    attendue.annee,
    attendue.type_evaluation,
    evaluation.mode_score,
    evaluation.score,
    evaluation.taux_renseignement,
    coalesce(
        evaluation.appreciation,
        case when evaluation.com_id is not null then appreciation_com(evaluation.score) end
    ) as appreciation,
    evaluation.date as date_evaluation,
    evaluation.auteur,
    evaluation.recommandations_fr,
    evaluation.recommandations_en,
    case when score_com.est_etabli then score_com.score_strict end as score_recalcule,
    case when score_com.est_etabli then evaluation.score - score_com.score_strict end as ecart_recalcule,
    coalesce(avis.nb_avis, 0) as nb_avis,
    avis.ecart_avis,
    case
        when avis.nb_avis is null then 'aucun_avis'
        when avis.nb_avis = 1 then 'un_seul_avis'
        when avis.nb_appreciations > 1 then 'desaccord'
        when round(avis.ecart_avis, 3) > 0 then 'ecart'
        else 'accord'
    end as accord_avis,
    1::BIGINT as nb_organismes,
    evaluation.source_id,
    evaluation.nature
from attendues as attendue
left join com_evaluation as evaluation
    on
        attendue.com_id = evaluation.com_id
        and attendue.annee = evaluation.annee
        and attendue.type_evaluation = evaluation.type
left join avis
    on attendue.com_id = avis.com_id and attendue.annee = avis.annee
left join score_com
    on
        attendue.com_id = score_com.com_id
        and attendue.annee = score_com.annee
        and score_com.axe_id is null
        and score_com.mode_score = coalesce(evaluation.mode_score, 'seuil_objectif')
left join code_liste as codes
    on codes.liste = 'type_evaluation' and attendue.type_evaluation = codes.code
order by
    attendue.com_id asc,
    attendue.annee asc,
    codes.ordre asc nulls last,
    attendue.type_evaluation asc
