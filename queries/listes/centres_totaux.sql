-- Question : Combien de centres la liste a-t-elle, sur combien de connus, et d'après quels documents ?
-- Grain    : une ligne en tout ; aucune quand le jeu n'en connaît pas
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
--            lentille           VARCHAR    palu, tb, vih, maternite ou toutes ; NULL vaut toutes
--            texte              VARCHAR    mots cherchés dans le nom du centre, du propriétaire ou de la
--                                          commune, sans accents, dans n'importe quel ordre ; NULL garde tout
--            minima             DOUBLE[]   au moins : lits, personnel, consultations, services ; NULL : rien
--            maxima             DOUBLE[]   au plus, dans le même ordre ; NULL : rien
-- Returns  : nb_connus          BIGINT     centres du jeu en usage
--            nb_gardes          BIGINT     que les filtres et la recherche gardent
--            nb_trouves         BIGINT     qui remplissent aussi les conditions : les lignes de la liste
--            nb_inconnus        BIGINT     gardés, mais qu'une valeur inconnue empêche de juger
--            colonnes_vides     VARCHAR    colonnes de la liste sans nulle valeur connue, séparées par « ; »
--            est_enquete        BOOLEAN    un au moins est d'une région enquêtée ; NULL sans ligne
--            source_id          VARCHAR    documents des lignes, séparés par « ; »
--            nature             VARCHAR    natures des lignes, séparées par « ; »
-- Bounds   : nb_lits, nb_personnel, nb_consultations, nb_services_disponibles
-- Source   : Centres, services et activité du jeu en usage
with

connus as (
    select count(*) as nb_connus
    from centre_liste
),

totaux as (
    select
        count(*) as nb_gardes,
        count(*) filter (where remplit_conditions) as nb_trouves,
        count(*) filter (where remplit_conditions is null) as nb_inconnus,
        concat_ws(
            ' ; ',
            case when count(organisme) filter (where remplit_conditions) = 0 then 'organisme' end,
            case when count(relation) filter (where remplit_conditions) = 0 then 'relation' end,
            case
                when count(type_etablissement) filter (where remplit_conditions) = 0
                    then 'type_etablissement'
            end,
            case when count(niveau_soins) filter (where remplit_conditions) = 0 then 'niveau_soins' end,
            case
                when count(statut_operationnel) filter (where remplit_conditions) = 0
                    then 'statut_operationnel'
            end,
            case when count(nom_region) filter (where remplit_conditions) = 0 then 'nom_region' end,
            case when count(commune) filter (where remplit_conditions) = 0 then 'commune' end,
            case when count(date_ouverture) filter (where remplit_conditions) = 0 then 'date_ouverture' end,
            case when count(nb_lits) filter (where remplit_conditions) = 0 then 'nb_lits' end,
            case when count(nb_personnel) filter (where remplit_conditions) = 0 then 'nb_personnel' end,
            case when count(statut_cmu) filter (where remplit_conditions) = 0 then 'statut_cmu' end,
            case
                when count(nb_consultations) filter (where remplit_conditions) = 0
                    then 'nb_consultations'
            end,
            case when count(annee) filter (where remplit_conditions) = 0 then 'annee' end
        ) as colonnes_vides,
        bool_or(est_enquete) filter (where remplit_conditions) as est_enquete,
        string_agg(distinct source_id, ' ; ' order by source_id) filter (where remplit_conditions)
            as source_id,
        string_agg(distinct nature, ' ; ' order by nature) filter (where remplit_conditions) as nature
    from
        centres_gardes(
            $district::VARCHAR,
            $region::VARCHAR,
            $commune::VARCHAR,
            $types::VARCHAR[],
            $etablissements::VARCHAR[],
            $relations::VARCHAR[],
            $statuts::VARCHAR[],
            $lentille::VARCHAR,
            $texte::VARCHAR,
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
    totaux.est_enquete,
    totaux.source_id,
    totaux.nature
from connus
cross join totaux
where connus.nb_connus > 0
order by connus.nb_connus asc
