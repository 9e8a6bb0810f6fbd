-- Question : Combien de mutuelles la liste a-t-elle, sur combien de connues, et d'après quels documents ?
-- Grain    : une ligne en tout ; aucune quand le jeu n'en connaît pas
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
-- Returns  : nb_connus          BIGINT     mutuelles du jeu en usage
--            nb_gardes          BIGINT     que les filtres et la recherche gardent
--            nb_trouves         BIGINT     qui remplissent aussi les conditions : les lignes de la liste
--            nb_inconnus        BIGINT     gardés, mais qu'une valeur inconnue empêche de juger
--            colonnes_vides     VARCHAR    colonnes de la liste sans nulle valeur connue, séparées par « ; »
--            source_id          VARCHAR    documents des lignes, séparés par « ; »
--            nature             VARCHAR    natures des lignes, séparées par « ; »
-- Bounds   : nb_adherents, nb_beneficiaires, cotisations_encaissees_fcfa *, prestations_dues_fcfa *,
--            nb_centres_tenus, part_completude
-- Source   : Organismes, exercices, centres et faits publiés du jeu en usage
with

connus as (
    select count(*) as nb_connus
    from mutuelle_resumee
),

totaux as (
    select
        count(*) as nb_gardes,
        count(*) filter (where remplit_conditions) as nb_trouves,
        count(*) filter (where remplit_conditions is null) as nb_inconnus,
        concat_ws(
            ' ; ',
            case when count(sigle) filter (where remplit_conditions) = 0 then 'sigle' end,
            case when count(type_organisme) filter (where remplit_conditions) = 0 then 'type_organisme' end,
            case
                when count(statut_juridique) filter (where remplit_conditions) = 0
                    then 'statut_juridique'
            end,
            case when count(nom_region) filter (where remplit_conditions) = 0 then 'nom_region' end,
            case when count(siege_commune) filter (where remplit_conditions) = 0 then 'siege_commune' end,
            case when count(nb_adherents) filter (where remplit_conditions) = 0 then 'nb_adherents' end,
            case
                when count(nb_beneficiaires) filter (where remplit_conditions) = 0
                    then 'nb_beneficiaires'
            end,
            case
                when count(cotisations_encaissees_fcfa) filter (where remplit_conditions) = 0
                    then 'cotisations_encaissees_fcfa'
            end,
            case
                when count(prestations_dues_fcfa) filter (where remplit_conditions) = 0
                    then 'prestations_dues_fcfa'
            end,
            case when count(annees_chiffres) filter (where remplit_conditions) = 0 then 'annees_chiffres' end,
            case
                when count(origine_chiffres) filter (where remplit_conditions) = 0
                    then 'origine_chiffres'
            end,
            case when count(qualificatifs) filter (where remplit_conditions) = 0 then 'qualificatifs' end,
            case
                when count(nb_centres_tenus) filter (where remplit_conditions) = 0
                    then 'nb_centres_tenus'
            end,
            case when count(part_completude) filter (where remplit_conditions) = 0 then 'part_completude' end
        ) as colonnes_vides,
        string_agg(distinct source_id, ' ; ' order by source_id) filter (where remplit_conditions)
            as source_id,
        string_agg(distinct nature, ' ; ' order by nature) filter (where remplit_conditions) as nature
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
)

select
    connus.nb_connus,
    totaux.nb_gardes,
    totaux.nb_trouves,
    totaux.nb_inconnus,
    totaux.colonnes_vides,
    totaux.source_id,
    totaux.nature
from connus
cross join totaux
where connus.nb_connus > 0
order by connus.nb_connus asc
