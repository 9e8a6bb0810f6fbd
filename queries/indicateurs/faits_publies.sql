-- Question : Que disent les pages publiques d'un indicateur, d'un organisme, d'un centre ou du pays ?
-- Grain    : une ligne par chiffre ou fait et par source ; les sources qui se contredisent y sont toutes
-- Params   : entite             VARCHAR    organisme, centre, secteur, pays ou etude ; NULL garde tout
--            entite_id          VARCHAR    identifiant de l'entité ; NULL garde tout
--            indicateurs        VARCHAR[]  indicateurs à garder ; NULL garde tout
--            retenus            BOOLEAN    vrai : seulement la valeur retenue ; NULL garde tout
-- Returns  : fait_id            VARCHAR    identifiant du fait
--            entite             VARCHAR    code
--            entite_id          VARCHAR    identifiant
--            indicateur         VARCHAR    code
--            indicateur_nom_fr  VARCHAR    nom français de l'indicateur
--            indicateur_nom_en  VARCHAR    nom anglais de l'indicateur
--            valeur             DOUBLE     dans l'unité de la ligne ; une part va de 0 à 1
--            valeur_texte       VARCHAR    date ou nom, quand le fait n'est pas un nombre
--            unite              VARCHAR    code
--            annee              INTEGER    première année de la période
--            periode            VARCHAR    date ISO, partielle ou intervalle
--            qualificatif       VARCHAR    environ, plus_de, moins_de ou exact
--            enonce_fr          VARCHAR    le fait en une phrase, en français
--            enonce_en          VARCHAR    le fait en une phrase, en anglais
--            est_retenu         BOOLEAN    la valeur montrée quand les sources diffèrent
--            regle_retenue      VARCHAR    règle qui l'a choisie
--            est_deduit         BOOLEAN    calculé ou déduit plutôt que dit par la source
--            groupe_conflit     VARCHAR    le même pour les faits qui se contredisent ou se répètent
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la valeur
-- Unit     : selon l'indicateur
-- Value    : valeur
-- Base     : faits
-- Source   : Pages publiques citées ligne par ligne
select
    fait_publie.fait_id,
    fait_publie.entite,
    fait_publie.entite_id,
    fait_publie.indicateur,
    code_liste.nom_fr as indicateur_nom_fr,
    code_liste.nom_en as indicateur_nom_en,
    fait_publie.valeur,
    fait_publie.valeur_texte,
    fait_publie.unite,
    fait_publie.annee,
    fait_publie.periode,
    fait_publie.qualificatif,
    fait_publie.enonce_fr,
    fait_publie.enonce_en,
    fait_publie.est_retenu,
    fait_publie.regle_retenue,
    fait_publie.est_deduit,
    fait_publie.groupe_conflit,
    fait_publie.source_id,
    fait_publie.nature
from fait_publie
left join code_liste
    on
        code_liste.liste = 'indicateur_publie'
        and fait_publie.indicateur = code_liste.code
where
    retient_un($entite::VARCHAR, fait_publie.entite)
    and retient_un($entite_id::VARCHAR, fait_publie.entite_id)
    and retient($indicateurs::VARCHAR[], fait_publie.indicateur)
    and ($retenus::BOOLEAN is null or fait_publie.est_retenu = $retenus)
order by
    fait_publie.indicateur asc,
    fait_publie.annee asc nulls last,
    fait_publie.periode asc nulls last,
    fait_publie.est_retenu desc,
    fait_publie.fait_id asc
