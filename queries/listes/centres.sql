-- Question : Quels centres de santé connaît-on, et que sait-on de chacun en une ligne ?
-- Grain    : une ligne par centre
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
-- Source   : Centres, services et activité du jeu en usage
select
    centre.centre_id,
    centre.nom,
    centre.organisme_id,
    centre.organisme,
    centre.relation,
    centre.type_etablissement,
    centre.niveau_soins,
    centre.statut_operationnel,
    centre.nom_region,
    centre.commune,
    centre.date_ouverture,
    centre.nb_lits,
    centre.nb_personnel,
    services.nb_services_disponibles,
    services.nb_services_demandes,
    centre.est_enquete,
    centre.statut_cmu,
    centre.nb_consultations,
    centre.annee,
    centre.source_id,
    centre.nature
from centre_liste as centre
left join centre_lentille as services
    on centre.rang = services.rang and services.lentille = coalesce($lentille::VARCHAR, 'toutes')
where
    retient_un($district::VARCHAR, centre.district_code)
    and retient_un($region::VARCHAR, centre.region_code)
    and retient_un($commune::VARCHAR, centre.commune)
    and retient($types::VARCHAR[], centre.type_organisme)
    and retient($etablissements::VARCHAR[], centre.type_etablissement)
    and retient($relations::VARCHAR[], centre.relation)
    and retient($statuts::VARCHAR[], centre.statut_operationnel)
    and porte_les_mots(centre.cherche, $texte::VARCHAR)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 1, centre.nb_lits)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 2, centre.nb_personnel)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 3, centre.nb_consultations)
    and remplit($minima::DOUBLE[], $maxima::DOUBLE[], 4, services.nb_services_disponibles)
order by centre.rang asc
