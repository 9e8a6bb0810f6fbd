-- Question : Où chaque indicateur de COM en est-il, de son seuil à sa cible ?
-- Grain    : une ligne par indicateur de COM et année où il est dû
-- Params   : com                VARCHAR    COM à garder ; NULL garde tout
--            annee              INTEGER    année à garder ; NULL garde tout
--            mode               VARCHAR    seuil_objectif ou taux_realisation ; NULL : seuil_objectif
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : com_id             VARCHAR    COM
--            organisme_id       VARCHAR    identifiant de l'organisme
--            nom_organisme      VARCHAR    nom de l'organisme
--            annee              INTEGER    année
--            axe_ordre          BIGINT     ordre de l'axe
--            axe_fr             VARCHAR    axe
--            axe_en             VARCHAR    axe, en anglais
--            objectif_ordre     BIGINT     ordre de l'objectif dans son axe
--            objectif_fr        VARCHAR    objectif
--            objectif_en        VARCHAR    objectif, en anglais
--            responsable        VARCHAR    fonction ou service qui répond de l'objectif
--            indicateur_com_id  VARCHAR    identifiant dans le COM
--            id_slug            VARCHAR    indicateur du catalogue ; NULL s'il est propre au contrat
--            libelle_fr         VARCHAR    indicateur
--            libelle_en         VARCHAR    indicateur, en anglais
--            unite              VARCHAR    code
--            sens               VARCHAR    hausse, baisse, plage ou jalon
--            poids              DOUBLE     points possibles
--            valeur_base        DOUBLE     départ, dans l'unité de l'indicateur
--            annee_base         INTEGER    année du départ
--            seuil              DOUBLE     à partir duquel des points sont gagnés ; le départ à défaut
--            cible              DOUBLE     cible de l'année
--            plage_min          DOUBLE     bas de la plage
--            plage_max          DOUBLE     haut de la plage
--            realise            DOUBLE     mesuré, contesté compris ; NULL si rien n'est dit
--            realise_avant      DOUBLE     l'année d'avant ; NULL si inconnu ou contesté
--            evolution          VARCHAR    mieux, pareil ou moins_bien ; NULL sans l'une des valeurs
--            statut_validation  VARCHAR    code ; NULL sans mesure
--            etat_mesure_com    VARCHAR    compte, conteste, non_renseigne, sans_seuil ou hors_mode
--            note               DOUBLE     note dans ce mode ; NULL si l'indicateur ne compte pas
--            points             DOUBLE     poids × note
--            points_avant       DOUBLE     l'année d'avant
--            est_atteint        BOOLEAN    la cible est atteinte ; NULL si rien ne compte
--            taux_realisation   DOUBLE     réalisé sur cible (à la baisse, l'inverse), sans plafond
--            bande_realisation  VARCHAR    bande du Fonds mondial, de ce taux
--            place_realise      DOUBLE     du seuil (0) à la cible (1), sans borne ; contesté compris
--            place_base         DOUBLE     départ, sur le même chemin
--            place_avant        DOUBLE     année d'avant, sur le même chemin
--            valide_par         VARCHAR    institution ou fonction
--            date_mesure        DATE       date de la mesure
--            commentaire_fr     VARCHAR    commentaire, droit de réponse compris
--            commentaire_en     VARCHAR    commentaire, en anglais
--            piece              VARCHAR    pièce justificative
--            nb_organismes      BIGINT     1 : la ligne est celle d'un organisme
--            source_id          VARCHAR    documents
--            nature             VARCHAR    nature de la ligne
-- Unit     : points
-- Value    : points
-- Base     : indicateurs de COM dus
-- Behind   : nb_organismes
-- Denom    : cible de l'indicateur (à la baisse, la valeur réalisée), pour le taux de réalisation
-- Formula  : poids × note. Du seuil à la cible, la note va de 0 à 1 en proportion ; dans une plage elle
--            vaut 1, puis baisse avec la distance ; un jalon vaut étape ÷ 3. En taux de réalisation :
--            réalisé ÷ cible (à la baisse cible ÷ réalisé), au plus le plafond.
-- Owner    : organisme_id
-- Source   : tables com_axe, com_objectif, com_indicateur, com_cible et com_mesure
with

notes as (
    select
        fixe.indicateur_id,
        fixe.annee,
        fixe.realise,
        selon.est_applicable,
        case when selon.est_applicable then selon.note end as note,
        selon.poids
    from note_com as fixe
    inner join note_com_par_mode as selon
        on
            fixe.indicateur_id = selon.indicateur_id
            and fixe.annee = selon.annee
            and selon.mode_score = coalesce($mode::VARCHAR, 'seuil_objectif')
),

mesurees as (
    select
        fixe.*,
        notes.est_applicable,
        notes.note as note_du_mode,
        mesure.realise as realise_dit,
        mesure.statut_validation,
        mesure.valide_par,
        mesure.date_mesure,
        mesure.commentaire_fr,
        mesure.commentaire_en,
        mesure.piece,
        avant.realise as realise_avant,
        avant.note as note_avant,
        avant.poids * avant.note as points_avant,
        fixe.taux_numerateur / nullif(fixe.taux_denominateur, 0) as taux_realisation
    from note_com as fixe
    inner join notes
        on fixe.indicateur_id = notes.indicateur_id and fixe.annee = notes.annee
    left join com_mesure as mesure
        on
            fixe.indicateur_id = mesure.indicateur_id
            and fixe.annee = mesure.annee
            and mesure.periode = 'annee'
    left join notes as avant
        on fixe.indicateur_id = avant.indicateur_id and fixe.annee = avant.annee + 1
)

select
    mesuree.com_id,
    contrat.organisme_id,
    situe.nom as nom_organisme,
    mesuree.annee,
    axe.ordre as axe_ordre,
    axe.libelle_fr as axe_fr,
    axe.libelle_en as axe_en,
    objectif.ordre as objectif_ordre,
    objectif.libelle_fr as objectif_fr,
    objectif.libelle_en as objectif_en,
    objectif.responsable,
    mesuree.indicateur_id as indicateur_com_id,
    indicateur.id_slug,
    indicateur.libelle_fr,
    indicateur.libelle_en,
    indicateur.unite,
    mesuree.sens,
    mesuree.poids,
    mesuree.valeur_base,
    cible.annee_base,
    mesuree.seuil,
    mesuree.cible,
    mesuree.plage_min,
    mesuree.plage_max,
    mesuree.realise_dit as realise,
    mesuree.realise_avant,
    case
        when mesuree.realise is null or mesuree.realise_avant is null then null
        when mesuree.realise = mesuree.realise_avant then 'pareil'
        when mesuree.sens = 'baisse'
            then if(mesuree.realise < mesuree.realise_avant, 'mieux', 'moins_bien')
        when mesuree.sens <> 'plage'
            then if(mesuree.realise > mesuree.realise_avant, 'mieux', 'moins_bien')
        when mesuree.note = mesuree.note_avant then 'pareil'
        else if(mesuree.note > mesuree.note_avant, 'mieux', 'moins_bien')
    end as evolution,
    mesuree.statut_validation,
    case
        when mesuree.est_conteste then 'conteste'
        when mesuree.realise is null then 'non_renseigne'
        when not mesuree.est_applicable then 'hors_mode'
        when mesuree.note_du_mode is null then 'sans_seuil'
        else 'compte'
    end as etat_mesure_com,
    mesuree.note_du_mode as note,
    mesuree.poids * mesuree.note_du_mode as points,
    mesuree.points_avant,
    mesuree.est_atteint,
    mesuree.taux_realisation,
    bande_realisation(mesuree.taux_realisation) as bande_realisation,
    place_com(
        mesuree.sens,
        mesuree.realise_dit,
        mesuree.seuil,
        mesuree.cible,
        mesuree.plage_min,
        mesuree.plage_max,
        mesuree.tolerance
    ) as place_realise,
    place_com(
        mesuree.sens,
        mesuree.valeur_base,
        mesuree.seuil,
        mesuree.cible,
        mesuree.plage_min,
        mesuree.plage_max,
        mesuree.tolerance
    ) as place_base,
    place_com(
        mesuree.sens,
        mesuree.realise_avant,
        mesuree.seuil,
        mesuree.cible,
        mesuree.plage_min,
        mesuree.plage_max,
        mesuree.tolerance
    ) as place_avant,
    mesuree.valide_par,
    mesuree.date_mesure,
    mesuree.commentaire_fr,
    mesuree.commentaire_en,
    mesuree.piece,
    1::BIGINT as nb_organismes,
    mesuree.source_id,
    mesuree.nature
from mesurees as mesuree
inner join com_indicateur as indicateur
    on mesuree.indicateur_id = indicateur.indicateur_id
inner join com_cible as cible
    on mesuree.indicateur_id = cible.indicateur_id and mesuree.annee = cible.annee
inner join com_objectif as objectif
    on mesuree.objectif_id = objectif.objectif_id
inner join com_axe as axe
    on mesuree.axe_id = axe.axe_id
inner join com_contrat as contrat
    on mesuree.com_id = contrat.com_id
inner join entite_situee as situe
    on situe.entite = 'com' and mesuree.com_id = situe.entite_id
where
    retient_un($com::VARCHAR, mesuree.com_id)
    and retient_un($annee::INTEGER, mesuree.annee)
    and retient_un($district::VARCHAR, situe.district_code)
    and retient_un($region::VARCHAR, situe.region_code)
    and retient_un($commune::VARCHAR, situe.commune)
    and retient($types::VARCHAR[], situe.type_organisme)
order by
    situe.nom collate fr asc,
    mesuree.com_id asc,
    mesuree.annee asc,
    axe.ordre asc,
    objectif.ordre asc,
    mesuree.poids desc,
    mesuree.indicateur_id asc
