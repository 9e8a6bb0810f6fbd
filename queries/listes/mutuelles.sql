-- Question : Quelles mutuelles connaît-on, et quels chiffres connaît-on de chacune ?
-- Grain    : une ligne par mutuelle, union, fédération, structure faîtière ou groupement de la page
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
--            tri                VARCHAR    colonne, du plus grand au plus petit, l'inconnu en dernier :
--                                          nb_adherents, nb_beneficiaires, cotisations_encaissees_fcfa,
--                                          prestations_dues_fcfa, nb_centres_tenus, part_completude ;
--                                          NULL : par ordre alphabétique
--            debut              BIGINT     lignes à passer ; NULL n'en passe aucune
--            taille             BIGINT     lignes à rendre ; NULL les rend toutes
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
--            source_id                    VARCHAR  documents, séparés par « ; »
--            nature                       VARCHAR  natures, séparées par « ; »
-- Formula  : Chaque chiffre est celui de sa dernière année connue ; la même année, l'exercice passe avant le
--            fait publié. Une valeur inconnue ne remplit aucune condition.
-- Unit     : personnes, FCFA et centres, selon la colonne
-- Value    : nb_beneficiaires
-- Base     : organismes
-- Owner    : organisme_id
-- Restricted: columns cotisations_encaissees_fcfa, prestations_dues_fcfa
-- Bounds   : nb_adherents, nb_beneficiaires, cotisations_encaissees_fcfa *, prestations_dues_fcfa *,
--            nb_centres_tenus, part_completude
-- Source   : Organismes, exercices, centres et faits publiés du jeu en usage
select
    organisme_id,
    sigle,
    nom,
    type_organisme,
    statut_juridique,
    nom_region,
    siege_commune,
    nb_adherents,
    nb_beneficiaires,
    cotisations_encaissees_fcfa,
    prestations_dues_fcfa,
    annees_chiffres,
    origine_chiffres,
    qualificatifs,
    nb_centres_tenus,
    part_completude,
    source_id,
    nature
from
    mutuelles_gardees(
        $district::VARCHAR,
        $region::VARCHAR,
        $commune::VARCHAR,
        $types::VARCHAR[],
        $etablissements::VARCHAR[],
        $relations::VARCHAR[],
        $statuts::VARCHAR[],
        $texte::VARCHAR,
        $annee::INTEGER,
        $minima::DOUBLE[],
        $maxima::DOUBLE[]
    )
where remplit_conditions
order by
    case $tri::VARCHAR
        when 'nb_adherents' then nb_adherents
        when 'nb_beneficiaires' then nb_beneficiaires
        when 'cotisations_encaissees_fcfa' then cotisations_encaissees_fcfa
        when 'prestations_dues_fcfa' then prestations_dues_fcfa
        when 'nb_centres_tenus' then nb_centres_tenus
        when 'part_completude' then part_completude
    end desc nulls last,
    rang asc
limit $taille offset $debut
