-- Question : Que valent les indicateurs du catalogue, pour une entité, un groupe ou le pays ?
-- Grain    : une ligne par indicateur, groupe et année (sans année : état de l'édition)
-- Params   : indicateurs        VARCHAR[]  identifiants du catalogue ; NULL les garde tous
--            groupe             VARCHAR    entite, region, district, type_organisme, type_etablissement,
--                                          niveau_soins, relation ou pays
--            entites            VARCHAR[]  identifiants d'entités à garder ; NULL les garde toutes
--            annees             INTEGER[]  années à garder ; NULL les garde toutes
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : indicateur_id      VARCHAR    identifiant du catalogue
--            groupe             VARCHAR    sorte du groupe
--            code               VARCHAR    code du groupe ; NULL quand il est inconnu, et pour le pays
--            nom                VARCHAR    nom de l'entité ou du territoire ; NULL pour un code de liste
--            annee              INTEGER    année ; NULL pour l'état de l'édition
--            valeur             DOUBLE     selon l'unité de l'indicateur ; NULL si elle n'est pas calculable
--            mediane            DOUBLE     médiane des valeurs des entités du groupe
--            nb_valeurs         BIGINT     entités dont le numérateur et le dénominateur sont connus
--            nb_entites         BIGINT     entités attendues
--            nb_masques         BIGINT     entités dont la valeur est masquée (petits effectifs)
--            numerateur         DOUBLE     somme des numérateurs connus
--            denominateur       DOUBLE     somme des dénominateurs connus ; NULL pour une somme
--            etat               VARCHAR    valeur, inconnu, non_calculable ou masque
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes
-- Formula  : Somme des numérateurs ÷ somme des dénominateurs des entités où les deux sont connus ; jamais
--            une moyenne de ratios. La médiane est celle des entités.
-- Unit     : selon l'indicateur
-- Value    : valeur
-- Base     : groupes
-- Behind   : nb_valeurs
-- Owner    : code
-- Parts    : code
-- Source   : Fichiers de queries/mesures, sur le jeu de données en usage
with

gardees as (
    select
        indicateur_id,
        agregation,
        annee,
        est_masque,
        est_connue,
        source_id,
        nature,
        numerateur,
        denominateur,
        valeur,
        case $groupe
            when 'entite' then entite_id
            when 'region' then coalesce(region_code, '')
            when 'district' then coalesce(district_code, '')
            when 'type_organisme' then coalesce(type_organisme, '')
            when 'type_etablissement' then coalesce(type_etablissement, '')
            when 'niveau_soins' then coalesce(niveau_soins, '')
            when 'relation' then coalesce(relation, '')
            else ''
        end as code,
        case when $groupe = 'entite' then nom end as nom
    from mesures_de($entites::VARCHAR[])
    where
        retient($indicateurs::VARCHAR[], indicateur_id)
        and (annee is null or retient($annees::INTEGER[], annee))
        and (agregation <> 'aucune' or $groupe = 'entite')
        -- Un district n'a pas de région, un pays n'a ni l'un ni l'autre : un filtre les écarte.
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and (
            entite not in ('organisme', 'centre')
            or (
                retient_un($commune::VARCHAR, commune)
                and retient($types::VARCHAR[], type_organisme)
            )
        )
        and (
            entite <> 'centre'
            or (
                retient($etablissements::VARCHAR[], type_etablissement)
                and retient($relations::VARCHAR[], relation)
                and retient($statuts::VARCHAR[], statut)
            )
        )
        -- Un territoire ou le pays n'ont pas de type : ils ne se groupent que par lieu.
        and (
            entite in ('organisme', 'centre', 'com', 'projet')
            or $groupe in ('entite', 'region', 'district', 'pays')
        )
),

valeurs as (
    select
        indicateur_id,
        code,
        annee,
        any_value(nom) as nom,
        valeur_de_groupe(agregation, est_connue, numerateur, denominateur, valeur) as valeur,
        median(valeur) as mediane,
        sum(numerateur) filter (where est_connue) as numerateur,
        sum(denominateur) filter (where est_connue) as denominateur,
        count(*) filter (where est_connue) as nb_valeurs,
        count(*) as nb_entites,
        count(*) filter (where est_masque) as nb_masques,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from gardees
    where $groupe <> 'entite'
    group by indicateur_id, code, annee
    union all
    -- Une entité seule n'a rien à additionner : sa ligne est déjà sa réponse.
    select
        indicateur_id,
        code,
        annee,
        nom,
        valeur,
        valeur as mediane,
        if(est_connue, numerateur, null) as numerateur,
        if(est_connue, denominateur, null) as denominateur,
        cast(est_connue as BIGINT) as nb_valeurs,
        1 as nb_entites,
        cast(est_masque as BIGINT) as nb_masques,
        source_id,
        nature
    from gardees
    where $groupe = 'entite'
)

select
    valeurs.indicateur_id,
    $groupe::VARCHAR as groupe,
    nullif(valeurs.code, '') as code,
    coalesce(valeurs.nom, territoire.nom) as nom,
    valeurs.annee,
    valeurs.valeur,
    valeurs.mediane,
    valeurs.nb_valeurs,
    valeurs.nb_entites,
    valeurs.nb_masques,
    valeurs.numerateur,
    valeurs.denominateur,
    case
        when valeurs.valeur is not null then 'valeur'
        when valeurs.nb_valeurs > 0 then 'non_calculable'
        when valeurs.nb_masques > 0 then 'masque'
        else 'inconnu'
    end as etat,
    valeurs.source_id,
    valeurs.nature
from valeurs
left join territoire
    on $groupe = territoire.niveau and valeurs.code = territoire.territoire_code
order by valeurs.indicateur_id asc, valeurs.code asc, valeurs.annee asc nulls first
