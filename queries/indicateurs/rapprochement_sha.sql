-- Question : Les comptes de la santé des mutuelles disent-ils la même chose que leurs exercices ?
-- Grain    : une ligne par année et par poste
-- Params   : annee              INTEGER    exercice ; NULL garde tout
--            organisme          VARCHAR    une seule mutuelle ; NULL garde tout
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : annee              INTEGER    exercice
--            poste_sha          VARCHAR    soins ou gestion
--            sha_fcfa           BIGINT     FCFA des comptes de la santé, mutuelles comparées
--            declare_fcfa       BIGINT     FCFA de l'exercice, mêmes mutuelles
--            ecart_fcfa         BIGINT     comptes de la santé moins exercice ; NULL sans mutuelle comparée
--            nb_comptes         BIGINT     mutuelles comparées : elles disent les deux
--            nb_egaux           BIGINT     mutuelles comparées dont les deux montants sont égaux
--            nb_comptes_sante   BIGINT     mutuelles qui ont rempli leurs comptes de la santé
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes comparées
-- Formula  : Soins : dépenses des régimes HF.1.2 et HF.2, hors administration (HC.7), moins prestations
--            payées. Gestion : administration (HC.7) des mêmes régimes moins frais de fonctionnement.
--            La CMU (HF.1.2.1) et les paiements directs (HF.3) ne sont pas des dépenses de la mutuelle.
-- Unit     : FCFA
-- Value    : ecart_fcfa
-- Behind   : nb_comptes
-- Base     : postes
-- Owner    : $organisme
-- Source   : Comptes de la santé et exercices du jeu de données en usage
with

depenses as (
    select
        depense.organisme_id,
        depense.annee,
        depense.hc,
        depense.montant_fcfa,
        depense.source_id,
        depense.nature
    from depense_mutuelle as depense
    where
        (depense.hf in ('HF.1.2', 'HF.1.2.2') or starts_with(depense.hf, 'HF.2'))
        and retient_un($annee::INTEGER, depense.annee)
        and retient_un($organisme::VARCHAR, depense.organisme_id)
        and retient_un($district::VARCHAR, depense.district_code)
        and retient_un($region::VARCHAR, depense.region_code)
        and retient_un($commune::VARCHAR, depense.siege_commune)
        and retient($types::VARCHAR[], depense.type_organisme)
),

documents as (
    select
        annee,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from depenses
    group by annee
),

comptes as (
    select
        organisme_id,
        annee,
        sum(montant_fcfa) filter (where not starts_with(hc, 'HC.7')) as soins_fcfa,
        sum(montant_fcfa) filter (where starts_with(hc, 'HC.7')) as gestion_fcfa
    from depenses
    group by organisme_id, annee
),

lignes as (
    select
        comptes.annee,
        poste.rang,
        poste.poste_sha,
        coalesce(if(poste.poste_sha = 'soins', comptes.soins_fcfa, comptes.gestion_fcfa), 0) as sha_fcfa,
        if(
            poste.poste_sha = 'soins',
            exercice.prestations_payees_fcfa,
            exercice.frais_fonctionnement_fcfa
        ) as declare_fcfa
    from comptes
    left join organisme_exercice as exercice
        on comptes.organisme_id = exercice.organisme_id and comptes.annee = exercice.annee
    cross join (values (1, 'soins'), (2, 'gestion')) as poste (rang, poste_sha)
)

select
    lignes.annee,
    lignes.poste_sha,
    cast(sum(lignes.sha_fcfa) filter (where lignes.declare_fcfa is not null) as BIGINT) as sha_fcfa,
    cast(sum(lignes.declare_fcfa) as BIGINT) as declare_fcfa,
    cast(sum(lignes.sha_fcfa - lignes.declare_fcfa) as BIGINT) as ecart_fcfa,
    count(lignes.declare_fcfa) as nb_comptes,
    count(*) filter (where lignes.sha_fcfa = lignes.declare_fcfa) as nb_egaux,
    count(*) as nb_comptes_sante,
    any_value(documents.source_id) as source_id,
    any_value(documents.nature) as nature
from lignes
inner join documents
    on lignes.annee = documents.annee
group by lignes.annee, lignes.rang, lignes.poste_sha
order by lignes.annee asc, lignes.rang asc
