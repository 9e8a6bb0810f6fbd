-- Question : Quels scores, strict et renseigné, chaque COM et chacun de ses axes obtiennent-ils ?
-- Grain    : une ligne par COM et année, puis une par axe (axe_id rempli)
-- Params   : com                VARCHAR    COM à garder ; NULL garde tout
--            annee              INTEGER    année à garder ; NULL garde tout
--            mode               VARCHAR    seuil_objectif ou taux_realisation ; NULL : seuil_objectif
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : com_id             VARCHAR    identifiant
--            organisme_id       VARCHAR    identifiant de l'organisme
--            nom_organisme      VARCHAR    nom de l'organisme
--            annee              INTEGER    année
--            mode_score         VARCHAR    code du mode
--            axe_id             VARCHAR    axe ; NULL pour le COM entier
--            axe_fr             VARCHAR    nom de l'axe
--            axe_en             VARCHAR    nom de l'axe, en anglais
--            ordre              BIGINT     ordre de l'axe ; NULL pour le COM entier
--            poids              DOUBLE     poids de tous ses indicateurs dus cette année-là
--            points             DOUBLE     points obtenus ; NULL si rien n'est mesuré
--            points_dus         DOUBLE     points possibles des indicateurs dus
--            points_renseignes  DOUBLE     points possibles des seuls indicateurs mesurés
--            points_perdus      DOUBLE     points des indicateurs mesurés qui ne sont pas obtenus
--            points_sans_mesure DOUBLE     points dus dont rien n'est mesuré
--            nb_dus             BIGINT     indicateurs dus, sans les contestés
--            nb_renseignes      BIGINT     indicateurs mesurés
--            nb_contestes       BIGINT     indicateurs dont la mesure est contestée
--            nb_non_applicables BIGINT     indicateurs que ce mode ne note pas
--            taux_renseignement DOUBLE     indicateurs mesurés sur indicateurs dus, de 0 à 1
--            est_etabli         BOOLEAN    assez d'indicateurs mesurés pour un score
--            score_strict       DOUBLE     points sur points dus ; NULL si le score n'est pas établi
--            score_renseigne    DOUBLE     points sur points mesurés ; NULL s'il n'est pas établi
--            appreciation       VARCHAR    code, du score strict
--            appreciation_renseignee VARCHAR code, du score renseigné
--            score_strict_avant DOUBLE     l'année d'avant ; NULL si inconnu ou pas établi
--            score_renseigne_avant DOUBLE  l'année d'avant ; NULL si inconnu ou pas établi
--            nb_organismes      BIGINT     1 : la ligne est celle d'un organisme
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : part des points, de 0 à 1 (jusqu'au plafond dans le mode du taux de réalisation)
-- Value    : score_strict
-- Base     : COM et axes
-- Behind   : nb_organismes
-- Denom    : points possibles des indicateurs dus (score strict) ou des seuls indicateurs mesurés
--            (score renseigné), sans les mesures contestées
-- Formula  : Somme des points (poids × note) ÷ somme des poids ; une mesure qui manque vaut 0 dans le
--            score strict et sort du score renseigné ; pas de score si trop peu d'indicateurs sont
--            mesurés.
-- Owner    : organisme_id
-- Source   : tables com_axe, com_indicateur, com_cible et com_mesure ; seuil de com_taux_renseignement
with

scores as (
    select
        com_id,
        axe_id,
        annee,
        mode_score,
        points,
        points_dus,
        points_renseignes,
        nb_dus,
        nb_renseignes,
        nb_contestes,
        nb_non_applicables,
        taux_renseignement,
        est_etabli,
        case when est_etabli then score_strict end as score_strict,
        case when est_etabli then score_renseigne end as score_renseigne,
        source_id,
        nature
    from score_com
    where
        retient_un($com::VARCHAR, com_id)
        and mode_score = coalesce($mode::VARCHAR, 'seuil_objectif')
),

poids_dus as (
    select
        com_id,
        axe_id,
        annee,
        sum(poids) as poids
    from note_com
    group by grouping sets ((com_id, annee), (com_id, annee, axe_id))
)

select
    scores.com_id,
    contrat.organisme_id,
    situe.nom as nom_organisme,
    scores.annee,
    scores.mode_score,
    scores.axe_id,
    axe.libelle_fr as axe_fr,
    axe.libelle_en as axe_en,
    axe.ordre,
    poids_dus.poids,
    scores.points,
    scores.points_dus,
    scores.points_renseignes,
    -- Un dépassement de cible (taux plafonné à plus de 1) ne rend pas la perte négative.
    greatest(coalesce(scores.points_renseignes - scores.points, 0), 0) as points_perdus,
    scores.points_dus - coalesce(scores.points_renseignes, 0) as points_sans_mesure,
    scores.nb_dus,
    scores.nb_renseignes,
    scores.nb_contestes,
    scores.nb_non_applicables,
    scores.taux_renseignement,
    scores.est_etabli,
    scores.score_strict,
    scores.score_renseigne,
    appreciation_com(scores.score_strict) as appreciation,
    appreciation_com(scores.score_renseigne) as appreciation_renseignee,
    avant.score_strict as score_strict_avant,
    avant.score_renseigne as score_renseigne_avant,
    1::BIGINT as nb_organismes,
    scores.source_id,
    scores.nature
from scores
inner join com_contrat as contrat
    on scores.com_id = contrat.com_id
inner join entite_situee as situe
    on situe.entite = 'com' and scores.com_id = situe.entite_id
left join com_axe as axe
    on scores.axe_id = axe.axe_id
left join poids_dus
    on
        scores.com_id = poids_dus.com_id
        and scores.annee = poids_dus.annee
        and scores.axe_id is not distinct from poids_dus.axe_id
left join scores as avant
    on
        scores.com_id = avant.com_id
        and scores.annee = avant.annee + 1
        and scores.axe_id is not distinct from avant.axe_id
where
    retient_un($annee::INTEGER, scores.annee)
    and retient_un($district::VARCHAR, situe.district_code)
    and retient_un($region::VARCHAR, situe.region_code)
    and retient_un($commune::VARCHAR, situe.commune)
    and retient($types::VARCHAR[], situe.type_organisme)
order by
    situe.nom collate fr asc,
    scores.com_id asc,
    scores.annee asc,
    axe.ordre asc nulls first,
    scores.axe_id asc nulls first
