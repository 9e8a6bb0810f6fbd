-- Question : Quels centres de santé connaît-on, et que sait-on de chacun en une ligne ?
-- Grain    : une ligne par centre de la page
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
--            tri                VARCHAR    colonne, du plus grand au plus petit, l'inconnu en dernier :
--                                          nb_lits, nb_personnel, nb_consultations,
--                                          nb_services_disponibles, annee ;
--                                          NULL : par ordre alphabétique
--            debut              BIGINT     lignes à passer ; NULL n'en passe aucune
--            taille             BIGINT     lignes à rendre ; NULL les rend toutes
-- Returns  : centre_id          VARCHAR    identifiant
--            nom                VARCHAR    nom
--            organisme_id       VARCHAR    propriétaire ou organisme lié ; NULL s'il est inconnu
--            organisme          VARCHAR    son sigle ou son nom, sinon le gestionnaire
--            relation           VARCHAR    code
--            type_etablissement VARCHAR    code
--            niveau_soins       VARCHAR    code
--            statut_operationnel VARCHAR   code
--            nom_region         VARCHAR    nom de la région
--            commune            VARCHAR    commune ou ville
--            date_ouverture     VARCHAR    date ISO, complète ou partielle
--            nb_lits            BIGINT     lits
--            nb_personnel       BIGINT     personnes
--            nb_services_disponibles BIGINT services dits disponibles ; NULL si rien n'a été demandé
--            nb_services_demandes BIGINT   services demandés et répondus ; NULL si rien n'a été demandé
--            est_enquete        BOOLEAN    faux : les services sont cités par une source, non demandés
--            statut_cmu         VARCHAR    code
--            nb_consultations   BIGINT     consultations de la dernière année connue
--            annee              INTEGER    cette année
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : centres
-- Value    : nom
-- Base     : centres
-- Bounds   : nb_lits, nb_personnel, nb_consultations, nb_services_disponibles
-- Source   : Centres, services et activité du jeu en usage
select
    centre_id,
    nom,
    organisme_id,
    organisme,
    relation,
    type_etablissement,
    niveau_soins,
    statut_operationnel,
    nom_region,
    commune,
    date_ouverture,
    nb_lits,
    nb_personnel,
    nb_services_disponibles,
    nb_services_demandes,
    est_enquete,
    statut_cmu,
    nb_consultations,
    annee,
    source_id,
    nature
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
where remplit_conditions
order by
    case $tri::VARCHAR
        when 'nb_lits' then nb_lits
        when 'nb_personnel' then nb_personnel
        when 'nb_consultations' then nb_consultations
        when 'nb_services_disponibles' then nb_services_disponibles
        when 'annee' then annee
    end desc nulls last,
    rang asc
limit $taille offset $debut
