-- Question : Sur quels chiffres les sources ne disent-elles pas la même chose ?
-- Grain    : une ligne par valeur d'un groupe de faits que leurs sources contredisent ou répètent
-- Params   : sortes             VARCHAR[]  sortes de conflit à garder ; NULL les garde toutes
-- Returns  : groupe_conflit     VARCHAR    code du groupe
--            entite             VARCHAR    organisme, centre, secteur, pays ou etude
--            entite_id          VARCHAR    identifiant
--            nom                VARCHAR    nom de l'organisme ou du centre ; NULL pour le reste
--            indicateur         VARCHAR    code
--            indicateur_nom_fr  VARCHAR    nom français de l'indicateur
--            indicateur_nom_en  VARCHAR    nom anglais de l'indicateur
--            valeur             DOUBLE     dans l'unité de la ligne ; NULL pour une date ou un nom
--            valeur_texte       VARCHAR    date ou nom, quand le fait n'est pas un nombre
--            unite              VARCHAR    code
--            annee              INTEGER    première année de la période
--            periode            VARCHAR    date ISO, partielle ou intervalle
--            qualificatif       VARCHAR    environ, plus_de, moins_de ou exact
--            est_retenu         BOOLEAN    la valeur montrée
--            regle_retenue      VARCHAR    règle qui a choisi la valeur retenue, la même pour le groupe
--            sorte_conflit      VARCHAR    valeurs, periodes (même valeur, autre date) ou repetition
--            nb_valeurs_dites   BIGINT     valeurs différentes dans le groupe, dates et noms compris
--            nb_documents       BIGINT     documents différents dans le groupe
--            fait_id            VARCHAR    identifiant du fait
--            ligne              BIGINT     ligne du fichier d'où vient le fait
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la valeur
-- Unit     : selon l'indicateur
-- Value    : valeur
-- Base     : faits de ces groupes
-- Source   : Pages publiques citées ligne par ligne
with

comptes as (
    select
        groupe_conflit,
        count(distinct coalesce(cast(valeur as VARCHAR), valeur_texte)) as nb_valeurs_dites,
        count(distinct coalesce(periode, '')) as nb_periodes,
        count(distinct source_id) as nb_documents,
        any_value(regle_retenue) filter (where est_retenu) as regle_retenue
    from fait_publie
    where groupe_conflit is not null
    group by groupe_conflit
),

groupes as (
    select
        groupe_conflit,
        nb_valeurs_dites,
        nb_documents,
        regle_retenue,
        case
            when nb_valeurs_dites > 1 then 'valeurs'
            when nb_periodes > 1 then 'periodes'
            else 'repetition'
        end as sorte_conflit
    from comptes
)

select
    fait_publie.groupe_conflit,
    fait_publie.entite,
    fait_publie.entite_id,
    coalesce(organisme.nom, centre.nom) as nom,
    fait_publie.indicateur,
    code_liste.nom_fr as indicateur_nom_fr,
    code_liste.nom_en as indicateur_nom_en,
    fait_publie.valeur,
    fait_publie.valeur_texte,
    fait_publie.unite,
    fait_publie.annee,
    fait_publie.periode,
    fait_publie.qualificatif,
    fait_publie.est_retenu,
    groupes.regle_retenue,
    groupes.sorte_conflit,
    groupes.nb_valeurs_dites,
    groupes.nb_documents,
    fait_publie.fait_id,
    fait_publie.ligne,
    fait_publie.source_id,
    fait_publie.nature
from fait_publie
inner join groupes
    on fait_publie.groupe_conflit = groupes.groupe_conflit
left join organisme
    on fait_publie.entite = 'organisme' and fait_publie.entite_id = organisme.organisme_id
left join centre
    on fait_publie.entite = 'centre' and fait_publie.entite_id = centre.centre_id
left join code_liste
    on code_liste.liste = 'indicateur_publie' and fait_publie.indicateur = code_liste.code
where retient($sortes::VARCHAR[], groupes.sorte_conflit)
order by
    case groupes.sorte_conflit when 'valeurs' then 0 when 'periodes' then 1 else 2 end asc,
    groupes.nb_valeurs_dites desc,
    fait_publie.groupe_conflit asc,
    fait_publie.est_retenu desc,
    fait_publie.periode asc nulls last,
    fait_publie.fait_id asc
