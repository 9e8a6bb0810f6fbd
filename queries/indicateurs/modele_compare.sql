-- Question : Comment le réseau se compare-t-il au modèle publié, par établissement et par personne ?
-- Grain    : une ligne par rapport et par ensemble : modèle, noyau du microsystème, centres mutualistes
-- Params   : modele             VARCHAR    modèle de référence ; NULL : aucune ligne
--            pivot_id           VARCHAR    centre pivot du microsystème ; NULL : son noyau est vide
--            annee              INTEGER    année où le lien existe ; NULL garde tout
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
--            etablissements     VARCHAR[]  types d'établissement à garder ; NULL garde tout
--            relations          VARCHAR[]  relations au propriétaire à garder ; NULL garde tout
--            statuts            VARCHAR[]  statuts du centre à garder ; NULL garde tout
-- Returns  : ratio_modele       VARCHAR    code du rapport
--            ensemble_reseau    VARCHAR    code : modele, noyau ou mutualistes
--            valeur             DOUBLE     rapport ; NULL si un terme est inconnu
--            numerateur         DOUBLE     somme sur les centres dont les deux termes sont connus
--            grandeur_haut      VARCHAR    code de ce que compte le numérateur
--            denominateur       DOUBLE     de même
--            grandeur_bas       VARCHAR    code de ce que compte le dénominateur
--            nb_connus          BIGINT     centres dont les deux termes sont connus ; NULL pour le modèle
--            nb_centres         BIGINT     centres ouverts de l'ensemble ; NULL pour le modèle
--            lecture_modele     VARCHAR    code : modele, comparable, autre_grandeur ou autre_territoire
--            annee              INTEGER    année des consultations ; NULL si le rapport n'en compte pas
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Formula  : Le modèle ne publie que ses totaux : chaque rapport est leur quotient. Ici, les consultations
--            de la dernière année connue tiennent lieu de personnes accueillies : une personne consulte
--            plusieurs fois, ce n'est pas la même grandeur.
-- Unit     : rapports, chacun dans son unité
-- Value    : valeur
-- Base     : rapports et ensembles
-- Denom    : celui de chaque ligne est dans la colonne « Dénominateur » du tableau
-- Source   : Modèle de référence publié ; centres et activité du jeu en usage
with

centres as (
    select
        'noyau' as ensemble_reseau,
        noyau.centre_id
    from noyau_de($pivot_id::VARCHAR, $annee::INTEGER) as noyau
    union all
    select
        'mutualistes' as ensemble_reseau,
        centre_id
    from centre_liste
    where
        compte_pour('nb_centres_mutualistes', relation, statut_operationnel)
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, commune)
        and retient($types::VARCHAR[], type_organisme)
        and retient($etablissements::VARCHAR[], type_etablissement)
        and retient($relations::VARCHAR[], relation)
        and retient($statuts::VARCHAR[], statut_operationnel)
),

-- Un rapport ne compte que les centres dont il connaît les deux termes.
ensembles as (
    select
        centres.ensemble_reseau,
        count(*) as nb_centres,
        count(liste.nb_personnel)::DOUBLE as nb_dotes,
        sum(liste.nb_personnel)::DOUBLE as personnel,
        count(liste.nb_consultations)::DOUBLE as nb_frequentes,
        sum(liste.nb_consultations)::DOUBLE as frequentation,
        sum(
            case when liste.nb_personnel is not null and liste.nb_consultations is not null then 1 end
        )::DOUBLE as nb_deux,
        sum(case when liste.nb_consultations is not null then liste.nb_personnel end)::DOUBLE
            as personnel_des_deux,
        sum(case when liste.nb_personnel is not null then liste.nb_consultations end)::DOUBLE
            as frequentation_des_deux,
        count(liste.region_code)::DOUBLE as nb_situes,
        count(distinct liste.region_code)::DOUBLE as nb_regions,
        max(liste.annee) as annee,
        string_agg(distinct liste.source_id, ' ; ' order by liste.source_id) as source_id,
        string_agg(distinct liste.nature, ' ; ' order by liste.nature) as nature
    from centres
    inner join centre_liste as liste
        on centres.centre_id = liste.centre_id
    where liste.est_ouvert
    group by centres.ensemble_reseau
    union all
    select
        'modele' as ensemble_reseau,
        null as nb_centres,
        max(case when indicateur = 'nb_etablissements' then valeur end) as nb_dotes,
        max(case when indicateur = 'nb_collaborateurs' then valeur end) as personnel,
        max(case when indicateur = 'nb_etablissements' then valeur end) as nb_frequentes,
        max(case when indicateur = 'nb_personnes_accueillies_an' then valeur end) as frequentation,
        null as nb_deux,
        max(case when indicateur = 'nb_collaborateurs' then valeur end) as personnel_des_deux,
        max(case when indicateur = 'nb_personnes_accueillies_an' then valeur end)
            as frequentation_des_deux,
        max(case when indicateur = 'nb_etablissements' then valeur end) as nb_situes,
        max(case when indicateur = 'nb_regions' then valeur end) as nb_regions,
        null as annee,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from modele_reference
    where modele = $modele::VARCHAR
    having count(*) > 0
),

rapports as (
    select
        rapport.code as ratio_modele,
        rapport.ordre,
        ensembles.ensemble_reseau,
        ensembles.ensemble_reseau = 'modele' as est_modele,
        case rapport.code
            when 'personnel_par_etablissement' then ensembles.personnel
            when 'frequentation_par_etablissement' then ensembles.frequentation
            when 'personnel_pour_mille' then ensembles.personnel_des_deux
            when 'etablissements_pour_cent_mille' then ensembles.nb_frequentes
            else ensembles.nb_situes
        end as numerateur,
        case rapport.code
            when 'personnel_par_etablissement' then ensembles.nb_dotes
            when 'frequentation_par_etablissement' then ensembles.nb_frequentes
            when 'personnel_pour_mille' then ensembles.frequentation_des_deux
            when 'etablissements_pour_cent_mille' then ensembles.frequentation
            else ensembles.nb_regions
        end as denominateur,
        case rapport.code
            when 'personnel_par_etablissement' then ensembles.nb_dotes
            when 'personnel_pour_mille' then coalesce(ensembles.nb_deux, 0)
            when 'etablissements_par_region' then ensembles.nb_situes
            else ensembles.nb_frequentes
        end as nb_connus,
        ensembles.nb_centres,
        case
            when rapport.code in ('personnel_par_etablissement', 'etablissements_par_region') then null
            else ensembles.annee
        end as annee,
        ensembles.source_id,
        ensembles.nature
    from ensembles
    cross join code_liste as rapport
    where rapport.liste = 'ratio_modele'
)

select
    rapports.ratio_modele,
    rapports.ensemble_reseau,
    case rapports.ratio_modele
        when 'personnel_pour_mille' then 1000
        when 'etablissements_pour_cent_mille' then 100000
        else 1
    end * rapports.numerateur / nullif(rapports.denominateur, 0) as valeur,
    rapports.numerateur,
    case
        when rapports.ratio_modele like 'personnel_%' then 'personnel'
        when rapports.ratio_modele like 'etablissements_%' then 'etablissements'
        when rapports.est_modele then 'personnes'
        else 'consultations'
    end as grandeur_haut,
    rapports.denominateur,
    case
        when rapports.ratio_modele like '%_par_etablissement' then 'etablissements'
        when rapports.ratio_modele = 'etablissements_par_region' then 'regions'
        when rapports.est_modele then 'personnes'
        else 'consultations'
    end as grandeur_bas,
    case when not rapports.est_modele then rapports.nb_connus::BIGINT end as nb_connus,
    rapports.nb_centres,
    case
        when rapports.est_modele then 'modele'
        when rapports.ratio_modele = 'personnel_par_etablissement' then 'comparable'
        when rapports.ratio_modele = 'etablissements_par_region' then 'autre_territoire'
        else 'autre_grandeur'
    end as lecture_modele,
    rapports.annee,
    rapports.source_id,
    rapports.nature
from rapports
semi join modele_reference as modele
    on modele.modele = $modele::VARCHAR
order by
    rapports.ordre asc,
    rapports.est_modele desc,
    rapports.ensemble_reseau = 'noyau' desc,
    rapports.ensemble_reseau asc
