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
-- Source   : Comptes de la santé (SHA 2011) déclarés par les mutuelles du jeu en usage
with

mutuelles as (
    select organisme_id
    from mutuelle_situee
    where
        est_enquetee(type_organisme)
        and retient_un($organisme::VARCHAR, organisme_id)
        and retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, siege_commune)
        and retient($types::VARCHAR[], type_organisme)
),

bases as (
    select
        exercice.annee,
        count(*) as nb_appeles,
        count(*) filter (where exercice.est_renseigne) as nb_exercices
    from exercice
    inner join mutuelles
        on exercice.organisme_id = mutuelles.organisme_id
    group by exercice.annee
),

depenses as (
    select
        depense.organisme_id,
        depense.annee,
        if($detail::VARCHAR = 'classes', classe_sha(depense.fs), depense.fs) as fs,
        if($detail::VARCHAR = 'classes', classe_sha(depense.hf), depense.hf) as hf,
        if($detail::VARCHAR = 'classes', classe_sha(depense.hp), depense.hp) as hp,
        if($detail::VARCHAR = 'classes', classe_sha(depense.hc), depense.hc) as hc,
        depense.montant_fcfa,
        depense.source_id,
        depense.nature,
        row_number() over (
            order by
                depense.organisme_id, depense.annee, depense.fs, depense.hf, depense.hp, depense.hc
        ) as numero
    from depense_sha as depense
    inner join mutuelles
        on depense.organisme_id = mutuelles.organisme_id
    where retient_un($annee::INTEGER, depense.annee)
),

totaux as (
    select
        annee,
        sum(montant_fcfa) as montant_fcfa,
        count(distinct organisme_id) as nb_comptes_sante
    from depenses
    group by annee
),

-- Chaque dépense à chacune des étapes gardées, dans l'ordre du chemin de l'argent.
pas as (
    select
        depenses.numero,
        depenses.organisme_id,
        depenses.annee,
        depenses.montant_fcfa,
        depenses.source_id,
        depenses.nature,
        etape.rang,
        etape.etape as etape_flux,
        case etape.etape
            when 'fs' then depenses.fs
            when 'hf' then depenses.hf
            when 'hp' then depenses.hp
            when 'hc' then depenses.hc
        end as code
    from depenses
    cross join (values (1, 'fs'), (2, 'hf'), (3, 'hp'), (4, 'hc')) as etape (rang, etape)
    where retient($etapes::VARCHAR[], etape.etape)
),

liens as (
    select
        organisme_id,
        annee,
        montant_fcfa,
        source_id,
        nature,
        rang,
        etape_flux,
        code as de,
        lead(code) over (partition by numero order by rang) as vers
    from pas
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
    count(distinct liens.organisme_id) as nb_organismes,
    any_value(totaux.nb_comptes_sante) as nb_comptes_sante,
    coalesce(any_value(bases.nb_exercices), 0) as nb_exercices,
    coalesce(any_value(bases.nb_appeles), 0) as nb_appeles,
    string_agg(distinct liens.source_id, ' ; ' order by liens.source_id) as source_id,
    string_agg(distinct liens.nature, ' ; ' order by liens.nature) as nature
from liens
inner join totaux
    on liens.annee = totaux.annee
left join bases
    on liens.annee = bases.annee
left join noms as origine
    on liens.de = origine.code
left join noms as destination
    on liens.vers = destination.code
where liens.vers is not null
group by liens.annee, liens.etape_flux, liens.rang, liens.de, liens.vers
order by
    liens.annee asc,
    liens.rang asc,
    any_value(origine.ordre) asc,
    liens.de asc,
    any_value(destination.ordre) asc,
    liens.vers asc
