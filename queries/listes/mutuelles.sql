-- Question : Quelles mutuelles connaît-on, et quels chiffres connaît-on de chacune ?
-- Grain    : une ligne par mutuelle, union, fédération, structure faîtière ou groupement
-- Params   : texte              VARCHAR    mots du nom ou du sigle, en tout ordre ; NULL garde tout
--            annee              INTEGER    dernière année des chiffres ; NULL : la dernière connue
--            minima             DOUBLE[]   bornes basses, dans l'ordre : nb_adherents, nb_beneficiaires,
--                                          cotisations_encaissees_fcfa, prestations_dues_fcfa,
--                                          nb_centres_tenus, part_completude ; NULL n'en pose aucune
--            maxima             DOUBLE[]   bornes hautes, dans le même ordre ; NULL n'en pose aucune
--            district           VARCHAR    code du district du siège ; NULL garde tout
--            region             VARCHAR    code de la région du siège ; NULL garde tout
--            commune            VARCHAR    nom de la commune du siège ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  avec au moins un centre de ces types ; NULL garde tout
--            relations          VARCHAR[]  avec au moins un centre de ces relations ; NULL garde tout
--            statuts            VARCHAR[]  avec au moins un centre de ces statuts ; NULL garde tout
-- Returns  : organisme_id                 VARCHAR  identifiant
--            sigle                        VARCHAR  sigle ; NULL quand il est inconnu
--            nom                          VARCHAR  nom
--            type_organisme               VARCHAR  code
--            statut_juridique             VARCHAR  code du dernier statut connu
--            region                       VARCHAR  nom de la région du siège
--            siege_commune                VARCHAR  commune ou ville du siège
--            nb_adherents                 BIGINT   personnes, dernière année connue
--            nb_beneficiaires             BIGINT   personnes, dernière année connue
--            cotisations_encaissees_fcfa  BIGINT   FCFA, dernière année connue
--            prestations_dues_fcfa        BIGINT   FCFA, dernière année connue
--            annees_chiffres              VARCHAR  années de ces quatre chiffres, séparées par « ; »
--            origine_chiffres             VARCHAR  codes : exercice, fait_publie, séparés par « ; »
--            qualificatifs                VARCHAR  codes : environ, plus_de…, quand un fait le dit
--            nb_centres_tenus             BIGINT   centres ouverts qu'elle possède ou gère ;
--                                                  0 seulement pour qui a rendu un exercice
--            part_completude              DOUBLE   part de 0 à 1 des champs attendus qui sont connus
--            remplit_conditions           BOOLEAN  NULL quand une valeur inconnue empêche de le dire
--            source_id                    VARCHAR  documents, séparés par « ; »
--            nature                       VARCHAR  natures, séparées par « ; »
-- Formula  : Chaque chiffre est celui de sa dernière année connue ; la même année, l'exercice passe avant le
--            fait publié. Une valeur inconnue ne remplit aucune condition.
-- Unit     : personnes, FCFA et centres, selon la colonne
-- Value    : nb_beneficiaires
-- Base     : organismes
-- Source   : Organismes, exercices, centres et faits publiés du jeu en usage
with

retenues as (
    select mutuelle_resumee.*
    from mutuelle_resumee
    where
        porte_les_mots(nom_compare, $texte::VARCHAR)
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, siege_commune)
        and retient($types::VARCHAR[], type_organisme)
        and (
            coalesce($etablissements::VARCHAR[], $relations::VARCHAR[], $statuts::VARCHAR[]) is null
            or organisme_id in (
                select centre_situe.organisme_id
                from centre_situe
                where
                    retient($etablissements::VARCHAR[], centre_situe.type_etablissement)
                    and retient($relations::VARCHAR[], centre_situe.relation)
                    and retient($statuts::VARCHAR[], centre_situe.statut_operationnel)
            )
        )
),

derniers as (
    select
        organisme_id,
        arg_max(nb_adherents, rang) as nb_adherents,
        arg_max(nb_beneficiaires, rang) as nb_beneficiaires,
        arg_max(cotisations_encaissees_fcfa, rang) as cotisations_encaissees_fcfa,
        arg_max(prestations_dues_fcfa, rang) as prestations_dues_fcfa,
        [
            max(rang) filter (where nb_adherents is not null),
            max(rang) filter (where nb_beneficiaires is not null),
            max(rang) filter (where cotisations_encaissees_fcfa is not null),
            max(rang) filter (where prestations_dues_fcfa is not null)
        ] as rangs
    from mutuelle_chiffre
    where $annee::INTEGER is null or annee <= $annee
    group by organisme_id
),

documents as (
    select
        chiffre.organisme_id,
        string_agg(distinct chiffre.annee::VARCHAR, ' ; ' order by chiffre.annee::VARCHAR) as annees,
        string_agg(distinct chiffre.origine, ' ; ' order by chiffre.origine) as origines,
        string_agg(distinct chiffre.qualificatifs, ' ; ' order by chiffre.qualificatifs) as qualificatifs,
        string_agg(distinct chiffre.source_id, ' ; ' order by chiffre.source_id) as source_id,
        string_agg(distinct chiffre.nature, ' ; ' order by chiffre.nature) as nature
    from mutuelle_chiffre as chiffre
    inner join derniers
        on
            chiffre.organisme_id = derniers.organisme_id
            and list_contains(derniers.rangs, chiffre.rang)
    group by chiffre.organisme_id
)

select
    retenues.organisme_id,
    retenues.sigle,
    retenues.nom,
    retenues.type_organisme,
    retenues.statut_juridique,
    retenues.region,
    retenues.siege_commune,
    derniers.nb_adherents,
    derniers.nb_beneficiaires,
    derniers.cotisations_encaissees_fcfa,
    derniers.prestations_dues_fcfa,
    documents.annees as annees_chiffres,
    documents.origines as origine_chiffres,
    documents.qualificatifs,
    retenues.nb_centres_tenus,
    retenues.part_completude,
    remplit($minima::DOUBLE[], $maxima::DOUBLE[], 1, derniers.nb_adherents)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 2, derniers.nb_beneficiaires)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 3, derniers.cotisations_encaissees_fcfa)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 4, derniers.prestations_dues_fcfa)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 5, retenues.nb_centres_tenus)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 6, retenues.part_completude)
        as remplit_conditions,
    concat_ws(' ; ', retenues.source_id, documents.source_id) as source_id,
    concat_ws(' ; ', retenues.nature, documents.nature) as nature
from retenues
left join derniers
    on retenues.organisme_id = derniers.organisme_id
left join documents
    on retenues.organisme_id = documents.organisme_id
order by retenues.rang asc
