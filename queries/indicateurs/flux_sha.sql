-- Question : Qui paie quoi, à qui, pour quels soins ?
-- Grain    : une ligne par année et par lien entre deux étapes voisines, parmi celles gardées
-- Params   : annee              INTEGER    exercice ; NULL garde tout
--            organisme          VARCHAR    une seule mutuelle ; NULL garde tout
--            etapes             VARCHAR[]  fs, hf, hp, hc : étapes à garder ; NULL vaut les quatre
--            detail             VARCHAR    classes : codes regroupés (HP.5 et non HP.5.1) ; NULL : détaillés
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : annee              INTEGER    exercice
--            etape_flux         VARCHAR    étape d'où part le lien : fs, hf ou hp
--            de                 VARCHAR    code de la liste de cette étape
--            vers               VARCHAR    code de la liste de l'étape gardée qui la suit
--            de_nom_fr          VARCHAR    nom de « de » en français
--            de_nom_en          VARCHAR    nom de « de » en anglais
--            vers_nom_fr        VARCHAR    nom de « vers » en français
--            vers_nom_en        VARCHAR    nom de « vers » en anglais
--            montant_fcfa       BIGINT     FCFA entiers
--            part_depenses      DOUBLE     part de 0 à 1 des dépenses de l'année, toutes mutuelles gardées
--            nb_organismes      BIGINT     mutuelles par lesquelles passe ce lien
--            nb_comptes_sante   BIGINT     mutuelles qui ont rempli leurs comptes de la santé cette année
--            nb_exercices       BIGINT     mutuelles qui ont rendu un exercice cette année
--            nb_appeles         BIGINT     mutuelles attendues cette année
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes comptées
-- Formula  : Somme des dépenses de chaque lien ; montant du lien ÷ dépenses de santé de l'année. À chaque
--            étape, ce qui entre est égal à ce qui sort, au franc près.
-- Unit     : FCFA
-- Value    : montant_fcfa
-- Denom    : dépenses de santé de l'année, des mutuelles qui ont rempli leurs comptes de la santé
-- Behind   : nb_organismes
-- Reserved : part_depenses
-- Base     : liens
-- Owner    : $organisme
-- Source   : Comptes de la santé (SHA 2011) déclarés par les mutuelles du jeu en usage
with

bases as (
    select
        exercice.annee,
        count(*) as nb_appeles,
        count(*) filter (where exercice.est_renseigne) as nb_exercices
    from exercice
    inner join mutuelle_situee as mutuelle
        on exercice.organisme_id = mutuelle.organisme_id
    where
        est_enquetee(mutuelle.type_organisme)
        and retient_un($annee::INTEGER, exercice.annee)
        and retient_un($organisme::VARCHAR, mutuelle.organisme_id)
        and retient_un($district::VARCHAR, mutuelle.district_code)
        and retient_un($region::VARCHAR, mutuelle.region_code)
        and retient_un($commune::VARCHAR, mutuelle.siege_commune)
        and retient($types::VARCHAR[], mutuelle.type_organisme)
    group by exercice.annee
),

chemins as (
    select
        depense.annee,
        if($detail::VARCHAR = 'classes', classe_sha(depense.fs), depense.fs) as fs,
        if($detail::VARCHAR = 'classes', classe_sha(depense.hf), depense.hf) as hf,
        if($detail::VARCHAR = 'classes', classe_sha(depense.hp), depense.hp) as hp,
        if($detail::VARCHAR = 'classes', classe_sha(depense.hc), depense.hc) as hc,
        sum(depense.montant_fcfa) as montant_fcfa,
        array_agg(depense.numero) as numeros,
        array_agg(distinct depense.source_id) as source_ids,
        array_agg(distinct depense.nature) as natures
    from depense_mutuelle as depense
    where
        retient_un($annee::INTEGER, depense.annee)
        and retient_un($organisme::VARCHAR, depense.organisme_id)
        and retient_un($district::VARCHAR, depense.district_code)
        and retient_un($region::VARCHAR, depense.region_code)
        and retient_un($commune::VARCHAR, depense.siege_commune)
        and retient($types::VARCHAR[], depense.type_organisme)
    group by all
),

totaux as (
    select
        annee,
        sum(montant_fcfa) as montant_fcfa,
        len(list_distinct(flatten(array_agg(numeros)))) as nb_comptes_sante
    from chemins
    group by annee
),

etapes as (
    select
        pas.rang,
        pas.etape,
        lead(pas.etape) over (order by pas.rang) as suivante
    from (values (1, 'fs'), (2, 'hf'), (3, 'hp'), (4, 'hc')) as pas (rang, etape)
    where retient($etapes::VARCHAR[], pas.etape)
),

liens as (
    select
        chemins.annee,
        chemins.montant_fcfa,
        chemins.numeros,
        chemins.source_ids,
        chemins.natures,
        etapes.rang,
        etapes.etape as etape_flux,
        case etapes.etape
            when 'fs' then chemins.fs
            when 'hf' then chemins.hf
            when 'hp' then chemins.hp
        end as de,
        case etapes.suivante
            when 'hf' then chemins.hf
            when 'hp' then chemins.hp
            when 'hc' then chemins.hc
        end as vers
    from chemins
    inner join etapes
        on etapes.suivante is not null
),

noms as (
    select
        code,
        nom_fr,
        nom_en,
        ordre
    from code_liste
    where liste in ('sha_fs', 'sha_hf', 'sha_hp', 'sha_hc')
)

select
    liens.annee,
    liens.etape_flux,
    liens.de,
    liens.vers,
    any_value(origine.nom_fr) as de_nom_fr,
    any_value(origine.nom_en) as de_nom_en,
    any_value(destination.nom_fr) as vers_nom_fr,
    any_value(destination.nom_en) as vers_nom_en,
    cast(sum(liens.montant_fcfa) as BIGINT) as montant_fcfa,
    sum(liens.montant_fcfa) / nullif(any_value(totaux.montant_fcfa), 0) as part_depenses,
    len(list_distinct(flatten(array_agg(liens.numeros)))) as nb_organismes,
    any_value(totaux.nb_comptes_sante) as nb_comptes_sante,
    coalesce(any_value(bases.nb_exercices), 0) as nb_exercices,
    coalesce(any_value(bases.nb_appeles), 0) as nb_appeles,
    array_to_string(list_sort(list_distinct(flatten(array_agg(liens.source_ids)))), ' ; ')
        as source_id,
    array_to_string(list_sort(list_distinct(flatten(array_agg(liens.natures)))), ' ; ') as nature
from liens
inner join totaux
    on liens.annee = totaux.annee
left join bases
    on liens.annee = bases.annee
left join noms as origine
    on liens.de = origine.code
left join noms as destination
    on liens.vers = destination.code
group by liens.annee, liens.etape_flux, liens.rang, liens.de, liens.vers
order by
    liens.annee asc,
    liens.rang asc,
    any_value(origine.ordre) asc,
    liens.de asc,
    any_value(destination.ordre) asc,
    liens.vers asc
