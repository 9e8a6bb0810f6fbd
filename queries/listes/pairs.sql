-- Question : Qui sont les pairs d'une mutuelle, d'un centre ou d'une région ?
-- Grain    : une ligne par membre du groupe, elle-même comprise ; aucune quand son groupe est inconnu
-- Params   : quoi               VARCHAR    organisme, centre ou region
--            id                 VARCHAR    identifiant de celle dont on cherche les pairs
--            annee              INTEGER    les tailles ne sont pas plus récentes ; NULL : dernières connues
-- Returns  : id                 VARCHAR    identifiant
--            nom                VARCHAR    nom
--            sorte              VARCHAR    type d'organisme ou d'établissement ; NULL pour une région
--            classe             VARCHAR    petite, moyenne ou grande ; niveau de soins ; NULL pour une région
--            nb_beneficiaires   BIGINT     personnes, dernière valeur connue, pour une mutuelle
--            annee_taille       INTEGER    année de cette valeur
--            taille_min         BIGINT     personnes, la plus petite mutuelle du groupe
--            taille_max         BIGINT     personnes, la plus grande mutuelle du groupe
--            est_elle           BOOLEAN    celle dont on cherche les pairs
--            source_id          VARCHAR    document
-- Formula  : Mutuelles : même type, et même tiers des bénéficiaires parmi les mutuelles de ce type.
--            Centres : même type d'établissement et même niveau de soins, ouverts. Régions : toutes.
-- Source   : Lignes du jeu en usage
with

tailles as (
    select
        organisme_id,
        arg_max(nb_beneficiaires, annee) as nb_beneficiaires,
        max(annee) as annee_taille
    from organisme_exercice
    where nb_beneficiaires is not null and coalesce(annee <= $annee::INTEGER, true)
    group by organisme_id
),

mutuelles as (
    select
        mutuelle.organisme_id as id,
        mutuelle.nom,
        mutuelle.type_organisme as sorte,
        tailles.nb_beneficiaires,
        tailles.annee_taille,
        mutuelle.source_id,
        quantile_cont(tailles.nb_beneficiaires, 1 / 3) over par_type as premier_tiers,
        quantile_cont(tailles.nb_beneficiaires, 2 / 3) over par_type as deuxieme_tiers
    from mutuelle_situee as mutuelle
    inner join tailles
        on mutuelle.organisme_id = tailles.organisme_id
    where $quoi = 'organisme'
    window par_type as (partition by mutuelle.type_organisme)
),

entites as (
    select
        id,
        nom,
        sorte,
        case
            when nb_beneficiaires <= premier_tiers then 'petite'
            when nb_beneficiaires <= deuxieme_tiers then 'moyenne'
            else 'grande'
        end as classe,
        nb_beneficiaires,
        annee_taille,
        source_id
    from mutuelles
    union all
    select
        centre_id as id,
        nom,
        type_etablissement as sorte,
        niveau_soins as classe,
        null as nb_beneficiaires,
        null as annee_taille,
        source_id
    from centre_situe
    where
        $quoi = 'centre'
        and type_etablissement is not null
        and niveau_soins is not null
        and (est_ouvert or centre_id = $id)
    union all
    select
        region_code as id,
        nom,
        null as sorte,
        null as classe,
        null as nb_beneficiaires,
        null as annee_taille,
        source_id
    from region
    where $quoi = 'region'
)

select
    pair.id,
    pair.nom,
    pair.sorte,
    pair.classe,
    pair.nb_beneficiaires,
    pair.annee_taille,
    min(pair.nb_beneficiaires) over () as taille_min,
    max(pair.nb_beneficiaires) over () as taille_max,
    pair.id = elle.id as est_elle,
    pair.source_id
from entites as pair
inner join entites as elle
    on
        elle.id = $id
        and pair.sorte is not distinct from elle.sorte
        and pair.classe is not distinct from elle.classe
order by pair.nom collate fr asc, pair.id asc
