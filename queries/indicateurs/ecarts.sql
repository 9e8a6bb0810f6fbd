-- Question : De combien deux entités diffèrent-elles, et où la première se place-t-elle parmi ses pairs ?
-- Grain    : une ligne par indicateur du catalogue connu, masqué ou attendu pour l'un des deux
-- Params   : quoi             VARCHAR    organisme, centre ou region
--            a                VARCHAR    identifiant du premier
--            b                VARCHAR    identifiant du second ; NULL : la médiane des pairs
--            pairs            VARCHAR[]  identifiants des pairs du premier ; NULL sans pairs
--            domaine          VARCHAR    domaine du catalogue ; NULL les garde tous
--            annee            INTEGER    année ; NULL : la dernière que les deux connaissent
-- Returns  : indicateur_id    VARCHAR    identifiant du catalogue
--            nom_fr           VARCHAR    nom français
--            nom_en           VARCHAR    nom anglais
--            domaine          VARCHAR    code
--            unite            VARCHAR    code
--            valeur_a         DOUBLE     selon l'unité ; NULL si elle n'est pas connue
--            etat_a           VARCHAR    valeur, inconnu, non_calculable ou masque ; NULL sans ligne
--            annee_a          INTEGER    année ; NULL pour l'état de l'édition
--            nb_valeurs_a     BIGINT     entités dont la valeur est connue
--            nb_entites_a     BIGINT     entités attendues
--            nature_a         VARCHAR    nature des lignes
--            valeur_b         DOUBLE     selon l'unité
--            etat_b           VARCHAR    comme etat_a
--            annee_b          INTEGER    année
--            nb_valeurs_b     BIGINT     entités dont la valeur est connue
--            nb_entites_b     BIGINT     entités attendues
--            nature_b         VARCHAR    nature des lignes
--            quartile_1       DOUBLE     premier quartile des pairs, l'année du premier
--            mediane_pairs    DOUBLE     médiane des pairs
--            quartile_3       DOUBLE     troisième quartile des pairs
--            nb_pairs_connus  BIGINT     pairs dont la valeur est connue, le premier non compris
--            nb_pairs         BIGINT     pairs, le premier non compris
--            place            VARCHAR    quart_bas, sous_mediane, mediane, sur_mediane ou quart_haut
--            ecart            DOUBLE     A moins B ou la médiane ; fraction de B si « relatif »
--            ecart_sorte      VARCHAR    points, relatif ou unites ; NULL sans écart
--            obstacles        VARCHAR    codes de ce qui gêne la comparaison, séparés par « ; »
--            source_id        VARCHAR    documents, séparés par « ; »
--            nature           VARCHAR    natures des deux côtés
-- Formula  : Une part diffère en points, un montant ou un nombre en % du second, un score en unités ; pas
--            d'écart entre deux années. Quartiles des pairs connus ; pas de place sous cinq pairs.
-- Unit     : selon l'indicateur
-- Value    : valeur_a
-- Base     : indicateurs
-- Owner    : $a, $b
-- Behind   : greatest(coalesce(nb_valeurs_a, 0), coalesce(nb_valeurs_b, 0))
-- Parts    : $a::VARCHAR
-- Source   : Fichiers de queries/mesures, sur le jeu de données en usage
with

pairs as (
    select unnest(list_filter(coalesce($pairs::VARCHAR[], []), lambda pair: pair <> $a)) as code
),

mesures as (
    select
        indicateur_id,
        entite,
        entite_id as code,
        annee,
        valeur,
        est_connue::BIGINT as nb_valeurs,
        1::BIGINT as nb_entites,
        est_masque as a_masque,
        source_id,
        nature
    from mesure_par_entite
    where
        $quoi <> 'region'
        and entite = $quoi
        and entite_id in (select unnest(list_append(list_append(coalesce($pairs::VARCHAR[], []), $a), $b)))
    union all
    select
        indicateur_id,
        entite,
        region_code as code,
        annee,
        valeur,
        nb_valeurs,
        nb_entites,
        a_masque,
        source_id,
        nature
    from mesure_de_region
    where $quoi = 'region'
),

lignes as (
    select
        mesures.indicateur_id,
        sorte.unite,
        mesures.entite = $quoi as est_propre,
        mesures.code,
        mesures.annee,
        mesures.valeur,
        mesures.nb_valeurs,
        mesures.nb_entites,
        mesures.a_masque,
        mesures.source_id,
        mesures.nature
    from mesures
    inner join mesure_sorte as sorte
        on mesures.indicateur_id = sorte.indicateur_id
    inner join indicateur
        on mesures.indicateur_id = indicateur.indicateur_id
    where
        retient_un($domaine::VARCHAR, indicateur.domaine)
        and (mesures.annee is null or retient_un($annee::INTEGER, mesures.annee))
),

valeurs as (
    select
        *,
        case
            when valeur is not null then 'valeur'
            when nb_valeurs > 0 then 'non_calculable'
            when a_masque then 'masque'
            else 'inconnu'
        end as etat,
        count(valeur) over (partition by indicateur_id, annee) as nb_connaissent
    from lignes
    where code in ($a, $b)
),

-- La dernière année que les deux connaissent ; à défaut, la dernière que chacun connaît.
retenues as (
    select *
    from valeurs
    qualify
        row_number() over (
            partition by indicateur_id, code
            order by nb_connaissent desc, valeur is not null desc, annee desc nulls last
        ) = 1
),

valeurs_pairs as (
    select
        lignes.indicateur_id,
        lignes.valeur
    from lignes
    inner join retenues as premier
        on
            premier.code = $a
            and lignes.indicateur_id = premier.indicateur_id
            and lignes.annee is not distinct from premier.annee
    semi join pairs
        on lignes.code = pairs.code
),

pairs_connus as (
    select
        indicateur_id,
        quantile_cont(valeur, 0.25) as quartile_1,
        median(valeur) as mediane,
        quantile_cont(valeur, 0.75) as quartile_3,
        count(valeur) as nb_connus
    from valeurs_pairs
    group by indicateur_id
),

cotes as (
    select
        indicateur_id,
        any_value(unite) as unite,
        any_value(est_propre) as est_propre,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from retenues
    group by indicateur_id
),

faces as (
    select
        cotes.indicateur_id,
        cotes.unite,
        cotes.est_propre,
        cotes.source_id,
        cotes.nature,
        cote_a.valeur as valeur_a,
        cote_a.etat as etat_a,
        cote_a.annee as annee_a,
        cote_a.nb_valeurs as nb_valeurs_a,
        cote_a.nb_entites as nb_entites_a,
        cote_a.nature as nature_a,
        cote_b.valeur as valeur_b,
        cote_b.etat as etat_b,
        cote_b.annee as annee_b,
        cote_b.nb_valeurs as nb_valeurs_b,
        cote_b.nb_entites as nb_entites_b,
        cote_b.nature as nature_b,
        pairs_connus.quartile_1,
        pairs_connus.mediane as mediane_pairs,
        pairs_connus.quartile_3,
        coalesce(pairs_connus.nb_connus, 0) as nb_pairs_connus,
        (select count(*) from pairs) as nb_pairs,
        case when $b::VARCHAR is null then pairs_connus.mediane else cote_b.valeur end as reference,
        coalesce(cote_a.annee <> cote_b.annee, false) as est_d_autre_annee
    from cotes
    left join retenues as cote_a
        on cotes.indicateur_id = cote_a.indicateur_id and cote_a.code = $a
    left join retenues as cote_b
        on cotes.indicateur_id = cote_b.indicateur_id and cote_b.code = $b
    left join pairs_connus
        on cotes.indicateur_id = pairs_connus.indicateur_id
)

select
    faces.indicateur_id,
    indicateur.nom_fr,
    indicateur.nom_en,
    indicateur.domaine,
    faces.unite,
    faces.valeur_a,
    faces.etat_a,
    faces.annee_a,
    faces.nb_valeurs_a,
    faces.nb_entites_a,
    faces.nature_a,
    faces.valeur_b,
    faces.etat_b,
    faces.annee_b,
    faces.nb_valeurs_b,
    faces.nb_entites_b,
    faces.nature_b,
    faces.quartile_1,
    faces.mediane_pairs,
    faces.quartile_3,
    faces.nb_pairs_connus,
    faces.nb_pairs,
    case
        when faces.nb_pairs_connus < 5 or faces.valeur_a is null then null
        when faces.valeur_a = faces.mediane_pairs then 'mediane'
        when faces.valeur_a < faces.quartile_1 then 'quart_bas'
        when faces.valeur_a < faces.mediane_pairs then 'sous_mediane'
        when faces.valeur_a <= faces.quartile_3 then 'sur_mediane'
        else 'quart_haut'
    end as place,
    case
        when faces.est_d_autre_annee then null
        when faces.unite in ('part', 'score', 'points') then faces.valeur_a - faces.reference
        else (faces.valeur_a - faces.reference) / nullif(abs(faces.reference), 0)
    end as ecart,
    case
        when faces.est_d_autre_annee or faces.valeur_a is null or faces.reference is null then null
        when faces.unite = 'part' then 'points'
        when faces.unite in ('score', 'points') then 'unites'
        when faces.reference <> 0 then 'relatif'
    end as ecart_sorte,
    nullif(
        concat_ws(
            ' ; ',
            case
                when faces.valeur_a is null or ($b::VARCHAR is not null and faces.valeur_b is null)
                    then 'valeur_absente'
            end,
            case when faces.est_d_autre_annee then 'annees' end,
            case when faces.nature_a <> faces.nature_b then 'natures' end,
            case
                when
                    not faces.est_propre
                    and (
                        (faces.valeur_a is not null and faces.nb_valeurs_a < 5)
                        or (faces.valeur_b is not null and faces.nb_valeurs_b < 5)
                    )
                    then 'petit_nombre'
            end,
            case
                when $b::VARCHAR is null and faces.valeur_a is not null and faces.nb_pairs_connus < 5
                    then 'peu_de_pairs'
            end
        ),
        ''
    ) as obstacles,
    faces.source_id,
    faces.nature
from faces
inner join indicateur
    on faces.indicateur_id = indicateur.indicateur_id
order by indicateur.domaine asc, faces.unite asc, indicateur.nom_fr collate fr asc, faces.indicateur_id asc
