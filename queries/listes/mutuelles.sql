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
--            nom_region                   VARCHAR  nom de la région du siège
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
select
    mutuelle.organisme_id,
    mutuelle.sigle,
    mutuelle.nom,
    mutuelle.type_organisme,
    mutuelle.statut_juridique,
    mutuelle.region as nom_region,
    mutuelle.siege_commune,
    chiffres.nb_adherents,
    chiffres.nb_beneficiaires,
    chiffres.cotisations_encaissees_fcfa,
    chiffres.prestations_dues_fcfa,
    chiffres.annees as annees_chiffres,
    chiffres.origines as origine_chiffres,
    chiffres.qualificatifs,
    mutuelle.nb_centres_tenus,
    mutuelle.part_completude,
    remplit($minima::DOUBLE[], $maxima::DOUBLE[], 1, chiffres.nb_adherents)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 2, chiffres.nb_beneficiaires)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 3, chiffres.cotisations_encaissees_fcfa)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 4, chiffres.prestations_dues_fcfa)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 5, mutuelle.nb_centres_tenus)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 6, mutuelle.part_completude)
        as remplit_conditions,
    concat_ws(' ; ', mutuelle.source_id, chiffres.source_id) as source_id,
    concat_ws(' ; ', mutuelle.nature, chiffres.nature) as nature
from mutuelle_resumee as mutuelle
left join mutuelle_derniers_chiffres as chiffres
    on
        mutuelle.organisme_id = chiffres.organisme_id
        and chiffres.jusqu_en is not distinct from $annee::INTEGER
where
    porte_les_mots(mutuelle.nom_compare, $texte::VARCHAR)
    and retient_un($district::VARCHAR, mutuelle.district_code)
    and retient_un($region::VARCHAR, mutuelle.region_code)
    and retient_un($commune::VARCHAR, mutuelle.siege_commune)
    and retient($types::VARCHAR[], mutuelle.type_organisme)
    and (
        coalesce($etablissements::VARCHAR[], $relations::VARCHAR[], $statuts::VARCHAR[]) is null
        or mutuelle.organisme_id in (
            select centre_situe.organisme_id
            from centre_situe
            where
                retient($etablissements::VARCHAR[], centre_situe.type_etablissement)
                and retient($relations::VARCHAR[], centre_situe.relation)
                and retient($statuts::VARCHAR[], centre_situe.statut_operationnel)
        )
    )
order by mutuelle.rang asc
