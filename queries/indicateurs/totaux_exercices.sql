-- Question : Combien de personnes et d'argent les mutuelles déclarent-elles, année par année ?
-- Grain    : une ligne par année d'exercice
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : annee                        INTEGER  année de l'exercice
--            nb_organismes                BIGINT   organismes qui ont rendu cet exercice
--            nb_beneficiaires             BIGINT   personnes ; NULL si aucun ne le dit
--            nb_disent_beneficiaires      BIGINT   organismes qui disent leurs bénéficiaires
--            cotisations_encaissees_fcfa  BIGINT   FCFA ; NULL si aucun ne le dit
--            nb_disent_cotisations        BIGINT   organismes qui disent leurs cotisations
--            prestations_payees_fcfa      BIGINT   FCFA ; NULL si aucun ne le dit
--            nb_disent_prestations        BIGINT   organismes qui disent leurs prestations
--            source_id                    VARCHAR  documents, séparés par « ; »
--            nature                       VARCHAR  nature des lignes comptées
-- Formula  : Sommes de ce que disent les exercices ; un exercice qui ne dit rien n'ajoute rien,
--            et la base dit combien d'organismes comptent.
-- Unit     : personnes et FCFA
-- Value    : nb_beneficiaires
-- Base     : années
-- Behind   : nb_disent_cotisations of cotisations_encaissees_fcfa ; nb_disent_prestations of
--            prestations_payees_fcfa
-- Source   : Exercices du jeu de données en usage
select
    organisme_exercice.annee,
    count(*) as nb_organismes,
    cast(sum(organisme_exercice.nb_beneficiaires) as BIGINT) as nb_beneficiaires,
    count(organisme_exercice.nb_beneficiaires) as nb_disent_beneficiaires,
    cast(sum(organisme_exercice.cotisations_encaissees_fcfa) as BIGINT)
        as cotisations_encaissees_fcfa,
    count(organisme_exercice.cotisations_encaissees_fcfa) as nb_disent_cotisations,
    cast(sum(organisme_exercice.prestations_payees_fcfa) as BIGINT) as prestations_payees_fcfa,
    count(organisme_exercice.prestations_payees_fcfa) as nb_disent_prestations,
    string_agg(distinct organisme_exercice.source_id, ' ; ' order by organisme_exercice.source_id)
        as source_id,
    string_agg(distinct organisme_exercice.nature, ' ; ' order by organisme_exercice.nature)
        as nature
from organisme_exercice
inner join organisme_situe
    on organisme_exercice.organisme_id = organisme_situe.organisme_id
where
    retient_un($district::VARCHAR, organisme_situe.district_code)
    and retient_un($region::VARCHAR, organisme_situe.region_code)
    and retient_un($commune::VARCHAR, organisme_situe.siege_commune)
    and retient($types::VARCHAR[], organisme_situe.type_organisme)
group by organisme_exercice.annee
order by organisme_exercice.annee asc
